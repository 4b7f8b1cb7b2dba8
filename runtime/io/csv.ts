// Numbers as text, a row a line: "1,2.5\n3,4\n". A first line of names may be passed over. Every row has as many fields as the first; empty lines are none.
import type { DType, Site } from "../abi.ts";
import type { Whole } from "../effects/whole.ts";
import { spmdError } from "../errors.ts";
import { fieldsOf, newElements, type ElementArray } from "../memory/elements.ts";

export interface ReadCsvOptions {
  readonly dtype?: DType;
  /** The first line holds names. */
  readonly header?: boolean;
  /** Between fields; "," if absent. */
  readonly delimiter?: string;
}

export interface WriteCsvOptions {
  /** The first line. Of records their fields, if absent. */
  readonly header?: readonly string[];
  readonly delimiter?: string;
}

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/, special: { readonly [text: string]: number } = { nan: NaN, inf: Infinity, "+inf": Infinity, "-inf": -Infinity, infinity: Infinity, "-infinity": -Infinity, true: 1, false: 0 };

export function parseCsv(text: string, file: string, { dtype = "f64", header = false, delimiter = "," }: ReadCsvOptions, site?: Site): Whole {
  const values: number[] = [], integer = dtype !== "f64" && dtype !== "f32" && dtype !== "bool";
  const refuse = (line: number, reason: string): never => {
    throw spmdError("SPMD5015", { file, reason: `line ${line}: ${reason}` }, site);
  };
  let rows = 0, columns = -1;
  text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/).forEach((line, k) => {
    if (line.trim() === "" || (header && k === 0)) return;
    const fields = line.split(delimiter);
    if (columns < 0) columns = fields.length;
    if (fields.length !== columns) refuse(k + 1, `${fields.length} ${fields.length === 1 ? "field" : "fields"}, where the rows before have ${columns}`);
    for (const field of fields) {
      const word = field.trim().replace(/^"(.*)"$/, "$1"), value = number.test(word) ? Number(word) : (special[word.toLowerCase()] ?? refuse(k + 1, `${JSON.stringify(word)} is not a number${rows === 0 ? "; is it a header?" : ""}`));
      if (integer && !Number.isInteger(value)) refuse(k + 1, `${word} is not an integer, and the dtype is ${dtype}`);
      values.push(dtype === "bool" ? Number(value !== 0) : value);
    }
    rows++;
  });
  const data = newElements(dtype, values.length);
  data.set(values);
  return { element: dtype, shape: [rows, Math.max(0, columns)], data: { "": data } };
}

/** One line a row; a 1-D array has one column, of records one a field. */
export function formatCsv({ element, shape, data }: Whole, { header, delimiter = "," }: WriteCsvOptions, complain: (reason: string) => never): string {
  const fields = fieldsOf(element), columns = (shape[1] ?? 1) * fields.length, rows = shape[0] ?? 1;
  if (shape.length > (typeof element === "string" ? 2 : 1)) return complain(`an array with ${shape.length} axes${typeof element === "string" ? "" : " of records"} has no rows and columns`);
  const names = header ?? (typeof element === "string" ? undefined : fields.map(([field]) => field));
  if (names && names.length !== columns) return complain(`${names.length} names for ${columns} columns`);
  const lines = names ? [names.join(delimiter)] : [], lists = fields.map(([field, dtype]) => ({ dtype, values: data[field]! }));
  for (let row = 0; row < rows; row++) lines.push(rowText(lists, row, columns / fields.length).join(delimiter));
  return lines.map((line) => `${line}\n`).join("");
}

function rowText(lists: readonly { readonly dtype: DType; readonly values: ElementArray }[], row: number, columns: number): string[] {
  return Array.from({ length: columns }, (_, column) => lists.map(({ dtype, values }) => shortest(values[row * columns + column]!, dtype))).flat();
}

/** The fewest digits that are read back as the same element. */
function shortest(value: number, dtype: DType): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0";
  if (dtype === "f32") for (let digits = 1; digits < 9; digits++) if (Math.fround(Number(value.toPrecision(digits))) === value) return String(Number(value.toPrecision(digits)));
  return String(value);
}

