// TypeScript's own errors as diagnostics, under TypeScript's numbers. A sentence that an operator's types wrote is all that is said:
//
//   Type 'NDArray<"f64", [3]>' is not assignable to type '"zipWith: shapes [2] and [3] differ"'.   ->   zipWith: shapes [2] and [3] differ
import { ts } from "ts-morph";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../ir/types.ts";

/** Where a position of a file is, and how many columns of its line a range takes. */
export type SpanOf = (file: ts.SourceFile, start: number) => Span;

export function typescriptErrors(program: ts.Program, files: readonly ts.SourceFile[], spanOf: SpanOf): Diagnostic[] {
  const errors = files.flatMap((file) => {
    const syntactic = program.getSyntacticDiagnostics(file);
    return syntactic.length > 0 ? syntactic : program.getSemanticDiagnostics(file);
  });
  return errors.filter((error) => !isHarmless(error)).map((error) => asDiagnostic(error, spanOf));
}

/** A package without types is used as `any`. */
const isHarmless = (error: ts.Diagnostic): boolean => error.code === 7016;

function asDiagnostic(error: ts.Diagnostic, spanOf: SpanOf): Diagnostic {
  const text = ts.flattenDiagnosticMessageText(error.messageText, "\n"), sentence = sentenceIn(text), { file, start = 0, length = 1 } = error;
  const line = file ? (file.text.slice(start, start + length).split("\n", 1)[0] ?? "") : "";
  const related = (error.relatedInformation ?? []).flatMap((part) => (part.file && !part.file.isDeclarationFile && isUsers(part.file) ? [{ span: spanOf(part.file, part.start ?? 0), message: ts.flattenDiagnosticMessageText(part.messageText, "\n") }] : []));
  return {
    code: `TS${error.code}`, severity: error.category === ts.DiagnosticCategory.Error ? "error" : "warning", message: sentence ?? text,
    span: file ? spanOf(file, start) : { file: "", line: 1, column: 1 }, length: Math.max(1, line.trimEnd().length), ...(related.length > 0 && sentence === undefined ? { related } : {}),
  };
}

const isUsers = (file: ts.SourceFile): boolean => !/\/(compiler\/(types|ops)|node_modules)\//.test(file.fileName);

/** The sentence of an operator's types: the last string literal type in the message that reads "operator: ...". */
function sentenceIn(text: string): string | undefined {
  return [...text.matchAll(/'"([A-Za-z]\w*: (?:[^"\\]|\\.)*)"'/g)].at(-1)?.[1]?.replaceAll('\\"', '"');
}
