// The meaning of the kernel level: interprets a kernel function exactly. Every backend computes what this computes.
//
//   evaluateKernel([square], "@square", [3])  ->  [9]        kernel square(x: f64) -> (f64) { return (x * x) }
//
// Values are JavaScript's: numbers for f64, f32 (always a single-precision value) and int, booleans for bool. A function is turned into closures over an
// array of locals once, and then called for each element.
import { scalarIntrinsics } from "../ops/scalar.ts";
import type { KernelExpression, KernelFunction, KernelId, KernelStatement } from "../ir/kernel.ts";
import type { DType, ScalarType } from "../ir/types.ts";
import { throughDType } from "./dense.ts";

export type KernelValue = number | boolean;
export type KernelEvaluator = (id: KernelId, args: readonly KernelValue[], read?: ReadElement) => readonly KernelValue[];
/** An element of an array that the functions know by this number. Whole programs give one row-major position. */
export type ReadElement = (array: number, field: string, indices: readonly number[]) => KernelValue;

/** What a `throw` in a kernel raises, with the place that threw. */
export type KernelError = Error & { readonly span?: KernelFunction["span"] };

type Locals = KernelValue[];
type Expression = (locals: Locals) => KernelValue;
/** How a statement ended: `undefined` goes on with the next one. */
type Leave = { readonly kind: "break" | "continue"; readonly label: string } | { readonly kind: "return"; readonly values: readonly KernelValue[] };
type Action = (locals: Locals) => Leave | undefined;

const noReads: ReadElement = () => {
  throw new Error("this kernel reads an array, and none was given");
};

/** One call. */
export function evaluateKernel(functions: readonly KernelFunction[], id: KernelId, args: readonly KernelValue[], read?: ReadElement): readonly KernelValue[] {
  return kernelEvaluator(functions, read)(id, args);
}

/** For many calls: each function is prepared once. `onTrip` is called on every trip of a loop, and may throw. */
export function kernelEvaluator(functions: readonly KernelFunction[], read: ReadElement = noReads, onTrip?: () => void): KernelEvaluator {
  const prepared = new Map<KernelId, (args: readonly KernelValue[]) => readonly KernelValue[]>();
  let reads = read;
  const evaluate: KernelEvaluator = (id, args, given) => {
    // For this call and those it makes.
    if (given) reads = given;
    let call = prepared.get(id);
    if (!call) {
      const fn = functions.find((f) => f.id === id);
      if (!fn) throw new Error(`no kernel function ${id}`);
      prepared.set(id, (call = prepare(fn, evaluate, (array, field, indices) => reads(array, field, indices), onTrip)));
    }
    return call(args);
  };
  return evaluate;
}

/** A value as another kernel type: f32 rounds, a number is true unless it is 0 or NaN. */
export function convertScalar(type: ScalarType, value: KernelValue): KernelValue {
  if (type === "bool") return Boolean(value);
  return type === "f32" ? Math.fround(Number(value)) : Number(value);
}

function prepare(fn: KernelFunction, evaluate: KernelEvaluator, read: ReadElement, onTrip: (() => void) | undefined): (args: readonly KernelValue[]) => readonly KernelValue[] {
  const slots = new Map([...fn.params, ...fn.locals].map((local, slot) => [local.name, slot]));
  const slot = (name: string): number => {
    const found = slots.get(name);
    if (found === undefined) throw new Error(`${fn.id} has no local ${name}`);
    return found;
  };
  const expression = (e: KernelExpression): Expression => prepareExpression(e, slot, evaluate, read);
  const body = sequence(fn.body.map((s) => prepareStatement(s, slot, expression, evaluate, onTrip)));
  const initial = fn.locals.map((l): KernelValue => (l.type === "bool" ? false : 0));
  return (args) => {
    if (args.length !== fn.params.length) throw new Error(`${fn.id} takes ${fn.params.length} arguments, got ${args.length}`);
    const left = body([...fn.params.map((p, k) => convertScalar(p.type, args[k]!)), ...initial]);
    if (left?.kind !== "return") throw new Error(`${fn.id} ended without a return`);
    return fn.results.map((r, k) => convertScalar(r.type, left.values[k]!));
  };
}

function prepareExpression(e: KernelExpression, slot: (name: string) => number, evaluate: KernelEvaluator, read: ReadElement): Expression {
  const inner = (x: KernelExpression): Expression => prepareExpression(x, slot, evaluate, read);
  switch (e.kind) {
    case "const": {
      const value = convertScalar(e.type, e.value);
      return () => value;
    }
    case "local": {
      const at = slot(e.name);
      return (locals) => locals[at]!;
    }
    case "unary": {
      const operand = inner(e.operand);
      if (e.op === "not") return (locals) => !operand(locals);
      if (e.op === "bitnot") return (locals) => ~Number(operand(locals));
      return (locals) => -Number(operand(locals));
    }
    case "arithmetic": {
      const left = inner(e.left), right = inner(e.right), op = arithmetic[e.op];
      if (e.type === "f32") return (locals) => Math.fround(op(Number(left(locals)), Number(right(locals))));
      return (locals) => op(Number(left(locals)), Number(right(locals)));
    }
    case "bits": {
      const left = inner(e.left), right = inner(e.right), op = bits[e.op];
      return (locals) => op(Number(left(locals)), Number(right(locals)));
    }
    case "compare": {
      const left = inner(e.left), right = inner(e.right), op = comparison[e.op];
      return (locals) => op(Number(left(locals)), Number(right(locals)));
    }
    case "logical": {
      const left = inner(e.left), right = inner(e.right);
      return e.op === "and" ? (locals) => left(locals) && right(locals) : (locals) => left(locals) || right(locals);
    }
    case "conditional": {
      const test = inner(e.test), then = inner(e.then), otherwise = inner(e.else);
      return (locals) => (test(locals) ? then(locals) : otherwise(locals));
    }
    case "convert": {
      const operand = inner(e.operand), type = e.type;
      return (locals) => convertScalar(type, operand(locals));
    }
    case "cast": {
      const operand = inner(e.operand), type = e.type, to: DType = e.to;
      return (locals) => convertScalar(type, throughDType(to, operand(locals)));
    }
    case "math": {
      const row = scalarIntrinsics.get(e.fn), args = e.args.map(inner), type = e.type;
      if (!row) throw new Error(`no scalar function ${e.fn}`);
      return (locals) => convertScalar(type, row.reference(...args.map((a) => Number(a(locals)))));
    }
    case "call": {
      const args = e.args.map(inner), fn = e.fn, type = e.type;
      return (locals) => convertScalar(type, evaluate(fn, args.map((a) => a(locals)))[0]!);
    }
    case "read": {
      const indices = e.indices.map(inner);
      return (locals) => read(e.input, e.field, indices.map((i) => Number(i(locals))));
    }
  }
}

const arithmetic = {
  add: (a: number, b: number) => a + b,
  sub: (a: number, b: number) => a - b,
  mul: (a: number, b: number) => a * b,
  div: (a: number, b: number) => a / b,
  rem: (a: number, b: number) => a % b,
};
const bits = {
  and: (a: number, b: number) => a & b,
  or: (a: number, b: number) => a | b,
  xor: (a: number, b: number) => a ^ b,
  shl: (a: number, b: number) => a << b,
  shr: (a: number, b: number) => a >> b,
  ushr: (a: number, b: number) => a >>> b,
};
const comparison = {
  lt: (a: number, b: number) => a < b,
  le: (a: number, b: number) => a <= b,
  gt: (a: number, b: number) => a > b,
  ge: (a: number, b: number) => a >= b,
  eq: (a: number, b: number) => a === b,
  ne: (a: number, b: number) => a !== b,
};

function sequence(actions: readonly Action[]): Action {
  return (locals) => {
    for (const action of actions) {
      const left = action(locals);
      if (left) return left;
    }
    return undefined;
  };
}

function prepareStatement(s: KernelStatement, slot: (name: string) => number, expression: (e: KernelExpression) => Expression, evaluate: KernelEvaluator, onTrip: (() => void) | undefined): Action {
  const list = (body: readonly KernelStatement[]): Action => sequence(body.map((inner) => prepareStatement(inner, slot, expression, evaluate, onTrip)));
  switch (s.kind) {
    case "assign": {
      const target = slot(s.target), value = expression(s.value);
      return (locals) => void (locals[target] = value(locals));
    }
    case "callRecord": {
      const targets = s.targets.map(slot), args = s.args.map(expression), fn = s.fn;
      return (locals) => evaluate(fn, args.map((a) => a(locals))).forEach((value, k) => void (locals[targets[k]!] = value)) as undefined;
    }
    case "if": {
      const test = expression(s.test), then = list(s.then), otherwise = list(s.else);
      return (locals) => (test(locals) ? then(locals) : otherwise(locals));
    }
    case "while": {
      const test = expression(s.test), body = list(s.body), step = list(s.step), { label, testFirst } = s;
      return (locals) => {
        for (let first = !testFirst; first || test(locals); first = false) {
          onTrip?.();
          const left = body(locals);
          if (left && (left.kind === "return" || left.label !== label)) return left;
          if (left?.kind === "break") break;
          step(locals);
        }
        return undefined;
      };
    }
    case "break":
    case "continue": {
      const left: Leave = { kind: s.kind, label: s.label };
      return () => left;
    }
    case "return": {
      const values = s.values.map(expression);
      return (locals) => ({ kind: "return", values: values.map((v) => v(locals)) });
    }
    case "throw": {
      const values = s.values.map(expression);
      return (locals) => {
        const text = s.parts.map((part, k) => part + (k < values.length ? String(values[k]!(locals)) : "")).join("");
        throw Object.assign(new (errorClass(s.error))(text), { span: s.span });
      };
    }
  }
}

const errorClasses: Readonly<Record<string, new (message: string) => Error>> = { Error, RangeError, TypeError, EvalError, SyntaxError, ReferenceError, URIError };
/** The class that a `throw new NAME(...)` of a kernel means. */
export const errorClass = (name: string): new (message: string) => Error => errorClasses[name] ?? Error;
