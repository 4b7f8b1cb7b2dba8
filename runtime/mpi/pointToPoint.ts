// Upper-case point-to-point calls: typed arrays, without a copy more than needed. The four send modes differ in when they are complete: standard when the buffer may be
// used again, synchronous when the receive has begun, buffered at once, ready like standard (its receive must be there already).
import { moved } from "../communicator/calls.ts";
import type { View } from "../transport/transport.ts";
import { elementName } from "./datatype.ts";
import { named } from "./args.ts";
import { type BufferSpec, bytesIn, incoming, outgoing, region, type Region } from "./buffers.ts";
import type { Comm, CommState } from "./comm.ts";
import { ANY_SOURCE, ANY_TAG, TAG_UB } from "./constants.ts";
import { Message } from "./message.ts";
import { await_, checkTag, type Mode, noteMessage, notePlain, receiveOperation, sendOperation, settleReceive, startReceive, startSend } from "./messages.ts";
import { typeOf, typeOfView } from "./messageType.ts";
import { checkFree } from "./pending.ts";
import { probe } from "./probe.ts";
import { Request } from "./request.ts";
import { Status } from "./status.ts";

export interface SendOptions { readonly dest: number; readonly tag?: number }
export interface ReceiveOptions { readonly source?: number; readonly tag?: number; readonly status?: Status | null }

type Send<R> = { (buf: BufferSpec, dest: number, tag?: number): R; (buf: BufferSpec, options: SendOptions): R };
type Probe<R> = { (source?: number, tag?: number, status?: Status | null): R; (options: ReceiveOptions): R };

export interface PointToPointCalls {
  Send: Send<void>;
  Ssend: Send<void>;
  Bsend: Send<void>;
  Rsend: Send<void>;
  Isend: Send<Request>;
  Issend: Send<Request>;
  Ibsend: Send<Request>;
  Irsend: Send<Request>;
  Recv(buf: BufferSpec, source?: number, tag?: number, status?: Status | null): void;
  Recv(buf: BufferSpec, options: ReceiveOptions): void;
  Irecv(buf: BufferSpec, source?: number, tag?: number): Request;
  Irecv(buf: BufferSpec, options: { readonly source?: number; readonly tag?: number }): Request;
  Sendrecv(sendbuf: BufferSpec, dest: number, sendtag?: number, recvbuf?: BufferSpec, source?: number, recvtag?: number, status?: Status | null): void;
  Sendrecv(sendbuf: BufferSpec, options: { readonly dest: number; readonly sendtag?: number; readonly recvbuf?: BufferSpec; readonly source?: number; readonly recvtag?: number; readonly status?: Status | null }): void;
  /** The message received replaces the one sent. */
  Sendrecv_replace(buf: BufferSpec, dest: number, sendtag?: number, source?: number, recvtag?: number, status?: Status | null): void;
  Sendrecv_replace(buf: BufferSpec, options: { readonly dest: number; readonly sendtag?: number; readonly source?: number; readonly recvtag?: number; readonly status?: Status | null }): void;
  Isendrecv(sendbuf: BufferSpec, dest: number, sendtag?: number, recvbuf?: BufferSpec, source?: number, recvtag?: number): Request;
  Isendrecv(sendbuf: BufferSpec, options: { readonly dest: number; readonly sendtag?: number; readonly recvbuf?: BufferSpec; readonly source?: number; readonly recvtag?: number }): Request;
  Isendrecv_replace(buf: BufferSpec, dest: number, sendtag?: number, source?: number, recvtag?: number): Request;
  Isendrecv_replace(buf: BufferSpec, options: { readonly dest: number; readonly sendtag?: number; readonly source?: number; readonly recvtag?: number }): Request;
  /** Waits for a message, without receiving it. */
  Probe: Probe<true>;
  Iprobe: Probe<boolean>;
  /** Waits for a message and takes it: only the answer's `Recv` can receive it. */
  Mprobe: Probe<Message>;
  Improbe: Probe<Message | null>;
}

/** The common case, by the shortest way: a typed array, and positional arguments. */
function plain(buf: unknown, rank: unknown, tag: unknown): buf is View {
  return typeof rank === "number" && (tag === undefined || typeof tag === "number") && ArrayBuffer.isView(buf);
}

function sendPlain(comm: Comm, view: View, dest: number, tag: number): void {
  const state = comm.$;
  notePlain(dest, tag, view);
  checkFree(view, false);
  const type = typeOfView(view), to = state.peers[dest];
  if (to !== undefined && tag >= 0 && tag <= TAG_UB && Number.isInteger(tag) && state.transport.sendFew?.(state.context, to, tag, view, type)) {
    moved(state.communicator.around.calls, view.byteLength);
    return;
  }
  const transfer = startSend(state, view, dest, tag, "standard", type);
  if (transfer && !transfer.done) await_(state, transfer);
}

function receivePlain(comm: Comm, view: View, source: number, tag: number, status: Status | null | undefined): void {
  const state = comm.$;
  notePlain(source, tag, view);
  checkFree(view, true);
  const type = typeOfView(view), from = state.peers[source], few = from === undefined || tag < ANY_TAG ? undefined : state.transport.receiveFew?.(state.context, from, tag, view, type);
  const transfer = few ?? startReceive(state, view, source, tag, type);
  if (transfer && !transfer.done) await_(state, transfer);
  if (!transfer || status || transfer.truncated || transfer.arrived !== transfer.type) settleReceive(state, transfer, status);
  else moved(state.communicator.around.calls, transfer.byteLength);
}

function sending(comm: Comm, args: readonly unknown[], mode: Mode): { readonly transfer: ReturnType<typeof startSend>; readonly spec: ReturnType<typeof region> } {
  const [buf, dest = 0, tag = 0] = named(args, ["buf", "dest", "tag"], 1) as [BufferSpec, number | undefined, number | undefined], spec = region(buf);
  noteMessage(dest, tag, elementName(spec.datatype), spec.count);
  return { transfer: startSend(comm.$, outgoing(spec), dest, tag, mode, typeOf(spec)), spec };
}

function send(comm: Comm, args: readonly unknown[], mode: Mode): void {
  const { transfer } = sending(comm, args, mode);
  if (transfer) await_(comm.$, transfer);
}

function isend(comm: Comm, call: string, args: readonly unknown[], mode: Mode): Request {
  const { transfer, spec } = sending(comm, args, mode);
  return new Request(sendOperation(comm.$, call, transfer, mode === "buffered" ? undefined : spec.view));
}

function receive(comm: Comm, buf: BufferSpec, source: number, tag: number, status: Status | null | undefined): void {
  const state = comm.$, spec = region(buf);
  noteMessage(source, tag, elementName(spec.datatype), spec.count);
  const landing = incoming(spec), transfer = startReceive(state, landing.into, source, tag, typeOf(spec));
  if (transfer) await_(state, transfer);
  if (transfer) landing.finish(Math.min(transfer.byteLength, bytesIn(spec)));
  settleReceive(state, transfer, status);
}

/** A message out and one in, as one request; its status is the receive's. `used`: the user's memory that is sent. */
function isendrecv(state: CommState, call: string, bytes: View, type: number, used: View | undefined, into: Region, dest: number, sendtag: number, source: number, recvtag: number): Request {
  noteMessage(dest, sendtag, elementName(into.datatype), into.count);
  const landing = incoming(into), received = startReceive(state, landing.into, source, recvtag, typeOf(into)), sent = startSend(state, bytes, dest, sendtag, "standard", type);
  const receive = receiveOperation(state, call, received, into.view, t => { landing.finish(t.byteLength); return undefined; }), send = sendOperation(state, call, sent, used);
  return new Request({
    call,
    done: () => receive.done() && send.done(),
    waitsFor: () => (receive.done() ? send : receive).waitsFor(),
    finish(status) {
      send.finish(new Status());
      return receive.finish(status);
    },
    abandon() {
      send.abandon?.();
      receive.abandon?.();
    },
  });
}

export const pointToPointCalls: { readonly [name in keyof PointToPointCalls]: (...args: never[]) => unknown } & ThisType<Comm> = {
  Send(buf: BufferSpec, dest: number, tag?: number, ...more: unknown[]) {
    if (plain(buf, dest, tag)) sendPlain(this, buf, dest, tag ?? 0);
    else send(this, tag === undefined ? [buf, dest] : [buf, dest, tag, ...more], "standard");
  },
  Ssend(...args: unknown[]) { send(this, args, "synchronous"); },
  Bsend(...args: unknown[]) { send(this, args, "buffered"); },
  Rsend(...args: unknown[]) { send(this, args, "ready"); },
  Isend(...args: unknown[]) { return isend(this, "Isend", args, "standard"); },
  Issend(...args: unknown[]) { return isend(this, "Issend", args, "synchronous"); },
  Ibsend(...args: unknown[]) { return isend(this, "Ibsend", args, "buffered"); },
  Irsend(...args: unknown[]) { return isend(this, "Irsend", args, "ready"); },
  Recv(...args: unknown[]) {
    if (plain(args[0], args[1], args[2]) && (args[3] === undefined || args[3] instanceof Status)) return receivePlain(this, args[0], args[1] as number, (args[2] as number | undefined) ?? ANY_TAG, args[3]);
    const [buf, source = ANY_SOURCE, tag = ANY_TAG, status] = named(args, ["buf", "source", "tag", "status"], 1) as [BufferSpec, number?, number?, (Status | null)?];
    receive(this, buf, source, tag, status);
  },
  Irecv(...args: unknown[]) {
    const [buf, source = ANY_SOURCE, tag = ANY_TAG] = named(args, ["buf", "source", "tag"], 1) as [BufferSpec, number?, number?], spec = region(buf);
    noteMessage(source, tag, elementName(spec.datatype), spec.count);
    const landing = incoming(spec);
    return new Request(receiveOperation(this.$, "Irecv", startReceive(this.$, landing.into, source, tag, typeOf(spec)), spec.view, t => { landing.finish(t.byteLength); return undefined; }));
  },
  Sendrecv(...args: unknown[]) {
    const [sendbuf, dest, sendtag = 0, recvbuf = null, source = ANY_SOURCE, recvtag = ANY_TAG, status] =
      named(args, ["sendbuf", "dest", "sendtag", "recvbuf", "source", "recvtag", "status"], 1) as [BufferSpec, number, number?, BufferSpec?, number?, number?, (Status | null)?];
    const state = this.$, out = region(sendbuf), into = region(recvbuf);
    noteMessage(dest, sendtag, elementName(out.datatype), out.count);
    const bytes = outgoing(out), landing = incoming(into);
    const received = startReceive(state, landing.into, source, recvtag, typeOf(into)), sent = startSend(state, bytes, dest, sendtag, "standard", typeOf(out));
    if (received) { await_(state, received); landing.finish(Math.min(received.byteLength, bytesIn(into))); }
    if (sent) await_(state, sent);
    settleReceive(state, received, status);
  },
  Sendrecv_replace(...args: unknown[]) {
    const [buf, dest, sendtag = 0, source = ANY_SOURCE, recvtag = ANY_TAG, status] =
      named(args, ["buf", "dest", "sendtag", "source", "recvtag", "status"], 1) as [BufferSpec, number, number?, number?, number?, (Status | null)?];
    const state = this.$, spec = region(buf);
    noteMessage(dest, sendtag, elementName(spec.datatype), spec.count);
    const bytes = outgoing(spec), copy = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).slice();
    const sent = startSend(state, copy, dest, sendtag, "standard", typeOf(spec));
    receive(this, buf, source, recvtag, status);
    if (sent) await_(state, sent);
  },
  Isendrecv(...args: unknown[]) {
    const [sendbuf, dest, sendtag = 0, recvbuf = null, source = ANY_SOURCE, recvtag = ANY_TAG] =
      named(args, ["sendbuf", "dest", "sendtag", "recvbuf", "source", "recvtag"], 1) as [BufferSpec, number, number?, BufferSpec?, number?, number?], out = region(sendbuf);
    return isendrecv(this.$, "Isendrecv", outgoing(out), typeOf(out), out.view, region(recvbuf), dest, sendtag, source, recvtag);
  },
  Isendrecv_replace(...args: unknown[]) {
    const [buf, dest, sendtag = 0, source = ANY_SOURCE, recvtag = ANY_TAG] = named(args, ["buf", "dest", "sendtag", "source", "recvtag"], 1) as [BufferSpec, number, number?, number?, number?];
    const spec = region(buf), bytes = outgoing(spec), copy = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).slice();
    return isendrecv(this.$, "Isendrecv_replace", copy, typeOf(spec), undefined, spec, dest, sendtag, source, recvtag);
  },
  Probe(...args: unknown[]) {
    const [source, tag, status] = probeArgs(args);
    noteMessage(source, tag, "", -99);
    probe(this.$, source, tag, true, false, status);
    return true;
  },
  Iprobe(...args: unknown[]) {
    const [source, tag, status] = probeArgs(args);
    return probe(this.$, source, tag, false, false, status) !== undefined;
  },
  Mprobe(...args: unknown[]) {
    const [source, tag, status] = probeArgs(args);
    noteMessage(source, tag, "", -99);
    return new Message(this.$, probe(this.$, source, tag, true, true, status)!);
  },
  Improbe(...args: unknown[]) {
    const [source, tag, status] = probeArgs(args), found = probe(this.$, source, tag, false, true, status);
    return found === undefined ? null : new Message(this.$, found);
  },
};

export function probeArgs(args: readonly unknown[]): [source: number, tag: number, status: Status | null | undefined] {
  const [source = ANY_SOURCE, tag = ANY_TAG, status] = named(args, ["source", "tag", "status"]) as [number?, number?, (Status | null)?];
  checkTag(tag, true);
  return [source, tag, status];
}
