// Assignments that nobody reads, and conditionals that do nothing, go. Expressions have no side effects.
import type { LaneStatement } from "../ir/lanes.ts";
import type { Liveness, Names } from "./liveness.ts";
import { livenessOf } from "./liveness.ts";

/** `end`: locals that are read after the list. */
export function removeDead(statements: readonly LaneStatement[], end: Names): readonly LaneStatement[] {
  for (let current = statements; ; ) {
    const next = removeOnce(current, livenessOf(current, end));
    if (size(next) === size(current)) return next;
    current = next;
  }
}

function removeOnce(statements: readonly LaneStatement[], live: Liveness): LaneStatement[] {
  const list = (inner: readonly LaneStatement[]): LaneStatement[] => removeOnce(inner, live);
  return statements.flatMap((s): readonly LaneStatement[] => {
    switch (s.kind) {
      case "assign":
        return live.after.get(s)?.has(s.target) ? [s] : [];
      case "if": {
        const then = list(s.then), otherwise = list(s.else);
        return then.length + otherwise.length === 0 ? [] : [{ ...s, then, else: otherwise }];
      }
      case "while":
        return [{ ...s, before: list(s.before), body: list(s.body), step: list(s.step) }];
      case "block": {
        const body = list(s.body);
        return body.length === 0 ? [] : [{ ...s, body }];
      }
      default:
        return [s];
    }
  });
}

function size(statements: readonly LaneStatement[]): number {
  return statements.reduce((n, s) => {
    if (s.kind === "if") return n + 1 + size(s.then) + size(s.else);
    if (s.kind === "while") return n + 1 + size(s.before) + size(s.body) + size(s.step);
    return s.kind === "block" ? n + 1 + size(s.body) : n + 1;
  }, 0);
}
