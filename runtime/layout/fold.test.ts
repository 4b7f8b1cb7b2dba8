// combine and carry on any number of ranks against the definition of the canonical order, written plainly on whole arrays.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { MonoidInfo, Placement, Shape } from "../abi.ts";
import { carryContribution, carryFinish } from "./carry.ts";
import { combineContribution, combineFinish, contributionSize, foldedPlacement, rowParts, sharedTotals, type Fold } from "./fold.ts";
import { lineOf, shareSize, sharesRows } from "./gridRows.ts";
import { leafLengthAlong, leafShape, storedLeafShape } from "./leaves.ts";
import { distributedAxis, elementCount, shardParts } from "./shard.ts";

const test = suite("layout/fold");
const ranks = [1, 2, 3, 4, 7, 16, 201];
/** Neither associative nor commutative, so that any other order shows. */
const strange: MonoidInfo = { name: "custom", identity: 0, combine: (a, b) => a * 0.75 - b * 1.25 + 1 / 3 };

/** The tree of tree.ts as a sentence: neighbours are combined, a last one moves up. */
function tree(values: readonly number[]): number {
  if (values.length === 0) return 0;
  if (values.length === 1) return values[0]!;
  const next: number[] = [];
  for (let k = 0; k < values.length; k += 2) next.push(k + 1 < values.length ? strange.combine(values[k]!, values[k + 1]!) : values[k]!);
  return tree(next);
}

/** The subtrees of the binary digits of `k`, largest first. */
function before(values: readonly number[], k: number): number[] {
  const found: number[] = [];
  for (let level = 40, start = 0; level >= 0; level--)
    if (Math.floor(k / 2 ** level) % 2 === 1) found.push(tree(values.slice(start, (start += 2 ** level))));
  return found;
}

const chain = (values: readonly number[]): number => (values.length === 0 ? 0 : values.reduce((a, b) => strange.combine(a, b)));

function random(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32) * 2 - 1;
}

/** `assert.equal` is too slow for the many that agree. */
function same(found: readonly number[], wanted: readonly number[], message: () => string): void {
  if (found.length !== wanted.length || !found.every((value, k) => Object.is(value, wanted[k]))) assert.equal(found, wanted, message());
}

/** Positions of an axis that a rank holds, in leaves along `axis`. */
function positions(fold: Fold, rank: number, np: number): number[][] {
  const length = leafLengthAlong(fold.shape, fold.axis);
  return shardParts(fold.shape, fold.placement, rank, np).map((part, axis) => {
    const all = Array.from({ length: part.count }, (_, k) => part.start + k * part.step);
    return axis === fold.axis ? [...new Set(all.map((p) => Math.floor(p / length)))] : all;
  });
}

function pick(values: readonly number[], shape: Shape, where: readonly (readonly number[])[]): number[] {
  let offsets = [0];
  where.forEach((list, axis) => (offsets = offsets.flatMap((o) => list.map((p) => o * shape[axis]! + p))));
  return offsets.map((o) => values[o]!);
}

const shapes: Shape[] = [[0], [1], [5], [129], [1000], [5000], [0, 3], [3, 0], [1, 1], [5, 7], [9, 300], [300, 9], [70, 600], [3, 4, 5], [4, 3, 300], [2, 0, 3], [2, 3, 2, 3, 2, 150]];

function placements(shape: Shape, axis: number, all: boolean): Placement[] {
  const found: Placement[] = [{ kind: "replicated" }];
  shape.forEach((_, d) => {
    found.push({ kind: "block", axis: d, align: d === axis ? leafLengthAlong(shape, axis) : 1, halo: 0 });
    if (all && d > 0 && (d === axis || d - 1 === axis)) found.push({ kind: "grid", axes: [d - 1, d], aligns: d === axis ? [1, leafLengthAlong(shape, axis)] : [leafLengthAlong(shape, axis), 1], halos: [0, 0], corners: false });
    if (all && d === axis && d > 1) found.push({ kind: "grid", axes: [d, d - 2], aligns: [leafLengthAlong(shape, axis), 1], halos: [0, 0], corners: false });
    if (!all && d > 0 && d !== axis && d - 1 !== axis) found.push({ kind: "grid", axes: [d - 1, d], aligns: [1, 1], halos: [0, 0], corners: false });
    if (d !== axis) found.push({ kind: "cyclic", axis: d }, { kind: "block", axis: d, align: 8, halo: 0 });
  });
  return found;
}

/** In a grid, parts of rows come together first. */
function rowTotals(fold: Fold, np: number, own: readonly number[][]): Float64Array[] {
  const parts = own.map((leaves, r) => rowParts(fold, r, np, leaves));
  parts.forEach((list, sender) => lineOf(fold, sender, np).forEach((receiver, k) => assert.is(list[k]!.length, shareSize(fold, sender, receiver, np, 1))));
  return own.map((_, r) => sharedTotals(fold, r, np, lineOf(fold, r, np).map((sender) => parts[sender]![lineOf(fold, sender, np).indexOf(r)]!)));
}

function eachFold(check: (fold: Fold, np: number, leaves: readonly number[], stored: Shape, contributionsOf: (half: typeof combineContribution) => Float64Array[], own: readonly number[][]) => void): void {
  for (const shape of shapes)
    for (let axis = 0; axis < shape.length; axis++)
      for (const all of axis === shape.length - 1 ? [false, true] : [false])
        for (const placement of placements(shape, axis, all))
          for (const np of ranks) {
            if (np > 16 && elementCount(shape) > 5000) continue;
            const fold: Fold = { shape, placement, axis, all, monoid: strange, accumulator: "f64" }, stored = leafShape(shape, axis), next = random(elementCount(shape) + axis);
            const leaves = Array.from({ length: elementCount(stored) }, next), own = Array.from({ length: np }, (_, r) => pick(leaves, stored, positions(fold, r, np)));
            own.forEach((o, r) => assert.is(o.length, elementCount(storedLeafShape(shape, axis, placement, r, np))));
            check(fold, np, leaves, stored, (half) => (half === combineContribution && sharesRows(fold, np) ? rowTotals(fold, np, own) : own).map((o, r) => half(fold, r, np, o)), own);
          }
}

test("combine gives the canonical tree's value for any placement and number of ranks", () => {
  let checked = 0;
  eachFold((fold, np, leaves, stored, contributionsOf, own) => {
    const contributions = contributionsOf(combineContribution), expected = wholeCombine(fold, leaves, stored), placed = foldedPlacement(fold);
    contributions.forEach((c, r) => assert.is(c.length, contributionSize(fold, r, np)));
    for (let rank = 0; rank < np; rank += np > 16 ? 40 : 1) {
      const rest = fold.all ? [] : fold.shape.filter((_, d) => d !== fold.axis), found = combineFinish(fold, rank, np, own[rank]!, contributions);
      const parts = shardParts(rest, placed, rank, np).map((p) => Array.from({ length: p.count }, (_, k) => p.start + k * p.step));
      same([...found], pick(expected, rest, parts), () => `${JSON.stringify(fold)} np ${np} rank ${rank}`);
      checked++;
    }
  });
  assert.ok(checked > 1000);
});

function wholeCombine(fold: Fold, leaves: readonly number[], stored: Shape): number[] {
  const { axis } = fold, inner = elementCount(stored.slice(axis + 1)), outer = elementCount(stored.slice(0, axis)), n = stored[axis]!;
  const rows = Array.from({ length: outer * inner }, (_, s) => tree(Array.from({ length: n }, (_, k) => leaves[(Math.floor(s / inner) * n + k) * inner + (s % inner)]!)));
  return fold.all ? [tree(rows)] : rows;
}

test("carry gives what goes before each leaf", () => {
  eachFold((fold, np, leaves, stored, contributionsOf, own) => {
    if (fold.axis !== fold.shape.length - 1 || (fold.all && fold.placement.kind === "grid")) return;
    const n = stored.at(-1)!, rows = elementCount(stored.slice(0, -1)), row = (r: number): number[] => leaves.slice(r * n, (r + 1) * n), totals = Array.from({ length: rows }, (_, r) => tree(row(r)));
    const expected = Array.from({ length: rows * n }, (_, s) => {
      const r = Math.floor(s / n);
      return chain([...(fold.all ? before(totals, r) : []), ...before(row(r), s % n)]);
    });
    const contributions = contributionsOf(carryContribution);
    for (let rank = 0; rank < np; rank += np > 16 ? 40 : 1)
      same([...carryFinish(fold, rank, np, own[rank]!, contributions)], pick(expected, stored, positions(fold, rank, np)), () => `${JSON.stringify(fold)} np ${np} rank ${rank}`);
  });
});

test("what may be combined in any order is one element a rank of a grid, wherever its leaves end", () => {
  const max: MonoidInfo = { name: "max", identity: -Infinity, combine: Math.max }, placement: Placement = { kind: "grid", axes: [0, 1], aligns: [1, 1], halos: [0, 0], corners: false };
  for (const shape of [[9, 300], [70, 600], [3, 0], [1, 1], [5, 4, 300]])
    for (const np of ranks.slice(0, -1)) {
      const fold: Fold = { shape, placement, axis: shape.length - 1, all: true, monoid: max, accumulator: "f64", anyOrder: true }, next = random(np);
      const own = Array.from({ length: np }, (_, r) => Array.from({ length: elementCount(storedLeafShape(shape, fold.axis, placement, r, np)) }, next));
      const contributions = own.map((leaves, r) => combineContribution(fold, r, np, leaves));
      if (np > 1) contributions.forEach((c, r) => assert.equal([c.length, contributionSize(fold, r, np)], [1, 1]));
      for (let r = 0; r < np; r++) same([...combineFinish(fold, r, np, own[r]!, contributions)], [Math.max(...own.flat())], () => `${shape.join(" ")} np ${np}`);
    }
});

test("few numbers are exchanged where the extent is large", () => {
  const fold: Fold = { shape: [100_000_000], placement: { kind: "block", axis: 0, align: 128, halo: 0 }, axis: 0, all: true, monoid: strange, accumulator: "f64" };
  for (const np of [2, 3, 8, 64]) for (let r = 0; r < np; r++) assert.ok(contributionSize(fold, r, np) <= 32, `np ${np}: ${contributionSize(fold, r, np)}`);
  assert.is(distributedAxis(fold.placement), 0);
});

test("a shard that splits a leaf is refused", () => {
  const fold: Fold = { shape: [1000], placement: { kind: "block", axis: 0, align: 1, halo: 0 }, axis: 0, all: true, monoid: strange, accumulator: "f64" };
  assert.throws(() => combineContribution(fold, 1, 3, []), /no whole leaves/);
});

test.run();
