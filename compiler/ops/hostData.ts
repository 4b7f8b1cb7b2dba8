// What a host value given to `fromArray` holds.
//
//   listFacts([[1, 2], [3, 4]])  ->  { element: "f64", shape: [2, 2], flat: [1, 2, 3, 4] }
import type { DType } from "../ir/types.ts";
import { fault } from "./elements.ts";

const typedArrays: readonly (readonly [DType, new (n: number) => ArrayLike<number>])[] = [
  ["f64", Float64Array], ["f32", Float32Array], ["i32", Int32Array], ["u32", Uint32Array], ["i16", Int16Array], ["u16", Uint16Array], ["i8", Int8Array], ["u8", Uint8Array],
];

export interface ListFacts {
  readonly element: DType;
  readonly shape: readonly number[];
  readonly flat: ArrayLike<number | boolean> & Iterable<number | boolean>;
}

export function listFacts(value: unknown): ListFacts {
  const typed = typedArrays.find(([, type]) => value instanceof type);
  if (typed) {
    const flat = value as Float64Array;
    return { element: typed[0], shape: [flat.length], flat };
  }
  const shape: number[] = [], flat: (number | boolean)[] = [];
  for (let level = value; Array.isArray(level); level = level[0] as unknown) shape.push(level.length);
  flatten(value, shape, flat);
  return { element: flat.length > 0 && flat.every((x) => typeof x === "boolean") ? "bool" : "f64", shape, flat };
}

/** `shape` is what is left of the shape at this depth. */
function flatten(value: unknown, shape: readonly number[], flat: (number | boolean)[]): void {
  if (Array.isArray(value)) {
    if (value.length !== shape[0]) throw fault("SPMD2016", { op: "fromArray", reason: `its lists have different lengths: ${shape[0] ?? "none"} and ${value.length}` });
    for (const item of value) flatten(item, shape.slice(1), flat);
  } else if (shape.length === 0 && (typeof value === "number" || typeof value === "boolean")) flat.push(value);
  else throw fault("SPMD2016", { op: "fromArray", reason: `${String(value)} stands where ${shape.length > 0 ? `a list of ${shape[0]!}` : "a number or boolean"} should` });
}
