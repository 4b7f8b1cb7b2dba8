// Which of the two views a program is written in: one that imports `spmd`, itself or through its own modules, has the global view; one that imports
// `spmd/mpi` only is a message-passing program. A program that imports neither has a sequential meaning, as the global view has.
import path from "node:path/posix";

/** The part of `Sources` that this needs. */
export interface ModuleFiles {
  readonly entry: string;
  readFile(path: string): string | undefined;
}

export function viewOf(files: ModuleFiles): "global" | "local" {
  const seen = new Set<string>(), queue = [files.entry];
  let passesMessages = false;
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    const text = seen.has(file) ? undefined : files.readFile(file);
    seen.add(file);
    for (const specifier of specifiersOf(text ?? "")) {
      if (specifier === "spmd") return "global";
      if (specifier === "spmd/mpi") passesMessages = true;
      if (/^\.\.?\//.test(specifier)) queue.push(moduleFile(path.join(path.dirname(file), specifier), (candidate) => files.readFile(candidate) !== undefined) ?? file);
    }
  }
  return passesMessages ? "local" : "global";
}

/** What stands after `from` or `import` in import and export declarations; those of types only do not count. */
function specifiersOf(text: string): readonly string[] {
  return [...text.matchAll(/^[ \t]*(?:import|export)(?!\s+type\b)\s*(?:[\w$*{][^;"'`]*?\bfrom\s*)?(["'])([^"'\n]+)\1/gm)].map((match) => match[2]!);
}

/** The file that a relative import means: as written, with an ending, a `.js` that is a `.ts`, or a folder's index. */
export function moduleFile(wanted: string, exists: (path: string) => boolean): string | undefined {
  const stem = wanted.replace(/\.(m?)js$/, ".$1ts");
  return [wanted, stem, ...["ts", "mts", "js", "mjs", "json"].map((ending) => `${wanted}.${ending}`), `${wanted}/index.ts`, `${wanted}/index.js`].find((candidate) => /\.[a-z]+$/.test(candidate) && exists(candidate));
}
