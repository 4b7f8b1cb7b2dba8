// Loads and stores of a vector of neighbouring elements. Narrow integers and booleans are widened to the lane and back.
//
//   u8, 4 lanes   ->   four bytes: (i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u (v128.load32_zero addr)))
//   u8, 8 lanes   ->   (v128.load8x8_u addr): integers of 16 bits
//   i32, 2 lanes  ->   (v128.load32x2_u addr): the low halves of two 64-bit lanes (see vector.ts)
import type { DType } from "../../ir/types.ts";
import { bytesOf } from "../../ir/types.ts";
import { loads } from "./memory.ts";

const at = (offset: number): string => (offset === 0 ? "" : `offset=${offset} `);

export function vectorLoad(dtype: DType, width: number, address: string, offset: number): string {
  const from = `${at(offset)}${address}`, sign = dtype === "i8" || dtype === "i16" ? "s" : "u";
  const double = (value: string): string => (width === 2 ? `(i64x2.extend_low_i32x4_u ${value})` : value);
  if (width === 8) {
    const short = bytesOf[dtype] === 2 ? `(v128.load ${from})` : `(v128.load8x8_${sign} ${from})`;
    return dtype === "bool" ? `(i16x8.ne ${short} (v128.const i64x2 0 0))` : short;
  }
  switch (bytesOf[dtype]) {
    case 8:
      return `(v128.load ${from})`;
    case 4:
      return width === 4 ? `(v128.load ${from})` : `(v128.load32x2_u ${from})`;
    case 2:
      return width === 4 ? `(v128.load16x4_${sign} ${from})` : double(`(i32x4.extend_low_i16x8_${sign} (v128.load32_zero ${from}))`);
    default: {
      const bytes = width === 4 ? `(v128.load32_zero ${from})` : `(v128.load16_lane ${at(offset)}0 ${address} (v128.const i64x2 0 0))`;
      const lanes = double(`(i32x4.extend_low_i16x8_${sign} (i16x8.extend_low_i8x16_${sign} ${bytes}))`);
      return dtype === "bool" ? `(${width === 2 ? "i64x2" : "i32x4"}.ne ${lanes} (v128.const i64x2 0 0))` : lanes;
    }
  }
}

/** Elements from an address each, lane by lane. `first`: it is evaluated before the others. */
export function vectorGather(dtype: DType, width: number, address: (lane: number, first: boolean) => string): string {
  const lanes = Array.from({ length: width }, (_, k) => k), [, ...others] = lanes, bytes = bytesOf[dtype];
  if (bytes >= 4) {
    const bits = 8 * bytes, at = (lane: number): number => (bytes === 8 || width === 4 ? lane : 2 * lane);
    return others.reduce((vector, lane) => `(v128.load${bits}_lane ${at(lane)} ${address(lane, lane === width - 1)} ${vector})`, `(v128.load${bits}_zero ${address(0, false)})`);
  }
  const load = (lane: number): string => `(${loads[dtype]} ${address(lane, lane === 0)})`, gathered = others.reduce((vector, lane) => `(i32x4.replace_lane ${(4 / width) * lane} ${vector} ${load(lane)})`, `(i32x4.splat ${load(0)})`);
  if (dtype !== "bool") return gathered;
  // Of two lanes the high halves are those of lane 0 or stale: the mask covers the lane.
  return width === 4 ? `(i32x4.ne ${gathered} (v128.const i64x2 0 0))` : `(i64x2.ne (v128.and ${gathered} (i64x2.splat (i64.const 0xffffffff))) (v128.const i64x2 0 0))`;
}

/** `hold` gives a value that is needed twice a name: the first use, then the others. */
export function vectorStore(dtype: DType, width: number, address: string, offset: number, value: string, hold: (value: string) => readonly [string, string]): string {
  const to = `${at(offset)}${address}`;
  const picked = (bytes: readonly number[]): string => {
    const [first, again] = hold(dtype === "bool" ? `(v128.and ${value} (${width === 8 ? "i16x8" : "i32x4"}.splat (i32.const 1)))` : value);
    return `(i8x16.shuffle ${Array.from({ length: 16 }, (_, k) => bytes[k % bytes.length]!).join(" ")} ${first} ${again})`;
  };
  if (width === 8) return bytesOf[dtype] === 2 ? `(v128.store ${to} ${value})` : `(v128.store64_lane ${at(offset)}0 ${address} ${picked([0, 2, 4, 6, 8, 10, 12, 14])})`;
  switch (bytesOf[dtype]) {
    case 8:
      return `(v128.store ${to} ${value})`;
    case 4:
      return width === 4 ? `(v128.store ${to} ${value})` : `(v128.store64_lane ${at(offset)}0 ${address} ${picked([0, 1, 2, 3, 8, 9, 10, 11])})`;
    case 2:
      return width === 4 ? `(v128.store64_lane ${at(offset)}0 ${address} ${picked([0, 1, 4, 5, 8, 9, 12, 13])})` : `(v128.store32_lane ${at(offset)}0 ${address} ${picked([0, 1, 8, 9])})`;
    default:
      return width === 4 ? `(v128.store32_lane ${at(offset)}0 ${address} ${picked([0, 4, 8, 12])})` : `(v128.store16_lane ${at(offset)}0 ${address} ${picked([0, 8])})`;
  }
}
