// From places in the bundle to places in the user's files, with the user's own lines: the bundle's source map lies at its end. Read only when
// something has gone wrong.
//
//   at k0 (file:///w/pi.spmd.mjs:812:15)   ->   at f (pi.ts:6:28)
import { originalPositionFor, sourceContentFor, TraceMap } from "@jridgewell/trace-mapping";

export interface Place {
  /** As the user should see it: relative to the current directory. */
  readonly file: string;
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly name?: string;
}

export interface SourceLines {
  /** The user's place behind a place of the bundle; undefined for the runtime and generated text. */
  place(line: number, column: number): Place | undefined;
  /** The place that generated code names ("pi.ts:6:28", relative to the program's directory). */
  site(site: string): Place | undefined;
  /** A line of a file named as places name it. */
  line(file: string, line: number): string | undefined;
}

/** `show` turns a source of the map (relative to the bundle) into what the user sees. */
export function sourceLines(bundle: string, show: (source: string) => string): SourceLines | undefined {
  const encoded = /\n\/\/# sourceMappingURL=data:application\/json[^,]*;base64,([A-Za-z0-9+/=]+)\s*$/.exec(bundle)?.[1];
  if (encoded === undefined) return undefined;
  const map = new TraceMap(new TextDecoder().decode(Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0))));
  // The runtime's modules have no text in the map, and packages are not the user's.
  const users = map.sources.filter((source): source is string => source !== null && !source.includes("node_modules/") && !/(^|\/)spmd:/.test(source) && typeof sourceContentFor(map, source) === "string");
  const shown = new Map(users.map((source) => [show(source), source]));
  return {
    place(line, column) {
      const { source, line: original, column: from, name } = originalPositionFor(map, { line, column: column - 1 });
      return source !== null && users.includes(source) ? { file: show(source), line: original, column: from + 1, ...(name === null ? {} : { name }) } : undefined;
    },
    site(site) {
      const match = /^(.*):(\d+):(\d+)$/.exec(site), [, file = "", line, column] = match ?? [];
      if (!match) return undefined;
      const source = users.find((s) => s === file || s.endsWith(`/${file.replace(/^(\.\.?\/)+/, "")}`));
      return { file: source === undefined ? file : show(source), line: Number(line), column: Number(column) };
    },
    line(file, line) {
      const source = shown.get(file);
      return source === undefined ? undefined : sourceContentFor(map, source)?.split("\n")[line - 1];
    },
  };
}
