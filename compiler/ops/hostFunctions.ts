// Names that `spmd` exports besides operators and effects, with what they are to the compiler.
import type { DType } from "../ir/types.ts";

export type HostFunction =
  /** `param(name, default)`: a program parameter. */
  | { readonly kind: "param" }
  /** `wtime()`: seconds, the same on every rank. */
  | { readonly kind: "wtime" }
  /** `progress(n)`: an iterable with a bar. */
  | { readonly kind: "progress" }
  /** `once(f)`, `comm`: what the message-passing layer does for host code. */
  | { readonly kind: "message" }
  /** `monoid(identity, f)`, as the argument of a reduction or scan. */
  | { readonly kind: "monoid" }
  /** `read(a, i, j)`: an element of an array, in kernels only. */
  | { readonly kind: "read" }
  /** `cmul(a, b)`, ...: functions of records `{ re, im }`. */
  | { readonly kind: "complex" }
  /** `f32(x)`, `i32(x)`, ...: what a dtype makes of a number; in kernels a `cast`, in host code the same. */
  | { readonly kind: "conversion"; readonly dtype: DType };

/** Functions of complex numbers (compiler/math/complex.ts): in kernels, and in host code. */
export const complexNames = ["cabs", "cabs2", "cadd", "cdiv", "cexp", "cmul", "conj", "csub"] as const;

export const conversions: readonly DType[] = ["f64", "f32", "i32", "u32", "i16", "u16", "i8", "u8", "bool"];

export const hostFunctions: ReadonlyMap<string, HostFunction> = new Map<string, HostFunction>([
  ["param", { kind: "param" }],
  ["wtime", { kind: "wtime" }],
  ["progress", { kind: "progress" }],
  ["once", { kind: "message" }],
  ["comm", { kind: "message" }],
  ["monoid", { kind: "monoid" }],
  ["read", { kind: "read" }],
  ...complexNames.map((name): [string, HostFunction] => [name, { kind: "complex" }]),
  ...conversions.map((dtype): [string, HostFunction] => [dtype, { kind: "conversion", dtype }]),
]);
