// The predefined datatypes: what memory of each is called in TypeScript. One line a type; names and sizes are those of MPI on 64-bit Linux.

/** `pair`: a value and an integer place, as MAXLOC and MINLOC take them: bytes of the value, where the place starts, and how each is read. */
export interface Base {
  readonly name: string;
  readonly bytes: number;
  readonly array: ArrayConstructorOf;
  readonly pair?: { readonly value: "f64" | "f32" | "i64" | "i32" | "i16"; readonly place: number };
}

export type ArrayConstructorOf =
  | Float64ArrayConstructor | Float32ArrayConstructor | Int32ArrayConstructor | Uint32ArrayConstructor | Int16ArrayConstructor | Uint16ArrayConstructor
  | Int8ArrayConstructor | Uint8ArrayConstructor | BigInt64ArrayConstructor | BigUint64ArrayConstructor;

const base = (name: string, bytes: number, array: ArrayConstructorOf, pair?: Base["pair"]): Base => ({ name, bytes, array, ...(pair ? { pair } : {}) });

export const bases = {
  BYTE: base("BYTE", 1, Uint8Array),
  PACKED: base("PACKED", 1, Uint8Array),
  CHAR: base("CHAR", 1, Int8Array),
  SIGNED_CHAR: base("SIGNED_CHAR", 1, Int8Array),
  UNSIGNED_CHAR: base("UNSIGNED_CHAR", 1, Uint8Array),
  C_BOOL: base("C_BOOL", 1, Uint8Array),
  SHORT: base("SHORT", 2, Int16Array),
  UNSIGNED_SHORT: base("UNSIGNED_SHORT", 2, Uint16Array),
  INT: base("INT", 4, Int32Array),
  UNSIGNED: base("UNSIGNED", 4, Uint32Array),
  LONG: base("LONG", 8, BigInt64Array),
  UNSIGNED_LONG: base("UNSIGNED_LONG", 8, BigUint64Array),
  FLOAT: base("FLOAT", 4, Float32Array),
  DOUBLE: base("DOUBLE", 8, Float64Array),
  FLOAT_INT: base("FLOAT_INT", 8, Uint8Array, { value: "f32", place: 4 }),
  DOUBLE_INT: base("DOUBLE_INT", 16, Uint8Array, { value: "f64", place: 8 }),
  LONG_INT: base("LONG_INT", 16, Uint8Array, { value: "i64", place: 8 }),
  SHORT_INT: base("SHORT_INT", 8, Uint8Array, { value: "i16", place: 4 }),
} as const satisfies { readonly [name: string]: Base };

export type BaseName = keyof typeof bases;

/** Other names of the same types, and those whose size C does not fix. */
export const aliases = {
  INT8_T: "SIGNED_CHAR", UINT8_T: "UNSIGNED_CHAR", INT16_T: "SHORT", UINT16_T: "UNSIGNED_SHORT", INT32_T: "INT", UINT32_T: "UNSIGNED", INT64_T: "LONG", UINT64_T: "UNSIGNED_LONG",
  LONG_LONG: "LONG", UNSIGNED_LONG_LONG: "UNSIGNED_LONG", UNSIGNED_INT: "UNSIGNED", BOOL: "C_BOOL", AINT: "LONG", COUNT: "LONG", OFFSET: "LONG",
  SINT8_T: "SIGNED_CHAR", SINT16_T: "SHORT", SINT32_T: "INT", SINT64_T: "LONG", REAL4: "FLOAT", REAL8: "DOUBLE", INTEGER: "INT", REAL: "FLOAT", DOUBLE_PRECISION: "DOUBLE",
} as const satisfies { readonly [name: string]: BaseName };

/** The datatype that a typed array stands for when none is given. */
export function discover(view: ArrayBufferView): Base {
  if (view instanceof Float64Array) return bases.DOUBLE;
  if (view instanceof Int32Array) return bases.INT;
  if (view instanceof Float32Array) return bases.FLOAT;
  if (view instanceof Uint32Array) return bases.UNSIGNED;
  if (view instanceof Int16Array) return bases.SHORT;
  if (view instanceof Uint16Array) return bases.UNSIGNED_SHORT;
  if (view instanceof Int8Array) return bases.SIGNED_CHAR;
  if (view instanceof BigInt64Array) return bases.LONG;
  if (view instanceof BigUint64Array) return bases.UNSIGNED_LONG;
  return view instanceof DataView ? bases.BYTE : bases.UNSIGNED_CHAR;
}
