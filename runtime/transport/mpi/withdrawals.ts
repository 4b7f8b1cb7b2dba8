// Taking back a send: the sender asks for its message, and has it again unless the receiver has matched it.
import type { Matching, Message } from "../matching.ts";
import { notWithdrawn, withdraw, withdrawn } from "./wire.ts";

export interface Withdrawals {
  /** The sender of a message wants it back. */
  asked(source: number, context: number, id: number): void;
  /** The receiver has answered. */
  answered(id: number, given: boolean): void;
  /** Asks for a message, and waits for the answer. */
  ask(dest: number, context: number, tag: number, id: number): boolean;
}

export interface WithdrawalSurroundings {
  readonly matching: Matching;
  tell(dest: number, kind: number, context: number, tag: number, id: number): void;
  waitFor(rank: number, ready: () => boolean): void;
  /** Takes a long message, whose sender has begun to send it, off MPI's hands. */
  discard(message: Message, id: number): void;
}

export function createWithdrawals({ matching, tell, waitFor, discard }: WithdrawalSurroundings): Withdrawals {
  const answers = new Map<number, boolean>();
  return {
    asked(source, context, id) {
      const message = matching.kept(context).find(m => m.source === source && (m.block === id + 1 || m.block === -id - 1));
      if (message) matching.drop(message);
      tell(source, message ? withdrawn : notWithdrawn, context, 0, id);
      if (message && message.block > 0) discard(message, id);
    },
    answered: (id, given) => void answers.set(id, given),
    ask(dest, context, tag, id) {
      tell(dest, withdraw, context, tag, id);
      waitFor(dest, () => answers.has(id));
      const given = answers.get(id) === true;
      answers.delete(id);
      return given;
    },
  };
}
