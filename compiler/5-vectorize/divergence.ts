// Where lanes part: which locals can differ from lane to lane, and which jumps only some lanes take.
//
//   k = 0; while (k < 9 && x < y) { x = x * 2; k = k + 1 }; store x          x, y vary: so does the loop's test; k does not: whoever reads it,
//                                                                            inside the loop, has made the same trips
//
// A local varies if it is given a varying value, or if it is assigned where only some lanes are and one of the others reads it once they
// are together again. Found by growing a set until nothing changes.
import type { LaneExpression, LaneStatement } from "../ir/lanes.ts";
import type { Liveness, Names } from "./liveness.ts";
import { mapOperands } from "./rewrite.ts";

export interface Divergence {
  readonly locals: Names;
  /** Labels that only some lanes at a time may `break` out of, or `continue` at. */
  readonly leaving: Names;
  readonly continuing: Names;
  isVarying(e: LaneExpression): boolean;
  /** Lanes may leave this loop one by one. */
  isDivergent(s: LaneStatement & { readonly kind: "while" }): boolean;
}

/** `source`: whether a load or an index differs along the last axis. `seeds`: locals that vary in any case. */
export function divergenceOf(statements: readonly LaneStatement[], live: Liveness, source: (e: LaneExpression) => boolean, seeds: Names): Divergence {
  const locals = new Set<string>(seeds), leaving = new Set<string>(), continuing = new Set<string>();
  const isVarying = (e: LaneExpression): boolean => {
    if (e.kind === "local") return locals.has(e.name);
    if (source(e)) return true;
    let varying = false;
    mapOperands(e, (operand) => ((varying ||= isVarying(operand)), operand));
    return varying;
  };
  const isDivergent = (s: LaneStatement & { readonly kind: "while" }): boolean => isVarying(s.test) || leaving.has(s.label) || crosses(s, leaving, continuing);
  /** `regions`: for each enclosing place where only some lanes are, what is live where the others wait. `depths`: how many of them enclose a label. */
  const walk = (list: readonly LaneStatement[], regions: readonly Names[], depths: ReadonlyMap<string, number>): void => {
    for (const s of list) {
      switch (s.kind) {
        case "assign":
          if (isVarying(s.value) || regions.some((r) => r.has(s.target))) locals.add(s.target);
          break;
        case "if":
          if (!isVarying(s.test)) {
            walk(s.then, regions, depths);
            walk(s.else, regions, depths);
          } else {
            walk(s.then, [...regions, live.atElse.get(s)!], depths);
            walk(s.else, [...regions, live.after.get(s)!], depths);
          }
          break;
        case "block": {
          const own = leaving.has(s.label) ? [...regions, live.after.get(s)!] : regions;
          walk(s.body, own, new Map(depths).set(s.label, own.length));
          break;
        }
        case "while": {
          const own = isDivergent(s) ? [...regions, live.after.get(s)!] : regions, body = continuing.has(s.label) ? [...own, live.atStep.get(s)!] : own;
          const inside = new Map(depths).set(s.label, own.length).set(`${s.label}.next`, body.length);
          walk(s.before, own, inside);
          walk(s.body, body, inside);
          walk(s.step, own, inside);
          break;
        }
        case "break":
          if (regions.length > depths.get(s.label)!) leaving.add(s.label);
          break;
        case "continue":
          if (regions.length > depths.get(`${s.label}.next`)!) continuing.add(s.label);
          break;
      }
    }
  };
  for (let size = -1; size !== locals.size + leaving.size + continuing.size; ) {
    size = locals.size + leaving.size + continuing.size;
    walk(statements, [], new Map());
  }
  return { locals, leaving, continuing, isVarying, isDivergent };
}

/** Whether some lanes may jump from inside this loop to outside of it. */
function crosses(s: LaneStatement, leaving: Names, continuing: Names, inside: Names = new Set()): boolean {
  const list = (inner: readonly LaneStatement[], names = inside): boolean => inner.some((x) => crosses(x, leaving, continuing, names));
  switch (s.kind) {
    case "break":
      return leaving.has(s.label) && !inside.has(s.label);
    case "continue":
      return continuing.has(s.label) && !inside.has(s.label);
    case "if":
      return list(s.then) || list(s.else);
    case "block":
      return list(s.body, new Set(inside).add(s.label));
    case "while": {
      const names = new Set(inside).add(s.label);
      return list(s.before, names) || list(s.body, names) || list(s.step, names);
    }
    default:
      return false;
  }
}
