// Lower-case point-to-point calls: any structured-cloneable value (codec.ts). The message is made before it is sent, so the value may be changed at once.
import { named } from "./args.ts";
import { decode, encode } from "./codec.ts";
import type { Comm } from "./comm.ts";
import { ANY_SOURCE, ANY_TAG } from "./constants.ts";
import { none } from "../communicator/calls.ts";
import { Message } from "./message.ts";
import { await_, type Mode, noteMessage, receiveOperation, sendOperation, settleReceive, startReceive, startSend } from "./messages.ts";
import { valueType } from "./messageType.ts";
import { type ReceiveOptions, type SendOptions, probeArgs } from "./pointToPoint.ts";
import { probe } from "./probe.ts";
import { Request } from "./request.ts";
import type { Status } from "./status.ts";

type Send<R> = { (obj: unknown, dest: number, tag?: number): R; (obj: unknown, options: SendOptions): R };
type Probe<R> = { (source?: number, tag?: number, status?: Status | null): R; (options: ReceiveOptions): R };

export interface ObjectCalls {
  send: Send<void>;
  ssend: Send<void>;
  bsend: Send<void>;
  isend: Send<Request>;
  issend: Send<Request>;
  ibsend: Send<Request>;
  /** The value; `recv(source, tag, status)` works too, since mpi4py's first parameter, a buffer, has no use here. */
  recv<T = unknown>(options?: ReceiveOptions): T;
  recv<T = unknown>(buf: null | undefined, source?: number, tag?: number, status?: Status | null): T;
  recv<T = unknown>(source: number, tag?: number, status?: Status | null): T;
  irecv(options?: { readonly source?: number; readonly tag?: number }): Request;
  irecv(buf: null | undefined, source?: number, tag?: number): Request;
  irecv(source: number, tag?: number): Request;
  sendrecv<T = unknown>(sendobj: unknown, dest: number, sendtag?: number, recvbuf?: null, source?: number, recvtag?: number, status?: Status | null): T;
  sendrecv<T = unknown>(sendobj: unknown, options: { readonly dest: number; readonly sendtag?: number; readonly source?: number; readonly recvtag?: number; readonly status?: Status | null }): T;
  probe: Probe<true>;
  iprobe: Probe<boolean>;
  mprobe: Probe<Message>;
  improbe: Probe<Message | null>;
}

function start(comm: Comm, args: readonly unknown[], mode: Mode): ReturnType<typeof startSend> {
  const [obj, dest = 0, tag = 0] = named(args, ["obj", "dest", "tag"], 1) as [unknown, number?, number?];
  noteMessage(dest, tag, "", none);
  return startSend(comm.$, encode(obj), dest, tag, mode, valueType);
}

function send(comm: Comm, args: readonly unknown[], mode: Mode): void {
  const transfer = start(comm, args, mode);
  if (transfer) await_(comm.$, transfer);
}

const isend = (comm: Comm, call: string, args: readonly unknown[], mode: Mode): Request => new Request(sendOperation(comm.$, call, start(comm, args, mode), undefined));

function receiveArgs(args: readonly unknown[]): [source: number, tag: number, status: Status | null | undefined] {
  const all = typeof args[0] === "number" ? [undefined, ...args] : args;
  const [, source = ANY_SOURCE, tag = ANY_TAG, status] = named(all, ["buf", "source", "tag", "status"]) as [unknown, number?, number?, (Status | null)?];
  noteMessage(source, tag, "", none);
  return [source, tag, status];
}

export const objectCalls: { readonly [name in keyof ObjectCalls]: (...args: never[]) => unknown } & ThisType<Comm> = {
  send(...args: unknown[]) { send(this, args, "standard"); },
  ssend(...args: unknown[]) { send(this, args, "synchronous"); },
  bsend(...args: unknown[]) { send(this, args, "buffered"); },
  isend(...args: unknown[]) { return isend(this, "isend", args, "standard"); },
  issend(...args: unknown[]) { return isend(this, "issend", args, "synchronous"); },
  ibsend(...args: unknown[]) { return isend(this, "ibsend", args, "buffered"); },
  recv(...args: unknown[]) {
    const [source, tag, status] = receiveArgs(args), transfer = startReceive(this.$, undefined, source, tag, valueType);
    if (transfer) await_(this.$, transfer);
    settleReceive(this.$, transfer, status);
    return transfer ? decode(transfer.bytes!) : undefined;
  },
  irecv(...args: unknown[]) {
    const [source, tag] = receiveArgs(args);
    return new Request(receiveOperation(this.$, "irecv", startReceive(this.$, undefined, source, tag, valueType), undefined, t => decode(t.bytes!)));
  },
  sendrecv(...args: unknown[]) {
    const [obj, dest, sendtag = 0, , source = ANY_SOURCE, recvtag = ANY_TAG, status] =
      named(args, ["sendobj", "dest", "sendtag", "recvbuf", "source", "recvtag", "status"], 1) as [unknown, number, number?, unknown?, number?, number?, (Status | null)?];
    noteMessage(dest, sendtag, "", none);
    const state = this.$, message = encode(obj), received = startReceive(state, undefined, source, recvtag, valueType), sent = startSend(state, message, dest, sendtag, "standard", valueType);
    if (received) await_(state, received);
    if (sent) await_(state, sent);
    settleReceive(state, received, status);
    return received ? decode(received.bytes!) : undefined;
  },
  probe(...args: unknown[]) {
    const [source, tag, status] = probeArgs(args);
    noteMessage(source, tag, "", none);
    probe(this.$, source, tag, true, false, status);
    return true;
  },
  iprobe(...args: unknown[]) {
    const [source, tag, status] = probeArgs(args);
    return probe(this.$, source, tag, false, false, status) !== undefined;
  },
  mprobe(...args: unknown[]) {
    const [source, tag, status] = probeArgs(args);
    noteMessage(source, tag, "", none);
    return new Message(this.$, probe(this.$, source, tag, true, true, status)!);
  },
  improbe(...args: unknown[]) {
    const [source, tag, status] = probeArgs(args), found = probe(this.$, source, tag, false, true, status);
    return found === undefined ? null : new Message(this.$, found);
  },
};
