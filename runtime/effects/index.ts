// What programs do with arrays: print, imshow, writeNpy, toArray. The same functions serve compiled programs (on rank 0, on every rank where the result is
// needed, or on each with its own rows) and uncompiled ones. Adding one is a line of this table.
import { spmdError, showValue } from "../errors.ts";
import { arrayOf, fieldsOf, type ElementArray } from "../memory/elements.ts";
import { formatArray } from "./format.ts";
import { formatCsv, type WriteCsvOptions } from "../io/csv.ts";
import { imshow } from "./imshow.ts";
import { plot } from "./plot.ts";
import { isWhole, type Output, type Share, type Whole } from "./whole.ts";
import { writeNpy } from "./writeNpy.ts";

export type { WriteCsvOptions } from "../io/csv.ts";

export interface Effect {
  /** Where its arrays must be: on every rank, on rank 0, or each rank's rows on it. */
  readonly placement: "replicated" | "root" | "rows";
  /** It writes files: what was read before must have been read, and what comes after must find them, on every rank. */
  readonly files?: true;
  /** `args` as the user wrote them, arrays included: of rows a rank's own, and `share` says which; a rank alone has all, and no share. */
  run(args: readonly unknown[], output: Output, share?: Share): unknown;
}

export const effects: { readonly [name: string]: Effect } = {
  print: { placement: "root", run: (args, output) => output.line(printText(args, output)) },
  imshow: { placement: "root", files: true, run: ([array, options], output) => imshow(wholeOf(array, "imshow"), Object(options ?? {}), output) },
  plot: { placement: "root", files: true, run: (args, output) => plot(args, output) },
  writeCsv: { placement: "root", files: true, run: ([file, array, options], output) => output.write(fileOf(file), csvOf(wholeOf(array, "writeCsv"), Object(options ?? {}))) },
  writeNpy: { placement: "rows", files: true, run: ([file, array], output, share) => writeNpy(fileOf(file), wholeOf(array, "writeNpy"), output, share) },
  local: { placement: "rows", run: ([array], _, share) => ({ data: toArray(wholeOf(array, "local")), shape: [...wholeOf(array, "local").shape], start: share?.first ?? 0 }) },
  toArray: { placement: "replicated", run: ([array]) => toArray(wholeOf(array, "toArray")) },
};

/** Strings and numbers as console.log writes them, arrays as NumPy does; what follows an array of several lines begins a new one. */
export function printText(args: readonly unknown[], output: Pick<Output, "format">): string {
  let text = "";
  args.forEach((arg, k) => {
    const column = text.length - text.lastIndexOf("\n") - 1 + (k > 0 ? 1 : 0), part = isWhole(arg) ? formatArray(arg, " ".repeat(column)) : output.format([arg]);
    text += k === 0 ? part : ` ${part}`;
  });
  return text;
}

function csvOf(array: Whole, options: WriteCsvOptions): Uint8Array {
  return new TextEncoder().encode(formatCsv(array, options, (reason) => {
    throw spmdError("SPMD5017", { reason });
  }));
}

/** A copy of its own: of records one typed array a field. */
function toArray({ element, data }: Whole): ElementArray | { readonly [field: string]: ElementArray } {
  if (typeof element === "string") return new arrayOf[element](data[""]!);
  return Object.fromEntries(fieldsOf(element).map(([field, dtype]) => [field, new arrayOf[dtype](data[field]!)]));
}

function wholeOf(value: unknown, effect: string): Whole {
  if (!isWhole(value)) throw new TypeError(`${effect}: ${showValue(value)} is not an array`);
  return value;
}

function fileOf(value: unknown): string {
  if (typeof value !== "string" || value === "") throw spmdError("SPMD5009", { action: "write", file: showValue(value), reason: "a file's name must be a string" });
  return value;
}
