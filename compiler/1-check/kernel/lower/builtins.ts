// Functions of `Math` and `Number`, and the language's own `f32(x)`, `i32(x)`, ...: those with a row in `ops/scalar.ts` become that row, the others of
// `Math` are functions of `compiler/math`, computed in f64 (and rounded for an f32 element).
//
//   Math.max(a, b, c)  ->  max(max(a, b), c)        Math.floor(i)  ->  i        u8(x)  ->  cast u8 x        Math.sin(x)  ->  @sin(x)
import type { ts } from "ts-morph";
import { hostFunctions } from "../../../ops/hostFunctions.ts";
import { scalarIntrinsics } from "../../../ops/scalar.ts";
import type { KernelExpression, KernelStatement } from "../../../ir/kernel.ts";
import type { DType } from "../../../ir/types.ts";
import { scalarOf } from "../../../ir/types.ts";
import type { ExpressionSyntax } from "../syntax.ts";
import type { NumberType } from "../valueType.ts";
import { asNumber, f64, firmF64, joinNumbers, numberType } from "../valueType.ts";
import { isDTypeName } from "../read/readCall.ts";
import type { Frame } from "./frame.ts";
import { complain, hold } from "./frame.ts";
import { libraryCall } from "./libraryCall.ts";
import { scalarOperand } from "./operators.ts";
import type { Scalar, Value } from "./value.ts";
import { asNumberValue, boolean, constant, integerLike, integerOperand, numberValue, scalarValue, toScalar, truth, unknownValue } from "./value.ts";

export function lowerBuiltin(frame: Frame, name: string, args: readonly Value[], syntax: readonly ExpressionSyntax[], node: ts.Node, out: KernelStatement[]): Value {
  if (args.some((a) => a.kind === "unknown")) return startOf(name, args);
  if (hostFunctions.get(name)?.kind === "complex") return libraryCall(frame, name, args, node, out);
  const scalars: Scalar[] = [];
  for (const [k, a] of args.entries()) {
    const scalar = scalarOperand(frame, a, name, syntax[k]?.node ?? node);
    if (!scalar) return unknownValue;
    scalars.push(scalar);
  }
  const [first] = scalars;
  if (name === "Boolean" || name === "bool") return boolean(first ? truth(first) : constant("bool", false));
  const numbers = scalars.map(asNumberValue), [x] = numbers;
  if (name === "Number" && !x) return numberValue(0);
  if (name === "Math.max" || name === "Math.min") return extremeOf(name === "Math.max" ? "max" : "min", numbers);
  if (name === "Math.hypot") return hypotOf(frame, numbers, node);
  if (!x) return missing(frame, name, 1, node);
  if (name === "Number") return x;
  if (name.startsWith("Number.")) return boolean(testNumber(frame, name, first!, x, out));
  if (name === "Math.fround") return castTo("f32", x);
  if (isDTypeName(name)) return castTo(name as DType, x);
  const plain = name.replace(/^Math\./, ""), row = scalarIntrinsics.get(plain);
  return row ? intrinsic(frame, plain, numbers, node) : callMath(frame, plain, numbers, node);
}

/** While an argument's type is not known yet: what does not depend on it. */
function startOf(name: string, args: readonly Value[]): Value {
  if (name.startsWith("Number.") || name === "Boolean") return boolean(constant("bool", false));
  const known = args.find((a): a is Scalar => a.kind === "scalar");
  return (name === "Math.max" || name === "Math.min") && known ? asNumberValue(known) : unknownValue;
}

const missing = (frame: Frame, name: string, count: number, node: ts.Node): Value => complain(frame, "SPMD2047", node, { name, parameter: "xyzw"[count - 1] ?? "x", count });

const math = (type: NumberType, fn: string, args: readonly KernelExpression[]): Scalar => scalarValue(type, { kind: "math", type: type.type, fn, args });

function extremeOf(fn: "max" | "min", args: readonly Scalar[]): Value {
  if (args.length === 0) return numberValue(fn === "max" ? -Infinity : Infinity);
  return args.reduce((a, b) => {
    const type = joinNumbers(a.type, b.type);
    return math(type, fn, [toScalar(a.expr, type.type), toScalar(b.expr, type.type)]);
  });
}

function hypotOf(frame: Frame, args: readonly Scalar[], node: ts.Node): Value {
  const [x, ...rest] = args;
  if (!x) return numberValue(0);
  if (rest.length === 0) return math(x.type, "abs", [x.expr]);
  return rest.reduce((a: Value, b) => (a.kind === "scalar" ? callMath(frame, "hypot", [a, b], node) : a), x);
}

function intrinsic(frame: Frame, name: string, args: readonly Scalar[], node: ts.Node): Value {
  const row = scalarIntrinsics.get(name)!, given = args.slice(0, row.params.length), [x] = given;
  if (!x || given.length < row.params.length) return missing(frame, name, row.params.length, node);
  if (row.params[0] === "int") return scalarValue(row.result === "int" ? given.map((g) => integerLike(g.type)).reduce(joinNumbers) : firmF64, { kind: "math", type: row.result === "int" ? "int" : "f64", fn: name, args: given.map((g) => integerOperand(g).expr) });
  if (row.params[0] === "f64") return math(row.result === "int" ? integerLike(x.type) : firmF64, name, given.map((g) => toScalar(g.expr, "f64")));
  if (row.result === "int") return x.type.type === "int" ? x : math(integerLike(x.type), name, [x.expr]);
  // A root of an integer is none; absolute value and sign are.
  const type = name === "sqrt" ? joinNumbers(x.type, f64) : asNumber(x.type);
  return math(type, name, [toScalar(x.expr, type.type)]);
}

/** `f32(x)`, `i8(x)`: the number as it would come back from an array of that dtype. Rounding to f32 gives a number like any other. */
function castTo(to: DType, x: Scalar): Scalar {
  if (to === "f64") return scalarValue(firmF64, toScalar(x.expr, "f64"));
  if (to === "f32") {
    if (x.type.type === "f32") return x;
    if (x.expr.kind === "const") return scalarValue(x.type, constant(x.type.type, Math.fround(Number(x.expr.value))));
    const rounded: KernelExpression = { kind: "cast", type: "f32", to, operand: x.expr };
    // A rounded integer is one.
    return scalarValue(x.type, x.type.type === "int" ? { kind: "math", type: "int", fn: "trunc", args: [rounded] } : toScalar(rounded, x.type.type));
  }
  return scalarValue(integerLike(x.type), { kind: "cast", type: scalarOf(to), to, operand: x.expr });
}

function testNumber(frame: Frame, name: string, given: Scalar, x: Scalar, out: KernelStatement[]): KernelExpression {
  if (given.type.type === "bool") return constant("bool", false);
  const wide = x.type.type === "f32" ? "f32" : "f64", value = hold(frame, "number", toScalar(x.expr, wide), out);
  const compare = (op: "ne" | "lt" | "le" | "eq", left: KernelExpression, right: KernelExpression): KernelExpression => ({ kind: "compare", type: "bool", op, left, right });
  const size: KernelExpression = { kind: "math", type: wide, fn: "abs", args: [value] };
  const whole: KernelExpression = { kind: "math", type: "int", fn: "trunc", args: [value] };
  const both = (left: KernelExpression, right: KernelExpression): KernelExpression => ({ kind: "logical", type: "bool", op: "and", left, right });
  switch (name) {
    case "Number.isNaN":
      return compare("ne", value, value);
    case "Number.isFinite":
      return compare("lt", size, constant(wide, Infinity));
    case "Number.isInteger":
      return both(compare("lt", size, constant(wide, Infinity)), compare("eq", toScalar(whole, wide), value));
    default:
      return both(compare("le", toScalar(size, "f64"), constant("f64", Number.MAX_SAFE_INTEGER)), compare("eq", toScalar(whole, wide), value));
  }
}

/** A function of `compiler/math`. */
export function callMath(frame: Frame, name: string, args: readonly Scalar[], node: ts.Node): Value {
  const functions = frame.lowering.context.mathFunction(name), [fn] = functions ?? [];
  if (!fn || !functions) return complain(frame, "SPMD1023", node, { name: `Math.${name}` });
  if (args.length < fn.params.length) return missing(frame, name, fn.params.length, node);
  for (const f of functions) frame.math.set(f.id, f);
  const given = args.slice(0, fn.params.length), type = given.map((g) => g.type).reduce(joinNumbers, f64), result = fn.results[0]!.type;
  const call: KernelExpression = { kind: "call", type: result, fn: fn.id, args: given.map((g, k) => toScalar(g.expr, fn.params[k]!.type)) };
  return scalarValue(numberType(type.type, type.firm), toScalar(call, type.type));
}
