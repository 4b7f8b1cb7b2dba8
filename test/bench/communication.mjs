// Latencies and bandwidths of message passing, beside the same in C with every MPI that is installed, and with mpi4py. All take turns, several times, and the least of each counts, since
// other programs may run meanwhile. Ratios below 1: ours takes less time.
//   node test/bench/communication.mjs [NP] [TIMES] [on|off] [ROUNDS] [BYTES...]       on, off: correctness checks
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url)), root = path.join(here, "../.."), cache = path.join(root, "node_modules/.cache/spmd-bench");
const [np = "2", times = "20000", check = "on", rounds = "3", ...given] = process.argv.slice(2), sizes = given.length > 0 ? given.map(Number) : [1024, 65536, 1 << 20, 1 << 24, 1 << 26];
process.chdir(root);
mkdirSync(cache, { recursive: true });

const outfile = path.join(cache, "withRanks.mjs");
await build({ absWorkingDir: root, entryPoints: ["test/support/withRanks.ts"], outfile, bundle: true, format: "esm", platform: "node", target: "node20", packages: "external", logLevel: "error" });
const { withRanks } = await import(pathToFileURL(outfile).href);

/** The MPIs that are here; where only one is, it has the plain names. */
const peers = [["Open MPI", "mpicc.openmpi", "mpirun.openmpi"], ["MPICH", "mpicc.mpich", "mpirun.mpich"], ["MPI", "mpicc", "mpirun"]].flatMap(([name, compiler, run], k, all) => {
  if (k === all.length - 1 && all.found) return [];
  try {
    const program = path.join(cache, `communication-${compiler}`);
    execFileSync(compiler, ["-O2", path.join(here, "communication.c"), "-o", program], { stdio: "pipe" });
    all.found = true;
    return [{ name, run, program, flags: name === "MPICH" ? [] : ["--allow-run-as-root", "--oversubscribe"] }];
  } catch {
    return [];
  }
});

/** Python with mpi4py, which runs under the MPI that it was built for. */
const python = ["python3", "/usr/bin/python3"].find(python => {
  try {
    return execFileSync("mpirun", ["--allow-run-as-root", "-np", "1", python, "-c", "from mpi4py import MPI"], { stdio: "pipe" });
  } catch {
    return false;
  }
});
if (python) peers.push({ name: "mpi4py", run: "mpirun", program: python, flags: ["--allow-run-as-root", "--oversubscribe"], script: path.join(here, "communication.py") });

const least = new Map();
const note = (who, what, us) => {
  const key = `${who}\t${what}`;
  least.set(key, Math.min(us, least.get(key) ?? Infinity));
};
let lines = [];
for (let round = 0; round < Number(rounds); round++) {
  const [ours] = await withRanks(Number(np), "test/bench/communication.ranks.ts", "measure", { times: Number(times), sizes }, { check: check !== "off", deadlineMs: 300_000 });
  lines = Object.keys(ours);
  for (const [what, us] of Object.entries(ours)) note("ours", what, us);
  for (const { name, run, program, flags, script } of peers)
    for (const line of execFileSync(run, [...flags, "-np", np, program, ...(script ? [script] : []), times, ...sizes.map(String)], { encoding: "utf8" }).trim().split("\n")) note(name, line.split("\t")[0], Number(line.split("\t")[1]));
}

console.log(`np ${np}, checks ${check}, microseconds${peers.length === 0 ? " (no MPI here to compare with)" : ""}\n${"".padEnd(32)} ${"ours".padStart(12)}${peers.map(({ name }) => ` ${name.padStart(12)}   ratio`).join("")}`);
for (const what of lines) {
  const us = least.get(`ours\t${what}`);
  console.log(`${what.padEnd(32)} ${us.toFixed(3).padStart(12)}${peers.map(({ name }) => {
    const other = least.get(`${name}\t${what}`);
    return other === undefined ? "" : ` ${other.toFixed(3).padStart(12)} ${(us / other).toFixed(2).padStart(7)}`;
  }).join("")}`);
}
