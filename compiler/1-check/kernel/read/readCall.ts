// Calls: of functions of the program, of built-ins, of a neighbour kernel's `at`. What a kernel cannot call is reported by what it is.
import { ts } from "ts-morph";
import { hostFunctions } from "../../../ops/hostFunctions.ts";
import { scalarIntrinsics } from "../../../ops/scalar.ts";
import { integerRange } from "../../../ir/types.ts";
import type { ExpressionSyntax, Reading } from "../syntax.ts";
import { bare } from "./constants.ts";
import { offsetValue } from "./offsets.ts";
import { classify, numberOf } from "./captures.ts";
import { absent, unsupported, wrong, wrongAgain } from "./failure.ts";
import { denotationOf, memberDenotation } from "./names.ts";
import type { Denotation } from "./names.ts";
import { readExpression } from "./readExpression.ts";
import { rootOf } from "./readPattern.ts";
import { textOf } from "./report.ts";

export function readCall(reading: Reading, node: ts.CallExpression): ExpressionSyntax {
  const callee = bare(node.expression), name = textOf(callee);
  if (node.questionDotToken) return wrong(reading, "SPMD1030", node, { what: "'?.'" });
  const what: Denotation | undefined = ts.isIdentifier(callee) ? denotationOf(reading, callee) : ts.isPropertyAccessExpression(callee) ? memberDenotation(reading, callee) : undefined;
  switch (what?.kind) {
    case "function":
      return readArguments(reading, node, (args) => ({ kind: "call", node, callee: what.callee, args }));
    case "global":
      return callGlobal(reading, node, what.name);
    case "language":
      return callLanguage(reading, node, what.name);
    case "at":
      return readNeighbour(reading, node, name);
    case "variable": {
      const { declaration } = what;
      // A function in a kernel's own variable was reported where it stands.
      const made = ts.isVariableDeclaration(declaration) && declaration.initializer && ts.isFunctionLike(bare(declaration.initializer));
      return made ? wrongAgain(node) : wrong(reading, "SPMD1023", callee, { name });
    }
    case "unresolved":
      reading.wrong = true;
      return wrongAgain(node);
    case "constant":
    case "host":
      return wrong(reading, "SPMD1023", callee, { name });
    case undefined:
      return callOther(reading, node, callee);
  }
}

function readArguments(reading: Reading, node: ts.CallExpression, make: (args: readonly ExpressionSyntax[]) => ExpressionSyntax): ExpressionSyntax {
  const spread = node.arguments.find(ts.isSpreadElement);
  if (spread) return wrong(reading, "SPMD1015", spread, { what: "a spread list" });
  return make(node.arguments.map((a) => readExpression(reading, a)));
}

const clocks = new Set(["Date", "Date.now", "Date.UTC", "Date.parse", "performance.now"]);
const texts = new Set(["String", "parseInt", "parseFloat", "Number.parseInt", "Number.parseFloat", "encodeURIComponent", "decodeURIComponent", "atob", "btoa"]);
const outside = /^(console|process|crypto|fetch|setTimeout|setInterval|clearTimeout|clearInterval|queueMicrotask|alert)\b/;
const lists = /^(Array|Object|Map|Set|WeakMap|WeakSet|JSON|Reflect|structuredClone|ArrayBuffer|SharedArrayBuffer|(Big)?(Int|Uint|Float)\d+(Clamped)?Array)\b/;

function callGlobal(reading: Reading, node: ts.CallExpression, name: string): ExpressionSyntax {
  if (name === "Math.random") return wrong(reading, "SPMD1020", node);
  if (clocks.has(name)) return wrong(reading, "SPMD1021", node, { name });
  if (outside.test(name)) return wrong(reading, "SPMD1010", node, { name });
  if (texts.has(name)) return absent(reading, "text", "SPMD1011", node);
  if (lists.test(name)) return wrong(reading, "SPMD1015", node, { what: `'${name}'` });
  if (/^BigInt\b/.test(name)) return absent(reading, "bigint", "SPMD1018", node, { what: "a bigint" });
  if (/^Symbol\b/.test(name)) return wrong(reading, "SPMD1018", node, { what: "a symbol" });
  const builtin = name === "isNaN" || name === "isFinite" ? `Number.${name}` : name;
  if (!builtin.startsWith("Math.") && !["Number", "Boolean", "Number.isNaN", "Number.isFinite", "Number.isInteger", "Number.isSafeInteger"].includes(builtin)) {
    return wrong(reading, "SPMD1023", node.expression, { name });
  }
  return readArguments(reading, node, (args) => ({ kind: "builtin", name: builtin, args, node }));
}

/** Functions of package `spmd`: dtypes round or wrap, scalar intrinsics (in the compiler's own `math`) are what they are. */
/** Functions of `spmd` that kernels call. */
export const isBuiltinName = (name: string): boolean => isDTypeName(name) || scalarIntrinsics.has(name) || hostFunctions.get(name)?.kind === "complex";

function callLanguage(reading: Reading, node: ts.CallExpression, name: string): ExpressionSyntax {
  if (name === "read") return readElement(reading, node);
  if (isBuiltinName(name)) return readArguments(reading, node, (args) => ({ kind: "builtin", name, args, node }));
  return wrong(reading, "SPMD1028", node.expression, { name });
}

/** `read(a, i, j)`: an array by its name, and its element's positions. */
function readElement(reading: Reading, node: ts.CallExpression): ExpressionSyntax {
  const [first, ...rest] = node.arguments, named = first && bare(first), what = named && ts.isIdentifier(named) ? denotationOf(reading, named) : undefined;
  const symbol = what?.kind === "host" ? what.symbol : named && ts.isIdentifier(named) ? reading.context.checker.getSymbolAtLocation(named) : undefined;
  const type = named && reading.context.checker.getTypeAtLocation(named), isArray = type && classify(reading, type) === "array" && symbolIsArray(reading, type);
  if (!first || !symbol || !isArray || what?.kind === "variable" || node.arguments.some(ts.isSpreadElement)) return wrong(reading, "SPMD1033", first ?? node, { name: first ? textOf(first) : "" });
  // Which array a name stands for depends on where the kernel is used.
  reading.bound = true;
  return { kind: "read", array: { key: numberOf(reading, symbol), symbol, node: first }, indices: rest.map((index) => readExpression(reading, index)), node };
}

const symbolIsArray = (reading: Reading, type: ts.Type): boolean => type.symbol !== undefined && reading.context.builtin(type.symbol) === "NDArray";

export const isDTypeName = (name: string): boolean => name === "f64" || name === "f32" || name in integerRange;

function callOther(reading: Reading, node: ts.CallExpression, callee: ts.Expression): ExpressionSyntax {
  if (ts.isFunctionLike(callee)) return wrong(reading, "SPMD1013", callee);
  if (callee.kind === ts.SyntaxKind.ImportKeyword || callee.kind === ts.SyntaxKind.SuperKeyword) return unsupported(reading, node, `'${textOf(callee)}'`, "import functions at the top of the module");
  if (ts.isPropertyAccessExpression(callee)) {
    const root = rootOf(callee);
    if (ts.isIdentifier(root) && denotationOf(reading, root).kind === "host") return wrong(reading, "SPMD1023", callee, { name: textOf(callee) });
    // A method of a number, a list or text: whatever is wrong with the object itself comes first.
    const object = readExpression(reading, callee.expression);
    if (object.kind === "wrong") return object;
    if (["toFixed", "toString", "toPrecision", "toExponential", "toLocaleString"].includes(callee.name.text)) return absent(reading, "text", "SPMD1011", node);
    if (object.kind === "record" || object.kind === "variable") return wrong(reading, "SPMD1015", node, { what: `method '${callee.name.text}'` });
  }
  return wrong(reading, "SPMD1023", callee, { name: textOf(callee) });
}

function readNeighbour(reading: Reading, node: ts.CallExpression, name: string): ExpressionSyntax {
  const { ndim } = reading.neighbours!, offset = node.arguments.map((a) => offsetValue(reading, a));
  if (offset.length !== ndim || !offset.every((o): o is number => o !== undefined)) {
    return wrong(reading, "SPMD1027", node, { name, ndim, example: Array.from({ length: ndim }, (_, k) => (k === 0 ? -1 : 0)).join(", ") });
  }
  return { kind: "neighbour", offset, node };
}

export function readNew(reading: Reading, node: ts.NewExpression): ExpressionSyntax {
  const callee = bare(node.expression), what = ts.isIdentifier(callee) ? denotationOf(reading, callee) : undefined, name = textOf(callee);
  if (what?.kind === "global") {
    if (what.name === "Date") return wrong(reading, "SPMD1021", node, { name: "new Date" });
    if (what.name === "RegExp") return wrong(reading, "SPMD1018", node, { what: "a regular expression" });
    if (/Error$/.test(what.name)) return wrong(reading, "SPMD1032", node);
    if (lists.test(what.name)) return wrong(reading, "SPMD1015", node, { what: `'new ${name}'` });
  }
  return unsupported(reading, node, `'new ${name}'`, "use numbers, booleans and records such as { re, im }");
}
