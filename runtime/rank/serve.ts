// A thread that is a rank: tells the launcher that it is there, gets its job, and answers how it ended. A failure is also posted at once, since the thread
// may never come back to its event loop, and ends the job for the ranks that wait.
import { expose } from "threads/worker";
import { loadCaller } from "../native/library.ts";
import { createThreadsTransport } from "../transport/threads/threads.ts";
import { createSelfTransport } from "../transport/self/self.ts";
import { openPort, postToLauncher } from "../platform.ts";
import { failureOf } from "./failure.ts";
import type { Failure, Job, RankEnd, RankMessage } from "./job.ts";
import { captureOutput, type Write } from "./output.ts";
import { runRank, type Program } from "./run.ts";
import type { Observed } from "../trace/observe.ts";

const post = (message: RankMessage): void => postToLauncher(message);

export function serveRank(program: Program, rank: number): void {
  openPort();
  const speaks = program.view === "local" || rank === 0;
  const write: Write = (stream, text) => {
    if (speaks) post({ type: "print", rank, stream, text });
  };
  captureOutput(write);
  const failed = (failure: Failure, observed?: Observed): void => post({ type: "failed", failure, observed });
  if (typeof process !== "undefined") {
    // What is thrown outside the program's own course: in a timer, in a promise that nobody waits for.
    process.on("uncaughtException", (thrown) => failed(failureOf(rank, thrown)));
    process.on("unhandledRejection", (thrown) => failed(failureOf(rank, thrown)));
  }
  expose({
    prepare: loadCaller,
    async run(job: Job): Promise<RankEnd> {
      if (typeof process !== "undefined") process.argv = [...process.argv.slice(0, 2), ...job.args];
      const transport = job.shared ? createThreadsTransport(job.shared, rank) : createSelfTransport();
      const end = await runRank(program, job, { transport, write });
      if (!end.ok) {
        failed(end.failure, end.observed);
        if (end.failure.kind !== "ended") endForOthers(transport, rank);
      }
      return end;
    },
  });
}

function endForOthers(transport: { abort(reason: "failed", report: string): never }, rank: number): void {
  try {
    transport.abort("failed", `rank ${rank} failed`);
  } catch {
    // That is how it returns.
  }
}
