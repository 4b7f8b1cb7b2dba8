// Where a rank's time goes: `spmd run --profile`. Built on the hooks around every call; a table of all ranks is made from what each of them gives at the end.
import { hook } from "../mpi/hooks.ts";

export interface CallProfile {
  readonly name: string;
  calls: number;
  bytes: number;
  ms: number;
}

/** Structured-cloneable: what a rank hands to the launcher. */
export interface RankProfile {
  readonly rank: number;
  readonly totalMs: number;
  readonly calls: readonly CallProfile[];
}

/** Starts counting on this rank; the answer stops and gives the numbers. */
export function startProfile(rank: number): () => RankProfile {
  const start = performance.now(), calls = new Map<string, CallProfile>();
  const remove = hook({
    leave(call) {
      let of = calls.get(call.name);
      if (!of) calls.set(call.name, (of = { name: call.name, calls: 0, bytes: 0, ms: 0 }));
      of.calls++;
      of.bytes += call.bytes ?? 0;
      of.ms += call.ms;
    },
  });
  return () => {
    remove();
    return { rank, totalMs: performance.now() - start, calls: [...calls.values()].sort((a, b) => b.ms - a.ms) };
  };
}

const right = (value: string | number, width: number): string => String(value).padStart(width);

/** Per rank: calls, bytes, time in communication and outside, and how far the ranks are from equal; then the calls that cost most. */
export function renderProfile(profiles: readonly RankProfile[]): string {
  const ranks = [...profiles].sort((a, b) => a.rank - b.rank).map(p => ({ ...p, inside: sum(p.calls.map(c => c.ms)), number: sum(p.calls.map(c => c.calls)), moved: sum(p.calls.map(c => c.bytes)) }));
  const outside = ranks.map(r => r.totalMs - r.inside), mean = sum(outside) / Math.max(1, outside.length), imbalance = mean === 0 ? 0 : Math.max(...outside) / mean - 1;
  const lines = ["rank    calls        bytes   communicating ms   outside ms", ...ranks.map((r, k) =>
    `${right(r.rank, 4)} ${right(r.number, 8)} ${right(r.moved, 12)} ${right(r.inside.toFixed(1), 18)} ${right(outside[k]!.toFixed(1), 12)}`)];
  const byCall = new Map<string, CallProfile>();
  for (const { calls } of ranks) for (const c of calls) {
    const of = byCall.get(c.name) ?? { name: c.name, calls: 0, bytes: 0, ms: 0 };
    byCall.set(c.name, { name: c.name, calls: of.calls + c.calls, bytes: of.bytes + c.bytes, ms: of.ms + c.ms });
  }
  const costly = [...byCall.values()].sort((a, b) => b.ms - a.ms).slice(0, 12);
  return [
    ...lines,
    `imbalance: the busiest rank computes ${(imbalance * 100).toFixed(0)} % longer than the mean`,
    "",
    "call                        calls        bytes           ms   us a call",
    ...costly.map(c => `${c.name.padEnd(24)} ${right(c.calls, 8)} ${right(c.bytes, 12)} ${right(c.ms.toFixed(1), 12)} ${right(((c.ms * 1000) / c.calls).toFixed(1), 11)}`),
    "",
  ].join("\n");
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
