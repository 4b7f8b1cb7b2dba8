// A timeline of all ranks in Chrome's trace-event form, which opens in Perfetto (ui.perfetto.dev) and chrome://tracing: `spmd run --trace out.json`. One track a rank, one
// slice a call or kernel, arrows from sends to the receives of the same messages.
import { bytesMoved, type Calls, describeCalls, watch } from "../communicator/calls.ts";
import type { Transport } from "../transport/transport.ts";
import { logMessages, type TracedMessage } from "./messages.ts";

/** A call or kernel of one rank; times in microseconds since 1970, so that ranks agree. */
export interface TracedSlice {
  readonly name: string;
  readonly kind: "call" | "kernel";
  readonly start: number;
  readonly us: number;
  /** What the call was about: communicator, peer, tag, bytes, site. */
  readonly details: { readonly [name: string]: string | number };
}

export interface RankTrace {
  readonly rank: number;
  readonly slices: readonly TracedSlice[];
  readonly sent: readonly TracedMessage[];
  readonly received: readonly TracedMessage[];
  /** Slices beyond those that are kept. */
  readonly dropped: number;
}

/** Slices, and messages each way, that a rank keeps. */
const limit = 250_000;

export interface Tracing {
  /** Notes a kernel that began at `start` (milliseconds on the rank's clock) and is over now. */
  kernel(name: string, start: number, site: string): void;
  stop(): RankTrace;
}

export function startTrace(rank: number, calls: Calls, transport: Transport): Tracing {
  const slices: TracedSlice[] = [], { timeOrigin } = performance, since1970 = (ms: number): number => (timeOrigin + ms) * 1000;
  const messages = logMessages(transport, () => since1970(performance.now()), limit);
  let dropped = 0;
  const keep = (name: string, kind: TracedSlice["kind"], start: number, end: number, details: TracedSlice["details"]): void => {
    if (slices.length < limit) slices.push({ name, kind, start: since1970(start), us: (end - start) * 1000, details });
    else dropped++;
  };
  const remove = watch(calls, {
    leave(c) {
      messages.sweep();
      // Finding the line takes a while: it must not count as a part of the call.
      const now = performance.now();
      keep(c.call, "call", c.start, now, dropped === 0 ? detailsOf(c) : {});
    },
  });
  return {
    kernel: (name, start, site) => keep(name, "kernel", start, performance.now(), { site }),
    stop() {
      remove();
      messages.sweep();
      return { rank, slices, sent: messages.sent, received: messages.received(), dropped };
    },
  };
}

function detailsOf(c: Calls): TracedSlice["details"] {
  const { communicator, details, site } = describeCalls(c);
  return { communicator, ...details, bytes: bytesMoved(c), ...(site === "" ? {} : { site }) };
}

interface TraceEvent {
  readonly ph: "M" | "X" | "s" | "f";
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly id?: number;
  readonly bp?: "e";
  readonly args?: { readonly [name: string]: unknown };
}

/** The text of the file, in pieces: whole it may be longer than a string can be. `where` turns places of the bundle into the user's. */
export function* renderTrace(program: string, traces: readonly RankTrace[], where: (text: string) => string): Generator<string> {
  const first = Math.min(...traces.map(t => Math.min(t.slices[0]?.start ?? Infinity, t.sent[0]?.at ?? Infinity)));
  const at = (us: number): number => Math.round((us - first) * 1000) / 1000;
  yield '{"displayTimeUnit":"ns","traceEvents":[\n';
  yield JSON.stringify({ ph: "M", name: "process_name", pid: 0, tid: 0, args: { name: program } });
  for (const { rank, slices } of traces) {
    yield* event({ ph: "M", name: "thread_name", pid: 0, tid: rank, args: { name: `rank ${rank}` } });
    yield* event({ ph: "M", name: "thread_sort_index", pid: 0, tid: rank, args: { sort_index: rank } });
    for (const { name, kind, start, us, details } of slices) {
      const { site } = details;
      yield* event({ ph: "X", name, cat: kind, pid: 0, tid: rank, ts: at(start), dur: Math.max(0.001, Math.round(us * 1000) / 1000), args: typeof site === "string" ? { ...details, site: where(site) } : details });
    }
  }
  for (const { id, from, to, message, arrived } of arrows(traces)) {
    yield* event({ ph: "s", name: "message", cat: "message", id, pid: 0, tid: from, ts: at(message.at) });
    yield* event({ ph: "f", bp: "e", name: "message", cat: "message", id, pid: 0, tid: to, ts: at(arrived.at) });
  }
  yield "\n]}\n";
}

function* event(event: TraceEvent): Generator<string> {
  yield `,\n${JSON.stringify(event)}`;
}

interface Arrow {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly message: TracedMessage;
  readonly arrived: TracedMessage;
}

/** Sends and receives of the same messages. */
function* arrows(traces: readonly RankTrace[]): Generator<Arrow> {
  const key = (from: number, to: number, { context, tag }: TracedMessage): string => `${from} ${to} ${context} ${tag}`, sent = new Map<string, { readonly list: TracedMessage[]; next: number }>();
  for (const { rank, sent: messages } of traces)
    for (const message of messages) {
      const of = key(rank, message.peer, message), queue = sent.get(of);
      if (queue) queue.list.push(message);
      else sent.set(of, { list: [message], next: 0 });
    }
  let id = 0;
  for (const { rank, received } of traces)
    for (const arrived of received) {
      const queue = sent.get(key(arrived.peer, rank, arrived)), message = queue?.list[queue.next++];
      if (message) yield { id: ++id, from: arrived.peer, to: rank, message, arrived };
    }
}
