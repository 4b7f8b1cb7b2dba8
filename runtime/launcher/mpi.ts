// A job over MPI: this process is one rank of it, started by mpirun, mpiexec or srun. Every rank runs the program to its end and tells rank 0 how it ended; rank 0 makes one
// report of all, and tells the others that they may leave. Where nobody started this process as a rank, it starts a launcher (mpirun.ts).
//
// Invariant: no rank is left behind. A rank that failed ends the others' calls, waits a moment for rank 0 to tell the user, and else tells it itself and calls MPI_Abort.
import { SpmdError, spmdError } from "../errors.ts";
import { writeOut } from "../io/standardOutput.ts";
import { coreCount, hostName, isNode } from "../platform.ts";
import { failureOf } from "../rank/failure.ts";
import type { RankEnd } from "../rank/job.ts";
import { captureOutput, type Write } from "../rank/output.ts";
import { runRank, type Program } from "../rank/run.ts";
import { reserveMemories } from "../memory/reserve.ts";
import { firstFreeTag } from "../transport/mpi/control.ts";
import { checkFits, findMpi } from "../transport/mpi/find.ts";
import { joinMpi, type Joined } from "../transport/mpi/join.ts";
import { createMpiTransport, type MpiTransport } from "../transport/mpi/mpi.ts";
import { createPausing, type Pausing } from "../transport/mpi/pausing.ts";
import { startedBy, type Started } from "../transport/mpi/started.ts";
import { rankList } from "../transport/report.ts";
import { JobEnded } from "../transport/transport.ts";
import { clockOffset, onClock } from "./clocks.ts";
import { jobOf, type JobPlan, launchJob, mappedLines, outcomeOf, placesOfPackages, strayFailure, usageCodes } from "./launch.ts";
import { startMpirun } from "./mpirun.ts";
import { endOfLauncher, leaveBehind } from "./lingering.ts";
import { findKoffi } from "./nativeKernels.ts";
import { checkTraceFile, tellObserved } from "./observed.ts";
import type { JobOutput, Outcome, RunOptions } from "./options.ts";
import { printing } from "./printing.ts";
import { mapPlaces, reportFailures } from "./report.ts";
import { type Meeting, patienceOf, watchAll, watchFirst } from "./watch.ts";

/** Whether a job runs over MPI: it was asked for, or a launcher of MPI started this process. */
export function overMpi({ transport, environment = {}, help }: RunOptions): boolean {
  return isNode && help !== true && (transport === "mpi" || (transport === undefined && startedBy(environment) !== undefined));
}

export async function launchOverMpi(program: Program, selfUrl: string, options: RunOptions): Promise<Outcome> {
  const { environment = {} } = options, started = startedBy(environment), output = options.output ?? blockingOutput();
  // Some launchers give their processes a terminal: what is printed is the same everywhere, so without colours.
  if (started) for (const stream of [process.stdout, process.stderr]) stream.isTTY = false;
  let joined: Joined, koffi: string | undefined;
  try {
    koffi = findKoffi(placesOfPackages(options.packages, selfUrl));
    if (koffi === undefined) throw spmdError("SPMD5037");
    const file = environment["SPMD_LIBMPI"];
    if (!started) return await startMpirun(koffi, file, options);
    const mpi = findMpi(koffi, { file, family: started.family, likely: started.likely });
    checkFits(mpi, started);
    if (options.npSaid && started.size !== undefined && started.size !== options.np) throw spmdError("SPMD5034", { asked: options.np, launcher: started.launcher, count: started.size });
    joined = joinMpi(mpi, started);
  } catch (error) {
    return told(error, started, output);
  }
  if (joined.size === 1) {
    const alone = await launchJob(program, selfUrl, { ...options, np: 1, output });
    joined.leave();
    return alone;
  }
  return runAsRank(program, selfUrl, options, joined, output, koffi);
}

/** A mistake that all processes find alike is told by the first. The others give it time: a launcher may end all as soon as one has failed. */
async function told(error: unknown, started: Started | undefined, output: JobOutput): Promise<Outcome> {
  const failure = failureOf(started?.rank ?? 0, error instanceof SpmdError ? error : error instanceof Error ? spmdError("SPMD5035", { reason: error.message, way: "look at what the MPI library says; spmd doctor tries what there is" }) : error);
  if (!started || started.rank === 0) output.stderr(reportFailures([failure], 1, undefined));
  else await new Promise((resolve) => setTimeout(resolve, 1000));
  return { status: failure.kind === "spmd" && (usageCodes.includes(failure.code) || failure.code === "SPMD5034") ? 2 : 1, failures: [failure] };
}

async function runAsRank(program: Program, selfUrl: string, options: RunOptions, joined: Joined, output: JobOutput, koffi: string): Promise<Outcome> {
  const { rank, size, neighbours } = joined, crowded = neighbours > coreCount(), lines = printing(output, { tag: options.tagOutput ?? false, single: program.view === "global" });
  const speaks = program.view === "local" || rank === 0, write: Write = (stream, text) => { if (speaks) lines.print(rank, stream, text); };
  const transport = createMpiTransport(joined, { memory: reserveMemories(neighbours, undefined)[0]!, crowded }), ends = gatherEnds(transport, createPausing(joined.mpi, crowded));
  const restore = captureOutput(write), stray = strayFailure(rank);
  let offset = 0, sources: Awaited<ReturnType<typeof mappedLines>>;
  /** Tells how this rank ended, hears how all did, and ends MPI: in order, or at once. */
  const finish = (end: RankEnd): Outcome => {
    lines.flush();
    const all = ends.gather(onClock(end, offset));
    // If the job has failed, rank 0 has told the user, and ends all.
    if (all === undefined) ends.waitToBeEnded();
    const outcome = all === undefined ? { status: ends.status(), failures: [] } : outcomeOf(all, { ...options, np: size }, sources, output);
    const observed = all === undefined || tellObserved(program.name, options, all, output, (text) => mapPlaces(text, sources)), status = observed ? outcome.status : outcome.status || 1;
    ends.release(outcome.failures.length > 0 ? Math.max(1, status) : 0, status);
    if (outcome.failures.length > 0 || (all !== undefined && rank !== 0)) {
      if (outcome.failures.length > 0) ends.letItBeHeard();
      leaveBehind(endOfLauncher(lingeringSeconds));
      joined.abort(status || 1);
    }
    transport.settle();
    joined.leave();
    return { ...outcome, status };
  };
  // The program ends the process.
  const leaving = (status: number): void => void (process.exitCode = finish({ ok: false, failure: { kind: "exit", rank, status } }).status);
  process.on("exit", leaving);
  let end: RankEnd;
  try {
    watch(joined, transport, options, koffi);
    if (options.trace !== undefined) offset = clockOffset(transport, joined.hosts);
    const plan = await jobOf(program, { ...options, np: size }, selfUrl, rank === 0 ? output.stderr : () => undefined, true);
    if (rank === 0) checkTraceFile(options);
    options.loaded?.();
    if (program.view === "local") process.argv = [...process.argv.slice(0, 2), ...plan.args];
    end = await Promise.race([stray.failed, runRank(program, { ...plan, rank, ...perRank(plan, neighbours) }, { transport, write })]);
  } catch (error) {
    end = { ok: false, failure: failureOf(rank, error) };
  }
  stray.stop();
  restore();
  process.off("exit", leaving);
  sources = !end.ok || rank === 0 ? await mappedLines(selfUrl, options.source) : undefined;
  return finish(end);
}

/** Starts the threads that see to the time limit and to the hosts (watch.ts). Where they do not reach each other, nobody watches. */
function watch({ rank, hosts }: Joined, transport: MpiTransport, { timeout, environment = {} }: RunOptions, koffi: string): void {
  const { control } = transport, moveUntil = (ready: () => boolean): boolean => {
    const deadline = performance.now() + meetingMs;
    while (!ready() && performance.now() < deadline) transport.moveOn();
    return ready();
  };
  const leaders = [...new Set(hosts)].filter((leader) => leader !== 0), patienceMs = patienceOf(environment), told = (code: "SPMD5002" | "SPMD5036", values: { readonly [name: string]: string | number }): string => reportFailures([failureOf(0, spmdError(code, values))], 1, undefined);
  const lost = (leader: number, name: string): string => {
    const ranks = hosts.flatMap((host, r) => (host === leader ? [r] : []));
    return told("SPMD5036", { report: `host ${name} (rank${ranks.length > 1 ? "s" : ""} ${rankList(ranks)}) has not answered for ${patienceMs / 1000} s` });
  };
  if (rank !== 0) {
    if (hosts[rank] === rank) {
      let meeting: Meeting | undefined;
      control.send(0, nameTag, hostName());
      control.hear(meetingTag, (_, value) => (meeting = value as Meeting));
      if (moveUntil(() => meeting !== undefined)) watchFirst(koffi, meeting!, rank, lost(0, "of rank 0"), patienceMs);
    }
    return;
  }
  const limit = timeout === undefined ? undefined : { ms: timeout * 1000, text: told("SPMD5002", { seconds: timeout }) }, names = new Map<number, string>();
  if (leaders.length === 0) return limit && void watchAll(koffi, limit, undefined, patienceMs);
  control.hear(nameTag, (leader, name) => void names.set(leader, name as string));
  moveUntil(() => names.size === leaders.length);
  const meeting = watchAll(koffi, limit, Object.fromEntries(leaders.map((l) => [l, lost(l, names.get(l) ?? `of rank ${l}`)])), patienceMs);
  if (meeting) for (const l of leaders) control.send(l, meetingTag, meeting);
}

/** After an abort; launchers take their time to end all ranks. */
const lingeringSeconds = 10;

/** Hosts begin together, more or less. */
const meetingMs = 10_000;
const nameTag = firstFreeTag + 2, meetingTag = firstFreeTag + 3;

/** The memory of a host is for all ranks on it. */
function perRank({ memoryBytes }: JobPlan, neighbours: number): { memoryBytes?: number } {
  return memoryBytes === undefined ? {} : { memoryBytes: memoryBytes / neighbours };
}

interface Ends {
  /** How all ranks ended, on rank 0; undefined on others, once they may leave. */
  gather(end: RankEnd): RankEnd[] | undefined;
  /** Rank 0: the others may leave, with the job's exit status; or, if the job has failed, wait for their end. */
  release(failed: number, status: number): void;
  /** What rank 0 has said: 0 unless the job failed. */
  status(): number;
  waitToBeEnded(): void;
  /** A launcher ends all at once, also its own parts that pass on what was said: they get a moment. */
  letItBeHeard(): void;
}

const endTag = firstFreeTag, leaveTag = firstFreeTag + 1;
/** Others that fail alike are heard for so long after the first; rank 0 is waited for so long by one that has failed. */
const graceMs = 300, patienceMs = 1500;
/** How long a launcher may take to pass on a rank's last words. */
const hearingMs = 100;

function gatherEnds(transport: MpiTransport, pausing: Pausing): Ends {
  const { rank, size, control } = transport, heard = new Map<number, RankEnd>();
  let released: readonly [failed: number, status: number] | undefined;
  control.hear(endTag, (source, value) => void heard.set(source, value as RankEnd));
  control.hear(leaveTag, (_, value) => (released = value as [number, number]));
  const until = (ready: () => boolean): void => {
    pausing.reset();
    while (!ready()) {
      const before = heard.size;
      moveOn(transport);
      if (heard.size === before) pausing.pause();
      else pausing.reset();
    }
  };
  return {
    gather(end) {
      if (!end.ok && end.failure.kind !== "ended") control.tellEnd(new JobEnded("failed", rank, `rank ${rank} failed`));
      if (rank !== 0) {
        control.send(0, endTag, end.ok ? { ...end, results: undefined } : end);
        const deadline = performance.now() + patienceMs;
        until(() => released !== undefined || (!end.ok && performance.now() > deadline));
        return released === undefined ? [end] : undefined;
      }
      heard.set(0, end);
      let grace = Infinity;
      until(() => {
        if (grace === Infinity && [...heard.values()].some((e) => !e.ok)) grace = performance.now() + graceMs;
        return heard.size === size || performance.now() > grace;
      });
      return [...heard.values()];
    },
    release(failed, status) {
      if (rank !== 0) return;
      for (const other of heard.keys()) if (other !== rank) control.send(other, leaveTag, [failed, status]);
      const deadline = performance.now() + graceMs;
      if (failed !== 0) until(() => transport.allSent() || performance.now() > deadline);
    },
    status: () => released?.[1] ?? 1,
    waitToBeEnded() {
      const deadline = performance.now() + patienceMs;
      if (released?.[0] !== 0) until(() => performance.now() > deadline);
    },
    letItBeHeard() {
      const deadline = performance.now() + hearingMs;
      until(() => performance.now() > deadline);
    },
  };
}

/** Progress also after the job's end has been told: that is when ends are exchanged. */
function moveOn(transport: MpiTransport): void {
  try {
    transport.progress();
  } catch (error) {
    if (!(error instanceof JobEnded)) throw error;
    transport.moveOn();
  }
}

/** Text goes out before the call returns: MPI_Abort ends the process without asking. */
function blockingOutput(): JobOutput {
  return { stdout: (text) => writeOut(1, text), stderr: (text) => writeOut(2, text) };
}
