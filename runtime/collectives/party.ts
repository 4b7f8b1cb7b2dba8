// Who takes part in a collective made of point-to-point messages, and under which context and tag its messages travel. Such an algorithm is a generator: it yields
// the transfers it cannot go on without. The same text therefore serves the blocking call (`runSteps`), the non-blocking one (`startSteps`,
// moved on by every progress) and the persistent one (started again).
import { CommunicationError } from "../communicator/errors.ts";
import { bytesOf, type Transfer, type Transport, type View } from "../transport/transport.ts";

export interface Party {
  readonly rank: number;
  readonly size: number;
  /** Rank of the job for each member. */
  readonly members: readonly number[];
  readonly context: number;
  readonly tag: number;
  readonly transport: Transport;
  /** What the call is, as a number that travels with its messages: one that comes with another number is from another call. 0: not compared. */
  readonly signature?: number;
}

export type Steps<T = void> = Generator<Transfer, T, void>;

export function post(party: Party, buffer: View, dest: number): Transfer {
  return party.transport.send(party.context, party.members[dest]!, party.tag, buffer, false, party.signature);
}

export function expect(party: Party, into: View | undefined, source: number): Transfer {
  return party.transport.receive(party.context, party.members[source]!, party.tag, into, party.signature);
}

/** Sends and receives at once: neither waits for the other. */
export function* exchange(party: Party, buffer: View, dest: number, into: View | undefined, source: number): Steps<Transfer> {
  const incoming = expect(party, into, source), outgoing = post(party, buffer, dest);
  yield incoming;
  yield outgoing;
  return incoming;
}

/** What arrives must be as long as what is expected: anything else comes from another call. */
function problem(transfer: Transfer): CommunicationError | undefined {
  return transfer.truncated ? new CommunicationError("truncate", `rank ${transfer.peer} of the job sent ${transfer.byteLength} bytes, fewer are expected: the ranks give different counts, or call different collectives`) : undefined;
}

/** The same for this rank's own part, which no message carries: to be called at the end, when the others have theirs. */
export function checkOwn(mine: View, into: View): void {
  const sent = mine.byteLength, room = into.byteLength;
  if (sent !== room) throw new CommunicationError(sent > room ? "truncate" : "count", `this rank's own part has ${sent} bytes, its place ${room}`);
}

/** `members`: who takes part, where the messages have signatures. */
export function runSteps<T>(steps: Steps<T>, transport: Transport, members: readonly number[] = []): T {
  // What is wrong with a part is told at the end: until then others wait for this rank, and its receives for them.
  let wrong: CommunicationError | undefined;
  for (;;) {
    const step = steps.next();
    if (step.done) {
      if (wrong) throw wrong;
      return step.value;
    }
    if (!step.value.done) transport.complete(step.value);
    const { arrived, type } = step.value;
    if (arrived !== type && arrived !== 0 && type !== 0) transport.mismatch(members);
    wrong ??= problem(step.value);
  }
}

/** Runs on as far as it can without waiting, and then whenever there is progress. `finished` gets what went wrong, if something did. */
export function startSteps(steps: Steps, transport: Transport, finished: (failure: unknown) => void): { readonly waitsFor: () => readonly number[] } {
  let pending: Transfer | undefined, wrong: CommunicationError | undefined;
  transport.background(() => {
    try {
      while (!pending || pending.done) {
        if (pending) wrong ??= problem(pending);
        const step = steps.next();
        if (step.done) { finished(wrong); return true; }
        pending = step.value;
      }
      return false;
    } catch (failure) {
      // Whatever call happens to make progress now has nothing to do with it: the request's own wait throws.
      finished(failure);
      return true;
    }
  });
  return { waitsFor: () => (pending && !pending.done && pending.peer >= 0 ? [pending.peer] : []) };
}

/** Elements `start .. end - 1` of a view, as bytes. */
export function slice(view: View, start: number, end: number): Uint8Array {
  return bytesOf(view).subarray(start, end);
}

/** Where part `r` of `n` nearly equal parts of `count` elements starts. */
export const partStart = (count: number, r: number, n: number): number => Math.floor((count * r) / n);
