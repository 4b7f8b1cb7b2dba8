// Who takes part in a collective made of point-to-point messages, and under which context and tag its messages travel. Such an algorithm is a generator: it yields
// the transfers it cannot go on without. The same text therefore serves the blocking call (`runSteps`), the non-blocking one (`startSteps`,
// moved on by every progress) and the persistent one (started again).
import { bytesOf } from "../transport/matching.ts";
import type { Transfer, Transport, View } from "../transport/transport.ts";

export interface Party {
  readonly rank: number;
  readonly size: number;
  /** Rank of the job for each member. */
  readonly members: readonly number[];
  readonly context: number;
  readonly tag: number;
  readonly transport: Transport;
}

export type Steps<T = void> = Generator<Transfer, T, void>;

export function post(party: Party, buffer: View, dest: number): Transfer {
  return party.transport.send(party.context, party.members[dest]!, party.tag, buffer, false);
}

export function expect(party: Party, into: View | undefined, source: number): Transfer {
  return party.transport.receive(party.context, party.members[source]!, party.tag, into);
}

/** Sends and receives at once: neither waits for the other. */
export function* exchange(party: Party, buffer: View, dest: number, into: View | undefined, source: number): Steps<Transfer> {
  const incoming = expect(party, into, source), outgoing = post(party, buffer, dest);
  yield incoming;
  yield outgoing;
  return incoming;
}

export function runSteps<T>(steps: Steps<T>, transport: Transport): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (!step.value.done) transport.complete(step.value);
  }
}

/** Runs on as far as it can without waiting, and then whenever there is progress. */
export function startSteps<T>(steps: Steps<T>, transport: Transport, finished: (result: T) => void): { readonly waitsFor: () => readonly number[] } {
  let pending: Transfer | undefined;
  transport.background(() => {
    while (!pending || pending.done) {
      const step = steps.next();
      if (step.done) { finished(step.value); return true; }
      pending = step.value;
    }
    return false;
  });
  return { waitsFor: () => (pending && !pending.done && pending.peer >= 0 ? [pending.peer] : []) };
}

/** Elements `start .. end - 1` of a view, as bytes. */
export function slice(view: View, start: number, end: number): Uint8Array {
  return bytesOf(view).subarray(start, end);
}

/** Where part `r` of `n` nearly equal parts of `count` elements starts. */
export const partStart = (count: number, r: number, n: number): number => Math.floor((count * r) / n);
