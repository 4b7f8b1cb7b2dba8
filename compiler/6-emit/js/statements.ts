// Lane statements as JavaScript, locals declared where they are first assigned.
//
//   x = 0; n = 0; while (x * n < 4) { n = n + 1 }   ->   const x = 0; let n = 0; while (x * n < 4) n++;
import type { LaneExpression, LaneLocal, LaneStatement } from "../../ir/lanes.ts";
import type { ThrowSite } from "../../ir/lanes.ts";
import { assignedIn, visitExpressions } from "../../ir/laneWalks.ts";
import { continues } from "../visit.ts";
import type { ScriptPlaces } from "./expressions.ts";
import { scriptExpression } from "./expressions.ts";
import type { ScriptWriter } from "./writer.ts";
import { braces, line } from "./writer.ts";

export interface ScriptBody {
  readonly places: ScriptPlaces;
  readonly sites: readonly ThrowSite[];
  store(buffer: number, value: LaneExpression): string;
  /** Locals that are declared already. */
  readonly declared: Set<string>;
  readonly locals: ReadonlyMap<string, LaneLocal>;
  /** Which locals each statement mentions, once somebody asked. */
  readonly facts: WeakMap<LaneStatement, Facts>;
}

interface Facts {
  readonly assigned: ReadonlySet<string>;
  readonly mentioned: ReadonlySet<string>;
}

function factsOf(body: ScriptBody, s: LaneStatement): Facts {
  let facts = body.facts.get(s);
  if (!facts) {
    const assigned = assignedIn([s]), mentioned = new Set(assigned);
    visitExpressions([s], (e) => e.kind === "local" && mentioned.add(e.name));
    body.facts.set(s, (facts = { assigned, mentioned }));
  }
  return facts;
}

export function printBody(writer: ScriptWriter, body: ScriptBody, statements: readonly LaneStatement[]): void {
  // How many of the statements still to come mention, or assign, a local.
  const mentions = new Map<string, number>(), assigns = new Map<string, number>();
  const count = (counts: Map<string, number>, names: ReadonlySet<string>, by: number): void => names.forEach((name) => void counts.set(name, (counts.get(name) ?? 0) + by));
  for (const s of statements) {
    count(mentions, factsOf(body, s).mentioned, 1);
    count(assigns, factsOf(body, s).assigned, 1);
  }
  for (const s of statements) {
    const { assigned, mentioned } = factsOf(body, s), opens = s.kind === "assign" ? s.target : undefined;
    count(mentions, mentioned, -1);
    count(assigns, assigned, -1);
    // A local that lives on after this statement is declared before it, unless the statement itself can.
    const needed = [...assigned].filter((name) => !body.declared.has(name) && name !== opens && (mentions.get(name)! > 0 || !declarable(body, [s], name)));
    if (needed.length > 0) line(writer, `let ${needed.map((name) => `${name} = ${initial(body, name)}`).join(", ")};`);
    for (const name of needed) body.declared.add(name);
    if (s.kind === "assign" && !body.declared.has(s.target)) {
      body.declared.add(s.target);
      line(writer, `${assigns.get(s.target)! > 0 ? "let" : "const"} ${s.target} = ${scriptExpression(body.places, s.value)};`);
    } else printStatement(writer, body, s);
  }
}

const initial = (body: ScriptBody, name: string): string => (body.locals.get(name)?.type === "bool" ? "false" : "0");

function printStatement(writer: ScriptWriter, body: ScriptBody, s: LaneStatement): void {
  const text = (e: LaneExpression): string => scriptExpression(body.places, e);
  const inner = (statements: readonly LaneStatement[]) => (): void => printBody(writer, { ...body, declared: new Set(body.declared) }, statements);
  switch (s.kind) {
    case "assign":
      return line(writer, `${assignment(s, text)};`);
    case "store":
      return line(writer, `${body.store(s.buffer, s.value)};`);
    case "if":
      if (s.else.length === 0) return braces(writer, `if (${text(s.test)})`, inner(s.then));
      if (s.then.length === 0) return braces(writer, `if (${text({ kind: "unary", type: "bool", op: "not", operand: s.test })})`, inner(s.else));
      braces(writer, `if (${text(s.test)})`, inner(s.then), "} else {");
      writer.depth++;
      inner(s.else)();
      writer.depth--;
      return line(writer, "}");
    case "while":
      return printLoop(writer, body, s);
    case "block":
      return braces(writer, `${s.label}:`, inner(s.body));
    case "break":
      return line(writer, `break ${s.label};`);
    case "continue":
      return line(writer, `continue ${s.label};`);
    case "throw":
      return line(writer, `fail(${[s.site, ...s.values.map(text)].join(", ")});`, body.sites[s.site]?.span);
  }
}

function assignment(s: LaneStatement & { readonly kind: "assign" }, text: (e: LaneExpression) => string): string {
  const v = s.value;
  const increment = v.kind === "binary" && v.type === "f64" && (v.op === "add" || v.op === "sub") && v.left.kind === "local" && v.left.name === s.target;
  if (!increment) return `${s.target} = ${text(v)}`;
  const sign = v.op === "add" ? "+" : "-";
  return v.right.kind === "const" && v.right.value === 1 ? `${s.target}${sign}${sign}` : `${s.target} ${sign}= ${text(v.right)}`;
}

function printLoop(writer: ScriptWriter, body: ScriptBody, s: LaneStatement & { readonly kind: "while" }): void {
  const text = (e: LaneExpression): string => scriptExpression(body.places, e);
  const list = (statements: readonly LaneStatement[], declared = body.declared): void => printBody(writer, { ...body, declared: new Set(declared) }, statements);
  const label = usesLabel([...s.body, ...s.step], s.label) ? `${s.label}: ` : "", again = continues(s.body, s.label);
  const steps = s.step.every((x) => x.kind === "assign" && body.declared.has(x.target)) ? s.step.map((x) => assignment(x as LaneStatement & { readonly kind: "assign" }, text)).join(", ") : undefined;
  const test = text(s.test);
  if (s.before.length === 0 && s.testFirst && steps !== undefined) {
    return braces(writer, steps === "" ? `${label}while (${test})` : `${label}for (; ${test}; ${steps})`, () => list(s.body));
  }
  if (s.before.length === 0 && !s.testFirst && s.step.length === 0) return braces(writer, `${label}do`, () => list(s.body), `} while (${test});`);
  // What the test needs is computed inside; `continue` then leaves a block, so that the step still runs.
  const trip = (): void => {
    const named = again ? renameContinues(s.body, s.label) : s.body;
    if (again) braces(writer, `${s.label}$next:`, () => list(named));
    else if (s.step.length + s.before.length > 0) braces(writer, "", () => list(named));
    else list(named);
    list(s.step);
  };
  const check = (): void => {
    const own = { ...body, declared: new Set(body.declared) };
    printBody(writer, own, s.before);
    line(writer, `if (${text({ kind: "unary", type: "bool", op: "not", operand: s.test })}) break;`);
  };
  braces(writer, `${label}while (true)`, () => {
    if (s.testFirst) check();
    trip();
    if (!s.testFirst) check();
  });
}

/** `continue L` as `break L$next`. */
function renameContinues(statements: readonly LaneStatement[], label: string): readonly LaneStatement[] {
  return statements.map((s): LaneStatement => {
    switch (s.kind) {
      case "continue": return s.label === label ? { kind: "break", label: `${label}$next` } : s;
      case "if": return { ...s, then: renameContinues(s.then, label), else: renameContinues(s.else, label) };
      case "while": return { ...s, body: renameContinues(s.body, label), step: renameContinues(s.step, label), before: renameContinues(s.before, label) };
      case "block": return { ...s, body: renameContinues(s.body, label) };
      default: return s;
    }
  });
}

const usesLabel = (statements: readonly LaneStatement[], label: string): boolean =>
  statements.some((s) => {
    switch (s.kind) {
      case "break":
      case "continue": return s.label === label;
      case "if": return usesLabel(s.then, label) || usesLabel(s.else, label);
      case "while": return usesLabel(s.before, label) || usesLabel(s.body, label) || usesLabel(s.step, label);
      case "block": return usesLabel(s.body, label);
      default: return false;
    }
  });

/** Whether an inner list of these can declare the local: only that list mentions it, and first in a plain assignment of the list. */
function declarable(body: ScriptBody, statements: readonly LaneStatement[], name: string): boolean {
  const mentions = (list: readonly LaneStatement[]): boolean => list.some((x) => factsOf(body, x).mentioned.has(name));
  const s = statements.find((x) => factsOf(body, x).mentioned.has(name));
  if (!s) return false;
  if (s.kind === "assign") return s.target === name && !reads(s.value, name);
  if (statements.some((x) => x !== s && factsOf(body, x).mentioned.has(name))) return false;
  switch (s.kind) {
    case "if":
      return !reads(s.test, name) && (mentions(s.then) ? !mentions(s.else) && declarable(body, s.then, name) : declarable(body, s.else, name));
    case "block":
      return declarable(body, s.body, name);
    case "while":
      return !reads(s.test, name) && !mentions([...s.before, ...s.step]) && declarable(body, s.body, name);
    default:
      return false;
  }
}

function reads(e: LaneExpression, name: string): boolean {
  let found = false;
  visitExpressions([{ kind: "assign", target: "", value: e }], (x) => (found ||= x.kind === "local" && x.name === name));
  return found;
}
