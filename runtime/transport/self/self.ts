// The transport of a job with one rank: no threads, no waiting. What can only be done by another rank can never happen here, so a wait that is not over at once is
// a deadlock.
import { accept, createMatching, createReceive, createSend, type Message, type Receive } from "../matching.ts";
import { deadlockReport } from "../report.ts";
import { createHeap, growableBuffer } from "../heap.ts";
import { createLocalBoard } from "../localBoard.ts";
import { bytesOf, type CallDescription, type EndReason, JobEnded, type Transfer, type Transport } from "../transport.ts";

export function createSelfTransport(memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true })): Transport {
  const matching = createMatching();
  const background: (() => boolean)[] = [];
  const heap = growableBuffer();
  const blocks = createHeap(heap);
  let end: JobEnded | undefined;

  function progress(): void {
    if (end) throw end;
    for (let k = background.length - 1; k >= 0; k--) if (background[k]!()) background.splice(k, 1);
  }

  function stop(reason: EndReason, report: string, status = 1): never {
    end ??= new JobEnded(reason, 0, report, status);
    throw end;
  }

  function described(): CallDescription {
    const note = matching.unasked();
    return note ? { ...transport.describe(), note } : transport.describe();
  }

  function wait(ready: () => boolean): void {
    progress();
    if (ready()) return;
    stop("deadlock", deadlockReport([{ rank: 0, phase: "running", description: described(), waits: { mode: "all", ranks: [0] } }]));
  }

  function deliver(message: Message, receive: Receive): void {
    const fits = accept(receive, 0, message.tag, message.byteLength, message.type);
    receive.bytes!.set(message.bytes!.subarray(0, fits));
    if (message.sender) message.sender.done = true;
    receive.done = true;
  }

  const describe = (): CallDescription => ({ call: "a call", communicator: "COMM_WORLD", details: {}, site: "" });
  const transport: Transport = {
    kind: "self",
    rank: 0,
    size: 1,
    describe,
    send(context, _dest, tag, buffer, synchronous, type = 0) {
      const bytes = bytesOf(buffer), transfer = createSend(context, 0, tag, bytes.length, type);
      const message: Message = { context, type, source: 0, tag, byteLength: bytes.length, bytes: bytes.slice(), block: 0, sender: transfer };
      const posted = matching.receiver(context, 0, tag, true);
      if (posted) deliver(message, posted);
      else matching.keep(message);
      if (!synchronous) transfer.done = true;
      return transfer;
    },
    receive(context, source, tag, into, type = 0) {
      const receive = createReceive(context, source, tag, into, type), message = matching.find(context, source, tag, true);
      if (message) deliver(message, receive);
      else matching.post(receive);
      return receive;
    },
    probe: (context, source, tag, take) => matching.find(context, source, tag, take),
    receiveMatched(arrival, into, type = 0) {
      const message = arrival as Message, receive = createReceive(message.context, 0, message.tag, into, type);
      deliver(message, receive);
      return receive;
    },
    cancel(transfer) {
      const withdrawn = transfer.kind === "receive" ? matching.withdraw(transfer as Receive) : matching.forget(transfer);
      if (withdrawn) transfer.done = transfer.cancelled = true;
      return withdrawn;
    },
    progress,
    wait,
    complete: (transfer: Transfer) => wait(() => transfer.done),
    background(step) {
      if (!step()) background.push(step);
    },
    allocate: blocks.allocate,
    free: blocks.free,
    heap: () => heap,
    locate: () => undefined,
    memory: () => memory,
    allocateBoard: () => 64,
    openBoard: createLocalBoard,
    // With one rank a lock that is held twice would never be free: MPI forbids it, and so `spmd/mpi` reports it before it comes here.
    lock: () => undefined,
    unlock: () => undefined,
    host: () => 0,
    mismatch: () => stop("mismatch", "a rank alone calls different collectives"),
    wake: () => undefined,
    abort: stop,
    finish: () => undefined,
  };
  return transport;
}
