// Point to point within a communicator: ranks of its group become ranks of the job and back; the rest is the transport's.
import { anySource, type Transfer, type View } from "../transport/transport.ts";
import { enterMessage, leave, none } from "./calls.ts";
import type { Communicator, Received } from "./communicator.ts";
import type { Surroundings } from "./create.ts";
import { CommunicationError } from "./errors.ts";

type Messages = Pick<Communicator, "send" | "recv" | "sendrecv" | "isend" | "irecv" | "wait">;

export function createMessages(around: Surroundings, name: string, members: readonly number[], context: number): Messages {
  const { transport, calls } = around;
  const everyRank = members.every((worldRank, member) => worldRank === member);
  const memberOf = (worldRank: number): number => (everyRank ? worldRank : members.indexOf(worldRank));
  const isend = (buffer: View, dest: number, tag: number): Transfer => transport.send(context, members[dest]!, tag, buffer, false);
  const irecv = (into: View | undefined, source: number, tag: number): Transfer => transport.receive(context, source === anySource ? anySource : members[source]!, tag, into);

  function received(transfer: Transfer): Received {
    const source = memberOf(transfer.peer), bytes = transfer.bytes!;
    if (transfer.truncated)
      throw new CommunicationError("truncate", `the message of ${transfer.byteLength} bytes from rank ${source} with tag ${transfer.tag} is longer than the buffer of ${bytes.length} bytes`);
    return { source, tag: transfer.tag, bytes: bytes.length === transfer.byteLength ? bytes : bytes.subarray(0, transfer.byteLength) };
  }

  return {
    isend,
    irecv,
    send(buffer, dest, tag, site = "") {
      enterMessage(calls, "send", name, dest, tag, "", none, site);
      try {
        const transfer = isend(buffer, dest, tag);
        if (!transfer.done) transport.complete(transfer);
      } finally {
        leave(calls);
      }
    },
    recv(into, source, tag, site = "") {
      enterMessage(calls, "recv", name, source, tag, "", none, site);
      try {
        const transfer = irecv(into, source, tag);
        if (!transfer.done) transport.complete(transfer);
        return received(transfer);
      } finally {
        leave(calls);
      }
    },
    sendrecv(buffer, dest, into, source, tag, site = "") {
      enterMessage(calls, "sendrecv", name, dest, tag, "", none, site);
      try {
        const incoming = irecv(into, source, tag), outgoing = isend(buffer, dest, tag);
        transport.complete(incoming);
        transport.complete(outgoing);
        return received(incoming);
      } finally {
        leave(calls);
      }
    },
    wait(transfer, site = "") {
      enterMessage(calls, "wait", name, transfer.peer < 0 ? -1 : memberOf(transfer.peer), transfer.tag, "", none, site);
      try {
        transport.complete(transfer);
      } finally {
        leave(calls);
      }
    },
  };
}
