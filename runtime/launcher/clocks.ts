// One clock for the traces of several hosts. Each rank on another host than rank 0 asks it for the time a few times; the answer that came back soonest is right to half of
// the time that it took (as in NTP).
import { firstFreeTag } from "../transport/mpi/control.ts";
import type { MpiTransport } from "../transport/mpi/mpi.ts";
import type { RankEnd } from "../rank/job.ts";
import type { RankTrace } from "../trace/trace.ts";

const askTag = firstFreeTag + 4, answerTag = firstFreeTag + 5, doneTag = firstFreeTag + 6;
const rounds = 8, deadlineMs = 5000;

const now = (): number => (performance.timeOrigin + performance.now()) * 1000;

/** Microseconds to add to this rank's clock to get rank 0's. Collective. */
export function clockOffset({ rank, control, moveOn }: MpiTransport, hosts: readonly number[]): number {
  const apart = hosts.flatMap((host, r) => (host === hosts[0] ? [] : [r])), deadline = performance.now() + deadlineMs;
  if (rank === 0) {
    let done = 0;
    control.hear(askTag, (source) => control.send(source, answerTag, now()));
    control.hear(doneTag, () => done++);
    while (done < apart.length && performance.now() < deadline) moveOn();
    return 0;
  }
  if (!apart.includes(rank)) return 0;
  let offset = 0, best = Infinity, answer: number | undefined;
  control.hear(answerTag, (_, time) => (answer = time as number));
  for (let k = 0; k < rounds && performance.now() < deadline; k++) {
    const start = now();
    answer = undefined;
    control.send(0, askTag, k);
    while (answer === undefined && performance.now() < deadline) moveOn();
    const end = now();
    if (answer === undefined || end - start >= best) continue;
    best = end - start;
    offset = answer - (start + end) / 2;
  }
  control.send(0, doneTag, 0);
  return offset;
}

/** What a rank hands over, its trace on rank 0's clock. */
export function onClock(end: RankEnd, offset: number): RankEnd {
  const trace = end.observed?.trace;
  return trace && offset !== 0 ? { ...end, observed: { ...end.observed, trace: shifted(trace, offset) } } : end;
}

const shifted = (trace: RankTrace, offset: number): RankTrace => ({
  ...trace,
  slices: trace.slices.map((slice) => ({ ...slice, start: slice.start + offset })),
  sent: trace.sent.map((message) => ({ ...message, at: message.at + offset })),
  received: trace.received.map((message) => ({ ...message, at: message.at + offset })),
});
