// Point to point: modes, tags, wildcards, status, PROC_NULL, specs, non-blocking and persistent requests, probes, cancel.
import * as assert from "uvu/assert";
import { MPI } from "../../../runtime/mpi.ts";
import { filled, kinds, poisoned, ranksOf, same } from "./values.ts";

type Comm = MPI.Intracomm;
const next = (comm: Comm): number => (comm.rank + 1) % comm.size;
const before = (comm: Comm): number => (comm.rank - 1 + comm.size) % comm.size;

export const behaviours: { readonly [name: string]: (comm: Comm) => void } = {
  "Isendrecv and Isendrecv_replace"(comm) {
    const { rank, size } = comm, next = (rank + 1) % size, before = (rank - 1 + size) % size, into = new Int32Array(3), data = Int32Array.of(rank, rank + 1, rank + 2), status = new MPI.Status();
    const request = comm.Isendrecv(data, next, 3, into, before, 3), again = comm.Isendrecv_replace(data.slice(), { dest: next, sendtag: 4, source: before, recvtag: 4 });
    request.Wait(status);
    assert.equal([...into, status.source, status.tag, status.Get_count(MPI.INT)], [before, before + 1, before + 2, before, 3, 3]);
    again.Wait();
    comm.Isendrecv_replace(data, next, 5, before, 5).Wait();
    assert.equal([...data], [...into]);
    comm.Isendrecv(data, MPI.PROC_NULL, 0, into, MPI.PROC_NULL).Wait(status);
    assert.is(status.source, MPI.PROC_NULL);
  },
  "every dtype goes round the ring by Sendrecv"(comm) {
    for (const kind of kinds) for (const n of [0, 1, 7, 3000]) {
      const into = poisoned(kind, n + 2), status = new MPI.Status();
      comm.Sendrecv(filled(kind, comm.rank, n), next(comm), 3, into, before(comm), 3, status);
      same(into.subarray(0, n), filled(kind, before(comm), n), kind.name);
      same(into.subarray(n), poisoned(kind, 2), `${kind.name}: behind the message`);
      assert.equal([status.source, status.tag, status.Get_count() / Math.max(1, into.BYTES_PER_ELEMENT)], [before(comm), 3, n]);
    }
  },
  "all send modes, positional and by name"(comm) {
    const sends = ["Isend", "Issend", "Ibsend"] as const, into = new Int32Array(2);
    for (const [k, mode] of sends.entries()) {
      const request = k === 1 ? comm[mode](Int32Array.of(comm.rank, k), { dest: next(comm), tag: k }) : comm[mode](Int32Array.of(comm.rank, k), next(comm), k);
      comm.Recv(into, { source: before(comm), tag: k });
      assert.equal([...into], [before(comm), k]);
      assert.is(request.Wait(), true);
    }
    const receive = comm.Irecv(into, before(comm), 9);
    comm.Barrier();
    const ready = comm.Irsend(Int32Array.of(5, 6), next(comm), 9);
    MPI.Request.Waitall([receive, ready]);
    assert.equal([...into], [5, 6]);
  },
  "blocking modes between pairs"(comm) {
    if (comm.size < 2) return;
    const [a, b] = [0, comm.size - 1], data = Float64Array.of(1.5, 2.5);
    for (const mode of ["Send", "Ssend", "Bsend"] as const) {
      if (comm.rank === a) comm[mode](data, b, 4);
      if (comm.rank === b) { const into = new Float64Array(2); comm.Recv(into, a, 4); same(into, data, mode); }
    }
    const modes = ["send", "ssend", "bsend"] as const;
    for (const mode of modes) {
      if (comm.rank === a) comm[mode]({ mode }, { dest: b, tag: 2 });
      if (comm.rank === b) assert.equal(comm.recv({ source: a, tag: 2 }), { mode });
    }
  },
  "messages do not overtake each other"(comm) {
    const times = 40, requests = ranksOf(times).map(k => comm.isend(k, next(comm), k % 3));
    for (const tag of [2, 0, 1]) for (let k = tag; k < times; k += 3) assert.is(comm.recv(before(comm), tag), k);
    MPI.Request.waitall(requests);
  },
  "wildcards and status"(comm) {
    const status = new MPI.Status();
    const requests = ranksOf(comm.size).map(r => comm.isend([comm.rank, r], r, 10 + comm.rank)), seen = new Set<number>();
    for (let k = 0; k < comm.size; k++) {
      const got = comm.recv<number[]>(null, MPI.ANY_SOURCE, MPI.ANY_TAG, status);
      assert.equal(got, [status.Get_source(), comm.rank]);
      assert.is(status.Get_tag(), 10 + status.source);
      seen.add(status.source);
    }
    assert.is(seen.size, comm.size);
    MPI.Request.Waitall(requests);
  },
  "PROC_NULL is answered at once"(comm) {
    const into = Int32Array.of(7), status = new MPI.Status();
    comm.Send(into, MPI.PROC_NULL, 1);
    comm.Recv(into, MPI.PROC_NULL, 1, status);
    assert.equal([into[0], status.source, status.tag, status.Get_count()], [7, MPI.PROC_NULL, MPI.ANY_TAG, 0]);
    assert.is(comm.recv(null, MPI.PROC_NULL), undefined);
    comm.Isend(into, MPI.PROC_NULL).Wait();
    assert.ok(comm.Iprobe(MPI.PROC_NULL));
  },
  "buffer specs: datatype, count, displacement"(comm) {
    const data = Int32Array.from({ length: 10 }, (_, k) => 10 * comm.rank + k), peer = next(comm), from = before(comm), base = 10 * from;
    for (const [spec, expected] of [[[data, MPI.INT], ranksOf(10)], [[data, 3], [0, 1, 2]], [[data, 2, MPI.INT], [0, 1]], [[data, [2, 4], MPI.INT], [4, 5]], [[data, 3, 1, MPI.INT], [1, 2, 3]]] as const) {
      const into = new Int32Array(10).fill(-1), status = new MPI.Status();
      comm.Sendrecv(spec as MPI.BufferSpec, peer, 0, into, from, 0, status);
      same(into.subarray(0, expected.length), expected.map(k => base + k), "spec");
      assert.is(status.Get_count(MPI.INT), expected.length);
      assert.ok(into.subarray(expected.length).every(v => v === -1));
    }
  },
  "Sendrecv_replace"(comm) {
    const data = Float64Array.of(comm.rank, 1);
    comm.Sendrecv_replace(data, next(comm), 0, before(comm), 0);
    assert.equal([...data], [before(comm), 1]);
  },
  "probes: size before memory, and a matched message is out of reach"(comm) {
    const request = comm.Isend(new Float64Array(comm.rank + 1).fill(comm.rank), next(comm), 6), status = new MPI.Status(), later = comm.Isend(new Float64Array(1), next(comm), 6);
    comm.Probe(before(comm), MPI.ANY_TAG, status);
    assert.equal([status.source, status.tag, status.Get_count(MPI.DOUBLE)], [before(comm), 6, before(comm) + 1]);
    assert.ok(comm.Iprobe({ source: before(comm), tag: 6 }));
    assert.not.ok(comm.Iprobe(before(comm), 77));
    const message = comm.Mprobe(before(comm), 6), other = new Float64Array(1);
    comm.Recv(other, before(comm), 6);
    const into = new Float64Array(before(comm) + 1);
    message.Recv(into, status);
    assert.ok(into.every(v => v === before(comm)) && status.Get_count(MPI.DOUBLE) === before(comm) + 1);
    MPI.Request.Waitall([request, later]);
    const lower = comm.isend("x", next(comm), 8);
    assert.is(comm.mprobe(before(comm), 8).recv(), "x");
    assert.is(comm.Improbe(before(comm), 8), null);
    lower.wait();
  },
  "Waitany, Waitsome, Testall, Testany"(comm) {
    const { size } = comm, into = ranksOf(size).map(() => new Int32Array(1)), receives = into.map((view, r) => comm.Irecv(view, r, 1)), statuses: MPI.Status[] = [];
    for (let r = 0; r < size; r++) comm.Send(Int32Array.of(comm.rank), r, 1);
    const first = MPI.Request.Waitany(receives);
    assert.is(into[first]![0], first);
    let left = size - 1;
    while (left > 0) left -= MPI.Request.Waitsome(receives, statuses)!.length;
    assert.is(MPI.Request.Waitsome(receives), null);
    assert.is(MPI.Request.Waitany(receives), MPI.UNDEFINED);
    assert.ok(MPI.Request.Testall(receives));
    into.forEach((view, r) => assert.is(view[0], r));
    const late = comm.irecv(before(comm), 2);
    if (comm.size > 1) assert.equal(late.test(), [false, undefined]);
    comm.Barrier();
    comm.send("late", next(comm), 2);
    assert.is(late.wait(), "late");
  },
  "persistent requests are started again and again"(comm) {
    const out = new Int32Array(1), into = new Int32Array(1), send = comm.Send_init(out, next(comm), 5), receive = comm.Recv_init(into, before(comm), 5);
    for (let k = 0; k < 5; k++) {
      out[0] = 100 * comm.rank + k;
      MPI.Prequest.Startall([receive, send]);
      MPI.Request.Waitall([receive, send]);
      assert.is(into[0], 100 * before(comm) + k);
    }
    send.Free();
    receive.Free();
  },
  "a cancelled receive takes nothing"(comm) {
    const into = Int32Array.of(-1), request = comm.Irecv(into, before(comm), 44), status = new MPI.Status();
    request.Cancel();
    request.Wait(status);
    assert.ok(status.Is_cancelled());
    comm.Barrier();
    comm.Sendrecv(Int32Array.of(3), next(comm), 44, into, before(comm), 44);
    assert.is(into[0], 3);
  },
  "a message longer than its buffer is an error, and the next one is not"(comm) {
    const request = comm.Isend(new Int32Array(5), next(comm), 1), into = new Int32Array(3), status = new MPI.Status();
    try {
      comm.Recv(into, before(comm), 1, status);
      assert.unreachable("truncation");
    } catch (error) {
      assert.instance(error, MPI.Exception);
      assert.is((error as MPI.Exception).Get_error_class(), MPI.errorClasses.ERR_TRUNCATE);
    }
    request.Wait();
    assert.is(comm.sendrecv("fine", next(comm), 0, null, before(comm), 0), "fine");
  },
  "large values of any kind"(comm) {
    const value = { array: new Float64Array(50_000).fill(comm.rank), map: new Map([["k", new Set([comm.rank])]]), nested: [[{ deep: "x".repeat(1000) }]], big: 2n ** 70n };
    const got = comm.sendrecv<typeof value>(value, { dest: next(comm), source: before(comm) });
    assert.is(got.array[49_999], before(comm));
    assert.equal(got.map, new Map([["k", new Set([before(comm)])]]));
    assert.equal([got.nested, got.big], [value.nested, value.big]);
  },
};
