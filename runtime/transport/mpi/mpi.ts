// The transport between processes, over an MPI library. Matching is ours (../matching.ts), so messages, wildcards, probes and reports are the same as on threads; MPI moves the bytes.
//
//   send, short    one frame (wire.ts): header and payload, done at once
//   send, long     a frame that announces it, and MPI_Isend of the user's own memory; the receiver posts MPI_Irecv into the user's own memory once it has matched (flights.ts)
//   wait           ask MPI, then pausing.ts; a long wait is told to rank 0, which looks for deadlocks (control.ts)
//
// Ranks share no memory here: there are no boards, and the collectives are made of messages, or are MPI's own (collectives.ts). A little over 300 lines: its calls share one state (what is posted, answered and counted), which has no seam.
import { createHeap, growableBuffer } from "../heap.ts";
import { createLocalBoard } from "../localBoard.ts";
import { accept, acceptExactly, createMatching, createReceive, createSend, type Message, type Receive } from "../matching.ts";
import { bytesOf, type CallDescription, type EndReason, JobEnded, type Transfer, type Transport, type View, type WaitSet } from "../transport.ts";
import { createCells } from "./cells.ts";
import { createCollectives } from "./collectives.ts";
import type { Joined } from "./join.ts";
import { controlContext, createControl, type Control } from "./control.ts";
import { createFlights } from "./flights.ts";
import { createGroups } from "./groups.ts";
import { createPausing } from "./pausing.ts";
import { openWindow } from "./windows.ts";
import { createWire, eager, eagerSynchronous, type Frame, offer, taken, takePayload, withdraw, withdrawn } from "./wire.ts";
import { createWithdrawals } from "./withdrawals.ts";

/** Tags that every MPI library has. */
const bulkTags = 32768;

export interface MpiTransport extends Transport {
  readonly control: Control;
  /** Progress although the job has ended. */
  moveOn(): void;
  /** Whether all short messages are out. */
  allSent(): boolean;
  /** What every process must do before MPI ends: nothing of this rank is under way any more. */
  settle(): void;
}

export interface MpiSurroundings {
  readonly memory: WebAssembly.Memory;
  readonly crowded: boolean;
}

const unknown: CallDescription = { call: "a call", communicator: "COMM_WORLD", details: {}, site: "" };

export function createMpiTransport({ mpi, rank, size, frames, bulk, hosts }: Joined, { memory, crowded }: MpiSurroundings): MpiTransport {
  const cells = createCells(mpi), matching = createMatching(), pausing = createPausing(mpi, crowded);
  const heap = growableBuffer(), blocks = createHeap(heap);
  const background: (() => boolean)[] = [], flights = createFlights(mpi, cells, bulk, landed);
  /** Sends that wait for an answer, by id: of synchronous ones that they are received, of long ones that they are under way. */
  const answers = new Map<number, Transfer>();
  let end: JobEnded | undefined, lastId = 0;
  const wire = createWire(mpi, cells, rank, frames, arrived), counts = { sent: new Float64Array(size), got: new Float64Array(size), bulkSent: new Float64Array(size), bulkGot: new Float64Array(size) };

  function awaitAnswer(transfer: Transfer): number {
    do lastId = (lastId + 1) % bulkTags; while (answers.has(lastId));
    answers.set(lastId, transfer);
    return lastId;
  }

  function offerLong(transfer: Transfer, type: number, bytes: Uint8Array, synchronous: boolean): void {
    const { peer, context, tag } = transfer, id = awaitAnswer(transfer);
    frameTo(peer, offer, context, tag, type, id, bytes.length, undefined);
    flights.start(transfer, bytes, peer, id, synchronous);
  }

  function frameTo(dest: number, kind: number, context: number, tag: number, type: number, id: number, byteLength: number, payload: View | undefined): void {
    if (context !== controlContext) counts.sent[dest]!++;
    wire.send(dest, kind, context, tag, type, id, byteLength, payload);
  }

  function landed(transfer: Transfer, id: number): void {
    const control = transfer.context === controlContext;
    if (transfer.kind === "send") {
      answers.delete(id);
      if (!control) counts.bulkSent[transfer.peer]!++;
    } else if (!control) counts.bulkGot[transfer.peer]!++;
    transfer.done = true;
    if (control && transfer.kind === "receive") transport.control.arrived(transfer.peer, transfer.tag, transfer.bytes!);
  }

  /** Takes the payload of a message that was matched: of a long one, from its sender. */
  function deliver(message: Message, receive: Receive): void {
    const { source, tag, byteLength, type, block } = message;
    if (block > 0) return fetch(receive, source, tag, byteLength, type, block - 1);
    const fits = accept(receive, source, tag, byteLength, type);
    receive.bytes!.set(fits === byteLength ? message.bytes! : message.bytes!.subarray(0, fits));
    if (message.sender) message.sender.done = true;
    if (block < 0) frameTo(source, taken, message.context, tag, 0, -block - 1, 0, undefined);
    receive.done = true;
  }

  function fetch(receive: Receive, source: number, tag: number, byteLength: number, type: number, id: number): void {
    accept(receive, source, tag, byteLength, type);
    // MPI must get room for all of it; what the user has no room for is lost, as the receive says.
    const memory = receive.truncated ? new Uint8Array(byteLength) : receive.bytes!.length === byteLength ? receive.bytes! : receive.bytes!.subarray(0, byteLength);
    flights.start(receive, memory, source, id, false);
  }

  function arrived(frame: Frame): void {
    const { kind, context, tag, type, id, source, byteLength } = frame;
    if (context === controlContext) {
      if (kind === eager) return transport.control.arrived(source, tag, wire.words.u8.slice(frame.start, frame.start + byteLength));
      return fetch(createReceive(context, source, tag, undefined, 0), source, tag, byteLength, type, id);
    }
    counts.got[source]!++;
    if (kind === eager) {
      const receive = matching.receiver(context, source, tag, true);
      if (!receive) return matching.keep({ context, type, source, tag, byteLength, bytes: wire.words.u8.slice(frame.start, frame.start + byteLength), block: 0, sender: undefined });
      if (receive.into?.byteLength === byteLength) {
        takePayload(wire.words, frame, receive.into);
        return acceptExactly(receive, source, tag, byteLength, type);
      }
      accept(receive, source, tag, byteLength, type);
      takePayload(wire.words, frame, receive.bytes!);
      receive.done = true;
    } else if (kind === eagerSynchronous || kind === offer) {
      const message: Message = { context, type, source, tag, byteLength, bytes: kind === offer ? undefined : wire.words.u8.slice(frame.start, frame.start + byteLength), block: kind === offer ? id + 1 : -id - 1, sender: undefined };
      const receive = matching.receiver(context, source, tag, true);
      if (receive) deliver(message, receive);
      else matching.keep(message);
    } else if (kind === taken) {
      const transfer = answers.get(id);
      answers.delete(id);
      if (transfer) transfer.done = true;
    } else if (kind === withdraw) withdrawals.asked(source, context, id);
    else withdrawals.answered(id, kind === withdrawn);
  }

  function sendToSelf(context: number, tag: number, buffer: View, synchronous: boolean, type: number): Transfer {
    const bytes = bytesOf(buffer), transfer = createSend(context, rank, tag, bytes.length, type);
    const message: Message = { context, type, source: rank, tag, byteLength: bytes.length, bytes: bytes.slice(), block: 0, sender: transfer };
    const posted = matching.receiver(context, rank, tag, true);
    if (posted) deliver(message, posted);
    else matching.keep(message);
    if (!synchronous) transfer.done = true;
    return transfer;
  }

  /** True if something has moved. Frames are left for later once there is `enough`. */
  function move(enough?: () => boolean): boolean {
    const some = wire.poll(enough), landed = flights.some() && flights.land();
    for (let k = background.length - 1; k >= 0; k--) if (background[k]!()) background.splice(k, 1);
    return some || landed;
  }

  function check(): void {
    if (end) throw end;
  }

  const described = (): CallDescription => {
    const note = matching.unasked();
    return note ? { ...transport.describe(), note } : transport.describe();
  };

  function wait(ready: () => boolean, waitsFor: () => WaitSet): void {
    if (ready()) return;
    pausing.reset();
    const start = performance.now();
    // What is waited for may be taken by asking whether it is there.
    let turns = 0, there = false;
    const enough = (): boolean => (there ||= ready());
    try {
      for (;;) {
        check();
        const moved = move(enough);
        if (enough()) return;
        if (moved) pausing.reset();
        else pausing.pause();
        // The clock costs as much as asking MPI.
        if ((++turns & 15) === 0) transport.control.waiting(performance.now() - start, waitsFor, flights.receiving());
      }
    } finally {
      transport.control.waited();
    }
  }

  function stop(ended: JobEnded): never {
    end ??= ended;
    throw end;
  }

  const withdrawals = createWithdrawals({
    matching,
    tell: (dest, kind, context, tag, id) => frameTo(dest, kind, context, tag, 0, id, 0, undefined),
    waitFor: (other, ready) => wait(ready, () => ({ mode: "any", ranks: [other] })),
    discard: ({ context, tag, byteLength, source }, id) => flights.start(createReceive(context, source, tag, undefined, 0), new Uint8Array(byteLength), source, id, false),
  });
  const groups = createGroups(mpi);
  const others = (): number[] => Array.from({ length: size }, (_, r) => r).filter(r => r !== rank);

  const transport: MpiTransport = {
    kind: "mpi",
    rank,
    size,
    describe: () => unknown,
    control: createControl({
      rank, size, counts, described, pause: pausing.pause, move,
      send(dest, tag, bytes) {
        if (bytes.length <= wire.room) wire.send(dest, eager, controlContext, tag, 0, 0, bytes.length, bytes);
        else offerLong(createSend(controlContext, dest, tag, bytes.length, 0), 0, bytes, false);
      },
      isEnded: () => end !== undefined,
      ended: ended => void (end ??= ended),
    }),
    send(context, dest, tag, buffer, synchronous, type = 0) {
      if (end) throw end;
      if (dest === rank) return sendToSelf(context, tag, buffer, synchronous, type);
      const { byteLength } = buffer, transfer = createSend(context, dest, tag, byteLength, type);
      if (byteLength <= wire.room && !synchronous) {
        frameTo(dest, eager, context, tag, type, 0, byteLength, buffer);
        transfer.done = true;
        return transfer;
      }
      if (byteLength > wire.room) offerLong(transfer, type, bytesOf(buffer), synchronous);
      else frameTo(dest, eagerSynchronous, context, tag, type, awaitAnswer(transfer), byteLength, buffer);
      return transfer;
    },
    receive(context, source, tag, into, type = 0) {
      if (end) throw end;
      const receive = createReceive(context, source, tag, into, type), message = matching.find(context, source, tag, true);
      if (message) deliver(message, receive);
      else matching.post(receive);
      return receive;
    },
    probe(context, source, tag, take) {
      check();
      move();
      return matching.find(context, source, tag, take);
    },
    receiveMatched(arrival, into, type = 0) {
      const message = arrival as Message, receive = createReceive(message.context, message.source, message.tag, into, type);
      deliver(message, receive);
      return receive;
    },
    cancel(transfer) {
      check();
      move();
      if (transfer.done) return false;
      if (transfer.kind === "send" && transfer.peer !== rank) {
        const id = [...answers].find(([, t]) => t === transfer)?.[0];
        if (id === undefined || !withdrawals.ask(transfer.peer, transfer.context, transfer.tag, id)) return false;
        // The rest of a long one lands later, without its transfer.
        if (transfer.byteLength <= wire.room) answers.delete(id);
        transfer.done = transfer.cancelled = true;
        return true;
      }
      const withdrawnHere = transfer.kind === "send" ? matching.forget(transfer) : matching.withdraw(transfer as Receive);
      if (withdrawnHere) transfer.done = transfer.cancelled = true;
      return withdrawnHere;
    },
    progress() {
      check();
      move();
    },
    wait,
    complete(transfer) {
      if (transfer.done) return check();
      const { peer } = transfer;
      wait(() => transfer.done, () => ({ mode: "any", ranks: transfer.peer < 0 || peer < 0 ? others() : [peer] }));
    },
    background(step) {
      if (!step()) background.push(step);
    },
    allocate: blocks.allocate,
    free: blocks.free,
    heap(r) {
      if (r !== rank) throw new Error("internal: ranks of MPI share no memory");
      return heap;
    },
    locate: () => undefined,
    memory(r) {
      if (r !== rank) throw new Error("internal: ranks of MPI share no memory");
      return memory;
    },
    allocateBoard: () => 64,
    openBoard: members => (members.length === 1 ? createLocalBoard() : undefined),
    host: r => hosts[r]!,
    openWindow: (members, bytes, shared) => {
      // MPI waits inside: nothing of ours may wait for this rank meanwhile.
      wait(() => wire.unsent() === 0, () => ({ mode: "any", ranks: others() }));
      return openWindow({ mpi, rank, heap, wait, group: () => groups(members) }, members, bytes, shared);
    },
    native: members => createCollectives({
      mpi, rank: members.indexOf(rank), size: members.length, group: () => groups(members),
      settle: () => wait(() => wire.queued() === 0, () => ({ mode: "any", ranks: others() })),
    }),
    lock: () => { throw new Error("internal: windows of MPI have locks of their own"); },
    unlock: () => { throw new Error("internal: windows of MPI have locks of their own"); },
    wake: () => undefined,
    mismatch: members => transport.control.mismatch(members),
    abort(reason: EndReason, report, status = 1) {
      const ended = end ?? new JobEnded(reason, rank, report, status);
      if (!end) transport.control.tellEnd(ended);
      return stop(ended);
    },
    finish() {
      wait(() => wire.unsent() === 0 && !flights.receiving(), () => ({ mode: "any", ranks: others() }));
      transport.control.finished();
    },
    moveOn: () => void move(),
    allSent: () => wire.unsent() === 0,
    settle() {
      const deadline = performance.now() + 2000;
      while ((wire.unsent() > 0 || flights.some()) && performance.now() < deadline) if (!move()) pausing.pause();
      wire.close();
    },
  };
  return transport;
}
