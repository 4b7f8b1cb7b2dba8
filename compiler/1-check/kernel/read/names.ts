// What a name in a kernel stands for, by its symbol: a variable of the function, a constant, a host scalar to capture, a function of the program, a
// built-in of ECMAScript ("Math.sin") or of the language ("f32"). Names are never compared: a user's own `Math` is the user's.
import { ts } from "ts-morph";
import type { CalleeSyntax, Reading, Variable } from "../syntax.ts";
import { bare, builtinConstants, initializerOf, literalValue } from "./constants.ts";
import type { Constant } from "./constants.ts";

export type Denotation =
  | { readonly kind: "variable"; readonly variable: Variable; readonly declaration: ts.Declaration }
  | { readonly kind: "constant"; readonly value: Constant }
  | { readonly kind: "function"; readonly callee: CalleeSyntax }
  /** A global of ECMAScript or of the host: "Math", "console", "isNaN". */
  | { readonly kind: "global"; readonly name: string }
  /** An export of package `spmd`. */
  | { readonly kind: "language"; readonly name: string }
  | { readonly kind: "at" }
  /** A host variable. */
  | { readonly kind: "host"; readonly symbol: ts.Symbol; readonly declaration: ts.Declaration }
  | { readonly kind: "unresolved" };

/** The symbol that an identifier, or a member of a namespace, means, imports followed. */
export function symbolOf(checker: ts.TypeChecker, node: ts.Node): ts.Symbol | undefined {
  const symbol = ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node ? checker.getShorthandAssignmentValueSymbol(node.parent) : checker.getSymbolAtLocation(node);
  return symbol && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
}

/** What an identifier stands for. */
export function denotationOf(reading: Reading, node: ts.Identifier): Denotation {
  const symbol = symbolOf(reading.context.checker, node);
  return symbol ? denotationOfSymbol(reading, symbol) : { kind: "unresolved" };
}

export function denotationOfSymbol(reading: Reading, symbol: ts.Symbol): Denotation {
  if (symbol === reading.neighbours?.symbol) return { kind: "at" };
  const counter = reading.counters.get(symbol);
  if (counter !== undefined) return { kind: "constant", value: counter };
  const known = reading.variables.get(symbol), declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  if (known && declaration) return { kind: "variable", variable: known, declaration };
  if (symbol.name === "undefined" && !declaration) return { kind: "global", name: "undefined" };
  if (!declaration) return { kind: "unresolved" };
  const language = reading.context.builtin(symbol);
  if (language !== undefined) return { kind: "language", name: language };
  if (isInside(declaration, reading.fn) && (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration) || ts.isParameter(declaration))) {
    return { kind: "variable", variable: variableOf(reading, symbol), declaration };
  }
  const bound = reading.context.binding(symbol);
  if (bound) {
    reading.bound = true;
    return denotationOfExpression(reading, bound);
  }
  if (isGlobal(symbol, declaration)) {
    const value = builtinConstants.get(symbol.name);
    return value === undefined ? { kind: "global", name: symbol.name } : { kind: "constant", value };
  }
  if (ts.isFunctionDeclaration(declaration)) {
    const body = symbol.declarations?.find((d): d is ts.FunctionDeclaration => ts.isFunctionDeclaration(d) && d.body !== undefined);
    return body ? { kind: "function", callee: { name: symbol.name, node: body } } : { kind: "host", symbol, declaration };
  }
  const initializer = initializerOf(declaration);
  if (initializer) {
    const value = literalValue(initializer);
    if (value !== undefined) return { kind: "constant", value };
    const same = denotationOfExpression(reading, initializer, symbol.name);
    if (same.kind === "function" || same.kind === "language" || (same.kind === "global" && same.name.includes("."))) return same;
  }
  const taken = memberOfGlobal(reading, declaration);
  return taken ?? { kind: "host", symbol, declaration };
}

/** What an expression stands for that is a function, or the name or property of something. */
export function denotationOfExpression(reading: Reading, node: ts.Node, name?: string): Denotation {
  const inner = ts.isExpression(node) ? bare(node) : node;
  if (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner) || ts.isFunctionDeclaration(inner)) return { kind: "function", callee: { name: inner.name?.text ?? name ?? "", node: inner } };
  if (ts.isIdentifier(inner)) return denotationOf(reading, inner);
  if (ts.isPropertyAccessExpression(inner) && ts.isIdentifier(inner.name)) return memberDenotation(reading, inner) ?? { kind: "unresolved" };
  return { kind: "unresolved" };
}

/** `Math.sin`, `namespace.f`: what a property access stands for unless it is a property of a value. */
export function memberDenotation(reading: Reading, node: ts.PropertyAccessExpression): Denotation | undefined {
  const object = bare(node.expression), { checker } = reading.context;
  if (!ts.isIdentifier(object) && !ts.isPropertyAccessExpression(object)) return undefined;
  const symbol = symbolOf(checker, ts.isIdentifier(object) ? object : object.name);
  if (symbol && symbol.flags & ts.SymbolFlags.Enum) {
    const member = symbolOf(checker, node.name)?.valueDeclaration, value = member && ts.isEnumMember(member) ? checker.getConstantValue(member) : undefined;
    return typeof value === "number" ? { kind: "constant", value } : undefined;
  }
  if (symbol && symbol.flags & ts.SymbolFlags.Module) {
    const member = symbolOf(checker, node.name);
    return member && denotationOfSymbol(reading, member);
  }
  const what = ts.isIdentifier(object) ? symbol && denotationOfSymbol(reading, symbol) : memberDenotation(reading, object);
  if (what?.kind !== "global") return undefined;
  const name = `${what.name}.${node.name.text}`, value = builtinConstants.get(name);
  return value === undefined ? { kind: "global", name } : { kind: "constant", value };
}

export function variableOf(reading: Reading, symbol: ts.Symbol): Variable {
  let variable = reading.variables.get(symbol);
  if (!variable) reading.variables.set(symbol, (variable = { name: symbol.name }));
  return variable;
}

/** `const { sin, PI } = Math`. */
function memberOfGlobal(reading: Reading, declaration: ts.Declaration): Denotation | undefined {
  if (!ts.isBindingElement(declaration) || !ts.isObjectBindingPattern(declaration.parent) || !ts.isVariableDeclaration(declaration.parent.parent)) return undefined;
  const { initializer } = declaration.parent.parent, member = declaration.propertyName ?? declaration.name;
  if (!initializer || !ts.isIdentifier(member)) return undefined;
  const object = denotationOfExpression(reading, initializer);
  if (object.kind !== "global") return undefined;
  const name = `${object.name}.${member.text}`, value = builtinConstants.get(name);
  return value === undefined ? { kind: "global", name } : { kind: "constant", value };
}

export const isInside = (node: ts.Node, outer: ts.Node): boolean => node.pos >= outer.pos && node.end <= outer.end && node.getSourceFile() === outer.getSourceFile();

const isGlobal = (symbol: ts.Symbol, declaration: ts.Declaration): boolean =>
  declaration.getSourceFile().isDeclarationFile && !ts.isExternalModule(declaration.getSourceFile()) && !(ts.isModuleBlock(declaration.parent));
