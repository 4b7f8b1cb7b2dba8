// What a host value given to `fromArray` holds.
//
//   listFacts([[1, 2], [3, 4]])          ->  { element: "f64", shape: [2, 2], flat: [1, 2, 3, 4] }
//   listFacts([{ re: 1, im: 0 }])        ->  { element: { re: "f64", im: "f64" }, shape: [1], flat: [{ re: 1, im: 0 }] }
import type { DType, ElementType } from "../ir/types.ts";
import type { ElementValue } from "./defineOp.ts";
import { fault } from "./elements.ts";

const typedArrays: readonly (readonly [DType, new (n: number) => ArrayLike<number>])[] = [
  ["f64", Float64Array], ["f32", Float32Array], ["i32", Int32Array], ["u32", Uint32Array], ["i16", Int16Array], ["u16", Uint16Array], ["i8", Int8Array], ["u8", Uint8Array],
];

export interface ListFacts {
  readonly element: ElementType;
  readonly shape: readonly number[];
  readonly flat: ArrayLike<ElementValue> & Iterable<ElementValue>;
}

export function listFacts(value: unknown): ListFacts {
  const typed = dtypeOf(value);
  if (typed) {
    const flat = value as Float64Array;
    return { element: typed, shape: [flat.length], flat };
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return fieldFacts(Object.entries(value));
  const shape: number[] = [], flat: ElementValue[] = [];
  for (let level = value; Array.isArray(level); level = level[0] as unknown) shape.push(level.length);
  flatten(value, shape, flat);
  return { element: elementOf(flat), shape, flat };
}

const dtypeOf = (value: unknown): DType | undefined => typedArrays.find(([, type]) => value instanceof type)?.[0];

/** One typed array a field. */
function fieldFacts(fields: readonly (readonly [string, unknown])[]): ListFacts {
  const lists = fields.map(([field, list]) => {
    const dtype = dtypeOf(list);
    if (!dtype) throw fault("SPMD2016", { op: "fromArray", reason: `its field ${field} is not a typed array` });
    return { field, dtype, list: list as Float64Array };
  });
  const [first] = lists, other = lists.find(({ list }) => list.length !== first!.list.length);
  if (!first || other) throw fault("SPMD2016", { op: "fromArray", reason: other ? `its fields have different lengths: ${first!.list.length} and ${other.list.length}` : "it has no fields" });
  const flat = Array.from({ length: first.list.length }, (_, k) => Object.fromEntries(lists.map(({ field, list }) => [field, list[k]!])));
  return { element: Object.fromEntries(lists.map(({ field, dtype }) => [field, dtype])), shape: [flat.length], flat };
}

/** f64, or bool where all are booleans; field by field. */
function elementOf(flat: readonly ElementValue[]): ElementType {
  const dtype = (values: readonly unknown[]): DType => (values.length > 0 && values.every((x) => typeof x === "boolean") ? "bool" : "f64"), [first] = flat;
  if (typeof first !== "object") return dtype(flat);
  const fields = Object.keys(first), different = flat.find((x) => typeof x !== "object" || Object.keys(x).length !== fields.length || fields.some((field) => !(field in x)));
  if (different !== undefined) throw fault("SPMD2016", { op: "fromArray", reason: `its elements have different fields: ${JSON.stringify(different)}` });
  return Object.fromEntries(fields.map((field) => [field, dtype(flat.map((x) => (x as { readonly [f: string]: unknown })[field]))]));
}

const isScalar = (value: unknown): value is number | boolean => typeof value === "number" || typeof value === "boolean";
const isValue = (value: unknown): value is ElementValue => isScalar(value) || (typeof value === "object" && value !== null && Object.values(value).every(isScalar));

/** `shape` is what is left of the shape at this depth. */
function flatten(value: unknown, shape: readonly number[], flat: ElementValue[]): void {
  if (Array.isArray(value)) {
    if (value.length !== shape[0]) throw fault("SPMD2016", { op: "fromArray", reason: `its lists have different lengths: ${shape[0] ?? "none"} and ${value.length}` });
    for (const item of value) flatten(item, shape.slice(1), flat);
  } else if (shape.length === 0 && isValue(value)) flat.push(value);
  else throw fault("SPMD2016", { op: "fromArray", reason: `${String(value)} stands where ${shape.length > 0 ? `a list of ${shape[0]!}` : "a number or boolean"} should` });
}
