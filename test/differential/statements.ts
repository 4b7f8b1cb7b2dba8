// Random host statements: operators, arrays that are reassigned, scalars, branches and loops on reduced values, functions of arrays, output.
import type { OperatorDefinition } from "../../compiler/ops/defineOp.ts";
import { unknownExtent } from "../../compiler/ops/defineOp.ts";
import { operators } from "../../compiler/ops/index.ts";
import { canBeCalled, operatorCall, sampleCall, takesArrays } from "./calls.ts";
import type { Call, Given } from "./calls.ts";
import { arrayFunction } from "./arrayFunctions.ts";
import { expression } from "./expressions.ts";
import { chance, chooser, oneOf, recent, weighted } from "./genes.ts";
import type { Choose, Gene } from "./genes.ts";
import { fresh, hostTerms, indented, innerScope, named, sameShape, takes, typeText, write } from "./scope.ts";
import type { ArrayVariable, Scope } from "./scope.ts";

const callable = [...operators.values()].filter(canBeCalled), sampled = [...operators.values()].filter((op) => (op.samples ?? []).length > 0);
/** What runs the program's own functions comes most often, what only makes arrays least. */
const weightOf = (op: OperatorDefinition): number => (!takesArrays(op) ? 1 : op.parameters.some(({ kind }) => kind === "kernel" || kind === "neighbours" || kind === "monoid") ? 5 : 2);
const choices: readonly OperatorDefinition[] = callable.flatMap((op) => Array.from({ length: weightOf(op) }, () => op));

export function writeBlock(scope: Scope, genes: readonly Gene[]): void {
  for (const gene of genes) if (gene.choices.length > 0) statement(scope, gene);
}

const forms = [
  [12, "call"], [4, "variable"], [6, "assign"], [2, "reduced"], [3, "scalar"], [2, "size"], [2, "print"], [1, "log"], [3, "if"], [3, "for"], [2, "while"], [2, "forOf"], [3, "function"], [1, "choose"], [1, "swap"], [2, "sample"], [2, "host"], [1, "reshape"],
] as const;

function statement(around: Scope, { choices: decisions, kernel, inner }: Gene): void {
  const scope: Scope = { ...around, kernels: chooser(kernel) }, choose = chooser(decisions), form = weighted(choose, forms);
  switch (form) {
    case "call": return declare(scope, choose, "const");
    case "variable": return declare(scope, choose, "let");
    case "assign": return assign(scope, choose);
    case "reduced": return reduced(scope, choose);
    case "scalar": return scalar(scope, choose);
    case "size": return size(scope, choose);
    case "print": return print(scope, choose);
    case "log": return write(scope, `console.log(\`${String(scope.lines.length)} \${${recentScalar(scope, choose)}}\`);`);
    case "if": return inner.length === 0 ? declare(scope, choose, "const") : branches(scope, choose, inner);
    case "for":
    case "while":
    case "forOf": return inner.length === 0 ? assign(scope, choose) : loop(scope, choose, inner, form);
    case "function": return inner.length === 0 ? declare(scope, choose, "const") : arrayFunction(scope, choose, inner, writeBlock);
    case "choose": return chosen(scope, choose);
    case "swap": return swap(scope);
    case "sample": return sample(scope, choose);
    case "host": return throughHost(scope, choose);
    case "reshape": return otherShape(scope, choose);
  }
}

/** Any operator; what cannot be called here gives way to another. */
export function anyCall(scope: Scope, choose: Choose, first?: ArrayVariable, fits?: (given: Given) => boolean): Call | undefined {
  const tried = new Set<OperatorDefinition>();
  for (let k = 0; tried.size < callable.length; k++) {
    const op = k < 12 ? oneOf(choose, choices) : callable.find((o) => !tried.has(o))!;
    if (tried.has(op)) continue;
    tried.add(op);
    const call = first && !takesArrays(op) ? undefined : operatorCall(scope, choose, op, first, fits);
    if (call) return call;
  }
  return undefined;
}

function declare(scope: Scope, choose: Choose, keyword: "const" | "let"): void {
  const call = anyCall(nested(scope, choose), choose);
  if (!call) return;
  if (call.gives === "array") return define(scope, call, keyword);
  const name = fresh(scope, "s");
  write(scope, `${keyword} ${name} = ${call.text};`);
  scope.scalars.push({ text: name, kind: call.kind, assignable: keyword === "let" });
}

function define(scope: Scope, { text, element, shape }: Call & { readonly gives: "array" }, keyword: "const" | "let"): void {
  const name = fresh(scope, keyword === "let" ? "v" : "a"), literal = shape.some((s) => typeof s.extent === "number");
  // A type that is inferred would keep literal extents; what the variable takes later may have others, or TypeScript may know less of it.
  write(scope, `${keyword} ${name}${keyword === "let" && literal ? `: ${typeText({ element, shape })}` : ""} = ${text};`);
  if (keyword === "let") scope.own.add(name);
  scope.arrays.push({ text: name, element, shape: named(name, shape), assignable: keyword === "let" });
}

/** Sometimes an argument is itself a call. */
function nested(scope: Scope, choose: Choose): Scope {
  if (!chance(choose, 20)) return scope;
  const call = anyCall(scope, choose);
  return call?.gives === "array" && call.shape.every((s) => s.extent !== unknownExtent) ? { ...scope, arrays: [...scope.arrays, { text: call.text, element: call.element, shape: call.shape, assignable: false }] } : scope;
}

const fitting = (variable: ArrayVariable) => (given: Given): boolean => given.gives === "array" && takes(variable, given) && sameShape(given.shape, variable.shape);

function assign(scope: Scope, choose: Choose): void {
  const variables = scope.arrays.filter((a) => a.assignable);
  if (variables.length === 0) return declare(scope, choose, "let");
  const variable = recent(choose, variables), call = anyCall(scope, choose, variable, fitting(variable));
  if (call) write(scope, `${variable.text} = ${call.text};`);
}

/** An array variable whose extents change; the block that declared it knows the new ones. */
function otherShape(scope: Scope, choose: Choose): void {
  const variable = scope.arrays.find((a) => a.assignable && scope.own.has(a.text)), call = variable && anyCall(scope, choose, variable, (c) => c.gives === "array" && takes(variable, c));
  if (!variable || call?.gives !== "array") return assign(scope, choose);
  write(scope, `${variable.text} = ${call.text};`);
  scope.arrays[scope.arrays.indexOf(variable)] = { ...variable, shape: named(variable.text, call.shape) };
}

function reduced(scope: Scope, choose: Choose): void {
  const scalars = callable.filter((op) => op.gives === "scalar" && takesArrays(op)), call = operatorCall(scope, choose, oneOf(choose, scalars)), target = scope.scalars.find((s) => s.assignable && call?.gives === "scalar" && s.kind === call.kind);
  if (call?.gives !== "scalar") return;
  if (target && chance(choose, 50)) return write(scope, `${target.text} = ${call.text};`);
  const name = fresh(scope, "s"), mutable = chance(choose, 40), doubled = call.kind === "number" && chance(choose, 30) ? `${call.text} / 2 - ${recentNumber(scope, choose)}` : call.text;
  write(scope, `${mutable ? "let" : "const"} ${name} = ${doubled};`);
  scope.scalars.push({ text: name, kind: call.kind, assignable: mutable });
}

const recentNumber = (scope: Scope, choose: Choose): string => recent(choose, scope.scalars.filter((s) => s.kind !== "boolean")).text;
const recentScalar = (scope: Scope, choose: Choose): string => recent(choose, scope.scalars).text;

function scalar(scope: Scope, choose: Choose): void {
  const kind = oneOf(choose, ["number", "integer", "boolean"] as const), mutable = chance(choose, 40), text = expression(hostTerms(scope, choose), kind === "integer" ? "number" : kind, 2);
  const targets = scope.scalars.filter((s) => s.assignable && s.kind === kind), value = kind === "integer" ? `Math.trunc(${text}) % 7 || 0` : text;
  if (targets.length > 0 && chance(choose, 40)) return write(scope, `${oneOf(choose, targets).text} = ${value};`);
  const name = fresh(scope, "h");
  write(scope, `${mutable ? "let" : "const"} ${name}: ${kind === "boolean" ? "boolean" : "number"} = ${value};`);
  scope.scalars.push({ text: name, kind, assignable: mutable });
}

/** An extent that the program computes. */
function size(scope: Scope, choose: Choose): void {
  const name = fresh(scope, "e");
  write(scope, `const ${name} = Math.abs(Math.trunc(${expression(hostTerms(scope, choose), "number", 1)}) % 6) || 0;`);
  scope.sizes.push({ extent: name, value: undefined });
  scope.scalars.push({ text: name, kind: "integer" });
}

function print(scope: Scope, choose: Choose): void {
  const a = scope.arrays.length > 0 ? [recent(choose, scope.arrays)] : [], shown = a.flatMap(({ text }) => (chance(choose, 30) ? [text, `${text}.shape`] : [text]));
  write(scope, `print("${scope.lines.length}", ${[...shown, recentScalar(scope, choose)].join(", ")});`);
}

function branches(scope: Scope, choose: Choose, genes: readonly Gene[]): void {
  const condition = expression(hostTerms(scope, choose), "boolean", 2), split = Math.ceil(genes.length / 2), then = innerScope(scope), otherwise = innerScope(scope);
  writeBlock(then, genes.slice(0, split));
  writeBlock(otherwise, genes.slice(split));
  write(scope, `if (${condition}) {`, ...indented(then.lines), ...(otherwise.lines.length > 0 ? ["} else {", ...indented(otherwise.lines)] : []), "}");
}

function loop(scope: Scope, choose: Choose, genes: readonly Gene[], form: "for" | "while" | "forOf"): void {
  const counter = fresh(scope, "k"), label = chance(choose, 30) ? fresh(scope, "outer") : "", trips = 1 + choose(scope.depth > 0 ? 2 : 3);
  const trip = innerScope(scope, { loops: [...scope.loops, label], scalars: [...scope.scalars, { text: counter, kind: "integer" }] });
  const jump = (): void => (chance(choose, 30) ? write(trip, `if (${expression(hostTerms(trip, choose), "boolean", 1)}) ${oneOf(choose, ["break", "continue"])}${jumpTarget(trip, choose)};`) : undefined);
  const half = Math.floor(genes.length / 2), before = form === "while" ? expression(hostTerms(scope, choose), "boolean", 1) : "";
  writeBlock(trip, genes.slice(0, half));
  jump();
  writeBlock(trip, genes.slice(half));
  const heads = { for: `for (let ${counter} = 0; ${counter} < ${trips}; ${counter}++) {`, while: `while (${counter}++ < ${trips} && ${before}) {`, forOf: `for (const ${counter} of [${[2, -1, 5].slice(0, trips).join(", ")}]) {` };
  if (form === "while") write(scope, `let ${counter} = 0;`);
  write(scope, `${label === "" ? "" : `${label}: `}${heads[form]}`, ...indented(trip.lines), "}");
}

function jumpTarget({ loops }: Scope, choose: Choose): string {
  const label = oneOf(choose, loops);
  return label === "" ? "" : ` ${label}`;
}

/** Two arrays of one type. */
function twins(scope: Scope, which: (a: ArrayVariable) => boolean): readonly [ArrayVariable, ArrayVariable] | undefined {
  const arrays = scope.arrays.filter(which).reverse();
  for (const [k, a] of arrays.entries()) {
    const b = arrays.slice(k + 1).find((other) => takes(a, other) && sameShape(a.shape, other.shape));
    if (b) return [a, b];
  }
  return undefined;
}

function chosen(scope: Scope, choose: Choose): void {
  const both = twins(scope, () => true);
  if (!both) return declare(scope, choose, "const");
  define(scope, { gives: "array", text: `${expression(hostTerms(scope, choose), "boolean", 1)} ? ${both[0].text} : ${both[1].text}`, element: both[0].element, shape: both[0].shape }, "const");
}

function swap(scope: Scope): void {
  const both = twins(scope, (a) => a.assignable);
  if (both) write(scope, `[${both[0].text}, ${both[1].text}] = [${both[1].text}, ${both[0].text}];`);
}

/** An operator's own sample; nothing is known of its result but that it can be printed. */
function sample(scope: Scope, choose: Choose): void {
  const op = oneOf(choose, sampled), made = sampleCall(scope, choose, op);
  if (!made) return declare(scope, choose, "const");
  write(scope, made.declaration, `print("${op.name}", ${made.call});`);
}

/** Elements go to the host and come back. */
function throughHost(scope: Scope, choose: Choose): void {
  if (scope.arrays.length === 0) return declare(scope, choose, "const");
  const a = recent(choose, scope.arrays), list = fresh(scope, "list"), whole = chance(choose, 50);
  write(scope, `const ${list} = toArray(${a.text});`);
  const name = fresh(scope, "h");
  write(scope, `const ${name}: number = ${list}[${choose(5)}] ?? ${list}.length;`);
  scope.scalars.push({ text: name, kind: a.element === "f64" || a.element === "f32" ? "number" : "integer" });
  if (a.element === "bool") return;
  const text = whole ? `fromArray(${list}, [${a.shape.map((s) => s.extent).join(", ")}])` : `fromArray(${list})`;
  const made = fresh(scope, "a");
  write(scope, `const ${made} = ${text};`);
  const value = a.shape.reduce<number | undefined>((count, s) => (count === undefined || s.value === undefined ? undefined : count * s.value), 1);
  scope.arrays.push({ text: made, element: a.element, shape: whole ? a.shape : [{ extent: `${made}.shape[0]`, value }], assignable: false });
}
