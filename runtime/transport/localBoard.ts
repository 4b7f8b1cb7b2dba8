// The board of a communicator with one member: whatever is written is at once what is read, and every meeting is over when it begins.
import type { Board, Numbers } from "./transport.ts";

const segmentBytes = 65536;

export function createLocalBoard(): Board {
  const buffer = new ArrayBuffer(2 * segmentBytes), u8 = new Uint8Array(buffer), i32 = new Int32Array(buffer), f64 = new Float64Array(buffer);
  const typed = new Map<unknown, Numbers>();
  let step = 0;
  return {
    rank: 0,
    size: 1,
    segmentBytes,
    u8,
    i32,
    f64,
    numbers<T extends Numbers>(like: T): T {
      if (like instanceof Float64Array) return f64 as unknown as T;
      let view = typed.get(like.constructor);
      if (!view) typed.set(like.constructor, (view = new (like.constructor as new (buffer: ArrayBuffer) => T)(buffer)));
      return view as T;
    },
    segment: () => (step & 1) * segmentBytes,
    read: () => ((step - 1) & 1) * segmentBytes,
    inlineBytes: 0,
    inlineSegment: () => 0,
    inlineRead: () => 0,
    meet: () => void step++,
    view: () => new Uint8Array(0),
    close: () => undefined,
  };
}
