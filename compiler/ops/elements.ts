// Typing rules that several operators share: the dtype of a result, shapes that must agree, and how a broken rule is said.
//
//   zipWith f32[n], i32[250]  ->  f32[250]        a literal extent says more than a name; the program checks the other when it runs
import { put } from "../diagnostics/catalogue/entry.ts";
import { catalogue } from "../diagnostics/catalogue/index.ts";
import type { ArrayType, DType, ElementType, Extent } from "../ir/types.ts";
import { fieldsOf, integerRange } from "../ir/types.ts";
import type { CallFacts, Checked, Worded } from "./defineOp.ts";

/** A broken rule, in the catalogue's words with `{name}` filled in. */
export function broken(code: `SPMD${number}`, values: { readonly [name: string]: string | number }): Checked & { readonly ok: false } {
  return { ok: false, ...worded(code, values) };
}

/** A code with its texts. */
export function worded(code: `SPMD${number}`, values: { readonly [name: string]: string | number }): Worded {
  const entry = catalogue[code];
  if (!entry) throw new Error(`${code} is not in the catalogue`);
  return { code, message: put(entry.message, values), help: put(entry.help, values) };
}

/** The same as an error, for references: what only whole arrays can tell. */
export const fault = (code: `SPMD${number}`, values: { readonly [name: string]: string | number }): Error & Worded => {
  const { message, help } = worded(code, values);
  return Object.assign(new RangeError(message), { code, help });
};
export const isFault = (error: unknown): error is Error & Worded => error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("SPMD") && "help" in error;

/** One result. `merged`: shapes that `mergeShapes` found no fault in; those that differ by name are compared when the program runs. */
export function fine(element: ElementType, shape: readonly Extent[], merged: readonly (readonly Extent[])[] = []): Checked {
  const [first, ...rest] = merged, unsure = rest.filter((other) => other.some((extent, axis) => extent !== first![axis]));
  return { ok: true, types: [{ element, shape }], ...(unsure.length === 0 ? {} : { equal: unsure.map((other) => [first!, other] as const) }) };
}

/** The dtype of an array of numbers or booleans: operators that do not say `records: true` have only such. */
export { plainDType as plain } from "../ir/types.ts";

export const isRecord = (element: ElementType): element is Exclude<ElementType, DType> => typeof element !== "string";

/** `{ re: f64, im: f64 }` */
export const showElement = (element: ElementType): string => (isRecord(element) ? `{ ${Object.entries(element).map(([field, dtype]) => `${field}: ${dtype}`).join(", ")} }` : element);

export const sameFields = (a: ElementType, b: ElementType): boolean => {
  const fields = fieldsOf(a), others = new Map(fieldsOf(b));
  return fields.length === others.size && fields.every(([field]) => others.has(field));
};

/** What an operator says to records that takes none. */
export function recordsRefused(op: string, { inputs, element }: Pick<CallFacts, "inputs" | "element">): (Checked & { readonly ok: false }) | undefined {
  const found = inputs.map((a) => a.element).find(isRecord);
  if (!found && element !== undefined && isRecord(element)) return broken("SPMD2009", { op });
  return found && broken("SPMD2080", { op, element: showElement(found), field: Object.keys(found)[0] ?? "" });
}

export const isInteger = (dtype: ElementType): boolean => typeof dtype === "string" && dtype !== "bool" && integerRange[dtype] !== undefined;

/** Host variables show as `?`: their names may be the compiler's. */
export const showExtents = (shape: readonly Extent[]): string => `[${shape.map((e) => (typeof e === "number" ? e : "?")).join(", ")}]`;

/** What numbers computed from such elements are stored as: f64 if one of them is, else the first that is not bool. With records among them: f32 if all their numbers are. */
export function keptDType(elements: readonly ElementType[]): DType {
  if (elements.some(isRecord)) return floatDType(elements);
  if (elements.includes("f64")) return "f64";
  return (elements as readonly DType[]).find((d) => d !== "bool") ?? "i32";
}

function floatDType(elements: readonly ElementType[]): DType {
  const numbers = elements.flatMap((element) => fieldsOf(element).map(([, dtype]) => dtype)).filter((dtype) => dtype !== "bool");
  return numbers.length > 0 && numbers.every((dtype) => dtype === "f32") ? "f32" : "f64";
}

/** What numbers in a field of the kernel's result are stored as: the dtype of the same field of the elements, else f32 or f64. */
function keptField(elements: readonly ElementType[], field: string): DType {
  const same = elements.flatMap((element) => (isRecord(element) && element[field] !== undefined && element[field] !== "bool" ? [element[field]] : []));
  return same.includes("f64") ? "f64" : (same[0] ?? floatDType(elements));
}

/** What the kernel gives is stored as: the named element, bool for booleans, a record for objects, or else `otherwise`. */
export function kernelElement(op: string, call: CallFacts, otherwise?: DType): ElementType | (Checked & { readonly ok: false }) {
  const { element, kernelResults: results } = call, [first] = results, elements = call.inputs.map((a) => a.element), isPlain = first?.field === "", boolean = isPlain && first.type === "bool";
  if (element === "bool" && isPlain && !boolean) return broken("SPMD2004", { op });
  if (element !== undefined) return element;
  if (results.length > 0 && !isPlain) return Object.fromEntries(results.map(({ field, type }) => [field, type === "bool" ? "bool" : keptField(elements, field)]));
  return boolean ? "bool" : otherwise ?? keptDType(elements);
}

/** The one shape of arrays whose shapes must be equal. */
export function mergeShapes(op: string, shapes: readonly (readonly Extent[])[]): readonly Extent[] | (Checked & { readonly ok: false }) {
  let merged = shapes[0]!;
  for (const shape of shapes.slice(1)) {
    const clash = merged.length !== shape.length || merged.some((e, k) => typeof e === "number" && typeof shape[k] === "number" && e !== shape[k]);
    if (clash) return broken("SPMD2001", { op, a: showExtents(merged), b: showExtents(shape) });
    merged = merged.map((e, k) => (typeof e === "number" ? e : typeof shape[k] === "number" ? shape[k]! : e));
  }
  return merged;
}

/** Whether a rule was broken on the way to a value. */
export const isBroken = (value: unknown): value is Checked & { readonly ok: false } => typeof value === "object" && value !== null && "ok" in value;

/** The extents that a call names: the attribute of a `shape` or `extent` parameter. */
export function namedShape(op: string, attribute: CallFacts["attributes"][string] | undefined): readonly Extent[] | (Checked & { readonly ok: false }) {
  const list = Array.isArray(attribute) ? (attribute as readonly unknown[]) : [attribute];
  const extents: Extent[] = [];
  for (const entry of list) {
    if (typeof entry === "number") {
      if (!Number.isInteger(entry) || entry < 0) return broken("SPMD2005", { op, extent: entry });
      extents.push(entry);
    } else if (typeof entry === "object" && entry !== null && "host" in entry && typeof entry.host === "string") extents.push(entry.host);
    else return broken("SPMD2005", { op, extent: String(entry) });
  }
  return extents;
}

/** Scans and reductions of rows want a matrix. */
export function twoAxes(op: string, type: ArrayType): (Checked & { readonly ok: false }) | undefined {
  return type.shape.length === 2 ? undefined : broken("SPMD2002", { op, ndim: 2, shape: showExtents(type.shape) });
}
