// Random kernel functions: structured code over f64, f32, int and bool with nested conditionals, loops that end, break, continue, early returns and
// calls. Every draw goes through fast-check, so that a failing kernel shrinks.
import fc from "fast-check";
import type { GeneratorValue } from "fast-check";
import type { KernelExpression, KernelFunction, KernelLocal, KernelStatement } from "../../compiler/ir/kernel.ts";
import type { ScalarType } from "../../compiler/ir/types.ts";
import { arithmetic, bits, both, cast, choose, compare, convert, int, local, loop, math, nowhere, num, ret, set, truth, when } from "./kernels.ts";

type E = KernelExpression;

export interface RandomOptions {
  /** How much code: 1 is a few statements. */
  readonly size: number;
  readonly throws: boolean;
  /** Arrays whose elements may be read, by their numbers. */
  readonly reads?: readonly { readonly type: ScalarType; readonly length: number }[];
}

const doubles = [0, -0, 1, -1, 0.5, 2, 3.75, -2.5, 1e10, 1e300, -1e-310, NaN, Infinity, -Infinity, 2147483648, 4294967296, 9007199254740992];
const wholes = [0, 1, -1, 2, 3, 7, 10, -5, 31, 100, 255, 256, 65535, 2147483647, -2147483648, 4294967295, 1e12];

interface Making {
  readonly pick: (n: number) => number;
  readonly params: readonly KernelLocal[];
  readonly locals: KernelLocal[];
  readonly callee: KernelFunction | undefined;
  readonly options: RandomOptions;
  loops: number;
}

export function randomFunctions(g: GeneratorValue, params: readonly KernelLocal[], results: readonly ScalarType[], options: RandomOptions): KernelFunction[] {
  const pick = (n: number): number => g(fc.nat, { max: n - 1 });
  const callee = randomFunction(pick, "callee", [{ name: "p", type: "f64" }, { name: "q", type: "int" }], ["f64"], { size: Math.min(1, options.size), throws: options.throws }, undefined);
  return [callee, randomFunction(pick, "kernel", params, results, options, callee)];
}

function randomFunction(pick: (n: number) => number, name: string, params: readonly KernelLocal[], results: readonly ScalarType[], options: RandomOptions, callee: KernelFunction | undefined): KernelFunction {
  const m: Making = { pick, params, locals: [{ name: "a", type: "f64" }, { name: "b", type: "f64" }, { name: "s", type: "f32" }, { name: "n", type: "int" }, { name: "m", type: "int" }, { name: "t", type: "bool" }], callee, options, loops: 0 };
  const start = m.locals.map((l) => set(l.name, leaf(m, l.type)));
  const body = statements(m, 2 + options.size, [], results, 2);
  // Like TypeScript: nothing is read that is not assigned.
  for (const l of m.locals) if (l.name.startsWith("k")) start.push(set(l.name, int(0)));
  return { id: `@${name}`, params, locals: m.locals, results: results.map((type, k) => ({ field: results.length > 1 ? `r${k}` : "", type })), body: [...start, ...body, ret(...results.map((type) => expression(m, type, 2)))], span: nowhere };
}

function statements(m: Making, most: number, loops: readonly string[], results: readonly ScalarType[], depth: number): KernelStatement[] {
  const out: KernelStatement[] = [];
  for (let k = m.pick(most + 1); k > 0; k--) {
    const kind = m.pick(m.options.reads ? 18 : 14);
    if (kind < 6 || depth === 0) {
      const targets = m.locals.filter((l) => !l.name.startsWith("k")), target = targets[m.pick(targets.length)]!;
      out.push(set(target.name, expression(m, target.type, 3)));
    } else if (kind < 9) {
      out.push(when(expression(m, "bool", 2), statements(m, most, loops, results, depth - 1), m.pick(2) ? statements(m, most, loops, results, depth - 1) : []));
    } else if (kind < 11) {
      out.push(...counted(m, most, loops, results, depth));
    } else if (kind === 11 && loops.length > 0) {
      const label = loops[m.pick(loops.length)]!;
      out.push(when(expression(m, "bool", 2), [m.pick(2) ? { kind: "break", label } : { kind: "continue", label }]));
    } else if (kind === 12) {
      out.push(when(expression(m, "bool", 2), [ret(...results.map((type) => expression(m, type, 1)))]));
    } else if (kind >= 14) {
      out.push(...reading(m));
    } else if (kind === 13 && m.options.throws) {
      out.push(when(compare("gt", expression(m, "f64", 1), num(1e6)), [{ kind: "throw", error: "RangeError", parts: ["too large: ", " ", ""], values: [expression(m, "f64", 1), expression(m, "bool", 1)], span: nowhere }]));
    }
  }
  return out;
}

/** An element at a computed position, if it is one: near the kernel's own position, or anywhere. */
function reading(m: Making): KernelStatement[] {
  const arrays = m.options.reads!, array = m.pick(arrays.length), { type, length } = arrays[array]!, n = local("n", "int"), near = m.params.find((p) => p.from === "index");
  const position = near && m.pick(2) ? arithmetic("add", local(near.name, "int"), m.pick(2) ? int(m.pick(9) - 4) : leaf(m, "int"), "int") : expression(m, "int", 2);
  const element: E = { kind: "read", type, input: array, field: "", indices: [n], span: nowhere }, target = m.locals.filter((l) => l.type === type && l.name !== "n" && !l.name.startsWith("k"));
  const found = target[m.pick(target.length)]!.name, value = type === "bool" || m.pick(2) ? element : arithmetic("add", local(found, type), element, type);
  return [set("n", position), when(both(compare("ge", n, int(0)), compare("lt", n, int(length))), [set(found, value)])];
}

/** A loop with a counter that only it changes; its test may also ask for more. */
function counted(m: Making, most: number, loops: readonly string[], results: readonly ScalarType[], depth: number): KernelStatement[] {
  const id = m.loops++, label = `L${id}`, k = `k${id}`, limit = m.pick(3) === 0 ? math("min", "int", math("abs", "int", leaf(m, "int")), int(9)) : int(m.pick(9));
  m.locals.push({ name: k, type: "int" });
  const bound = compare("lt", local(k, "int"), limit), test: E = m.pick(2) ? bound : { kind: "logical", type: "bool", op: "and", left: bound, right: expression(m, "bool", 2) };
  const step = [set(k, arithmetic("add", local(k, "int"), int(1)))];
  return [set(k, int(0)), loop(label, test, statements(m, most, [...loops, label], results, depth - 1), step, m.pick(4) > 0)];
}

function leaf(m: Making, type: ScalarType): E {
  const names = [...m.params, ...m.locals.filter((l) => l.name.startsWith("k"))].filter((l) => l.type === type);
  if (names.length > 0 && m.pick(3) > 0) return local(names[m.pick(names.length)]!.name, type);
  return constant(m, type);
}

function constant(m: Making, type: ScalarType): E {
  if (type === "bool") return truth(m.pick(2) === 1);
  if (type === "int") return int(wholes[m.pick(wholes.length)]!);
  const value = doubles[m.pick(doubles.length)]!;
  return num(type === "f32" ? Math.fround(value) : value, type);
}

function expression(m: Making, type: ScalarType, depth: number): E {
  const of = (t: ScalarType): E => expression(m, t, depth - 1), one = <T>(options: readonly T[]): T => options[m.pick(options.length)]!;
  const kind = m.pick(12);
  if (depth <= 0 || kind < 3) {
    const names = [...m.params, ...m.locals].filter((l) => l.type === type);
    return names.length > 0 && m.pick(4) > 0 ? local(one(names).name, type) : constant(m, type);
  }
  if (kind === 3) return choose(of("bool"), of(type), of(type));
  switch (type) {
    case "bool":
      if (kind < 6) return { kind: "logical", type, op: one(["and", "or"]), left: of("bool"), right: of("bool") };
      if (kind === 6) return { kind: "unary", type, op: "not", operand: of("bool") };
      return ((t: ScalarType): E => compare(one(["lt", "le", "gt", "ge", "eq", "ne"]), of(t), of(t)))(one(["f64", "f32", "int", "int", "f64", "bool"] as const));
    case "int":
      if (kind < 6) return arithmetic(one(["add", "sub", "mul", "rem"]), of("int"), of("int"), "int");
      if (kind < 8) return bits(one(["and", "or", "xor", "shl", "shr", "ushr"]), of("int"), of("int"));
      if (kind === 8) return math(one(["floor", "ceil", "trunc", "round"]), "int", of(one(["f64", "f32", "int"])));
      if (kind === 9) return one([() => math(one(["min", "max", "imul"]), "int", of("int"), of("int")), () => math(one(["abs", "clz32"]), "int", of("int")), () => wordOf(one(["highWord", "lowWord"]), one(["a", "b"]))])();
      if (kind === 10) return cast(one(["i32", "u32", "i16", "u16", "i8", "u8"]), "int", of(one(["f64", "int"])));
      return one([(): E => ({ kind: "unary", type, op: one(["neg", "bitnot"]), operand: of("int") }), () => convert(of("bool"), "int")])();
    case "f32":
      if (kind < 8) return arithmetic(one(["add", "sub", "mul", "div", "rem"]), of("f32"), of("f32"), "f32");
      if (kind === 8) return math(one(["sqrt", "abs", "sign"]), "f32", of("f32"));
      if (kind === 9) return math(one(["min", "max"]), "f32", of("f32"), of("f32"));
      return convert(of(one(["f64", "int", "bool"])), "f32");
    case "f64":
      if (kind < 7) return arithmetic(one(["add", "sub", "mul", "div", "rem"]), of("f64"), of("f64"), "f64");
      if (kind === 7) return math(one(["sqrt", "abs", "sign"]), "f64", of("f64"));
      if (kind === 8) return math(one(["min", "max"]), "f64", of("f64"), of("f64"));
      if (kind === 9 && m.callee) return { kind: "call", type, fn: m.callee.id, args: [of("f64"), of("int")] };
      if (kind === 10) return one([() => math("fromWords", "f64", of("int"), of("int")), (): E => ({ kind: "unary", type, op: "neg", operand: of("f64") })])();
      return convert(of(one(["f32", "int", "bool"])), "f64");
  }
}

/** The bits of a number; those of NaN are any NaN's. */
function wordOf(fn: string, name: string): E {
  return choose(compare("eq", local(name), local(name)), math(fn, "int", local(name)), int(0));
}
