// Which receive gets which message. For each context two queues in order of arrival: receives that were posted and have no message yet, and messages that
// came and nobody asked for yet. Whatever arrives goes to the earliest posted receive that fits; whatever is posted takes the earliest message that fits:
// messages of one sender never overtake each other.
import { anySource, anyTag, type Arrival, bytesOf, type Transfer, type View } from "./transport.ts";

export interface Receive extends Transfer {
  readonly kind: "receive";
  readonly wantedSource: number;
  readonly wantedTag: number;
  readonly into: View | undefined;
}

/** A message with its payload here (`bytes`) or still with its sender (`block`, a control block in the sender's heap). */
export interface Message extends Arrival {
  readonly context: number;
  readonly type: number;
  readonly bytes: Uint8Array | undefined;
  readonly block: number;
  /** The send to complete when the message is taken, where sender and receiver are one rank. */
  readonly sender: Transfer | undefined;
}

export interface Matching {
  /** The posted receive that a message from here must go to; `take`: it is no longer posted then. */
  receiver(context: number, source: number, tag: number, take: boolean): Receive | undefined;
  keep(message: Message): void;
  /** Whether nothing is posted and nothing kept: then the next message is the next receive's. */
  isIdle(context: number): boolean;
  /** The earliest kept message that fits; `take` removes it. */
  find(context: number, source: number, tag: number, take: boolean): Message | undefined;
  post(receive: Receive): void;
  /** False if the receive is not posted (any more). */
  withdraw(receive: Receive): boolean;
  /** The messages that nobody has asked for yet, in order of arrival. */
  kept(context: number): readonly Message[];
  drop(message: Message): void;
  /** Messages of users that nobody has asked for, in words. */
  unasked(): string | undefined;
  /** Drops the message of a send from this rank to itself that nobody has received. */
  forget(sender: Transfer): boolean;
}

interface Queues {
  readonly posted: Receive[];
  readonly kept: Message[];
}

export function createMatching(): Matching {
  const contexts = new Map<number, Queues>();
  // Most calls are on the communicator of the call before.
  let last = -1, lastQueues: Queues = { posted: [], kept: [] };
  const queues = (context: number): Queues => {
    if (context === last) return lastQueues;
    let found = contexts.get(context);
    if (!found) contexts.set(context, (found = { posted: [], kept: [] }));
    last = context;
    return (lastQueues = found);
  };

  return {
    receiver(context, source, tag, take) {
      const { posted } = queues(context);
      for (let k = 0; k < posted.length; k++) {
        const receive = posted[k]!;
        if ((receive.wantedSource === source || receive.wantedSource === anySource) && (receive.wantedTag === tag || (receive.wantedTag === anyTag && tag >= 0))) {
          if (take) removeAt(posted, k);
          return receive;
        }
      }
      return undefined;
    },
    isIdle(context) {
      const { posted, kept } = queues(context);
      return posted.length === 0 && kept.length === 0;
    },
    keep: message => void queues(message.context).kept.push(message),
    find(context, source, tag, take) {
      const { kept } = queues(context);
      for (let k = 0; k < kept.length; k++) {
        const message = kept[k]!;
        if ((message.source === source || source === anySource) && (message.tag === tag || (tag === anyTag && message.tag >= 0))) {
          if (take) removeAt(kept, k);
          return message;
        }
      }
      return undefined;
    },
    post: receive => void queues(receive.context).posted.push(receive),
    withdraw(receive) {
      const { posted } = queues(receive.context), at = posted.indexOf(receive);
      if (at >= 0) removeAt(posted, at);
      return at >= 0;
    },
    kept: context => queues(context).kept,
    drop(message) {
      const { kept } = queues(message.context);
      removeAt(kept, kept.indexOf(message));
    },
    unasked() {
      // Users' messages travel in the first of each communicator's contexts.
      const kept = [...contexts].flatMap(([context, { kept }]) => (context % 4 === 0 ? kept : []));
      if (kept.length === 0) return undefined;
      const some = kept.slice(0, 3).map(m => `from rank ${m.source} with tag ${m.tag}`).join(", ");
      return `${kept.length === 1 ? "a message" : `${kept.length} messages`} not asked for: ${some}${kept.length > 3 ? ", ..." : ""}`;
    },
    forget(sender) {
      const { kept } = queues(sender.context), at = kept.findIndex(message => message.sender === sender);
      if (at >= 0) removeAt(kept, at);
      return at >= 0;
    },
  };
}

function removeAt<T>(list: T[], at: number): void {
  if (at === 0) list.shift();
  else list.splice(at, 1);
}

export function createReceive(context: number, source: number, tag: number, into: View | undefined, type: number): Receive {
  return {
    kind: "receive", context, wantedSource: source, wantedTag: tag, peer: source, tag, byteLength: 0, type, arrived: 0,
    done: false, cancelled: false, truncated: false, into, bytes: undefined,
  };
}

export function createSend(context: number, dest: number, tag: number, byteLength: number, type: number): Transfer {
  return { kind: "send", context, peer: dest, tag, byteLength, type, arrived: 0, done: false, cancelled: false, truncated: false, bytes: undefined };
}

/** The same for a message that fits exactly into the receiver's buffer and is copied there at once: no byte view is made unless somebody asks. */
export function acceptExactly(receive: Receive, source: number, tag: number, byteLength: number, type: number): void {
  receive.arrived = type;
  receive.peer = source;
  receive.tag = tag;
  receive.byteLength = byteLength;
  receive.done = true;
}

/** Records which message a receive got, and makes room for it where the caller gave none. Returns how many bytes fit. */
export function accept(receive: Receive, source: number, tag: number, byteLength: number, type: number): number {
  receive.arrived = type;
  receive.peer = source;
  receive.tag = tag;
  receive.byteLength = byteLength;
  receive.bytes = receive.into ? bytesOf(receive.into) : new Uint8Array(byteLength);
  receive.truncated = byteLength > receive.bytes.length;
  return Math.min(byteLength, receive.bytes.length);
}
