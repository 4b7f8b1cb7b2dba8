// Persistent point-to-point requests: the arguments once, `Start` as often as wanted.
import { named } from "./args.ts";
import { type BufferSpec, incoming, outgoing, region } from "./buffers.ts";
import type { Comm } from "./comm.ts";
import { ANY_SOURCE, ANY_TAG } from "./constants.ts";
import { type Mode, receiveOperation, sendOperation, startReceive, startSend } from "./messages.ts";
import { typeOf } from "./messageType.ts";
import type { SendOptions } from "./pointToPoint.ts";
import { Prequest } from "./request.ts";

type Send = { (buf: BufferSpec, dest: number, tag?: number): Prequest; (buf: BufferSpec, options: SendOptions): Prequest };

export interface PersistentCalls {
  Send_init: Send;
  Ssend_init: Send;
  Bsend_init: Send;
  Rsend_init: Send;
  Recv_init(buf: BufferSpec, source?: number, tag?: number): Prequest;
  Recv_init(buf: BufferSpec, options: { readonly source?: number; readonly tag?: number }): Prequest;
}

function sendInit(comm: Comm, call: string, args: readonly unknown[], mode: Mode): Prequest {
  const [buf, dest = 0, tag = 0] = named(args, ["buf", "dest", "tag"], 1) as [BufferSpec, number?, number?], spec = region(buf);
  // The data is taken when the request is started, not now.
  return new Prequest(call, () => sendOperation(comm.$, call, startSend(comm.$, outgoing(spec), dest, tag, mode, typeOf(spec)), spec.view));
}

export const persistentCalls: { readonly [name in keyof PersistentCalls]: (...args: never[]) => unknown } & ThisType<Comm> = {
  Send_init(...args: unknown[]) { return sendInit(this, "Send_init", args, "standard"); },
  Ssend_init(...args: unknown[]) { return sendInit(this, "Ssend_init", args, "synchronous"); },
  Bsend_init(...args: unknown[]) { return sendInit(this, "Bsend_init", args, "buffered"); },
  Rsend_init(...args: unknown[]) { return sendInit(this, "Rsend_init", args, "ready"); },
  Recv_init(...args: unknown[]) {
    const [buf, source = ANY_SOURCE, tag = ANY_TAG] = named(args, ["buf", "source", "tag"], 1) as [BufferSpec, number?, number?], spec = region(buf);
    return new Prequest("Recv_init", () => {
      const landing = incoming(spec);
      return receiveOperation(this.$, "Recv_init", startReceive(this.$, landing.into, source, tag, typeOf(spec)), spec.view, t => { landing.finish(t.byteLength); return undefined; });
    });
  },
};
