// How far predictions are from what is measured here: each program of predictions/ on several numbers of ranks, its step timed (the least of several tries, in several runs)
// and predicted with a machine file that was calibrated with the same program on one rank.
//   npm run predictions -- [PROGRAM ...] [--np 1,2,4,8] [--runs 3] [--out DIR] [--machine FILE.json]
//
// Writes predictions.md, predictions.json and a picture for each program, with what was measured as dots. On a busy machine both sides suffer: the load is told.
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const here = path.dirname(fileURLToPath(import.meta.url)), root = path.join(here, "../.."), cache = path.join(root, "node_modules/.cache/spmd-bench");
const { values, positionals } = parseArgs({ allowPositionals: true, options: { np: { type: "string", default: "1,2,4,8" }, runs: { type: "string", default: "3" }, out: { type: "string", default: cache }, machine: { type: "string" } } });
const sizes = values.np.split(",").map(Number), runs = Number(values.runs), all = readdirSync(path.join(here, "predictions")).map((name) => name.replace(/\.ts$/, "")), names = positionals.length > 0 ? positionals : all;
mkdirSync(values.out, { recursive: true });
const spmd = (...words) => execFileSync(process.execPath, [path.join(root, "dist/spmd.mjs"), ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 28, cwd: values.out });
await build({ entryPoints: [path.join(root, "compiler/predict/picture.ts")], bundle: true, format: "esm", platform: "node", outfile: path.join(values.out, "picture.mjs"), logLevel: "error" });
const { scalingPicture } = await import(pathToFileURL(path.join(values.out, "picture.mjs")).href);

const results = [];
for (const name of names) {
  const file = path.join(here, "predictions", `${name}.ts`), machine = values.machine ? path.resolve(values.machine) : path.join(values.out, `${name}.machine.json`);
  if (!values.machine) spmd("bench", "--calibrate", machine, file, "--tries", "20");
  const rows = [];
  for (const np of sizes) {
    let measured = Infinity;
    for (let k = 0; k < runs; k++) measured = Math.min(measured, JSON.parse(spmd("run", "-np", String(np), file).trim().split("\n").at(-1)).step_us);
    const { scaling } = JSON.parse(spmd("explain", file, "-np", String(np), "--machine", machine, "--json")), { step_us: predicted } = scaling.strong.at(-1);
    rows.push({ np, measured, predicted, error: predicted / measured - 1 });
  }
  const { scaling } = JSON.parse(spmd("explain", file, "-np", String(Math.max(...sizes)), "--machine", machine, "--json"));
  writeFileSync(path.join(values.out, `${name}.scaling.svg`), scalingPicture(`${name}, ${JSON.parse(readFileSync(machine, "utf8")).name}`, scaling, rows.map(({ np, measured }) => ({ np, step_us: measured }))));
  results.push({ name, load: loadavg()[0], rows });
  console.log(table(results.at(-1)));
}
const errors = results.flatMap(({ rows }) => rows.map(({ error }) => Math.abs(error))).sort((a, b) => a - b);
const head = `${cpus()[0].model}, ${availableParallelism()} cores, Node ${process.versions.node}; median error ${percent(errors[errors.length >> 1])}, largest ${percent(errors.at(-1))}; load ${Math.max(...results.map(({ load }) => load)).toFixed(1)}`;
writeFileSync(path.join(values.out, "predictions.md"), `# Predicted and measured\n\n${head}\n\n${results.map(table).join("\n")}`);
writeFileSync(path.join(values.out, "predictions.json"), JSON.stringify({ head, results }, undefined, 1));
console.log(head);

function table({ name, load, rows }) {
  return [`## ${name} (load ${load.toFixed(1)})`, "", "| ranks | measured us | predicted us | error |", "| ---: | ---: | ---: | ---: |", ...rows.map(({ np, measured, predicted, error }) => `| ${np} | ${measured.toPrecision(3)} | ${predicted.toPrecision(3)} | ${percent(error)} |`), ""].join("\n");
}

function percent(share) {
  return `${share >= 0 ? "+" : "-"}${(100 * Math.abs(share)).toFixed(0)} %`;
}
