// What the bundler could not do, as diagnostics at the user's own import.
import type { Message } from "esbuild";
import path from "node:path/posix";
import { report } from "../diagnostics/catalogue/index.ts";
import { howToFind } from "../diagnostics/catalogue/target.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../ir/types.ts";
import type { ProgramFiles } from "./bundle.ts";

export function diagnosticsOf(errors: readonly Message[], files: ProgramFiles): readonly Diagnostic[] {
  return errors.map((error) => {
    const detail = error.detail as { readonly code?: `SPMD${number}`; readonly specifier?: string } | undefined;
    const unresolved = /^Could not resolve "([^"]+)"/.exec(error.text)?.[1];
    const specifier = detail?.specifier ?? unresolved;
    const span = placeOf(error, specifier, files), length = specifier === undefined ? 1 : specifier.length + 2;
    if (detail?.code) return report(detail.code, span, { specifier: specifier ?? "" }, length);
    if (unresolved !== undefined) return report("SPMD4001", span, { specifier: unresolved, instead: howToFind(unresolved) }, length);
    return report("SPMD4004", span, { text: error.text }, error.location?.length ?? 1);
  });
}

/** In a file of the user's: where the bundler says. In generated text: where the entry imports the same thing. */
function placeOf(error: Message, specifier: string | undefined, files: ProgramFiles): Span {
  const directory = path.dirname(files.entry), file = error.location?.file;
  if (file !== undefined && error.location && !file.includes("spmd:")) return { file: path.relative(directory, path.resolve(directory, file)), line: error.location.line, column: error.location.column + 1 };
  const lines = (files.readFile(files.entry) ?? "").split("\n");
  const line = specifier === undefined ? -1 : lines.findIndex((text) => text.includes(`"${specifier}"`) || text.includes(`'${specifier}'`));
  const column = line < 0 ? 0 : Math.max(lines[line]!.indexOf(`"${specifier}"`), lines[line]!.indexOf(`'${specifier}'`));
  return { file: path.basename(files.entry), line: Math.max(line, 0) + 1, column: column + 1 };
}
