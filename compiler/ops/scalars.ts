// Host scalars as arguments of operators: literals, or names of host variables whose value comes at run time.
import type { Attribute } from "../ir/array.ts";
import type { KernelFunction } from "../ir/kernel.ts";
import type { DType, ScalarType } from "../ir/types.ts";
import { expressionKernel } from "./form.ts";
import { isInteger } from "./elements.ts";

/** The host variable that an attribute names. */
export function hostScalar(attribute: Attribute | undefined): string | undefined {
  return typeof attribute === "object" && attribute !== null && "host" in attribute && typeof attribute.host === "string" ? attribute.host : undefined;
}

/** Whether a literal is a value of the dtype; host values are checked when they come. */
export function fitsDType(value: Attribute | undefined, dtype: DType): boolean {
  if (hostScalar(value) !== undefined) return true;
  if (typeof value === "boolean") return dtype === "bool";
  return typeof value === "number" && dtype !== "bool" && (!isInteger(dtype) || Number.isInteger(value));
}

/** (value) => value, on this type. */
export const passThrough = (type: ScalarType): KernelFunction => expressionKernel(`@same$${type}`, [["value", type]], { kind: "local", type, name: "value" });
