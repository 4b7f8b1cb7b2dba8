// The transport between threads of one process: everything lies in memory that all ranks share (state.ts). This file only puts the parts together.
//
//   send      outgoing.ts ──▶ ring.ts (record) + heap.ts, block.ts (long payloads) ──▶ bell.ts of the receiver
//   receive   bell.ts rings ──▶ incoming.ts ──▶ ../matching.ts ──▶ copied into the receiver's buffer
//   wait      waiting.ts: spin, sleep, publish, look for deadlock       board.ts: where all members of a communicator meet
import { createMatching, createSend, type Message, type Receive } from "../matching.ts";
import { createLocalBoard } from "../localBoard.ts";
import type { SharedState } from "../shared.ts";
import { bytesOf, type CallDescription, type Transfer, type Transport, type View } from "../transport.ts";
import { openBell } from "./bell.ts";
import { inHeap, inMemory } from "./block.ts";
import { openBoard } from "./board.ts";
import { createHeap } from "../heap.ts";
import { createIncoming } from "./incoming.ts";
import { createOutgoing } from "./outgoing.ts";
import { lock, type LockPlace, unlock } from "./lock.ts";
import { openPublished } from "./published.ts";
import { openRings } from "./ring.ts";
import { boardBytes, boardHeaderBytes } from "./state.ts";
import { createWaiting } from "./waiting.ts";

/** So many meet without a common counter: everybody looks at everybody's line. */
const fewMembers = 4;
const unknown: CallDescription = { call: "a call", communicator: "COMM_WORLD", details: {}, site: "" };

export function createThreadsTransport(shared: SharedState, rank: number): Transport {
  const { np } = shared;
  const bell = openBell(shared, rank), rings = openRings(shared, rank, bell.ring), heap = createHeap(shared.heaps[rank]!);
  const published = openPublished(shared, rank), matching = createMatching();
  const incoming = createIncoming(shared, rank, rings, bell, matching);
  const outgoing = createOutgoing(shared, rank, rings, bell, heap, locate);
  const background: (() => boolean)[] = [];
  const waiting = createWaiting(shared, rank, bell, published, incoming.pending, progress, () => { const note = matching.unasked(); return note ? { ...transport.describe(), note } : transport.describe(); });

  function progress(): void {
    incoming.progress();
    outgoing.progress();
    for (let k = background.length - 1; k >= 0; k--) if (background[k]!()) background.splice(k, 1);
  }

  function locate(view: View): { place: number; offset: number } | undefined {
    if (!(view.buffer instanceof SharedArrayBuffer)) return undefined;
    const buffer: SharedArrayBuffer = view.buffer;
    const place = buffer === shared.heaps[rank] ? inHeap : Object.is(buffer, shared.memories[rank]!.buffer) ? inMemory : undefined;
    return place === undefined ? undefined : { place, offset: view.byteOffset };
  }

  /** To itself: no ring, no copy but one. */
  function sendToSelf(context: number, tag: number, buffer: View, synchronous: boolean, type: number): Transfer {
    const bytes = bytesOf(buffer), transfer = createSend(context, rank, tag, bytes.length, type);
    const message: Message = { context, type, source: rank, tag, byteLength: bytes.length, bytes: bytes.slice(), block: 0, sender: transfer };
    const posted = matching.receiver(context, rank, tag, false);
    if (posted) { matching.withdraw(posted); incoming.deliver(message, posted); } else matching.keep(message);
    if (!synchronous) transfer.done = true;
    return transfer;
  }

  const poll = (): void => {
    const rung = bell.changed();
    if (rung) waiting.check();
    if (rung || background.length > 0 || incoming.pending()) progress();
  };

  /** For a wait on one rank: is there a record from it? */
  const glances = Array.from({ length: np }, (_, source) => (): boolean => rings.next(source) >= 0);

  const transport: Transport = {
    kind: "threads",
    rank,
    size: np,
    describe: () => unknown,
    send(context, dest, tag, buffer, synchronous, type = 0) {
      return dest === rank ? sendToSelf(context, tag, buffer, synchronous, type) : outgoing.send(context, dest, tag, buffer, synchronous, type);
    },
    receive: incoming.receive,
    sendFew: (context, dest, tag, buffer, type) => dest !== rank && outgoing.sendFew(context, dest, tag, buffer, type),
    receiveFew: (context, source, tag, into, type) => (source < 0 || source === rank ? undefined : incoming.receiveFew(context, source, tag, into, type)),
    probe(context, source, tag, take) {
      poll();
      return matching.find(context, source, tag, take);
    },
    receiveMatched: incoming.receiveMatched,
    cancel(transfer) {
      poll();
      if (transfer.kind === "send" && transfer.peer !== rank) return outgoing.cancel(transfer);
      const withdrawn = transfer.kind === "send" ? matching.forget(transfer) : matching.withdraw(transfer as Receive);
      if (!withdrawn) return false;
      transfer.done = transfer.cancelled = true;
      return true;
    },
    progress: poll,
    wait: waiting.wait,
    complete(transfer) {
      if (transfer.done) return waiting.check();
      const { peer } = transfer;
      waiting.wait(() => transfer.done, () => ({ mode: "any", ranks: peer < 0 ? others() : [peer] }), glances[peer]);
    },
    background(step) {
      if (!step()) background.push(step);
    },
    allocate: heap.allocate,
    free: heap.free,
    heap: r => shared.heaps[r]!,
    locate,
    memory: r => shared.memories[r]!,
    allocateBoard(members) {
      const start = heap.allocate(boardBytes(members.length));
      new Uint8Array(shared.heaps[rank]!, start, boardHeaderBytes(members.length)).fill(0);
      return start;
    },
    openBoard(members, key) {
      if (members.length === 1) return createLocalBoard();
      const owner = members[0]!, start = key;
      return openBoard({ buffer: key === 0 ? shared.board : shared.heaps[owner]!, start, members, rank: members.indexOf(rank), direct: members.length <= fewMembers && np <= shared.cores }, {
        wait: waiting.wait,
        touch: bell.touch,
        mismatch: waiting.mismatch,
        view: (r, place, offset, bytes) => new Uint8Array(place === inHeap ? shared.heaps[r]! : shared.memories[r]!.buffer, offset, bytes),
        close: () => { if (owner === rank && key !== 0) heap.free(key); },
      });
    },
    lock: (owner, offset, reader, members) => lock(lockPlace(owner, offset), rank, reader, members, waiting.wait),
    unlock: (owner, offset, reader, members) => unlock(lockPlace(owner, offset), reader, () => { for (const m of members) if (m !== rank) bell.ring(m); }),
    host: () => 0,
    mismatch: waiting.mismatch,
    wake: bell.ring,
    abort: waiting.abort,
    finish() {
      waiting.wait(() => !outgoing.unsent(), () => ({ mode: "any", ranks: others() }));
      published.end();
      for (let r = 0; r < np; r++) if (r !== rank) bell.ring(r);
    },
  };
  const lockPlace = (owner: number, offset: number): LockPlace => ({ i32: new Int32Array(shared.heaps[owner]!, offset, 16), at: 0 });
  const others = (): number[] => Array.from({ length: np }, (_, r) => r).filter(r => r !== rank);
  return transport;
}
