// histogram(indices, bins): how often each of the numbers 0 .. bins - 1 stands in an integer array. Any other number is an error.
import { block, cyclic, replicated } from "../ir/placement.ts";
import type { Routine } from "../ir/routine.ts";
import { routine } from "../ir/routine.ts";
import { dense, plainData } from "../reference/dense.ts";
import type { DType, IntegerIndices, NDArray, Shape } from "../types/index.ts";
import type { Rule } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { fine, isBroken, namedShape, plain } from "./elements.ts";
import { isSpread, toldToAll, wholeBytes, wholeFormula } from "./exchange.ts";
import { indicesFit, noPosition } from "./indices.ts";
import { aligns } from "./rearrange.ts";

export interface HistogramCall {
  <E extends DType, const N extends number>(indices: NDArray<E, Shape> & IntegerIndices<"histogram", E>, bins: N): NDArray<"i32", [N]>;
}

export const histogram = defineOp({
  name: "histogram",
  summary: "how often each number from 0 stands in an integer array",
  parameters: [{ kind: "array", name: "indices" }, { kind: "extent", name: "bins" }],
  gives: "array",
  check({ inputs: [indices], attributes }) {
    const shape = namedShape("histogram", attributes.bins);
    return indicesFit("histogram", indices!) ?? (isBroken(shape) ? shape : fine("i32", shape));
  },
  library: {
    kernels: ({ inputs: [indices] }) => [countKernel(plain(indices!))],
    // Each rank counts what it has; the counts are added up.
    rules(op, typeOf) {
      const axes = typeOf(op.inputs[0]!).shape.map((_, axis) => axis), spread = axes.flatMap((axis) => [...aligns.map((align) => block(axis, align)), cyclic(axis)]);
      return [...spread, replicated].map((at): Rule => ({ inputs: [at], outputs: [replicated] }));
    },
    exchanges(call) {
      const [indices] = call.inputs, [counts] = call.results;
      if (!isSpread(indices!)) return [];
      return [toldToAll(call, 16, "whether each rank's indices are bins"), {
        collective: "allreduce", of: [], reason: "the ranks' counts are added up", known: "exactly", formula: [...wholeFormula(counts!), "np"], received: () => wholeBytes(counts!, call),
      }];
    },
  },
  reference({ inputs: [indices], attributes }) {
    const bins = attributes.bins as number, counts = new Int32Array(bins);
    for (const bin of plainData(indices!)) {
      if (!(bin >= 0 && bin < bins)) throw noPosition("histogram", bin, bins);
      counts[bin]!++;
    }
    return [dense("i32", [bins], counts)];
  },
  samples: [
    { inputs: [{ element: "u8", ndim: 1 }], source: "histogram(a, 256)" },
    { inputs: [{ element: "i32", ndim: 2 }], source: "histogram(map(a, x => (x > 0 ? 1 : 0)), 2)" },
    { inputs: [{ element: "u16", ndim: 3 }], source: "histogram(map(a, x => x % 101), 101)" },
  ],
});

/** Counts until an index is no bin; `bad` gets its place. */
function countKernel(dtype: DType): Routine {
  return routine(`histogram_${dtype}`, ["n", "bins"], { indices: dtype, counts: "i32", bad: "i32" }, `
    for k = 0 to n {
      bin = indices[k]
      if bin >=u bins { bad[0] = k; return }
      counts[bin] = counts[bin] + 1
    }`);
}
