// What differs between Node and browsers, in one place: which role this thread has, the control channel to the launcher, starting a rank's thread, files,
// and texts. The same bundle runs in both; nothing here is loaded where it does not exist.

import { spmdError } from "./errors.ts";
import { draftsOn, type Drafts } from "./io/drafts.ts";

export const isNode = typeof process !== "undefined" && typeof process.getBuiltinModule === "function" && process.versions.node !== undefined;

const threads = isNode ? process.getBuiltinModule("node:worker_threads") : undefined;

/** What a rank's thread is told when it starts. */
interface RankMark {
  readonly spmdRank: number;
}

const isRankMark = (value: unknown): value is RankMark => typeof value === "object" && value !== null && "spmdRank" in value;

/** The name by which a browser's thread knows that it is a rank. */
const threadName = /^spmd-(\d+)$/;

/** The rank that this thread was started for; undefined in the launcher. */
export function rankOfThread(): number | undefined {
  if (threads) return isRankMark(threads.workerData) ? threads.workerData.spmdRank : undefined;
  const name = typeof self !== "undefined" && typeof window === "undefined" ? threadName.exec(self.name) : null;
  return name ? Number(name[1]) : undefined;
}

/** The control channel of a rank, where the threads package looks for it. */
interface Port {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  subscribe(receive: (message: unknown) => void): () => void;
}

/** Opens the control channel; to be called before anything is exposed to the launcher. */
export function openPort(): void {
  Object.defineProperty(globalThis, Symbol.for("spmd.port"), { value: threads ? nodePort(threads) : browserPort, configurable: true });
}

/** Sends to the launcher at once, even while this rank never returns to its event loop. */
export function postToLauncher(message: unknown): void {
  if (threads) threads.parentPort?.postMessage(message);
  else globalThis.postMessage(message);
}

function nodePort({ parentPort }: typeof import("node:worker_threads")): Port {
  return {
    post: (message, transfer) => parentPort?.postMessage(message, transfer),
    subscribe(receive) {
      parentPort?.on("message", receive);
      return () => parentPort?.off("message", receive);
    },
  };
}

const browserPort: Port = {
  post: (message, transfer) => globalThis.postMessage(message, { transfer: [...(transfer ?? [])] }),
  subscribe(receive) {
    const listen = (event: MessageEvent): void => receive(event.data);
    globalThis.addEventListener("message", listen);
    return () => globalThis.removeEventListener("message", listen);
  },
};

/** A thread of the launcher's side: what the threads package wants of a worker, and how it ends. */
export interface RankThread {
  /** The thread has loaded the program and takes calls. */
  readonly ready: Promise<void>;
  addEventListener(type: string, listener: (event: unknown) => void): void;
  removeEventListener(type: string, listener: (event: unknown) => void): void;
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  terminate(): unknown;
}

export interface ThreadEvents {
  message(message: unknown): void;
  /** The thread ended by itself: with process.exit's status, or by an error that no JavaScript could catch. */
  ended(status: number, error: Error | undefined): void;
}

/**
 * Starts the bundle `url` once more, as rank `rank`. `many`: there will be so many threads that each has to be modest: a process may map some 65000
 * pieces of memory, and every quarter megabyte of a heap is one.
 */
export function startThread(url: string, rank: number, many: boolean, events: ThreadEvents): RankThread {
  if (!threads) return startWebWorker(url, rank, events);
  const mark: RankMark = { spmdRank: rank }, worker = new threads.Worker(new URL(url), { workerData: mark, name: `rank ${rank}`, ...(many ? { resourceLimits: { maxYoungGenerationSizeMb: 1 } } : {}) });
  let failure: Error | undefined;
  worker.on("error", (error) => (failure = error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", (status) => events.ended(status, failure));
  const wrapped = new Map<unknown, (message: unknown) => void>();
  return rankThread(events, {
    listen(type, listener) {
      const wrap = (message: unknown): void => listener(type === "message" ? { data: message } : message);
      wrapped.set(listener, wrap);
      worker.on(type, wrap);
    },
    unlisten(type, listener) {
      const wrap = wrapped.get(listener);
      if (wrap) worker.off(type, wrap);
      wrapped.delete(listener);
    },
    post: (message, transfer) => worker.postMessage(message, [...(transfer ?? [])]),
    terminate: () => worker.terminate(),
  });
}

function startWebWorker(url: string, rank: number, events: ThreadEvents): RankThread {
  const worker = new Worker(url, { type: "module", name: `spmd-${rank}` });
  worker.addEventListener("error", (event) => events.ended(1, new Error(event.message || "the thread could not be loaded")));
  return rankThread(events, {
    listen: (type, listener) => worker.addEventListener(type, listener),
    unlisten: (type, listener) => worker.removeEventListener(type, listener),
    post: (message, transfer) => worker.postMessage(message, [...(transfer ?? [])]),
    terminate: () => worker.terminate(),
  });
}

interface RawThread {
  listen(type: string, listener: (event: unknown) => void): void;
  unlisten(type: string, listener: (event: unknown) => void): void;
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  terminate(): unknown;
}

/** What the threads package listens to, as browsers do. Whoever comes after the thread's first message ("init") is told it once more. */
function rankThread(events: ThreadEvents, raw: RawThread): RankThread {
  let init: unknown, started = (): void => {};
  const ready = new Promise<void>((resolve) => (started = resolve));
  raw.listen("message", (event) => {
    const message = dataOf(event);
    if (typeof message === "object" && message !== null && "type" in message && message.type === "init") {
      init = message;
      started();
    } else events.message(message);
  });
  return {
    ready,
    addEventListener(type, listener) {
      raw.listen(type, listener);
      if (type === "message" && init !== undefined) queueMicrotask(() => listener({ data: init }));
    },
    removeEventListener: raw.unlisten,
    postMessage: raw.post,
    terminate: raw.terminate,
  };
}

const dataOf = (event: unknown): unknown => (typeof event === "object" && event !== null && "data" in event ? event.data : undefined);

/** Ranks need memory that threads share: always in Node, in browsers only on isolated pages. */
export function canShareMemory(): boolean {
  return isNode || (typeof crossOriginIsolated !== "undefined" && crossOriginIsolated);
}

/** How many threads can run at once. */
export function coreCount(): number {
  return isNode ? process.getBuiltinModule("node:os").availableParallelism() : (globalThis.navigator?.hardwareConcurrency ?? 1);
}

/** Whether somebody watches standard error. */
export function isTerminal(): boolean {
  return isNode && process.stderr.isTTY === true;
}

/** The machine's name. */
export function hostName(): string {
  return isNode ? process.getBuiltinModule("node:os").hostname() : (globalThis.location?.hostname || "localhost");
}

/** Bytes of JavaScript's own values that this thread has taken from the system. */
export function heapBytes(): number {
  if (!isNode) return 0;
  const { total_heap_size, external_memory } = process.getBuiltinModule("node:v8").getHeapStatistics();
  return total_heap_size + external_memory;
}

/** Most bytes that the process has held at a time; undefined where nobody says. */
export function peakMemoryBytes(): number | undefined {
  return isNode ? process.resourceUsage().maxRSS * 1024 : undefined;
}

/** The variables of the environment: for the front door only. */
export function environment(): { readonly [variable: string]: string | undefined } {
  return isNode ? process.env : {};
}

/** Sets variables of the environment, which native libraries read, unless the user has set them. */
export function presetEnvironment(values: { readonly [variable: string]: string }): void {
  for (const [variable, value] of Object.entries(values)) process.env[variable] ??= value;
}

/** Bytes that this process may still take; undefined where nobody says. */
export function freeMemoryBytes(): number | undefined {
  if (!isNode) return undefined;
  const limit = process.constrainedMemory?.() ?? 0, free = process.getBuiltinModule("node:os").freemem();
  return limit > 0 ? Math.min(free, Math.max(0, limit - process.memoryUsage.rss())) : free;
}

/** Values as console.log writes them. */
export function formatValues(values: readonly unknown[]): string {
  if (isNode) return process.getBuiltinModule("node:util").format(...values);
  return values.map((value) => (typeof value === "object" && value !== null ? JSON.stringify(value) : String(value))).join(" ");
}

/** One value as a reader of results wants it: strings quoted. */
export function inspectValue(value: unknown): string {
  return isNode ? process.getBuiltinModule("node:util").inspect(value, { depth: 4, breakLength: 100 }) : JSON.stringify(value);
}

/** Files, where there are any; relative paths start at the current directory. */
export interface Files extends Drafts {
  read(path: string): Uint8Array;
  /** In bytes. */
  size(path: string): number;
  /** `length` bytes from `offset` on, or fewer at the end. */
  readPart(path: string, offset: number, length: number): Uint8Array;
  /** Throws if a file cannot be written there, without touching it. */
  checkWritable(path: string): void;
  /** A file of many pieces; what there is of it goes away again if it cannot be finished. */
  writePieces(path: string, pieces: Iterable<string>): void;
  makeDirectory(path: string): void;
  join(directory: string, name: string): string;
}

export const files: Files | undefined = isNode ? nodeFiles(process.getBuiltinModule("node:fs"), process.getBuiltinModule("node:path")) : undefined;

/** Hands signals that end this process to `pass` instead; then says which exit status they mean. */
export function endingOnSignals(pass: (signal: NodeJS.Signals) => void): { status(): number | undefined; stop(): void } {
  let heard: number | undefined;
  const hooks = ([["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const).map(([signal, status]) => {
    const hear = (): void => {
      heard ??= status;
      pass(signal);
    };
    process.on(signal, hear);
    return () => process.off(signal, hear);
  });
  return { status: () => heard, stop: () => hooks.forEach((unhook) => unhook()) };
}

function nodeFiles(fs: typeof import("node:fs"), path: typeof import("node:path")): Files {
  // Not Node's own `recursive`, which never ends where the system refuses below a directory that is there (/proc).
  const makeDirectories = (directory: string): void => {
    if (fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return;
    if (path.dirname(directory) !== directory) makeDirectories(path.dirname(directory));
    fs.mkdirSync(directory);
  };
  return {
    ...draftsOn(fs, path),
    read: (file) => new Uint8Array(fs.readFileSync(path.resolve(file))),
    size: (file) => fs.statSync(path.resolve(file)).size,
    readPart(file, offset, length) {
      const handle = fs.openSync(path.resolve(file), "r");
      try {
        const bytes = new Uint8Array(length);
        return bytes.subarray(0, fs.readSync(handle, bytes, 0, length, offset));
      } finally {
        fs.closeSync(handle);
      }
    },
    checkWritable(file) {
      const target = path.resolve(file), found = fs.statSync(target, { throwIfNoEntry: false });
      if (found?.isDirectory()) throw Object.assign(new Error("it is a directory"), { code: "EISDIR" });
      if (!found && !fs.statSync(path.dirname(target)).isDirectory()) throw Object.assign(new Error("not a directory"), { code: "ENOTDIR" });
      fs.accessSync(found ? target : path.dirname(target), fs.constants.W_OK);
    },
    writePieces(file, pieces) {
      const target = path.resolve(file), handle = fs.openSync(target, "w");
      let done = false;
      try {
        let text = "";
        for (const piece of pieces) {
          text += piece;
          if (text.length < 1 << 20) continue;
          fs.writeFileSync(handle, text);
          text = "";
        }
        fs.writeFileSync(handle, text);
        done = true;
      } finally {
        fs.closeSync(handle);
        if (!done && fs.statSync(target).isFile()) fs.rmSync(target, { force: true });
      }
    },
    makeDirectory: (directory) => makeDirectories(path.resolve(directory)),
    join: (directory, name) => path.join(directory, name),
  };
}
