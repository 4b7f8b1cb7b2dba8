// Control flow that lanes take differently becomes straight: tests turn into masks, assignments under a mask into selects.
//
//   if (x < 0) y = 1 else y = 2               ->   a = x < 0; b = !a; y = 1; y = select b 2 y
//   while (x < 4) { x = x * 2; n = n + 1 }    ->   alive = true; while { alive = alive && x < 4 } test (any alive) { x = x * 2; n = select alive (n + 1) n }
//
// A select is made only where a lane that is not there reads the local again. (Above, x is not read after the loop: lanes that have left run on.)
// `break` and `continue` of some lanes take them out of the masks up to where they go. A list that no lane may be left in is guarded by `any` where it
// holds a loop of its own (which might not end without lanes) or costs more than the test.
import type { LaneExpression, LaneLocal, LaneStatement } from "../ir/lanes.ts";
import { constant, local, unary } from "../inline/convert.ts";
import type { Divergence } from "./divergence.ts";
import type { Liveness, Names } from "./liveness.ts";
import { costOfStatements } from "./cost.ts";
import { mapExpression } from "./rewrite.ts";

/** Where only some lanes are: `mask` undefined means all. */
interface Place {
  readonly mask: string | undefined;
  empty: boolean;
  readonly parent: Place | undefined;
}

interface Targets {
  readonly leave: Place;
  readonly next?: Place;
}

interface Masking {
  readonly divergence: Divergence;
  readonly live: Liveness;
  readonly names: Set<string>;
  readonly masks: LaneLocal[];
  readonly targets: Map<string, Targets>;
}

/** Above this cost a guard is cheaper than doing the work for no lane. */
const guardCost = 16;

/** `names` grows by those of the masks. */
export function maskStatements(statements: readonly LaneStatement[], live: Liveness, divergence: Divergence, names: Set<string>): { readonly statements: readonly LaneStatement[]; readonly masks: readonly LaneLocal[] } {
  const masking: Masking = { divergence, live, names, masks: [], targets: new Map() };
  return { statements: lowerList(masking, statements, { mask: undefined, empty: false, parent: undefined }, []), masks: masking.masks };
}

function freshMask(m: Masking, like: string): string {
  let name = like;
  for (let k = 2; m.names.has(name); k++) name = `${like}_${k}`;
  m.names.add(name);
  m.masks.push({ name, type: "bool", varying: true });
  return name;
}

const assign = (target: string, value: LaneExpression): LaneStatement => ({ kind: "assign", target, value });
const maskOf = (place: Place): LaneExpression => (place.mask === undefined ? constant("bool", true) : local("bool", place.mask));
const and = (left: LaneExpression, right: LaneExpression): LaneExpression => (left.kind === "const" ? right : { kind: "binary", type: "bool", op: "and", left, right });
const not = (operand: LaneExpression): LaneExpression => unary("bool", "not", operand);
/** Reads are made in the lanes that are here. */
const here = (e: LaneExpression, place: Place): LaneExpression => (place.mask === undefined ? e : mapExpression(e, (x) => (x.kind === "read" && !x.mask ? { ...x, mask: maskOf(place) } : x)));
const anyOf = (place: Place): LaneExpression => unary("bool", "any", maskOf(place));

function lowerList(m: Masking, statements: readonly LaneStatement[], place: Place, regions: readonly Names[]): LaneStatement[] {
  const out: LaneStatement[] = [];
  for (const [k, s] of statements.entries()) {
    const wasEmpty = place.empty;
    const ends = lowerStatement(m, s, place, regions, out);
    if (ends) return out;
    const rest = statements.slice(k + 1);
    if (!wasEmpty && place.empty && place.mask !== undefined && costOfStatements(rest) > guardCost) {
      out.push({ kind: "if", test: anyOf(place), then: lowerList(m, rest, { mask: place.mask, empty: false, parent: place }, regions), else: [] });
      return out;
    }
  }
  return out;
}

/** Returns whether nothing after it in the list is reached. */
function lowerStatement(m: Masking, s: LaneStatement, place: Place, regions: readonly Names[], out: LaneStatement[]): boolean {
  switch (s.kind) {
    case "assign": {
      const value = here(s.value, place), kept = place.mask !== undefined && m.divergence.locals.has(s.target) && regions.some((r) => r.has(s.target));
      out.push(assign(s.target, kept ? { kind: "select", type: s.value.type, test: maskOf(place), then: value, else: local(s.value.type, s.target) } : value));
      return false;
    }
    case "store":
      out.push({ ...s, value: here(s.value, place) });
      return false;
    case "throw":
      out.push({ ...s, values: [], ...(place.mask !== undefined && { mask: maskOf(place) }) });
      return true;
    case "if":
      lowerIf(m, s, place, regions, out);
      return false;
    case "block": {
      const divergent = m.divergence.leaving.has(s.label);
      if (!divergent) {
        m.targets.set(s.label, { leave: place });
        out.push({ ...s, body: lowerList(m, s.body, place, regions) });
        return false;
      }
      const own: Place = { mask: freshMask(m, `in_${s.label}`), empty: place.empty, parent: place };
      m.targets.set(s.label, { leave: own });
      out.push(assign(own.mask!, maskOf(place)), { ...s, body: lowerList(m, s.body, own, [...regions, m.live.after.get(s)!]) });
      return false;
    }
    case "while":
      if (m.divergence.isDivergent(s)) lowerLoop(m, s, place, regions, out);
      else lowerUniformLoop(m, s, place, regions, out);
      return false;
    case "break":
    case "continue": {
      const targets = m.targets.get(s.label)!, target = s.kind === "break" ? targets.leave : targets.next!;
      if (target.mask === place.mask) {
        out.push(s);
        return true;
      }
      for (const left of between(place, target)) out.push(assign(left, and(local("bool", left), not(maskOf(place)))));
      // The place's own mask too: it may be that of a loop which goes on for others, or ends without any.
      out.push(assign(place.mask!, constant("bool", false)));
      return true;
    }
  }
}

/** Masks from the place outwards to the target, its own not among them; all of these places may be empty from now on. */
function between(place: Place, target: Place): Set<string> {
  const masks = new Set<string>();
  for (let p: Place | undefined = place; p; p = p.parent) {
    p.empty = true;
    if (p.mask !== undefined && p.mask !== place.mask) masks.add(p.mask);
    if (p === target) break;
  }
  return masks;
}

function lowerIf(m: Masking, s: LaneStatement & { readonly kind: "if" }, place: Place, regions: readonly Names[], out: LaneStatement[]): void {
  if (!m.divergence.isVarying(s.test)) {
    out.push({ ...s, test: here(s.test, place), then: lowerList(m, s.then, place, regions), else: lowerList(m, s.else, place, regions) });
    return;
  }
  const test = freshMask(m, "test"), outer = maskOf(place);
  out.push(assign(test, here(s.test, place)));
  if (leavesHere(m, s, place)) return void out.push(assign(place.mask!, and(outer, not(local("bool", test)))));
  const part = (statements: readonly LaneStatement[], mask: LaneExpression, waiting: Names): (() => void) | undefined => {
    if (statements.length === 0) return undefined;
    const guarded = costOfStatements(statements) > guardCost, own: Place = { mask: freshMask(m, "lanes"), empty: !guarded, parent: place };
    out.push(assign(own.mask!, mask));
    return () => {
      const body = lowerList(m, statements, own, [...regions, waiting]);
      if (guarded) out.push({ kind: "if", test: anyOf(own), then: body, else: [] });
      else out.push(...body);
    };
  };
  // Both masks are made before the first part may change what the test reads.
  const then = part(s.then, and(outer, local("bool", test)), m.live.atElse.get(s)!);
  const otherwise = part(s.else, and(outer, not(local("bool", test))), m.live.after.get(s)!);
  then?.();
  otherwise?.();
}

/** Whether the statement only takes lanes out of the mask that is here, and no other; then they are gone. */
function leavesHere(m: Masking, { then, else: otherwise }: LaneStatement & { readonly kind: "if" }, place: Place): boolean {
  const [jump] = then;
  if (then.length !== 1 || otherwise.length > 0 || (jump!.kind !== "break" && jump!.kind !== "continue") || place.mask === undefined) return false;
  const targets = m.targets.get(jump!.label)!, target = jump!.kind === "break" ? targets.leave : targets.next!;
  for (let p: Place | undefined = place; p && p !== target; p = p.parent) if (p.mask !== place.mask) return false;
  if (target.mask !== place.mask) return false;
  between(place, target);
  return true;
}

/** All lanes that are here make the same trips. Without lanes nobody could say when they end. */
function lowerUniformLoop(m: Masking, s: LaneStatement & { readonly kind: "while" }, place: Place, regions: readonly Names[], out: LaneStatement[]): void {
  const guarded = place.mask !== undefined && place.empty, inside: Place = guarded ? { mask: place.mask, empty: false, parent: place } : place;
  const body: Place = m.divergence.continuing.has(s.label) ? { mask: freshMask(m, `trip_${s.label}`), empty: false, parent: inside } : inside;
  m.targets.set(s.label, { leave: inside, next: body });
  const loop: LaneStatement = {
    ...s,
    before: lowerList(m, s.before, inside, regions),
    test: here(s.test, inside),
    body: [...(body === inside ? [] : [assign(body.mask!, maskOf(inside))]), ...lowerList(m, s.body, body, body === inside ? regions : [...regions, m.live.atStep.get(s)!])],
    step: lowerList(m, s.step, inside, regions),
  };
  out.push(guarded ? { kind: "if", test: anyOf(place), then: [loop], else: [] } : loop);
}

function lowerLoop(m: Masking, s: LaneStatement & { readonly kind: "while" }, place: Place, regions: readonly Names[], out: LaneStatement[]): void {
  const alive = freshMask(m, `alive_${s.label}`), own = [...regions, m.live.after.get(s)!];
  const at = (empty: boolean): Place => ({ mask: alive, empty, parent: place });
  const trip = at(!s.testFirst && place.empty), divergent = m.divergence.continuing.has(s.label);
  const body: Place = divergent ? { mask: freshMask(m, `trip_${s.label}`), empty: trip.empty, parent: trip } : trip;
  m.targets.set(s.label, { leave: trip, next: body });
  out.push(assign(alive, maskOf(place)));
  const inside = [...(divergent ? [assign(body.mask!, maskOf(trip))] : []), ...lowerList(m, s.body, body, divergent ? [...own, m.live.atStep.get(s)!] : own)];
  const step = lowerList(m, s.step, at(true), own);
  // The test's uniform parts need no mask: where they are false, nobody stays.
  const before = lowerList(m, s.before, at(true), own), parts = conjuncts(s.test).map((part) => here(part, at(true)));
  const varying = parts.filter((p) => m.divergence.isVarying(p)), uniform = parts.filter((p) => !m.divergence.isVarying(p));
  if (varying.length > 0) before.push(assign(alive, varying.reduce(and, local("bool", alive))));
  const test = [...uniform, unary("bool", "any", local("bool", alive))].reduce((left, right): LaneExpression => ({ kind: "logical", type: "bool", op: "and", left, right }));
  out.push({ ...s, before, test, body: inside, step });
}

const conjuncts = (e: LaneExpression): readonly LaneExpression[] => (e.kind === "logical" && e.op === "and" ? [...conjuncts(e.left), ...conjuncts(e.right)] : [e]);
