// The host functions of an uncompiled program: program parameters, time, conversions, monoids of the user's own.
import type { DType } from "../ops/defineOp.ts";
import { throughDType } from "./dense.ts";

type ParamValue = number | string | boolean;

/** Values that the command line gives, by name: `--serial` sets them before the program is loaded. */
const given = Symbol.for("spmd.params");

/** A program parameter: the value given for it, else the default. */
export function paramValue<T extends ParamValue>(name: string, fallback: T): T {
  const values = (globalThis as { readonly [given]?: { readonly [name: string]: ParamValue } })[given];
  return paramFrom(values ?? {}, name, fallback) as T;
}

/** Texts become what the default is: a number, or a boolean (a bare `--flag` is true). */
export function paramFrom(values: { readonly [name: string]: ParamValue }, name: string, fallback: ParamValue): ParamValue {
  const value = values[name];
  if (value === undefined) return fallback;
  if (typeof value === typeof fallback) return value;
  if (typeof fallback === "string") return String(value);
  if (typeof fallback === "boolean" && (value === "true" || value === "false" || value === "")) return value !== "false";
  const number = typeof fallback === "number" && value !== "" ? Number(value) : NaN;
  if (!Number.isNaN(number)) return number;
  throw new TypeError(`param ${name} is ${JSON.stringify(value)}, but must be a ${typeof fallback}, as its default ${String(fallback)} is`);
}

/** Seconds since some moment in the past. */
export const seconds = (): number => performance.now() / 1000;

/** `f32(x)`, `i8(x)`, ...: what the dtype makes of a number. */
export const conversion = (dtype: DType) => (x: number | boolean): number | boolean => throughDType(dtype, x);
