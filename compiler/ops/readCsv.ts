// readCsv(file, { dtype, header, delimiter }): the numbers of a text file, [rows, columns]. f64 if no dtype is named; `header: true` passes over a first line of
// names. Rows of different lengths, and what is no number, are errors that name the line.
import type { Attribute } from "../ir/array.ts";
import { block, replicated } from "../ir/placement.ts";
import type { DType, NDArray } from "../types/index.ts";
import type { Rule } from "./defineOp.ts";
import { defineOp, unknownExtent } from "./defineOp.ts";
import { broken, fine } from "./elements.ts";
import { readFrom } from "./exchange.ts";

export interface ReadCsvCall {
  <D extends DType = "f64">(file: string, options?: { readonly dtype?: D; readonly header?: boolean; readonly delimiter?: string }): NDArray<NoInfer<D>, [number, number]>;
}

export const readCsv = defineOp({
  name: "readCsv",
  summary: "the numbers of a text file",
  parameters: [
    { kind: "host", name: "file" },
    {
      kind: "options", name: "options", optional: true,
      fields: [{ kind: "element", name: "dtype", optional: true }, { kind: "scalar", name: "header", optional: true }, { kind: "scalar", name: "delimiter", optional: true }],
    },
  ],
  gives: "array",
  check(call) {
    const { dtype = "f64" } = (call.attributes.options ?? {}) as { readonly dtype?: Attribute };
    return typeof dtype === "string" ? fine(dtype as DType, [unknownExtent, unknownExtent]) : broken("SPMD2013", { op: "readCsv" });
  },
  library: {
    readsFiles: true,
    rules: () => [replicated, block(0)].map((placement): Rule => ({ inputs: [], outputs: [placement] })),
    exchanges: (call) => [readFrom(call, call.attributes.file)],
  },
  reference({ attributes, readCsv: read }) {
    if (!read) throw new Error("readCsv: there are no files here");
    return [read(String(attributes.file), attributes.options ?? {})];
  },
});
