// Times each workload beside its peers, in turns on one machine: a table with medians and ratios, and a picture.
//   npm run bench -- [WORKLOAD ...] [--np 2] [--rounds 5] [--repeats 5] [--out DIR]
//
// In each round every participant runs once, as a process of its own that measures the workload `repeats` times; its figure is the median of those after the first,
// and the table's is the median over the rounds (and the least of all, which a busy machine disturbs less). Peers are built, or left out, by what the machine has.
// All participants tell a number that must agree: they do the same work.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { picture } from "./picture.mjs";

const here = path.dirname(fileURLToPath(import.meta.url)), root = path.join(here, "../.."), cache = path.join(root, "node_modules/.cache/spmd-bench");
const { values, positionals } = parseArgs({ allowPositionals: true, options: { np: { type: "string", default: "2" }, rounds: { type: "string", default: "5" }, repeats: { type: "string", default: "5" }, out: { type: "string", default: cache } } });
const np = Number(values.np), rounds = Number(values.rounds), repeats = Number(values.repeats);
const all = readdirSync(path.join(here, "workloads")).map((name) => name.replace(/\.ts$/, "")), names = positionals.length > 0 ? positionals : all;
mkdirSync(cache, { recursive: true });
mkdirSync(values.out, { recursive: true });

const participants = [...ours(), ...peers()], results = [];
for (const name of names) {
  const runners = participants.map(({ title, prepare }) => ({ title, command: prepare(name), times: [], check: undefined })).filter(({ command }) => command !== undefined), loads = [];
  for (let round = 0; round < rounds; round++) {
    loads.push(loadavg()[0]);
    for (const runner of runners) measure(runner);
  }
  const finished = runners.filter(({ times }) => times.length > 0);
  tellDisagreement(name, finished);
  results.push({ name, load: Math.max(...loads), rows: finished.map(({ title, times }) => ({ title, median: median(times.map(median)), least: Math.min(...times.flat()) })) });
  console.log(table(results.at(-1)));
}
const head = `${cpus()[0].model}, ${cpus().length} cores; ${np} ranks; ${rounds} rounds in turns; Node ${process.versions.node}`;
writeFileSync(path.join(values.out, "bench.md"), `# Bench\n\n${head}\n\n${results.map(table).join("\n")}`);
writeFileSync(path.join(values.out, "bench.json"), JSON.stringify({ head, results }, undefined, 1));
writeFileSync(path.join(values.out, "bench.svg"), picture(head, results));
console.log(`${head}\nwritten: ${path.join(values.out, "bench.md")}, bench.json, bench.svg`);

/** A participant: `prepare(workload)` gives the command line that prints { seconds, check }, or undefined where it takes no part. */
function ours() {
  return ["native", "wasm", "js"].map((kernels) => ({
    title: `spmd, ${kernels}`,
    prepare(name) {
      const bundle = path.join(cache, `${name}-${kernels}.mjs`);
      const built = spawnSync(process.execPath, [path.join(root, "dist/spmdc.mjs"), "build", path.join(here, "workloads", `${name}.ts`), "--kernels", kernels, "-o", bundle], { encoding: "utf8" });
      if (built.status === 0) return [process.execPath, path.join(root, "dist/spmd.mjs"), "run", "-np", String(np), "--kernels", kernels, bundle, "--repeats", String(repeats)];
      console.log(`${name}, spmd ${kernels}: left out: ${built.stderr.split("\n")[0]}`);
      return undefined;
    },
  }));
}

function peers() {
  const source = path.join(here, "peers/peer.c"), list = [];
  const add = (title, has, prepare) => (has ? list.push({ title, prepare }) : console.log(`${title}: left out, not on this machine`));
  const having = (names, prepare) => (name) => (names.includes(name) ? prepare(name) : undefined), common = ["mandelbrot", "pi", "triad", "sum", "dot", "scan", "heat"];
  const mpi = (program) => ["mpirun", "--allow-run-as-root", "--oversubscribe", "-np", String(np), program], plain = compiled("gcc", "peer", source, ["-O3", "-march=native"]);
  const mpiPlain = compiled("mpicc", "peer-mpi", source, ["-O3", "-march=native", "-DWITH_MPI"]), mpiFast = compiled("mpicc", "peer-mpi-fast", source, ["-O3", "-march=native", "-ffast-math", "-DWITH_MPI"]);
  const byHand = compiled("gcc", "mandelbrot512", path.join(here, "peers/mandelbrot512.c"), ["-O3", "-march=native", "-ffp-contract=off", "-pthread"]);
  add("C, 1 thread", plain, having(common, (name) => [plain, name, String(repeats)]));
  add(`C + Open MPI, ${np} processes`, mpiPlain, having(common, (name) => [...mpi(mpiPlain), name, String(repeats)]));
  add(`C + Open MPI, -ffast-math, ${np} processes`, mpiFast, having(common, (name) => [...mpi(mpiFast), name, String(repeats)]));
  add(`C with AVX-512 by hand, ${np} threads`, byHand && hasAvx512(), having(["mandelbrot"], () => [byHand, String(repeats), String(np)]));
  add("NumPy, 1 thread", works("python3", ["-c", "import numpy"]), having(common, (name) => ["python3", path.join(here, "peers/peer.py"), name, String(repeats)]));
  add("JavaScript, 1 thread", true, having(common, (name) => [process.execPath, path.join(here, "peers/peer.mjs"), name, String(repeats)]));
  return list;
}

/** The program's path; undefined where there is no such compiler. */
function compiled(compiler, name, source, flags) {
  const program = path.join(cache, name);
  try {
    execFileSync(compiler, [...flags, source, "-o", program, "-lm"], { stdio: "pipe" });
    return program;
  } catch {
    return undefined;
  }
}

function works(command, args) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

function hasAvx512() {
  return /__AVX512F__/.test(spawnSync("gcc", ["-march=native", "-dM", "-E", "-x", "c", "/dev/null"], { encoding: "utf8" }).stdout ?? "");
}

/** OpenBLAS and the like must not take more threads than the others have. */
function measure(runner) {
  const [program, ...args] = runner.command, ran = spawnSync(program, args, { encoding: "utf8", timeout: 120_000, env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" } });
  try {
    const { seconds, check } = JSON.parse(ran.stdout.trim().split("\n").at(-1));
    runner.times.push(seconds.length > 1 ? seconds.slice(1) : seconds);
    runner.check = check;
  } catch {
    console.log(`${runner.title}: ${ran.error?.message ?? ran.stderr.trim().split("\n")[0] ?? `status ${ran.status}`}`);
  }
}

function tellDisagreement(name, runners) {
  const [first] = runners;
  // Whose multiplications and additions are contracted or reordered, a few points of Mandelbrot take another step.
  for (const { title, check } of runners) if (!(Math.abs(check - first.check) <= 1e-3 * Math.abs(first.check))) console.log(`${name}: ${title} computes ${check}, ${first.title} ${first.check}`);
}

function median(list) {
  const sorted = [...list].sort((a, b) => a - b), half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Ratios: how many times longer than the first (spmd, native) each takes. */
function table({ name, load, rows }) {
  const [first] = rows, ms = (seconds) => (1000 * seconds).toFixed(2);
  // Of ours alone the load is about as large as the number of ranks.
  const disturbed = load > np + 1 ? `load up to ${load.toFixed(1)}: others were busy on this machine, which disturbs these figures` : `load up to ${load.toFixed(1)}`;
  return [`## ${name}`, "", disturbed, "", "| | median ms | least ms | time / native (median) | (least) |", "| --- | ---: | ---: | ---: | ---: |",
    ...rows.map(({ title, median: m, least }) => `| ${title} | ${ms(m)} | ${ms(least)} | ${(m / first.median).toFixed(2)} | ${(least / first.least).toFixed(2)} |`), ""].join("\n");
}
