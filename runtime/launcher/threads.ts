// Ranks as threads, spawned through the threads package. Only control goes through it: the job, and how a rank ended. What it does not see is
// watched beside it: threads that exit or crash, failures of ranks that never return to their event loop, signals, the time limit.
import { spawn } from "threads";
import { spmdError } from "../errors.ts";
import { isNode, startThread, type RankThread } from "../platform.ts";
import { exitAtOnce, type NativeFiles } from "../native/library.ts";
import { failureOf } from "../rank/failure.ts";
import type { Failure, Job, RankEnd, RankMessage } from "../rank/job.ts";
import type { Observed } from "../trace/observe.ts";
import type { JobPlan } from "./launch.ts";

export interface Watch {
  readonly timeoutMs: number | undefined;
  print(rank: number, stream: "stdout" | "stderr", text: string): void;
  /** Every rank has loaded the bundle and none runs it yet. */
  loaded?(): void;
}

/** Others that fail alike are heard for so long after the first. */
const graceMs = 300;
const manyRanks = 64;
type Served = {
  prepare(native: NativeFiles): Promise<void>;
  run(job: Job): Promise<RankEnd>;
};

/** How every rank ended that did: after a failure some may be missing. */
export async function runThreads(selfUrl: string, plan: JobPlan, watch: Watch): Promise<readonly RankEnd[]> {
  const { np } = plan, ends = new Map<number, RankEnd>(), threads: RankThread[] = [];
  let heard: readonly RankEnd[] | undefined;
  let over = (): void => {};
  const finished = new Promise<void>((resolve) => (over = resolve));
  let grace: ReturnType<typeof setTimeout> | undefined;

  function ended(end: RankEnd): void {
    const rank = end.ok ? end.rank : end.failure.rank;
    if (!ends.has(rank)) ends.set(rank, end);
    if (ends.size === np) over();
    else if (!end.ok) grace ??= setTimeout(over, graceMs);
  }
  const failed = (failure: Failure, observed?: Observed): void => ended({ ok: false, failure, observed });

  function hear(rank: number, message: unknown): void {
    if (!isRankMessage(message) || heard) return;
    if (message.type === "print") watch.print(rank, message.stream, message.text);
    else if (message.type === "failed") failed(message.failure, message.observed);
    else if (message.type === "picture") drawOnPage(message);
  }

  let waiting = np, begin = (): void => {};
  const allReady = new Promise<void>((resolve) => (begin = resolve));

  async function start(rank: number): Promise<void> {
    const thread = startThread(selfUrl, rank, np > manyRanks, {
      message: (message) => hear(rank, message),
      ended: (status, error) => failed(error ? { kind: "crash", rank, message: error.message } : { kind: "exit", rank, status }),
    });
    threads.push(thread);
    // spawn's own patience has a limit and its timer outlives a failed start: it is called when the thread is there. Ranks begin together: those that are
    // there early would only wait for the others, and take their time.
    await thread.ready;
    const served = await spawn<Served>(thread as unknown as Parameters<typeof spawn>[0]);
    // While a thread loads koffi nothing may end the process but exitAtOnce, and once programs run anything may.
    if (plan.native) await served.prepare(plan.native);
    if (--waiting === 0) {
      watch.loaded?.();
      begin();
    }
    await allReady;
    ended(await served.run({ ...plan, rank }));
  }

  const timer = watch.timeoutMs === undefined ? undefined : setTimeout(() => {
    failed(failureOf(-1, spmdError("SPMD5002", { seconds: watch.timeoutMs! / 1000 })));
    over();
  }, watch.timeoutMs);
  const unhook = exitOnSignals(plan);
  for (let rank = 0; rank < np; rank++) start(rank).catch((error) => failed(failureOf(rank, error)));
  await finished;
  clearTimeout(grace);
  clearTimeout(timer);
  unhook();
  heard = [...ends.values()];
  // Threads with machine code are left to the end of the process (exitAtOnce): they may be in a kernel that never returns, and one that is stopped while it loads
  // koffi takes the process with it.
  if (!plan.native || heard.every((end) => end.ok)) await Promise.all(threads.map((thread) => thread.terminate()));
  return heard;
}

/** Ctrl-C and kill end every rank with the process, and say so in the status: before others who listen to them do it in ways that are not for machine code. */
function exitOnSignals({ native }: JobPlan): () => void {
  if (!isNode) return () => {};
  const hooks = ([["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const).map(([signal, status]) => {
    const exit = (): never => (native ? exitAtOnce(native, status) : process.exit(status));
    process.prependListener(signal, exit);
    return () => process.off(signal, exit);
  });
  return () => hooks.forEach((unhook) => unhook());
}

function isRankMessage(message: unknown): message is RankMessage {
  return typeof message === "object" && message !== null && "type" in message && ["print", "failed", "picture"].includes(String(message.type));
}

function drawOnPage({ width, height, pixels }: RankMessage & { type: "picture" }): void {
  if (typeof document === "undefined") return;
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  canvas.getContext("2d")?.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
  document.body.append(canvas);
}
