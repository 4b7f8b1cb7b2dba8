// Operators on scalars: the type of each result, and the conversions that make operands have it.
//
// Arithmetic is done in the least type above its operands; `/` of integers is f64. Comparisons compare what JavaScript would compare: an f32 element with
// a number that f32 cannot hold is compared in f64.
import type { ts } from "ts-morph";
import type { ArithmeticOperator, BitOperator, ComparisonOperator, KernelExpression, KernelStatement } from "../../../ir/kernel.ts";
import type { ScalarType } from "../../../ir/types.ts";
import type { BinarySyntaxOperator } from "../syntax.ts";
import type { NumberType } from "../valueType.ts";
import { describe, f64, joinNumbers, numberType } from "../valueType.ts";
import { callMath } from "./builtins.ts";
import type { Frame } from "./frame.ts";
import { complain, hold } from "./frame.ts";
import type { Scalar, Value } from "./value.ts";
import { asNumberValue, boolean, constant, integerLike, integerOperand, scalarValue, toScalar, typeOf, unknownValue } from "./value.ts";

const arithmetic: Partial<Record<BinarySyntaxOperator, ArithmeticOperator>> = { "+": "add", "-": "sub", "*": "mul", "/": "div", "%": "rem" };
const bits: Partial<Record<BinarySyntaxOperator, BitOperator>> = { "&": "and", "|": "or", "^": "xor", "<<": "shl", ">>": "shr", ">>>": "ushr" };
const comparison: Partial<Record<BinarySyntaxOperator, ComparisonOperator>> = { "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne" };

/** The value as a number or boolean; undefined if it is neither, which is reported unless it was before. */
export function scalarOperand(frame: Frame, value: Value, op: string, node: ts.Node): Scalar | undefined {
  if (value.kind === "scalar") return value;
  if (value.kind !== "unknown") complain(frame, "SPMD2043", node, value.kind === "nothing" ? { op: `'${op}'`, type: "the result of a function that returns nothing", instead: "return a value from the function" } : { op: `'${op}'`, type: describe(typeOf(value)), instead: "compute with its fields, as in a.re" });
  return undefined;
}

export function binaryValue(frame: Frame, op: BinarySyntaxOperator, a: Value, b: Value, node: ts.Node, out: KernelStatement[]): Value {
  if (a.kind === "unknown" || b.kind === "unknown") return comparison[op] ? boolean(constant("bool", false)) : unknownOperand(a, b);
  const left = scalarOperand(frame, a, op, node), right = left && scalarOperand(frame, b, op, node);
  if (!left || !right) return unknownValue;
  const compare = comparison[op];
  if (compare) return comparisonValue(frame, op, compare, left, right, node);
  const x = asNumberValue(left), y = asNumberValue(right), bit = bits[op];
  if (bit) return bitValue(bit, x, y);
  if (op === "**") return powerValue(frame, x, y, node, out);
  const known = arithmetic[op];
  if (!known) throw new Error(`no operator ${op}`);
  return arithmeticValue(known, x, y);
}

/** While the type of one operand is not known yet, the other one's is a start. */
function unknownOperand(a: Value, b: Value): Value {
  const known = a.kind === "unknown" ? b : a;
  return known.kind === "scalar" && known.type.type !== "bool" ? known : unknownValue;
}

export function arithmeticValue(op: ArithmeticOperator, x: Scalar, y: Scalar): Scalar {
  const both = joinNumbers(x.type, y.type), type = op === "div" ? joinNumbers(both, f64) : both;
  return scalarValue(type, { kind: "arithmetic", type: type.type, op, left: toScalar(x.expr, type.type), right: toScalar(y.expr, type.type) });
}

function bitValue(op: BitOperator, x: Scalar, y: Scalar): Scalar {
  const zero = y.expr.kind === "const" && y.expr.value === 0;
  const joined = joinNumbers(integerLike(x.type), integerLike(y.type));
  // `x | 0` and `x >>> 0` are how JavaScript truncates.
  if (zero && x.type.type !== "int" && op !== "and") return scalarValue(joined, { kind: "cast", type: "int", to: op === "ushr" ? "u32" : "i32", operand: x.expr });
  return scalarValue(joined, { kind: "bits", type: "int", op, left: integerOperand(x).expr, right: integerOperand(y).expr });
}

function comparisonValue(frame: Frame, text: string, op: ComparisonOperator, a: Scalar, b: Scalar, node: ts.Node): Value {
  const bools = [a, b].filter((v) => v.type.type === "bool").length;
  if (bools === 1) return complain(frame, "SPMD2048", node, { op: text, left: describe(a.type), right: describe(b.type) });
  if (bools === 2 && (op === "eq" || op === "ne")) return boolean({ kind: "compare", type: "bool", op, left: a.expr, right: b.expr });
  const x = asNumberValue(a), y = asNumberValue(b), type = comparedAs(x, y);
  return boolean({ kind: "compare", type: "bool", op, left: toScalar(x.expr, type), right: toScalar(y.expr, type) });
}

/** The type in which both are exact. */
function comparedAs(x: Scalar, y: Scalar): ScalarType {
  const a = x.type.type, b = y.type.type;
  if (a === b) return a;
  const fits = (e: KernelExpression): boolean => e.kind === "const" && Object.is(Math.fround(Number(e.value)), Number(e.value));
  return (a === "f32" && fits(y.expr)) || (b === "f32" && fits(x.expr)) ? "f32" : "f64";
}

function powerValue(frame: Frame, x: Scalar, y: Scalar, node: ts.Node, out: KernelStatement[]): Value {
  // A square is exact as a product, and stays an integer.
  if (y.expr.kind === "const" && y.expr.value === 2) {
    const held = scalarValue(x.type, hold(frame, "base", x.expr, out));
    return arithmeticValue("mul", held, held);
  }
  return callMath(frame, "pow", [x, y], node);
}

export function unaryValue(frame: Frame, op: "-" | "+" | "~", value: Value, node: ts.Node): Value {
  if (value.kind === "unknown") return value;
  const operand = scalarOperand(frame, value, op, node);
  if (!operand) return unknownValue;
  const x = asNumberValue(operand);
  if (op === "+") return x;
  if (op === "~") return scalarValue(integerLike(x.type), { kind: "unary", type: "int", op: "bitnot", operand: integerOperand(x).expr });
  return negated(x);
}

/** A literal changes its sign at once; -0 stays an operation. */
function negated(x: Scalar): Scalar {
  const { expr } = x, type: NumberType = numberType(x.type.type, x.type.firm);
  if (expr.kind === "const" && expr.value !== 0) return scalarValue(type, constant(expr.type, -Number(expr.value)));
  return scalarValue(type, { kind: "unary", type: expr.type, op: "neg", operand: expr });
}
