// Lane statements as JavaScript, locals declared where they are first assigned.
//
//   x = 0; n = 0; while (x * n < 4) { n = n + 1 }   ->   const x = 0; let n = 0; while (x * n < 4) n++;
import type { LaneExpression, LaneLocal, LaneStatement } from "../../ir/lanes.ts";
import type { ThrowSite } from "../../ir/lanes.ts";
import { assignedIn, continues, visitExpressions } from "../visit.ts";
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
}

export function printBody(writer: ScriptWriter, body: ScriptBody, statements: readonly LaneStatement[]): void {
  statements.forEach((s, k) => {
    // A local that lives on after this statement is declared before it, unless the statement itself can.
    const opens = s.kind === "assign" ? s.target : undefined, later = statements.slice(k + 1);
    const needed = [...assignedIn([s])].filter((name) => !body.declared.has(name) && name !== opens && (mentionsAny(later, name) || !declarable([s], name)));
    if (needed.length > 0) line(writer, `let ${needed.map((name) => `${name} = ${initial(body, name)}`).join(", ")};`);
    for (const name of needed) body.declared.add(name);
    if (s.kind === "assign" && !body.declared.has(s.target)) {
      body.declared.add(s.target);
      line(writer, `${assignedIn(later).has(s.target) ? "let" : "const"} ${s.target} = ${scriptExpression(body.places, s.value)};`);
    } else printStatement(writer, body, s);
  });
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

function mentionsAny(statements: readonly LaneStatement[], name: string): boolean {
  if (assignedIn(statements).has(name)) return true;
  let found = false;
  visitExpressions(statements, (e) => (found ||= e.kind === "local" && e.name === name));
  return found;
}

/** Whether an inner list of this statement can declare the local: it is mentioned in that list only, and first by a plain assignment of the list. */
function declarable(statements: readonly LaneStatement[], name: string): boolean {
  const [s, ...more] = statements.filter((x) => mentionsAny([x], name));
  if (!s || more.length > 0) return s?.kind === "assign" && !mentionsAny([{ kind: "assign", target: "", value: s.value }], name);
  switch (s.kind) {
    case "assign": return !mentionsAny([{ kind: "assign", target: "", value: s.value }], name);
    case "if": return !expressionMentions(s.test, name) && (mentionsAny(s.then, name) ? !mentionsAny(s.else, name) && declarable(s.then, name) : declarable(s.else, name));
    case "block": return declarable(s.body, name);
    case "while": return !expressionMentions(s.test, name) && !mentionsAny([...s.before, ...s.step], name) && declarable(s.body, name);
    default: return false;
  }
}

const expressionMentions = (e: LaneExpression, name: string): boolean => mentionsAny([{ kind: "assign", target: "", value: e }], name);
