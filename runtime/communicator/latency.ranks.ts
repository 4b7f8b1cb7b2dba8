// Latencies of the calls that small programs spend their time in; printed by hand: see test/bench.
import type { Communicator, Reducer } from "./communicator.ts";

export const sum: Reducer = { name: "SUM", commutative: true, combine: (a, t, b, s, count) => { for (let k = 0; k < count; k++) (a as Float64Array)[t + k]! += (b as Float64Array)[s + k]!; } };

export function latency(comm: Communicator, argument: unknown): { [what: string]: number } {
  const times = (argument as number | undefined) ?? 50_000, other = 1 - comm.rank, a = new Float64Array([comm.rank + 1]), b = new Float64Array(1);
  const result: { [what: string]: number } = {};
  const measure = (what: string, n: number, body: () => void, per = 1): void => {
    for (let k = 0; k < n / 5; k++) body();
    comm.barrier();
    const start = performance.now();
    for (let k = 0; k < n; k++) body();
    result[what] = Math.round(((performance.now() - start) * 1e3) / n / per * 1000) / 1000;
  };
  if (comm.size === 2)
    measure("ping-pong 8 bytes, one way, us", times, () => {
      if (comm.rank === 0) { comm.send(a, other, 1); comm.recv(b, other, 1); } else { comm.recv(b, other, 1); comm.send(a, other, 1); }
    }, 2);
  measure("barrier, us", times, () => comm.barrier());
  measure("allreduce 8 bytes, us", times, () => comm.allreduce(a, b, sum));
  measure("bcast 8 bytes, us", times, () => comm.bcast(a, 0));
  for (const bytes of [1024, 1 << 16, 1 << 20, 1 << 24]) {
    const x = new Float64Array(bytes / 8), y = new Float64Array(bytes / 8), n = Math.max(5, Math.min(times / 10, 2e8 / bytes));
    measure(`allreduce ${bytes} bytes, us`, n, () => comm.allreduce(x, y, sum));
    measure(`bcast ${bytes} bytes, us`, n, () => comm.bcast(x, 0));
    if (comm.size === 2) measure(`ping-pong ${bytes} bytes, one way, us`, n, () => {
      if (comm.rank === 0) { comm.send(x, other, 1); comm.recv(y, other, 1); } else { comm.recv(y, other, 1); comm.send(x, other, 1); }
    }, 2);
  }
  return result;
}
