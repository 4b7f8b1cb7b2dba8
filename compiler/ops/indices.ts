// What operators share that choose elements by index.
import type { ArrayType } from "../ir/types.ts";
import type { Checked } from "./defineOp.ts";
import { broken, fault, isInteger } from "./elements.ts";

export const mostAxes = 6;

/** Indices are integers. */
export function indicesFit(op: string, indices: ArrayType): (Checked & { readonly ok: false }) | undefined {
  const dtype = String(indices.element);
  return isInteger(indices.element) ? undefined : broken("SPMD2071", { op, what: "indices", dtype, wanted: "integers" });
}

export const noPosition = (op: string, index: number, extent: number): Error => fault("SPMD2072", { op, index, extent });
