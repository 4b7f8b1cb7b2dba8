// Message-passing jobs that end badly, through the built command: soon, with the rank and the user's line, a status that is not 0, and nothing left behind (a job has a
// directory for temporary files of its own here). Then the flags that watch a job.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { command, type Outcome, withDirectory } from "../support/commands.ts";

const test = suite("faults: jobs");

const program = `import { MPI } from "spmd/mpi";
const comm = MPI.COMM_WORLD, what = process.argv[2], other = 1 - comm.rank;
const me = comm.rank === 1;
if (what === "--throw" && me) throw new RangeError("on purpose");
if (what === "--exit" && me) process.exit(3);
if (what === "--loop" && me) for (;;);
if (what === "--heap" && me) for (const kept: unknown[] = []; ; ) kept.push(new Array(100_000).fill(kept));
if (what === "--abort" && me) comm.Abort(42);
if (what === "--zero" && me) MPI.Abort(256);
if (what === "--deadlock") comm.recv({ source: other, tag: 5 });
if (what === "--rank" && me) comm.send(1, 7);
if (what === "--left" && me) comm.Irecv(new Int32Array(1), 0, 9);
if (what === "--mismatch") me ? comm.Barrier() : comm.Bcast(new Int32Array(1), 0);
comm.Barrier();
const sum = comm.allreduce(comm.rank);
comm.Sendrecv(new Float64Array(4), other, 1, new Float64Array(4), other, 1);
if (me) console.log("host", MPI.Get_processor_name(), sum);
`;
const lineOf = (what: string): number => program.split("\n").findIndex(line => line.includes(`"--${what}"`)) + 1;

/** Runs it on two ranks; nothing may be left in its directory for temporary files. */
const job = (flags: readonly string[], what: string, env: { readonly [name: string]: string } = {}): Promise<Outcome & { readonly base: number }> => withDirectory(async directory => {
  const temporary = path.join(directory, "tmp"), file = path.join(directory, "job.ts");
  mkdirSync(temporary);
  writeFileSync(file, program);
  const run = (words: readonly string[]): Promise<Outcome> => command("spmd", ["run", "-np", "2", ...words], { cwd: directory, env: { TMPDIR: temporary, ...env } });
  const base = (await run(["job.ts", "--nothing"])).ms, outcome = await run([...flags, "job.ts", `--${what}`]);
  assert.equal(readdirSync(temporary), [], "temporary files");
  return { ...outcome, base };
});

interface Expected {
  readonly flags?: readonly string[];
  readonly status?: number;
  readonly says: RegExp;
  readonly env?: { readonly [name: string]: string };
  /** Beyond what a job takes that has no fault. */
  readonly ms?: number;
}
const at = (what: string): string => `job\\.ts:${lineOf(what)}:\\d+`;
const faults: { readonly [what: string]: Expected } = {
  throw: { says: new RegExp(`^error on rank 1: RangeError: on purpose\\n  ${at("throw")}\\n`) },
  exit: { says: /^error SPMD5005: rank 1 called process\.exit\(3\) while others were still running/ },
  loop: { flags: ["--timeout", "1.5"], says: /^error SPMD5002: the job did not end within 1\.5 s/, ms: 2500 },
  // The thread is ended from outside, as a crash would end it.
  heap: { env: { NODE_OPTIONS: "--max-old-space-size=200" }, says: /^error SPMD5018: rank 1 ran out of memory/, ms: 10_000 },
  abort: { status: 42, says: new RegExp(`^error: rank 1 called Abort\\(42\\) at ${at("abort")}`) },
  zero: { says: /^error: rank 1 called Abort\(256\)/ },
  deadlock: { says: new RegExp(`^error SPMD5020: deadlock: [^]*rank 0  recv\\(source=1, tag=5\\) on MPI_COMM_WORLD at ${at("deadlock")}, waiting for rank 1`) },
  rank: { says: new RegExp(`^error on rank 1: MPI\\.Exception: send: dest is 7, but MPI_COMM_WORLD has ranks 0 to 1 \\(ERR_RANK\\) at ${at("rank")}\\n  ${at("rank")}\\n`) },
  left: { says: new RegExp(`MPI\\.Exception: rank 1 has ended with a request that nobody waited for: Irecv at ${at("left")} \\(ERR_PENDING\\)`) },
  mismatch: { says: new RegExp(`^error SPMD5021: mismatch: [^]*Bcast\\(root=0, dtype=INT, count=1\\)[^\\n]* at ${at("mismatch")}`) },
};

for (const [what, { flags = [], status = 1, says, env, ms = 1500 }] of Object.entries(faults))
  test(what, async () => {
    const outcome = await job(flags, what, env);
    assert.is(outcome.status, status, outcome.stderr);
    assert.match(outcome.stderr, says);
    assert.not.match(outcome.stderr, /\.mjs:\d+/);
    assert.ok(outcome.ms < 3 * outcome.base + ms, `${outcome.ms} ms, ${outcome.base} without a fault`);
  });

test("--check off: what is only checked passes", async () => {
  const { status, stderr } = await job(["--check", "off"], "left");
  assert.equal([status, stderr], [0, ""]);
  const wrong = await job(["--check", "maybe"], "nothing");
  assert.equal([wrong.status, /--check is one of on, off, not 'maybe'/.test(wrong.stderr)], [2, true]);
});

test("algorithms forced by the environment", async () => {
  const { status, stdout } = await job([], "nothing", { SPMD_ALLREDUCE: "ring", SPMD_BARRIER: "dissemination" });
  assert.equal([status, /^host \S+ 1\n$/.test(stdout)], [0, true]);
  const wrong = await job([], "nothing", { SPMD_ALLREDUCE: "quick" });
  assert.is(wrong.status, 2);
  assert.match(wrong.stderr, /^error SPMD5013: SPMD_ALLREDUCE=quick: there is native, flat, sliced, exchange, recursiveDoubling, ring\n/);
});

test("--profile: a table on standard error", async () => {
  const { status, stdout, stderr } = await job(["--profile"], "nothing");
  assert.equal([status, /^host/.test(stdout)], [0, true]);
  assert.match(stderr, /^rank +calls +bytes +communicating ms +outside ms +memory\n +0 +3 [^]*\n +1 +3 [^]*imbalance: [^]*peak memory of the job: [^]*Sendrecv +2 +128 bytes/);
});

test("--trace: a file that opens, also of a job that fails; a place that cannot be written is told before the job", () => withDirectory(async directory => {
  for (const what of ["nothing", "rank"]) {
    const file = path.join(directory, `${what}.json`), { status } = await job(["--trace", file], what);
    assert.is(status, what === "rank" ? 1 : 0);
    const { traceEvents } = JSON.parse(readFileSync(file, "utf8")) as { traceEvents: { ph: string; name: string; tid: number; args?: { site?: string } }[] };
    assert.ok(traceEvents.some(e => e.name === "thread_name" && e.tid === 1));
    if (what === "nothing") assert.is(traceEvents.filter(e => e.ph === "s").length, 2, "arrows");
    assert.match(traceEvents.find(e => e.ph === "X" && e.name === (what === "rank" ? "send" : "Sendrecv"))!.args!.site!, /^job\.ts:\d+:\d+$/);
  }
  for (const [file, says, ran] of [["/no/where/t.json", "there is no such file or directory", false], ["/dev/full", "the disk is full", true], [directory, "it is a directory", false]] as const) {
    const { status, stdout, stderr } = await job(["--trace", file], "nothing");
    assert.is(status, 1);
    assert.is(stdout !== "", ran, "before or after");
    assert.ok(stderr.startsWith(`error SPMD5009: cannot write ${file}: ${says}`), stderr);
  }
}));

test("--profile and --trace of a global-view program", () => withDirectory(async directory => {
  writeFileSync(path.join(directory, "sum.ts"), 'import { generate, sum } from "spmd";\nexport const total = sum(generate([3_000_000], i => i * 0.5));\n');
  const { status, stderr } = await command("spmd", ["run", "-np", "2", "--profile", "--trace", "t.json", "sum.ts"], { cwd: directory });
  assert.is(status, 0, stderr);
  assert.match(stderr, /^rank[^]*Allgather/);
  const { traceEvents } = JSON.parse(readFileSync(path.join(directory, "t.json"), "utf8")) as { traceEvents: { ph: string; cat: string; args: { site?: string } }[] };
  for (const kind of ["kernel", "call"]) assert.ok(traceEvents.some(e => e.cat === kind && /^sum\.ts:2:\d+$/.test(e.args.site ?? "")), kind);
}));

test("help names the flags", async () => {
  const { stdout } = await command("spmd", ["run", "--help"]);
  for (const flag of ["--check on|off", "--profile", "--trace FILE.json"]) assert.ok(stdout.includes(flag), flag);
});

test.run();
