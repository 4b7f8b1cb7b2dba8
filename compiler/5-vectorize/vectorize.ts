// Stage 5: nests become lane programs. Each pass of a nest in turn:
//
//   lowerNest   calls inlined, loads, stores and accumulators made explicit      the script code: JavaScript's own numbers
//   substitute, narrow   f64 -> i32 where nobody can tell                        the scalar code
//   decisions            conditions instead of numbers that stand for them
//   reciprocals          no division where a multiplication gives the same
//   widen       masks, uniform values, rows                                      the wide code
import { accumulatorFields } from "../ir/lanes.ts";
import type { LaneModule, LaneNest, LanePass, ThrowSite } from "../ir/lanes.ts";
import type { NestModule } from "../ir/nest.ts";
import { decideOnce } from "./decisions.ts";
import type { ScalarPass } from "./lowerNest.ts";
import { lowerNest } from "./lowerNest.ts";
import { narrow } from "./narrow.ts";
import { multiplyByReciprocals } from "./reciprocals.ts";
import { substituteSingleUses } from "./substitute.ts";
import { widen } from "./widen.ts";

export interface VectorizeOptions {
  /** Vectors computed together; chosen by cost where absent. 0: no wide code. */
  readonly interleave?: number;
  /** Bytes of the target's vector registers: 16 (WebAssembly, where absent), 32 or 64. */
  readonly vectorBytes?: number;
}

export function vectorize(module: NestModule, options: VectorizeOptions = {}): LaneModule {
  const functions = new Map(module.functions.map((fn) => [fn.id, fn])), sites: ThrowSite[] = [];
  const nests = module.nests.map((nest): LaneNest => {
    const extents = module.extents?.get(nest.name), constants = module.constants?.get(nest.name);
    const { names, buffers, captures, passes } = lowerNest(nest, functions, sites, constants), around = { buffers, captures: nest.captures.map((c) => c.type), ...(extents && { extents }) };
    const finish = ({ code, ...pass }: ScalarPass): LanePass => {
      const totals = new Set([...accumulatorFields(pass).map((a) => a.value), ...pass.accumulators.flatMap((a) => (a.carry ?? []).map(({ local }) => local))]);
      const scalar = multiplyByReciprocals(decideOnce(narrow({ ...code, body: substituteSingleUses(code.body, totals) }, around, totals), names, totals));
      const wide = widen(scalar, { ...pass, code }, nest.ndim, buffers, names, options);
      return { ...pass, script: code, scalar, ...(wide && { wide }) };
    };
    return { name: nest.name, ndim: nest.ndim, buffers, captures, passes: passes.map(finish), span: nest.span };
  });
  return { nests, sites };
}
