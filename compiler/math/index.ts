// The functions of `Math` that no machine instruction computes: at most 1 ulp from the exact value, the same bits on every backend. What is not
// here (sqrt, abs, floor, ...) is a row of `ops/scalar.ts`.
import { acos, asin, atan, atan2 } from "./atan.ts";
import { exp, expm1 } from "./exp.ts";
import { cabs, cabs2, cadd, cdiv, cexp, cmul, conj, csub } from "./complex.ts";
import { cosh, sinh, tanh } from "./hyperbolic.ts";
import { log, log10, log1p, log2 } from "./log.ts";
import { pow } from "./pow.ts";
import { integer, normal, uniform, uniformSingle } from "./random.ts";
import { cbrt, hypot } from "./roots.ts";
import { cos, sin, tan } from "./trig.ts";

export const mathFunctions: Readonly<Record<string, (x: number, y: number) => number>> = {
  acos, asin, atan, atan2, cbrt, cos, cosh, exp, expm1, hypot, log, log10, log1p, log2, pow, sin, sinh, tan, tanh,
};

/** What operators take from the library besides. */
export const operatorFunctions = { integer, normal, uniform, uniformSingle };

/** Functions of records, by the names that `spmd` exports. */
export const complexFunctions = { cabs, cabs2, cadd, cdiv, cexp, cmul, conj, csub };
