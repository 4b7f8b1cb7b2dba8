// Whether what a kernel returns can be stored as the call asks: integers where the dtype is one, booleans where a condition is needed, records with the
// fields of the element.
import type { ts } from "ts-morph";
import type { DType } from "../../ir/types.ts";
import { fieldsOf, scalarOf } from "../../ir/types.ts";
import type { Specialization } from "./lower/specialize.ts";
import { quoted, textOf } from "./read/report.ts";
import type { DiagnosticValues } from "./read/report.ts";
import type { KernelRequest } from "./request.ts";
import type { ValueType } from "./valueType.ts";
import { describe } from "./valueType.ts";

export interface ResultProblem {
  readonly code: `SPMD${number}`;
  /** The returned expression, unless it is the function as a whole. */
  readonly node?: ts.Node;
  readonly values: DiagnosticValues;
}

export function resultProblem(lowered: Specialization, wanted: KernelRequest["result"]): ResultProblem | undefined {
  const { result } = lowered, where = firstReturn(lowered);
  if (result.kind === "nothing") return { code: "SPMD1025", values: { name: quoted(lowered.syntax.name) ?? "the kernel" } };
  if (result.kind === "record" && (result.list || [...result.fields.values()].some((f) => f.kind !== "scalar"))) {
    return { code: "SPMD2041", ...where, values: { given: describe(result), wanted: "a number or a boolean", instead: "return one number or boolean for each element" } };
  }
  if (wanted === "boolean") {
    if (isBoolean(result)) return undefined;
    return { code: "SPMD2041", ...where, values: { given: describe(result), wanted: "a boolean", instead: "compare it: x !== 0" } };
  }
  if (!wanted) return undefined;
  const element = "implied" in wanted ? wanted.implied(lowered.fn.results) : wanted.element;
  if (element === undefined) return undefined;
  if (typeof element === "string") {
    if (result.kind === "scalar") return scalarProblem(lowered, result, element, "");
    return { code: "SPMD2046", ...where, values: { given: describe(result), wanted: element, instead: "return one number or boolean" } };
  }
  const fields = fieldsOf(element);
  if (result.kind !== "record" || fields.length !== result.fields.size || fields.some(([f]) => !result.fields.has(f))) {
    return { code: "SPMD2046", ...where, values: { given: describe(result), wanted: `{ ${fields.map(([f]) => f).join(", ")} }`, instead: "return an object with exactly these fields" } };
  }
  for (const [field, dtype] of fields) {
    const problem = scalarProblem(lowered, result.fields.get(field)!, dtype, field);
    if (problem) return problem;
  }
  return undefined;
}

const isBoolean = (type: ValueType): boolean => type.kind === "scalar" && type.type === "bool";

function scalarProblem(lowered: Specialization, type: ValueType, dtype: DType, field: string): ResultProblem | undefined {
  if (type.kind !== "scalar") return undefined;
  const kind = scalarOf(dtype);
  if (kind === "bool" && type.type !== "bool") {
    return { code: "SPMD2041", ...firstReturn(lowered), values: { given: "a number", wanted: "a boolean", instead: "compare it: x !== 0" } };
  }
  if (kind !== "int" || type.type === "int" || type.type === "bool") return undefined;
  // The first return whose own value is the reason.
  const reason = lowered.returns.find(({ type: t }) => {
    const own = field === "" ? t : t.kind === "record" ? t.fields.get(field) : undefined;
    return own?.kind === "scalar" && own.type !== "int" && own.type !== "bool";
  });
  const node = reason?.node, text = node ? `'${textOf(node)}'` : "the result";
  return { code: "SPMD2040", ...(node ? { node } : {}), values: { what: field === "" ? text : `field '${field}' of ${text}`, dtype } };
}

function firstReturn(lowered: Specialization): { readonly node?: ts.Node } {
  const [first] = lowered.returns;
  return first ? { node: first.node } : {};
}
