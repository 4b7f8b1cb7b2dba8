// Message passing through the transport over MPI beside C on the same library: what a call costs more, in nanoseconds, and the ratio for long messages.
//   node test/bench/overMpi.mjs [NP] [TIMES] [on|off] [ROUNDS] [BYTES...]       on, off: correctness checks
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url)), root = path.join(here, "../.."), cache = path.join(root, "node_modules/.cache/spmd-bench");
const [np = "2", times = "5000", check = "on", rounds = "3", ...given] = process.argv.slice(2), sizes = given.length > 0 ? given.map(Number) : [65536, 1 << 20, 1 << 24];
process.chdir(root);
mkdirSync(cache, { recursive: true });
const outfile = path.join(cache, "overMpi.mjs");
await build({ absWorkingDir: root, entryPoints: ["test/support/overMpi.ts"], outfile, bundle: true, format: "esm", platform: "node", target: "node20", packages: "external", logLevel: "error" });
const { withMpiRanks, mpis, mpiEnvironment, noMpi } = await import(pathToFileURL(outfile).href);
if (mpis.length === 0) console.log(noMpi);

// With a core for each rank nobody needs to give way, and each stays on its own, as Open MPI has it by default.
const alone = Number(np) <= availableParallelism(), binding = alone ? { MPICH: ["-bind-to", "core"] } : {};
if (alone) mpiEnvironment.OMPI_MCA_mpi_yield_when_idle = "0";

const ms = (us) => us.toFixed(2).padStart(12);
for (const found of mpis) {
  const mpi = { ...found, words: (n) => [...(binding[found.name] ?? []), ...found.words(n)] };
  const compiler = mpi.name === "Open MPI" ? "mpicc.openmpi" : "mpicc.mpich", program = path.join(cache, `communication-${compiler}`), least = new Map();
  try {
    execFileSync(compiler, ["-O2", path.join(here, "communication.c"), "-o", program], { stdio: "pipe" });
  } catch {
    console.log(`${mpi.name}: no C compiler here (${compiler})`);
    continue;
  }
  const note = (who, what, us) => least.set(`${who} ${what}`, Math.min(us, least.get(`${who} ${what}`) ?? Infinity));
  let lines = [];
  for (let round = 0; round < Number(rounds); round++) {
    const [ours] = await withMpiRanks(mpi, Number(np), "test/bench/communication.ranks.ts", "measure", { times: Number(times), sizes }, { check: check !== "off", deadlineMs: 300_000 });
    lines = Object.keys(ours).filter((what) => what.startsWith("MPI "));
    for (const [what, us] of Object.entries(ours)) note("ours", what, us);
    const said = execFileSync(mpi.launcher, [...mpi.words(Number(np)), program, times, ...sizes.map(String)], { encoding: "utf8", env: { ...process.env, ...mpiEnvironment } });
    for (const line of said.trim().split("\n")) note("C", line.split("\t")[0], Number(line.split("\t")[1]));
  }
  console.log(`${mpi.name}, np ${np}, checks ${check}, microseconds\n${"".padEnd(28)} ${"ours".padStart(12)} ${"C".padStart(12)}    ratio    ns more a call`);
  for (const what of lines) {
    const ours = least.get(`ours ${what}`), c = least.get(`C ${what}`);
    if (c !== undefined) console.log(`${what.padEnd(28)} ${ms(ours)} ${ms(c)} ${(ours / c).toFixed(2).padStart(8)} ${Math.round((ours - c) * 1000).toString().padStart(17)}`);
  }
}
