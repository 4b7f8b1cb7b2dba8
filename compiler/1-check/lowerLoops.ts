// Loops with arrays inside. `before` computes what the test needs on every trip; slots carry arrays from trip to trip.
//
//   for (let k = 0; sum(u) > eps; k++) u = map(u, f);
//     let k = 0;   while { %2 = read u  %3 = sum %2  scalar $s1 = %3 } test `$s1 > eps` { ... write u } step { `k++;` }
import { ts } from "ts-morph";
import type { HostCode } from "../ir/host.ts";
import { asExpression, asStatement, codeOf, hostText } from "./hostText.ts";
import { lowerExpression, lowerHost } from "./lowerExpression.ts";
import { eachPart } from "./lowerParts.ts";
import { declareNames, lowerStatements } from "./lowerStatement.ts";
import { lowerVariable } from "./lowerVariables.ts";
import { complain, fail, hostCode, innerBlock, pushHost } from "./place.ts";
import type { Jumps, Place } from "./place.ts";
import { bare, declaredNames, isFunctionNode, some, statementsOf } from "./syntax.ts";
import { bindingOf } from "./value.ts";

export const lowerWhile = (place: Place, loop: ts.WhileStatement, userLabel: string | undefined): void => pushLoop(place, loop, userLabel, { test: loop.expression, testFirst: true });
export const lowerDo = (place: Place, loop: ts.DoStatement, userLabel: string | undefined): void => pushLoop(place, loop, userLabel, { test: loop.expression, testFirst: false });

export function lowerFor(place: Place, loop: ts.ForStatement, userLabel: string | undefined): void {
  const { initializer } = loop;
  if (initializer && ts.isVariableDeclarationList(initializer)) {
    for (const declaration of initializer.declarations) lowerVariable(place, declaration);
    refuseClosures(place, loop, initializer);
  } else if (initializer) {
    const code = lowerHost(place, initializer);
    place.out.push({ kind: "host", code: asStatement(place, initializer, code) });
  }
  pushLoop(place, loop, userLabel, { test: loop.condition, testFirst: true, step: loop.incrementor });
}

interface LoopParts {
  readonly test: ts.Expression | undefined;
  readonly testFirst: boolean;
  readonly step?: ts.Expression | undefined;
}

function pushLoop(place: Place, loop: ts.IterationStatement, userLabel: string | undefined, { test, testFirst, step }: LoopParts): void {
  const span = place.lowering.span(loop), label = place.lowering.names.fresh(userLabel ?? "loop");
  const jumps = inside(place.jumps, userLabel, { breakLabel: label, continueLabel: label });
  let code: HostCode = hostCode(span, "true", []);
  const lowerTest = () => innerBlock(place, (inner) => void (test && (code = asExpression(place, test, lowerHost(inner, test)))), { again: true });
  const first = testFirst ? lowerTest() : undefined;
  const body = innerBlock(place, (inner) => lowerStatements(inner, statementsOf(loop.statement)), { again: true, jumps });
  const after = innerBlock(place, (inner) => void (step && pushStep(inner, step)), { again: true });
  const before = first ?? lowerTest();
  place.out.push({ kind: "while", label, before, test: code, testFirst, body, step: after, span });
}

function pushStep(place: Place, step: ts.Expression): void {
  const value = lowerExpression(place, step);
  if (value.kind === "host") place.out.push({ kind: "host", code: asStatement(place, step, value.code) });
}

const inside = (jumps: Jumps, userLabel: string | undefined, own: { readonly breakLabel: string; readonly continueLabel: string }): Jumps => ({
  ...jumps, ...own, labels: userLabel === undefined ? jumps.labels : new Map([...jumps.labels, [userLabel, own]]),
});

/** `for (let i ...)` gives each trip an `i` of its own in JavaScript; here there is one, which a function made in the body would see change. */
function refuseClosures(place: Place, loop: ts.ForStatement, list: ts.VariableDeclarationList): void {
  const { language, vocabulary, parts } = place.lowering, symbols = new Set(list.declarations.flatMap((d) => declaredNames(d.name)).map((name) => language.symbolOf(name)));
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && vocabulary.operators.has(language.nameOf(language.symbolOf(node.expression)) ?? "")) {
      for (const argument of node.arguments) if (!isFunctionNode(argument)) visit(argument);
    } else if (isFunctionNode(node) && !parts.has(node) && some(node, (part) => ts.isIdentifier(part) && symbols.has(language.symbolOf(part)))) complain(place.lowering, "SPMD1225", node, { name: [...symbols][0]?.name ?? "" });
    else ts.forEachChild(node, visit);
  };
  visit(loop.statement);
}

export function lowerForOf(place: Place, loop: ts.ForOfStatement | ts.ForInStatement, userLabel: string | undefined): void {
  if (ts.isForOfStatement(loop) && loop.awaitModifier) fail(place, "SPMD1208", loop, { what: "'for await' with arrays inside", instead: "collect the values first, then loop over them" });
  const value = lowerExpression(place, loop.expression), span = place.lowering.span(loop);
  if (value.kind === "array") fail(place, "SPMD1202", loop.expression, { name: loop.expression.getText() });
  if (value.kind === "parts") return unroll(place, loop, userLabel, [...value.parts.values()]);
  if (value.kind === "function") fail(place, "SPMD1216", loop.expression, { name: loop.expression.getText() });
  const code = ts.isForInStatement(loop) ? codeOf(`Object.keys(${value.code.text})`, value.code.reads, value.code.writes) : value.code;
  const label = place.lowering.names.fresh(userLabel ?? "loop"), { initializer } = loop;
  const name = ts.isVariableDeclarationList(initializer) && ts.isIdentifier(initializer.declarations[0]!.name) && !isAssigned(place, initializer.declarations[0]!.name) ? initializer.declarations[0]!.name : undefined;
  let binding = "";
  const body = innerBlock(place, (inner) => {
    if (name) {
      declareNames(inner, [name], false);
      binding = boundHost(inner, name);
    } else {
      binding = inner.lowering.names.fresh("$t");
      takeEach(inner, initializer, binding, loop);
    }
    lowerStatements(inner, statementsOf(loop.statement));
  }, { again: true, jumps: inside(place.jumps, userLabel, { breakLabel: label, continueLabel: label }) });
  place.out.push({ kind: "forOf", label, binding, iterable: asExpression(place, loop.expression, code), body, span });
}

const isAssigned = (place: Place, name: ts.Identifier): boolean => place.lowering.assigned.has(place.lowering.language.symbolOf(name)!);

function boundHost(place: Place, name: ts.Identifier): string {
  const binding = place.bindings.get(place.lowering.language.symbolOf(name)!);
  return binding?.kind === "host" ? binding.name : name.text;
}

/** The trip's value into a pattern, a variable that is assigned, or one that exists already. */
function takeEach(place: Place, initializer: ts.ForInitializer, from: string, loop: ts.Node): void {
  if (ts.isVariableDeclarationList(initializer)) {
    const target = initializer.declarations[0]!.name;
    for (const name of declaredNames(target)) declareNames(place, [name], isAssigned(place, name));
    const pattern = hostText(place, target);
    pushHost(place, place.lowering.span(loop), `${initializer.flags & ts.NodeFlags.Const ? "const" : "let"} ${pattern.text} = ${from};`, [from, ...pattern.reads], pattern.writes);
  } else {
    const target = hostText(place, initializer);
    pushHost(place, place.lowering.span(loop), ts.isObjectLiteralExpression(bare(initializer)) ? `(${target.text} = ${from});` : `${target.text} = ${from};`, [from, ...target.reads], target.writes);
  }
}

/** A loop over a list of arrays: its body once for each. */
function unroll(place: Place, loop: ts.ForOfStatement | ts.ForInStatement, userLabel: string | undefined, items: readonly Parameters<typeof eachPart>[2][]): void {
  const { initializer } = loop, { names, language } = place.lowering, span = place.lowering.span(loop);
  if (!ts.isVariableDeclarationList(initializer) || ts.isForInStatement(loop)) fail(place, "SPMD1203", loop.expression, { name: loop.expression.getText() });
  const whole = names.fresh(userLabel ?? "loop");
  const body = innerBlock(place, (all) => {
    for (const item of items) {
      const trip = names.fresh(userLabel ?? "loop"), jumps = { ...inside(place.jumps, userLabel, { breakLabel: whole, continueLabel: trip }), blocks: new Set([...(place.jumps.blocks ?? []), trip]) };
      const one = innerBlock(all, (inner) => {
        eachPart(inner, initializer.declarations[0]!.name, item, (leaf, part) => {
          if (ts.isIdentifier(leaf)) inner.bindings.set(language.symbolOf(leaf)!, bindingOf(inner, part.kind === "host" ? { kind: "host", code: codeOf(part.name, [part.name]), constant: true } : part.kind === "slot" || part.kind === "unknown" ? fail(inner, "SPMD1203", loop, { name: leaf.text }) : part, leaf, leaf.text));
        });
        lowerStatements(inner, statementsOf(loop.statement));
      }, { jumps });
      all.out.push({ kind: "block", label: trip, body: one, span });
    }
  });
  place.out.push({ kind: "block", label: whole, body, span });
}

