// Receiving: takes records off the rings, gives each to the receive that was posted for it or keeps it, and copies payloads that are still with their sender.
import type { SharedState } from "../shared.ts";
import { accept, acceptExactly, createReceive, type Matching, type Message, type Receive } from "../matching.ts";
import { getView } from "../../memory/views.ts";
import { anyTag, type Arrival, type Transfer, type View } from "../transport.ts";
import type { Bell } from "./bell.ts";
import {
  blockHeaderBytes, CAPACITY, CONSUMED, finished, heapViews, type HeapViews, inHeap, LENGTH, OFFSET, offered, PLACE, PRODUCED, staged, STATE, SYNCHRONOUS, taken,
} from "./block.ts";
import { eager, type Rings } from "./ring.ts";

export interface Incoming {
  receive(context: number, source: number, tag: number, into: View | undefined, type?: number): Transfer;
  receiveFew(context: number, source: number, tag: number, into: View, type: number): Transfer | undefined;
  receiveMatched(arrival: Arrival, into: View | undefined, type?: number): Transfer;
  /** Gives a kept message to a receive; false if its sender has withdrawn it. */
  deliver(message: Message, receive: Receive): boolean;
  /** Whether messages are there that have not been taken. */
  pending(): boolean;
  /** Takes what has arrived. Only useful if there is something, or after the bell has been rung. */
  progress(): void;
}

/** A staged message whose pieces are still coming. */
interface Stream {
  readonly receive: Receive;
  readonly source: number;
  readonly block: number;
  readonly fits: number;
  consumed: number;
}

/** How often `receiveFew` looks for its message: less than a microsecond. Where ranks are more than cores, once. */
const mostLooks = 300;

export function createIncoming(shared: SharedState, rank: number, rings: Rings, bell: Bell, matching: Matching): Incoming {
  const cached = shared.heaps.map(heap => heapViews(heap));
  const views = (other: number, end: number): HeapViews => (end <= cached[other]!.u8.length ? cached[other]! : (cached[other] = heapViews(shared.heaps[other]!)));
  const streams: Stream[] = [], looks = shared.np > shared.cores ? 1 : mostLooks;

  /** Copies the pieces that are there; true when the message is complete. */
  function consume(stream: Stream): boolean {
    const { receive, source, block } = stream, at = block >> 2;
    const { i32 } = views(source, block + blockHeaderBytes), capacity = i32[at + CAPACITY]!;
    const { u8 } = views(source, block + blockHeaderBytes + capacity), into = receive.bytes!;
    while (stream.consumed < receive.byteLength) {
      // Partner: the sender stores PRODUCED when it has copied a piece.
      const ready = (Atomics.load(i32, at + PRODUCED) - stream.consumed) >>> 0;
      const start = stream.consumed % capacity, piece = Math.min(ready, capacity - start);
      if (piece === 0) return false;
      const wanted = Math.min(piece, stream.fits - stream.consumed);
      if (wanted > 0) into.set(u8.subarray(block + blockHeaderBytes + start, block + blockHeaderBytes + start + wanted), stream.consumed);
      stream.consumed += piece;
      if (capacity < receive.byteLength) {
        Atomics.store(i32, at + CONSUMED, stream.consumed | 0); // Partner: the sender loads CONSUMED before it copies more.
        bell.ring(source);
      }
    }
    finish(source, block, i32);
    receive.done = true;
    return true;
  }

  function finish(source: number, block: number, i32: Int32Array): void {
    Atomics.store(i32, (block >> 2) + STATE, finished); // Partner: the sender's `settle`.
    bell.ring(source);
  }

  /** Starts fetching the payload of an offered message; false if its sender has withdrawn it. */
  function fetch(receive: Receive, source: number, tag: number, byteLength: number, type: number, block: number): boolean {
    const { i32, f64 } = views(source, block + blockHeaderBytes), at = block >> 2;
    // Partner: the sender's `cancel` exchanges `offered` for `withdrawn`; one of the two wins.
    if (Atomics.compareExchange(i32, at + STATE, offered, taken) !== offered) {
      finish(source, block, i32);
      return false;
    }
    if (i32[at + SYNCHRONOUS] === 1) bell.ring(source);
    const fits = accept(receive, source, tag, byteLength, type);
    if (i32[at + PLACE] === staged) {
      const stream: Stream = { receive, source, block, fits, consumed: 0 };
      if (!consume(stream)) streams.push(stream);
      return true;
    }
    const offset = f64[(at >> 1) + OFFSET]!, length = f64[(at >> 1) + LENGTH]!;
    const memory = i32[at + PLACE] === inHeap ? shared.heaps[source]! : shared.memories[source]!.buffer;
    receive.bytes!.set(new Uint8Array(memory, offset, Math.min(fits, length)));
    finish(source, block, i32);
    receive.done = true;
    return true;
  }

  function deliver(message: Message, receive: Receive): boolean {
    if (message.block > 0) return fetch(receive, message.source, message.tag, message.byteLength, message.type, message.block);
    const fits = accept(receive, message.source, message.tag, message.byteLength, message.type);
    receive.bytes!.set(fits === message.byteLength ? message.bytes! : message.bytes!.subarray(0, fits));
    if (message.sender) message.sender.done = true;
    receive.done = true;
    return true;
  }

  /** The record at `at` of `source`'s ring, to its receive or to the kept messages. */
  function take(source: number, at: number): void {
    const { i32, u8 } = rings;
    const kind = i32[at + 1]!, context = i32[at + 2]!, tag = i32[at + 3]!, byteLength = (i32[at + 4]! >>> 0) + i32[at + 5]! * 2 ** 32, block = i32[at + 6]! * 64, type = i32[at + 7]!;
    const start = (at + 8) << 2, receive = matching.receiver(context, source, tag, kind === eager);
    if (kind === eager) {
      if (!receive) return matching.keep({ context, type, source, tag, byteLength, bytes: u8.slice(start, start + byteLength), block: 0, sender: undefined });
      const { into } = receive;
      if (into && into.byteLength === byteLength) {
        getView(rings, start, into);
        return acceptExactly(receive, source, tag, byteLength, type);
      }
      const fits = accept(receive, source, tag, byteLength, type);
      receive.bytes!.set(u8.subarray(start, start + fits));
      receive.done = true;
    } else if (!receive) matching.keep({ context, type, source, tag, byteLength, bytes: undefined, block, sender: undefined });
    // A withdrawn message must not cost the receive its place, so it leaves the queue only now.
    else if (fetch(receive, source, tag, byteLength, type, block)) matching.withdraw(receive);
  }

  function start(receive: Receive): Transfer {
    for (;;) {
      const message = matching.find(receive.context, receive.wantedSource, receive.wantedTag, true);
      if (!message) { matching.post(receive); return receive; }
      if (deliver(message, receive)) return receive;
    }
  }

  /** What `receiveFew` answers: one object, filled anew each time. */
  const few = createReceive(0, 0, 0, undefined, 0) as Receive & { type: number };

  return {
    receiveFew(context, source, tag, into, type) {
      if (into.byteLength > rings.inlineBytes || !matching.isIdle(context)) return undefined;
      const { i32 } = rings;
      for (let look = 0; look < looks; look++) {
        const at = rings.next(source);
        if (at < 0) continue;
        const sent = i32[at + 3]!, byteLength = into.byteLength;
        // Anything else goes the long way, where it finds its receive or is kept.
        if (i32[at + 1] !== eager || i32[at + 2] !== context || i32[at + 4] !== byteLength || (sent !== tag && (tag !== anyTag || sent < 0))) return undefined;
        getView(rings, (at + 8) << 2, into);
        acceptExactly(few, source, sent, byteLength, i32[at + 7]!);
        few.type = type;
        rings.release(source);
        return few;
      }
      return undefined;
    },
    receive: (context, source, tag, into, type = 0) => start(createReceive(context, source, tag, into, type)),
    deliver,
    receiveMatched(arrival, into, type = 0) {
      const message = arrival as Message, receive = createReceive(message.context, message.source, message.tag, into, type);
      if (!deliver(message, receive)) receive.done = receive.cancelled = true;
      return receive;
    },
    pending() {
      for (let source = 0; source < shared.np; source++) if (rings.next(source) >= 0) return true;
      return false;
    },
    progress() {
      for (let source = 0; source < shared.np; source++)
        for (let at = rings.next(source); at >= 0; at = rings.next(source)) {
          take(source, at);
          rings.release(source);
        }
      for (let k = streams.length - 1; k >= 0; k--) if (consume(streams[k]!)) streams.splice(k, 1);
    },
  };
}
