// Programs over real MPI libraries: the same bytes as on threads, and one clear message for whatever is wrong. `npm run test:long` runs every example on 1, 2, 3, 4 and 7 ranks.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { command, type Outcome, withDirectory } from "./support/commands.ts";
import { launch, mpiEnvironment, type MpiHere, mpis, noMpi } from "./support/overMpi.ts";

const test = suite("over MPI");
const long = process.env["SPMD_TEST_LONG"] === "1";
const spmd = path.resolve("dist/spmd.mjs");

if (mpis.length === 0) test.skip(noMpi, () => undefined);

/** Every example's main program. */
const examples = readdirSync("examples").flatMap((name) => (name === "mpi" ? readdirSync("examples/mpi").filter((file) => file.endsWith(".ts")).map((file) => `examples/mpi/${file}`) : existsSync(`examples/${name}/${name}.ts`) ? [`examples/${name}/${name}.ts`] : []));
/** What these print depends on time, or on who comes first. */
const varies = ["examples/mpi/timing.ts", "examples/mpi/hello.ts", "examples/mpi/masterWorker.ts"];
const chosen = long ? examples : ["examples/mandelbrot/mandelbrot.ts", "examples/conjugateGradient/conjugateGradient.ts", "examples/mpi/pi.ts", "examples/mpi/sharedCounter.ts"];

const build = async (source: string, directory: string): Promise<string> => {
  const bundle = path.join(directory, `${path.basename(source, ".ts")}.spmd.mjs`), { status, stderr } = await command("spmdc", ["build", source, "-o", bundle], { timeoutMs: 120_000 });
  assert.is(status, 0, stderr);
  return bundle;
};

/** What a run leaves behind: sorted lines, and the hash of every file. */
function traces(outcome: Pick<Outcome, "status" | "stdout" | "stderr">, directory: string): readonly string[] {
  const hash = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");
  return [`status ${outcome.status}`, ...outcome.stdout.split("\n").sort(), ...readdirSync(directory, { recursive: true, encoding: "utf8" }).sort().filter((name) => /\.\w+$/.test(name)).map((name) => `${name} ${hash(path.join(directory, name))}`)];
}

for (const source of mpis.length === 0 ? [] : chosen)
  test(`${source}: the same bytes as on threads`, () => withDirectory(async (directory) => {
    const bundle = await build(source, directory);
    for (const np of long ? [1, 2, 3, 4, 7] : [3]) {
      const place = (how: string): string => {
        const made = path.join(directory, `${how}-${np}`);
        mkdirSync(made);
        return made;
      };
      const here = place("threads"), threads = await command("spmd", ["run", "-np", String(np), "--save", "out", bundle], { cwd: here, timeoutMs: 120_000 }), expected = traces(threads, here);
      for (const mpi of mpis) {
        const there = place(mpi.name.replace(" ", "")), ended = await launch(mpi, np, [process.execPath, spmd, "run", "--save", "out", bundle], { cwd: there, timeoutMs: 120_000 });
        if (varies.includes(source)) assert.is(ended.status, 0, ended.stderr);
        else assert.equal(traces(ended, there), expected, `${mpi.name}, ${np} ranks: ${ended.stderr}`);
      }
    }
  }));

const run = (mpi: MpiHere, np: number, words: readonly string[], env: { readonly [name: string]: string } = {}): Promise<Outcome> =>
  command("spmd", ["run", "-np", String(np), "--transport", "mpi", ...words], { timeoutMs: 60_000, env: { ...mpiEnvironment, SPMD_LIBMPI: mpi.library, ...env } });

interface Wrong {
  readonly program: string;
  readonly says: RegExp;
  readonly status: number;
}

const wrong: { readonly [name: string]: Wrong } = {
  "a rank throws": { program: "if (comm.rank === 1) throw new RangeError(\"no ones\");\ncomm.Barrier();", says: /^error on rank 1: RangeError: no ones\n {2}\S*program\.ts:3:28\n/, status: 1 },
  "a rank throws while others compute": { program: "if (comm.rank === 1) throw new Error(\"early\");\nfor (;;);", says: /^error on rank 1: Error: early\n/, status: 1 },
  "a rank exits": { program: "if (comm.rank === 2) process.exit(3);\ncomm.Barrier();", says: /^error SPMD5005: rank 2 called process\.exit\(3\)/, status: 1 },
  "Abort": { program: "if (comm.rank === 1) comm.Abort(7);\ncomm.Barrier();", says: /^error: rank 1 called Abort\(7\) at \S*program\.ts:3:27\n/, status: 7 },
  "deadlock": { program: "comm.recv({ source: (comm.rank + 1) % comm.size, tag: 7 });", says: /^error SPMD5020: deadlock: [\s\S]*rank 0 {2}recv\(source=1, tag=7\) on MPI_COMM_WORLD at \S*program\.ts:3:6, waiting for rank 1\n/, status: 1 },
  "mismatch": { program: "const a = new Float64Array(4);\nif (comm.rank === 1) comm.Bcast(a, { root: 0 }); else comm.Allreduce(a, new Float64Array(4));", says: /^error SPMD5021: mismatch: [\s\S]*Allreduce\(op=SUM, dtype=DOUBLE, count=4\)[\s\S]*Bcast\(root=0, dtype=DOUBLE, count=4\)/, status: 1 },
  "long collectives that differ": { program: "const a = new Float64Array(60000);\nif (comm.rank === 1) comm.Bcast(a, { root: 1 }); else comm.Bcast(a, { root: 0 });", says: /^error SPMD5021: mismatch: [\s\S]*Bcast\(root=0, dtype=DOUBLE, count=60000\)[\s\S]*program\.ts:4:\d+[\s\S]*Bcast\(root=1, dtype=DOUBLE, count=60000\)/, status: 1 },
  "a long collective that one does not come to": { program: "if (comm.rank === 1) comm.recv({ source: 0 }); else comm.Bcast(new Float64Array(60000), { root: 0 });", says: /^error SPMD5020: deadlock: [\s\S]*Bcast\(root=0, dtype=DOUBLE, count=60000\) on MPI_COMM_WORLD \(collective 0\) at \S*program\.ts:3:\d+, waiting for rank/, status: 1 },
  "an error of MPI": { program: "if (comm.rank === 0) comm.Send(new Float64Array(4), { dest: 1 });\nelse if (comm.rank === 1) comm.Recv(new Float64Array(2), { source: 0 });", says: /^error on rank 1: MPI\.Exception: Recv: the message of 32 bytes .*\(ERR_TRUNCATE\) at \S*program\.ts:4:32/, status: 1 },
};

for (const [name, { program, says, status }] of Object.entries(mpis.length === 0 ? {} : wrong))
  test(`wrong program: ${name}`, () => withDirectory(async (directory) => {
    const source = path.join(directory, "program.ts");
    writeFileSync(source, `import { MPI } from "spmd/mpi";\nconst comm = MPI.COMM_WORLD;\n${program}\n`);
    const bundle = await build(source, directory);
    for (const mpi of long ? mpis : [mpis[Object.keys(wrong).indexOf(name) % mpis.length]!]) {
      const ended = await run(mpi, 3, [bundle]);
      assert.match(ended.stderr, says, `${mpi.name}, status ${ended.status}: ${ended.stderr}`);
      assert.is(ended.status, status, `${mpi.name}: ${ended.stderr}`);
    }
  }));

test("the flags that tell, over processes", () => withDirectory(async (directory) => {
  if (mpis.length === 0) return;
  const bundle = await build("examples/mpi/pi.ts", directory), trace = path.join(directory, "trace.json"), mpi = mpis[0]!;
  const ended = await run(mpi, 2, ["--profile", "--trace", trace, "--tag-output", bundle]);
  assert.is(ended.status, 0, ended.stderr);
  assert.match(ended.stdout, /^\[stdout:0\] pi is approximately 3\.1424259850/);
  assert.match(ended.stderr, /rank {4}calls[\s\S]*\n {3}0 [\s\S]*\n {3}1 [\s\S]*imbalance/);
  const { traceEvents } = JSON.parse(readFileSync(trace, "utf8")) as { traceEvents: { ph: string; tid: number }[] };
  assert.equal([...new Set(traceEvents.filter(({ ph }) => ph === "X").map(({ tid }) => tid))].sort(), [0, 1]);
  const late = await run(mpi, 2, ["--timeout", "1", await build(await endless(directory), directory)]);
  assert.match(late.stderr, /^error SPMD5002: the job did not end within 1 s\n/);
  assert.is(late.status, 1);
}));

async function endless(directory: string): Promise<string> {
  const file = path.join(directory, "endless.ts");
  writeFileSync(file, 'import { MPI } from "spmd/mpi";\nif (MPI.COMM_WORLD.rank === 0) for (;;);\nMPI.COMM_WORLD.Barrier();\n');
  return file;
}

test("libraries and launchers that are missing or do not fit", () => withDirectory(async (directory) => {
  if (mpis.length === 0) return;
  const bundle = await build("examples/mpi/hello.ts", directory), mpi = mpis[0]!, hosts = path.join(directory, "hosts");
  const refuses = async (ended: Pick<Outcome, "status" | "stderr">, says: RegExp, status: number): Promise<void> => {
    assert.match(ended.stderr, says);
    assert.is(ended.status, status, ended.stderr);
  };
  await refuses(await run(mpi, 2, [bundle], { SPMD_LIBMPI: "/nowhere/libmpi.so" }), /^error SPMD5032: SPMD_LIBMPI=\/nowhere\/libmpi\.so cannot be used: it cannot be loaded/, 1);
  await refuses(await run(mpi, 2, [bundle], { SPMD_LIBMPI: "libc.so.6" }), /^error SPMD5032: SPMD_LIBMPI=libc\.so\.6 cannot be used: it has no function MPI_Init/, 1);
  await refuses(await run(mpi, 2, [bundle], { SPMD_MPIRUN: "/nowhere/mpirun" }), /^error SPMD5035: .*SPMD_MPIRUN names \/nowhere\/mpirun, which is not there/, 1);
  await refuses(await run(mpi, 2, ["--hostfile", "/nowhere/hosts", bundle]), /^error SPMD5035: .*there is no file \/nowhere\/hosts/, 1);
  writeFileSync(hosts, "no-such-host.invalid\n");
  for (const each of mpis) await refuses(await run(each, 2, ["--hostfile", hosts, bundle]), /^error SPMD5035: the job cannot be started over MPI: .*no-such-host/, 1);
  // A host that does not answer: what ssh says of it. Hydra would wait for ever.
  const agent = path.join(directory, "agent");
  writeFileSync(agent, "#!/bin/sh\necho 'ssh: connect to host 10.255.255.1 port 22: No route to host' >&2\nexit 255\n", { mode: 0o755 });
  writeFileSync(hosts, "10.255.255.1\n");
  for (const each of mpis) {
    const words = each.name === "Open MPI" ? `--mca plm_rsh_agent ${agent}` : `-launcher ssh -launcher-exec ${agent}`;
    await refuses(await run(each, 2, ["--hostfile", hosts, bundle], { SPMD_MPIRUN: `${each.launcher} ${words}` }), /^error SPMD5035: the job cannot be started over MPI: ssh: connect to host 10\.255\.255\.1 port 22: No route to host\n {2}help: every host of the host file must be reachable/, 1);
  }
  // The launcher of one family and the library of the other: each process would believe to be rank 0 of 1.
  const other = mpis.find(({ name }) => name !== mpi.name);
  if (other) await refuses(await launch(mpi, 2, [process.execPath, spmd, "run", bundle], { env: { SPMD_LIBMPI: other.library } }), /error SPMD5031: mpirun of Open MPI started 2 processes, but .* Each of them would believe to be rank 0 of 1\n {2}help: use the launcher that came with the library/, 1);
  await refuses(await launch(mpi, 2, [process.execPath, spmd, "run", "-np", "4", bundle]), /error SPMD5034: -np 4, but .* started 2 processes/, 2);
  // srun without PMI.
  await refuses(await command("spmd", ["run", bundle], { env: { SLURM_STEP_ID: "0", SLURM_STEP_NUM_TASKS: "4", SLURM_PROCID: "0", SPMD_LIBMPI: mpi.library } }), /^error SPMD5031: srun started 4 processes[\s\S]*--mpi=pmix/, 1);
}));

test("a library that sees only its own process", () => withDirectory(async (directory) => {
  const mpich = mpis.find(({ name }) => name === "MPICH");
  if (!mpich) return;
  // As under srun --mpi=pmix, which MPICH does not understand.
  const bundle = await build("examples/mpi/hello.ts", directory), srun = { SLURM_STEP_ID: "0", SLURM_STEP_NUM_TASKS: "4", SLURM_PROCID: "0", PMIX_RANK: "0" };
  for (const env of [srun, { PMI_RANK: "0", PMI_SIZE: "4" }]) {
    const ended = await command("spmd", ["run", bundle], { timeoutMs: 60_000, env: { ...mpiEnvironment, SPMD_LIBMPI: mpich.library, ...env } });
    assert.match(ended.stderr, /error SPMD5031: .* started 4 processes, but \S+ \(MPICH .*\) does not find the others: it sees only itself\. Each of them would believe to be rank 0 of 1\n {2}help: /);
    if (env === srun) assert.match(ended.stderr, /help: with MPICH start it by srun --mpi=pmi2/);
    assert.is(ended.status, 1, ended.stderr);
    assert.is(ended.stdout, "");
  }
}));

/** Programs that start MPI, or a thread, before they run a bundle. */
const refused: { readonly [name: string]: { readonly program: (file: string, mpi: MpiHere, bundle: string) => string; readonly says: RegExp } } = {
  "MPI started by another program": { program: (file, mpi, bundle) => `${callMpi(mpi)}\ncall("MPI_Init");\n${runHere(file, bundle)}`, says: /error SPMD5033: .* it has been started in this process already: by another program, or by a second copy of this one/ },
  "MPI started and ended": { program: (file, mpi, bundle) => `${callMpi(mpi)}\ncall("MPI_Init");\ncall("MPI_Finalize");\n${runHere(file, bundle)}`, says: /error SPMD5033: .* it has been started and ended in this process already, and MPI starts only once/ },
  "a thread": { program: (file, _, bundle) => `import { Worker } from "node:worker_threads";\nnew Worker(${JSON.stringify(file)}, { argv: ["run", "--transport", "mpi", ${JSON.stringify(bundle)}] }).on("exit", (status) => process.exit(status));\n`, says: /error SPMD5033: .* this is a thread of another job; one process is one rank of MPI/ },
};
const callMpi = (mpi: MpiHere): string => `import koffi from ${JSON.stringify(path.resolve("node_modules/koffi/index.js"))};\nconst library = koffi.load(${JSON.stringify(mpi.library)}, { global: true });\nconst call = (name) => library.func(name, "int", name === "MPI_Init" ? ["uintptr_t", "uintptr_t"] : [])(...(name === "MPI_Init" ? [0, 0] : []));`;
const runHere = (file: string, bundle: string): string => `process.argv = [process.argv[0], ${JSON.stringify(file)}, "run", ${JSON.stringify(bundle)}];\nawait import(${JSON.stringify(file)});\n`;

for (const [name, { program, says }] of Object.entries(mpis.length === 0 ? {} : refused))
  test(`refused: ${name}`, () => withDirectory(async (directory) => {
    const bundle = await build("examples/mpi/hello.ts", directory), file = path.join(directory, "program.mjs");
    for (const mpi of mpis) {
      writeFileSync(file, program(spmd, mpi, bundle));
      const ended = await launch(mpi, 2, [process.execPath, file], { timeoutMs: 60_000 });
      assert.match(ended.stderr, says, `${mpi.name}, status ${ended.status}: ${ended.stdout}${ended.stderr}`);
      assert.is(ended.stdout, "", mpi.name);
      assert.is.not(ended.status, 0, mpi.name);
      assert.is.not(ended.status, null, mpi.name);
    }
  }));

test("more ranks than the hosts have slots for", () => withDirectory(async (directory) => {
  const mpi = mpis.find(({ name }) => name === "Open MPI");
  if (!mpi) return;
  const bundle = await build("examples/mpi/hello.ts", directory), hosts = path.join(directory, "hosts");
  writeFileSync(hosts, "localhost slots=2\n");
  const ended = await run(mpi, 5, ["--hostfile", hosts, bundle]);
  assert.match(ended.stderr, /^error SPMD5035: the job cannot be started over MPI: .* has no room for 5 ranks on the hosts it was given\n {2}help: ask for fewer ranks/);
  assert.is(ended.status, 1);
}));

test.run();
