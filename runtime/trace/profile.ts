// Where a rank's time goes: `spmd run --profile`. Each rank watches its calls (communicator/calls.ts) and hands its numbers to the launcher at its end, which makes one
// table of all of them.
//
//   rank    calls        bytes   communicating ms   outside ms    memory
//      0     1203     9.4 MiB                3.1        140.2   61.5 MiB
//      ...
//   imbalance: the busiest rank computes 4 % longer than the mean
//
// Time in communication includes waiting for others: a rank that comes early communicates long.
import { bytesMoved, type Calls, watch } from "../communicator/calls.ts";
import { showBytes } from "../errors.ts";

export interface CallProfile {
  readonly name: string;
  readonly calls: number;
  readonly bytes: number;
  readonly ms: number;
}

/** Bytes at a rank's end, none of which it gives back while it runs: its arrays' memory, its messages', and its JavaScript values'. */
export interface MemoryProfile {
  readonly arrays: number;
  readonly messages: number;
  readonly values: number;
}

/** Structured-cloneable: what a rank hands to the launcher. */
export interface RankProfile {
  readonly rank: number;
  readonly totalMs: number;
  readonly calls: readonly CallProfile[];
  readonly memory: MemoryProfile;
}

type Counted = { -readonly [K in keyof CallProfile]: CallProfile[K] };

/** Starts counting on this rank; the answer stops and gives the numbers. */
export function startProfile(rank: number, calls: Calls, memory: () => MemoryProfile): () => RankProfile {
  const start = performance.now(), counted = new Map<string, Counted>();
  const stop = watch(calls, {
    leave(c) {
      let of = counted.get(c.call);
      if (!of) counted.set(c.call, (of = { name: c.call, calls: 0, bytes: 0, ms: 0 }));
      of.calls++;
      of.bytes += bytesMoved(c);
      of.ms += performance.now() - c.start;
    },
  });
  return () => {
    stop();
    return { rank, totalMs: performance.now() - start, calls: [...counted.values()], memory: memory() };
  };
}

const right = (value: string | number, width: number): string => String(value).padStart(width);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Per rank: calls, bytes, time in communication and outside, memory, and how far the ranks are from equal; then the calls that cost most. `peak`: bytes of the whole process. */
export function renderProfile(profiles: readonly RankProfile[], peak: number | undefined): string {
  const ranks = [...profiles].sort((a, b) => a.rank - b.rank).map(p => {
    const inside = sum(p.calls.map(c => c.ms));
    return { rank: p.rank, calls: sum(p.calls.map(c => c.calls)), bytes: sum(p.calls.map(c => c.bytes)), inside, outside: p.totalMs - inside, memory: p.memory.arrays + p.memory.messages + p.memory.values };
  });
  const outside = ranks.map(r => r.outside), mean = sum(outside) / Math.max(1, outside.length), imbalance = mean <= 0 ? 0 : Math.max(...outside) / mean - 1;
  const costly = together(profiles).sort((a, b) => b.ms - a.ms).slice(0, 12), width = Math.max(10, ...costly.map(c => c.name.length));
  return [
    "rank    calls       bytes   communicating ms   outside ms      memory",
    ...ranks.map(r => `${right(r.rank, 4)} ${right(r.calls, 8)} ${right(showBytes(r.bytes), 11)} ${right(r.inside.toFixed(1), 18)} ${right(r.outside.toFixed(1), 12)} ${right(showBytes(r.memory), 11)}`),
    `imbalance: the busiest rank computes ${(imbalance * 100).toFixed(0)} % longer than the mean`,
    ...(peak === undefined ? [] : [`peak memory of the job: ${showBytes(peak)}`]),
    ...(costly.length === 0 ? ["no communication"] : [
      "",
      `${"call".padEnd(width)}    calls       bytes           ms   us a call`,
      ...costly.map(c => `${c.name.padEnd(width)} ${right(c.calls, 8)} ${right(showBytes(c.bytes), 11)} ${right(c.ms.toFixed(1), 12)} ${right(((c.ms * 1000) / c.calls).toFixed(1), 11)}`),
    ]),
    "",
  ].join("\n");
}

/** The calls of all ranks, by name. */
function together(profiles: readonly RankProfile[]): CallProfile[] {
  const byName = new Map<string, CallProfile>();
  for (const c of profiles.flatMap(p => p.calls)) {
    const of = byName.get(c.name) ?? { name: c.name, calls: 0, bytes: 0, ms: 0 };
    byName.set(c.name, { name: c.name, calls: of.calls + c.calls, bytes: of.bytes + c.bytes, ms: of.ms + c.ms });
  }
  return [...byName.values()];
}
