// gather(a, indices): the rows of `a` (along its first axis) that the indices name: result[i, j, ...] = a[indices[i, j], ...]. -1 is the last row, as in NumPy's
// take; an index outside is an error.
import { block, replicated } from "../ir/placement.ts";
import type { Routine } from "../ir/routine.ts";
import { routine } from "../ir/routine.ts";
import { fieldsOf } from "../ir/types.ts";
import { plainData } from "../reference/dense.ts";
import type { DType, Element, Gathered, IntegerIndices, NDArray, Shape } from "../types/index.ts";
import type { Rule } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine, plain, showExtents } from "./elements.ts";
import { heldBytes, heldElements, indexBytes, isSpread, othersShare, toldToAll, wholeFormula } from "./exchange.ts";
import { indicesFit, mostAxes, noPosition } from "./indices.ts";
import { aligns, rearranged } from "./rearrange.ts";

export interface GatherCall {
  <D extends Element, S extends Shape, E extends DType, I extends Shape>(a: NDArray<D, S>, indices: NDArray<E, I> & IntegerIndices<"gather", E>): NDArray<D, Gathered<S, I>>;
}

export const gather = defineOp({
  name: "gather",
  summary: "the rows that indices name",
  parameters: [{ kind: "array", name: "a" }, { kind: "array", name: "indices" }],
  gives: "array",
  records: true,
  check({ inputs: [a, indices] }) {
    const refused = indicesFit("gather", indices!), shape = [...indices!.shape, ...a!.shape.slice(1)];
    if (refused) return refused;
    return a!.shape.length === 0 || shape.length > mostAxes ? broken("SPMD2070", { op: "gather", what: `${indices!.shape.length} axes of indices`, shape: showExtents(a!.shape) }) : fine(a!.element, shape);
  },
  library: {
    kernels: ({ inputs: [a, indices] }) => fieldsOf(a!.element).map(([, dtype]) => rowsKernel(plain(indices!), dtype)),
    // Each rank asks for the rows that its indices name; or all have the rows; or the rows are cut the other way.
    rules(op, typeOf) {
      const axes = typeOf(op.inputs[0]!).shape.length, lead = typeOf(op.inputs[1]!).shape.length, found: Rule[] = [];
      for (const align of aligns) if (lead > 0) {
        found.push({ inputs: [block(0, align), block(0, align)], outputs: [block(0, align)] }, { inputs: [replicated, block(0, align)], outputs: [block(0, align)] });
      }
      for (let axis = 1; axis < axes; axis++) for (const align of aligns) found.push({ inputs: [block(axis, align), replicated], outputs: [block(lead + axis - 1, align)] });
      return [...found, { inputs: [replicated, replicated], outputs: [replicated] }];
    },
    exchanges(call) {
      const [a, indices] = call.inputs, [result] = call.results;
      if (!isSpread(indices!)) return [];
      const checked = toldToAll(call, 16, "whether each rank's indices are positions");
      if (!isSpread(a!)) return [checked];
      return [checked, toldToAll(call, 4 * call.np, "how many rows each rank wants of each other"), {
        collective: "alltoall", of: [0], reason: "indices go to the ranks that hold their rows, and the rows come back", known: "about", formula: [...wholeFormula(result!)],
        received: (rank) => othersShare(call.np) * (indexBytes * heldElements(indices!, call, rank) + heldBytes(result!, call, rank)),
      }];
    },
  },
  reference({ inputs: [a, indices] }) {
    const rows = plainData(indices!), lead = indices!.shape.length, extent = a!.shape[0]!, shape = [...indices!.shape, ...a!.shape.slice(1)];
    const positions = Array.from(rows, (index) => (index < 0 ? index + extent : index)), bad = positions.findIndex((position) => !(position >= 0 && position < extent));
    if (bad >= 0) throw noPosition("gather", rows[bad]!, extent);
    const flat = (index: readonly number[]): number => indices!.shape.reduce((at, e, axis) => at * e + index[axis]!, 0);
    return [rearranged(a!.element, shape, (index) => ({ source: a!, at: [positions[flat(index)]!, ...index.slice(lead)] }))];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "gather(a, map(a, (x, i) => i - (i % 2), \"i32\"))" },
    { inputs: [{ element: "i32", ndim: 2 }], source: "gather(a, map(reduceRows(a, max), (x, i) => -1 - i, \"i32\"))" },
    { inputs: [{ element: "bool", ndim: 1 }], source: "gather(a, map(a, (x, i) => (x ? i : 0), \"u8\"))" },
    { inputs: [{ element: "f32", ndim: 3 }, { element: "u16", ndim: 2 }], source: "gather(a, map(b, (x, i, j) => (j > i ? i : i - (i % 3)), \"i16\"))" },
  ],
});

/** Copies rows of `row` elements until an index is no position; `bad` gets its place. */
function rowsKernel(index: DType, dtype: DType): Routine {
  // The bits of a great u32 are no position from the end.
  const position = index === "u32" ? "p = indices[k]" : "p = indices[k]; p = select(p < 0, p + extent, p)";
  return routine(`gather_${index}_${dtype}`, ["n", "extent", "row"], { indices: index, from: dtype, to: dtype, bad: "i32" }, `
    for k = 0 to n {
      ${position}
      if p >=u extent { bad[0] = k; return }
      if row == 1 { to[k] = from[p] } else {
        first = p * row; q = k * row
        for e = 0 to row { to[q + e] = from[first + e] }
      }
    }`);
}
