// Latencies and bandwidths of message passing, beside the same in C where an MPI is installed. One run, ratios printed (below 1: ours takes less time).
//   node test/bench/communication.mjs [NP] [TIMES] [on|off]       the last one: correctness checks
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url)), root = path.join(here, "../.."), cache = path.join(root, "node_modules/.cache/spmd-bench");
const [np = "2", times = "20000", check = "on"] = process.argv.slice(2), sizes = [1024, 65536, 1 << 20, 1 << 24];
process.chdir(root);
mkdirSync(cache, { recursive: true });

const outfile = path.join(cache, "withRanks.mjs");
await build({ absWorkingDir: root, entryPoints: ["test/support/withRanks.ts"], outfile, bundle: true, format: "esm", platform: "node", target: "node20", packages: "external", logLevel: "error" });
const { withRanks } = await import(pathToFileURL(outfile).href);
const [ours] = await withRanks(Number(np), "test/bench/communication.ranks.ts", "measure", { times: Number(times), sizes }, { check: check !== "off", deadlineMs: 300_000 });

const theirs = peer();
console.log(`np ${np}, microseconds${theirs ? "" : " (no mpicc and mpirun here to compare with)"}`);
for (const [what, us] of Object.entries(ours)) {
  const other = theirs?.get(what);
  console.log(`${what.padEnd(32)} ${String(us).padStart(12)}${other === undefined ? "" : ` ${other.toFixed(3).padStart(12)}   ratio ${(us / other).toFixed(2)}`}`);
}

/** The numbers of the C program, or undefined without an MPI. */
function peer() {
  try {
    const program = path.join(cache, "communication");
    execFileSync("mpicc", ["-O2", path.join(here, "communication.c"), "-o", program], { stdio: "pipe" });
    const text = execFileSync("mpirun", ["--allow-run-as-root", "--oversubscribe", "-np", np, program, times, ...sizes.map(String)], { encoding: "utf8" });
    return new Map(text.trim().split("\n").map((line) => line.split("\t")).map(([what, us]) => [what, Number(us)]));
  } catch {
    return undefined;
  }
}
