// What host code calls `$rt`, for programs that are interpreted: parameters and the checks of host values, as the runtime makes them.
import type { Shape } from "../../runtime/abi.ts";
import { sameExtents, showShape } from "./dense.ts";
import { paramFrom } from "./host.ts";

export interface HostRuntime {
  readonly rank: number;
  readonly size: number;
  param(name: string, fallback: number | string | boolean): number | string | boolean;
  extent(value: unknown, what: string): number;
  integer(value: unknown, name: string): number;
  scalar(value: unknown, name: string): number;
  sameShape(op: string, a: { readonly shape: Shape }, b: { readonly shape: Shape }): void;
  progress(n: number): Iterable<number>;
  wtime(): number;
}

/** An error with a code of the catalogue of `runtime/errors.ts`. */
const failure = (code: string, message: string): Error => Object.assign(new Error(message), { name: "SpmdError", code });

export function hostRuntime(params: { readonly [name: string]: number | string | boolean }): HostRuntime {
  return {
    rank: 0,
    size: 1,
    param: (name, fallback) => paramFrom(params, name, fallback),
    extent(value, what) {
      if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 2 ** 31) return value;
      throw failure("SPMD2101", `${what} is ${String(value)}, which is not an extent`);
    },
    integer(value, name) {
      if (typeof value === "number" && Number.isInteger(value)) return value;
      throw failure("SPMD2102", `${name} is ${String(value)}, but the kernel that captures it needs an integer`);
    },
    scalar(value, name) {
      if (typeof value === "number" || typeof value === "boolean") return Number(value);
      throw failure("SPMD2103", `${name} is ${String(value)}, which a kernel cannot capture`);
    },
    sameShape(op, a, b) {
      if (!sameExtents(a.shape, b.shape)) throw failure("SPMD2001", `${op}: shapes ${showShape(a.shape)} and ${showShape(b.shape)} differ`);
    },
    progress: (n) => Array.from({ length: Math.max(0, Math.ceil(n)) }, (_, k) => k),
    wtime: () => 0,
  };
}
