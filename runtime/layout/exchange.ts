// Which elements move where when an array's placement changes: pure arithmetic, the same on every rank, so that sender and receiver agree without asking.
//
//   [10] block(0) -> replicated, 2 ranks     copies(sender 1, receiver 0) = [{ from 0, fromStep 1, to 5, toStep 1, count 5 }]
//   [10] block(0) -> block(0, halo 2 wrap)   receiver 0 also takes positions 8, 9 of sender 1 to its places 0, 1
//
// Positions are local to the buffers of sender and receiver. Every pair of ranks has a list of boxes; elements travel box by box, each in row-major order.
// What a halo holds outside the array is a copy of elements inside, or a constant (`fills`).
import type { Boundary, Placement, Shape } from "../abi.ts";
import { axisPart, distributedAxes, haloAlong, hasHalo, shardParts, storedShape, type AxisPart } from "./shard.ts";

/** Along one axis: place `from + k fromStep` of the sender's buffer goes to place `to + k toStep` of the receiver's. */
export interface Stretch {
  readonly from: number;
  readonly fromStep: number;
  readonly to: number;
  readonly toStep: number;
  readonly count: number;
}

/** One stretch an axis. */
export type Box = readonly Stretch[];

export interface Reshard {
  readonly shape: Shape;
  readonly from: Placement;
  readonly to: Placement;
}

/** What goes from one rank to another (or stays, if they are the same). */
export function copies({ shape, from, to }: Reshard, sender: number, receiver: number, np: number): Box[] {
  if (!sends(from, sender, receiver)) return [];
  if (to.kind === "root" && receiver !== 0) return [];
  const held = shardParts(shape, from, sender, np), wanted = shape.map((extent, axis) => wantedAlong(extent, axis, to, receiver, np));
  const along = shape.map((_, axis) => wanted[axis]!.flatMap((want) => meet(held[axis]!, want).map((stretch) => ({ stretch, outside: want.outside }))));
  if (along.some((list) => list.length === 0)) return [];
  // Along an axis that the receiver distributes there can be several stretches: its halos.
  const boxes = along.reduce<readonly (readonly Along[])[]>((found, list) => found.flatMap((box) => list.map((next) => [...box, next])), [[]]);
  return boxes.filter((box) => to.kind !== "grid" || to.corners || box.filter(({ outside }) => outside).length < 2).map((box) => box.map(({ stretch }) => stretch));
}

interface Along {
  readonly stretch: Stretch;
  /** In the halo. */
  readonly outside: boolean;
}

/** Every rank has its own copy of a replicated array; only rank 0 has one at the root. */
const sends = (from: Placement, sender: number, receiver: number): boolean => (from.kind === "replicated" ? sender === receiver : from.kind === "root" ? sender === 0 : true);

export function boxElements(box: Box): number {
  return box.reduce((product, stretch) => product * stretch.count, 1);
}

/** Elements that `sender` sends to `receiver`. */
export function messageElements(reshard: Reshard, sender: number, receiver: number, np: number): number {
  return copies(reshard, sender, receiver, np).reduce((sum, box) => sum + boxElements(box), 0);
}

/** Places of a rank's buffer that hold the boundary's constant; `from` is not used. */
export function fills({ shape, to }: Pick<Reshard, "shape" | "to">, rank: number, np: number): { readonly box: Box; readonly value: number }[] {
  if ((to.kind !== "block" && to.kind !== "grid") || to.boundary?.kind !== "value" || !hasHalo(to)) return [];
  const value = boundaryValue(to.boundary), parts = shardParts(shape, to, rank, np), stored = storedShape(shape, to, rank, np);
  if (parts.some((part) => part.count === 0)) return [];
  return distributedAxes(to).flatMap((along) => {
    const { start, count, halo } = parts[along]!, ahead = Math.max(0, halo - start), behind = Math.max(0, start + count + halo - shape[along]!);
    const box = (at: number, size: number): Box => stored.map((n, axis) => (axis === along ? { from: 0, fromStep: 0, to: at, toStep: 1, count: size } : { from: 0, fromStep: 0, to: 0, toStep: 1, count: n }));
    return [box(0, ahead), box(stored[along]! - behind, behind)].filter((b) => boxElements(b) > 0).map((b) => ({ box: b, value }));
  });
}

function boundaryValue(boundary: Boundary & { kind: "value" }): number {
  if (typeof boundary.value !== "number") throw new Error(`internal: the boundary's value ${boundary.value.host} was not evaluated`);
  return boundary.value;
}

/** The element that stands at `position`, which may be outside; undefined where the boundary is a constant. */
export function boundaryPosition(position: number, extent: number, kind: Boundary["kind"]): number | undefined {
  if (position >= 0 && position < extent) return position;
  if (kind === "value" || extent === 0) return undefined;
  if (kind === "clamp") return position < 0 ? 0 : extent - 1;
  if (kind === "wrap") return ((position % extent) + extent) % extent;
  const period = Math.max(1, 2 * (extent - 1)), phase = ((position % period) + period) % period;
  return phase < extent ? phase : period - phase;
}

/** The k-th of `count` places `at + k atStep` of a buffer holds global position `start + k step`. */
interface Want {
  readonly at: number;
  readonly start: number;
  readonly step: number;
  readonly count: number;
  readonly outside: boolean;
}

function wantedAlong(extent: number, axis: number, to: Placement, rank: number, np: number): Want[] {
  const part = axisPart(extent, axis, to, rank, np), inside: Want = { at: part.halo, start: part.start, step: part.step, count: part.count, outside: false };
  if (part.count === 0) return [];
  if (haloAlong(to, axis) === 0) return [inside];
  const boundary = to.kind === "block" || to.kind === "grid" ? to.boundary : undefined;
  const outside = (first: number, count: number, at: number): Want[] => runsOf(Array.from({ length: count }, (_, k) => boundaryPosition(first + k, extent, boundary?.kind ?? "clamp")), at);
  return [...outside(part.start - part.halo, part.halo, 0), inside, ...outside(part.start + part.count, part.halo, part.halo + part.count)];
}

/** A list of positions as few arithmetic progressions (steps 1, 0, -1). */
function runsOf(positions: readonly (number | undefined)[], at: number): Want[] {
  const found: Want[] = [];
  positions.forEach((position, k) => {
    if (position === undefined) return;
    const last = found.at(-1), next = last && last.at + last.count === at + k ? position - (last.start + last.step * (last.count - 1)) : undefined;
    if (last && next !== undefined && (last.count === 1 ? Math.abs(next) <= 1 : next === last.step)) found[found.length - 1] = { ...last, step: next, count: last.count + 1 };
    else found.push({ at: at + k, start: position, step: 1, count: 1, outside: true });
  });
  return found;
}

/** What of a wanted progression the sender holds; none or one stretch. */
function meet(held: AxisPart, want: Want): Stretch[] {
  const place = (k: number): number => held.halo + (want.start + k * want.step - held.start) / held.step;
  const has = (k: number): boolean => Number.isInteger(place(k)) && place(k) >= held.halo && place(k) < held.halo + held.count;
  if (want.step === 0) return has(0) ? [{ from: place(0), fromStep: 0, to: want.at, toStep: 1, count: want.count }] : [];
  // Every `period`-th of the wanted positions is on the sender's progression, from `phase` on.
  const period = want.step % held.step === 0 ? 1 : held.step;
  let phase = 0;
  while (phase < period && !Number.isInteger(place(phase))) phase++;
  if (phase === period) return [];
  const bound = (g: number): number => (g - want.start) / want.step, ends = [bound(held.start), bound(held.start + (held.count - 1) * held.step)];
  const first = Math.max(0, Math.ceil((Math.min(...ends) - phase) / period)), last = Math.min(Math.floor((want.count - 1 - phase) / period), Math.floor((Math.max(...ends) - phase) / period));
  if (held.count === 0 || last < first) return [];
  const k = phase + first * period;
  return [{ from: place(k), fromStep: (period * want.step) / held.step, to: want.at + k, toStep: period, count: last - first + 1 }];
}
