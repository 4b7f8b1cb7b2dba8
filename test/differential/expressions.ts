// Random scalar expressions of the language that kernels and host code share. Every expression has a kind, so that what the compiler must prove (an
// integer where one is stored, a boolean where one is tested) holds by construction. The functions of `Math` are those of the compiler's own tables.
import { mathFunctions } from "../../compiler/math/index.ts";
import { conversions } from "../../compiler/ops/hostFunctions.ts";
import { scalarIntrinsics } from "../../compiler/ops/scalar.ts";
import { chance, oneOf, recent, weighted } from "./genes.ts";
import type { Choose } from "./genes.ts";

/** `integer`: a number that the compiler knows to be an integer. */
export type Kind = "number" | "integer" | "boolean";

/** Something that has a value: a variable, a parameter, `at(-1, 0)`. */
export interface Leaf {
  readonly text: string;
  readonly kind: Kind;
  readonly assignable?: boolean;
}

export interface ScalarFunction {
  readonly name: string;
  readonly params: readonly Kind[];
  readonly result: Kind;
  /** Calls no function of `Math` but exact ones. */
  readonly exact: boolean;
}

export interface Terms {
  readonly choose: Choose;
  readonly leaves: readonly Leaf[];
  readonly functions: readonly ScalarFunction[];
  /** In host code `Math` is the engine's own, whose last bits are nobody's promise: only its exact functions are called there. */
  readonly exact?: boolean;
}

interface MathFunction {
  readonly name: string;
  readonly arity: number;
  /** `same`: an integer if its arguments are. */
  readonly result: "number" | "integer" | "same";
}

const exactFunctions: readonly MathFunction[] = [...scalarIntrinsics.values()].filter((row) => row.name in Math)
  .map(({ name, params, result }) => ({ name, arity: params.length, result: result === "int" ? "integer" : result === "same" && name !== "sqrt" ? "same" : "number" }));
const approximateFunctions: readonly MathFunction[] = Object.entries(mathFunctions).map(([name, fn]) => ({ name, arity: fn.length, result: "number" }));
const dtypeConversions = conversions.filter((dtype) => dtype !== "bool");

const whole = ["1", "0", "2", "3", "5", "7", "10", "100", "4", "255", "65536", "2147483648", "4294967295", "1e9"];
const fractions = ["0.5", "1.5", "0.25", "0.1", "-1.25", "3.7", "-0.3", "12.75", "1e-3", "1e6", "0.3333333333333333", "-2147483649.5", "1e300", "1e-310", "Infinity"];

export function expression(terms: Terms, kind: Kind, depth: number): string {
  return kind === "boolean" ? truth(terms, depth) : kind === "integer" ? integer(terms, depth) : number(terms, depth);
}

function leaf({ choose, leaves }: Terms, ...kinds: readonly Kind[]): string | undefined {
  const fitting = leaves.filter((l) => kinds.includes(l.kind));
  return fitting.length === 0 || chance(choose, 15) ? undefined : recent(choose, fitting).text;
}

/** Small numbers are likelier. */
const literal = (choose: Choose, list: readonly string[]): string => list[Math.min(choose(list.length), choose(list.length), choose(list.length))]!;

function called(terms: Terms, kind: Kind, depth: number): string | undefined {
  const fitting = terms.functions.filter((f) => f.result === kind && (f.exact || !terms.exact));
  if (fitting.length === 0) return undefined;
  const { name, params } = oneOf(terms.choose, fitting);
  return `${name}(${params.map((p) => expression(terms, p, depth - 1)).join(", ")})`;
}

function mathCall(terms: Terms, wanted: "number" | "integer", depth: number): string {
  const { choose } = terms, list = terms.exact || wanted === "integer" || chance(choose, 50) ? exactFunctions : approximateFunctions;
  const { name, arity, result } = oneOf(choose, list.filter((f) => wanted === "number" || f.result !== "number"));
  // Integers in, integer out; but rounding takes any number.
  const argument: Kind = wanted === "integer" && (result === "same" || arity > 1) ? "integer" : "number";
  return `Math.${name}(${Array.from({ length: arity }, () => expression(terms, argument, depth - 1)).join(", ")})`;
}

const choice = (terms: Terms, kind: Kind, depth: number): string => `(${truth(terms, depth - 1)} ? ${expression(terms, kind, depth - 1)} : ${expression(terms, kind, depth - 1)})`;

function number(terms: Terms, depth: number): string {
  const { choose } = terms, e = (): string => number(terms, depth - 1);
  if (depth <= 0) return leaf(terms, "number", "integer") ?? literal(choose, chance(choose, 40) ? fractions : whole);
  switch (weighted(choose, numberForms)) {
    case "leaf": return leaf(terms, "number", "integer") ?? literal(choose, fractions);
    case "sum": return `(${e()} ${oneOf(choose, ["+", "-"])} ${e()})`;
    case "product": return `(${e()} * ${e()})`;
    case "quotient": return `(${e()} / ${e()})`;
    case "remainder": return `(${e()} % ${e()})`;
    case "negative": return `(- ${e()})`;
    case "math": return mathCall(terms, "number", depth);
    case "choice": return choice(terms, "number", depth);
    case "call": return called(terms, "number", depth) ?? e();
    case "conversion": return `${oneOf(choose, dtypeConversions)}(${expression(terms, oneOf(choose, ["number", "number", "boolean"] as const), depth - 1)})`;
    case "integer": return integer(terms, depth - 1);
  }
}

const numberForms = [[4, "leaf"], [5, "sum"], [4, "product"], [2, "quotient"], [1, "remainder"], [1, "negative"], [2, "math"], [2, "choice"], [2, "call"], [1, "conversion"], [3, "integer"]] as const;

function integer(terms: Terms, depth: number): string {
  const { choose } = terms, e = (): string => integer(terms, depth - 1);
  if (depth <= 0) return leaf(terms, "integer") ?? literal(choose, whole);
  switch (weighted(choose, integerForms)) {
    case "leaf": return leaf(terms, "integer") ?? literal(choose, whole);
    case "sum": return `(${e()} ${oneOf(choose, ["+", "-"])} ${e()})`;
    case "product": return `(${e()} * ${e()})`;
    case "remainder": return `(${e()} % ${e()})`;
    case "bits": return `(${expression(terms, chance(choose, 15) ? "number" : "integer", depth - 1)} ${oneOf(choose, ["&", "|", "^", "<<", ">>", ">>>"])} ${e()})`;
    case "negative": return `(${oneOf(choose, ["-", "~"])} ${e()})`;
    case "math": return mathCall(terms, "integer", depth);
    case "choice": return choice(terms, "integer", depth);
    case "call": return called(terms, "integer", depth) ?? e();
    case "conversion": return `${oneOf(choose, dtypeConversions.filter((d) => d !== "f64" && d !== "f32"))}(${expression(terms, oneOf(choose, ["number", "integer", "boolean"] as const), depth - 1)})`;
  }
}

const integerForms = [[4, "leaf"], [5, "sum"], [2, "product"], [2, "remainder"], [3, "bits"], [1, "negative"], [2, "math"], [2, "choice"], [2, "call"], [1, "conversion"]] as const;

function truth(terms: Terms, depth: number): string {
  const { choose } = terms, t = (): string => truth(terms, depth - 1);
  const compare = (operators: readonly string[]): string => `(${number(terms, Math.min(2, depth - 1))} ${oneOf(choose, operators)} ${number(terms, Math.min(2, depth - 1))})`;
  if (depth <= 0) return leaf(terms, "boolean") ?? compare(["<", ">=", ">", "<="]);
  switch (weighted(choose, truthForms)) {
    case "leaf": return leaf(terms, "boolean") ?? compare(["<", ">="]);
    case "order": return compare(["<", "<=", ">", ">="]);
    // The plus keeps TypeScript from comparing types of literals.
    case "equality": return `(+(${integer(terms, depth - 1)}) ${oneOf(choose, ["===", "!=="])} ${integer(terms, depth - 1)})`;
    case "both": return `(${t()} && ${t()})`;
    case "either": return `(${t()} || ${t()})`;
    case "not": return `!(${t()})`;
    case "test": return `Number.${oneOf(choose, ["isNaN", "isInteger", "isFinite"])}(${number(terms, depth - 1)})`;
    case "call": return called(terms, "boolean", depth) ?? t();
  }
}

const truthForms = [[2, "leaf"], [6, "order"], [3, "equality"], [2, "both"], [2, "either"], [1, "not"], [1, "test"], [1, "call"]] as const;
