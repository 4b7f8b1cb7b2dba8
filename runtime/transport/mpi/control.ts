// What the runtime itself says between processes: that the job has ended and why, what a rank is calling and for whom it waits. Rank 0 keeps the picture of all and looks for
// deadlocks whenever it gets to communicate; nothing here costs a program that does not wait long.
//
//   a long wait      WAITING to rank 0 (what, for whom, how many messages so far)        its end   GOING
//   rank 0 suspects  LOOK to the suspects, each answers WAITING or GOING of now; after two looks that agree: deadlock
//   a mismatch       MISMATCH to rank 0, which asks the members (TELL, TOLD) and makes the report
//   the end          END to all others
import { stuckRanks } from "../waitGraph.ts";
import { deadlockReport, mismatchReport, type RankState } from "../report.ts";
import { type CallDescription, type EndReason, JobEnded, type WaitSet } from "../transport.ts";

export const controlContext = -1;

/** Kinds of control messages, as their tags. */
const END = 1, WAITING = 2, GOING = 3, LOOK = 4, MISMATCH = 5, TELL = 6, TOLD = 7, FINISHED = 8;
/** From here on: those of whoever runs the job (launcher/mpi.ts). */
export const firstFreeTag = 32;

const suspiciousMs = 200, againMs = 1000, describeMs = 400, reportMs = 1500;

export interface Counts {
  readonly sent: Float64Array;
  readonly got: Float64Array;
  readonly bulkSent: Float64Array;
  readonly bulkGot: Float64Array;
}

export interface Control {
  arrived(source: number, tag: number, bytes: Uint8Array): void;
  /** Now and then during a wait. `landing`: a message is coming in, so somebody acts. */
  waiting(ms: number, waitsFor: () => WaitSet, landing: boolean): void;
  waited(): void;
  mismatch(members: readonly number[]): never;
  tellEnd(end: JobEnded): void;
  finished(): void;
  send(dest: number, tag: number, value: unknown): void;
  /** Who hears messages with a tag from `firstFreeTag` on. What came before is told at once. */
  hear(tag: number, listener: (source: number, value: unknown) => void): void;
}

export interface ControlServices {
  readonly rank: number;
  readonly size: number;
  readonly counts: Counts;
  described(): CallDescription;
  pause(): void;
  move(): boolean;
  send(dest: number, tag: number, bytes: Uint8Array): void;
  isEnded(): boolean;
  ended(end: JobEnded): void;
}

/** What rank 0 knows of a rank. */
interface Seen {
  readonly wait: number;
  readonly waits: WaitSet;
  readonly description: CallDescription;
  readonly counts: readonly (readonly number[])[];
  /** The look that this answers. */
  readonly look: number;
}

/** Whether ranks wait for each other because they call different collectives, of the same number on the same communicator. */
function differ(states: readonly RankState[]): boolean {
  const calls = states.flatMap(({ phase, description }) => (phase === "running" && description?.sequence !== undefined ? [description] : []));
  const what = ({ call, details: { root = "", op = "", dtype = "", count = "" } }: CallDescription): string => `${call} ${root} ${op} ${dtype} ${count}`;
  return calls.some(a => calls.some(b => a.communicator === b.communicator && a.sequence === b.sequence && what(a) !== what(b)));
}

export function createControl(services: ControlServices): Control {
  const { rank, size, counts } = services, everyone = Array.from({ length: size }, (_, r) => r);
  const seen = new Map<number, Seen>(), going = new Map<number, number>(), finished = new Set<number>(), told = new Map<number, CallDescription>();
  const listeners = new Map<number, (source: number, value: unknown) => void>(), unheard: { readonly source: number; readonly tag: number; readonly value: unknown }[] = [];
  /** The long waits of this rank, and the one that it is in. */
  let waits = 0, current: { readonly waitsFor: () => WaitSet; landing: boolean; toldAt: number } | undefined;
  let look = 0, looking: { readonly number: number; readonly asked: ReadonlyMap<number, number>; readonly before: ReadonlyMap<number, Seen> | undefined; readonly at: number } | undefined;
  let reporting = false;

  const encoder = new TextEncoder(), decoder = new TextDecoder();
  const send = (dest: number, tag: number, value: unknown): void => {
    if (dest === rank) receive(rank, tag, value);
    else services.send(dest, tag, encoder.encode(JSON.stringify(value)));
  };
  const myCounts = (): readonly (readonly number[])[] => [counts.sent, counts.got, counts.bulkSent, counts.bulkGot].map(of => [...of]);

  function tellWaiting(number: number): void {
    const state: Seen = { wait: waits, waits: current!.waitsFor(), description: services.described(), counts: myCounts(), look: number };
    send(0, WAITING, state);
  }

  function answerLook(number: number): void {
    if (finished.has(rank)) send(0, WAITING, { wait: -1, waits: { mode: "all", ranks: [] }, description: services.described(), counts: myCounts(), look: number } satisfies Seen);
    else if (current && !current.landing) tellWaiting(number);
    else send(0, GOING, number);
  }

  /** Rank 0: who can never go on, as far as it knows? */
  function suspects(): number[] {
    return stuckRanks(everyone.map(r => (finished.has(r) ? undefined : seen.get(r)?.waits)), everyone.map(r => finished.has(r)));
  }

  function think(): void {
    if (rank !== 0 || services.isEnded()) return;
    if (looking && performance.now() - looking.at < againMs) {
      const { number, asked, before } = looking;
      if ([...asked.keys()].some(r => going.get(r) === number)) looking = undefined;
      if ([...asked.keys()].some(r => seen.get(r)?.look !== number)) return;
      const now = new Map([...asked.keys()].map(r => [r, seen.get(r)!]));
      if ([...asked].some(([r, wait]) => now.get(r)!.wait !== wait) || !agree(now)) { looking = undefined; return; }
      if (before) return conclude(suspects());
      return ask([...asked.keys()], now);
    }
    const stuck = suspects();
    if (stuck.length > 0) ask([...new Set([...stuck, ...finished])], undefined);
    else looking = undefined;
  }

  function ask(whom: readonly number[], before: ReadonlyMap<number, Seen> | undefined): void {
    const number = ++look;
    looking = { number, asked: new Map(whom.map(r => [r, finished.has(r) ? -1 : seen.get(r)!.wait])), before, at: performance.now() };
    for (const r of whom) send(r, LOOK, number);
  }

  /** Whether everything sent between these ranks has arrived. */
  function agree(of: ReadonlyMap<number, Seen>): boolean {
    return [...of].every(([a, { counts: [sent, , bulkSent] }]) => [...of].every(([b, { counts: [, got, , bulkGot] }]) => sent![b] === got![a] && bulkSent![b] === bulkGot![a]));
  }

  function conclude(stuck: readonly number[]): void {
    looking = undefined;
    if (stuck.length === 0) return;
    const named = new Set([...stuck, ...stuck.flatMap(r => seen.get(r)!.waits.ranks.filter(w => finished.has(w)))]);
    const states = everyone.filter(r => named.has(r)).map(stateOf);
    if (differ(states)) endAll("mismatch", mismatchReport(states));
    else endAll("deadlock", deadlockReport(states));
  }

  const stateOf = (r: number): RankState => finished.has(r)
    ? { rank: r, phase: "ended", description: undefined, waits: undefined }
    : { rank: r, phase: "running", description: told.get(r) ?? seen.get(r)?.description, waits: seen.get(r)?.waits };

  function endAll(reason: EndReason, report: string): void {
    if (services.isEnded()) return;
    const end = new JobEnded(reason, rank, report);
    tellEnd(end);
    services.ended(end);
  }

  function tellEnd({ reason, origin, report, status }: JobEnded): void {
    for (const other of everyone) if (other !== rank) send(other, END, { reason, origin, report, status });
  }

  /** Rank 0, or whoever cannot wait for it: asks the members and makes the report. */
  function report(members: readonly number[]): void {
    if (reporting || services.isEnded()) return;
    reporting = true;
    told.clear();
    for (const member of members) send(member, TELL, rank);
    const deadline = performance.now() + describeMs;
    while (members.some(m => !told.has(m) && !finished.has(m)) && performance.now() < deadline && !services.isEnded()) if (!services.move()) services.pause();
    // Whom a rank waits for is of the past by now: the calls say it all.
    seen.clear();
    endAll("mismatch", mismatchReport(members.map(stateOf)));
  }

  function receive(source: number, tag: number, value: unknown): void {
    switch (tag) {
      case END: {
        const { reason, origin, report: text, status } = value as JobEnded;
        services.ended(new JobEnded(reason, origin, text, status));
        break;
      }
      case WAITING: {
        const state = value as Seen;
        if (state.wait >= 0) { seen.set(source, state); going.delete(source); } else seen.set(source, state);
        think();
        break;
      }
      case GOING:
        if (!finished.has(source)) seen.delete(source);
        going.set(source, value as number);
        break;
      case LOOK: answerLook(value as number); break;
      case FINISHED: finished.add(source); seen.delete(source); think(); break;
      case TELL: send(value as number, TOLD, services.described()); break;
      case TOLD: told.set(source, value as CallDescription); break;
      // The report is made outside of the handling of messages: it needs them.
      case MISMATCH: pendingReport ??= value as number[]; break;
      default: {
        const listener = listeners.get(tag);
        if (listener) listener(source, value);
        else unheard.push({ source, tag, value });
      }
    }
  }
  let pendingReport: readonly number[] | undefined;

  return {
    arrived: (source, tag, bytes) => receive(source, tag, JSON.parse(decoder.decode(bytes))),
    waiting(ms, waitsFor, landing) {
      if (pendingReport) report(pendingReport);
      if (ms < suspiciousMs) return;
      const now = performance.now();
      if (!current) {
        waits++;
        current = { waitsFor, landing, toldAt: -Infinity };
      }
      current.landing = landing;
      if (landing || now - current.toldAt < againMs) return;
      current.toldAt = now;
      tellWaiting(-1);
    },
    waited() {
      if (!current) return;
      const wasTold = current.toldAt > 0;
      current = undefined;
      if (wasTold && !services.isEnded()) send(0, GOING, -1);
    },
    mismatch(members) {
      send(0, MISMATCH, members);
      const deadline = performance.now() + reportMs;
      while (!services.isEnded()) {
        if (pendingReport) report(pendingReport);
        if (performance.now() > deadline) report(members);
        if (!services.move()) services.pause();
      }
      throw new JobEnded("mismatch", rank, "");
    },
    tellEnd,
    finished() {
      finished.add(rank);
      if (rank !== 0) send(0, FINISHED, 0);
      else think();
    },
    send,
    hear(tag, listener) {
      listeners.set(tag, listener);
      for (const { source, value } of unheard.splice(0).filter(u => u.tag === tag || (unheard.push(u), false))) listener(source, value);
    },
  };
}
