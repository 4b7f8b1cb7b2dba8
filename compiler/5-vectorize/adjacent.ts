// Reads at computed positions whose neighbouring lanes read neighbouring elements: one load instead of an element at a time.
//
//   q = index(1) + k; x = read b0 (index(0) * 1024 + q)     ->     x = adjacent read: from lane to lane the position grows by 1
//
// Positions are integers, so what sums of integers do from lane to lane is known from their parts. A local has a step if all that it is ever given has that step;
// what a mask chose has none, since lanes may have been away in between.
import type { LaneExpression, LaneStatement } from "../ir/lanes.ts";
import type { Names } from "./liveness.ts";
import { mapExpression, mapStatements } from "./rewrite.ts";

/** `axis`: the one whose positions are lanes. */
export function markAdjacent(statements: readonly LaneStatement[], varying: Names, axis: number): readonly LaneStatement[] {
  const given = new Map<string, LaneExpression[]>();
  const collect = (list: readonly LaneStatement[]): void => list.forEach((s) => {
    if (s.kind === "assign") given.set(s.target, [...(given.get(s.target) ?? []), s.value]);
    else if (s.kind === "if") { collect(s.then); collect(s.else); }
    else if (s.kind === "while") { collect(s.before); collect(s.body); collect(s.step); }
    else if (s.kind === "block") collect(s.body);
  });
  collect(statements);
  // Every local is taken to have the step of what it is first given that says one; what disagrees has none, until nothing changes.
  const steps = new Map<string, number | undefined>([...given.keys()].filter((name) => varying.has(name)).map((name) => [name, NaN]));
  const stepOf = (e: LaneExpression): number | undefined => {
    switch (e.kind) {
      case "const":
      case "capture": return 0;
      case "index": return e.axis === axis ? 1 : 0;
      case "local": return varying.has(e.name) ? steps.get(e.name) : 0;
      case "unary": {
        if (e.op === "fromInt32") return stepOf(e.operand);
        const step = e.op === "neg" ? stepOf(e.operand) : undefined;
        return step === undefined ? undefined : -step;
      }
      case "binary": {
        if (e.op !== "add" && e.op !== "sub" && e.op !== "mul") return undefined;
        const left = stepOf(e.left), right = stepOf(e.right);
        if (left === undefined || right === undefined) return undefined;
        if (e.op === "add") return left + right;
        if (e.op === "sub") return left - right;
        if (left === 0 && right === 0) return 0;
        if (e.left.kind === "const" && typeof e.left.value === "number") return e.left.value * right;
        return e.right.kind === "const" && typeof e.right.value === "number" ? left * e.right.value : undefined;
      }
      default: return undefined;
    }
  };
  // NaN: nothing is known yet.
  const join = (known: number | undefined, step: number | undefined): number | undefined => (known === undefined || step === undefined ? undefined : Number.isNaN(known) ? step : Number.isNaN(step) || known === step ? known : undefined);
  for (let changed = true; changed; ) {
    changed = false;
    for (const name of steps.keys()) {
      const step = given.get(name)!.map(stepOf).reduce(join, NaN);
      if (Object.is(step, steps.get(name))) continue;
      // From nothing known to a step, from a step to none: never back.
      steps.set(name, Number.isNaN(steps.get(name)) ? step : undefined);
      changed = true;
    }
  }
  /** The conversion to a position comes last; what it converts is an integer. */
  const isAdjacent = (position: LaneExpression): boolean => stepOf(position.kind === "unary" && (position.op === "truncate" || position.op === "toInt32") ? position.operand : position) === 1;
  return mapStatements(statements, (e) => mapExpression(e, (x) => (x.kind === "read" && isAdjacent(x.position) ? { ...x, adjacent: true } : x)));
}
