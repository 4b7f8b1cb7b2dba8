// The kernels of a program for each machine that may run them: WebAssembly (unless the build leaves it out) and JavaScript, with the JavaScript's way
// back to the user's lines.
import type { EmittedKernels, SourceMap } from "../artifacts.ts";
import type { LaneModule } from "../ir/lanes.ts";
import type { Span } from "../ir/types.ts";
import { GenMapping, addMapping, setSourceContent, toEncodedMap } from "@jridgewell/gen-mapping";
import { emitScript } from "./js/emitScript.ts";
import { emitWasm } from "./wasm/emitWasm.ts";
import type { Assembler } from "./wasm/assembler.ts";

export type { Assembler } from "./wasm/assembler.ts";

export function emitKernels(lanes: LaneModule, readFile: (path: string) => string | undefined, assembler?: Assembler): EmittedKernels {
  const { text, lines } = emitScript(lanes);
  const script = { text, map: mapOfLines("kernels.js", text, lines, readFile) };
  return assembler ? { ...emitWasm(lanes, assembler), script } : { script };
}

/** A source map with one place a line, from the line's first character on. */
function mapOfLines(file: string, text: string, places: readonly (Span | undefined)[], readFile: (path: string) => string | undefined): SourceMap {
  const map = new GenMapping({ file });
  text.split("\n").forEach((line, k) => {
    const span = places[k];
    if (span) addMapping(map, { generated: { line: k + 1, column: line.length - line.trimStart().length }, source: span.file, original: { line: span.line, column: span.column - 1 } });
  });
  for (const source of new Set(places.flatMap((span) => (span ? [span.file] : [])))) setSourceContent(map, source, readFile(source) ?? null);
  const { names, sources, sourcesContent, mappings } = toEncodedMap(map);
  return { version: 3, file, names, sources, sourcesContent: sourcesContent ?? [], mappings };
}
