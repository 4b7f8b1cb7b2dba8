// Loads and stores of a vector of neighbouring elements. Narrow integers and booleans are widened to the lane and back.
//
//   u8, 4 lanes   ->   four bytes: (i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u (v128.load32_zero addr)))
//   i32, 2 lanes  ->   (v128.load32x2_u addr): the low halves of two 64-bit lanes (see vector.ts)
import type { DType } from "../../ir/types.ts";
import { bytesOf } from "../../ir/types.ts";

const at = (offset: number): string => (offset === 0 ? "" : `offset=${offset} `);

export function vectorLoad(dtype: DType, width: number, address: string, offset: number): string {
  const from = `${at(offset)}${address}`, sign = dtype === "i8" || dtype === "i16" ? "s" : "u";
  const double = (value: string): string => (width === 2 ? `(i64x2.extend_low_i32x4_u ${value})` : value);
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

/** `hold` gives a value that is needed twice a name: the first use, then the others. */
export function vectorStore(dtype: DType, width: number, address: string, offset: number, value: string, hold: (value: string) => readonly [string, string]): string {
  const to = `${at(offset)}${address}`;
  const picked = (bytes: readonly number[]): string => {
    const [first, again] = hold(dtype === "bool" ? `(v128.and ${value} (i32x4.splat (i32.const 1)))` : value);
    return `(i8x16.shuffle ${Array.from({ length: 16 }, (_, k) => bytes[k % bytes.length]!).join(" ")} ${first} ${again})`;
  };
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
