// Wrong programs, each with a correct near-twin: `wrong` must end with the report that faults.test.ts expects, `right` must stay silent.
import { MPI } from "../../runtime/mpi.ts";
import { unfinished } from "../../runtime/mpi/environment.ts";
import type { Communicator } from "../../runtime/communicator/communicator.ts";

type Program = (comm: MPI.Intracomm) => unknown;
interface Twins { readonly wrong: Program; readonly right: Program }

const other = (comm: MPI.Intracomm): number => 1 - comm.rank;

export const twins: { readonly [name: string]: Twins } = {
  "different collectives": {
    wrong: comm => (comm.rank === 0 ? comm.Barrier() : comm.Bcast(new Int32Array(1), 0)),
    right: comm => (comm.rank === 0 ? comm.Barrier() : comm.barrier()),
  },
  "different roots": { wrong: comm => comm.Bcast(new Int32Array(4), comm.rank), right: comm => comm.Bcast(new Int32Array(4), 1) },
  "different operations": { wrong: comm => comm.Allreduce(new Int32Array(1), new Int32Array(1), comm.rank === 0 ? MPI.SUM : MPI.MAX), right: comm => comm.Allreduce(new Int32Array(1), new Int32Array(1), MPI.MAX) },
  "different datatypes": {
    wrong: comm => (comm.rank === 0 ? comm.Allreduce(new Int32Array(2), new Int32Array(2)) : comm.Allreduce(new Float32Array(2), new Float32Array(2))),
    // A row of three is three elements.
    right: comm => comm.Bcast(comm.rank === 0 ? new Int32Array(3) : [new Int32Array(3), 1, MPI.INT.Create_contiguous(3).Commit()], 0),
  },
  "different counts": { wrong: comm => comm.Allreduce(new Int32Array(2 + comm.rank), new Int32Array(2 + comm.rank)), right: comm => comm.allgather(new Int32Array(2 + comm.rank)) },
  "two receives": {
    wrong: comm => { const into = new Int32Array(1); comm.Recv(into, other(comm), 5); comm.Send(into, other(comm), 5); },
    right: comm => { const into = new Int32Array(1); comm.Sendrecv(into.slice(), other(comm), 5, into, other(comm), 5); },
  },
  "two synchronous sends": {
    wrong: comm => { comm.Ssend(new Int32Array(1), other(comm)); comm.Recv(new Int32Array(1)); },
    right: comm => { comm.Send(new Int32Array(1), other(comm)); comm.Recv(new Int32Array(1)); },
  },
  "two sends too long to be left behind": {
    wrong: comm => { comm.Send(new Float64Array(2 ** 20), other(comm), 4); comm.Recv(new Float64Array(2 ** 20)); },
    right: comm => { comm.Sendrecv(new Float64Array(2 ** 20), other(comm), 4, new Float64Array(2 ** 20), other(comm), 4); },
  },
  "another tag": {
    wrong: comm => { if (comm.rank === 0) comm.send("x", 1, 5); else comm.recv({ source: 0, tag: 6 }); comm.barrier(); },
    right: comm => { if (comm.rank === 0) comm.send("x", 1, 5); else comm.recv({ source: 0, tag: MPI.ANY_TAG }); comm.barrier(); },
  },
  "a request that can never be done": {
    wrong: comm => { const request = comm.Irecv(new Int32Array(1), other(comm), 3); request.Wait(); },
    right: comm => { const request = comm.Irecv(new Int32Array(1), other(comm), 3); comm.Send(new Int32Array(1), other(comm), 3); request.Wait(); },
  },
  "a collective that not all have started": {
    wrong: comm => { if (comm.rank === 0) comm.Ibarrier().Wait(); else comm.recv(0); },
    right: comm => { const request = comm.Ibarrier(); if (comm.rank === 0) comm.send(1, 1); else comm.recv(0); request.Wait(); },
  },
  "different collectives started": {
    wrong: comm => (comm.rank === 0 ? comm.Ibcast(new Int32Array(1), 1) : comm.Iallreduce(new Int32Array(1), new Int32Array(1))).Wait(),
    right: comm => MPI.Request.Waitall([comm.Ibcast(new Int32Array(1), 1), comm.Iallreduce(new Int32Array(1), new Int32Array(1))]),
  },
  "collectives in another order on two communicators": {
    wrong: comm => { const copy = comm.Dup(); if (comm.rank === 0) { comm.Barrier(); copy.Barrier(); } else { copy.Barrier(); comm.Barrier(); } },
    right: comm => { const copy = comm.Dup(); copy.Barrier(); comm.Barrier(); copy.Free(); },
  },
  "a rank that has ended": { wrong: comm => { if (comm.rank === 1) comm.recv(0); }, right: comm => { if (comm.rank === 1) comm.recv(0); else comm.send(1, 1); } },
  "a lock that is never given back": {
    wrong: comm => { const win = MPI.Win.Allocate(8); win.Lock(0); comm.barrier(); win.Unlock(0); win.Free(); },
    right: comm => { const win = MPI.Win.Allocate(8); win.Lock(0); win.Unlock(0); comm.barrier(); win.Free(); },
  },
  "a buffer in use by a pending receive": {
    wrong: comm => { const into = new Float64Array(4), request = comm.Irecv(into, other(comm)); comm.Allreduce(new Float64Array(4), into); request.Wait(); },
    right: comm => { const into = new Float64Array(8), request = comm.Irecv(into.subarray(0, 4), other(comm)); comm.Allreduce(new Float64Array(4), into.subarray(4)); comm.Send(new Float64Array(4), other(comm)); request.Wait(); },
  },
  "a buffer read while it is being received into": {
    wrong: comm => { const into = new Float64Array(4), request = comm.Irecv(into, other(comm)); comm.Send(into.subarray(2), other(comm)); request.Wait(); },
    right: comm => { const into = new Float64Array(4), request = comm.Irecv(into.subarray(0, 2), other(comm)); comm.Send(into.subarray(2), other(comm)); request.Wait(); },
  },
  "a buffer written while it is being sent": {
    wrong: comm => { const data = new Float64Array(8), request = comm.Issend(data, other(comm), 1); comm.Recv(data, other(comm), 1); request.Wait(); },
    // What is being sent may be read.
    right: comm => { const data = new Float64Array(8), sends = [comm.Issend(data, other(comm), 1), comm.Isend(data, other(comm), 2)]; for (const tag of [1, 2]) comm.Recv(new Float64Array(8), other(comm), tag); MPI.Request.Waitall(sends); },
  },
  "a window left at Finalize": { wrong: () => { MPI.Win.Allocate(8); MPI.Finalize(); }, right: () => { MPI.Win.Allocate(8).Free(); MPI.Finalize(); } },
  "an address that is not attached": {
    wrong: comm => { const win = MPI.Win.Create_dynamic(null, comm); win.Fence(); win.Put(new Int32Array(1), 0, 4096); },
    right: comm => { const win = MPI.Win.Create_dynamic(null, comm), mine = new Int32Array(1); win.Attach(mine); const at = comm.allgather(MPI.Get_address(mine)); win.Fence(); win.Put(new Int32Array(1), other(comm), at[other(comm)]); win.Fence(); win.Free(); },
  },
  "Finalize called twice": { wrong: () => { MPI.Finalize(); MPI.Finalize(); }, right: () => { if (!MPI.Is_finalized()) MPI.Finalize(); } },
  "a request left at Finalize": {
    wrong: comm => { comm.Irecv(new Int32Array(1), other(comm), 3); MPI.Finalize(); },
    right: comm => { const request = comm.Irecv(new Int32Array(1), other(comm), 3); comm.Send(new Int32Array(1), other(comm), 3); request.Wait(); MPI.Finalize(); },
  },
  "a communicator left at Finalize": { wrong: comm => { comm.Dup(); MPI.Finalize(); }, right: comm => { comm.Dup().Free(); MPI.Finalize(); } },
  "a datatype left at Finalize": { wrong: () => { MPI.INT.Create_contiguous(3).Commit(); MPI.Finalize(); }, right: () => { MPI.INT.Create_contiguous(3).Commit().Free(); MPI.Finalize(); } },
  "one-sided outside an epoch": {
    wrong: () => { const win = MPI.Win.Allocate(8); win.Put(new Float64Array(1), 0); },
    right: comm => { const win = MPI.Win.Allocate(8); win.Fence(); win.Put(new Float64Array(1), comm.rank); win.Fence(MPI.MODE_NOSUCCEED); win.Free(); },
  },
  "movements that conflict": {
    wrong: () => { const win = MPI.Win.Allocate(16); win.Fence(); win.Put(new Float64Array(1), 0); win.Fence(); },
    right: comm => { const win = MPI.Win.Allocate(16); win.Fence(); win.Put(new Float64Array(1), 0, 8 * comm.rank); win.Fence(); win.Accumulate(new Float64Array(1), 0); win.Fence(); win.Free(); },
  },
  "outside the window": {
    wrong: () => { const win = MPI.Win.Allocate(8, 8); win.Fence(); win.Put(new Float64Array(1), 0, 1); },
    right: comm => { const win = MPI.Win.Allocate(16, 8); win.Fence(); win.Put(new Float64Array(1), comm.rank, 1); win.Fence(); win.Free(); },
  },
  "rank": { wrong: comm => comm.Send(new Int32Array(1), 2), right: comm => comm.Send(new Int32Array(1), MPI.PROC_NULL) },
  "root": { wrong: comm => comm.bcast(1, 5), right: comm => comm.bcast(1, 1) },
  "tag": { wrong: comm => comm.send(1, 0, -3), right: comm => comm.Sendrecv(new Int32Array(1), other(comm), 2 ** 31 - 1, new Int32Array(1), other(comm), MPI.ANY_TAG) },
  "count": { wrong: comm => comm.Gather(new Int32Array(2), comm.rank === 0 ? new Int32Array(5) : null, 0), right: comm => comm.Gather(new Int32Array(2), comm.rank === 0 ? new Int32Array(4) : null, 0) },
  "datatype not committed": { wrong: comm => comm.Bcast([new Int32Array(4), 1, MPI.INT.Create_contiguous(4)], 0), right: comm => comm.Bcast([new Int32Array(4), 1, MPI.INT.Create_contiguous(4).Commit()], 0) },
  "operation on floats": { wrong: comm => comm.Allreduce(new Float64Array(1), new Float64Array(1), MPI.BAND), right: comm => comm.Allreduce(new Int32Array(1), new Int32Array(1), MPI.BAND) },
  "buffer too short": { wrong: comm => comm.Bcast([new Int32Array(3), 4, MPI.INT], 0), right: comm => comm.Bcast([new Int32Array(4), 4, MPI.INT], 0) },
  "not a buffer": { wrong: comm => comm.Send({ a: 1 } as never, 0), right: comm => comm.bcast({ a: 1 }, 0) },
  "message longer than its buffer": {
    wrong: comm => { if (comm.rank === 0) comm.Send(new Int32Array(4), 1); else comm.Recv(new Int32Array(3), 0); },
    right: comm => { if (comm.rank === 0) comm.Send(new Int32Array(3), 1); else comm.Recv(new Int32Array(4), 0); },
  },
  "message of another type": {
    wrong: comm => { if (comm.rank === 0) comm.Send(new Int32Array(4), 1, 5); else comm.Recv(new Float32Array(4), 0, 5); },
    // Bytes hold anything; the elements count, not how they are laid out.
    right: comm => {
      if (comm.rank === 0) { comm.Send(new Int32Array(4), 1); comm.Send(new Int32Array(4), 1); return; }
      comm.Recv(new Uint8Array(16), 0);
      comm.Recv([new Int32Array(8), 1, MPI.INT.Create_vector(4, 1, 2).Commit()], 0);
    },
  },
  "a value received as an array": {
    wrong: comm => { if (comm.rank === 0) comm.send([1, 2], 1); else { const request = comm.Irecv(new Float64Array(9), 0); request.Wait(); } },
    right: comm => { if (comm.rank === 0) comm.send(new Float64Array(2), 1); else comm.irecv(0).wait(); },
  },
  "an array received as a value": {
    wrong: comm => { if (comm.rank === 0) comm.Send(new Float64Array(2), 1, 3); else comm.recv({ source: 0 }); },
    right: comm => { if (comm.rank === 0) comm.send(new Float64Array(2), 1, 3); else comm.recv({ source: 0 }); },
  },
  "freed communicator": { wrong: comm => { const copy = comm.Dup(); copy.Free(); copy.Barrier(); }, right: comm => { const copy = comm.Dup(); copy.Barrier(); copy.Free(); } },
  "a function cannot be sent": { wrong: comm => comm.bcast({ f: () => 1 }, comm.rank === 0 ? 0 : 0), right: comm => comm.bcast({ f: "() => 1" }, 0) },
  "an option that does not exist": { wrong: comm => comm.send(1, { dest: 0, tga: 3 } as never), right: comm => comm.bcast(1, { root: 0 }) },
  "an error that is fatal": {
    wrong: comm => { comm.Set_errhandler(MPI.ERRORS_ARE_FATAL); comm.rank === 0 ? comm.Send(new Int32Array(1), 9) : comm.Recv(new Int32Array(1)); },
    right: comm => { try { comm.Send(new Int32Array(1), 9); } catch (error) { if (!(error instanceof MPI.Exception)) throw error; } },
  },
  "Abort": { wrong: comm => { if (comm.rank === 1) comm.Abort(3); comm.Barrier(); }, right: comm => comm.Barrier() },
};

export function program(_world: Communicator, argument: unknown): string[] {
  const [name, which] = argument as [string, keyof Twins];
  twins[name]![which](MPI.COMM_WORLD);
  return unfinished();
}
