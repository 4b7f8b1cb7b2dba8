// A timeline of all ranks in Chrome's trace-event form, which opens in Perfetto: `spmd run --trace out.json`. One track a rank, one slice a call, arrows from sends to the
// receives of the same messages.
//
// Which send belongs to which receive is found afterwards: between two ranks, on one communicator and with one tag, the n-th message sent is the n-th received.
import { hook } from "../mpi/hooks.ts";

/** A call of one rank; times in microseconds since 1970, so that ranks agree. */
export interface TracedCall {
  readonly name: string;
  readonly communicator: string;
  readonly start: number;
  readonly us: number;
  readonly peer: number | undefined;
  readonly tag: number | undefined;
  readonly bytes: number | undefined;
  readonly site: string;
}

export interface RankTrace {
  readonly rank: number;
  readonly calls: readonly TracedCall[];
}

export function startTrace(rank: number): () => RankTrace {
  const calls: TracedCall[] = [], origin = performance.timeOrigin;
  const remove = hook({
    leave: call => void calls.push({
      name: call.name, communicator: call.communicator, start: (origin + call.start) * 1000, us: call.ms * 1000, peer: call.peer, tag: call.tag, bytes: call.bytes, site: call.site,
    }),
  });
  return () => {
    remove();
    return { rank, calls };
  };
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

const sends = /^(I?[sbr]?send|sendrecv|sendrecv_replace)$/i;
const receives = /^I?recv$/i;

/** The text of the file. */
export function renderTrace(traces: readonly RankTrace[]): string {
  const first = Math.min(...traces.flatMap(t => t.calls.map(c => c.start)), Infinity), events: TraceEvent[] = [];
  const at = (us: number): number => Math.round((us - first) * 1000) / 1000;
  for (const { rank, calls } of traces) {
    events.push({ ph: "M", name: "thread_name", pid: 0, tid: rank, args: { name: `rank ${rank}` } });
    for (const c of calls)
      events.push({ ph: "X", name: c.name, cat: "mpi", pid: 0, tid: rank, ts: at(c.start), dur: Math.max(0.001, Math.round(c.us * 1000) / 1000), args: { communicator: c.communicator, peer: c.peer, tag: c.tag, bytes: c.bytes, site: c.site } });
  }
  events.push(...arrows(traces, at));
  return `{"traceEvents":[\n${events.map(e => JSON.stringify(e)).join(",\n")}\n],"displayTimeUnit":"ns"}\n`;
}

function arrows(traces: readonly RankTrace[], at: (us: number) => number): TraceEvent[] {
  const waiting = new Map<string, { readonly rank: number; readonly call: TracedCall }[]>(), events: TraceEvent[] = [];
  const key = (from: number, to: number | undefined, c: TracedCall): string => `${from} ${to} ${c.communicator} ${c.tag}`;
  for (const { rank, calls } of traces)
    for (const call of calls) {
      if (!sends.test(call.name)) continue;
      const to = key(rank, call.peer, call);
      waiting.set(to, [...(waiting.get(to) ?? []), { rank, call }]);
    }
  let id = 0;
  for (const { rank, calls } of traces)
    for (const call of calls) {
      const sent = receives.test(call.name) && call.peer !== undefined ? waiting.get(key(call.peer, rank, call))?.shift() : undefined;
      if (!sent) continue;
      id++;
      events.push({ ph: "s", name: "message", cat: "message", id, pid: 0, tid: sent.rank, ts: at(sent.call.start) });
      events.push({ ph: "f", bp: "e", name: "message", cat: "message", id, pid: 0, tid: rank, ts: at(call.start + call.us) });
    }
  return events;
}
