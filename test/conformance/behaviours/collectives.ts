// Collectives: every dtype, root and form; IN_PLACE; vectors; lower-case; non-blocking and persistent ones.
import * as assert from "uvu/assert";
import { MPI } from "../../../runtime/mpi.ts";
import { eachForm } from "./forms.ts";
import { filled, join, type Kind, kinds, kindsAndRoots, kindsFor, type Numeric, poisoned, ranksOf, same } from "./values.ts";

type Comm = MPI.Intracomm;
const reduced = (of: Kind, size: number, n: number, f: (a: number, b: number) => number): Numeric => {
  const result = filled(of, 0, n);
  for (let r = 1; r < size; r++) { const other = filled(of, r, n); for (let k = 0; k < n; k++) result[k] = f(result[k] as number, other[k] as number) as number; }
  return result;
};

export const behaviours: { readonly [name: string]: (comm: Comm) => void } = {
  "Barrier, Bcast of every dtype from every root"(comm) {
    eachForm(comm, "Barrier", call => call());
    eachForm(comm, "Bcast", (call, form) => {
      for (const [kind, root] of kindsAndRoots(comm.size)) {
        const view = comm.rank === root ? filled(kind, root, 9) : poisoned(kind, 9);
        call(view, root);
        same(view, filled(kind, root, 9), `${form} ${kind.name}`);
      }
    });
    const named = comm.rank === 0 ? Int32Array.of(4) : new Int32Array(1);
    comm.Bcast(named, { root: 0 });
    assert.is(named[0], 4);
  },
  "Gather, Allgather, Scatter, Alltoall"(comm) {
    const { rank, size } = comm, ranks = ranksOf(size);
    for (const [kind, root] of kindsAndRoots(size)) {
      const n = 5, mine = filled(kind, rank, n), everything = join(ranks.map(r => filled(kind, r, n)));
      eachForm(comm, "Gather", (call, form) => {
        const into = rank === root ? poisoned(kind, n * size) : undefined;
        call(mine, into, root);
        if (into) same(into, everything, `${form} ${kind.name}`);
      });
      eachForm(comm, "Allgather", (call, form) => {
        const into = poisoned(kind, n * size);
        call(mine, into);
        same(into, everything, `${form} ${kind.name}`);
        const inPlace = poisoned(kind, n * size);
        (inPlace as Float64Array).set(mine as Float64Array, rank * n);
        call(MPI.IN_PLACE, inPlace);
        same(inPlace, everything, `${form} in place`);
      });
      eachForm(comm, "Scatter", (call, form) => {
        const into = poisoned(kind, n), all = filled(kind, 2, n * size);
        call(rank === root ? all : undefined, into, root);
        same(into, all.subarray(rank * n, rank * n + n), `${form} ${kind.name}`);
      });
      eachForm(comm, "Alltoall", (call, form) => {
        const into = poisoned(kind, size * 2), expected = join(ranks.map(r => filled(kind, r, size * 2).subarray(2 * rank, 2 * rank + 2)));
        call(filled(kind, rank, size * 2), into);
        same(into, expected, `${form} ${kind.name}`);
        const inPlace = filled(kind, rank, size * 2);
        call(MPI.IN_PLACE, inPlace);
        same(inPlace, expected, `${form} in place`);
      });
    }
  },
  "Gather and Scatter in place at the root"(comm) {
    const { rank, size } = comm, ranks = ranksOf(size);
    for (const root of new Set(kindsAndRoots(size).map(([, r]) => r))) {
      const all = new Int32Array(size).fill(-1);
      all[rank] = rank;
      comm.Gather(rank === root ? MPI.IN_PLACE : Int32Array.of(rank), rank === root ? all : undefined, root);
      if (rank === root) same(all, ranks, "Gather");
      const mine = Int32Array.of(-5);
      comm.Scatter(rank === root ? Int32Array.from(ranks, r => r * 2) : null, rank === root ? MPI.IN_PLACE : mine, root);
      assert.is(mine[0], rank === root ? -5 : rank * 2);
    }
  },
  "vectors: counts, displacements, gaps"(comm) {
    const { rank, size } = comm, ranks = ranksOf(size), counts = ranks.map(r => r + 1), displs = ranks.map(r => (r * (r + 1)) / 2 + r), total = displs[size - 1]! + size;
    const mine = new Float64Array(rank + 1).fill(rank);
    const check = (into: Float64Array, form: string): void => ranks.forEach(r => {
      assert.ok(into.subarray(displs[r], displs[r]! + r + 1).every(v => v === r), form);
      if (r < size - 1) assert.ok(Number.isNaN(into[displs[r]! + r + 1]!), `${form}: gaps stay`);
    });
    eachForm(comm, "Gatherv", (call, form) => {
      const into = new Float64Array(total).fill(NaN);
      call({ sendbuf: mine, recvbuf: [into, counts, displs, MPI.DOUBLE], root: 0 });
      if (rank === 0) check(into, form);
      const dense = new Float64Array((size * (size + 1)) / 2);
      call([mine, MPI.DOUBLE], [dense, [counts, null], MPI.DOUBLE], size - 1);
      if (rank === size - 1) same(dense, ranks.flatMap(r => Array.from({ length: r + 1 }, () => r)), form);
    });
    eachForm(comm, "Allgatherv", (call, form) => {
      const into = new Float64Array(total).fill(NaN);
      call(mine, [into, [counts, displs], MPI.DOUBLE]);
      check(into, form);
    });
    eachForm(comm, "Scatterv", (call, form) => {
      const into = new Float64Array(rank + 1), from = new Float64Array(total);
      ranks.forEach(r => from.fill(r, displs[r], displs[r]! + r + 1));
      call(rank === 0 ? [from, counts, displs, MPI.DOUBLE] : null, into, 0);
      assert.ok(into.every(v => v === rank), form);
    });
    eachForm(comm, "Alltoallv", (call, form) => {
      // To rank r go r + 1 elements, all of them rank * 10 + r.
      const send = new Int32Array((size * (size + 1)) / 2), into = new Int32Array(size * (rank + 1)).fill(-1);
      let at = 0;
      for (const r of ranks) { send.fill(rank * 10 + r, at, at + r + 1); at += r + 1; }
      call([send, counts], [into, ranks.map(() => rank + 1)]);
      same(into, ranks.flatMap(r => Array.from({ length: rank + 1 }, () => r * 10 + rank)), form);
    });
  },
  "Alltoallw: a datatype for each rank"(comm) {
    const { rank, size } = comm, ranks = ranksOf(size), column = MPI.INT.Create_vector(size, 1, size).Commit();
    // Rows go out, columns come in: a transpose of the block.
    const matrix = Int32Array.from({ length: size * size }, (_, k) => rank * 1000 + k), into = new Int32Array(size * size);
    eachForm(comm, "Alltoallw", (call, form) => {
      into.fill(-1);
      call([matrix, ranks.map(() => size), ranks.map(r => r * size * 4), ranks.map(() => MPI.INT)], [into, ranks.map(() => 1), ranks.map(r => r * 4), ranks.map(() => column)]);
      same(into, Array.from({ length: size * size }, (_, k) => (k % size) * 1000 + rank * size + Math.floor(k / size)), form);
    });
  },
  "Reduce, Allreduce with every operation and dtype"(comm) {
    const { rank, size } = comm, n = 6;
    const ops: readonly [MPI.Op, (a: number, b: number) => number, boolean][] = [
      [MPI.SUM, (a, b) => a + b, false], [MPI.MAX, (a, b) => (b > a ? b : a), false], [MPI.MIN, (a, b) => (b < a ? b : a), false],
      [MPI.BAND, (a, b) => a & b, true], [MPI.BOR, (a, b) => a | b, true], [MPI.BXOR, (a, b) => a ^ b, true],
    ];
    for (const kind of kindsFor(comm.size)) for (const [op, f, integers] of ops) {
      if (integers && kind.name.startsWith("f")) continue;
      const expected = reduced(kind, size, n, f);
      for (const root of [0, size - 1]) {
        const into = rank === root ? poisoned(kind, n) : undefined;
        comm.Reduce(filled(kind, rank, n), into, op, root);
        if (into) same(into, expected, `Reduce ${op.name} ${kind.name}`);
      }
      const all = poisoned(kind, n), inPlace = filled(kind, rank, n);
      comm.Allreduce(filled(kind, rank, n), all, op);
      same(all, expected, `Allreduce ${op.name} ${kind.name}`);
      comm.Allreduce(MPI.IN_PLACE, inPlace, op);
      same(inPlace, expected, "in place");
    }
    const truth = new Int32Array(3);
    comm.Allreduce(Int32Array.of(rank, 1, 0), truth, MPI.LAND);
    assert.equal([...truth], [size > 0 && rank >= 0 && ranksOf(size).every(Boolean) ? 1 : 0, 1, 0]);
    comm.Allreduce(Int32Array.of(rank, 1, 0), truth, MPI.LOR);
    assert.equal([...truth], [size > 1 ? 1 : 0, 1, 0]);
    comm.Allreduce(Int32Array.of(1, 0, 0), truth, MPI.LXOR);
    assert.equal([...truth], [size % 2, 0, 0]);
  },
  "reductions in their other forms"(comm) {
    const { rank, size } = comm, kind = kinds[2]!, expected = reduced(kind, size, 4, (a, b) => a + b);
    eachForm(comm, "Allreduce", (call, form) => { const into = poisoned(kind, 4); call(filled(kind, rank, 4), into); same(into, expected, form); });
    eachForm(comm, "Reduce", (call, form) => { const into = poisoned(kind, 4); call({ sendbuf: filled(kind, rank, 4), recvbuf: into, root: size - 1 }); if (rank === size - 1) same(into, expected, form); });
    eachForm(comm, "Scan", (call, form) => { const into = poisoned(kind, 4); call(filled(kind, rank, 4), into); same(into, reduced(kind, rank + 1, 4, (a, b) => a + b), form); });
    eachForm(comm, "Exscan", (call, form) => { const into = poisoned(kind, 4); call(filled(kind, rank, 4), into); same(into, rank === 0 ? poisoned(kind, 4) : reduced(kind, rank, 4, (a, b) => a + b), form); });
    eachForm(comm, "Reduce_scatter_block", (call, form) => {
      const into = poisoned(kind, 2);
      call(filled(kind, rank, 2 * size), into);
      same(into, reduced(kind, size, 2 * size, (a, b) => a + b).subarray(2 * rank, 2 * rank + 2), form);
    });
    eachForm(comm, "Reduce_scatter", (call, form) => {
      const counts = ranksOf(size).map(r => r % 3), total = counts.reduce((a, b) => a + b, 0), start = counts.slice(0, rank).reduce((a, b) => a + b, 0), into = poisoned(kind, counts[rank]!);
      call(filled(kind, rank, total), into, counts, MPI.SUM);
      same(into, total === 0 ? [] : reduced(kind, size, total, (a, b) => a + b).subarray(start, start + counts[rank]!), form);
    });
  },
  "MAXLOC and MINLOC: pairs of one type, and structs"(comm) {
    const { rank, size } = comm, pairs = Int32Array.of((rank * 7) % 5, rank, 3, rank), into = new Int32Array(4), values = ranksOf(size).map(r => (r * 7) % 5);
    comm.Allreduce([pairs, MPI.TWOINT], [into, MPI.TWOINT], MPI.MAXLOC);
    assert.equal([...into], [Math.max(...values), values.indexOf(Math.max(...values)), 3, 0]);
    comm.Allreduce(pairs, into, MPI.MINLOC);
    assert.equal([...into], [Math.min(...values), values.indexOf(Math.min(...values)), 3, 0]);
    const struct = new DataView(new ArrayBuffer(16)), result = new DataView(new ArrayBuffer(16));
    struct.setFloat64(0, -rank, true);
    struct.setInt32(8, rank, true);
    comm.Allreduce([struct, MPI.DOUBLE_INT], [result, MPI.DOUBLE_INT], MPI.MINLOC);
    assert.equal([result.getFloat64(0, true), result.getInt32(8, true)], [-(size - 1) || (size === 1 ? -0 : 0), size - 1]);
  },
  "a user's operation keeps the order of ranks"(comm) {
    // Composition of x -> ax + b modulo 101 is associative and does not commute.
    const compose = MPI.Op.Create((input, inout) => {
      for (let k = 0; k + 1 < input.length; k += 2) {
        const [a, b] = [input[k] as number, input[k + 1] as number], [c, d] = [inout[k] as number, inout[k + 1] as number];
        inout[k] = (a * c) % 101;
        inout[k + 1] = (b * c + d) % 101;
      }
    }, false);
    const pair = MPI.DOUBLE.Create_contiguous(2).Commit(), map = (r: number): [number, number] => [r + 2, 3 * r + 1];
    const fold = (last: number): number[] => ranksOf(last + 1).map(map).reduce(([a, b], [c, d]) => [(a * c) % 101, (b * c + d) % 101] as [number, number]);
    const mine = Float64Array.from(map(comm.rank)), into = new Float64Array(2);
    comm.Allreduce([mine, 1, pair], [into, 1, pair], compose);
    assert.equal([...into], fold(comm.size - 1));
    comm.Scan([mine, 1, pair], [into, 1, pair], compose);
    assert.equal([...into], fold(comm.rank));
    comm.Iallreduce([mine, 1, pair], [into, 1, pair], compose).Wait();
    assert.equal([...into], fold(comm.size - 1));
    compose.Free();
  },
  "lower-case collectives carry any value"(comm) {
    const { rank, size } = comm, ranks = ranksOf(size);
    comm.barrier();
    for (const root of new Set(kindsAndRoots(size).map(([, r]) => r))) {
      assert.equal(comm.bcast(rank === root ? { key: [1, "two"], map: new Map([[root, 1]]) } : null, root), { key: [1, "two"], map: new Map([[root, 1]]) });
      assert.equal(comm.gather((rank + 1) ** 2, { root }), rank === root ? ranks.map(r => (r + 1) ** 2) : null);
      assert.equal(comm.scatter(rank === root ? ranks.map(r => ({ r })) : null, root), { r: rank });
      assert.is(comm.reduce(rank, MPI.SUM, root), rank === root ? (size * (size - 1)) / 2 : null);
    }
    assert.equal(comm.allgather("x".repeat(rank)), ranks.map(r => "x".repeat(r)));
    assert.equal(comm.alltoall(ranks.map(r => [rank, r])), ranks.map(r => [r, rank]));
    assert.is(comm.allreduce(rank + 1, MPI.PROD), ranks.reduce((a, r) => a * (r + 1), 1));
    assert.equal(comm.allreduce([rank]), ranks);
    assert.is(comm.scan(rank + 1), ((rank + 1) * (rank + 2)) / 2);
    assert.is(comm.exscan(1), rank === 0 ? null : rank);
    assert.equal(comm.allreduce([rank % 3, rank], MPI.MAXLOC), [Math.min(2, size - 1), Math.min(2, size - 1)]);
    assert.is(comm.allreduce(String(rank), (a: string, b: string) => a + b), ranks.join(""));
    assert.equal(comm.allreduce(Float64Array.of(rank, 1)), Float64Array.of((size * (size - 1)) / 2, size));
  },
  "several collectives under way at once"(comm) {
    const { rank, size } = comm, sums = [new Float64Array(1), new Float64Array(1000)], bcast = Int32Array.of(rank === 0 ? 5 : 0);
    const requests = [comm.Iallreduce(Float64Array.of(rank), sums[0]!), comm.Ibarrier(), comm.Ibcast(bcast, 0), comm.Iallreduce(new Float64Array(1000).fill(rank), sums[1]!)];
    comm.Barrier();
    MPI.Request.Waitall(requests.reverse());
    assert.equal([sums[0]![0], sums[1]![999], bcast[0]], [(size * (size - 1)) / 2, (size * (size - 1)) / 2, 5]);
  },
  "zero-size messages"(comm) {
    const none = new Float64Array(0);
    comm.Bcast(none, 0);
    comm.Gather(none, none, 0);
    comm.Allgather(none, none);
    comm.Allreduce(none, none);
    comm.Alltoall(none, none);
    comm.Scatterv([none, ranksOf(comm.size).map(() => 0)], none, 0);
  },
};
