import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createWorld } from "../communicator/create.ts";
import { MPI } from "../mpi.ts";
import { attach } from "../mpi/job.ts";
import { createSelfTransport } from "../transport/self/self.ts";
import { renderProfile, startProfile } from "./profile.ts";
import { renderTrace, startTrace, type TracedCall } from "./trace.ts";

const test = suite("trace");

test("calls of the user are counted, not what they do inside", () => {
  attach(createWorld(createSelfTransport()));
  const profile = startProfile(0), trace = startTrace(0), comm = MPI.COMM_WORLD, data = new Float64Array(4);
  comm.Sendrecv(data, 0, 1, data.slice(), 0, 1);
  comm.Barrier();
  comm.allreduce(1);
  MPI.Pcontrol(0);
  comm.Barrier();
  MPI.Pcontrol(1);
  const counted = profile(), traced = trace();
  comm.Barrier();
  assert.equal(counted.calls.map(c => [c.name, c.calls]).sort(), [["Barrier", 1], ["Sendrecv", 1], ["allreduce", 1]]);
  assert.equal(traced.calls.map(c => c.name), ["Sendrecv", "Barrier", "allreduce"]);
  assert.match(traced.calls[0]!.site, /^trace\.test\.ts:\d+:\d+$/);
  assert.match(renderProfile([counted]), /imbalance[^]*Sendrecv +1 /);
});

test("arrows go from each send to the receive of the same message", () => {
  const call = (name: string, start: number, peer: number, tag: number): TracedCall => ({ name, communicator: "COMM_WORLD", start, us: 2, peer, tag, bytes: 8, site: "x.ts:1:1" });
  const text = renderTrace([
    { rank: 0, calls: [call("Send", 10, 1, 5), call("send", 20, 1, 5), call("Isend", 30, 1, 6)] },
    { rank: 1, calls: [call("Recv", 8, 0, 6), call("recv", 12, 0, 5), call("Recv", 25, 0, 5), call("Recv", 40, 0, 9)] },
  ]);
  const { traceEvents } = JSON.parse(text) as { traceEvents: { ph: string; id?: number; tid: number; ts: number }[] };
  const ends = traceEvents.filter(e => e.ph === "s").map(s => [s.ts, traceEvents.find(e => e.ph === "f" && e.id === s.id)!.ts]);
  assert.equal(ends, [[22, 2], [2, 6], [12, 19]]);
  assert.is(traceEvents.filter(e => e.ph === "M").length, 2);
});

test.run();
