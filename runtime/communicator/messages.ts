// Point to point within a communicator: ranks of its group become ranks of the job and back; the rest is the transport's.
import { anySource, bytesOf, type Transfer, type View } from "../transport/transport.ts";
import { enterMessage, leave, moved, none } from "./calls.ts";
import type { Communicator, Received } from "./communicator.ts";
import type { Surroundings } from "./create.ts";
import { CommunicationError } from "./errors.ts";

/** A class for its getter's sake: most callers look at their own buffer, and a byte view of it would cost more than a short message. */
class Arrived implements Received {
  constructor(readonly source: number, readonly tag: number, private readonly length: number, private readonly own: Uint8Array | undefined, private readonly into: View | undefined) {}
  get bytes(): Uint8Array {
    const bytes = this.own ?? bytesOf(this.into!);
    return bytes.length === this.length ? bytes : bytes.subarray(0, this.length);
  }
}

type Messages = Pick<Communicator, "send" | "recv" | "sendrecv" | "isend" | "irecv" | "wait">;

export function createMessages(around: Surroundings, name: string, members: readonly number[], context: number): Messages {
  const { transport, calls } = around;
  const everyRank = members.every((worldRank, member) => worldRank === member);
  const memberOf = (worldRank: number): number => (everyRank ? worldRank : members.indexOf(worldRank));
  const isend = (buffer: View, dest: number, tag: number): Transfer => transport.send(context, members[dest]!, tag, buffer, false);
  const irecv = (into: View | undefined, source: number, tag: number): Transfer => transport.receive(context, source === anySource ? anySource : members[source]!, tag, into);

  function received(transfer: Transfer, into: View | undefined): Received {
    const source = memberOf(transfer.peer), { tag, byteLength } = transfer;
    if (transfer.truncated)
      throw new CommunicationError("truncate", `the message of ${byteLength} bytes from rank ${source} with tag ${tag} is longer than the buffer of ${into!.byteLength} bytes`);
    moved(calls, byteLength);
    return new Arrived(source, tag, byteLength, transfer.bytes, into);
  }

  return {
    isend,
    irecv,
    send(buffer, dest, tag, site = "") {
      enterMessage(calls, "send", name, dest, tag, "", none, site);
      try {
        moved(calls, buffer.byteLength);
        if (transport.sendFew?.(context, members[dest]!, tag, buffer, 0)) return;
        const transfer = isend(buffer, dest, tag);
        if (!transfer.done) transport.complete(transfer);
      } finally {
        leave(calls);
      }
    },
    recv(into, source, tag, site = "") {
      enterMessage(calls, "recv", name, source, tag, "", none, site);
      try {
        const few = into && source !== anySource ? transport.receiveFew?.(context, members[source]!, tag, into, 0) : undefined;
        if (few) return received(few, into);
        const transfer = irecv(into, source, tag);
        if (!transfer.done) transport.complete(transfer);
        return received(transfer, into);
      } finally {
        leave(calls);
      }
    },
    sendrecv(buffer, dest, into, source, tag, site = "") {
      enterMessage(calls, "sendrecv", name, dest, tag, "", none, site);
      try {
        const incoming = irecv(into, source, tag), outgoing = isend(buffer, dest, tag);
        moved(calls, outgoing.byteLength);
        transport.complete(incoming);
        transport.complete(outgoing);
        return received(incoming, into);
      } finally {
        leave(calls);
      }
    },
    wait(transfer, site = "") {
      enterMessage(calls, "wait", name, transfer.peer < 0 ? -1 : memberOf(transfer.peer), transfer.tag, "", none, site);
      try {
        transport.complete(transfer);
        moved(calls, transfer.byteLength);
      } finally {
        leave(calls);
      }
    },
  };
}
