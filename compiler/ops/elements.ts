// Typing rules that several operators share: the dtype of a result, shapes that must agree, and how a broken rule is said.
//
//   zipWith f32[n], i32[250]  ->  f32[250]        a literal extent says more than a name; the program checks the other when it runs
import { put } from "../diagnostics/catalogue/entry.ts";
import { catalogue } from "../diagnostics/catalogue/index.ts";
import type { ArrayType, DType, ElementType, Extent } from "../ir/types.ts";
import { integerRange } from "../ir/types.ts";
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

export const plain = (type: ArrayType): DType => {
  if (typeof type.element !== "string") throw new Error("operators on records come later");
  return type.element;
};

export const isInteger = (dtype: ElementType): boolean => typeof dtype === "string" && dtype !== "bool" && integerRange[dtype] !== undefined;

/** Host variables show as `?`: their names may be the compiler's. */
export const showExtents = (shape: readonly Extent[]): string => `[${shape.map((e) => (typeof e === "number" ? e : "?")).join(", ")}]`;

/** What numbers computed from elements of these dtypes are stored as: f64 if one of them is, else the first that is not bool. */
export function keptDType(dtypes: readonly DType[]): DType {
  if (dtypes.includes("f64")) return "f64";
  return dtypes.find((d) => d !== "bool") ?? "i32";
}

/** The dtype of what the kernel gives: the named one, bool for booleans, or else `otherwise`. */
export function kernelElement(op: string, call: CallFacts, otherwise: DType): DType | (Checked & { readonly ok: false }) {
  const boolean = call.kernelResults.length > 0 && call.kernelResults.every((r) => r.type === "bool");
  if (typeof call.element === "object") return broken("SPMD2009", { op });
  if (call.element === "bool" && call.kernelResults.length > 0 && !boolean) return broken("SPMD2004", { op });
  return call.element ?? (boolean ? "bool" : otherwise);
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
