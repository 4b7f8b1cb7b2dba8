// Host values that become arrays: typed arrays, and nested lists of numbers or booleans.
//
//   fromArray([[1, 2, 3], [4, 5, 6]])     NDArray<"f64", [2, 3]>
//   fromArray(new Int32Array(n))          NDArray<"i32", [number]>
//   fromArray([{ re: 1, im: 0 }])         NDArray<{ re: "f64", im: "f64" }, [1]>
import type { DType, RecordValue, Shape, TypedArrays } from "./ndarray.ts";

export type NestedList = readonly (number | boolean | RecordValue | NestedList)[];
export type HostFields = { readonly [field: string]: TypedArrays[DType] };
export type HostData = HostFields | Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array | NestedList;

/** `Depth` ends the walk at six axes. */
export type ShapeOfData<T, Depth extends unknown[] = []> = Depth["length"] extends 7
  ? []
  : T extends TypedArrays[DType] | HostFields
    ? [number]
    : T extends readonly [infer First, ...unknown[]]
      ? [T["length"], ...ShapeOfData<First, [...Depth, 0]>]
      : T extends readonly [] ? [0] : T extends readonly (infer Item)[] ? [number, ...ShapeOfData<Item, [...Depth, 0]>] : [];

export type DTypeOfData<T, Depth extends unknown[] = []> = Depth["length"] extends 7
  ? "f64"
  : T extends TypedArrays[DType] ? DTypeOfTyped<T> : T extends readonly (infer Item)[] ? DTypeOfData<Item, [...Depth, 0]> : [T] extends [boolean] ? "bool" : "f64";

/** Of objects a record: typed arrays by field, or lists of objects. */
export type ElementOfData<T> = T extends TypedArrays[DType] ? DTypeOfData<T> : T extends readonly unknown[] ? (ItemOf<T> extends RecordValue ? { readonly [K in keyof ItemOf<T>]: [ItemOf<T>[K]] extends [boolean] ? "bool" : "f64" } : DTypeOfData<T>)
  : { readonly [K in keyof T]: DTypeOfTyped<T[K]> };
type ItemOf<T, Depth extends unknown[] = []> = Depth["length"] extends 7 ? never : T extends readonly (infer Item)[] ? ItemOf<Item, [...Depth, 0]> : T;

type DTypeOfTyped<T> = T extends Float64Array ? "f64" : T extends Float32Array ? "f32" : T extends Int32Array ? "i32" : T extends Uint32Array ? "u32" : T extends Int16Array ? "i16" : T extends Uint16Array ? "u16" : T extends Int8Array ? "i8" : "u8";

/** As many axes as `N` says, none of them known. */
export type Unknowns<N extends number, S extends Shape = []> = number extends N ? Shape : S["length"] extends N ? S : S["length"] extends 6 ? Shape : Unknowns<N, [...S, number]>;
