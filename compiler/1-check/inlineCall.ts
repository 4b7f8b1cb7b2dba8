// Calls of functions that work with arrays (or got a function as an argument): the body is lowered in place of the call, once for each call, its
// variables under names of their own. Parameters that hold arrays or functions exist only while compiling; scalars become consts.
//
//   function relax(u: NDArray, w: number) { if (w === 0) return u; return map(u, x => x * w); }
//   v = relax(a, 3)      const w$1 = 3;
//                        relax$1: { if (w$1 === 0) { write $r1 = %a; break relax$1 }  %5 = map %a @f [w$1];  write $r1 = %5 }   v = %6 = read $r1
//
// A body whose only `return` is its last statement needs no block: its statements simply go where the call stood.
import { ts } from "ts-morph";
import type { Binding, Bindings } from "./bindings.ts";
import { newBindings } from "./bindings.ts";
import { newCells, snapshot, storeCells } from "./cells.ts";
import { constantOf } from "./constants.ts";
import { codeOf } from "./hostText.ts";
import { lowerExpression, shortText } from "./lowerExpression.ts";
import { eachPart } from "./lowerParts.ts";
import { declareNames, lowerStatements } from "./lowerStatement.ts";
import { keyOf } from "./lowerVariables.ts";
import { fail, innerBlock, pushHost } from "./place.ts";
import type { Inlined, Place } from "./place.ts";
import { newSlot, writeSlot } from "./slots.ts";
import { isFunctionNode, some } from "./syntax.ts";
import type { FunctionNode } from "./syntax.ts";
import { hold, hostValue, valueOf } from "./value.ts";
import type { Value } from "./value.ts";
import { hostText } from "./hostText.ts";

export function inlineCall(place: Place, call: ts.CallExpression, fn: FunctionNode, written: Bindings): Value {
  const name = nameOf(fn);
  for (let outer = place.inlined; outer; outer = outer.outer) if (outer.fn === fn) fail(place, "SPMD1224", call, { name });
  if (fn.asteriskToken || fn.modifiers?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword)) fail(place, "SPMD1207", call, { what: `the ${fn.asteriskToken ? "generator" : "async"} function '${name}'` });
  if (some(fn.body!, (part) => part.kind === ts.SyntaxKind.ThisKeyword || (ts.isIdentifier(part) && part.text === "arguments" && !place.lowering.language.symbolOf(part)?.declarations))) fail(place, "SPMD1208", call, { what: `'this' or 'arguments' in '${name}', which works with arrays`, instead: "pass what it needs as parameters" });
  const bindings = newBindings(written), path = `${place.inlined?.path ?? ""}${call.getSourceFile().fileName}:${call.pos} `;
  bindParameters(place, call, fn, bindings);
  const inlined: Inlined = { fn, outer: place.inlined, path };
  const inner: Place = { ...place, bindings, inlined, jumps: { labels: new Map() } };
  if (!ts.isBlock(fn.body!)) return lowerExpression(inner, fn.body!);
  const returns = returnsOf(fn.body), last = fn.body.statements.at(-1);
  if (returns.length === 0 || (returns.length === 1 && returns[0] === last)) {
    lowerStatements(inner, returns.length === 0 ? fn.body.statements : fn.body.statements.slice(0, -1));
    return returns[0]?.expression ? lowerExpression(inner, returns[0].expression) : hostValue(codeOf("undefined"), true);
  }
  return inlineBlock(place, inner, call, fn.body);
}

const nameOf = (fn: FunctionNode): string => fn.name?.text ?? (ts.isVariableDeclaration(fn.parent) && ts.isIdentifier(fn.parent.name) ? fn.parent.name.text : "function");

function returnsOf(body: ts.Node): ts.ReturnStatement[] {
  const found: ts.ReturnStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) found.push(node);
    if (!isFunctionNode(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** A body that is left in several places: a labelled block, with the result in a slot or variable. */
function inlineBlock(place: Place, inner: Place, call: ts.CallExpression, body: ts.Block): Value {
  const { names, mutableNames, language } = place.lowering, span = place.lowering.span(call), label = names.fresh(nameOf(inner.inlined!.fn));
  let result: Binding | undefined;
  const type = language.checker.getTypeAtLocation(call);
  // A scalar is declared before the block; which arrays there are, the first `return` shows.
  if (!language.isArray(type) && !language.holdsArrays(type) && !language.isOf(call, ts.TypeFlags.Void | ts.TypeFlags.Undefined | ts.TypeFlags.Never)) {
    const name = names.fresh("$r");
    mutableNames.add(name);
    pushHost(place, span, `let ${name};`, [], [name]);
    result = { kind: "host", name, mutable: true };
  }
  const leave: Inlined["leave"] = (at, expression, statement) => {
    const value = expression && lowerExpression(at, expression);
    if (value && value.kind !== "host") {
      if (value.kind === "function") fail(at, "SPMD1208", statement, { what: "returning a function from one of several places", instead: "return it at the end of the function only" });
      result ??= newCells(place, value, "$r", `${inner.inlined!.path}return`, call);
      storeCells(at, result, snapshot(at, value, statement), statement);
    } else if (value && result) {
      if (result.kind !== "host") fail(at, "SPMD1213", statement, { name: shortText(statement) });
      pushHost(at, at.lowering.span(statement), `${result.name} = ${value.code.text};`, value.code.reads, [result.name, ...value.code.writes]);
    } else if (value && value.code.text !== "undefined") pushHost(at, at.lowering.span(statement), `${value.code.text};`, value.code.reads, value.code.writes);
    if (statement !== body.statements.at(-1)) at.out.push({ kind: "break", label, span: at.lowering.span(statement) });
  };
  const block = innerBlock(place, (at) => lowerStatements({ ...inner, out: at.out, facts: at.facts, inlined: { ...inner.inlined!, leave } }, body.statements));
  place.out.push({ kind: "block", label, body: block, span });
  if (!result) return hostValue(codeOf("undefined"), true);
  return valueOf(place, result, call);
}

function bindParameters(place: Place, call: ts.CallExpression, fn: FunctionNode, bindings: Bindings): void {
  const inner = { ...place, bindings };
  for (const [k, parameter] of fn.parameters.entries()) {
    if (ts.isIdentifier(parameter.name) && parameter.name.text === "this") continue;
    const given = call.arguments[k];
    if (parameter.dotDotDotToken) {
      if (place.lowering.parts.has(parameter) || call.arguments.slice(k).some((a) => place.lowering.parts.has(a))) fail(place, "SPMD1208", call, { what: "a rest parameter in a function that works with arrays", instead: "declare each parameter" });
      const rest = call.arguments.slice(k).map((argument) => hostText(place, argument));
      bindScalar(inner, parameter.name, codeOf(`[${rest.map((code) => code.text).join(", ")}]`, rest.flatMap((code) => [...code.reads])), parameter);
      return;
    }
    if (!given && !parameter.initializer) {
      for (const name of namesIn(parameter.name)) bindings.set(place.lowering.language.symbolOf(name)!, { kind: "host", name: "undefined", mutable: false });
      continue;
    }
    bindParameter(given ? place : inner, inner, parameter, given ?? parameter.initializer!);
  }
  for (const extra of call.arguments.slice(fn.parameters.length)) if (!place.lowering.parts.has(extra)) pushHost(place, place.lowering.span(extra), `${hostText(place, extra).text};`, hostText(place, extra).reads, hostText(place, extra).writes);
}

const namesIn = (name: ts.BindingName): ts.Identifier[] => (ts.isIdentifier(name) ? [name] : name.elements.flatMap((e) => (ts.isOmittedExpression(e) ? [] : namesIn(e.name))));

/** `at`: where the argument was written; `inner`: the function. */
function bindParameter(at: Place, inner: Place, parameter: ts.ParameterDeclaration, argument: ts.Expression): void {
  const { language, assigned } = at.lowering, value = lowerExpression(at, argument);
  if (value.kind === "host") {
    const optional = parameter.initializer && argument !== parameter.initializer && mayBeUndefined(language.checker.getTypeAtLocation(argument));
    if (optional && at.lowering.parts.has(parameter.initializer)) fail(at, "SPMD1208", argument, { what: "an argument that may be undefined, for a default with arrays", instead: "leave the argument out, or decide in an if statement" });
    const fallback = optional ? hostText(inner, parameter.initializer) : undefined, given = fallback && hold(at, value.code, argument, "$t", value.constant === true);
    const code = fallback ? codeOf(`${given} === undefined ? ${fallback.text} : ${given}`, [given!, ...fallback.reads]) : value.code;
    const constant = constantOf(language, at.bindings, argument), { extent, shape } = factsOf(at, argument);
    bindScalar(inner, parameter.name, code, parameter, value.constant === true && !fallback, { ...(constant === undefined ? {} : { constant }), ...(extent === undefined ? {} : { extent }), ...(shape === undefined ? {} : { shape }) });
    return;
  }
  eachPart(at, parameter.name, value, (leaf, part) => {
    const symbol = language.symbolOf(leaf);
    if (!symbol || !ts.isIdentifier(leaf)) return;
    if (part.kind === "array" && assigned.has(symbol)) {
      const slot = newSlot(inner, leaf.text, `${inner.inlined?.path ?? ""}${leaf.getSourceFile().fileName}:${leaf.pos} ${argument.pos}`, leaf);
      writeSlot(inner, slot, part.value, argument);
      inner.bindings.set(symbol, { kind: "slot", slot });
    } else inner.bindings.set(symbol, part.kind === "parts" && assigned.has(symbol) ? filled(inner, part, leaf) : part);
  });
}

/** A parameter that holds a list or object of arrays and is assigned later. */
function filled(inner: Place, part: Binding, leaf: ts.Identifier): Binding {
  const cells = newCells(inner, part, leaf.text, keyOf(inner, leaf), leaf);
  storeCells(inner, cells, part, leaf);
  return cells;
}

const mayBeUndefined = (type: ts.Type): boolean => (type.isUnion() ? type.types : [type]).some((t) => t.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Any));

/** What is known of an argument that is a host variable. */
function factsOf(place: Place, argument: ts.Expression): Pick<Binding & { kind: "host" }, "extent" | "shape"> {
  const symbol = ts.isIdentifier(argument) ? place.lowering.language.symbolOf(argument) : undefined, binding = symbol && place.bindings.get(symbol);
  return binding?.kind === "host" && !binding.mutable ? binding : {};
}

/** A parameter that holds a host value: the argument's own name if neither is ever assigned, else a variable. */
function bindScalar(inner: Place, target: ts.BindingName, code: ReturnType<typeof codeOf>, node: ts.Node, constant = false, facts: Pick<Binding & { kind: "host" }, "constant" | "extent" | "shape"> = {}): void {
  const { language, assigned, mutableNames } = inner.lowering, names = namesIn(target), mutable = names.some((name) => assigned.has(language.symbolOf(name)!));
  const [only] = names;
  if (ts.isIdentifier(target) && only && !mutable && constant && code.reads.has(code.text) && !some(node.parent, (part) => ts.isIdentifier(part) && part.text === code.text)) {
    inner.bindings.set(language.symbolOf(only)!, { kind: "host", name: hold(inner, code, node, only.text, true), mutable: false, ...facts });
    return;
  }
  declareNames(inner, names, mutable, facts);
  if (mutable) for (const name of names) mutableNames.add(hostName(inner, name));
  const pattern = hostText(inner, target);
  pushHost(inner, inner.lowering.span(node), `${mutable ? "let" : "const"} ${pattern.text} = ${code.text};`, [...code.reads, ...pattern.reads], [...code.writes, ...pattern.writes]);
}

function hostName(place: Place, name: ts.Identifier): string {
  const binding = place.bindings.get(place.lowering.language.symbolOf(name)!);
  return binding?.kind === "host" ? binding.name : name.text;
}
