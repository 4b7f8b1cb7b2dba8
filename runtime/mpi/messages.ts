// One message out, one message in: what all point-to-point calls, upper-case and lower-case, blocking and not, are made of.
import { anySource, anyTag, type Transfer, type View } from "../transport/transport.ts";
import { moved } from "../communicator/calls.ts";
import { ANY_SOURCE, PROC_NULL, TAG_UB } from "./constants.ts";
import { type CommState, peer, rankOf } from "./comm.ts";
import { Exception } from "./exception.ts";
import { mismatch } from "./messageType.ts";
import { job } from "./job.ts";
import { type Pending, usePending } from "./pending.ts";
import type { Operation } from "./request.ts";
import type { Status } from "./status.ts";

export type Mode = "standard" | "synchronous" | "buffered" | "ready";

export function checkTag(tag: number, any: boolean): void {
  if (!Number.isInteger(tag) || tag > TAG_UB || (tag < 0 && !(any && tag === anyTag))) throw new Exception("ERR_TAG", `tag is ${tag}; tags go from 0 to ${TAG_UB}`);
}

/** Notes the message for reports. */
export function noteMessage(rank: number, tag: number, dtype: string, count: number): void {
  const { calls } = job();
  if (calls.depth !== 1) return;
  calls.peer = rank;
  calls.tag = tag;
  calls.dtype = dtype;
  calls.count = count;
}

/** The same for a whole typed array: what it is made of is looked up only if a report asks. */
export function notePlain(rank: number, tag: number, view: View): void {
  const { calls } = job();
  if (calls.depth !== 1) return;
  calls.peer = rank;
  calls.tag = tag;
  calls.subject = view;
}

/** Starts a send; undefined to PROC_NULL. */
export function startSend(state: CommState, bytes: View, dest: number, tag: number, mode: Mode, type: number): Transfer | undefined {
  checkTag(tag, false);
  const to = peer(state, dest, "dest");
  moved(state.communicator.around.calls, bytes.byteLength);
  if (to === undefined) return undefined;
  // A buffered send leaves its bytes behind at once; a ready send is a standard one whose receive is there already.
  if (mode === "buffered") return state.transport.send(state.context, to, tag, useBuffer(state, bytes), false, type);
  return state.transport.send(state.context, to, tag, bytes, mode === "synchronous", type);
}

/** Bytes of `Attach_buffer` that a message takes; without a buffer attached, memory of the runtime's own. */
function useBuffer(state: CommState, bytes: View): View {
  const { buffer } = job();
  if (buffer && bytes.byteLength > buffer.bytes) throw new Exception("ERR_BUFFER", `the message of ${bytes.byteLength} bytes is larger than the attached buffer of ${buffer.bytes} bytes`);
  void state;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).slice();
}

export function startReceive(state: CommState, into: View | undefined, source: number, tag: number, type: number): Transfer | undefined {
  checkTag(tag, true);
  if (source === ANY_SOURCE) return state.transport.receive(state.context, anySource, tag, into, type);
  const from = peer(state, source, "source");
  return from === undefined ? undefined : state.transport.receive(state.context, from, tag, into, type);
}

export function await_(state: CommState, transfer: Transfer): void {
  if (transfer.done) return;
  if (transfer.peer >= 0) state.transport.complete(transfer);
  else state.transport.wait(() => transfer.done, () => waitsFor(state, transfer));
}

function waitsFor(state: CommState, transfer: Transfer): { mode: "any"; ranks: number[] } {
  const self = state.transport.rank;
  return { mode: "any", ranks: transfer.peer >= 0 ? [transfer.peer] : state.peers.filter(r => r !== self) };
}

/** Fills the status of a completed receive and throws if the message was longer than its buffer, or of another type. */
export function settleReceive(state: CommState, transfer: Transfer | undefined, status: Status | null | undefined): void {
  if (!transfer) { status?.$set(PROC_NULL, -1, 0); return; }
  moved(state.communicator.around.calls, transfer.byteLength);
  const source = transfer.cancelled ? ANY_SOURCE : rankOf(state, transfer.peer);
  status?.$set(source, transfer.tag, transfer.cancelled ? 0 : Math.min(transfer.byteLength, transfer.bytes?.length ?? transfer.byteLength), transfer.cancelled);
  if (transfer.truncated)
    throw new Exception("ERR_TRUNCATE", `the message of ${transfer.byteLength} bytes from rank ${source} with tag ${transfer.tag} is longer than the buffer of ${transfer.bytes!.length} bytes`);
  const wrong = transfer.cancelled || !state.communicator.around.check ? undefined : mismatch(transfer);
  if (wrong !== undefined) throw new Exception("ERR_TYPE", `the message from rank ${source} with tag ${transfer.tag} is of another type: ${wrong}`);
}

/** A send as something to wait for. `used`: the user's buffer. */
export function sendOperation(state: CommState, call: string, transfer: Transfer | undefined, used: View | undefined): Operation {
  const pending = transfer && !transfer.done && used ? usePending(used, false) : undefined;
  return {
    call,
    done: () => transfer === undefined || transfer.done,
    waitsFor: () => waitsFor(state, transfer!),
    finish(status) {
      release(pending);
      status.$set(transfer ? rankOf(state, transfer.peer) : PROC_NULL, transfer?.tag ?? -1, transfer?.byteLength ?? 0, transfer?.cancelled ?? false);
      return undefined;
    },
    cancel: () => transfer !== undefined && state.transport.cancel(transfer),
    abandon: () => release(pending),
  };
}

/** A receive as something to wait for; `arrived` makes the value of it. */
export function receiveOperation(state: CommState, call: string, transfer: Transfer | undefined, used: View | undefined, arrived: (transfer: Transfer) => unknown): Operation {
  const pending = transfer && !transfer.done && used ? usePending(used, true) : undefined;
  return {
    call,
    done: () => transfer === undefined || transfer.done,
    waitsFor: () => waitsFor(state, transfer!),
    finish(status) {
      release(pending);
      settleReceive(state, transfer, status);
      return transfer && !transfer.cancelled ? arrived(transfer) : undefined;
    },
    cancel: () => transfer !== undefined && state.transport.cancel(transfer),
    abandon: () => release(pending),
  };
}

function release(pending: Pending | undefined): void {
  if (pending) job().pending.delete(pending);
}
