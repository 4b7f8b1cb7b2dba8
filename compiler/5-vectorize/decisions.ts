// A number that only says which of several cases holds becomes the cases' conditions: masks cost less than numbers that are compared again.
//
//   k = best == d0 ? 0 : best == d1 ? 1 : 2; s0 = s0 + (k == 0 ? x : 0); s2 = s2 + (k == 2 ? x : 0)
//   t = best == d0; u = best == d1; k0 = t; k2 = !t && !u; s0 = s0 + (k0 ? x : 0); s2 = s2 + (k2 ? x : 0)
//
// The local is assigned once, outside of loops and branches, by selections among constants, and is read in comparisons with constants only. And a condition as
// an f64 is chosen from 1 and 0, since no vector has both as integers for nothing.
import { constant, unary } from "../inline/convert.ts";
import { visitExpressions } from "../ir/laneWalks.ts";
import type { LaneCode, LaneExpression, LaneLocal, LaneStatement } from "../ir/lanes.ts";
import { compareValue, fold } from "./fold.ts";
import { mapExpression, mapStatements } from "./rewrite.ts";

type Comparison = LaneExpression & { readonly kind: "compare" };

/** `names`: those of the nest; grows. `kept`: locals that others read. */
export function decideOnce(code: LaneCode, names: Set<string>, kept: ReadonlySet<string>): LaneCode {
  const choices = choicesOf(code, kept), added: LaneLocal[] = [];
  const fresh = (like: string): LaneExpression & { readonly kind: "local" } => {
    let name = like;
    for (let k = 2; names.has(name); k++) name = `${like}_${k}`;
    names.add(name);
    added.push({ name, type: "bool", varying: true });
    return { kind: "local", type: "bool", name };
  };
  const decided = new Map([...choices].map(([name, comparisons]) => [name, new Map([...comparisons].map(([key, e]) => [key, { e, is: fresh(`${name}_is`) }]))]));
  const replaced = (e: LaneExpression): LaneExpression => mapExpression(e, (x) => {
    const found = x.kind === "compare" && x.left.kind === "local" ? decided.get(x.left.name)?.get(keyOf(x)) : undefined;
    return found ? found.is : asNumber(x);
  });
  const body = code.body.flatMap((s): readonly LaneStatement[] => {
    const cases = s.kind === "assign" ? decided.get(s.target) : undefined;
    if (s.kind !== "assign" || !cases) return mapStatements([s], replaced);
    const out: LaneStatement[] = [], tests = new Map<LaneExpression, LaneExpression>();
    const named = (e: LaneExpression): LaneExpression => {
      if (e.kind !== "select") return e;
      const test = tests.get(e.test) ?? fresh(`${s.target}_test`);
      if (!tests.has(e.test) && test.kind === "local") out.push({ kind: "assign", target: test.name, value: replaced(e.test) });
      tests.set(e.test, test);
      return { ...e, test, then: named(e.then), else: named(e.else) };
    };
    const tree = named(s.value);
    for (const { e, is } of cases.values()) out.push({ kind: "assign", target: is.name, value: fold(caseOf(tree, e)) });
    return out;
  });
  return { ...code, locals: [...code.locals.filter((l) => !decided.has(l.name)), ...added], body };
}

/** The comparisons of each local that is such a number, by what they compare with. */
function choicesOf(code: LaneCode, kept: ReadonlySet<string>): ReadonlyMap<string, ReadonlyMap<string, Comparison>> {
  const found = new Map<string, Map<string, Comparison>>();
  for (const s of code.body) if (s.kind === "assign" && s.value.kind === "select" && isChoice(s.value) && !kept.has(s.target)) found.set(s.target, new Map());
  if (found.size === 0) return found;
  const writes = new Map<string, number>(), reads = new Map<string, number>(), compared = new Map<string, number>(), count = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  const walk = (list: readonly LaneStatement[]): void => list.forEach((s) => {
    if (s.kind === "assign") count(writes, s.target);
    else if (s.kind === "if") { walk(s.then); walk(s.else); }
    else if (s.kind === "while") { walk(s.before); walk(s.body); walk(s.step); }
    else if (s.kind === "block") walk(s.body);
  });
  walk(code.body);
  visitExpressions(code.body, (e) => {
    if (e.kind === "local") count(reads, e.name);
    if (e.kind !== "compare" || e.left.kind !== "local" || e.right.kind !== "const") return;
    count(compared, e.left.name);
    found.get(e.left.name)?.set(keyOf(e), e);
  });
  for (const name of found.keys()) if (writes.get(name) !== 1 || (reads.get(name) ?? 0) < 2 || reads.get(name) !== compared.get(name)) found.delete(name);
  return found;
}

const isChoice = (e: LaneExpression): boolean => e.kind === "const" || (e.kind === "select" && isChoice(e.then) && isChoice(e.else));
const keyOf = ({ op, right }: Comparison): string => `${op} ${right.kind === "const" ? (Object.is(right.value, -0) ? "-0" : String(right.value)) : ""}`;

/** When the comparison holds of what the tree gives. */
function caseOf(tree: LaneExpression, e: Comparison): LaneExpression {
  if (tree.kind === "const") return constant("bool", compareValue(e.op, Number(tree.value), Number(e.right.kind === "const" ? e.right.value : NaN)));
  if (tree.kind !== "select") throw new Error("not a choice among constants");
  const then = caseOf(tree.then, e), otherwise = caseOf(tree.else, e), { test } = tree, both = (op: "and" | "or", left: LaneExpression, right: LaneExpression): LaneExpression => ({ kind: "binary", type: "bool", op, left, right });
  const not = unary("bool", "not", test);
  if (then.kind === "const" && otherwise.kind === "const" && then.value === otherwise.value) return then;
  if (then.kind === "const") return then.value ? (otherwise.kind === "const" ? test : both("or", test, otherwise)) : otherwise.kind === "const" ? not : both("and", otherwise, not);
  if (otherwise.kind === "const") return otherwise.value ? both("or", then, not) : both("and", then, test);
  return both("or", both("and", then, test), both("and", otherwise, not));
}

/** A condition as a number. */
function asNumber(e: LaneExpression): LaneExpression {
  if (e.kind !== "unary" || e.op !== "fromInt32") return e;
  const { operand } = e, one = operand.kind === "unary" && operand.op === "fromBool" ? operand.operand : operand.kind === "select" && isConstant(operand.then, 1) && isConstant(operand.else, 0) ? operand.test : undefined;
  return one ? { kind: "select", type: "f64", test: one, then: constant("f64", 1), else: constant("f64", 0) } : e;
}

const isConstant = (e: LaneExpression, value: number): boolean => e.kind === "const" && e.value === value;
