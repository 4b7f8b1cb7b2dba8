// Plain functions whose identity is known, since they are a built-in monoid written out, and those that are plainly not associative.
//
//   (x, y) => x + y   "add"        (a, b) => a - b   "'a - b' is not associative"
import type { ts } from "ts-morph";
import type { DType } from "../../ir/types.ts";
import type { MonoidName } from "../../ops/monoid.ts";
import { textOf } from "./read/report.ts";
import type { DiagnosticValues } from "./read/report.ts";
import type { ExpressionSyntax, FunctionSyntax } from "./syntax.ts";

export interface NotAssociative {
  readonly node: ts.Node;
  readonly values: DiagnosticValues;
}

export function recognise(syntax: FunctionSyntax, dtype: DType): MonoidName | NotAssociative | undefined {
  const [first, second, ...more] = syntax.parameters, [only, ...rest] = syntax.body;
  if (!first || !second || more.length > 0 || rest.length > 0 || only?.kind !== "return" || !only.value) return undefined;
  const variables = [first, second].map((p) => (p.pattern.kind === "variable" && !p.default ? p.pattern.variable : undefined));
  const body = only.value, isVariable = (e: ExpressionSyntax, k: number): boolean => e.kind === "variable" && e.variable === variables[k];
  const areBoth = (a: ExpressionSyntax | undefined, b: ExpressionSyntax | undefined): boolean => a !== undefined && b !== undefined && ((isVariable(a, 0) && isVariable(b, 1)) || (isVariable(a, 1) && isVariable(b, 0)));
  if (body.kind === "builtin") return body.args.length === 2 && areBoth(body.args[0], body.args[1]) ? extremes.get(body.name) : undefined;
  if (body.kind === "logical") return areBoth(body.left, body.right) && dtype === "bool" ? (body.op === "&&" ? "and" : "or") : undefined;
  if (body.kind !== "binary" || !areBoth(body.left, body.right)) return undefined;
  if (body.op === "!=") return dtype === "bool" ? "xor" : undefined;
  const instead = notAssociative.get(body.op);
  return instead === undefined ? operators.get(body.op) : { node: body.node, values: { text: textOf(body.node), instead } };
}

const extremes: ReadonlyMap<string, MonoidName> = new Map([["Math.min", "min"], ["Math.max", "max"]]);
const operators: ReadonlyMap<string, MonoidName> = new Map([["+", "add"], ["*", "mul"], ["&", "and"], ["|", "or"], ["^", "xor"]]);
const notAssociative: ReadonlyMap<string, string> = new Map([
  ["-", "negate the elements before, with map(a, x => -x), and add them"],
  ["/", "invert the elements before, with map(a, x => 1 / x), and multiply them"],
  ["%", "combine with add or mul, and take the remainder of the result"],
  ["**", "combine with mul"],
]);
