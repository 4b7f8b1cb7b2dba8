// The same measurements on two levels: the communicator (what compiled programs use) and `spmd/mpi`.
import type { Communicator, Reducer } from "../../runtime/communicator/communicator.ts";
import { MPI } from "../../runtime/mpi.ts";

const sum: Reducer = { name: "SUM", commutative: true, combine: (a, t, b, s, count) => { for (let k = 0; k < count; k++) (a as Float64Array)[t + k]! += (b as Float64Array)[s + k]!; } };

export type Times = { readonly [what: string]: number };

/** Many short rounds of few calls, of which the best counts: between two turns of other programs. As in communication.c. */
function rounds(total: number): { readonly count: number; readonly calls: number } {
  const count = 50;
  return { count, calls: Math.max(2, Math.floor((total * 5) / count)) };
}

/** Calls before those that are measured: code that has run so often is machine code. */
const warming = (bytes: number): number => Math.min(2000, Math.ceil(2e9 / bytes));

/** Pages that nobody has written are all the same page of zeros, which is read from the cache. */
const written = <T extends Float64Array | Int32Array>(array: T): T => array.fill(1) as T;

/** Microseconds a call, one way for ping-pongs. */
export function measure(comm: Communicator, argument: unknown): Times {
  const { times, sizes } = argument as { times: number; sizes: readonly number[] }, mpi = MPI.COMM_WORLD, { rank } = comm, result: { [what: string]: number } = {};
  const best = (what: string, total: number, body: () => void, bytes = 8): void => {
    const { count, calls: n } = rounds(total);
    let least = Infinity;
    for (let k = 0; k < warming(bytes); k++) body();
    for (let round = 0; round < count; round++) {
      comm.barrier();
      const start = performance.now();
      for (let k = 0; k < n; k++) body();
      least = Math.min(least, ((performance.now() - start) * 1000) / n);
    }
    result[what] = Math.round(least * 1000) / 1000;
  };
  const a = Float64Array.of(rank + 1), b = new Float64Array(1);
  best("communicator barrier", times, () => comm.barrier());
  best("communicator allreduce 8 B", times, () => comm.allreduce(a, b, sum));
  best("MPI Barrier", times, () => mpi.Barrier());
  best("MPI Allreduce 8 B", times, () => mpi.Allreduce(a, b));
  best("MPI Bcast 8 B", times, () => mpi.Bcast(b, 0));
  best("MPI allreduce number", times / 10, () => mpi.allreduce(rank));
  if (comm.size >= 2 && rank < 2) {
    const other = 1 - rank;
    const pingPong = (what: string, total: number, send: () => void, receive: () => void, bytes = 8): void => {
      const { count, calls: n } = rounds(total);
      const turn = (): void => { if (rank === 0) { send(); receive(); } else { receive(); send(); } };
      let least = Infinity;
      for (let k = 0; k < warming(bytes); k++) turn();
      for (let round = 0; round < count; round++) {
        const start = performance.now();
        for (let k = 0; k < n; k++) turn();
        least = Math.min(least, ((performance.now() - start) * 500) / n);
      }
      result[what] = Math.round(least * 1000) / 1000;
    };
    pingPong("communicator ping-pong 8 B", times, () => comm.send(a, other, 1), () => comm.recv(b, other, 1));
    pingPong("MPI ping-pong 8 B", times, () => mpi.Send(a, other, 1), () => mpi.Recv(b, other, 1));
    pingPong("MPI ping-pong number", times / 10, () => mpi.send(1.5, other, 1), () => void mpi.recv(other, 1));
    for (const bytes of sizes) {
      const x = written(new Float64Array(bytes / 8)), y = written(new Float64Array(bytes / 8));
      pingPong(`MPI ping-pong ${bytes} B`, Math.min(times / 10, 1e8 / bytes), () => mpi.Send(x, other, 1), () => mpi.Recv(y, other, 1), bytes);
    }
  }
  for (const bytes of sizes) {
    const x = written(new Float64Array(bytes / 8)), y = written(new Float64Array(bytes / 8)), n = Math.min(times / 10, 1e8 / bytes);
    best(`MPI Allreduce ${bytes} B`, n, () => mpi.Allreduce(x, y), bytes);
    const i = written(new Int32Array(bytes / 4)), j = written(new Int32Array(bytes / 4));
    best(`MPI Allreduce of integers ${bytes} B`, n, () => mpi.Allreduce(i, j), bytes);
    best(`MPI Bcast ${bytes} B`, n, () => mpi.Bcast(x, 0), bytes);
    // Of these, `bytes` is what a rank has in all.
    const part = Math.floor(bytes / 8 / comm.size), whole = y.subarray(0, part * comm.size);
    best(`MPI Alltoall ${bytes} B`, n, () => mpi.Alltoall(x.subarray(0, part * comm.size), whole), bytes);
    best(`MPI Gather ${bytes} B`, n, () => mpi.Gather(x.subarray(0, part), rank === 0 ? whole : null, 0), bytes);
    best(`MPI Scatter ${bytes} B`, n, () => mpi.Scatter(rank === 0 ? x.subarray(0, part * comm.size) : null, y.subarray(0, part), 0), bytes);
    best(`MPI Allgather ${bytes} B`, n, () => mpi.Allgather(x.subarray(0, part), whole), bytes);
  }
  return result;
}
