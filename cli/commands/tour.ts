// spmd tour: what `npm start` shows. The Mandelbrot example, compiled, run on 4 ranks, its picture, and how much faster all cores are than one.
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Command } from "../command.ts";
import { dist } from "../files.ts";

/** Large enough that starting the ranks does not count; without a picture, which one rank draws. */
const large = ["--width", "6000", "--height", "4000", "--maxit", "2000", "--picture", "false"];

export const tour: Command = {
  name: "tour",
  summary: "compile and run the Mandelbrot example, show its picture's place and the speed-up",
  usage: "",
  examples: [],
  accepts: { flags: [], files: "none", params: false },
  run: async () => {
    const source = path.join(dist, "../examples/mandelbrot/mandelbrot.ts"), bundle = path.join(dist, "mandelbrot.spmd.mjs");
    const shown = path.relative(process.cwd(), source);
    if ((await spmd("spmdc", ["build", source, "-o", bundle, "--timing"], `spmdc build ${shown}`)).status !== 0) return 1;
    if ((await spmd("spmd", ["run", "-np", "4", bundle], `spmd run -np 4 mandelbrot.spmd.mjs`)).status !== 0) return 1;
    const cores = availableParallelism();
    process.stdout.write(`\n6000 x 4000 points, up to 2000 steps each:\n`);
    const one = await seconds(bundle, 1), all = cores > 1 ? await seconds(bundle, cores) : one;
    process.stdout.write(cores > 1 ? `speed-up on ${cores} ranks: ${(one / all).toFixed(2)}\n` : "this machine has one core, so there is no speed-up to show\n");
    return 0;
  },
};

/** Runs the large picture and prints how long the program itself took. */
async function seconds(bundle: string, np: number): Promise<number> {
  const start = performance.now();
  // In a directory of its own, so that the large picture does not take the place of the first.
  const directory = mkdtempSync(path.join(tmpdir(), "spmd-tour-"));
  await spmd("spmd", ["run", "-np", String(np), bundle, ...large], undefined, directory);
  rmSync(directory, { recursive: true });
  const elapsed = (performance.now() - start) / 1000;
  process.stdout.write(`  ${String(np).padStart(3)} ${np === 1 ? "rank " : "ranks"}  ${elapsed.toFixed(2)} s\n`);
  return elapsed;
}

function spmd(name: "spmd" | "spmdc", words: readonly string[], shown: string | undefined, cwd = process.cwd()): Promise<{ readonly status: number }> {
  if (shown !== undefined) process.stdout.write(`\n$ ${shown}\n`);
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [path.join(path.dirname(fileURLToPath(import.meta.url)), `${name}.mjs`), ...words], { cwd }, (_, __, stderr) => {
      if (shown === undefined && child.exitCode !== 0) process.stderr.write(stderr);
      resolve({ status: child.exitCode ?? 1 });
    });
    if (shown !== undefined) {
      child.stdout?.pipe(process.stdout);
      child.stderr?.pipe(process.stderr);
    }
  });
}
