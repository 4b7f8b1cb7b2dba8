// readNpy(file, { dtype, ndim }): an array from a NumPy file. Its dtype (f64 if not given) and number of axes (1) are part of the program; a file that
// holds something else is an error when the program runs.
import type { Rule } from "./defineOp.ts";
import { unknownExtent } from "./defineOp.ts";
import type { Attribute } from "../ir/array.ts";
import { block, replicated } from "../ir/placement.ts";
import type { ElementType } from "../ir/types.ts";
import type { ElementOf, Named, NDArray, Unknowns } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fault, fine, showElement } from "./elements.ts";
import { readFrom } from "./exchange.ts";

export interface ReadNpyCall {
  <const D extends Named = "f64", const N extends number = 1>(file: string, options?: { readonly dtype?: D; readonly ndim?: N }): NDArray<ElementOf<NoInfer<D>>, Unknowns<NoInfer<N>>>;
}

interface Fields {
  readonly dtype?: Attribute;
  readonly ndim?: Attribute;
}
const optionsOf = (attributes: { readonly [name: string]: unknown }): Fields => (attributes.options ?? {}) as Fields;

export const readNpy = defineOp({
  name: "readNpy",
  summary: "an array from a NumPy file",
  parameters: [
    { kind: "host", name: "file" },
    { kind: "options", name: "options", optional: true, fields: [{ kind: "element", name: "dtype", optional: true }, { kind: "scalar", name: "ndim", optional: true }] },
  ],
  gives: "array",
  records: true,
  check(call) {
    const { dtype = "f64", ndim = 1 } = optionsOf(call.attributes);
    if (typeof ndim !== "number" || !Number.isInteger(ndim) || ndim < 0 || ndim > 6) return broken("SPMD2013", { op: "readNpy" });
    return fine(dtype as ElementType, Array.from({ length: ndim }, () => unknownExtent));
  },
  library: {
    readsFiles: true,
    rules: (op) => [replicated, ...(op.types[0]!.shape.length > 0 ? [block(0)] : [])].map((placement): Rule => ({ inputs: [], outputs: [placement] })),
    exchanges: (call) => [readFrom(call, call.attributes.file)],
  },
  reference({ attributes, readNpy }) {
    if (!readNpy) throw new Error("readNpy: there are no files here");
    const a = readNpy(String(attributes.file)), { dtype = "f64", ndim = 1 } = optionsOf(attributes);
    if (showElement(a.element) === showElement(dtype as ElementType) && a.shape.length === ndim) return [a];
    throw fault("SPMD2017", { op: "readNpy", file: String(attributes.file), found: showElement(a.element), axes: a.shape.length, dtype: showElement(dtype as ElementType), ndim: String(ndim), instead: `write readNpy(file, { dtype: ${JSON.stringify(a.element)}, ndim: ${a.shape.length} })` });
  },
});
