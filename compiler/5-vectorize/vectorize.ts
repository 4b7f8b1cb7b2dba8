// Stage 5: nests become lane programs.
import type { LaneModule, LanePass, ThrowSite } from "../ir/lanes.ts";
import type { NestModule } from "../ir/nest.ts";
import { lowerNest } from "./lowerNest.ts";
import { narrow } from "./narrow.ts";

export interface VectorizeOptions {
  /** Vectors computed together; chosen by cost where absent. 0: no wide code. */
  readonly interleave?: number;
}

export function vectorize(module: NestModule, options: VectorizeOptions = {}): LaneModule {
  const functions = new Map(module.functions.map((fn) => [fn.id, fn])), sites: ThrowSite[] = [];
  const nests = module.nests.map((nest) => {
    const { buffers, passes } = lowerNest(nest, functions, sites);
    return {
      name: nest.name,
      ndim: nest.ndim,
      buffers,
      captures: nest.captures.map((c) => c.name),
      passes: passes.map(({ code, ...pass }): LanePass => ({ ...pass, script: code, scalar: narrow(code, { buffers, captures: nest.captures.map((c) => c.type) }, new Set(pass.accumulators.map((a) => a.value))) })),
      span: nest.span,
    };
  });
  return { nests, sites };
}
