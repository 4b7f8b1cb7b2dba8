// One line of the catalogue: a code with its text. `message` and `help` may hold `{name}`, filled in by `report`. Numbers are never reused.
import type { Span } from "../../ir/types.ts";
import type { Diagnostic } from "../diagnostic.ts";

export interface CatalogueEntry {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly help: string;
  /** Sentences under which TypeScript says it already in the editor (`compiler/types`), beside `message` itself. */
  readonly typed?: readonly string[];
}

export type Catalogue = Readonly<Record<`SPMD${number}`, CatalogueEntry>>;

/** The text with `{name}` replaced by `values.name`. */
export const put = (text: string, values: { readonly [name: string]: string | number }): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));

/** A diagnostic of an entry, filled in. */
export function fill(code: string, entry: CatalogueEntry, span: Span, values: { readonly [name: string]: string | number } = {}, length?: number): Diagnostic {
  return { code, severity: entry.severity, message: put(entry.message, values), span, help: put(entry.help, values), ...(length === undefined ? {} : { length }) };
}
