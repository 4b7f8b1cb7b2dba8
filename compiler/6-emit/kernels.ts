// The kernels of a program for each machine that may run them: JavaScript with its way back to the user's lines, WebAssembly (unless the build leaves it out),
// and machine code where a C compiler is given.
import type { EmittedKernels, SourceMap } from "../artifacts.ts";
import type { LaneModule } from "../ir/lanes.ts";
import type { LibraryKernel } from "../ir/written.ts";
import type { Span } from "../ir/types.ts";
import { GenMapping, addMapping, setSourceContent, toEncodedMap } from "@jridgewell/gen-mapping";
import type { NativeKernels } from "../../runtime/abi.ts";
import { emitC } from "./c/emitC.ts";
import type { NativeCompiler } from "./c/nativeCompiler.ts";
import { emitScript } from "./js/emitScript.ts";
import { emitWasm } from "./wasm/emitWasm.ts";
import type { Assembler } from "./wasm/assembler.ts";

export type { Assembler } from "./wasm/assembler.ts";
export type { NativeCompiler } from "./c/nativeCompiler.ts";

export function emitKernels(lanes: LaneModule, readFile: (path: string) => string | undefined, assembler?: Assembler, written: readonly LibraryKernel[] = []): EmittedKernels {
  const { text, lines } = emitScript(lanes, written);
  const script = { text, map: mapOfLines("kernels.js", text, lines, readFile) };
  return assembler ? { ...emitWasm(lanes, assembler, written), script } : { script };
}

/** `lanes`: vectorized for the compiler's machine. */
export async function emitNative(lanes: LaneModule, compiler: NativeCompiler, written: readonly LibraryKernel[]): Promise<{ readonly c: string; readonly native?: NativeKernels }> {
  const c = emitC(lanes, compiler.vectorBytes, written), having = written.filter((w) => w.kind === "routine" || w.c !== undefined), kernels = [...lanes.nests, ...having].map(({ name }) => name);
  const made = await compiler.compile(c);
  return { c, ...(made && { native: { machine: compiler.machine, ...made, kernels, complete: having.length === written.length } }) };
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
