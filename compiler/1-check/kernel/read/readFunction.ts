// A function's node becomes `FunctionSyntax`, once: names resolved, what is outside the language reported. Built-ins used as kernels (`map(a, Math.sqrt)`)
// get a function around them.
import { ts } from "ts-morph";
import type { KernelContext } from "../request.ts";
import type { FunctionSyntax, ParameterSyntax, Reading, StatementSyntax, Variable } from "../syntax.ts";
import { classify } from "./captures.ts";
import { completes, returnsValue } from "./flow.ts";
import { absent, unsupported, wrong } from "./failure.ts";
import { symbolOf } from "./names.ts";
import { quoted } from "./report.ts";
import { readExpression } from "./readExpression.ts";
import { optional, readBinding } from "./readPattern.ts";
import { readStatements } from "./readStatements.ts";

/** `neighbours`: the first parameter is `at` and takes so many offsets; it is not among the parameters of the result. */
export function readFunction(context: KernelContext, fn: ts.SignatureDeclaration, name: string, neighbours?: number): FunctionSyntax {
  const known = context.cache.syntax.get(fn);
  if (known) return known;
  const [first] = fn.parameters, at = neighbours !== undefined && first && ts.isIdentifier(first.name) ? symbolOf(context.checker, first.name) : undefined;
  const reading: Reading = {
    context, fn, variables: new Map(), targets: [], labels: new Set(), counters: new Map(), bound: false, wrong: false, absent: new Set(),
    neighbours: at && neighbours !== undefined ? { symbol: at, ndim: neighbours } : undefined,
  };
  checkKind(reading, fn);
  const parameters = (at ? fn.parameters.slice(1) : fn.parameters).map((p) => readParameter(reading, p));
  const body = readBody(reading, fn);
  const fallsThrough = completes(body);
  if (fallsThrough && returnsValue(body) && !reading.wrong) wrong(reading, "SPMD1025", placeOf(fn), { name: quoted(name) ?? "the function" });
  const syntax: FunctionSyntax = { name: name || undefined, node: fn, parameters, body, fallsThrough, bound: reading.bound, wrong: reading.wrong };
  if (!reading.bound) context.cache.syntax.set(fn, syntax);
  return syntax;
}

/** Where to say something of the function as a whole: its name, or its first line. */
export const placeOf = (fn: ts.Node): ts.Node => (ts.isFunctionLike(fn) && fn.name) || fn;

function checkKind(reading: Reading, fn: ts.SignatureDeclaration): void {
  const modifiers = ts.canHaveModifiers(fn) ? ts.getModifiers(fn) : undefined;
  const async = modifiers?.find((m) => m.kind === ts.SyntaxKind.AsyncKeyword);
  if (async) absent(reading, "suspension", "SPMD1014", async, { what: "asynchronous" });
  if ((ts.isFunctionDeclaration(fn) || ts.isFunctionExpression(fn)) && fn.asteriskToken) absent(reading, "suspension", "SPMD1014", placeOf(fn), { what: "a generator" });
}

function readParameter(reading: Reading, node: ts.ParameterDeclaration): ParameterSyntax {
  if (node.dotDotDotToken) unsupported(reading, node, "'...' before a parameter", "name each parameter");
  const refused = node.type && !node.dotDotDotToken && node.type.kind !== ts.SyntaxKind.NumberKeyword && node.type.kind !== ts.SyntaxKind.BooleanKeyword && isRefused(reading, node, node.type);
  return { pattern: readBinding(reading, node.name), default: optional(reading, node.initializer), node, ...(refused ? { wrong: true } : {}) };
}

function isRefused(reading: Reading, node: ts.ParameterDeclaration, declared: ts.TypeNode): boolean {
  const { checker } = reading.context, type = checker.getTypeFromTypeNode(declared);
  const bound = type.flags & ts.TypeFlags.TypeParameter ? checker.getBaseConstraintOfType(type) ?? type : type;
  const kind = classify(reading, bound);
  // A list of fixed length is a record. What is left out of an optional parameter or field is seen where it is called.
  if (!["text", "a bigint", "array", "a function"].includes(kind) || checker.isTupleType(bound)) return false;
  wrong(reading, "SPMD1024", node, { name: node.name.getText(), type: declared.getText() });
  return true;
}

function readBody(reading: Reading, fn: ts.SignatureDeclaration): readonly StatementSyntax[] {
  const body = ts.isArrowFunction(fn) || ts.isFunctionExpression(fn) || ts.isFunctionDeclaration(fn) ? fn.body : undefined;
  if (!body) return [];
  if (ts.isBlock(body)) return readStatements(reading, body.statements);
  return [{ kind: "return", value: readExpression(reading, body), node: body }];
}

/** `Math.sqrt` or `f32` as a kernel of so many arguments. */
export function builtinAsFunction(name: string, arity: number, node: ts.Node): FunctionSyntax {
  const variables = Array.from({ length: arity }, (_, k): Variable => ({ name: "xyzw"[k] ?? `x${k}` }));
  const parameters = variables.map((variable): ParameterSyntax => ({ pattern: { kind: "variable", variable, node }, default: undefined, node }));
  const value = { kind: "builtin", name, node, args: variables.map((variable) => ({ kind: "variable", variable, node }) as const) } as const;
  return { name: name.replace(/^.*\./, ""), node, parameters, body: [{ kind: "return", value, node }], fallsThrough: false, bound: false, wrong: false };
}
