// Host code runs on every rank, and must do the same on each: what gives every rank another answer is reported. Kernels have their own rules.
import { ts } from "ts-morph";
import { complain } from "./place.ts";
import type { Lowering } from "./place.ts";
import { isFunctionNode } from "./syntax.ts";

/** What is called or read, the code to report, and what to write instead. `new` marks constructors. */
const sources: readonly (readonly [pattern: RegExp, code: `SPMD${number}`])[] = [
  [/^Math\.random$/, "SPMD1201"],
  [/^crypto\.(getRandomValues|randomUUID|subtle\..*)$/, "SPMD1201"],
  [/^(Date\.now|Date|new Date|performance\.(now|timeOrigin|mark|measure)|process\.(hrtime|hrtime\.bigint|uptime|cpuUsage))$/, "SPMD1229"],
  [/^process\.(pid|ppid|memoryUsage|resourceUsage)$/, "SPMD1230"],
];

export function reportImpure(lowering: Lowering, files: readonly ts.SourceFile[], isKernel: (fn: ts.Node) => boolean): void {
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || (isFunctionNode(node) && (isKernel(node) || isCalledOnce(lowering, node)))) return;
    const text = impureText(lowering, node), found = text === undefined ? undefined : sources.find(([pattern]) => pattern.test(text));
    if (found) complain(lowering, found[1], node, { name: ts.isCallExpression(node) || ts.isNewExpression(node) ? `${text}()` : text! });
    else ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);
}

/** `once(() => ...)`: on one rank, whose answer all get. */
const isCalledOnce = ({ language }: Lowering, fn: ts.Node): boolean => ts.isCallExpression(fn.parent) && fn.parent.arguments[0] === fn && language.nameOf(language.symbolOf(ts.isPropertyAccessExpression(fn.parent.expression) ? fn.parent.expression.name : fn.parent.expression)) === "once";

/** "Math.random" for `Math.random()`, "new Date" for `new Date()`, where the name is the global one. */
function impureText(lowering: Lowering, node: ts.Node): string | undefined {
  if (ts.isNewExpression(node)) return (node.arguments?.length ?? 0) === 0 && isGlobal(lowering, node.expression) ? `new ${node.expression.getText()}` : undefined;
  if (ts.isCallExpression(node)) return globalPath(lowering, node.expression) === "Date" || globalPath(lowering, node.expression)?.includes(".") ? globalPath(lowering, node.expression) : undefined;
  return ts.isPropertyAccessExpression(node) ? globalPath(lowering, node) : undefined;
}

/** "Math.sqrt", where the first name is the global one. */
export function globalPath(lowering: Lowering, node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return isGlobal(lowering, node) ? (node.text === "globalThis" ? "" : node.text) : undefined;
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const object = globalPath(lowering, node.expression);
  return object === undefined ? undefined : object === "" ? node.name.text : `${object}.${node.name.text}`;
}

function isGlobal(lowering: Lowering, node: ts.Expression): boolean {
  if (!ts.isIdentifier(node)) return false;
  const symbol = lowering.language.symbolOf(node);
  return symbol !== undefined && (symbol.declarations ?? []).every((d) => d.getSourceFile().isDeclarationFile && !ts.isExternalModule(d.getSourceFile()));
}
