// Programs of threads.test.ts: each is one property of the transport, as a rank sees it.
import * as assert from "uvu/assert";
import type { Communicator } from "../../communicator/communicator.ts";
import { anySource, anyTag } from "../transport.ts";

const filled = (n: number, value: number): Uint8Array => new Uint8Array(n).fill(value);

/** Messages of all sizes around the ring, with inline, staged and streamed payloads. */
export function sizes(comm: Communicator, argument: unknown): void {
  const { rank, size } = comm, next = (rank + 1) % size, before = (rank - 1 + size) % size;
  for (const n of argument as number[]) {
    const into = filled(n + 3, 250);
    const got = comm.sendrecv(filled(n, rank + 1), next, into, before, n % 1000);
    assert.is(got.bytes.length, n);
    assert.ok(got.bytes.every(b => b === before + 1), `${n} bytes`);
    assert.ok(into.subarray(n).every(b => b === 250), "nothing behind the message is touched");
    assert.is(comm.sendrecv(filled(n, rank + 7), next, undefined, before, 1).bytes.length, n);
  }
}

/** Many messages in flight, taken by tag out of order, and in order within a tag. */
export function order(comm: Communicator): void {
  const { rank, size } = comm, times = 300, lengths = [8, 100, 5000, 70_000];
  if (rank === 0) {
    for (let source = 1; source < size; source++)
      for (const tag of [2, 0, 1])
        for (let k = 0; k < times; k++) {
          const got = comm.recv(undefined, source, tag);
          assert.equal([got.source, got.tag, got.bytes[0], got.bytes.length], [source, tag, k % 251, lengths[k % 4]]);
        }
  } else {
    const sends = [];
    for (let k = 0; k < times; k++) for (const tag of [0, 1, 2]) sends.push(comm.isend(filled(lengths[k % 4]!, k % 251), 0, tag));
    for (const send of sends) comm.wait(send);
  }
}

export function anybody(comm: Communicator): number[] {
  const { rank, size } = comm, counts = Array.from({ length: size }, () => 0);
  if (rank > 0) { for (let k = 0; k < 50; k++) comm.send(filled(1, k), 0, k); return []; }
  for (let k = 0; k < 50 * (size - 1); k++) {
    const got = comm.recv(undefined, anySource, anyTag);
    assert.is(got.bytes[0], got.tag);
    assert.is(got.tag, counts[got.source]!++, "in order from each source");
  }
  return counts;
}

export function synchronous(comm: Communicator): void {
  const { rank, transport } = comm, flag = filled(1, 1);
  for (const n of [0, 10, 100_000]) {
    if (rank === 0) {
      const send = transport.send(0, 1, 5, filled(n, 3), true);
      transport.progress();
      assert.not(send.done, "nobody has asked for it yet");
      comm.send(flag, 1, 6);
      comm.recv(undefined, 1, 7);
      transport.complete(send);
    } else {
      comm.recv(undefined, 0, 6);
      comm.send(flag, 0, 7);
      assert.is(comm.recv(undefined, 0, 5).bytes.length, n);
    }
    comm.barrier();
  }
}

export function toItself(comm: Communicator): void {
  const { rank } = comm, into = filled(4, 0);
  comm.send(filled(4, 9), rank, 1);
  comm.recv(into, rank, 1);
  assert.equal([...into], [9, 9, 9, 9]);
  const receive = comm.irecv(into, rank, 2), send = comm.transport.send(0, rank, 2, filled(4, 8), true);
  assert.ok(receive.done && send.done);
  const unmatched = comm.transport.send(0, rank, 3, filled(1, 1), true);
  assert.not(unmatched.done);
  assert.ok(comm.transport.cancel(unmatched) && unmatched.cancelled);
}

export function probing(comm: Communicator): void {
  const { rank, transport } = comm;
  if (rank === 0) { comm.send(filled(12, 1), 1, 4); comm.send(filled(70_000, 2), 1, 4); comm.barrier(); return; }
  if (rank !== 1) { comm.barrier(); return; }
  assert.is(transport.probe(0, 0, 5, false), undefined);
  transport.wait(() => transport.probe(0, anySource, anyTag, false) !== undefined, () => ({ mode: "any", ranks: [0] }));
  const first = transport.probe(0, 0, 4, true)!;
  assert.equal([first.source, first.tag, first.byteLength], [0, 4, 12]);
  assert.is(comm.recv(undefined, 0, 4).bytes.length, 70_000, "the matched message is out of the others' way");
  const into = filled(12, 0), receive = transport.receiveMatched(first, into);
  transport.complete(receive);
  assert.is(into[11], 1);
  comm.barrier();
}

export function cancelling(comm: Communicator): void {
  const { rank, transport } = comm;
  if (rank === 0) {
    const receive = comm.irecv(filled(1, 0), 1, 9);
    assert.ok(transport.cancel(receive) && receive.cancelled);
    comm.send(filled(1, 5), 1, 1);
    assert.is(comm.recv(undefined, 1, 9).bytes[0], 6, "a cancelled receive takes nothing");
    const send = transport.send(0, 1, 10, filled(100_000, 1), true);
    assert.ok(transport.cancel(send));
    comm.send(filled(1, 7), 1, 10);
    comm.send(filled(1, 0), 1, 11);
  } else if (rank === 1) {
    comm.recv(undefined, 0, 1);
    comm.send(filled(1, 6), 0, 9);
    comm.recv(undefined, 0, 11);
    assert.is(comm.recv(undefined, 0, 10).bytes[0], 7, "a cancelled message is never received");
  }
  comm.barrier();
}

/** A long message moves on while its sender waits in something else: rank 0 hears from rank 2 only after rank 1 has all of it. */
export function progressElsewhere(comm: Communicator): void {
  const { rank, transport } = comm, n = 50_000_000, flag = filled(1, 1);
  if (rank === 0) {
    const send = transport.send(0, 1, 1, filled(n, 5), false);
    comm.recv(undefined, 2, 3);
    assert.ok(send.done);
  } else if (rank === 1) {
    assert.is(comm.recv(undefined, 0, 1).bytes[n - 1], 5);
    comm.send(flag, 2, 2);
  } else {
    comm.recv(undefined, 1, 2);
    comm.send(flag, 0, 3);
  }
}

export function cycle(comm: Communicator): void {
  comm.recv(undefined, (comm.rank + 1) % comm.size, 3);
}

export function waitForEnded(comm: Communicator): void {
  if (comm.rank > 0) comm.barrier();
}

export function mixed(comm: Communicator): void {
  if (comm.rank === 0) comm.recv(undefined, 1, 3);
  else comm.barrier();
}

export function differentRoots(comm: Communicator): void {
  comm.bcast(new Float64Array(3), comm.rank === 1 ? 1 : 0);
}

export function differentCalls(comm: Communicator): void {
  if (comm.rank === 0) comm.barrier();
  else comm.allgather(new Float64Array(1), new Float64Array(comm.size));
}

export function differentCounts(comm: Communicator): void {
  comm.allreduce(new Float64Array(comm.rank === 0 ? 3 : 4), new Float64Array(4), { name: "SUM", commutative: true, combine: () => undefined });
}

/** Long but not stuck: rank 1 computes for a while. */
export function slow(comm: Communicator): void {
  if (comm.rank === 1) { const until = performance.now() + 900; while (performance.now() < until); }
  comm.barrier();
  if (comm.rank === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700); // Nobody's partner: a sleep.
  comm.barrier();
}

export function throws(comm: Communicator): void {
  if (comm.rank === 1) throw new RangeError("on purpose");
  comm.barrier();
}

/** Many short waits with ranks that come and go: lost wake-ups would hang it. */
export function stress(comm: Communicator, argument: unknown): void {
  const { rank, size } = comm, rounds = argument as number;
  let state = 12345;
  const random = (n: number): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 0, Math.floor((state / 2 ** 32) * n));
  let own = rank * 7 + 1;
  const pause = (): void => { own = (Math.imul(own, 69069) + 1) >>> 0; if (own % 7 === 0) for (let k = own % 4000; k > 0; k--) Math.sqrt(k); };
  for (let k = 0; k < rounds; k++) {
    // All ranks draw the same numbers, so all know who sends to whom.
    const kind = random(4), a = random(size), b = random(size), n = [1, 40, 900, 6000, 90_000][random(5)]!;
    pause();
    if (kind === 0) comm.barrier();
    else if (kind === 1) { const x = filled(n, rank === a ? k % 200 : 0); comm.bcast(x, a); assert.is(x[n - 1], k % 200); }
    else if (a !== b && rank === a) comm.send(filled(n, k % 200), b, k % 5);
    else if (a !== b && rank === b) assert.is(comm.recv(undefined, kind === 2 ? a : anySource, k % 5).bytes[n - 1], k % 200);
    if (kind === 3) comm.barrier();
    pause();
  }
}
