// The compiler's view of the disk: text by path, each file read once. Remembers which files were read, for `--watch`.
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Sources } from "../compiler/1-check/sources.ts";
import { commandError } from "./errors.ts";

export const isTypeScript = (file: string): boolean => /\.[cm]?tsx?$/.test(file);

/** The directory of the built package: this file is bundled into it. */
export const dist = path.dirname(fileURLToPath(import.meta.url));

export interface DiskSources extends Sources {
  /** The user's files that were read so far; not those of packages. */
  readonly filesRead: () => readonly string[];
}

/** Sources whose entry is `file`, as typed by the user. SPMD6002 to 6004 if it is no program. */
export function diskSources(file: string): DiskSources {
  const entry = path.resolve(file);
  const kind = statSync(entry, { throwIfNoEntry: false });
  if (!kind) throw commandError("SPMD6002", { file });
  if (!kind.isFile()) throw commandError("SPMD6003", { file });
  if (!isTypeScript(file)) throw commandError("SPMD6004", { file, instead: /\.mjs$/.test(file) ? `a bundle is run, not built: spmd run ${file}` : "programs are .ts files" });
  const texts = new Map<string, string | undefined>();
  return {
    entry,
    language: path.join(dist, "types/compiler/lang.d.ts"),
    messagePassing: path.join(dist, "types/runtime/mpi.d.ts"),
    readFile(name) {
      if (!texts.has(name)) texts.set(name, existsSync(name) && statSync(name).isFile() ? readFileSync(name, "utf8") : undefined);
      return texts.get(name);
    },
    fileExists: (name) => texts.get(name) !== undefined || (existsSync(name) && statSync(name).isFile()),
    filesRead: () => [...texts.keys()].filter((name) => texts.get(name) !== undefined && !name.includes("/node_modules/") && !name.startsWith(dist)),
  };
}
