// Every collective on one rank, against what it must give; run by collectives.test.ts for many np, sizes, roots and algorithms. Results start poisoned.
import * as assert from "uvu/assert";
import type { Communicator, Reducer } from "../communicator/communicator.ts";

export const sum: Reducer = { name: "SUM", commutative: true, combine: (a, t, b, s, n) => { for (let k = 0; k < n; k++) (a as Int32Array)[t + k]! += (b as Int32Array)[s + k]!; } };

/** Composition of x -> ax + b modulo a prime, two elements each: associative, not commutative. */
export const compose: Reducer = {
  name: "COMPOSE",
  commutative: false,
  unit: 2,
  combine(target, t, source, s, n) {
    const f = target as Float64Array, g = source as Float64Array;
    for (let k = 0; k + 1 < n; k += 2) {
      const a = f[t + k]!, b = f[t + k + 1]!, c = g[s + k]!, d = g[s + k + 1]!;
      f[t + k] = (a * c) % 10007;
      f[t + k + 1] = (b * c + d) % 10007;
    }
  },
};

const value = (rank: number, k: number): number => (rank * 7919 + k * 31 + 5) % 10007;
const make = (rank: number, n: number): Float64Array => Float64Array.from({ length: n }, (_, k) => value(rank, k));
const ints = (rank: number, n: number): Int32Array => Int32Array.from({ length: n }, (_, k) => value(rank, k));
const poisoned = (n: number): Float64Array => new Float64Array(n).fill(NaN);
const poisonedInts = (n: number): Int32Array => new Int32Array(n).fill(-77);

function same(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  assert.is(actual.length, expected.length, `${what}: length`);
  for (let k = 0; k < actual.length; k++) if (!Object.is(actual[k], expected[k])) assert.unreachable(`${what}: element ${k} is ${actual[k]}, not ${expected[k]}`);
}

/** Ranks `low .. high - 1` combined one after the other. */
function folded<T extends Float64Array | Int32Array>(from: (rank: number) => T, low: number, high: number, reducer: Reducer): T {
  const result = from(low);
  for (let r = low + 1; r < high; r++) reducer.combine(result, 0, from(r), 0, result.length);
  return result;
}

/** The roots worth trying: all of few, some of many. */
const roots = (size: number): number[] => [...new Set([0, 1, size >> 1, size - 1])].filter(r => r < size);

export function allCollectives(comm: Communicator, argument: unknown): number {
  const { sizes } = argument as { sizes: number[] }, { rank, size } = comm, ranks = Array.from({ length: size }, (_, r) => r);
  for (const n of sizes) {
    comm.barrier();
    for (const root of roots(size)) {
      const b = rank === root ? make(root, n) : poisoned(n);
      comm.bcast(b, root);
      same(b, make(root, n), "bcast");

      const g = poisoned(n * size);
      comm.gather(make(rank, n), rank === root ? g : undefined, root);
      if (rank === root) ranks.forEach(r => same(g.subarray(r * n, (r + 1) * n), make(r, n), "gather"));

      const uneven = ranks.map(r => poisoned((n * r) % 1013));
      comm.gatherv(make(rank, (n * rank) % 1013), rank === root ? uneven : undefined, root);
      if (rank === root) uneven.forEach((part, r) => same(part, make(r, (n * r) % 1013), "gatherv"));

      const s = poisoned(n);
      comm.scatter(rank === root ? make(9, n * size) : undefined, s, root);
      same(s, make(9, n * size).subarray(rank * n, (rank + 1) * n), "scatter");

      const sv = poisoned(n + rank);
      comm.scatterv(rank === root ? ranks.map(r => make(r, n + r)) : undefined, sv, root);
      same(sv, make(rank, n + rank), "scatterv");

      const total = rank === root ? poisonedInts(n) : undefined;
      comm.reduce(ints(rank, n), total, sum, root);
      if (total) same(total, folded(r => ints(r, n), 0, size, sum), "reduce");

      const composed = rank === root ? poisoned(2 * n) : undefined;
      comm.reduce(make(rank, 2 * n), composed, compose, root);
      if (composed) same(composed, folded(r => make(r, 2 * n), 0, size, compose), "reduce, not commutative");
    }
    const all = poisoned(n * size);
    comm.allgather(make(rank, n), all);
    ranks.forEach(r => same(all.subarray(r * n, (r + 1) * n), make(r, n), "allgather"));

    const parts = ranks.map(r => poisoned(n + 3 * r));
    comm.allgatherv(make(rank, n + 3 * rank), parts);
    parts.forEach((part, r) => same(part, make(r, n + 3 * r), "allgatherv"));

    const from = ranks.map(r => poisoned((n + 5 * r + rank) % 2003));
    comm.alltoallv(ranks.map(r => make(rank * 100 + r, (n + 5 * rank + r) % 2003)), from);
    from.forEach((part, r) => same(part, make(r * 100 + rank, (n + 5 * r + rank) % 2003), "alltoallv"));

    const added = poisonedInts(n);
    comm.allreduce(ints(rank, n), added, sum);
    same(added, folded(r => ints(r, n), 0, size, sum), "allreduce");
    const inPlace = ints(rank, n);
    comm.allreduce(inPlace, inPlace, sum);
    same(inPlace, added, "allreduce in place");

    const both = poisoned(2 * n);
    comm.allreduce(make(rank, 2 * n), both, compose);
    same(both, folded(r => make(r, 2 * n), 0, size, compose), "allreduce, not commutative");

    const prefix = poisoned(2 * n);
    comm.scan(make(rank, 2 * n), prefix, compose, false);
    same(prefix, folded(r => make(r, 2 * n), 0, rank + 1, compose), "scan");
    const before = new Float64Array(2 * n).fill(42);
    comm.scan(make(rank, 2 * n), before, compose, true);
    same(before, rank === 0 ? new Float64Array(2 * n).fill(42) : folded(r => make(r, 2 * n), 0, rank, compose), "exscan");
  }
  return rank;
}

/** Views in a rank's own shared memory are read by the others in place. */
/** Sums that depend on the order of their terms are those in rank order. */
export function inRankOrder(comm: Communicator, argument: unknown): number {
  const terms = (rank: number, n: number): Float64Array => Float64Array.from({ length: n }, (_, k) => (value(rank, k) - 5000) / 3 * 10 ** (value(rank, k + 1) % 17));
  const { rank, size } = comm;
  for (const n of (argument as { readonly sizes: readonly number[] }).sizes) {
    const expected = folded(r => terms(r, n), 0, size, sum);
    const all = poisoned(n);
    comm.allreduce(terms(rank, n), all, sum);
    same(all, expected, `Allreduce of ${n}`);
    for (const root of roots(size)) {
      const into = terms(rank, n);
      comm.reduce(into, rank === root ? into : undefined, sum, root);
      if (rank === root) same(into, expected, `Reduce of ${n} to ${root}, in place`);
    }
  }
  return rank;
}

export function inSharedMemory(comm: Communicator): number {
  const { rank, size } = comm, n = 40_000, memory = comm.memory(rank), ranks = Array.from({ length: size }, (_, r) => r);
  memory.grow(Math.ceil((n * 8 * (size + 3)) / 65536));
  const view = (start: number, length: number): Float64Array => new Float64Array(memory.buffer, 65536 + start * 8, length);
  const mine = view(0, n);
  mine.set(make(rank, n));
  const all = poisoned(n * size);
  comm.allgather(mine, all);
  ranks.forEach(r => same(all.subarray(r * n, (r + 1) * n), make(r, n), "allgather in place"));
  for (const root of roots(size)) {
    const gathered = ranks.map(() => poisoned(n));
    comm.gatherv(mine, rank === root ? gathered : undefined, root);
    if (rank === root) gathered.forEach((part, r) => same(part, make(r, n), "gatherv in place"));
  }
  // The owner may change its memory at once.
  mine.fill(rank);
  const parts = ranks.map(r => { const part = view(n * (r + 1), n); part.set(make(rank * 10 + r, n)); return part; }), from = ranks.map(() => poisoned(n));
  comm.alltoallv(parts, from);
  from.forEach((part, r) => same(part, make(r * 10 + rank, n), "alltoallv in place"));
  parts.forEach(part => part.fill(-1));
  const next = (rank + 1) % size, before = (rank - 1 + size) % size, got = poisoned(n);
  comm.sendrecv(mine, next, got, before, 3);
  same(got, new Float64Array(n).fill(before), "sendrecv in place");
  return rank;
}
