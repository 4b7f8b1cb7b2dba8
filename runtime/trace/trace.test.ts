import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createWorld } from "../communicator/create.ts";
import { MPI } from "../mpi.ts";
import { attach } from "../mpi/job.ts";
import { createSelfTransport } from "../transport/self/self.ts";
import type { TracedMessage } from "./messages.ts";
import { observe } from "./observe.ts";
import { renderProfile } from "./profile.ts";
import { renderTrace, type RankTrace, type TracedSlice } from "./trace.ts";

const test = suite("trace");

// One world a thread: COMM_WORLD keeps the first.
const world = createWorld(createSelfTransport());
attach(world);

function observed(program: (comm: MPI.Intracomm) => void) {
  const { stop } = observe(world, { profile: true, trace: true }, new Float64Array([4096]).buffer);
  program(MPI.COMM_WORLD);
  const { profile, trace } = stop()!;
  MPI.COMM_WORLD.Barrier();
  return { profile: profile!, trace: trace! };
}

test("calls of the user are counted, not what they do inside", () => {
  const { profile, trace } = observed(comm => {
    const data = new Float64Array(4);
    comm.Sendrecv(data, 0, 1, data.slice(), 0, 1);
    comm.Barrier();
    comm.allreduce(1);
    MPI.Pcontrol(0);
    comm.Barrier();
    MPI.Pcontrol(1);
  });
  assert.equal(profile.calls.map(c => [c.name, c.calls, c.bytes]), [["Sendrecv", 1, 64], ["Barrier", 1, 0], ["allreduce", 1, 16]]);
  assert.equal(trace.slices.map(s => s.name), ["Sendrecv", "Barrier", "allreduce"]);
  assert.match(String(trace.slices[0]!.details["site"]), /^trace\.test\.ts:\d+:\d+$/);
  assert.equal([trace.slices[0]!.details["dtype"], trace.slices[0]!.details["communicator"]], ["DOUBLE", "MPI_COMM_WORLD"]);
  assert.match(renderProfile([profile], 3 * 2 ** 20), /imbalance[^]*peak memory of the job: 3\.00 MiB[^]*Sendrecv +1 +64 bytes/);
});

test("messages are listed as they were sent and matched", () => {
  const { trace } = observed(comm => {
    const into = new Int32Array(1), any = comm.Irecv(into, MPI.ANY_SOURCE, MPI.ANY_TAG), never = comm.Irecv(new Int32Array(1), 0, 9);
    comm.Send(Int32Array.of(1), 0, 5);
    any.Wait();
    never.Cancel();
    never.Wait();
    comm.recv(MPI.PROC_NULL);
  });
  assert.equal(trace.sent.map(m => [m.peer, m.tag]), [[0, 5]]);
  assert.equal(trace.received.map(m => [m.peer, m.tag]), [[0, 5]]);
});

test("hooks see calls with their bytes, and may call themselves", () => {
  const seen: [string, number, number | undefined][] = [], comm = MPI.COMM_WORLD;
  const remove = MPI.hook({
    enter: () => void comm.Get_rank(),
    leave(call) { comm.Barrier(); seen.push([call.name, call.bytes, call.tag]); },
  });
  comm.Send(new Float32Array(3), 0, 7);
  comm.Recv(new Float32Array(5), 0, 7);
  remove();
  comm.Barrier();
  assert.equal(seen, [["Send", 12, 7], ["Recv", 12, 7]]);
});

interface Event { ph: string; id?: number; tid: number; ts: number; name: string; args?: { site?: string } }
const parsed = (traces: readonly RankTrace[]): Event[] => (JSON.parse([...renderTrace("p", traces, text => text.replace("x.mjs", "x.ts"))].join("")) as { traceEvents: Event[] }).traceEvents;

test("arrows go from each send to the receive of the same message", () => {
  const slice = (name: string, start: number): TracedSlice => ({ name, kind: "call", start, us: 2, details: { site: "x.mjs:1:1" } });
  const message = (at: number, peer: number, tag: number, context = 0): TracedMessage => ({ at, peer, tag, context });
  const events = parsed([
    { rank: 0, slices: [slice("Send", 10), slice("send", 20)], sent: [message(11, 1, 5), message(21, 1, 5), message(31, 1, 6), message(41, 1, 5, 4)], received: [], dropped: 0 },
    { rank: 1, slices: [slice("Recv", 8)], sent: [], received: [message(34, 0, 6), message(15, 0, 5), message(26, 0, 5), message(42, 0, 9)], dropped: 0 },
  ]);
  const ends = events.filter(e => e.ph === "s").map(s => [s.ts, events.find(e => e.ph === "f" && e.id === s.id)!.ts]);
  assert.equal(ends, [[23, 26], [3, 7], [13, 18]]);
  assert.equal(events.filter(e => e.name === "thread_name").length, 2);
  assert.is(events.find(e => e.name === "Send")!.args!.site, "x.ts:1:1");
});

test("no ranks, no slices", () => assert.is(parsed([]).length, 1));

test.run();
