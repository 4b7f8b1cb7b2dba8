// Arrays made of pieces of others: slices, repetitions, edges, one array after another. Along each axis a *run* says which positions of the source stand at
// consecutive positions of the target; a *piece* has one run an axis. Pure arithmetic, the same on every rank: each pair of ranks knows what they have for
// each other without asking.
//
//   slice(a, [8, 2, -2])                 run { to 0, count 3, from 8, step -2 }
//   a of 5 padded by 2, wrapped          runs { to 0, count 2, from 3 } { to 2, count 5, from 0 } { to 7, count 2, from 0 }
//   tile(a, [2])                         runs { to 0, count n, from 0 } { to n, count n, from 0 }
import type { Boundary, Shape } from "../abi.ts";
import { boundaryPosition } from "./exchange.ts";
import type { AxisPart } from "./shard.ts";

/** Position `to + k` of the target's axis is position `from + k step` of the source's; the step may be negative or 0. */
export interface AxisRun {
  readonly to: number;
  readonly count: number;
  readonly from: number;
  readonly step: number;
}

/** One run an axis of the target, which walks the same axis of the source. */
export interface Piece {
  /** Which of the arrays. */
  readonly source: number;
  readonly runs: readonly AxisRun[];
}

/** All combinations of each axis's runs. */
export function piecesOf(axes: readonly (readonly AxisRun[])[], source = 0): Piece[] {
  return axes.reduce<(readonly AxisRun[])[]>((found, runs) => found.flatMap((before) => runs.map((run) => [...before, run])), [[]]).map((runs) => ({ source, runs }));
}

/** `[from, to, step]` of an axis as Python reads it: negative positions count from the end, what is missing (null) is the end, what is outside is cut off. */
export type Range = readonly (number | null | undefined)[];

export function rangeRun(extent: number, [from, to, step]: Range): AxisRun {
  const by = step ?? 1, low = by < 0 ? -1 : 0, high = by < 0 ? extent - 1 : extent;
  const clip = (position: number): number => Math.min(high, Math.max(low, position < 0 ? position + extent : position));
  const first = from == null ? (by < 0 ? high : low) : clip(from), end = to == null ? (by < 0 ? low : high) : clip(to);
  return { to: 0, count: Math.max(0, Math.ceil((end - first) / by)), from: first, step: by };
}

/** An axis with more positions before and after it. */
export function paddedRuns(extent: number, before: number, after: number, boundary: Boundary["kind"]): AxisRun[] {
  const outside = (first: number, count: number): AxisRun[] => joined(Array.from({ length: count }, (_, k) => boundaryPosition(first + k, extent, boundary)), first + before);
  return [...outside(-before, before), { to: before, count: extent, from: 0, step: 1 }, ...outside(extent, after)].filter((run) => run.count > 0);
}

export function repeatedRuns(extent: number, times: number): AxisRun[] {
  return extent === 0 ? [] : Array.from({ length: times }, (_, k) => ({ to: k * extent, count: extent, from: 0, step: 1 }));
}

/** One array after another along an axis. */
export function concatPieces(shapes: readonly Shape[], axis: number): Piece[] {
  let end = 0;
  return shapes.map((shape, source) => {
    const to = end;
    end += shape[axis]!;
    return { source, runs: shape.map((extent, k) => ({ to: k === axis ? to : 0, count: extent, from: 0, step: 1 })) };
  });
}

/** A list of positions as few runs; where there is none the target keeps what it has. */
function joined(positions: readonly (number | undefined)[], to: number): AxisRun[] {
  const runs: AxisRun[] = [];
  positions.forEach((position, k) => {
    if (position === undefined) return;
    const last = runs.at(-1), step = last && last.to + last.count === to + k ? position - (last.from + last.step * (last.count - 1)) : undefined;
    if (last && step !== undefined && (last.count === 1 || step === last.step)) runs[runs.length - 1] = { ...last, step, count: last.count + 1 };
    else runs.push({ to: to + k, count: 1, from: position, step: 1 });
  });
  return runs;
}

/** Along one axis: places `from + k fromStep` of the sender's buffer go to places `to + k toStep` of the receiver's. */
export interface Leg {
  readonly from: number;
  readonly fromStep: number;
  readonly to: number;
  readonly toStep: number;
  readonly count: number;
}

/** What of a piece is in the sender's part of the source and in the receiver's part of the target: one leg an axis, or nothing. */
export function legsOf(piece: Piece, held: readonly AxisPart[], wanted: readonly AxisPart[]): readonly Leg[] | undefined {
  const legs: Leg[] = [];
  for (const [axis, run] of piece.runs.entries()) {
    const leg = legOf(run, held[axis]!, wanted[axis]!);
    if (!leg) return undefined;
    legs.push(leg);
  }
  return legs;
}

export const legElements = (legs: readonly Leg[]): number => legs.reduce((product, leg) => product * leg.count, 1);

function legOf(run: AxisRun, held: AxisPart, want: AxisPart): Leg | undefined {
  // The j-th position that the receiver holds is position q + j s of the source.
  let first = Math.max(0, Math.ceil((run.to - want.start) / want.step)), last = Math.min(want.count - 1, Math.floor((run.to + run.count - 1 - want.start) / want.step));
  const q = run.from + run.step * (want.start - run.to), s = run.step * want.step, place = (j: number): number => (q + j * s - held.start) / held.step;
  if (held.count === 0 || last < first) return undefined;
  const period = s === 0 ? 1 : held.step / greatestDivisor(held.step, Math.abs(s));
  if (s === 0) {
    if (place(0) < 0 || place(0) >= held.count) return undefined;
  } else {
    const bounds = [held.start, held.start + (held.count - 1) * held.step].map((position) => (position - q) / s).sort((a, b) => a - b);
    first = Math.max(first, Math.ceil(bounds[0]!));
    last = Math.min(last, Math.floor(bounds[1]!));
  }
  for (let tried = 0; tried < period && !Number.isInteger(place(first)); tried++) first++;
  if (last < first || !Number.isInteger(place(first))) return undefined;
  return { from: held.halo + place(first), fromStep: (s * period) / held.step, to: want.halo + first, toStep: period, count: Math.floor((last - first) / period) + 1 };
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

/** The row-major elements of a part that lies together in them: blocks of the first axis, or everything. */
export function flatPart(shape: Shape, parts: readonly AxisPart[]): AxisPart {
  const row = shape.slice(1).reduce((product, extent) => product * extent, 1), first = parts[0];
  return { start: (first?.start ?? 0) * row, step: 1, count: (first?.count ?? 1) * row, halo: 0 };
}
