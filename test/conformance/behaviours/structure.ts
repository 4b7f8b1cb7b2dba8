// Datatypes, groups, communicators, topologies, inter-communicators, windows, attributes.
import * as assert from "uvu/assert";
import { MPI } from "../../../runtime/mpi.ts";
import { eachForm } from "./forms.ts";
import { ranksOf, same } from "./values.ts";

type Comm = MPI.Intracomm;
const next = (comm: Comm): number => (comm.rank + 1) % comm.size;
const before = (comm: Comm): number => (comm.rank - 1 + comm.size) % comm.size;

/** Collectives of two groups, each of which sends to the other. `roots`: whether this group has the root of rooted ones. */
function betweenGroups(inter: MPI.Intercomm, rank: number, mine: readonly number[], theirs: readonly number[], roots: boolean): void {
  const at = inter.rank, root = roots ? (at === 0 ? MPI.ROOT : MPI.PROC_NULL) : 0, n = theirs.length, isRoot = roots && at === 0;
  const sums = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0), counts = theirs.map(r => r + 1), total = sums(counts);
  const all = new Int32Array(total), expected = theirs.flatMap(r => Array.from({ length: r + 1 }, () => r)), own = new Int32Array(rank + 1).fill(rank), part = new Int32Array(rank + 1);
  eachForm(inter, "Barrier", call => call());
  eachForm(inter, "Bcast", (call, form) => {
    const data = Int32Array.of(isRoot ? 7 : -1);
    call(data, root);
    if (!roots) assert.is(data[0], 7, form);
  });
  eachForm(inter, "Allgatherv", (call, form) => {
    all.fill(-1);
    call(own, [all, counts]);
    same(all, expected, form);
  });
  eachForm(inter, "Gatherv", (call, form) => {
    all.fill(-1);
    call(own, isRoot ? [all, counts] : null, root);
    if (isRoot) same(all, expected, form);
  });
  eachForm(inter, "Scatterv", (call, form) => {
    part.fill(-1);
    call(isRoot ? [Int32Array.from(expected), counts] : null, part, root);
    if (!roots) same(part, own, form);
  });
  // To rank r of the other group go r + 1 elements.
  const send = new Int32Array(total).fill(rank), into = new Int32Array(n * (rank + 1));
  eachForm(inter, "Alltoallv", (call, form) => {
    into.fill(-1);
    call([send, counts], [into, theirs.map(() => rank + 1)]);
    same(into, theirs.flatMap(r => Array.from({ length: rank + 1 }, () => r)), form);
  });
  const ints = theirs.map(() => MPI.INT), ones = theirs.map(() => 1), places = theirs.map((_, k) => 4 * k), words = new Int32Array(n);
  eachForm(inter, "Alltoallw", (call, form) => {
    words.fill(-1);
    call([Int32Array.from(theirs, r => rank * 100 + r), ones, places, ints], [words, ones, places, ints]);
    same(words, theirs.map(r => r * 100 + rank), form);
  });
  const sum = new Int32Array(2);
  eachForm(inter, "Allreduce", (call, form) => {
    call(Int32Array.of(rank, 1), sum.fill(-1));
    same(sum, [sums(theirs), n], form);
  });
  eachForm(inter, "Reduce", (call, form) => {
    call(Int32Array.of(rank, 1), isRoot ? sum.fill(-1) : null, MPI.SUM, root);
    if (isRoot) same(sum, [sums(theirs), n], form);
  });
  const size = mine.length * n, block = new Int32Array(n);
  eachForm(inter, "Reduce_scatter_block", (call, form) => {
    call(new Int32Array(size).fill(rank), block.fill(-1));
    same(block, Array.from({ length: n }, () => sums(theirs)), form);
  });
  const first = new Int32Array(at === 0 ? size : 0);
  eachForm(inter, "Reduce_scatter", (call, form) => {
    call(Int32Array.from({ length: size }, (_, k) => rank + k), first.fill(-1), mine.map((_, k) => (k === 0 ? size : 0)), MPI.MAX);
    if (at === 0) same(first, Array.from({ length: size }, (_, k) => Math.max(...theirs) + k), form);
  });
  assert.equal(inter.gather(rank, root), isRoot ? theirs : null);
  assert.is(inter.allreduce(rank), sums(theirs));
  inter.barrier();
  assert.equal(inter.scatter(isRoot ? theirs.map(r => ({ r })) : null, root), roots ? null : { r: rank });
  assert.is(inter.reduce(rank, MPI.SUM, root), isRoot ? sums(theirs) : null);
  assert.equal(inter.alltoall(theirs.map(r => [rank, r])), theirs.map(r => [r, rank]));
  for (const scan of [() => inter.Scan(own, part), () => inter.Exscan(own, part), () => inter.Iscan(own, part), () => inter.scan(1), () => inter.exscan(1)])
    assert.throws(scan, (error: MPI.Exception) => error.error_class === "ERR_COMM" && /has no \w+; Merge/.test(error.message));
}

export const behaviours: { readonly [name: string]: (comm: Comm) => void } = {
  "derived datatypes travel"(comm) {
    const matrix = Int32Array.from({ length: 20 }, (_, k) => comm.rank * 100 + k), base = before(comm) * 100, status = new MPI.Status();
    const column = MPI.INT.Create_vector(4, 1, 5).Commit(), into = new Int32Array(4);
    comm.Sendrecv([matrix, 1, column], next(comm), 0, into, before(comm), 0, status);
    same(into, [0, 5, 10, 15].map(k => base + k), "column out");
    assert.equal([status.Get_count(MPI.INT), status.Get_count(column), status.Get_elements(column)], [4, 1, 4]);
    const back = new Int32Array(20).fill(-1);
    comm.Sendrecv(into, next(comm), 0, [back, 1, column], before(comm), 0);
    assert.ok(back.every((v, k) => (k % 5 === 0 ? v >= 0 : v === -1)), "column in");
    const block = MPI.INT.Create_subarray([4, 5], [2, 2], [1, 3]).Commit(), four = new Int32Array(4);
    comm.Sendrecv([matrix, 1, block], next(comm), 0, four, before(comm), 0);
    same(four, [8, 9, 13, 14].map(k => base + k), "subarray");
    const columns = MPI.INT.Create_vector(4, 1, 5).Create_resized(0, 4).Commit(), all = new Int32Array(8);
    comm.Sendrecv([matrix, 2, columns], next(comm), 0, all, before(comm), 0);
    same(all, [0, 5, 10, 15, 1, 6, 11, 16].map(k => base + k), "resized");
    const record = MPI.Datatype.Create_struct([1, 2], [0, 8], [MPI.INT, MPI.DOUBLE]).Create_resized(0, 24).Commit(), bytes = new DataView(new ArrayBuffer(48)), got = new DataView(new ArrayBuffer(48));
    for (const at of [0, 24]) { bytes.setInt32(at, comm.rank, true); bytes.setFloat64(at + 8, 1.5, true); bytes.setFloat64(at + 16, at, true); }
    comm.Sendrecv([bytes, 2, record], next(comm), 0, [got, 2, record], before(comm), 0);
    assert.equal([got.getInt32(24, true), got.getFloat64(40, true)], [before(comm), 24]);
    for (const type of [column, block, columns, record]) type.Free();
  },
  "Gatherv with rows, as the seed does it"(comm) {
    const width = 6, rows = comm.rank + 1, row = MPI.INT.Create_contiguous(width);
    row.Commit();
    const counts = comm.gather(rows, 0), mine = new Int32Array(rows * width).fill(comm.rank), total = (comm.size * (comm.size + 1)) / 2;
    const all = comm.rank === 0 ? new Int32Array(total * width) : null;
    comm.Gatherv({ sendbuf: [mine, MPI.INT], recvbuf: [all, [counts ?? [], null], row], root: 0 });
    if (all) same(all, ranksOf(comm.size).flatMap(r => Array.from({ length: (r + 1) * width }, () => r)), "rows");
  },
  "Pack and Unpack"() {
    const out = new Uint8Array(64), column = MPI.INT.Create_vector(2, 1, 2).Commit();
    let at = MPI.DOUBLE.Pack(Float64Array.of(2.5), out, 0);
    at = column.Pack(Int32Array.of(1, 2, 3), out, at);
    assert.is(at, 16);
    const d = new Float64Array(1), i = new Int32Array(3);
    column.Unpack(out, MPI.DOUBLE.Unpack(out, 0, d), i);
    assert.equal([d[0], ...i], [2.5, 1, 0, 3]);
    assert.is(column.Pack_size(3), 24);
  },
  "groups"(comm) {
    const group = comm.Get_group(), { size } = comm, even = group.Incl(ranksOf(size).filter(r => r % 2 === 0)), odd = group.Excl(ranksOf(size).filter(r => r % 2 === 0));
    assert.equal([group.Get_size(), group.Get_rank()], [size, comm.rank]);
    assert.is(MPI.Group.Union(even, odd).size, size);
    assert.is(MPI.Group.Intersection(even, odd).size, 0);
    assert.is(MPI.Group.Difference(group, odd).Compare(even), MPI.IDENT);
    assert.equal(MPI.Group.Translate_ranks(even, [0], group), [0]);
    assert.equal(even.Translate_ranks([0], odd), [MPI.UNDEFINED]);
    assert.is(group.Range_incl([[0, size - 1, 1]]).Compare(group), MPI.IDENT);
    assert.is(group.Range_incl([[size - 1, 0, -1]]).Compare(group), size === 1 ? MPI.IDENT : MPI.SIMILAR);
  },
  "Dup, Split, Create, Create_group"(comm) {
    const { rank, size } = comm, copy = comm.Dup();
    assert.is(comm.Compare(copy), MPI.CONGRUENT);
    // Contexts keep messages apart.
    const a = comm.isend("comm", next(comm), 1), b = copy.isend("copy", next(comm), 1);
    assert.is(copy.recv(before(comm), 1), "copy");
    assert.is(comm.recv(before(comm), 1), "comm");
    MPI.Request.waitall([a, b]);
    const half = comm.Split(rank % 2, -rank);
    assert.is(half.size, Math.ceil((size - (rank % 2)) / 2));
    assert.equal(half.allgather(rank), ranksOf(size).filter(r => r % 2 === rank % 2).reverse());
    const none = comm.Split(rank === 0 ? MPI.UNDEFINED : 1);
    assert.is(none.$isNull, rank === 0);
    const first = comm.Get_group().Incl([0]), made = comm.Create(first);
    assert.is(made.$isNull, rank !== 0);
    if (rank % 2 === 0) {
      const alone = comm.Create_group(comm.Get_group().Incl(ranksOf(size).filter(r => r % 2 === 0)), 3);
      assert.is(alone.allreduce(1), Math.ceil(size / 2));
      alone.Free();
    }
    const shared = comm.Split_type(MPI.COMM_TYPE_SHARED);
    assert.is(shared.size, size);
    for (const made_ of [copy, half, shared]) made_.Free();
    if (!none.$isNull) none.Free();
    if (!made.$isNull) made.Free();
    assert.throws(() => copy.Barrier(), (error: MPI.Exception) => error.error_class === "ERR_COMM");
  },
  "attributes, info, names"(comm) {
    const removed: number[] = [], key = MPI.Create_keyval((_, __, value) => (value as number) + 1, (_, __, value) => removed.push(value as number)), copy0 = comm.Dup();
    copy0.Set_attr(key, 5);
    const copy = copy0.Dup();
    assert.equal([copy.Get_attr(key), copy0.Get_attr(key), comm.Get_attr(1)], [6, 5, MPI.TAG_UB]);
    copy.Set_name("mine");
    assert.is(copy.Get_name(), "mine");
    copy.Free();
    copy0.Delete_attr(key);
    assert.equal([removed, copy0.Get_attr(key)], [[6, 5], null]);
    copy0.Set_info(MPI.Info.Create({ a: "1" }));
    assert.is(copy0.Get_info().Get("a"), "1");
    copy0.Free();
  },
  "Cartesian grids"(comm) {
    const dims = MPI.Compute_dims(comm.size, 2), cart = comm.Create_cart(dims, [true, false]), [rows, cols] = dims as [number, number], [i, j] = cart.coords as [number, number];
    assert.equal([cart.rank, cart.Get_cart_rank([i, j]), cart.ndim, cart.Get_topo()[0]], [i * cols + j, cart.rank, 2, dims]);
    assert.equal(cart.Shift(0, 1), [((i - 1 + rows) % rows) * cols + j, ((i + 1) % rows) * cols + j]);
    assert.equal(cart.Shift(1, 1), [j === 0 ? MPI.PROC_NULL : cart.rank - 1, j === cols - 1 ? MPI.PROC_NULL : cart.rank + 1]);
    const row = cart.Sub([false, true]);
    assert.equal(row.allgather(cart.rank), ranksOf(cols).map(c => i * cols + c));
    const into = new Int32Array(8).fill(-1), neighbours = [...cart.Shift(0, 1), ...cart.Shift(1, 1)];
    cart.Neighbor_allgather(Int32Array.of(cart.rank, 7), into);
    neighbours.forEach((n, k) => assert.is(into[2 * k], n === MPI.PROC_NULL ? -1 : n));
    // Element k goes to neighbour k and arrives from the other side.
    const out = Int32Array.from([0, 1, 2, 3], k => cart.rank * 10 + k), got = new Int32Array(4).fill(-1);
    cart.Ineighbor_alltoall(out, got).Wait();
    neighbours.forEach((n, k) => assert.is(got[k], n === MPI.PROC_NULL ? -1 : n * 10 + (k ^ 1)));
    assert.equal(cart.neighbor_allgather(cart.rank), neighbours.map(n => (n === MPI.PROC_NULL ? undefined : n)));
    row.Free();
    cart.Free();
  },
  "graphs"(comm) {
    const { rank, size } = comm, ring = comm.Create_dist_graph_adjacent([before(comm)], [next(comm)]), into = new Int32Array(1);
    ring.Neighbor_alltoall(Int32Array.of(rank), into);
    assert.is(into[0], before(comm));
    assert.equal(ring.Get_dist_neighbors(), [[before(comm)], [next(comm)], null]);
    const star = comm.Create_graph(ranksOf(size).map(r => (r === 0 ? size - 1 : size - 1 + r)), [...ranksOf(size).slice(1), ...ranksOf(size).slice(1).map(() => 0)]);
    assert.equal(star.Get_neighbors(rank), rank === 0 ? ranksOf(size).slice(1) : [0]);
    assert.equal(star.neighbor_alltoall(star.Get_neighbors(rank).map(n => [rank, n])), star.Get_neighbors(rank).map(n => [n, rank]));
    const general = comm.Create_dist_graph([rank], [1], [next(comm)]);
    assert.equal(general.inoutedges, [[before(comm)], [next(comm)]]);
    for (const made of [ring, star, general]) made.Free();
  },
  "inter-communicators"(comm) {
    if (comm.size < 2) return;
    const { rank, size } = comm, color = rank % 2, local = comm.Split(color, rank), inter = local.Create_intercomm(0, comm, 1 - color, 9), mine = ranksOf(size).filter(r => r % 2 === color), theirs = ranksOf(size).filter(r => r % 2 !== color);
    assert.equal([inter.is_inter, inter.size, inter.remote_size, inter.rank], [true, mine.length, theirs.length, local.rank]);
    if (inter.rank < Math.min(mine.length, theirs.length)) assert.is(inter.sendrecv(rank, { dest: inter.rank, source: inter.rank }), theirs[inter.rank]);
    assert.equal(inter.allgather(rank), theirs);
    assert.equal(inter.bcast(color === 0 ? "hi" : null, color === 1 ? 0 : inter.rank === 0 ? MPI.ROOT : MPI.PROC_NULL), color === 0 && inter.rank !== 0 ? null : "hi");
    const sum = new Int32Array(1);
    inter.Allreduce(Int32Array.of(rank), sum);
    assert.is(sum[0], theirs.reduce((a, b) => a + b, 0));
    inter.Barrier();
    betweenGroups(inter, rank, mine, theirs, color === 0);
    const merged = inter.Merge(color === 1);
    assert.equal(merged.allgather(rank), [...ranksOf(size).filter(r => r % 2 === 0), ...ranksOf(size).filter(r => r % 2 === 1)]);
    for (const made of [merged, inter, local]) made.Free();
  },
  "windows: fences"(comm) {
    const { rank, size } = comm;
    for (const win of [MPI.Win.Allocate(8 * (size + 1), 8, null, comm), MPI.Win.Create(new Float64Array(size + 1), 8, null, comm)]) {
      win.Fence();
      for (let r = 0; r < size; r++) win.Put(Float64Array.of(rank * 10 + r), r, rank);
      win.Fence();
      const own = new Float64Array(win.memory.buffer, win.memory.byteOffset, size);
      same(own, ranksOf(size).map(r => r * 10 + rank), "Put");
      const got = new Float64Array(size);
      win.Get(got, next(comm), 0);
      win.Fence();
      same(got, ranksOf(size).map(r => r * 10 + next(comm)), "Get");
      new Float64Array(win.memory.buffer, win.memory.byteOffset, size + 1).fill(0);
      win.Fence();
      for (let r = 0; r < size; r++) win.Accumulate(Float64Array.of(1, rank), r, [0, 2], MPI.SUM);
      win.Fence(MPI.MODE_NOSUCCEED);
      const two = new Float64Array(win.memory.buffer, win.memory.byteOffset, 2);
      assert.equal([two[0], two[1]], [size, (size * (size - 1)) / 2]);
      win.Free();
    }
  },
  "windows: locks and atomic operations"(comm) {
    const { rank, size } = comm, win = MPI.Win.Allocate(rank === 0 ? 16 : 0, 4, null, comm), before_ = new Int32Array(1), tickets: number[] = [];
    for (let k = 0; k < 20; k++) {
      win.Lock(0, MPI.LOCK_SHARED);
      win.Fetch_and_op(Int32Array.of(1), before_, 0, 0, MPI.SUM);
      win.Unlock(0);
      tickets.push(before_[0]!);
    }
    const all = comm.allgather(tickets).flat().sort((a, b) => a - b);
    assert.equal(all, ranksOf(20 * size));
    win.Lock(0, MPI.LOCK_EXCLUSIVE);
    const value = new Int32Array(1);
    win.Get(value, 0, 1);
    value[0]! += rank + 1;
    win.Put(value, 0, 1);
    win.Flush(0);
    win.Unlock(0);
    comm.Barrier();
    win.Lock_all();
    win.Get(value, 0, 1);
    assert.is(value[0], (size * (size + 1)) / 2);
    comm.Barrier();
    const held = new Int32Array(1);
    win.Compare_and_swap(Int32Array.of(rank + 1), Int32Array.of(0), held, 0, 2);
    win.Flush_all();
    win.Unlock_all();
    assert.is(comm.allgather(held[0]).filter(v => v === 0).length, 1, "one rank won");
    win.Free();
  },
  "windows: post, start, complete, wait"(comm) {
    if (comm.size < 2) return;
    const memory = Int32Array.of(-1, -1), win = MPI.Win.Create(memory, 4, null, comm), group = comm.Get_group();
    for (let k = 0; k < 3; k++) {
      win.Post(group.Incl([before(comm)]));
      win.Start(group.Incl([next(comm)]));
      win.Put(Int32Array.of(comm.rank, k), next(comm), 0);
      win.Complete();
      win.Wait();
      assert.equal([...memory], [before(comm), k]);
    }
    win.Free();
  },
  "windows: memory attached and detached"(comm) {
    const { rank, size } = comm, win = MPI.Win.Create_dynamic(null, comm), mine = new Int32Array(size).fill(-1), common = MPI.Alloc_mem(8), got = new Int32Array(size);
    assert.equal([win.flavor, win.model], [MPI.WIN_FLAVOR_DYNAMIC, MPI.WIN_UNIFIED]);
    win.Attach(mine);
    win.Attach(common);
    assert.throws(() => win.Attach(mine.subarray(0, 1)), (error: MPI.Exception) => error.error_class === "ERR_RMA_ATTACH");
    const places = comm.allgather([MPI.Get_address(mine), MPI.Get_address(common)] as const);
    // Into private memory, which its owner sees once it synchronises.
    win.Fence();
    for (let r = 0; r < size; r++) win.Put(Int32Array.of(10 * rank + r), r, places[r]![0] + 4 * rank);
    win.Fence();
    same(mine, ranksOf(size).map(r => 10 * r + rank), "put");
    win.Get(got, next(comm), places[next(comm)]![0]);
    win.Fence(MPI.MODE_NOSUCCEED);
    same(got, ranksOf(size).map(r => 10 * r + next(comm)), "got");
    // Into shared memory, with a lock.
    new Int32Array(common.buffer, common.byteOffset, 2).fill(0);
    comm.Barrier();
    for (let r = 0; r < size; r++) {
      win.Lock(r, MPI.LOCK_SHARED);
      win.Accumulate(Int32Array.of(rank + 1), r, places[r]![1] + 4);
      win.Unlock(r);
    }
    comm.Barrier();
    assert.is(new Int32Array(common.buffer, common.byteOffset, 2)[1], (size * (size + 1)) / 2);
    win.Detach(mine);
    comm.Barrier();
    win.Lock(next(comm));
    assert.throws(() => win.Get(got, next(comm), places[next(comm)]![0]), (error: MPI.Exception) => error.error_class === "ERR_RMA_RANGE");
    assert.throws(() => win.Detach(mine), (error: MPI.Exception) => error.error_class === "ERR_RMA_ATTACH");
    assert.throws(() => MPI.Get_address(mine), (error: MPI.Exception) => error.error_class === "ERR_ARG");
    win.Unlock(next(comm));
    // Again, elsewhere: the window takes what is left with it when it is freed.
    win.Attach(mine.subarray(1));
    win.Free();
    MPI.Free_mem(common);
  },
  "windows: shared memory"(comm) {
    const win = MPI.Win.Allocate_shared(16, 8, null, comm), [theirs] = win.Shared_query(next(comm)), other = new Float64Array(theirs.buffer, theirs.byteOffset, 2);
    win.Fence();
    other[0] = comm.rank + 0.5;
    win.Fence();
    assert.is(new Float64Array(win.memory.buffer, win.memory.byteOffset, 2)[0], before(comm) + 0.5);
    win.Fence();
    win.Free();
  },
};
