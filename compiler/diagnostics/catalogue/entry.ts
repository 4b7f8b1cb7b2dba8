// One line of the catalogue: a code with its text. `message` and `help` may hold `{name}`, filled in by `report`. Numbers are never reused.
import type { Span } from "../../ir/types.ts";
import type { Diagnostic } from "../diagnostic.ts";

export interface CatalogueEntry {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly help: string;
}

export type Catalogue = Readonly<Record<`SPMD${number}`, CatalogueEntry>>;

/** A diagnostic of an entry, with `{name}` replaced by `values.name`. */
export function fill(code: string, entry: CatalogueEntry, span: Span, values: { readonly [name: string]: string | number } = {}, length?: number): Diagnostic {
  const put = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
  return { code, severity: entry.severity, message: put(entry.message), span, help: put(entry.help), ...(length === undefined ? {} : { length }) };
}
