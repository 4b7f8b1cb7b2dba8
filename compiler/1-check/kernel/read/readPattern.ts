// What can be assigned: variables of the kernel, and patterns of them. Captured variables and fields cannot.
//
//   [x, y] = ...        { re, im: b = 0 } = ...        const { re } = z
import { ts } from "ts-morph";
import type { ExpressionSyntax, PatternSyntax, Reading } from "../syntax.ts";
import { bare } from "./constants.ts";
import { unsupported, wrong } from "./failure.ts";
import { denotationOf, symbolOf, variableOf } from "./names.ts";
import { readExpression } from "./readExpression.ts";
import { textOf } from "./report.ts";

type Part = (PatternSyntax & { readonly kind: "parts" })["parts"][number];

/** The left side of an assignment. */
export function readTarget(reading: Reading, expression: ts.Expression): PatternSyntax {
  const node = bare(expression);
  if (ts.isIdentifier(node)) return readAssigned(reading, node);
  if (ts.isArrayLiteralExpression(node)) return { kind: "parts", list: true, node, parts: node.elements.flatMap((e, k) => (ts.isOmittedExpression(e) ? [] : [readTargetPart(reading, String(k), e)])) };
  if (ts.isObjectLiteralExpression(node)) {
    return {
      kind: "parts",
      list: false,
      node,
      parts: node.properties.flatMap((p): Part[] => {
        if (ts.isShorthandPropertyAssignment(p)) return [{ field: p.name.text, pattern: readAssigned(reading, p.name), default: optional(reading, p.objectAssignmentInitializer) }];
        if (ts.isPropertyAssignment(p) && (ts.isIdentifier(p.name) || ts.isStringLiteral(p.name))) return [readTargetPart(reading, p.name.text, p.initializer)];
        unsupported(reading, p, `'${textOf(p)}' in a pattern`, "name each field that is wanted");
        return [];
      }),
    };
  }
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const root = rootOf(node);
    if (ts.isIdentifier(root) && denotationOf(reading, root).kind !== "variable") wrong(reading, "SPMD1001", node, { name: textOf(root) });
    else wrong(reading, "SPMD1026", node, { text: textOf(node), object: textOf(node.expression), field: ts.isPropertyAccessExpression(node) ? node.name.text : textOf(node.argumentExpression) });
  } else unsupported(reading, node, `assigning '${textOf(node)}'`, "assign variables of the kernel");
  return { kind: "ignore", node };
}

/** What the outermost property is taken of: `a` in `a.b[0].c`. */
export const rootOf = (node: ts.Expression): ts.Expression => {
  const inner = bare(node);
  return ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner) ? rootOf(inner.expression) : inner;
};

function readTargetPart(reading: Reading, field: string, node: ts.Expression): Part {
  if (ts.isSpreadElement(node)) {
    unsupported(reading, node, "'...' in a pattern", "name each element that is wanted");
    return { field, pattern: { kind: "ignore", node }, default: undefined };
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) return { field, pattern: readTarget(reading, node.left), default: readExpression(reading, node.right) };
  return { field, pattern: readTarget(reading, node), default: undefined };
}

function readAssigned(reading: Reading, node: ts.Identifier): PatternSyntax {
  const what = denotationOf(reading, node);
  if (what.kind === "variable") return { kind: "variable", variable: what.variable, node };
  if (what.kind === "unresolved") reading.wrong = true;
  else wrong(reading, "SPMD1001", node, { name: node.text });
  return { kind: "ignore", node };
}

/** What a declaration or parameter names. */
export function readBinding(reading: Reading, name: ts.BindingName): PatternSyntax {
  if (ts.isIdentifier(name)) {
    const symbol = symbolOf(reading.context.checker, name);
    return symbol ? { kind: "variable", variable: variableOf(reading, symbol), node: name } : { kind: "ignore", node: name };
  }
  const list = ts.isArrayBindingPattern(name);
  const parts = name.elements.flatMap((e, k): Part[] => {
    if (ts.isOmittedExpression(e)) return [];
    const field = list ? String(k) : e.propertyName ?? e.name;
    if (e.dotDotDotToken || (typeof field !== "string" && !ts.isIdentifier(field) && !ts.isStringLiteral(field))) {
      unsupported(reading, e, `'${textOf(e)}' in a pattern`, "name each part that is wanted");
      return [];
    }
    return [{ field: typeof field === "string" ? field : field.text, pattern: readBinding(reading, e.name), default: optional(reading, e.initializer) }];
  });
  return { kind: "parts", parts, list, node: name };
}

export const optional = (reading: Reading, node: ts.Expression | undefined): ExpressionSyntax | undefined => node && readExpression(reading, node);
