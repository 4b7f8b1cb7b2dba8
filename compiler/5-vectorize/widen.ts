// Scalar code becomes code for several neighbouring positions of the last axis: which locals vary is found out, divergent control becomes masks,
// what is the same for a whole row moves before it. How many lanes a vector has follows from the types that vary: of 16 bytes, 2 where an f64 does, 8 where 16 bits hold
// all of it (short.ts), else 4.
//
//   x = load in0; cy = y1 + fromInt32 (index 0) * dy; r = x * cy; store out0 = r
//   width 2; row { cy = y1 + fromInt32 (index 0) * dy }; x = load in0 (varying); r = x * cy; store out0 = r
import type { LaneBuffer, LaneCode, LaneExpression, LaneLocal, LaneStatement } from "../ir/lanes.ts";
import { accumulatorFields, isDirect } from "../ir/lanes.ts";
import { markAdjacent } from "./adjacent.ts";
import { chooseInterleave } from "./interleave.ts";
import { divergenceOf } from "./divergence.ts";
import { removeDead } from "./dead.ts";
import type { Names } from "./liveness.ts";
import { livenessOf } from "./liveness.ts";
import { mentionedIn, nameLoopResults } from "./loopResults.ts";
import { hoistRows } from "./rows.ts";
import { isShort } from "./short.ts";
import { maskStatements } from "./masks.ts";
import type { ScalarPass } from "./lowerNest.ts";
import { visitExpressions } from "../ir/laneWalks.ts";
import { mapOperands } from "./rewrite.ts";

export interface WidenOptions {
  readonly interleave?: number;
  readonly vectorBytes?: number;
}

/** `names`: those of the nest; grows. `interleave`: asked for by the caller; undefined: chosen. Undefined result: this pass stays scalar. */
export function widen(code: LaneCode, pass: ScalarPass, ndim: number, buffers: readonly LaneBuffer[], names: Set<string>, { interleave, vectorBytes = 16 }: WidenOptions): LaneCode | undefined {
  const last = ndim - 1;
  if (interleave === 0 || !canWiden(code, pass, last, buffers)) return undefined;
  const source = (e: LaneExpression): boolean => (e.kind === "load" ? buffers[e.buffer]!.axes.some((a) => a.loop === last && a.per === 1) : e.kind === "index" && e.axis === last);
  const totals = new Set(accumulatorFields(pass).map((a) => a.value));
  const split = splitCounters(code, totals, source, names);
  const live = livenessOf(split.body, totals), divergence = divergenceOf(split.body, live, source, totals);
  const masked = maskStatements(split.body, live, divergence, names), varying = new Set([...divergence.locals, ...masked.masks.map((l) => l.name)]);
  const body = markAdjacent(removeDead(masked.statements, totals), varying, last), used = mentionedIn(body);
  const locals = [...split.locals, ...masked.masks].filter((l) => used.has(l.name) || totals.has(l.name)).map((l) => ({ ...l, varying: varying.has(l.name) }));
  const lanes = vectorBytes / (pass.order === "any" && isShort(body, buffers, (e) => divergence.isVarying(e)) ? 2 : widestLane(body, varying, source, buffers, locals)), width = pass.order === "leaf" ? Math.min(lanes, pass.lanes) : lanes, inner = new Set(pass.order === "sequence" ? [last, pass.axis] : [last]);
  const wide = hoistRows({ width, interleave: 1, locals, row: [], body }, (e) => divergence.isVarying(e), inner, buffers, names);
  // A leaf's interleaved partial results are a whole number of groups.
  const most = pass.order === "leaf" ? pass.lanes / width : Infinity;
  return { ...wide, interleave: Math.min(most, interleave ?? chooseInterleave(wide, totals, vectorBytes)) };
}

/** Elements that follow each other in memory, in an order that lets neighbours be computed together. */
function canWiden(code: LaneCode, pass: ScalarPass, last: number, buffers: readonly LaneBuffer[]): boolean {
  if (last < 0 || (pass.order === "sequence" && pass.axis === last)) return false;
  const leaves = buffers.flatMap((b) => b.axes.filter((a) => a.loop === last && a.per > 1)), length = pass.order === "leaf" ? pass.length : Math.max(1, ...leaves.map((a) => a.per));
  if (pass.order === "sequence" && leaves.length > 0) return false;
  return code.body.length > 0 && leaves.every((a) => a.per === length && a.offset === 0);
}

/** Gives counters a second name where that keeps them the same in all lanes. */
function splitCounters(code: LaneCode, totals: Names, source: (e: LaneExpression) => boolean, names: Set<string>): { readonly body: readonly LaneStatement[]; readonly locals: readonly LaneLocal[] } {
  const attempt = (candidates: (name: string) => boolean) => {
    const live = livenessOf(code.body, totals), divergence = divergenceOf(code.body, live, source, totals), taken = new Set(names);
    const fresh = (like: string): string => {
      let name = like;
      for (let k = 2; taken.has(name); k++) name = `${like}_${k}`;
      taken.add(name);
      return name;
    };
    const renamed = nameLoopResults(code.body, live, divergence, code.locals, (name) => divergence.locals.has(name) && !totals.has(name) && candidates(name), fresh);
    const after = livenessOf(renamed.statements, totals);
    return { renamed, divergence: divergenceOf(renamed.statements, after, source, totals) };
  };
  const all = attempt(() => true), uniform = new Set([...all.renamed.names.keys()].filter((name) => !all.divergence.locals.has(name)));
  if (uniform.size === 0) return { body: code.body, locals: code.locals };
  const { renamed } = attempt((name) => uniform.has(name));
  for (const l of renamed.added) names.add(l.name);
  return { body: renamed.statements, locals: [...code.locals, ...renamed.added] };
}

/** Bytes of a lane: 8 where one holds an f64, else 4. */
function widestLane(body: readonly LaneStatement[], varying: Names, source: (e: LaneExpression) => boolean, buffers: readonly LaneBuffer[], locals: readonly LaneLocal[]): number {
  const varies = (e: LaneExpression): boolean => {
    if (e.kind === "local" ? varying.has(e.name) : source(e)) return true;
    let found = false;
    mapOperands(e, (operand) => ((found ||= varies(operand)), operand));
    return found;
  };
  let double = locals.some((l) => l.varying && l.type === "f64");
  const between = new Set<LaneExpression>();
  visitExpressions(body, (e) => {
    if (isDirect(e) && e.kind === "unary") between.add(e.operand);
    double ||= e.type === "f64" && !between.has(e) && varies(e);
  });
  for (const s of body) if (s.kind === "store" && buffers[s.buffer]!.dtype === "f64") double = true;
  return double ? 8 : 4;
}
