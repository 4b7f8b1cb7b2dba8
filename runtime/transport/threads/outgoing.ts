// Sending. A message of a few KiB goes into the ring to its receiver, header and payload in one record, and is done. A longer or synchronous one gets a control
// block (block.ts) and the ring carries only its name. Where the ring is full the message queues behind its forerunners to the same rank.
import type { SharedState } from "../shared.ts";
import { createSend } from "../matching.ts";
import { putView } from "../../memory/views.ts";
import { bytesOf, type Transfer, type View } from "../transport.ts";
import type { Bell } from "./bell.ts";
import {
  blockHeaderBytes, CAPACITY, CONSUMED, finished, heapViews, LENGTH, OFFSET, offered, pieceBytes, PLACE, PRODUCED, staged, stagedTotalLimit, stageLimit, STATE, SYNCHRONOUS, taken, withdrawn,
} from "./block.ts";
import type { Heap } from "../heap.ts";
import { eager, offer, type Rings } from "./ring.ts";

export interface Outgoing {
  send(context: number, dest: number, tag: number, buffer: View, synchronous: boolean, type: number): Transfer;
  /** A message that fits into its ring as it is; false if it does not, or has to wait for room. */
  sendFew(context: number, dest: number, tag: number, buffer: View, type: number): boolean;
  cancel(transfer: Transfer): boolean;
  /** Moves everything that can move: queued records, staged pieces, completions. */
  progress(): void;
  /** Whether any message is not out of this rank's hands yet: it needs progress of this rank to be received. */
  readonly unsent: () => boolean;
}

/** A send whose block is still in use: by its own copying, or by the receiver. */
interface Flight {
  readonly transfer: Transfer;
  readonly block: number;
  readonly payload: Uint8Array;
  readonly inPlace: boolean;
  produced: number;
  sent: boolean;
}

interface Queued {
  readonly context: number;
  readonly tag: number;
  readonly payload: View | undefined;
  readonly flight: Flight | undefined;
  readonly transfer: Transfer;
}

export function createOutgoing(
  shared: SharedState, rank: number, rings: Rings, bell: Bell, heap: Heap, locate: (buffer: View) => { place: number; offset: number } | undefined,
): Outgoing {
  const buffer = shared.heaps[rank]!;
  let views = heapViews(buffer);
  const viewsTo = (end: number) => (end <= views.u8.length ? views : (views = heapViews(buffer)));
  const backlog: Queued[][] = Array.from({ length: shared.np }, () => []);
  let queued = 0;
  const flights: Flight[] = [];

  function writeRecord(dest: number, context: number, tag: number, payload: View | undefined, byteLength: number, block: number, type: number): boolean {
    const at = rings.reserve(dest, payload ? byteLength : 0);
    if (at < 0) return false;
    const { i32 } = rings;
    i32[at + 1] = payload ? eager : offer;
    i32[at + 2] = context;
    i32[at + 3] = tag;
    i32[at + 4] = byteLength | 0;
    i32[at + 5] = Math.floor(byteLength / 2 ** 32);
    i32[at + 6] = block / 64;
    i32[at + 7] = type;
    if (payload) putView(rings, (at + 8) << 2, payload);
    rings.publish(dest);
    bell.touch(dest);
    return true;
  }

  function trySend(dest: number, item: Queued): boolean {
    const attempt = () => writeRecord(dest, item.context, item.tag, item.payload, item.transfer.byteLength, item.flight?.block ?? 0, item.transfer.type);
    if (!attempt()) {
      rings.wantRoom(dest);
      if (!attempt()) return false;
    }
    if (item.flight) item.flight.sent = true;
    else item.transfer.done = true;
    return true;
  }

  function enqueue(dest: number, item: Queued): void {
    if (backlog[dest]!.length === 0 && trySend(dest, item)) return;
    backlog[dest]!.push(item);
    queued++;
  }

  /** Copies the pieces that there is room for; true while some are left. */
  function produce(flight: Flight): void {
    const { i32, u8 } = viewsTo(flight.block + blockHeaderBytes), block = flight.block >> 2, capacity = i32[block + CAPACITY]!;
    const total = flight.payload.length;
    while (flight.produced < total) {
      // Partner: the receiver stores CONSUMED when it has copied a piece.
      const ahead = (flight.produced - Atomics.load(i32, block + CONSUMED)) >>> 0;
      const start = flight.produced % capacity;
      const piece = Math.min(pieceBytes, capacity - ahead, capacity - start, total - flight.produced);
      if (piece <= 0) return;
      u8.set(flight.payload.subarray(flight.produced, flight.produced + piece), flight.block + blockHeaderBytes + start);
      flight.produced += piece;
      // Partner: the receiver loads PRODUCED before it copies.
      Atomics.store(i32, block + PRODUCED, flight.produced | 0);
      // The receiver may have looked between the record and this piece.
      if (flight.sent) bell.ring(flight.transfer.peer);
    }
  }

  function sendBlock(context: number, dest: number, tag: number, view: View, synchronous: boolean, type: number): Transfer {
    const payload = bytesOf(view), transfer = createSend(context, dest, tag, payload.length, type);
    const place = payload.length > 0 ? locate(view) : undefined;
    const window = heap.usedBytes() + payload.length > stagedTotalLimit ? 16 * pieceBytes : stageLimit;
    const capacity = place ? 0 : Math.min(Math.max(payload.length, 1), window);
    const block = heap.allocate(blockHeaderBytes + capacity), at = block >> 2;
    const { i32, f64 } = viewsTo(block + blockHeaderBytes + capacity);
    i32[at + STATE] = offered;
    i32[at + PRODUCED] = 0;
    i32[at + CONSUMED] = 0;
    i32[at + CAPACITY] = capacity;
    i32[at + SYNCHRONOUS] = synchronous ? 1 : 0;
    i32[at + PLACE] = place ? place.place : staged;
    f64[(at >> 1) + OFFSET] = place ? place.offset : 0;
    f64[(at >> 1) + LENGTH] = payload.length;
    const flight: Flight = { transfer, block, payload, inPlace: place !== undefined, produced: 0, sent: false };
    enqueue(dest, { context, tag, payload: undefined, flight, transfer });
    if (!flight.inPlace) produce(flight);
    if (!settle(flight)) flights.push(flight);
    return transfer;
  }

  /** Marks the transfer done when it is; true when the block is free again. */
  function settle(flight: Flight): boolean {
    const { i32 } = views, at = flight.block >> 2;
    const state = Atomics.load(i32, at + STATE); // Partner: the receiver's changes of STATE.
    if (state === withdrawn || state === finished) {
      flight.transfer.done = true;
      heap.free(flight.block);
      return true;
    }
    const copied = flight.sent && !flight.inPlace && flight.produced === flight.payload.length;
    if (copied && (i32[at + SYNCHRONOUS] === 0 || state === taken)) flight.transfer.done = true;
    return false;
  }

  return {
    send(context, dest, tag, view, synchronous, type) {
      const byteLength = view.byteLength;
      if (synchronous || byteLength > rings.inlineBytes) return sendBlock(context, dest, tag, view, synchronous, type);
      const transfer = createSend(context, dest, tag, byteLength, type);
      if (backlog[dest]!.length === 0 && writeRecord(dest, context, tag, view, byteLength, 0, type)) transfer.done = true;
      else enqueue(dest, { context, tag, payload: view, flight: undefined, transfer });
      return transfer;
    },
    sendFew: (context, dest, tag, view, type) =>
      view.byteLength <= rings.inlineBytes && backlog[dest]!.length === 0 && writeRecord(dest, context, tag, view, view.byteLength, 0, type),
    cancel(transfer) {
      const flight = flights.find(f => f.transfer === transfer);
      if (!flight || transfer.done) return false;
      // Partner: the receiver exchanges `offered` for `taken`; one of the two wins.
      if (Atomics.compareExchange(views.i32, (flight.block >> 2) + STATE, offered, withdrawn) !== offered) return false;
      transfer.done = transfer.cancelled = true;
      return true;
    },
    progress() {
      if (queued > 0)
        backlog.forEach((items, dest) => {
          while (items.length > 0 && trySend(dest, items[0]!)) { items.shift(); queued--; }
        });
      for (let k = flights.length - 1; k >= 0; k--) {
        const flight = flights[k]!;
        if (!flight.inPlace && flight.produced < flight.payload.length) produce(flight);
        // A withdrawn block's name may still be on its way: its receiver finishes it.
        if (flight.transfer.cancelled && Atomics.load(views.i32, (flight.block >> 2) + STATE) !== finished) continue; // Partner: the receiver.
        if (settle(flight)) flights.splice(k, 1);
      }
    },
    unsent: () => queued > 0 || flights.some(f => !f.inPlace && f.produced < f.payload.length),
  };
}
