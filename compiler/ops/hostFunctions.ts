// Names that `spmd` exports besides operators and effects, with what they are to the compiler.
import type { DType } from "../ir/types.ts";

export type HostFunction =
  /** `param(name, default)`: a program parameter. */
  | { readonly kind: "param" }
  /** `wtime()`: seconds, the same on every rank. */
  | { readonly kind: "wtime" }
  /** `monoid(identity, f)`, as the argument of a reduction or scan. */
  | { readonly kind: "monoid" }
  /** `f32(x)`, `i32(x)`, ...: what a dtype makes of a number; in kernels a `cast`, in host code the same. */
  | { readonly kind: "conversion"; readonly dtype: DType };

export const conversions: readonly DType[] = ["f64", "f32", "i32", "u32", "i16", "u16", "i8", "u8", "bool"];

export const hostFunctions: ReadonlyMap<string, HostFunction> = new Map<string, HostFunction>([
  ["param", { kind: "param" }],
  ["wtime", { kind: "wtime" }],
  ["monoid", { kind: "monoid" }],
  ...conversions.map((dtype): [string, HostFunction] => [dtype, { kind: "conversion", dtype }]),
]);
