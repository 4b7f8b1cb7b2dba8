// How a rank waits, and how it learns that the job has ended. A wait that is long publishes what the rank waits for (published.ts) and looks for a
// deadlock (waitGraph.ts); a rank asked to describe itself does so from inside its wait; a rank told that the job has ended throws.
import type { SharedState } from "../shared.ts";
import { deadlockReport, mismatchReport } from "../report.ts";
import { type CallDescription, type EndReason, JobEnded, type WaitSet } from "../transport.ts";
import type { Bell } from "./bell.ts";
import type { Published } from "./published.ts";
import { END, ended, describing, LOOK_TICK, ORIGIN, REASON, reportBytes, REPORT_BYTES, reportStart, REPORTER, running, STATUS } from "./state.ts";
import { confirmed, suspects } from "../waitGraph.ts";

/** A wait this long is worth a look at the others. */
const suspiciousMs = 200;
/** Ranks asleep bring their wait sets up to date when their naps end; where cores are few that takes long. */
const refreshMs = 2000;
/** The whole job looks at its wait-for graph this often, a little less often where there are many ranks: one rank looks for all. */
const lookEveryMs = (np: number): number => Math.max(suspiciousMs, 2 * np);
/** A report waits this long for the ranks it names to say what they are calling. */
const describeMs = 400;
const reasons: readonly EndReason[] = ["failed", "mismatch", "deadlock", "aborted", "stopped"];

export interface Waiting {
  /** `glance`: a quicker look at what will probably end the wait, true when there is something. What rings no bell where nobody sleeps must be seen by it, or be a message. */
  wait(ready: () => boolean, waitsFor: () => WaitSet, glance?: () => boolean): void;
  /** Throws if the job has ended; describes this rank if somebody makes a report. */
  check(): void;
  abort(reason: EndReason, report: string, status?: number): never;
  mismatch(members: readonly number[]): never;
}

export function createWaiting(
  shared: SharedState, rank: number, bell: Bell, published: Published, pending: () => boolean, progress: () => void, describe: () => CallDescription,
): Waiting {
  const { np } = shared, control = new Int32Array(shared.control, 0, shared.control.byteLength >> 2);
  const everyone = Array.from({ length: np }, (_, r) => r);

  function check(): void {
    const end = Atomics.load(control, END); // Partner: `abort` and `askForDescriptions`.
    if (end === running) return;
    if (end === describing) { if (!published.hasDescribed(rank)) published.describe(describe()); } else throw endOfJob(shared);
  }

  function askForDescriptions(members: readonly number[]): void {
    // Partner: `check` on the ranks asked. One report is made at a time; the others wait for its end.
    if (Atomics.compareExchange(control, END, running, describing) !== running) sleepUntilEnded();
    Atomics.store(control, REPORTER, rank);
    published.describe(describe());
    for (const member of members) if (member !== rank) bell.ring(member);
    const deadline = performance.now() + describeMs;
    while (members.some(r => !published.hasDescribed(r) && !published.isEnded(r)) && performance.now() < deadline) bell.nap(5);
  }

  function sleepUntilEnded(): never {
    published.describe(describe());
    while (Atomics.load(control, END) !== ended) bell.nap(5); // Partner: `abort`.
    throw endOfJob(shared);
  }

  function abort(reason: EndReason, report: string, status = 1): never {
    endJob(shared, rank, reason, report, status);
    throw endOfJob(shared);
  }

  function lookForDeadlock(waitsFor: () => WaitSet): void {
    const tick = Math.floor(Date.now() / lookEveryMs(np)) | 0, last = Atomics.load(control, LOOK_TICK);
    // Partner: the same exchange on other ranks; the one that changes the tick looks for all.
    if (tick === last || Atomics.compareExchange(control, LOOK_TICK, last, tick) !== last) return;
    const look = { np, asleepIn: published.asleepIn, isEnded: published.isEnded, waits: (r: number) => published.read(r).waits };
    const before = suspects(look);
    if (before.size === 0) return;
    const number = published.beginLook(), deadline = performance.now() + refreshMs;
    published.refresh(waitsFor);
    while ([...before.keys()].some(r => !published.hasRefreshed(r, number))) {
      if (performance.now() > deadline || published.asleepIn(rank) === undefined) return;
      bell.nap(5);
    }
    const stuck = confirmed(look, before);
    if (stuck.length === 0) return;
    const named = new Set([...stuck, ...stuck.flatMap(r => published.read(r).waits?.ranks.filter(published.isEnded) ?? [])]);
    const states = everyone.filter(r => named.has(r)).map(published.read);
    askForDescriptions([]);
    abort("deadlock", deadlockReport(states));
  }

  function waitLong(ready: () => boolean, waitsFor: () => WaitSet, glance: () => boolean): void {
    const start = performance.now();
    let blocked = false;
    try {
      for (;;) {
        const rung = bell.changed(), moved = pending() || rung;
        if (moved && blocked) { published.unblock(); blocked = false; }
        check();
        if (moved) progress();
        if (ready()) return;
        const waited = performance.now() - start;
        if (blocked) published.refresh(waitsFor);
        if (waited > suspiciousMs / 2 && !blocked && !moved) {
          published.block(waitsFor(), describe(), bell.seen());
          blocked = true;
          // What came before that has rung no bell.
          if (glance() || pending()) continue;
        }
        if (waited > suspiciousMs && blocked) lookForDeadlock(waitsFor);
        bell.nap(undefined, () => glance() || pending());
      }
    } finally {
      if (blocked) published.unblock();
    }
  }

  return {
    check,
    wait(ready, waitsFor, glance = pending) {
      if (ready()) return;
      bell.changed();
      check();
      progress();
      if (ready()) return;
      while (bell.spin(glance, pending)) {
        if (ready()) return;
        bell.changed();
        check();
        progress();
        if (ready()) return;
      }
      waitLong(ready, waitsFor, glance);
    },
    abort,
    mismatch(members) {
      askForDescriptions(members);
      return abort("mismatch", mismatchReport(members.map(published.read)));
    },
  };
}

/** Ends the job from any thread that has its shared state: the first call counts. */
export function endJob(shared: SharedState, origin: number, reason: EndReason, report: string, status = 1): void {
  const control = new Int32Array(shared.control, 0, shared.control.byteLength >> 2);
  const text = new TextEncoder().encode(report).slice(0, reportBytes);
  // A rank that makes a report holds END at `describing`; a failure meanwhile leaves the report to it.
  // Partner: `check` on every rank, which loads END; REPORT_BYTES decides which of several ends counts.
  if (Atomics.compareExchange(control, REPORT_BYTES, 0, Math.max(1, text.length)) === 0) {
    new Uint8Array(shared.control, reportStart(shared.np), text.length).set(text);
    control[REASON] = reasons.indexOf(reason);
    control[ORIGIN] = origin;
    control[STATUS] = status;
    Atomics.store(control, END, ended);
  }
  for (let r = 0; r < shared.np; r++) {
    const line = (r + 1) * 32;
    Atomics.add(control, line, 1); // Partner: every rank's `nap`, as in bell.ts.
    Atomics.notify(control, line);
  }
}

/** How the job ended, if it has been ended by somebody. */
export function jobEnd(shared: SharedState): JobEnded | undefined {
  return Atomics.load(new Int32Array(shared.control, 0, shared.control.byteLength >> 2), END) === ended ? endOfJob(shared) : undefined; // Partner: `endJob`.
}

function endOfJob(shared: SharedState): JobEnded {
  const control = new Int32Array(shared.control, 0, shared.control.byteLength >> 2), bytes = control[REPORT_BYTES]!;
  const report = new TextDecoder().decode(new Uint8Array(shared.control, reportStart(shared.np), bytes).slice());
  return new JobEnded(reasons[control[REASON]!] ?? "failed", control[ORIGIN]!, report, control[STATUS]!);
}
