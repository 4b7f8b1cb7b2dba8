// How elements of each dtype lie in memory: their size and their typed array.
import type { DType, ElementType } from "../abi.ts";

export type ElementArray = Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array;

interface ElementArrayConstructor {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): ElementArray;
  new (values: ArrayLike<number>): ElementArray;
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): ElementArray;
}

/** Constructors of the typed arrays; booleans are bytes of 0 and 1. */
export const arrayOf: Readonly<Record<DType, ElementArrayConstructor>> = { f64: Float64Array, f32: Float32Array, i32: Int32Array, u32: Uint32Array, i16: Int16Array, u16: Uint16Array, i8: Int8Array, u8: Uint8Array, bool: Uint8Array };

export const elementBytes = (dtype: DType): number => arrayOf[dtype].BYTES_PER_ELEMENT;

export const isDType = (name: unknown): name is DType => typeof name === "string" && Object.hasOwn(arrayOf, name);

/** The fields of an element; a plain dtype has the one field "". */
export function fieldsOf(element: ElementType): readonly (readonly [field: string, dtype: DType])[] {
  return typeof element === "string" ? [["", element]] : Object.entries(element);
}

export function showElement(element: ElementType): string {
  return typeof element === "string" ? element : `{ ${Object.entries(element).map(([field, dtype]) => `${field}: ${dtype}`).join(", ")} }`;
}

export function bytesOfElement(element: ElementType): number {
  return fieldsOf(element).reduce((sum, [, dtype]) => sum + elementBytes(dtype), 0);
}

/** A view of `length` elements. Taken anew after the memory grows. */
export function elementsAt(dtype: DType, buffer: ArrayBufferLike, address: number, length: number): ElementArray {
  return new arrayOf[dtype](buffer, address, length);
}

export function newElements(dtype: DType, length: number): ElementArray {
  return new arrayOf[dtype](length);
}

/** The dtype that a typed array's elements have; undefined for 64-bit integers and the like. */
export function dtypeOfArray(value: unknown): DType | undefined {
  if (value instanceof Uint8ClampedArray) return "u8";
  return (Object.keys(arrayOf) as DType[]).find((dtype) => dtype !== "bool" && value instanceof arrayOf[dtype]);
}
