// What a rank that is a process cannot see to itself, because it computes or waits without ever coming back to its event loop: the time limit, and hosts that do not answer any
// more. A thread beside it does. The first rank of each host keeps a connection to rank 0's thread and says every half second that it is there; MPI libraries would wait for a
// host that has gone for minutes, or for ever.
//
// The thread gets its text as a string, so nothing here may refer to anything outside of `watching`.
import type { NativeFiles } from "../native/library.ts";
import { endOfLauncher } from "./lingering.ts";

interface Asked {
  readonly koffi: string;
  /** Told when the time is up; undefined: there is no limit. */
  readonly limit: { readonly ms: number; readonly text: string } | undefined;
  /** Rank 0: for each other host its name and what to say of it. Others: where rank 0 is. */
  readonly hosts: { readonly [leader: number]: string } | undefined;
  readonly server: { readonly addresses: readonly string[]; readonly port: number; readonly leader: number; readonly text: string } | undefined;
  readonly token: string;
  readonly patienceMs: number;
  /** What ends the launcher (lingering.ts). */
  readonly lingering: string;
  /** Where rank 0's thread puts its port, and another's that it is connected. */
  readonly port: Int32Array;
}

export interface Meeting {
  readonly addresses: readonly string[];
  readonly port: number;
  readonly token: string;
}

const defaultPatienceMs = 10_000;

/** SPMD_HOST_TIMEOUT, in seconds. */
export function patienceOf(environment: { readonly [variable: string]: string | undefined }): number {
  const seconds = Number(environment["SPMD_HOST_TIMEOUT"]);
  return seconds > 0 ? seconds * 1000 : defaultPatienceMs;
}

/** Rank 0: watches the time and the hosts; where the others reach it. */
export function watchAll(koffi: NativeFiles["koffi"], limit: Asked["limit"], hosts: Asked["hosts"], patienceMs: number): Meeting | undefined {
  const port = new Int32Array(new SharedArrayBuffer(4)), token = process.getBuiltinModule("node:crypto").randomBytes(16).toString("hex");
  start({ koffi, limit, hosts, server: undefined, token, patienceMs, lingering: endOfLauncher(3), port });
  if (!hosts) return undefined;
  const deadline = performance.now() + 5000;
  while (port[0] === 0 && performance.now() < deadline) pauseFor(port);
  const addresses = Object.values(process.getBuiltinModule("node:os").networkInterfaces()).flatMap((list) => list ?? []).filter(({ internal, address }) => !internal && !address.startsWith("fe80")).map(({ address }) => address);
  return port[0]! > 0 ? { addresses, port: port[0]!, token } : undefined;
}

/** The first rank of another host: says that it is there, and ends if rank 0's host is not. */
export function watchFirst(koffi: NativeFiles["koffi"], { addresses, port, token }: Meeting, leader: number, text: string, patienceMs: number): void {
  const connected = new Int32Array(new SharedArrayBuffer(4)), deadline = performance.now() + 3000;
  start({ koffi, limit: undefined, hosts: undefined, server: { addresses, port, leader, text }, token, patienceMs, lingering: "", port: connected });
  while (connected[0] === 0 && performance.now() < deadline) pauseFor(connected);
}

/** The port is awaited by looking: other threads move on meanwhile. */
function pauseFor(port: Int32Array): void {
  const until = performance.now() + 1;
  while (port[0] === 0 && performance.now() < until);
}

function start(asked: Asked): void {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  new Worker(`(${watching.toString()})(require("node:worker_threads").workerData, require)`, { eval: true, workerData: asked, stdout: false, stderr: false }).unref();
}

function watching({ koffi, limit, hosts, server, token, patienceMs, lingering, port }: Asked, require: NodeJS.Require): void {
  const net = require("node:net") as typeof import("node:net"), fs = require("node:fs") as typeof import("node:fs");
  const end = (text: string, launcher: boolean): void => {
    fs.writeSync(2, text);
    // A launcher that has lost a host may wait for it for ever: it gets some time, and is ended then.
    if (launcher && lingering !== "") (require("node:child_process") as typeof import("node:child_process")).spawn("sh", ["-c", lingering], { detached: true, stdio: "ignore" }).unref();
    try {
      (require(koffi) as { load(file: null): { func(name: string, result: string, parameters: string[]): (status: number) => void } }).load(null).func("_exit", "void", ["int"])(1);
    } catch {
      // Without it, the hard way.
    }
    process.kill(process.pid, "SIGKILL");
  };
  if (limit) setTimeout(() => end(limit.text, false), limit.ms);
  const beat = (socket: import("node:net").Socket, lost: () => void): void => {
    let heard = performance.now(), over = false;
    socket.setNoDelay(true);
    socket.on("data", () => (heard = performance.now()));
    // A connection that is closed in order is a process that has ended: its launcher knows.
    socket.on("close", () => (over = true));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ETIMEDOUT" || error.code === "EHOSTUNREACH" || error.code === "ENETUNREACH" || error.code === "ENETDOWN") heard = -Infinity;
    });
    const timer = setInterval(() => {
      if (performance.now() - heard > patienceMs) {
        clearInterval(timer);
        lost();
      } else if (over) clearInterval(timer);
      else socket.write(".");
    }, 500);
  };
  if (hosts) {
    const listening = net.createServer((socket) => {
      let first = "";
      const greet = (bytes: Buffer): void => {
        first += bytes.toString();
        const line = first.indexOf("\n");
        if (line < 0) return;
        socket.off("data", greet);
        const [said, leader] = first.slice(0, line).split(" "), text = hosts[Number(leader)];
        if (said !== token || text === undefined) return void socket.destroy();
        socket.write("yes\n");
        beat(socket, () => end(text, true));
      };
      socket.on("data", greet).on("error", () => undefined);
    });
    listening.listen(0, () => {
      const address = listening.address();
      port[0] = address !== null && typeof address === "object" ? address.port : -1;
    }).on("error", () => (port[0] = -1));
  }
  if (server) {
    const attempt = (k: number): void => {
      const address = server.addresses[k];
      if (address === undefined) return;
      const socket = net.connect({ host: address, port: server.port, timeout: 3000 });
      let answered = false;
      const next = (): void => {
        if (answered) return;
        answered = true;
        socket.destroy();
        attempt(k + 1);
      };
      socket.on("connect", () => socket.write(`${token} ${server.leader}\n`));
      socket.on("timeout", next).on("error", next).on("close", next);
      socket.once("data", () => {
        if (answered) return;
        answered = true;
        socket.setTimeout(0);
        port[0] = 1;
        beat(socket, () => end(server.text, false));
      });
    };
    attempt(0);
  }
}
