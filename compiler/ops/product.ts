// What products of arrays share: which elements they multiply, and the kernel that does.
//
//   f64 x any number -> f64,  f32 x f32 -> f32 (rounded after each operation),  i16 x i16 -> i16 (exact until it is stored)
import type { KernelFunction } from "../ir/kernel.ts";
import type { ArrayType, DType, Extent, ScalarType } from "../ir/types.ts";
import { scalarOf } from "../ir/types.ts";
import { foldOf } from "../reference/canonical.ts";
import type { Fold } from "../reference/canonical.ts";
import type { Checked } from "./defineOp.ts";
import { broken, keptDType, plain, showExtents } from "./elements.ts";
import { expressionKernel } from "./form.ts";

type Refusal = Checked & { readonly ok: false };

/** Numbers of one dtype, or one of them f64. */
export function factorsFit(op: string, factors: readonly ArrayType[]): Refusal | undefined {
  const dtypes = factors.map(plain), [first] = dtypes, other = dtypes.find((d) => d !== first);
  if (dtypes.includes("bool")) return broken("SPMD2093", { op });
  return other === undefined || dtypes.includes("f64") ? undefined : broken("SPMD2008", { op, a: first!, b: other });
}

export const productDType = (factors: readonly ArrayType[]): DType => keptDType(factors.map(plain));

/** Extents that are summed over; names are compared when the program runs. */
export function innerFits(op: string, a: ArrayType, b: ArrayType, inner: readonly [Extent, Extent]): Refusal | undefined {
  const [left, right] = inner;
  return typeof left === "number" && typeof right === "number" && left !== right ? broken("SPMD2092", { op, a: showExtents(a.shape), b: showExtents(b.shape) }) : undefined;
}

/** (x, y, ...) => x * y * ..., on what elements of these dtypes are to a kernel: of integers exact. */
export function productKernel(dtypes: readonly DType[]): KernelFunction {
  const types = dtypes.map(scalarOf), type: ScalarType = types.every((t) => t === "int") ? "int" : types.every((t) => t === "f32") ? "f32" : "f64";
  const [first, ...rest] = types.map((of, k) => {
    const local = { kind: "local", type: of, name: `x${k}` } as const;
    return of === type ? local : ({ kind: "convert", type, operand: local } as const);
  });
  const value = rest.reduce<Parameters<typeof expressionKernel>[2]>((left, right) => ({ kind: "arithmetic", type, op: "mul", left, right }), first!);
  return expressionKernel(`@product$${dtypes.join("$")}`, dtypes.map((d, k) => [`x${k}`, types[k]!, d] as const), value);
}

/** A product inside a loop, before it is added up: of integers as exact as numbers are. */
export const productTerm = (dtypes: readonly DType[]): DType => (dtypes.every((d) => d === "f32") ? "f32" : "f64");

/** Additions of products in the reference. */
export const sumOfProducts = (dtypes: readonly DType[]): Fold => foldOf({ identity: 0, combine: (a, b) => Number(a) + Number(b) }, productTerm(dtypes));
