// What `--profile` and `--trace` give: made of what the ranks hand over at their ends, those that failed too.
import { fileError } from "../io/npyFile.ts";
import { files, peakMemoryBytes } from "../platform.ts";
import type { RankEnd } from "../rank/job.ts";
import { renderProfile } from "../trace/profile.ts";
import { renderTrace } from "../trace/trace.ts";
import { spmdError } from "../errors.ts";
import type { JobOutput, RunOptions } from "./options.ts";
import { reportFailures } from "./report.ts";
import { failureOf } from "../rank/failure.ts";

type Asked = Pick<RunOptions, "profile" | "trace">;

/** Before the job: a place that cannot be written is an error now, not after hours. */
export function checkTraceFile({ trace }: Asked): void {
  if (trace === undefined) return;
  if (!files) throw spmdError("SPMD5009", { action: "write", file: trace, reason: "there are no files here" });
  try {
    files.checkWritable(trace);
  } catch (error) {
    throw fileError("write", trace, error);
  }
}

/** After the job. `where`: places of the bundle in a text become the user's. False if something could not be written, which has been told then. */
export function tellObserved(program: string, { profile, trace }: Asked, ends: readonly RankEnd[], output: JobOutput, where: (text: string) => string): boolean {
  if (profile) output.stderr(renderProfile(ends.flatMap((end) => end.observed?.profile ?? []), peakMemoryBytes()));
  if (trace === undefined) return true;
  const traces = ends.flatMap((end) => end.observed?.trace ?? []).sort((a, b) => a.rank - b.rank), dropped = traces.reduce((sum, t) => sum + t.dropped, 0);
  if (dropped > 0) output.stderr(`the trace leaves out ${dropped} calls: it keeps the first of each rank\n`);
  try {
    files!.writePieces(trace, renderTrace(program, traces, where));
    return true;
  } catch (error) {
    output.stderr(reportFailures([failureOf(0, fileError("write", trace, error))], 1, undefined));
    return false;
  }
}
