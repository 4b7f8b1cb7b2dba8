// The messages of a rank, as its transport sends and matches them: where the arrows of a trace come from. Whoever calls (users' sends, halos, a collective made of
// messages), all go through `send` and `receive`.
//
// Between two ranks, in one context and with one tag, the n-th message sent is the n-th matched, and receives match in the order in which they were posted: so it is enough
// to list both in order, each with the time at which it was sent or found to have come.
import type { Transfer, Transport } from "../transport/transport.ts";

export interface TracedMessage {
  /** The rank of the job at the other side. */
  readonly peer: number;
  readonly context: number;
  readonly tag: number;
  /** Microseconds since 1970. */
  readonly at: number;
}

export interface MessageLog {
  readonly sent: readonly TracedMessage[];
  /** In the order in which their receives were posted. */
  readonly received: () => readonly TracedMessage[];
  /** Looks for receives that are done by now: before a call ends, since the arrow shall end in it. */
  sweep(): void;
}

interface Posted {
  transfer: Transfer | undefined;
  message: TracedMessage | undefined;
}

/** Starts listening on `transport`, whose methods it replaces; keeps up to `limit` messages each way. */
export function logMessages(transport: Transport, now: () => number, limit: number): MessageLog {
  const { send, receive } = transport, sent: TracedMessage[] = [], posted: Posted[] = [];
  let pending: Posted[] = [];
  transport.sendFew = transport.receiveFew = undefined;
  transport.send = (context, dest, tag, buffer, synchronous, type) => {
    if (sent.length < limit) sent.push({ peer: dest, context, tag, at: now() });
    return send(context, dest, tag, buffer, synchronous, type);
  };
  transport.receive = (...args) => {
    const transfer = receive(...args);
    if (posted.length < limit) {
      const entry: Posted = { transfer, message: undefined };
      posted.push(entry);
      pending.push(entry);
    }
    return transfer;
  };
  return {
    sent,
    received: () => posted.flatMap(({ message }) => message ?? []),
    sweep() {
      if (pending.length === 0) return;
      const at = now();
      pending = pending.filter(entry => {
        const { transfer } = entry;
        if (!transfer?.done) return true;
        // The transfer holds the message's bytes.
        entry.transfer = undefined;
        if (!transfer.cancelled) entry.message = { peer: transfer.peer, context: transfer.context, tag: transfer.tag, at };
        return false;
      });
    },
  };
}
