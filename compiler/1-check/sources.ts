// What the compiler knows of the outside: text by path. The caller reads files (or keeps an editor's unsaved ones); the compiler never does.
// Paths are absolute with forward slashes. Places in diagnostics and programs name files relative to the entry's directory.
import path from "node:path/posix";

export interface Sources {
  /** The module to compile. */
  readonly entry: string;
  /** What `import ... from "spmd"` means: a module or declaration file with the language's types. */
  readonly language: string;
  /** What `import ... from "spmd/mpi"` means. */
  readonly messagePassing?: string;
  readFile(path: string): string | undefined;
  fileExists(path: string): boolean;
}

/** "lib/steps.ts" for a file below the entry's directory, "../x.ts" for one beside it. */
export const displayPath = (sources: Sources, file: string): string => path.relative(path.dirname(sources.entry), file);

/** The path that `displayPath` was made from. */
export const pathOf = (sources: Sources, display: string): string => path.join(path.dirname(sources.entry), display);

/** Files in memory, for tests: names relative to /program, whose entry is main.ts unless named. */
export function sourcesOf(files: { readonly [name: string]: string }, language: string, rest: Pick<Sources, "readFile" | "fileExists">, entry = "main.ts"): Sources {
  const own = new Map(Object.entries(files).map(([name, text]) => [path.join("/program", name), text]));
  return {
    entry: path.join("/program", entry),
    language,
    readFile: (file) => own.get(file) ?? rest.readFile(file),
    fileExists: (file) => own.has(file) || rest.fileExists(file),
  };
}
