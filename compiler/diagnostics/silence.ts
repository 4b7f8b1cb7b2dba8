// Warnings that the program's author knows: a comment on the line, or alone on the line above, names their codes.
//
//   // spmd-ignore SPMD3001, SPMD3002
//   a = transpose(a);
import type { Diagnostic } from "./diagnostic.ts";

/** Errors stay. `readFile` gives the text of a file as spans name it; warnings of `everywhere` are not wanted at any line. */
export function withoutSilenced(diagnostics: readonly Diagnostic[], readFile: (file: string) => string | undefined, everywhere: readonly string[] = []): readonly Diagnostic[] {
  return diagnostics.filter(({ severity, code, span }) => {
    if (severity === "error") return true;
    if (everywhere.includes(code)) return false;
    const lines = readFile(span.file)?.split(/\r?\n/) ?? [], own = lines[span.line - 1] ?? "", above = lines[span.line - 2] ?? "";
    return !ignored(own).includes(code) && !(/^\s*\/\//.test(above) && ignored(above).includes(code));
  });
}

const ignored = (line: string): readonly string[] => /\/\/\s*spmd-ignore((?:[\s,]+SPMD\d+)+)/.exec(line)?.[1]!.match(/SPMD\d+/g) ?? [];
