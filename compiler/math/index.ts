// The functions of `Math` that no machine instruction computes: at most 1 ulp from the exact value, the same bits on every backend. What is not
// here (sqrt, abs, floor, ...) is a row of `ops/scalar.ts`.
import { acos, asin, atan, atan2 } from "./atan.ts";
import { exp, expm1 } from "./exp.ts";
import { cosh, sinh, tanh } from "./hyperbolic.ts";
import { log, log10, log1p, log2 } from "./log.ts";
import { pow } from "./pow.ts";
import { cbrt, hypot } from "./roots.ts";
import { cos, sin, tan } from "./trig.ts";

export const mathFunctions: Readonly<Record<string, (x: number, y: number) => number>> = {
  acos, asin, atan, atan2, cbrt, cos, cosh, exp, expm1, hypot, log, log10, log1p, log2, pow, sin, sinh, tan, tanh,
};
