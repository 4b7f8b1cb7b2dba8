// `read(a, i, j)`: one element of another array. The positions are checked (unless the user wants them not to be), then the element is read by its row-major position: backends know no more.
//
//   read(a, i + 1, j)   ->   at = i + 1; if (at < 0 || at >= a.shape[0]) throw RangeError; ...; read a[at * a.shape[1] + j]
import type { KernelExpression, KernelStatement } from "../../../ir/kernel.ts";
import type { ExpressionSyntax } from "../syntax.ts";
import { elementType, int } from "../valueType.ts";
import type { Frame } from "./frame.ts";
import { complain, hold, readCapture } from "./frame.ts";
import type { Scalar, Value } from "./value.ts";
import { asNumberValue, constant, unknownValue, valueOf } from "./value.ts";

export function lowerRead(frame: Frame, e: ExpressionSyntax & { readonly kind: "read" }, positions: readonly Value[], out: KernelStatement[]): Value {
  const { array } = e, { context } = frame.lowering, type = context.arrayType(array.symbol, array.node), name = array.symbol.name, span = context.span(e.node);
  if (positions.some((p) => p.kind === "unknown")) return unknownValue;
  if (!type) return complain(frame, "SPMD1033", array.node, { name });
  if (positions.length !== type.shape.length) return complain(frame, "SPMD1034", e.node, { name, ndim: type.shape.length, given: positions.length });
  const scalars = positions.map((p) => (p.kind === "scalar" ? asNumberValue(p) : undefined)), bad = scalars.findIndex((s) => s?.type.type !== "int");
  if (bad >= 0) return complain(frame, "SPMD1035", e.indices[bad]!.node, { name });
  frame.arrays.set(array.key, array);
  let flat: KernelExpression | undefined;
  scalars.forEach((scalar, axis) => {
    const at = hold(frame, "at", scalar!.expr, out), known = type.shape[axis]!, extent = typeof known === "number" ? constant("int", known) : extentOf(frame, e, axis);
    if (!context.unchecked) out.push({ kind: "if", test: either(compare("lt", at, constant("int", 0)), compare("ge", at, extent)), then: [{ kind: "throw", error: "RangeError", parts: ["read: index ", ` is not a position of axis ${axis}, whose extent is `, ""], values: [at, extent], span }], else: [] });
    flat = flat ? arithmetic("add", arithmetic("mul", flat, extent), at) : at;
  });
  // Backends take the first; the others tell the compiler where it lies.
  const position = flat ?? constant("int", 0), along = scalars.map((scalar) => scalar!.expr);
  return valueOf(elementType(type.element), (field, scalar) => ({ kind: "read", type: scalar.type, input: array.key, field, indices: [position, ...along], span }));
}

/** The array's extent, as one more captured host scalar. */
const extentOf = (frame: Frame, { array }: ExpressionSyntax & { readonly kind: "read" }, axis: number): KernelExpression =>
  (readCapture(frame, { key: `${array.key}.shape.${axis}`, name: array.symbol.name, path: ["shape", String(axis)], symbol: array.symbol, kind: "number", mutable: true, extent: true, node: array.node }) as Scalar).expr;

const compare = (op: "lt" | "ge", left: KernelExpression, right: KernelExpression): KernelExpression => ({ kind: "compare", type: "bool", op, left, right });
const either = (left: KernelExpression, right: KernelExpression): KernelExpression => ({ kind: "logical", type: "bool", op: "or", left, right });
const arithmetic = (op: "add" | "mul", left: KernelExpression, right: KernelExpression): KernelExpression => ({ kind: "arithmetic", type: int.type, op, left, right });
