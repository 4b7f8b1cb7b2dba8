// What every level of the IR shares: names of values, dtypes, shapes, and where something stands in the user's source.

/** How one element is stored. `bool` is a byte holding 0 or 1. */
export type DType = "f64" | "f32" | "i32" | "u32" | "i16" | "u16" | "i8" | "u8" | "bool";

/** The element of an array: one dtype, or a record whose fields are stored as one buffer each. */
export type ElementType = DType | { readonly [field: string]: DType };

/** Complex numbers are records. */
export const complex64 = { re: "f32", im: "f32" } as const, complex128 = { re: "f64", im: "f64" } as const;
/** What a call may name elements: a dtype, or one of these. */
export const namedElements: Readonly<Record<string, ElementType>> = {
  f64: "f64", f32: "f32", i32: "i32", u32: "u32", i16: "i16", u16: "u16", i8: "i8", u8: "u8", bool: "bool", complex64, complex128,
};

/** What a kernel computes with. `int` is a JavaScript number known to be an integer (exact to 2^53); `f32` is rounded after each operation. */
export type ScalarType = "f64" | "f32" | "int" | "bool";

/**
 * An extent: a literal, or the name of an immutable host variable that holds it at run time.
 * Two extents with the same name are provably equal.
 */
export type Extent = number | string;

export interface ArrayType {
  readonly element: ElementType;
  /** `[]` for a scalar: a value that is the same on every rank once it is replicated. */
  readonly shape: readonly Extent[];
}

/** Names an array value; each is defined once. */
export type ValueId = `%${number}`;

/** 1-based line and column, in the file with this name. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The fields of an element with their dtypes; a plain dtype has the one field "". */
export function fieldsOf(element: ElementType): readonly (readonly [field: string, dtype: DType])[] {
  return typeof element === "string" ? [["", element]] : Object.entries(element);
}

/** The element with other dtypes for its fields. */
export function mapElement(element: ElementType, change: (dtype: DType, field: string) => DType): ElementType {
  return typeof element === "string" ? change(element, "") : Object.fromEntries(Object.entries(element).map(([field, dtype]) => [field, change(dtype, field)]));
}

/** The dtype of an array without fields. */
export function plainDType({ element }: Pick<ArrayType, "element">): DType {
  if (typeof element !== "string") throw new Error("a record where a plain dtype was expected");
  return element;
}

export function dtypeOfField(element: ElementType, field: string): DType {
  const dtype = typeof element === "string" ? (field === "" ? element : undefined) : element[field];
  if (dtype === undefined) throw new Error(`no field ${field} in ${JSON.stringify(element)}`);
  return dtype;
}

export const bytesOf: Readonly<Record<DType, number>> = { f64: 8, f32: 4, i32: 4, u32: 4, i16: 2, u16: 2, i8: 1, u8: 1, bool: 1 };

/** What a kernel sees when it reads an element of this dtype. */
export function scalarOf(dtype: DType): ScalarType {
  return dtype === "f64" || dtype === "f32" || dtype === "bool" ? dtype : "int";
}

/** The values an element of this dtype can have, where it is an integer. */
export const integerRange: Readonly<Partial<Record<DType, readonly [low: number, high: number]>>> = {
  i32: [-(2 ** 31), 2 ** 31 - 1],
  u32: [0, 2 ** 32 - 1],
  i16: [-(2 ** 15), 2 ** 15 - 1],
  u16: [0, 2 ** 16 - 1],
  i8: [-128, 127],
  u8: [0, 255],
  bool: [0, 1],
};
