// What the host does with whole arrays: their names, which arguments may be arrays, and where those must be. The functions are the runtime's.
import type { EffectDefinition } from "./defineOp.ts";
import { defineEffect } from "./defineOp.ts";

const rows: readonly EffectDefinition[] = [
  { name: "print", summary: "prints values and arrays, once", arrays: "any", placement: "root" },
  { name: "imshow", summary: "draws a 2-D array as a picture", arrays: "first", placement: "root" },
  { name: "plot", summary: "draws lines", arrays: "any", lists: true, placement: "root" },
  { name: "writeCsv", summary: "writes an array as text, a row a line", arrays: "second", placement: "root" },
  { name: "writeNpy", summary: "writes an array as a .npy file", arrays: "second", placement: "rows" },
  { name: "local", summary: "what this rank has of an array, with messages to follow", arrays: "first", placement: "rows" },
  { name: "toArray", summary: "the elements as a typed array, on every rank", arrays: "first", placement: "replicated" },
];

export const effects: ReadonlyMap<string, EffectDefinition> = new Map(rows.map((row) => [row.name, defineEffect(row)]));
