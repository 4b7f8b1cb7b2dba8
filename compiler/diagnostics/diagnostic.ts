// What the compiler says to users: a code of the catalogue, a sentence, where, and the way out. Plain data; `render.ts` makes it readable.
import type { Span } from "../ir/types.ts";

export interface Diagnostic {
  /** "SPMD1003", or "TS2345" for one of TypeScript's own. */
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly span: Span;
  /** Columns that the code frame underlines, from the span's column on; 1 if absent. */
  readonly length?: number;
  /** What to write instead. */
  readonly help?: string;
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
}

/** Ends compilation. Stages throw it; `compile.ts` catches it and hands the diagnostics to its caller. */
export class CompileError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => `${d.code}: ${d.message}`).join("\n"));
    this.name = "CompileError";
    this.diagnostics = diagnostics;
  }
}

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some((d) => d.severity === "error");
