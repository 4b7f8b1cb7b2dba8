// Every placement to every other, on all ranks, against plain indexing of the whole array. Buffers start poisoned.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Boundary, Placement, Shape } from "../abi.ts";
import { boundaryPosition, copies, fills, messageElements, type Reshard } from "./exchange.ts";
import { copyBox, fillBox, packBox, unpackBox } from "./pack.ts";
import { elementCount, hasHalo, shardParts, storedShape } from "./shard.ts";

const test = suite("layout/exchange");
const ranks = [1, 2, 3, 4, 7, 13];
const shapes: Shape[] = [[], [0], [1], [2], [5], [23], [300], [0, 3], [3, 0], [4, 6], [9, 5], [2, 3, 4], [3, 1, 2, 5]];
const boundaries: Boundary[] = [{ kind: "clamp" }, { kind: "wrap" }, { kind: "reflect" }, { kind: "value", value: -7 }];

/** What loops over part of an axis read, forwards and backwards, and one position alone. */
function windowsOf(axis: number, size: number): Placement[] {
  const window = (extent: number, from: number, step: number, more = 0): Placement => ({ kind: "window", axis, align: 1, extent: Math.max(0, extent), from, step, more });
  return [window(size - 1, 1, 1), window(size - 2, 0, 1, 2), window(size, size - 1, -1), window(Math.ceil(size / 3), 0, 3), window(1, size >> 1, 0), window(1, size + 3, 0)];
}

function placements(shape: Shape, halos: boolean): Placement[] {
  const found: Placement[] = [{ kind: "replicated" }, { kind: "root" }];
  shape.forEach((size, axis) => {
    if (halos) found.push(...windowsOf(axis, size));
    found.push({ kind: "cyclic", axis });
    for (const align of [1, 3, 128]) found.push({ kind: "block", axis, align, halo: 0 });
    if (halos) for (const halo of [2, 9]) for (const boundary of boundaries) found.push({ kind: "block", axis, align: 1, halo, boundary });
    if (axis === 0) return;
    const grid: Placement = { kind: "grid", axes: [axis - 1, axis], aligns: [1, 1], halos: [0, 0], corners: false };
    found.push(grid, { ...grid, axes: [axis, axis - 1], aligns: [1, 3] });
    if (halos) boundaries.forEach((boundary, k) => found.push({ ...grid, halos: [1, 2], corners: true, boundary }, { ...grid, halos: k % 2 === 0 ? [2, 1] : [0, 3], corners: false, boundary }));
  });
  return found;
}

/** What a rank's buffer should hold, place by place, by the definition; -1 where nothing is promised, undefined where anything may be. */
function expected(shape: Shape, placement: Placement, rank: number, np: number): (number | undefined)[] {
  const parts = shardParts(shape, placement, rank, np);
  if (placement.kind === "root" && rank !== 0) return shape.length === 0 ? [-1] : [];
  let found: (number | undefined)[] = [0], halos = [0];
  shape.forEach((extent, axis) => {
    const part = parts[axis]!, kind = placement.kind === "block" || placement.kind === "grid" ? (placement.boundary?.kind ?? "clamp") : "clamp";
    const along = Array.from({ length: part.count + 2 * part.halo }, (_, k) => (part.count === 0 ? Number.NaN : boundaryPosition(part.start + (k - part.halo) * part.step, extent, kind)));
    halos = halos.flatMap((n) => along.map((_, k) => n + Number(k < part.halo || k >= part.halo + part.count)));
    found = found.flatMap((offset) => along.map((p) => (offset === undefined || p === undefined ? undefined : offset * extent + p)));
  });
  const isEmpty = parts.some((part) => part.count === 0), corners = placement.kind !== "grid" || placement.corners;
  return found.map((offset, k) => (isEmpty ? -1 : !corners && halos[k]! > 1 ? undefined : offset === undefined ? -7 : offset));
}

/** Windows are tried on arrays that are small. */
const isTried = (shape: Shape, to: Placement, np: number): boolean => (to.kind === "window" ? np < 5 && elementCount(shape) < 60 : np < 7 || elementCount(shape) < 60);

function eachReshard(check: (reshard: Reshard, np: number) => void): void {
  for (const shape of shapes)
    for (const from of placements(shape, true).filter((p) => p.kind !== "window" && (!hasHalo(p) || ((p.kind === "block" || p.kind === "grid") && p.boundary?.kind === "wrap" && (p.kind === "grid" ? p.corners : p.halo === 2)))))
      for (const to of placements(shape, true)) for (const np of ranks) if (isTried(shape, to, np)) check({ shape, from, to }, np);
}

test("sender and receiver agree, and every element arrives", () => {
  let checked = 0;
  eachReshard((reshard, np) => {
    const { shape, from, to } = reshard, sources = Array.from({ length: np }, (_, r) => Float64Array.from(expected(shape, from, r, np), (value) => value ?? -1));
    for (let r = 0; r < np; r++) {
      const stored = storedShape(shape, to, r, np), target = new Float64Array(elementCount(stored)).fill(-1);
      for (let s = 0; s < np; s++) {
        const boxes = copies(reshard, s, r, np), message = new Float64Array(messageElements(reshard, s, r, np));
        let at = 0;
        for (const box of boxes) at = packBox(sources[s]!, storedShape(shape, from, s, np), message, at, box);
        assert.is(at, message.length);
        at = 0;
        for (const box of boxes) at = unpackBox(message, at, target, stored, box);
      }
      for (const fill of fills(reshard, r, np)) fillBox(target, stored, fill.box, fill.value);
      const wanted = expected(shape, to, r, np);
      if (target.length !== wanted.length || !wanted.every((value, k) => value === undefined || Object.is(value, target[k]))) assert.equal([...target], wanted, `${JSON.stringify(reshard)} np ${np} rank ${r}`);
      checked++;
    }
  });
  assert.ok(checked > 10_000);
});

test("replicated arrays are never sent, a gather only to the root", () => {
  const shape = [10, 4], block: Placement = { kind: "block", axis: 0, align: 1, halo: 0 };
  for (let s = 0; s < 3; s++)
    for (let r = 0; r < 3; r++) {
      if (s !== r) assert.is(messageElements({ shape, from: { kind: "replicated" }, to: block }, s, r, 3), 0);
      assert.is(messageElements({ shape, from: block, to: { kind: "root" } }, s, r, 3) > 0, r === 0);
    }
});

test("a halo exchange moves the halo and no more", () => {
  const shape = [100, 8], from: Placement = { kind: "block", axis: 0, align: 1, halo: 0 }, to: Placement = { ...from, halo: 1, boundary: { kind: "clamp" } };
  assert.is(messageElements({ shape, from, to }, 0, 1, 4), 8);
  assert.is(messageElements({ shape, from, to }, 0, 2, 4), 0);
});

test("a grid's halo has its corners only where they are asked for", () => {
  const shape = [40, 80], from: Placement = { kind: "grid", axes: [0, 1], aligns: [1, 1], halos: [0, 0], corners: false }, to: Placement = { ...from, halos: [1, 2], boundary: { kind: "clamp" } };
  const received = (corners: boolean): number[] => Array.from({ length: 16 }, (_, sender) => messageElements({ shape, from, to: { ...to, corners } }, sender, 5, 16));
  assert.equal(received(false), [0, 20, 0, 0, 20, 200, 20, 0, 0, 20, 0, 0, 0, 0, 0, 0]);
  assert.equal(received(true), [2, 20, 2, 0, 20, 200, 20, 0, 2, 20, 2, 0, 0, 0, 0, 0]);
});

test("copyBox merges axes and honours steps", () => {
  const source = Float64Array.from({ length: 24 }, (_, k) => k), target = new Float64Array(12);
  copyBox(source, [4, 6], target, [2, 6], [{ from: 1, fromStep: 2, to: 0, toStep: 1, count: 2 }, { from: 5, fromStep: -1, to: 0, toStep: 1, count: 6 }]);
  assert.equal([...target], [11, 10, 9, 8, 7, 6, 23, 22, 21, 20, 19, 18]);
});

test.run();
