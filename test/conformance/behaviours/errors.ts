// Wrong calls: each throws an `MPI.Exception` of its class, which names the call and the user's line; and the communicator is as good as before.
import * as assert from "uvu/assert";
import { MPI } from "../../../runtime/mpi.ts";
import type { ErrorClassName } from "../../../runtime/mpi/exception.ts";

type Comm = MPI.Intracomm;
type Wrong = (comm: Comm, self: number) => unknown;

const ints = (n: number): Int32Array => new Int32Array(n);
const freed = (comm: Comm): Comm => {
  const copy = comm.Dup();
  copy.Free();
  return copy;
};
/** With a window that is freed whatever happens. */
const onWindow = (body: (win: MPI.Win, self: number, comm: Comm) => unknown): Wrong => (comm, self) => {
  const win = MPI.Win.Allocate(16, 8, null, comm);
  try {
    return body(win, self, comm);
  } finally {
    win.Free();
  }
};
/** A message to itself that `receive` gets wrong. */
const message = (send: (comm: Comm, self: number) => MPI.Request, receive: Wrong): Wrong => (comm, self) => {
  const request = send(comm, self);
  try {
    return receive(comm, self);
  } finally {
    request.Wait();
  }
};

/** By class; the call that the exception must name. */
const wrong: { readonly [name in ErrorClassName]?: readonly (readonly [call: string, wrong: Wrong])[] } = {
  ERR_BUFFER: [
    ["Send", (comm, self) => comm.Send({ a: 1 } as never, self)],
    ["Bcast", comm => comm.Bcast([ints(3), 4, MPI.INT], 0)],
    ["Send", (comm, self) => {
      const into = ints(2), request = comm.Irecv(into, self, 99);
      try { comm.Send(into, self, 98); } finally { request.Cancel(); request.Wait(); }
    }],
  ],
  ERR_COUNT: [
    ["Send", (comm, self) => comm.Send([ints(3), -1, MPI.INT], self)],
    ["Allgatherv", comm => comm.Allgatherv(ints(1), [ints(9), Array.from({ length: comm.size + 1 }, () => 0)])],
    ["alltoall", comm => comm.alltoall(Array.from({ length: comm.size + 1 }, () => 0))],
    ["Datatype.Create_contiguous", () => MPI.INT.Create_contiguous(-1)],
  ],
  ERR_TYPE: [
    ["Bcast", comm => comm.Bcast([ints(4), 1, MPI.INT.Create_contiguous(4)], 0)],
    ["send", (comm, self) => comm.send({ f: () => 1 }, self)],
    ["bcast", comm => comm.bcast(comm.rank === 0 ? Symbol("s") : () => 1, comm.rank)],
    ["Recv", message((comm, self) => comm.Isend(ints(2), self, 5), (comm, self) => comm.Recv(new Float32Array(2), self, 5))],
    ["recv", message((comm, self) => comm.Isend(ints(2), self, 5), (comm, self) => comm.recv(self, 5))],
    ["Datatype.Free", () => MPI.INT.Free()],
    ["Datatype.Commit", () => { const type = MPI.INT.Create_contiguous(2); type.Free(); type.Commit(); }],
  ],
  ERR_TAG: [["send", (comm, self) => comm.send(1, self, -3)], ["Recv", (comm, self) => comm.Recv(ints(1), self, -7)], ["Isend", (comm, self) => comm.Isend(ints(1), self, 2 ** 31)]],
  ERR_COMM: [["Barrier", comm => freed(comm).Barrier()], ["Send", (comm, self) => freed(comm).Send(ints(1), self)], ["Free", () => MPI.COMM_WORLD.Free()], ["allreduce", () => MPI.COMM_NULL.allreduce(1)]],
  ERR_RANK: [["Send", comm => comm.Send(ints(1), comm.size)], ["recv", comm => comm.recv(comm.size + 3)], ["Probe", comm => comm.Probe(-7)], ["Group.Incl", comm => comm.Get_group().Incl([comm.size])], ["Win.Lock", onWindow((win, _, comm) => win.Lock(comm.size))]],
  ERR_REQUEST: [
    ["Prequest.Start", (comm, self) => {
      const request = comm.Recv_init(ints(1), self, 97);
      request.Start();
      try { request.Start(); } finally { request.Cancel(); request.Wait(); }
    }],
    ["Message.Recv", (comm, self) => {
      const sent = comm.Isend(ints(1), self, 4), found = comm.Mprobe(self, 4);
      found.Recv(ints(1));
      sent.Wait();
      found.Recv(ints(1));
    }],
    ["Request.Cancel", () => MPI.REQUEST_NULL.Cancel()],
  ],
  ERR_ROOT: [["Bcast", comm => comm.Bcast(ints(1), comm.size)], ["gather", comm => comm.gather(1, -1)]],
  ERR_GROUP: [["Create", comm => comm.Create(new MPI.Group([4711]))]],
  ERR_OP: [["Allreduce", comm => comm.Allreduce(new Float64Array(1), new Float64Array(1), MPI.BAND)], ["Reduce", comm => comm.Reduce(ints(1), ints(1), ((a: number) => a) as never, comm.rank)], ["Op.Free", () => MPI.SUM.Free()]],
  ERR_TOPOLOGY: [["Create_graph", comm => comm.Create_graph([1], [])], ["Neighbor_alltoall", comm => { const plain = new MPI.Cartcomm(comm.$); plain.Neighbor_alltoall(ints(1), ints(1)); }]],
  ERR_DIMS: [["Create_cart", comm => comm.Create_cart([comm.size, 2])], ["Compute_dims", () => MPI.Compute_dims(7, [2, 0])]],
  ERR_ARG: [["send", (comm, self) => comm.send(1, { dest: self, tga: 3 } as never)], ["Split", comm => comm.Split(-5)], ["Get_address", () => MPI.Get_address(ints(1))]],
  ERR_TRUNCATE: [
    ["Recv", message((comm, self) => comm.Isend(ints(4), self, 6), (comm, self) => comm.Recv(ints(3), self, 6))],
    ["Request.Wait", message((comm, self) => comm.Isend(ints(4000), self, 6), (comm, self) => comm.Irecv(ints(3), self, 6).Wait())],
    ["Datatype.Pack", () => MPI.INT.Pack(ints(4), new Uint8Array(8), 0)],
  ],
  ERR_KEYVAL: [["Set_attr", comm => comm.Set_attr(4711, 1)], ["Free_keyval", () => MPI.Free_keyval(4711)]],
  ERR_INFO_KEY: [["Info.Delete", () => MPI.Info.Create().Delete("a")]],
  ERR_NO_MEM: [["Alloc_mem", () => MPI.Alloc_mem(2 ** 40)]],
  ERR_BASE: [["Free_mem", () => MPI.Free_mem(new Uint8Array(4))]],
  ERR_SIZE: [["Win.Allocate", comm => MPI.Win.Allocate(-1, 1, null, comm)], ["Alloc_mem", () => MPI.Alloc_mem(-1)]],
  ERR_DISP: [["Win.Allocate", comm => MPI.Win.Allocate(8, 0, null, comm)]],
  ERR_WIN: [["Win.Put", comm => { const win = MPI.Win.Allocate(8, 1, null, comm); win.Free(); win.Put(ints(1), 0); }]],
  ERR_LOCKTYPE: [["Win.Lock", onWindow((win, self) => win.Lock(self, 77))]],
  ERR_RMA_SYNC: [["Win.Put", onWindow((win, self) => win.Put(ints(1), self))], ["Win.Unlock", onWindow((win, self) => win.Unlock(self))], ["Win.Complete", onWindow(win => win.Complete())], ["Win.Flush", onWindow((win, self) => win.Flush(self))]],
  ERR_RMA_RANGE: [["Win.Get", onWindow((win, self) => { win.Lock(self); try { win.Get(new Float64Array(2), self, 1); } finally { win.Unlock(self); } })]],
  ERR_RMA_CONFLICT: [["Win.Fence", onWindow(win => { win.Fence(); win.Put(ints(1), 0); win.Put(ints(1), 0); win.Fence(); })]],
  ERR_RMA_SHARED: [["Win.Shared_query", onWindow((win, self) => win.Shared_query(self))]],
  ERR_RMA_FLAVOR: [["Win.Attach", onWindow(win => win.Attach(ints(1)))]],
  ERR_RMA_ATTACH: [["Win.Detach", comm => { const win = MPI.Win.Create_dynamic(null, comm); try { win.Detach(ints(1)); } finally { win.Free(); } }]],
};

/** Nothing is left of the wrong call: neither a message nor a pending buffer, and all ranks are at the same collective. */
function usable(comm: Comm, what: string): void {
  const { rank, size } = comm, into = ints(1);
  comm.Sendrecv(Int32Array.of(rank), (rank + 1) % size, 0, into, (rank - 1 + size) % size, MPI.ANY_TAG);
  assert.is(into[0], (rank - 1 + size) % size, what);
  assert.is(comm.Iprobe(), false, what);
  assert.is(comm.allreduce(1), size, what);
}

export const behaviours: { readonly [name: string]: (comm: Comm) => void } = Object.fromEntries(Object.entries(wrong).map(([error, cases]) => [error, (comm: Comm) => {
  for (const [call, run] of cases) {
    let thrown: unknown;
    try {
      run(comm, comm.rank);
    } catch (caught) {
      thrown = caught;
    }
    if (!(thrown instanceof MPI.Exception)) throw new Error(`${error}: ${call} threw ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
    assert.equal([thrown.error_class, thrown.call], [error, call], thrown.message);
    assert.match(thrown.site, /^errors\.ts:\d+:\d+$/, thrown.message);
    assert.ok(thrown.message.startsWith(`${call}: `) && thrown.message.endsWith(`(${error}) at ${thrown.site}`), thrown.message);
    assert.is(MPI.Get_error_string(thrown.Get_error_class()), thrown.Get_error_string());
    usable(comm, `${error}: ${call}`);
  }
}]));
