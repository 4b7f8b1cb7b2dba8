// A kernel that writes where it likes: what an operator brings along for loops whose every trip depends on the ones before, or stores at a place that it computes (counting,
// sorting, gathering). It is written once, in a small language of scalars and buffers that looks like JavaScript, and each printer of 6-emit has its form of it.
//
//   for k = 0 to n { x = a[k]; if x >=u bins { bad[0] = k; return } counts[x] = counts[x] + 1 }
//
// Types are i32 (which wraps), f64 and f32: a local has that of the first value it gets, an element that of its buffer's dtype (integers and booleans are i32, u32 its bits), a
// number that of what it meets. Comparisons give 1 or 0; `<u` and its like compare i32 as unsigned. `select(test, a, b)` evaluates both; `f64(x)` and `f32(x)` take any number. `for` looks at its limit before each
// trip. Numbers that the caller gives are i32. Places are not checked: a routine only goes where its buffers have elements.
import type { DType } from "./types.ts";

export type RoutineType = "i32" | "f64" | "f32";

export interface Routine {
  readonly kind: "routine";
  /** The export of the kernel module. */
  readonly name: string;
  readonly numbers: readonly string[];
  /** Called with no strides. */
  readonly buffers: readonly RoutineBuffer[];
  readonly locals: ReadonlyMap<string, RoutineType>;
  readonly body: readonly RoutineStatement[];
}

export interface RoutineBuffer {
  readonly name: string;
  readonly dtype: DType;
}

export type RoutineArithmetic = "+" | "-" | "*" | "/" | "&" | "|" | "^" | "<<" | ">>" | ">>>";
export type RoutineComparison = "==" | "!=" | "<" | "<=" | ">" | ">=" | "<u" | "<=u" | ">u" | ">=u";

export type RoutineExpression =
  | { readonly kind: "number"; readonly type: RoutineType; readonly value: number }
  | { readonly kind: "local"; readonly type: RoutineType; readonly name: string }
  | { readonly kind: "element"; readonly type: RoutineType; readonly buffer: RoutineBuffer; readonly at: RoutineExpression }
  | { readonly kind: "arithmetic"; readonly type: RoutineType; readonly op: RoutineArithmetic; readonly left: RoutineExpression; readonly right: RoutineExpression }
  | { readonly kind: "comparison"; readonly type: "i32"; readonly op: RoutineComparison; readonly left: RoutineExpression; readonly right: RoutineExpression }
  | { readonly kind: "convert"; readonly type: "f64" | "f32"; readonly value: RoutineExpression }
  | { readonly kind: "select"; readonly type: RoutineType; readonly test: RoutineExpression; readonly then: RoutineExpression; readonly else: RoutineExpression };

export type RoutineStatement =
  | { readonly kind: "set"; readonly name: string; readonly value: RoutineExpression }
  | { readonly kind: "put"; readonly buffer: RoutineBuffer; readonly at: RoutineExpression; readonly value: RoutineExpression }
  | { readonly kind: "for"; readonly name: string; readonly from: RoutineExpression; readonly to: RoutineExpression; readonly body: readonly RoutineStatement[] }
  | { readonly kind: "while"; readonly test: RoutineExpression; readonly body: readonly RoutineStatement[] }
  | { readonly kind: "if"; readonly test: RoutineExpression; readonly then: readonly RoutineStatement[]; readonly else: readonly RoutineStatement[] }
  | { readonly kind: "return" };

const elementType = (dtype: DType): RoutineType => (dtype === "f64" || dtype === "f32" ? dtype : "i32");

/** Binary operators by how closely they bind, as in JavaScript. */
const bindings: readonly (readonly string[])[] = [["|"], ["^"], ["&"], ["==", "!="], ["<", "<=", ">", ">=", "<u", "<=u", ">u", ">=u"], ["<<", ">>", ">>>"], ["+", "-"], ["*", "/"]];
const comparisons = new Set([...bindings[3]!, ...bindings[4]!]);

/** `text`: statements. Throws where it does not follow the grammar: the text is the compiler's own. */
export function routine(name: string, numbers: readonly string[], buffers: { readonly [name: string]: DType }, text: string): Routine {
  const tokens = text.match(/\d+(\.\d+)?(e-?\d+)?|\w+|>>>|<<|>>|[<>]=?u\b|[<>=!]=|\S/g) ?? [], places = new Map(Object.entries(buffers).map(([buffer, dtype]) => [buffer, { name: buffer, dtype }])), locals = new Map<string, RoutineType>();
  let next = 0;
  const fail = (what: string): never => {
    throw new Error(`routine ${name}: ${what} at ${tokens.slice(Math.max(0, next - 3), next + 5).join(" ")}`);
  };
  const taken = (token: string): boolean => tokens[next] === token && ++next > 0;
  const take = (token: string): void => void (taken(token) || fail(`no ${token}`));
  const isName = (token: string | undefined): token is string => token !== undefined && /^[a-zA-Z]/.test(token);
  const word = (): string => (isName(tokens[next]) ? tokens[next++]! : fail("no name"));

  /** A number has the type of what it meets. */
  const as = (e: RoutineExpression, type: RoutineType): RoutineExpression => (e.type === type ? e : e.kind === "number" ? { ...e, type } : fail(`${type} and ${e.type}`));
  const meeting = (left: RoutineExpression, right: RoutineExpression): readonly [RoutineExpression, RoutineExpression] => (left.kind === "number" ? [as(left, right.type), right] : [left, as(right, left.type)]);

  const primary = (): RoutineExpression => {
    if (taken("(")) {
      const inner = expression();
      take(")");
      return inner;
    }
    const token = tokens[next++];
    if (token === "-" && /^\d/.test(tokens[next] ?? "")) return { kind: "number", type: "i32", value: -Number(tokens[next++]) };
    if (token === "~") return { kind: "arithmetic", type: "i32", op: "^", left: as(primary(), "i32"), right: { kind: "number", type: "i32", value: -1 } };
    if (/^\d/.test(token ?? "")) return { kind: "number", type: /[.e]/.test(token!) ? "f64" : "i32", value: Number(token) };
    if (!isName(token)) return fail("no value");
    if (taken("(")) {
      if (token === "f64" || token === "f32") {
        const value = expression();
        take(")");
        return value.type === token ? value : { kind: "convert", type: token, value };
      }
      if (token !== "select") fail(`no function ${token}`);
      const test = as(expression(), "i32");
      take(",");
      const one = expression();
      take(",");
      const [then, other] = meeting(one, expression());
      take(")");
      return { kind: "select", type: then.type, test, then, else: other };
    }
    const buffer = places.get(token);
    if (buffer) {
      take("[");
      const at = as(expression(), "i32");
      take("]");
      return { kind: "element", type: elementType(buffer.dtype), buffer, at };
    }
    return { kind: "local", type: numbers.includes(token) ? "i32" : (locals.get(token) ?? fail(`${token} has no value yet`)), name: token };
  };
  const expression = (level = 0): RoutineExpression => {
    if (level === bindings.length) return primary();
    let left = expression(level + 1);
    while (bindings[level]!.includes(tokens[next] ?? "")) {
      const op = tokens[next++]!, [a, b] = meeting(left, expression(level + 1));
      left = comparisons.has(op) ? { kind: "comparison", type: "i32", op: op as RoutineComparison, left: a, right: b } : { kind: "arithmetic", type: a.type, op: op as RoutineArithmetic, left: a, right: b };
    }
    return left;
  };

  const block = (): RoutineStatement[] => {
    const list: RoutineStatement[] = [];
    take("{");
    while (!taken("}")) list.push(statement());
    return list;
  };
  const assigned = (local: string, value: RoutineExpression): RoutineExpression => {
    if (numbers.includes(local) || places.has(local)) fail(`${local} is the caller's`);
    if (!locals.has(local)) locals.set(local, value.type);
    return as(value, locals.get(local)!);
  };
  const statement = (): RoutineStatement => {
    while (taken(";"));
    if (taken("return")) return ended({ kind: "return" });
    if (taken("while")) return { kind: "while", test: as(expression(), "i32"), body: block() };
    if (taken("if")) {
      const test = as(expression(), "i32"), then = block();
      return { kind: "if", test, then, else: taken("else") ? block() : [] };
    }
    if (taken("for")) {
      const local = word();
      take("=");
      const from = assigned(local, expression());
      take("to");
      return { kind: "for", name: local, from, to: as(expression(), "i32"), body: block() };
    }
    const target = word(), buffer = places.get(target);
    if (!buffer) {
      take("=");
      return ended({ kind: "set", name: target, value: assigned(target, expression()) });
    }
    take("[");
    const at = as(expression(), "i32");
    take("]");
    take("=");
    return ended({ kind: "put", buffer, at, value: as(expression(), elementType(buffer.dtype)) });
  };
  const ended = (s: RoutineStatement): RoutineStatement => {
    while (taken(";"));
    return s;
  };
  const body: RoutineStatement[] = [];
  while (next < tokens.length) body.push(statement());
  return { kind: "routine", name, numbers, buffers: [...places.values()], locals, body };
}
