// The entry of every bundle: `main(program, import.meta.url)` runs it. The same file is loaded by the launcher and, once more, by each rank's thread; which of
// them this is decides what main does. In the launcher its promise gives the job's outcome.
import { launchJob } from "./launcher/launch.ts";
import { launchOverMpi, overMpi } from "./launcher/mpi.ts";
import { readArguments } from "./launcher/arguments.ts";
import { givenOptions, type Outcome, type RunOptions } from "./launcher/options.ts";
import { SpmdError } from "./errors.ts";
import { environment, isNode, rankOfThread } from "./platform.ts";
import { serveRank } from "./rank/serve.ts";
import type { Program } from "./rank/run.ts";

export type { JobOutput, Outcome, RunOptions } from "./launcher/options.ts";
export { runKey } from "./launcher/options.ts";

export async function main(program: Program, selfUrl: string): Promise<Outcome | undefined> {
  const rank = rankOfThread();
  if (rank !== undefined) return void serveRank(program, rank);
  const given = givenOptions(), options = given ?? ownOptions();
  if (options === undefined) return undefined;
  const outcome = await (overMpi(options) ? launchOverMpi : launchJob)(program, selfUrl, options);
  if (outcome.exit) leave(outcome.status, outcome.exit);
  else if (options.ended) options.ended(outcome);
  else if (isNode) leave(outcome.status, process.exit);
  return outcome;
}

/** From the command line, or from a page's address; undefined after a usage error has been shown. */
function ownOptions(): RunOptions | undefined {
  try {
    if (isNode) return { ...readArguments(process.argv.slice(2)), environment: environment() };
    const query = [...new URLSearchParams(globalThis.location?.search ?? "")];
    return readArguments(query.flatMap(([name, value]) => [`--${name}`, value]));
  } catch (error) {
    if (!(error instanceof SpmdError)) throw error;
    const text = `error ${error.code}: ${error.message}\n  help: ${error.help}\n`;
    if (!isNode) throw error;
    process.stderr.write(text);
    process.exitCode = 2;
    return undefined;
  }
}

/** Ends the process once what was written is out: what the user's modules left running must not keep it. */
function leave(status: number, exit: (status: number) => never): void {
  process.exitCode = status;
  process.stdout.write("", () => process.stderr.write("", () => exit(status)));
}
