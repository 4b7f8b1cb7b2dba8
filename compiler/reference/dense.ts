// Whole arrays of the reference meaning: one typed array a field, row-major.
//
//   dense("i32", [2, 2], [1, 2, 3, 4])  ->  { element: "i32", shape: [2, 2], data: { "": Int32Array [1, 2, 3, 4] } }
import type { Dense, DenseData, ElementValue } from "../ops/defineOp.ts";
import type { DType, ElementType } from "../ir/types.ts";
import { fieldsOf } from "../ir/types.ts";

export type { Dense, DenseData } from "../ops/defineOp.ts";

const typedArrays = {
  f64: Float64Array, f32: Float32Array, i32: Int32Array, u32: Uint32Array, i16: Int16Array, u16: Uint16Array, i8: Int8Array, u8: Uint8Array, bool: Uint8Array,
} as const;

export const sizeOf = (shape: readonly number[]): number => shape.reduce((n, extent) => n * extent, 1);

export const allocateData = (dtype: DType, size: number): DenseData => new typedArrays[dtype](size);

/** Zeros. */
export function allocate(element: ElementType, shape: readonly number[]): Dense {
  return { element, shape, data: Object.fromEntries(fieldsOf(element).map(([field, dtype]) => [field, allocateData(dtype, sizeOf(shape))])) };
}

/** An array with these elements, stored as typed arrays would. */
export function dense(element: ElementType, shape: readonly number[], values: Iterable<ElementValue>): Dense {
  const a = allocate(element, shape), size = sizeOf(shape);
  let k = 0;
  for (const value of values) setElement(a, k++, value);
  if (k !== size) throw new Error(`${k} values for shape [${shape.join(", ")}]`);
  return a;
}

/** The element at a place in row-major order, as a kernel sees it. */
export function elementAt({ element, data }: Dense, flat: number): ElementValue {
  if (typeof element === "string") return loaded(element, data[""]![flat]!);
  const value: { [field: string]: number | boolean } = {};
  for (const field in element) value[field] = loaded(element[field]!, data[field]![flat]!);
  return value;
}

/** Stores a value as typed arrays would. */
export function setElement({ element, data }: Dense, flat: number, value: ElementValue): void {
  if (typeof element === "string") data[""]![flat] = stored(element, value as number | boolean);
  else for (const field in element) data[field]![flat] = stored(element[field]!, fieldOf(value, field));
}

/** All elements, in row-major order. */
export const elementsOf = (a: Dense): ElementValue[] => Array.from({ length: sizeOf(a.shape) }, (_, flat) => elementAt(a, flat));

/** A value's field; "" of one without fields. */
export const fieldOf = (value: ElementValue, field: string): number | boolean => {
  const found = typeof value === "object" ? value[field] : field === "" ? value : undefined;
  if (found === undefined) throw new Error(`no field ${field} in ${JSON.stringify(value)}`);
  return found;
};

/** The scalars of an element, one a field; and back. */
export const scalarsOf = (element: ElementType, value: ElementValue): (number | boolean)[] => fieldsOf(element).map(([field]) => fieldOf(value, field));
export const elementFrom = (element: ElementType, scalars: readonly (number | boolean)[]): ElementValue =>
  typeof element === "string" ? scalars[0]! : Object.fromEntries(fieldsOf(element).map(([field], k) => [field, scalars[k]!]));

/** The buffer of an array without fields. */
export function plainData(a: Dense): DenseData {
  const data = a.data[""];
  if (!data) throw new Error("an array of records has no plain data");
  return data;
}

export function plainDType(a: { readonly element: ElementType }): DType {
  if (typeof a.element !== "string") throw new Error("a record where a plain dtype was expected");
  return a.element;
}

/** A 0-dimensional array's element. */
export const scalarOfDense = (a: Dense): ElementValue => elementAt(a, 0);

/** What a typed array is given for this value: booleans are bytes 0 and 1, and a number stored as bool is true unless it is 0 or NaN. */
export const stored = (dtype: DType, value: number | boolean): number => (dtype === "bool" ? Number(Boolean(value)) : Number(value));

/** What a kernel sees of a stored element. */
export const loaded = (dtype: DType, value: number): number | boolean => (dtype === "bool" ? value !== 0 : value);

const cell: Readonly<Record<DType, DenseData>> = {
  f64: new Float64Array(1), f32: new Float32Array(1), i32: new Int32Array(1), u32: new Uint32Array(1), i16: new Int16Array(1), u16: new Uint16Array(1), i8: new Int8Array(1), u8: new Uint8Array(1), bool: new Uint8Array(1),
};
/** The value stored as this dtype and read back. */
export function throughDType(dtype: DType, value: number | boolean): number | boolean {
  cell[dtype][0] = stored(dtype, value);
  return loaded(dtype, cell[dtype][0]!);
}

/** The same of an element. */
export const throughElement = (element: ElementType, value: ElementValue): ElementValue =>
  typeof element === "string" ? throughDType(element, value as number | boolean) : Object.fromEntries(fieldsOf(element).map(([field, dtype]) => [field, throughDType(dtype, fieldOf(value, field))]));

/** Every position in row-major order with its flat number. `index` is one array, reused. */
export function eachPosition(shape: readonly number[], visit: (flat: number, index: readonly number[]) => void): void {
  const size = sizeOf(shape), index = shape.map(() => 0);
  for (let flat = 0; flat < size; flat++) {
    visit(flat, index);
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0;
  }
}

export const flatten = (shape: readonly number[], index: readonly number[]): number => index.reduce((flat, i, axis) => flat * shape[axis]! + i, 0);

export const sameExtents = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((n, k) => n === b[k]);

export const showShape = (shape: readonly (number | string)[]): string => `[${shape.join(", ")}]`;
