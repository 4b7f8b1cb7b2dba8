// A long random program of all kinds of calls, with random delays before and after every call. All ranks draw the same numbers for what to do, and each its own for when:
// so everybody knows what must come out, and nobody knows the order in which things happen.
import { MPI } from "../../runtime/mpi.ts";
import type { Communicator } from "../../runtime/communicator/communicator.ts";

export interface Stress {
  readonly seed: number;
  readonly operations: number;
}

type Random = (below: number) => number;

/** xorshift32 over a mixed seed. */
export function random(seed: number): Random {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995) | 1;
  return below => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
}

/** Mostly nothing, sometimes a few microseconds of work, now and then a sleep that lets another rank onto the core. */
function delays(own: Random): () => void {
  const bed = new Int32Array(new SharedArrayBuffer(4));
  return () => {
    const kind = own(1024);
    if (kind === 0) Atomics.wait(bed, 0, 0, own(10) / 10); // Nobody's partner: a sleep.
    else if (kind < 96) for (let k = own(3000); k > 0; k--) Math.sqrt(k);
  };
}

/** What a call needs: who is here, the numbers that all ranks share, which operation it is, and what the numbers of it are. */
interface Trial {
  readonly comm: MPI.Intracomm;
  readonly shared: Random;
  readonly k: number;
  readonly counter: MPI.Win;
}

const lengths = [0, 1, 2, 7, 40, 300, 900, 5000, 20_000];
const length = (shared: Random): number => lengths[shared(shared(4) === 0 ? lengths.length : 6)]!;
const values = (rank: number, k: number, n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => (rank * 31 + k * 7 + i) % 1009);
const ranksOf = (size: number): number[] => Array.from({ length: size }, (_, r) => r);

function check(actual: ArrayLike<number>, expected: (i: number) => number, n: number, what: string): void {
  if (actual.length !== n) throw new Error(`${what}: ${actual.length} elements, not ${n}`);
  for (let i = 0; i < n; i++) if (actual[i] !== expected(i)) throw new Error(`${what}: element ${i} is ${actual[i]}, not ${expected(i)}`);
}

const value = (rank: number, k: number, i: number): number => (rank * 31 + k * 7 + i) % 1009;
const sumOf = (ranks: readonly number[], k: number, i: number): number => ranks.reduce((sum, r) => sum + value(r, k, i), 0);

/** Calls on all ranks; `k` tells the trials apart, so a message of another trial is noticed. */
export const operations: { readonly [name: string]: (t: Trial) => void } = {
  ring({ comm, shared, k }) {
    const { rank, size } = comm, n = length(shared), by = shared(size), into = new Float64Array(n).fill(-1), from = (rank - by + size) % size;
    comm.Sendrecv(values(rank, k, n), (rank + by) % size, k % 50, into, from, k % 50);
    check(into, i => value(from, k, i), n, "ring");
  },
  pair({ comm, shared, k }) {
    const { rank, size } = comm, n = length(shared), a = shared(size), b = shared(size), mode = shared(4), way = shared(5), into = new Float64Array(n).fill(-1);
    if (a === b) return;
    if (rank === a) {
      const data = values(a, k, n);
      if (mode === 0) comm.Send(data, b, 1);
      else if (mode === 1) comm.Ssend(data, b, 1);
      else if (mode === 2) comm.Bsend(data, b, 1);
      else comm.Isend(data, b, 1).Wait();
    }
    if (rank !== b) return;
    if (way === 0) comm.Recv(into, a, 1);
    else if (way === 1) comm.Recv(into, a, MPI.ANY_TAG);
    else if (way === 2) comm.Irecv(into, a, 1).Wait();
    else if (way === 3) comm.Mprobe(a, 1).Recv(into);
    else {
      const status = new MPI.Status();
      comm.Probe(a, MPI.ANY_TAG, status);
      comm.Recv(into, status.source, status.tag);
    }
    check(into, i => value(a, k, i), n, "pair");
  },
  "many to one"({ comm, k, shared }) {
    const { rank, size } = comm, root = shared(size), times = 1 + shared(4), tag = 1000 + k;
    if (rank !== root) { for (let m = 0; m < times; m++) comm.send([rank, k, m], root, tag); return; }
    // A tag of its own: a quick rank may be in a later trial with the same root already, and its messages are as good as any.
    const next = ranksOf(size).map(() => 0);
    for (let m = 0; m < times * (size - 1); m++) {
      const [source, trial, number] = comm.recv<number[]>(MPI.ANY_SOURCE, tag) as [number, number, number];
      if (trial !== k || number !== next[source]!++) throw new Error(`many to one: message ${number} of trial ${trial} from rank ${source} came out of order`);
    }
  },
  "tags out of order"({ comm, shared, k }) {
    const { rank, size } = comm, by = 1 + shared(Math.max(1, size - 1)), n = length(shared), dest = (rank + by) % size, source = (rank - by + size) % size, tags = ranksOf(1 + shared(6));
    const sends = tags.map(tag => comm.Isend(values(rank, k + tag, n), dest, tag));
    for (const tag of tags.slice().reverse()) {
      const into = new Float64Array(n);
      comm.Recv(into, source, tag);
      check(into, i => value(source, k + tag, i), n, "tags out of order");
    }
    MPI.Request.Waitall(sends);
  },
  bcast({ comm, shared, k }) {
    const n = length(shared), root = shared(comm.size), data = comm.rank === root ? values(root, k, n) : new Float64Array(n);
    comm.Bcast(data, root);
    check(data, i => value(root, k, i), n, "Bcast");
    const got = comm.bcast(comm.rank === root ? { k, text: "x".repeat(n % 50) } : null, root);
    if (got?.k !== k || got.text.length !== n % 50) throw new Error("bcast: another value");
  },
  reduce({ comm, shared, k }) {
    const { rank, size } = comm, n = length(shared), root = shared(size), into = new Float64Array(n);
    comm.Reduce(values(rank, k, n), into, MPI.SUM, root);
    if (rank === root) check(into, i => sumOf(ranksOf(size), k, i), n, "Reduce");
    comm.Allreduce(values(rank, k, n), into);
    check(into, i => sumOf(ranksOf(size), k, i), n, "Allreduce");
    comm.Scan(values(rank, k, n), into);
    check(into, i => sumOf(ranksOf(rank + 1), k, i), n, "Scan");
    if (comm.allreduce(rank + k) !== k * size + (size * (size - 1)) / 2) throw new Error("allreduce: another sum");
  },
  "gather and scatter"({ comm, shared, k }) {
    const { rank, size } = comm, n = length(shared) % 1000, root = shared(size), all = new Float64Array(n * size), mine = new Float64Array(n);
    comm.Gather(values(rank, k, n), all, root);
    if (rank === root) for (const r of ranksOf(size)) check(all.subarray(r * n, r * n + n), i => value(r, k, i), n, "Gather");
    comm.Scatter(rank === root ? all : null, mine, root);
    check(mine, i => value(rank, k, i), n, "Scatter");
    comm.Allgather(mine, all);
    for (const r of ranksOf(size)) check(all.subarray(r * n, r * n + n), i => value(r, k, i), n, "Allgather");
    const from = new Float64Array(n * size);
    comm.Alltoall(all, from);
    for (const r of ranksOf(size)) check(from.subarray(r * n, r * n + n), i => value(rank, k, i), n, "Alltoall");
  },
  "under way at once"({ comm, shared, k }) {
    const { rank, size } = comm, n = length(shared), root = shared(size), sums = new Float64Array(n), data = rank === root ? values(root, k, n) : new Float64Array(n), into = new Float64Array(n), by = shared(size), from = (rank - by + size) % size;
    const requests = [comm.Iallreduce(values(rank, k, n), sums), comm.Irecv(into, from, 77), comm.Ibcast(data, root), comm.Isend(values(rank, k, n), (rank + by) % size, 77), comm.Ibarrier()];
    if (shared(2) === 0) comm.Barrier();
    if (shared(2) === 0) MPI.Request.Waitall(requests);
    else while (MPI.Request.Waitsome(requests) !== null);
    check(sums, i => sumOf(ranksOf(size), k, i), n, "Iallreduce");
    check(data, i => value(root, k, i), n, "Ibcast");
    check(into, i => value(from, k, i), n, "Irecv");
  },
  "one-sided"({ comm, counter, shared }) {
    const before = new Int32Array(1), target = shared(comm.size), alone = shared(2) === 0;
    counter.Lock(target, alone ? MPI.LOCK_EXCLUSIVE : MPI.LOCK_SHARED);
    counter.Fetch_and_op(Int32Array.of(1), before, target, 0, MPI.SUM);
    counter.Unlock(target);
    if (before[0]! < 0) throw new Error("one-sided: a negative count");
  },
  communicators({ comm, shared, k }) {
    if (shared(8) !== 0) return comm.Barrier();
    const { rank, size } = comm, part = comm.Split(rank % 2, shared(2) === 0 ? rank : -rank), same = ranksOf(size).filter(r => r % 2 === rank % 2);
    if (part.allreduce(rank) !== same.reduce((a, b) => a + b, 0)) throw new Error("Split: other members");
    const request = part.isend(k, 0, 5);
    if (part.rank === 0) for (const _ of same) if (part.recv(MPI.ANY_SOURCE, 5) !== k) throw new Error("Split: another message");
    request.wait();
    part.Free();
  },
  cancel({ comm }) {
    const request = comm.Irecv(new Float64Array(1), (comm.rank + 1) % comm.size, 999), status = new MPI.Status();
    request.Cancel();
    request.Wait(status);
    if (!status.Is_cancelled()) throw new Error("cancel: a message that nobody sent");
  },
};

/** Returns how many calls this rank made. */
export function run(_world: Communicator, argument: unknown): number {
  const { seed, operations: count } = argument as Stress, comm = MPI.COMM_WORLD, { rank, size } = comm, shared = random(seed), pause = delays(random(seed + 1000 * (rank + 1)));
  const names = Object.keys(operations), counter = MPI.Win.Allocate(4, 4);
  let calls = 0, draws = 0;
  const remove = MPI.hook({ enter: pause, leave() { calls++; pause(); } });
  for (let k = 0; k < count; k++) {
    const name = names[shared(names.length)]!;
    if (name === "one-sided") draws++;
    try {
      operations[name]!({ comm, shared, k, counter });
    } catch (error) {
      if (error instanceof Error && error.name !== "JobEnded") error.message = `seed ${seed}, operation ${k} (${name}) on rank ${rank} of ${size}: ${error.message}`;
      throw error;
    }
  }
  comm.Barrier();
  const held = new Int32Array(1);
  counter.Lock(rank);
  counter.Get(held, rank);
  counter.Unlock(rank);
  if (comm.allreduce(held[0]!) !== draws * size) throw new Error(`seed ${seed}: the counters do not add up to ${draws * size}`);
  counter.Free();
  remove();
  return calls;
}
