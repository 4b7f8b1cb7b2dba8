// Short messages between processes: frames. Every process has posted receives for frames from anybody, in a ring that it empties in order; a frame that is
// sent lies in a ring of its own until MPI has taken it. Frames of one sender arrive in the order in which they were sent.
//
// frame   kind  context  tag  type  id  source (int32)   byteLength (f64, byte 24)   payload (byte 32 on)
//
// What is longer than a frame travels as one MPI message of its own (mpi.ts), and its frame only announces it.
import { getView, putView, type Words } from "../../memory/views.ts";
import { bytesOf, type View } from "../transport.ts";
import type { Cells } from "./cells.ts";
import type { Mpi } from "./library.ts";

/** The payload is in the frame; it is and the sender wants to know when it is received; it comes by a message of its own; answers to these. */
export const eager = 1, eagerSynchronous = 2, offer = 3, taken = 4, withdraw = 5, withdrawn = 6, notWithdrawn = 7;

export interface Frame {
  readonly kind: number;
  readonly context: number;
  readonly tag: number;
  readonly type: number;
  readonly id: number;
  readonly source: number;
  readonly byteLength: number;
  /** Where the payload starts in `wire.words`. */
  readonly start: number;
}

export interface Wire {
  /** Bytes of payload that fit into a frame. */
  readonly room: number;
  /** The frames being received. */
  readonly words: Words;
  /** `payload` is copied at once. */
  send(dest: number, kind: number, context: number, tag: number, type: number, id: number, byteLength: number, payload: View | undefined): void;
  /** Takes the frames that have come, until `enough`; true if there was one. */
  poll(enough: (() => boolean) | undefined): boolean;
  /** Frames that MPI has not taken yet. */
  unsent(): number;
  /** Frames that are not even in MPI's hands: they go only when this rank comes here again. */
  queued(): number;
  close(): void;
}

const frameBytes = 4032, headerBytes = 32, receiveSlots = 32, sendSlots = 64;
const frameTag = 1;

interface Waiting {
  readonly dest: number;
  readonly frame: Uint8Array;
}

export function createWire(mpi: Mpi, cells: Cells, rank: number, comm: number, arrived: (frame: Frame) => void): Wire {
  const { call, types: { byte } } = mpi, { statusIgnore } = mpi.family;
  const incoming = memory(mpi, receiveSlots * frameBytes), outgoing = memory(mpi, sendSlots * frameBytes);
  // The requests of sends lie together, for MPI_Testall.
  const receives = Array.from({ length: receiveSlots }, cells.take), { handleBytes } = mpi.family, sends = memory(mpi, sendSlots * handleBytes);
  receives.forEach((request, slot) => {
    mpi.check("Recv_init", call.Recv_init(incoming.address + slot * frameBytes, frameBytes, byte, mpi.family.anySource, frameTag, comm, request));
    mpi.check("Start", call.Start(request));
  });
  // Slots `oldest .. next - 1` are under way.
  let head = 0, oldest = 0, next = 0, polling = false;
  const queue: Waiting[] = [];
  const frame: { -readonly [K in keyof Frame]: Frame[K] } = { kind: 0, context: 0, tag: 0, type: 0, id: 0, source: 0, byteLength: 0, start: 0 };

  function reclaim(): void {
    while (oldest < next) {
      mpi.check("Test", call.Test(sends.address + (oldest % sendSlots) * handleBytes, cells.flag, statusIgnore));
      if (!cells.isSet()) return;
      oldest++;
    }
  }

  /** Asks about many sends at once, and only when their places are wanted: MPI moves them on whatever it is asked. */
  function hasRoom(): boolean {
    if (next - oldest < sendSlots) return true;
    const first = oldest % sendSlots, count = Math.min(sendSlots / 2, sendSlots - first);
    mpi.check("Testall", call.Testall(count, sends.address + first * handleBytes, cells.flag, statusIgnore));
    if (cells.isSet()) oldest += count;
    else reclaim();
    return next - oldest < sendSlots;
  }

  function launch(dest: number, slot: number, bytes: number): void {
    mpi.check("Isend", call.Isend(outgoing.address + slot * frameBytes, bytes, byte, dest, frameTag, comm, sends.address + slot * handleBytes));
    next++;
  }

  function drain(): void {
    while (queue.length > 0 && hasRoom()) {
      const { dest, frame: bytes } = queue.shift()!, slot = next % sendSlots;
      outgoing.u8.set(bytes, slot * frameBytes);
      launch(dest, slot, bytes.length);
    }
  }

  function write(words: Words, at: number, kind: number, context: number, tag: number, type: number, id: number, byteLength: number, payload: View | undefined): number {
    const { i32, f64 } = words, w = at >> 2;
    i32[w] = kind; i32[w + 1] = context; i32[w + 2] = tag; i32[w + 3] = type; i32[w + 4] = id; i32[w + 5] = rank;
    f64[(at >> 3) + 3] = byteLength;
    if (!payload) return headerBytes;
    putView(words, at + headerBytes, payload);
    return headerBytes + byteLength;
  }

  return {
    room: frameBytes - headerBytes,
    words: incoming,
    send(dest, kind, context, tag, type, id, byteLength, payload) {
      if (queue.length === 0 && hasRoom()) {
        const slot = next % sendSlots;
        launch(dest, slot, write(outgoing, slot * frameBytes, kind, context, tag, type, id, byteLength, payload));
        return;
      }
      const bytes = new Uint8Array(frameBytes), words = { u8: bytes, i32: new Int32Array(bytes.buffer), f64: new Float64Array(bytes.buffer) };
      queue.push({ dest, frame: bytes.subarray(0, write(words, 0, kind, context, tag, type, id, byteLength, payload)) });
    },
    poll(enough) {
      // A frame's handling may send, wait for nothing, and never poll again from inside.
      if (polling) return false;
      polling = true;
      let some = false;
      try {
        if (queue.length > 0) drain();
        for (;;) {
          const slot = head;
          mpi.check("Test", call.Test(receives[slot]!, cells.flag, statusIgnore));
          if (!cells.isSet()) return some;
          some = true;
          head = (head + 1) % receiveSlots;
          const at = slot * frameBytes, w = at >> 2, { i32, f64 } = incoming;
          frame.kind = i32[w]!; frame.context = i32[w + 1]!; frame.tag = i32[w + 2]!; frame.type = i32[w + 3]!; frame.id = i32[w + 4]!; frame.source = i32[w + 5]!;
          frame.byteLength = f64[(at >> 3) + 3]!;
          frame.start = at + headerBytes;
          try {
            arrived(frame);
          } finally {
            mpi.check("Start", call.Start(receives[slot]!));
          }
          if (enough?.()) return true;
        }
      } finally {
        polling = false;
      }
    },
    unsent() {
      drain();
      reclaim();
      return queue.length + next - oldest;
    },
    queued() {
      drain();
      return queue.length;
    },
    close() {
      for (const request of receives) {
        call.Cancel(request);
        call.Request_free(request);
      }
    },
  };
}

/** It lives as long as what is returned. */
function memory(mpi: Mpi, bytes: number): Words & { readonly address: number } {
  const buffer = new ArrayBuffer(bytes), u8 = new Uint8Array(buffer);
  return { u8, i32: new Int32Array(buffer), f64: new Float64Array(buffer), address: mpi.address(u8) };
}

/** The payload of a frame into a view as long as it, or as much as fits. */
export function takePayload(words: Words, { start, byteLength }: Frame, into: View): void {
  if (into.byteLength === byteLength) getView(words, start, into);
  else bytesOf(into).set(words.u8.subarray(start, start + Math.min(byteLength, into.byteLength)));
}
