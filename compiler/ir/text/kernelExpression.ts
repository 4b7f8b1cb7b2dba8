// Kernel expressions as syntax and back. Types are not printed where they follow: a local has its declared type, an operation that of its operands.
import type { ArithmeticOperator, BitOperator, ComparisonOperator, KernelExpression, KernelId, UnaryOperator } from "../kernel.ts";
import type { DType, ScalarType } from "../types.ts";
import { bytesOf, scalarOf } from "../types.ts";
import type { NumberType, Syntax } from "./expression.ts";

/** The types of the locals in scope. */
export type LocalTypes = ReadonlyMap<string, ScalarType>;

const prefixes: Readonly<Record<UnaryOperator, string>> = { neg: "-", not: "!", bitnot: "~" };
export const arithmeticMarks: Readonly<Record<ArithmeticOperator, string>> = { add: "+", sub: "-", mul: "*", div: "/", rem: "%" };
export const bitMarks: Readonly<Record<BitOperator, string>> = { and: "&", or: "|", xor: "^", shl: "<<", shr: ">>", ushr: ">>>" };
export const comparisonMarks: Readonly<Record<ComparisonOperator, string>> = { lt: "<", le: "<=", gt: ">", ge: ">=", eq: "==", ne: "!=" };
const logicalMarks = { and: "&&", or: "||" } as const;
const numberTypes: Readonly<Record<Exclude<ScalarType, "bool">, NumberType>> = { int: "integer", f64: "f64", f32: "f32" };
const scalarTypes: Readonly<Record<NumberType, ScalarType>> = { integer: "int", f64: "f64", f32: "f32" };

/** The key of a table with this value. */
export const keyOf = <K extends string>(table: Readonly<Record<K, string>>, value: string): K | undefined => (Object.keys(table) as K[]).find((key) => table[key] === value);

export function kernelSyntax(e: KernelExpression): Syntax {
  const call = (head: string, args: readonly KernelExpression[], type?: string): Syntax => ({ kind: "call", head, args: args.map(kernelSyntax), ...(type === undefined ? {} : { type }) });
  const infix = (op: string, left: KernelExpression, right: KernelExpression): Syntax => ({ kind: "infix", op, left: kernelSyntax(left), right: kernelSyntax(right) });
  switch (e.kind) {
    case "const": return typeof e.value === "boolean" || e.type === "bool" ? { kind: "bool", value: Boolean(e.value) } : { kind: "number", value: e.value, type: numberTypes[e.type] };
    case "local": return { kind: "name", name: e.name };
    case "unary": return { kind: "prefix", op: prefixes[e.op], operand: kernelSyntax(e.operand) };
    case "arithmetic": return infix(arithmeticMarks[e.op], e.left, e.right);
    case "bits": return infix(bitMarks[e.op], e.left, e.right);
    case "compare": return infix(comparisonMarks[e.op], e.left, e.right);
    case "logical": return infix(logicalMarks[e.op], e.left, e.right);
    case "conditional": return { kind: "conditional", test: kernelSyntax(e.test), then: kernelSyntax(e.then), else: kernelSyntax(e.else) };
    case "convert": return call(e.type, [e.operand]);
    case "cast": return call("cast", [e.operand], e.to);
    case "math": return call(e.fn, e.args, e.type);
    case "call": return call(e.fn, e.args, e.type);
    case "read": return { kind: "call", head: "read", type: e.type, args: [{ kind: "number", value: e.input, type: "integer" }, { kind: "text", value: e.field }, ...e.indices.map(kernelSyntax)], span: e.span };
  }
}

export function kernelExpression(s: Syntax, locals: LocalTypes): KernelExpression {
  const inner = (part: Syntax): KernelExpression => kernelExpression(part, locals);
  switch (s.kind) {
    case "number": return { kind: "const", type: scalarTypes[s.type], value: s.value };
    case "bool": return { kind: "const", type: "bool", value: s.value };
    case "text": throw new SyntaxError(`a text cannot stand in a kernel: ${s.value}`);
    case "name": {
      const type = locals.get(s.name);
      if (type === undefined) throw new SyntaxError(`no local is named ${s.name}`);
      return { kind: "local", type, name: s.name };
    }
    case "prefix": {
      const operand = inner(s.operand), op = keyOf(prefixes, s.op)!;
      return { kind: "unary", type: op === "not" ? "bool" : op === "bitnot" ? "int" : operand.type, op, operand };
    }
    case "infix": return infixExpression(s.op, inner(s.left), inner(s.right));
    case "conditional": {
      const then = inner(s.then);
      return { kind: "conditional", type: then.type, test: inner(s.test), then, else: inner(s.else) };
    }
    case "call": return callExpression(s, inner);
  }
}

function infixExpression(mark: string, left: KernelExpression, right: KernelExpression): KernelExpression {
  const logical = keyOf(logicalMarks, mark), compare = keyOf(comparisonMarks, mark), bits = keyOf(bitMarks, mark), arithmetic = keyOf(arithmeticMarks, mark);
  if (logical) return { kind: "logical", type: "bool", op: logical, left, right };
  if (compare) return { kind: "compare", type: "bool", op: compare, left, right };
  if (bits) return { kind: "bits", type: "int", op: bits, left, right };
  if (arithmetic) return { kind: "arithmetic", type: left.type, op: arithmetic, left, right };
  throw new SyntaxError(`${mark} is not an operator of kernels`);
}

function callExpression(s: Extract<Syntax, { kind: "call" }>, inner: (part: Syntax) => KernelExpression): KernelExpression {
  if (s.head === "read" && s.span) {
    const [input, field, ...indices] = s.args;
    if (input?.kind !== "number" || field?.kind !== "text") throw new SyntaxError("read takes an input's number and a field");
    return { kind: "read", type: scalarTypeOf(s), input: input.value, field: field.value, indices: indices.map(inner), span: s.span };
  }
  const args = s.args.map(inner);
  if (s.head === "cast") {
    const to = s.type as DType;
    if (!(to in bytesOf) || args.length !== 1) throw new SyntaxError(`cast takes a dtype and one operand`);
    return { kind: "cast", type: scalarOf(to), to, operand: args[0]! };
  }
  if (s.type === undefined) {
    if (args.length !== 1 || !isScalarType(s.head)) throw new SyntaxError(`${s.head} needs a result type: ${s.head}:f64(...)`);
    return { kind: "convert", type: s.head, operand: args[0]! };
  }
  const type = scalarTypeOf(s);
  return s.head.startsWith("@") ? { kind: "call", type, fn: s.head as KernelId, args } : { kind: "math", type, fn: s.head, args };
}

const isScalarType = (text: string | undefined): text is ScalarType => text === "f64" || text === "f32" || text === "int" || text === "bool";

function scalarTypeOf(s: Extract<Syntax, { kind: "call" }>): ScalarType {
  if (!isScalarType(s.type)) throw new SyntaxError(`${s.type} is not a scalar type`);
  return s.type;
}
