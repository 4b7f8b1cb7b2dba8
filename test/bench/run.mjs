// Times each workload beside its peers, in turns on one machine: a table with medians and ratios, and a picture.
//   npm run bench -- [WORKLOAD ...] [--np 2] [--rounds 5] [--repeats 5] [--out DIR]
//
// In each round every participant runs once, as a process of its own that measures the workload `repeats` times; its figure is the median of those after the first,
// and the table's is the median over the rounds (and the least of all, which a busy machine disturbs less). Peers are built, or left out, by what the machine has.
// All participants tell a number that must agree: they do the same work.
//
// A workload is a folder: `spmd.ts`, and beside it what its peers have of it: peer.c, avx512.c, peer-numpy.py, peer-numba.py, peer-mpi.py, peer.mjs. What peers in one language share
// is in `common`.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { picture } from "./picture.mjs";

const here = path.dirname(fileURLToPath(import.meta.url)), root = path.join(here, "../.."), cache = path.join(root, "node_modules/.cache/spmd-bench");
const { values, positionals } = parseArgs({ allowPositionals: true, options: { np: { type: "string", default: "2" }, rounds: { type: "string", default: "5" }, repeats: { type: "string", default: "5" }, out: { type: "string", default: cache } } });
const np = Number(values.np), rounds = Number(values.rounds), repeats = Number(values.repeats);
const all = readdirSync(path.join(here, "workloads")), names = positionals.length > 0 ? positionals : all, fileOf = (name, file) => path.join(here, "workloads", name, file);
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
const short = summary();
console.log(short);
writeFileSync(path.join(values.out, "bench.md"), `# Bench\n\n${head}\n\n${short}\n${results.map(table).join("\n")}`);
writeFileSync(path.join(values.out, "bench.json"), JSON.stringify({ head, results }, undefined, 1));
writeFileSync(path.join(values.out, "bench.svg"), picture(head, results));
console.log(`${head}\nwritten: ${path.join(values.out, "bench.md")}, bench.json, bench.svg`);

/** A participant: `prepare(workload)` gives the command line that prints { seconds, check }, or undefined where it takes no part. */
function ours() {
  return ["native", "wasm", "js"].map((kernels) => ({
    title: `spmd, ${kernels}`,
    prepare(name) {
      const bundle = path.join(cache, `${name}-${kernels}.mjs`);
      const built = spawnSync(process.execPath, [path.join(root, "dist/spmdc.mjs"), "build", fileOf(name, "spmd.ts"), "--kernels", kernels, "-o", bundle], { encoding: "utf8" });
      if (built.status === 0) return [process.execPath, path.join(root, "dist/spmd.mjs"), "run", "-np", String(np), "--kernels", kernels, bundle, "--repeats", String(repeats)];
      console.log(`${name}, spmd ${kernels}: left out: ${built.stderr.split("\n")[0]}`);
      return undefined;
    },
  }));
}

function peers() {
  const list = [], optimized = ["-O3", "-march=native"], mpirun = ["mpirun", "--allow-run-as-root", "--oversubscribe", "-np", String(np)], python = pythonWith("numpy"), numba = pythonWith("numba"), mpi4py = pythonWith("mpi4py");
  const add = (title, has, file, prepare) => (has ? list.push({ title, prepare: (name) => (existsSync(fileOf(name, file)) ? prepare(name, fileOf(name, file)) : undefined) }) : console.log(`${title}: left out, not on this machine`));
  const c = (compiler, kind, flags, command) => (name, source) => {
    const program = compiled(compiler, `${name}-${kind}`, source, [...optimized, ...flags]);
    return program && [...command(program), String(repeats)];
  };
  const mpicc = works("mpicc", ["--version"]) && works("mpirun", ["--version"]);
  add("C, 1 thread", works("gcc", ["--version"]), "peer.c", c("gcc", "c", [], (program) => [program]));
  add(`C + Open MPI, ${np} processes`, mpicc, "peer.c", c("mpicc", "mpi", ["-DWITH_MPI"], (program) => [...mpirun, program]));
  add(`C + Open MPI, -ffast-math, ${np} processes`, mpicc, "peer.c", c("mpicc", "mpi-fast", ["-DWITH_MPI", "-ffast-math"], (program) => [...mpirun, program]));
  add(`C with AVX-512 by hand, ${np} threads`, hasAvx512(), "avx512.c", (name, source) => {
    const program = compiled("gcc", `${name}-avx512`, source, [...optimized, "-ffp-contract=off", "-pthread"]);
    return program && [program, String(repeats), String(np)];
  });
  add("NumPy, 1 thread", python, "peer-numpy.py", (_, source) => [python, source, String(repeats)]);
  add(`NumPy, ${np} threads in OpenBLAS`, python, "peer-numpy.py", (name, source) => (name.startsWith("matmul") ? ["env", `OMP_NUM_THREADS=${np}`, `OPENBLAS_NUM_THREADS=${np}`, python, source, String(repeats)] : undefined));
  add(`Numba, ${np} threads`, numba, "peer-numba.py", (_, source) => ["env", `NUMBA_NUM_THREADS=${np}`, numba, source, String(repeats)]);
  add(`mpi4py, ${np} processes`, mpi4py && mpicc, "peer-mpi.py", (_, source) => [...mpirun, mpi4py, source, String(repeats)]);
  add("JavaScript, 1 thread", true, "peer.mjs", (_, source) => [process.execPath, path.join(here, "common/alone.mjs"), source, String(repeats)]);
  add(`JavaScript, ${np} workers by postMessage`, true, "peer.mjs", (_, source) => (/export const alone/.test(readFileSync(source, "utf8")) ? undefined : [process.execPath, path.join(here, "common/pool.mjs"), source, String(repeats), String(np)]));
  return list;
}

/** A Python that has a package: the first of the path, or the system's. */
function pythonWith(name) {
  return ["python3", "/usr/bin/python3"].find((python) => works(python, ["-c", `import ${name}`]));
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
  const [program, ...args] = runner.command, ran = spawnSync(program, args, { encoding: "utf8", timeout: 120_000, env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", PYTHONPATH: path.join(here, "common"), PYTHONDONTWRITEBYTECODE: "1" } });
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

/** How many times faster than C + Open MPI each kind of kernels is, by the least times: what other programs on the machine disturb less. */
function summary() {
  const kinds = ["spmd, native", "spmd, wasm", "spmd, js"], peer = `C + Open MPI, ${np} processes`, least = ({ rows }, title) => rows.find((row) => row.title === title)?.least;
  const lines = results.flatMap((result) => {
    const base = least(result, peer);
    return base === undefined ? [] : [{ name: result.name, speeds: kinds.map((kind) => base / (least(result, kind) ?? NaN)) }];
  });
  const mean = (k) => Math.exp(lines.reduce((sum, { speeds }) => sum + Math.log(speeds[k]), 0) / lines.length), row = (name, speeds) => `| ${name} | ${speeds.map((speed) => speed.toFixed(2)).join(" | ")} |`;
  if (lines.length === 0) return "";
  return [`## Speed, as a multiple of ${peer}`, "", `| | ${kinds.join(" | ")} |`, "| --- | ---: | ---: | ---: |", ...lines.map(({ name, speeds }) => row(name, speeds)), row("geometric mean", kinds.map((_, k) => mean(k))), ""].join("\n");
}
