// Checks of host values where they enter array computations. Host values are the same on every rank, so every rank finds the same mistake.
import type { Shape, Site } from "../abi.ts";
import { showShape, showValue, spmdError } from "../errors.ts";

const largestExtent = 2 ** 31 - 1;

export function checkExtent(value: unknown, what: string, site: Site): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > largestExtent) throw spmdError("SPMD2101", { what, value: showValue(value) }, site);
  return value;
}

export function checkInteger(value: unknown, name: string, site: Site): number {
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "number" || !Number.isInteger(value)) throw spmdError("SPMD2102", { name, value: showValue(value) }, site);
  return value;
}

export function checkScalar(value: unknown, name: string, site: Site): number {
  if (typeof value !== "number" && typeof value !== "boolean") throw spmdError("SPMD2103", { name, value: showValue(value) }, site);
  return Number(value);
}

export function checkSameShape(op: string, a: { readonly shape: Shape }, b: { readonly shape: Shape }, site: Site): void {
  if (a.shape.length !== b.shape.length || a.shape.some((extent, axis) => extent !== b.shape[axis])) throw spmdError("SPMD2001", { op, a: showShape(a.shape), b: showShape(b.shape) }, site);
}
