// Every code that the compiler can say, from one place. Codes of the runtime (SPMD5xxx) are in `runtime/errors.ts`.
import type { Span } from "../../ir/types.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { algebra } from "./algebra.ts";
import { distribution } from "./distribution.ts";
import type { Catalogue } from "./entry.ts";
import { fill } from "./entry.ts";
import { moving } from "./moving.ts";
import { subset } from "./subset.ts";
import { target } from "./target.ts";
import { types } from "./types.ts";

export const catalogue: Catalogue = { ...subset, ...types, ...moving, ...algebra, ...distribution, ...target };

/** The diagnostic with this code at this place; `values` fill the `{names}` of its text, `length` is how many columns to underline. */
export function report(code: `SPMD${number}`, span: Span, values: { readonly [name: string]: string | number } = {}, length?: number): Diagnostic {
  const entry = catalogue[code];
  if (!entry) throw new Error(`${code} is not in the catalogue`);
  return fill(code, entry, span, values, length);
}
