// spmd bench: how much faster a program gets with more ranks; with --calibrate, what machine this is.
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "../command.ts";
import { commandError, reasonOf, usageError } from "../errors.ts";

export const bench: Command = {
  name: "bench",
  summary: "time a program on several numbers of ranks, or measure this machine for predictions",
  usage: "FILE.ts [-np 1,2,4] [--PARAM VALUE ...]   or   --calibrate FILE.json [PROGRAM.ts] [--PARAM VALUE ...]",
  details: "The least of several runs counts, each with the start of its job. --calibrate writes a machine file for `explain --machine`: messages, kernels, memory;\nand of a program that is named the time that each of its kernels takes a point, which predicts that program best. Let nothing else run meanwhile.",
  examples: [
    ["heat.ts -np 1,2,4 --n 2048", "a table of times and speed-ups"],
    ["--calibrate here.json", "measure this machine"],
    ["--calibrate here.json heat.ts --n 1024", "and the kernels of a program"],
  ],
  accepts: { flags: ["nps", "runs", "calibrate"], files: "any", params: true },
  run: async ({ values, files, params }) => {
    const [{ withWorkshop }, words] = [await import("../bench/measure.ts"), params.flatMap(([name, value]) => [`--${name}`, value])];
    if (values.calibrate !== undefined) {
      const target = values.calibrate, { calibrate } = await import("../bench/calibrate.ts"), machine = await withWorkshop((workshop) => calibrate(workshop, files, words, (line) => process.stdout.write(`${line}\n`)));
      try {
        writeFileSync(target, `${JSON.stringify(machine, undefined, 2)}\n`);
      } catch (error) {
        throw commandError("SPMD6010", { file: target, reason: reasonOf(error) });
      }
      process.stdout.write(`written: ${target}\n`);
      return 0;
    }
    const file = files[0], sizes = (values.nps ?? "1,2,4").split(",").map(Number);
    if (file === undefined) throw usageError("no file given");
    if (!sizes.every((np) => Number.isInteger(np) && np >= 1 && np <= 512)) throw usageError(`-np is a list of whole numbers from 1 to 512, such as 1,2,4, not '${values.nps!}'`);
    const times = await withWorkshop(async ({ run }) => {
      const found: number[] = [];
      for (const np of sizes) {
        let least = Infinity;
        for (let k = 0; k < (values.runs ?? 5); k++) {
          const start = performance.now();
          await run(path.resolve(file), { np, words: ["--", ...words] });
          least = Math.min(least, performance.now() - start);
        }
        found.push(least);
        process.stdout.write(`${String(np).padStart(4)} ${np === 1 ? "rank " : "ranks"} ${(least / 1e3).toFixed(2).padStart(8)} s   speed-up ${(found[0]! / least).toFixed(2)}\n`);
      }
      return found;
    });
    return times.length > 0 ? 0 : 1;
  },
};
