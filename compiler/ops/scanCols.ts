// scanCols(a, monoid, { exclusive }, dtype): prefixes along each column: element i combines the elements 0 .. i of its column. As `scanRows` of the transposed
// array: the order of combination is that of rows.
import type { Combines, Element, FoldedDType, MonoidFor, Named, NamedAfter, NDArray, Shape, TwoAxes } from "../types/index.ts";
import type { ArrayOp } from "../ir/array.ts";
import { defineOp } from "./defineOp.ts";
import type { ScanOptions } from "./prefixScan.ts";
import { scanRows } from "./scanRows.ts";
import { transpose } from "./transpose.ts";

export interface ScanColsCall {
  <D extends Element, S extends Shape, M extends MonoidFor<D>, const O extends ScanOptions | Named = never, const E extends Named = never>(
    a: NDArray<D, S> & TwoAxes<"scanCols", S>,
    m: M & Combines<"scanCols", D, M>,
    options?: O,
    element?: E,
  ): NDArray<FoldedDType<D, M, NamedAfter<O, E>>, S>;
}

const { loop: _, ...shared } = scanRows;

export const scanCols = defineOp({
  ...shared,
  name: "scanCols",
  summary: "prefixes along each column: element i combines the elements 0 .. i of its column",
  check(call) {
    const checked = scanRows.check(call);
    return checked.ok ? { ...checked, ...(checked.warnings ? { warnings: checked.warnings.map((w) => ({ ...w, message: renamed(w.message) })) } : {}) } : { ...checked, message: renamed(checked.message) };
  },
  expand(op, typeOf, fresh) {
    const [value] = op.inputs, turned = fresh(), scanned = fresh(), type = typeOf(value!), { monoid: __, ...bare } = op;
    const turn = (from: ArrayOp["inputs"][number], to: ArrayOp["inputs"][number], of: ArrayOp["types"][number]): ArrayOp => ({ ...bare, op: "transpose", results: [to], types: [of], inputs: [from], attributes: {} });
    return {
      ops: [
        turn(value!, turned, { ...type, shape: [...type.shape].reverse() }),
        { ...op, op: "scanRows", results: [scanned], types: [{ ...op.types[0]!, shape: [...type.shape].reverse() }], inputs: [turned] },
        turn(scanned, op.results[0]!, op.types[0]!),
      ],
      kernels: [],
    };
  },
  reference(call) {
    const [turned] = transpose.reference({ ...call, types: [] }), types = call.types.map((t) => ({ ...t, shape: [...t.shape].reverse() }));
    return transpose.reference({ inputs: scanRows.reference({ ...call, inputs: [turned!], types }), attributes: {}, types: [] });
  },
  samples: (scanRows.samples ?? []).map((sample) => ({ ...sample, source: sample.source.replace("scanRows", "scanCols") })),
});

const renamed = (message: string): string => message.replace("scanRows", "scanCols");
