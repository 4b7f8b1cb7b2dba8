// Loads and stores: where a buffer's elements are at the current position, and which type each dtype has in memory.
//
//   u8 at depth 1, one lane     ->   (i32)LOAD(u8, in0$p1)
//   u8, second vector of 8      ->   u8x8_load(in0$w1 + 8)
//
// An element outside the array is the boundary's constant: the address then is some element's inside, whose value is dropped.
import type { LaneBuffer, LaneNest } from "../../ir/lanes.ts";
import type { DType } from "../../ir/types.ts";
import { bytesOf } from "../../ir/types.ts";
import type { Level } from "../levels.ts";
import { isMapped, movementOf } from "../levels.ts";
import type { ScalarPlaces } from "./expressions.ts";
import { scalarExpression } from "./expressions.ts";
import { cIdentifier } from "./writer.ts";

/** u32 is loaded as the bits of an i32. */
export const stored: Readonly<Record<DType, string>> = { f64: "f64", f32: "f32", i32: "i32", u32: "i32", i16: "i16", u16: "u16", i8: "i8", u8: "u8", bool: "u8" };

/**
 * The pointer to a buffer's element inside the levels up to `depth`: the innermost along which it moves has set it. From `wideDepth` on, loops
 * walk groups of neighbouring positions and have pointers of their own.
 */
export function pointerAt(buffer: LaneBuffer, levels: readonly Level[], depth: number, wideDepth = Infinity): string {
  for (let d = depth; d >= 0; d--) if (movementOf(buffer, levels[d]!).kind !== "none") return pointerName(buffer, d, wideDepth);
  return `${buffer.name}$base`;
}

export const pointerName = (buffer: LaneBuffer, depth: number, wideDepth = Infinity): string => `${buffer.name}$${depth >= wideDepth ? "w" : "p"}${depth}`;

/** Whether the position along a mapped axis lies inside the array. */
export const insideName = (buffer: LaneBuffer, axis: number): string => `${buffer.name}$inside${axis}`;

/** Whether the position lies inside the array along those mapped axes that count; undefined if there are none. */
export function insideTest(buffer: LaneBuffer, counts: (axis: number) => boolean): string | undefined {
  const flags = buffer.axes.filter((a) => isMapped(buffer, a.loop) && counts(a.loop)).map((a) => insideName(buffer, a.loop));
  return flags.length === 0 ? undefined : `(${flags.join(" & ")})`;
}

export const captureName = (capture: string): string => `c_${cIdentifier(capture)}`;

/** Where scalar code finds its values inside the loops up to `depth`. */
export function scalarPlaces(nest: Pick<LaneNest, "buffers" | "captures">, levels: readonly Level[], depth: number, wideDepth = Infinity): ScalarPlaces {
  const places: ScalarPlaces = {
    load: (k) => {
      const buffer = nest.buffers[k]!, loaded = scalarLoad(buffer.dtype, pointerAt(buffer, levels, depth, wideDepth)), inside = insideTest(buffer, () => true);
      return buffer.boundary?.kind !== "value" || inside === undefined ? loaded : `(${inside} ? ${loaded} : ${scalarExpression(places, buffer.boundary.value)})`;
    },
    read: (k, position) => {
      const { name, dtype } = nest.buffers[k]!;
      return scalarLoad(dtype, `${name}$base + ${distance(dtype, position)}`);
    },
    index: (axis) => `i$${axis}`,
    capture: (k) => captureName(nest.captures[k]!),
  };
  return places;
}

/** Bytes to an element. A rank can have so many elements of one byte that their positions need all 32 bits; of others it cannot. */
export const distance = (dtype: DType, position: string): string => (bytesOf[dtype] === 1 ? `(i64)(u32)${position}` : `(i64)${position} * ${bytesOf[dtype]}`);

function scalarLoad(dtype: DType, pointer: string): string {
  const loaded = `LOAD(${stored[dtype]}, ${pointer})`;
  if (dtype === "bool") return `(${loaded} != 0)`;
  return bytesOf[dtype] < 4 ? `(i32)${loaded}` : loaded;
}

export const scalarStore = (dtype: DType, pointer: string, value: string): string => `STORE(${stored[dtype]}, ${pointer}, (${stored[dtype]})${value});`;

export function vectorLoad(dtype: DType, width: number, pointer: string, u: number): string {
  const place = at(pointer, u * width * bytesOf[dtype]);
  if (bytesOf[dtype] >= 4) return `LOAD(${stored[dtype]}x${width}, ${place})`;
  const wide = `${stored[dtype]}x${width}_load(${place})`;
  return dtype === "bool" ? `i32x${width}_toBool(${wide})` : wide;
}

/** The elements at the positions of a vector. */
export function vectorGather(dtype: DType, width: number, base: string, positions: string): string {
  const gathered = `${stored[dtype]}x${width}_gather(${base}, ${positions})`;
  return dtype === "bool" ? `i32x${width}_toBool(${gathered})` : gathered;
}

export function vectorStore(dtype: DType, width: number, pointer: string, u: number, value: string): string {
  const type = `${stored[dtype]}x${width}`, integer = dtype === "bool" ? `i32x${width}_fromBool(${value})` : value;
  return `STORE(${type}, ${at(pointer, u * width * bytesOf[dtype])}, ${bytesOf[dtype] < 4 ? `__builtin_convertvector(${integer}, ${type})` : integer});`;
}

const at = (pointer: string, bytes: number): string => (bytes === 0 ? pointer : `${pointer} + ${bytes}`);
