// Declarations of host code: what holds an array or exists only while compiling becomes a binding, the rest a statement of the program.
//
//   const a = map(b, f), n: number = 3;     a -> %2     `const n         = 3;`
//   let u = zeros([n]);                     slot u if it is assigned later, else like a const
//   const total = sum(a);                   scalar total = %3
import { ts } from "ts-morph";
import { isArithmetic } from "./arithmetic.ts";
import type { HostBinding } from "./bindings.ts";
import { newCells, storeCells } from "./cells.ts";
import { constantOf, initializerOf } from "./constants.ts";
import { extentText, knownExtent, knownShape, shapeText } from "./extents.ts";
import { codeOf, hostText } from "./hostText.ts";
import type { Code } from "./hostText.ts";
import { lowerExpression } from "./lowerExpression.ts";
import { eachPart } from "./lowerParts.ts";
import { declareNames, pushText } from "./lowerStatement.ts";
import { fail, pushHost } from "./place.ts";
import type { Place } from "./place.ts";
import { newSlot, writeSlot } from "./slots.ts";
import { bare, declaredNames, isFunctionNode } from "./syntax.ts";
import type { Value } from "./value.ts";

export function lowerVariables(place: Place, statement: ts.VariableStatement): void {
  if (!place.lowering.parts.has(statement)) {
    const { declarations } = statement.declarationList;
    for (const declaration of declarations) declareHost(place, declaration);
    return pushText(place, statement, { removable: declarations.every((d) => d.initializer !== undefined && isSilent(place, d.initializer)), arithmetic: declarations.every((d) => isComputed(place, d)) });
  }
  for (const declaration of statement.declarationList.declarations) lowerVariable(place, declaration);
}

/** A function, a constant, or a list of such: making it does nothing else. */
function isSilent(place: Place, initializer: ts.Expression): boolean {
  const node = bare(initializer);
  return isFunctionNode(node) || constantOf(place.lowering.language, place.bindings, node) !== undefined || (ts.isArrayLiteralExpression(node) && node.elements.every((e) => isSilent(place, e)));
}

/** A constant that is arithmetic of others. */
function isComputed(place: Place, { name, initializer }: ts.VariableDeclaration): boolean {
  return ts.isIdentifier(name) && !isAssigned(place, name) && initializer !== undefined && isArithmetic(place, initializer, new Map());
}

/** Also used for the variables of `for (let ...; ...; ...)`. */
export function lowerVariable(place: Place, declaration: ts.VariableDeclaration): void {
  const { parts, language } = place.lowering, { initializer, name } = declaration;
  if (!parts.has(declaration)) {
    declareHost(place, declaration);
    const code = hostText(place, declaration);
    return pushHost(place, place.lowering.span(declaration), `${keyword(declaration)} ${code.text};`, code.reads, code.writes, isComputed(place, declaration));
  }
  if (initializer && isFunctionNode(initializer)) return;
  if (!initializer) {
    if (!ts.isIdentifier(name) || !language.isArray(language.checker.getTypeAtLocation(name))) fail(place, "SPMD1203", declaration, { name: name.getText() });
    const type = language.checker.getTypeAtLocation(name), mayBeEmpty = type.isUnion() && type.types.some((t) => t.flags & ts.TypeFlags.Undefined);
    return place.bindings.set(language.symbolOf(name)!, { kind: "slot", slot: newSlot(place, name.text, keyOf(place, name), name, mayBeEmpty) });
  }
  const shape = knownShape(place, initializer);
  if (shape && ts.isArrayBindingPattern(name)) {
    for (const [axis, element] of name.elements.entries()) {
      const extent = shape[axis];
      if (ts.isOmittedExpression(element) || !ts.isIdentifier(element.name) || extent === undefined) continue;
      declareWith(place, declaration, element.name, extentText(extent), typeof extent === "number" ? { constant: extent, extent } : { extent });
    }
    return;
  }
  if (ts.isIdentifier(name) && isHost(place, name)) return declareScalar(place, declaration, name, initializer);
  bindValue(place, declaration, lowerExpression(place, initializer));
}

/** Not an array, nor a list or object of arrays, nor something that exists only while compiling. */
function isHost(place: Place, name: ts.Identifier): boolean {
  const { language } = place.lowering, type = language.checker.getTypeAtLocation(name);
  return !language.isArray(type) && !language.holdsArrays(type) && language.nameOf(type.getSymbol()) !== "Monoid" && type.getCallSignatures().length === 0;
}

const keyword = (declaration: ts.VariableDeclaration): string => (declaration.parent.flags & ts.NodeFlags.Const ? "const" : "let");

export function keyOf(place: Place, name: ts.Node): string {
  return `${place.inlined?.path ?? ""}${name.getSourceFile().fileName}:${name.pos}`;
}

const isAssigned = (place: Place, name: ts.Identifier): boolean => place.lowering.assigned.has(place.lowering.language.symbolOf(name)!);

/** `const total = sum(a)`: the reduction's result gets the variable's own name. */
function declareScalar(place: Place, declaration: ts.VariableDeclaration, name: ts.Identifier, initializer: ts.Expression): void {
  const extent = knownExtent(place, initializer), shape = knownShape(place, initializer);
  if (extent !== undefined) return declareWith(place, declaration, name, extentText(extent), typeof extent === "number" ? { constant: extent, extent } : { extent });
  if (shape) return declareWith(place, declaration, name, shapeText(shape), { shape });
  const mutable = isAssigned(place, name), own = place.lowering.names.declare(boundName(place, name) ?? name.text);
  const value = lowerExpression(place, initializer, mutable ? undefined : own), symbol = place.lowering.language.symbolOf(name)!;
  if (value.kind !== "host") return bindValue(place, declaration, value);
  place.bindings.set(symbol, { kind: "host", name: own, mutable });
  if (mutable) place.lowering.mutableNames.add(own);
  if (value.code.text !== own) pushHost(place, place.lowering.span(name), `${mutable ? "let" : keyword(declaration)} ${own} = ${value.code.text};`, value.code.reads, [own, ...value.code.writes], !mutable && value.code.arithmetic);
}

/** The name that a module's variable was given before anything was lowered. */
function boundName(place: Place, name: ts.Identifier): string | undefined {
  const binding = place.bindings.get(place.lowering.language.symbolOf(name)!);
  return binding?.kind === "host" && !place.inlined ? binding.name : undefined;
}

function declareWith(place: Place, declaration: ts.VariableDeclaration, name: ts.Identifier, code: Code, facts: Pick<HostBinding, "constant" | "extent" | "shape">): void {
  const mutable = isAssigned(place, name);
  declareNames(place, [name], mutable, mutable ? {} : facts);
  const binding = place.bindings.get(place.lowering.language.symbolOf(name)!);
  const own = binding?.kind === "host" ? binding.name : name.text;
  pushHost(place, place.lowering.span(name), `${keyword(declaration)} ${own} = ${code.text};`, code.reads, [own], !mutable);
}

/** A declaration of host values: names and what is known of each. */
export function declareHost(place: Place, declaration: ts.VariableDeclaration): void {
  for (const name of declaredNames(declaration.name)) {
    const mutable = isAssigned(place, name), initializer = mutable ? undefined : initializerOf(name);
    const constant = initializer && constantOf(place.lowering.language, place.bindings, initializer), extent = initializer && knownExtent(place, initializer), shape = initializer && knownShape(place, initializer);
    declareNames(place, [name], mutable, { ...(constant === undefined ? {} : { constant }), ...(extent === undefined ? {} : { extent }), ...(shape === undefined ? {} : { shape }) });
  }
}

function bindValue(place: Place, declaration: ts.VariableDeclaration, value: Value): void {
  const { language } = place.lowering, { name } = declaration;
  if (value.kind === "host") {
    const names = declaredNames(name);
    for (const each of names) declareNames(place, [each], isAssigned(place, each));
    const pattern = hostText(place, name);
    return pushHost(place, place.lowering.span(declaration), `${keyword(declaration)} ${pattern.text} = ${value.code.text};`, [...value.code.reads, ...pattern.reads], [...value.code.writes, ...pattern.writes]);
  }
  eachPart(place, name, value, (leaf, part) => {
    if (!ts.isIdentifier(leaf)) return;
    const symbol = language.symbolOf(leaf)!;
    if (!isAssigned(place, leaf)) return place.bindings.set(symbol, part);
    if (part.kind === "array") {
      const slot = newSlot(place, leaf.text, keyOf(place, leaf), leaf);
      place.bindings.set(symbol, { kind: "slot", slot });
      return writeSlot(place, slot, part.value, declaration);
    }
    if (part.kind === "parts") {
      const cells = newCells(place, part, leaf.text, keyOf(place, leaf), leaf);
      place.bindings.set(symbol, cells);
      return storeCells(place, cells, part, declaration);
    }
    if (part.kind !== "host") fail(place, "SPMD1203", declaration, { name: leaf.text });
    declareWith(place, declaration, leaf, codeOf(part.name, [part.name]), {});
  });
}
