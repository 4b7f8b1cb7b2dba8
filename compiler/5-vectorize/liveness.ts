// Which locals are read later: backwards through structured code.
//
//   x = 1; while (k < n) { x = x * 2; k = k + 1 }; store x       after the loop { x }, at its head { x, k, n }
import type { LaneExpression, LaneStatement } from "../ir/lanes.ts";
import { mapOperands } from "./rewrite.ts";

export type Names = ReadonlySet<string>;
type While = LaneStatement & { readonly kind: "while" };

export interface Liveness {
  /** Live when a statement has ended; for a loop or a block also where its `break` goes. */
  readonly after: ReadonlyMap<LaneStatement, Names>;
  /** Live at the start of an `if`'s else part, of a loop's step (where `continue` goes). */
  readonly atElse: ReadonlyMap<LaneStatement, Names>;
  readonly atStep: ReadonlyMap<LaneStatement, Names>;
  /** Live before the first statement. */
  readonly start: Names;
}

interface Run {
  readonly after: Map<LaneStatement, Names>;
  readonly atElse: Map<LaneStatement, Names>;
  readonly atStep: Map<LaneStatement, Names>;
  /** Where `L` (break) and `L.next` (continue) go. */
  readonly targets: Map<string, Names>;
}

export function livenessOf(statements: readonly LaneStatement[], end: Names): Liveness {
  const run: Run = { after: new Map(), atElse: new Map(), atStep: new Map(), targets: new Map() };
  return { ...run, start: list(run, statements, end) };
}

function list(run: Run, statements: readonly LaneStatement[], end: Names): Names {
  let live = end;
  for (let k = statements.length - 1; k >= 0; k--) live = statement(run, statements[k]!, live);
  return live;
}

function statement(run: Run, s: LaneStatement, after: Names): Names {
  run.after.set(s, after);
  switch (s.kind) {
    case "assign": {
      const live = new Set(after);
      live.delete(s.target);
      return addReads(s.value, live);
    }
    case "store":
      return addReads(s.value, new Set(after));
    case "if": {
      const otherwise = list(run, s.else, after);
      run.atElse.set(s, otherwise);
      return addReads(s.test, union(list(run, s.then, after), otherwise));
    }
    case "block":
      run.targets.set(s.label, after);
      return list(run, s.body, after);
    case "break":
      return run.targets.get(s.label) ?? after;
    case "continue":
      return run.targets.get(`${s.label}.next`) ?? after;
    case "throw":
      // In wide code the lanes that do not throw go on.
      return s.mask ? addReads(s.mask, new Set(after)) : s.values.reduce((live, v) => addReads(v, live), new Set<string>());
    case "while":
      return loop(run, s, after);
  }
}

function loop(run: Run, s: While, after: Names): Names {
  run.targets.set(s.label, after);
  for (let again: Names = new Set(); ; ) {
    // `again`: live where a trip has ended and the next one starts (with the test, or after it with the body).
    const stepped = s.testFirst ? again : list(run, s.before, addReads(s.test, union(again, after)));
    const step = list(run, s.step, stepped);
    run.atStep.set(s, step);
    run.targets.set(`${s.label}.next`, step);
    const body = list(run, s.body, step);
    const head = s.testFirst ? list(run, s.before, addReads(s.test, union(body, after))) : body;
    if (head.size === again.size) return head;
    again = union(head, again);
  }
}

export function union(a: Names, b: Names): Set<string> {
  const all = new Set(a);
  for (const name of b) all.add(name);
  return all;
}

export function addReads(e: LaneExpression, into: Set<string>): Set<string> {
  if (e.kind === "local") into.add(e.name);
  else mapOperands(e, (operand) => (addReads(operand, into), operand));
  return into;
}
