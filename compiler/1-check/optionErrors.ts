// Options that an operator does not have, and words that an option does not take. TypeScript says something else of them, since an operator's last argument may be options
// or a record of dtypes: Type '"wrap"' is not assignable to type 'DType'.
//
//   stencil(a, f, { boundry: "wrap" })      SPMD1223 stencil has no option 'boundry'
//   random([n], { dist: "norml" })          SPMD1219 random: 'dist' is not one of "uniform", "normal"
import { ts } from "ts-morph";
import { report } from "../diagnostics/catalogue/index.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../ir/types.ts";
import { bytesOf } from "../ir/types.ts";
import type { Parameter } from "../ops/defineOp.ts";
import { operators } from "../ops/index.ts";
import { bare, isFunctionNode } from "./syntax.ts";

/** What is wrong with the options of a call that `node` is in, if it is that; `nameOf`: what the language calls a symbol. */
export function optionError(node: ts.Node | undefined, nameOf: (callee: ts.Node) => string | undefined, spanOf: (node: ts.Node) => Span): Diagnostic | undefined {
  for (let at = node; at && !isFunctionNode(at); at = at.parent) {
    const operator = ts.isCallExpression(at) ? operators.get(nameOf(ts.isPropertyAccessExpression(at.expression) ? at.expression.name : at.expression) ?? "") : undefined, options = operator?.parameters.find((p) => p.kind === "options");
    if (!operator || !options || !ts.isCallExpression(at)) continue;
    const wrong = at.arguments.map(bare).flatMap((argument) => (ts.isObjectLiteralExpression(argument) && !isRecord(argument) ? wrongOf(operator.name, argument, options.fields, spanOf) : []));
    if (wrong[0]) return wrong[0];
  }
  return undefined;
}

function wrongOf(op: string, literal: ts.ObjectLiteralExpression, fields: readonly Parameter[], spanOf: (node: ts.Node) => Span): Diagnostic[] {
  return literal.properties.flatMap((property): Diagnostic[] => {
    if (!property.name || !(ts.isIdentifier(property.name) || ts.isStringLiteral(property.name))) return [];
    const name = property.name.text, field = fields.find((f) => f.name === name), value = ts.isPropertyAssignment(property) ? bare(property.initializer) : undefined;
    if (!field) return [report("SPMD1223", spanOf(property), { op, name, options: fields.map((f) => f.name).join(", ") }, property.name.getWidth())];
    if (field.kind !== "choice" || !value || !ts.isStringLiteral(value) || field.values.includes(value.text)) return [];
    return [report("SPMD1219", spanOf(value), { op, name, values: field.values.map((v) => JSON.stringify(v)).join(", ") }, value.getWidth())];
  });
}

/** `{ re: "f64", im: "f64" }` */
const isRecord = ({ properties }: ts.ObjectLiteralExpression): boolean =>
  properties.length > 0 && properties.every((p) => ts.isPropertyAssignment(p) && ts.isStringLiteral(bare(p.initializer)) && (bare(p.initializer) as ts.StringLiteral).text in bytesOf);
