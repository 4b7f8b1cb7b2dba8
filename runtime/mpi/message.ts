// `MPI.Message`: a message that a matched probe has taken. It is received once, by `Recv` or `recv`.
import type { Arrival } from "../transport/transport.ts";
import { type BufferSpec, bytesIn, incoming, region } from "./buffers.ts";
import { decode } from "./codec.ts";
import type { CommState } from "./comm.ts";
import { Exception } from "./exception.ts";
import { install } from "./hooks.ts";
import { await_, receiveOperation, settleReceive } from "./messages.ts";
import { typeOf, valueType } from "./messageType.ts";
import { fromNobody } from "./probe.ts";
import { Request } from "./request.ts";
import type { Status } from "./status.ts";

export class Message {
  #arrival: Arrival | undefined;
  constructor(readonly $state: CommState, arrival: Arrival) {
    this.#arrival = arrival;
  }
  get $name(): string { return this.$state.name; }
  $take(): Arrival {
    const arrival = this.#arrival;
    if (!arrival) throw new Exception("ERR_REQUEST", "the message has been received already");
    this.#arrival = undefined;
    return arrival;
  }
}

export interface MessageCalls {
  Recv(buf: BufferSpec, status?: Status | null): void;
  Irecv(buf: BufferSpec): Request;
  recv(status?: Status | null): unknown;
  irecv(): Request;
}
export interface Message extends MessageCalls {}

const calls: MessageCalls & ThisType<Message> = {
  Recv(buf, status) {
    const arrival = this.$take(), spec = region(buf), state = this.$state;
    if (arrival === fromNobody) return settleReceive(state, undefined, status);
    const landing = incoming(spec), transfer = state.transport.receiveMatched(arrival, landing.into, typeOf(spec));
    await_(state, transfer);
    landing.finish(Math.min(transfer.byteLength, bytesIn(spec)));
    settleReceive(state, transfer, status);
  },
  Irecv(buf) {
    const arrival = this.$take(), spec = region(buf), state = this.$state, landing = incoming(spec);
    const transfer = arrival === fromNobody ? undefined : state.transport.receiveMatched(arrival, landing.into, typeOf(spec));
    return new Request(receiveOperation(state, "Message.Irecv", transfer, spec.view, t => { landing.finish(t.byteLength); return undefined; }));
  },
  recv(status) {
    const arrival = this.$take(), state = this.$state;
    if (arrival === fromNobody) { settleReceive(state, undefined, status); return undefined; }
    const transfer = state.transport.receiveMatched(arrival, undefined, valueType);
    await_(state, transfer);
    settleReceive(state, transfer, status);
    return decode(transfer.bytes!);
  },
  irecv() {
    const arrival = this.$take(), state = this.$state;
    return new Request(receiveOperation(state, "Message.irecv", arrival === fromNobody ? undefined : state.transport.receiveMatched(arrival, undefined, valueType), undefined, t => decode(t.bytes!)));
  },
};

install(Message.prototype, "Message.", calls);
