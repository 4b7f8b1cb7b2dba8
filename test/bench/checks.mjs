// What the correctness checks cost: nanoseconds of a rank's own work in a call, without another rank and so without waiting, with checks and without.
//   node test/bench/checks.mjs
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../.."), outfile = path.join(root, "node_modules/.cache/spmd-bench/checks.mjs");
const program = `
import { createWorld } from "./runtime/communicator/create.ts";
import { attach } from "./runtime/mpi/job.ts";
import { MPI } from "./runtime/mpi.ts";
import { createSelfTransport } from "./runtime/transport/self/self.ts";
const check = process.argv[2] === "on";
attach(createWorld(createSelfTransport(), { check }));
const comm = MPI.COMM_WORLD, a = new Float64Array(1), b = new Float64Array(1), win = MPI.Win.Allocate(64, 8);
const calls = {
  "Send, Recv": () => { comm.Send(a, 0, 1); comm.Recv(b, 0, 1); },
  "Irecv, Isend, Waitall": () => MPI.Request.Waitall([comm.Irecv(b, 0, 1), comm.Isend(a, 0, 1)]),
  "send, recv of an object": () => { comm.send({ a: 7, b: 3.14 }, 0, 1); comm.recv(0, 1); },
  "Allreduce": () => comm.Allreduce(a, b),
  "Bcast": () => comm.Bcast(a, 0),
  "Gather": () => comm.Gather(a, b, 0),
  "Fence, Put, Fence": () => { win.Fence(); win.Put(a, 0); win.Fence(); },
  "Lock, Put, Unlock": () => { win.Fence(MPI.MODE_NOSUCCEED); win.Lock(0); win.Put(a, 0); win.Unlock(0); },
};
const result = {};
for (const [name, call] of Object.entries(calls)) {
  let least = Infinity;
  for (let round = 0; round < 60; round++) {
    const start = performance.now();
    for (let k = 0; k < 1000; k++) call();
    least = Math.min(least, (performance.now() - start) * 1000);
  }
  result[name] = Math.round(least);
}
console.log(JSON.stringify(result));
`;
await build({ absWorkingDir: root, stdin: { contents: program, resolveDir: root, loader: "ts" }, outfile, bundle: true, format: "esm", platform: "node", target: "node20", packages: "external", logLevel: "error" });
const least = { on: {}, off: {} };
for (let turn = 0; turn < 3; turn++)
  for (const check of ["on", "off"])
    for (const [name, ns] of Object.entries(JSON.parse(execFileSync(process.execPath, [outfile, check], { encoding: "utf8" })))) least[check][name] = Math.min(ns, least[check][name] ?? Infinity);
console.log(`${"nanoseconds".padEnd(28)} ${"on".padStart(8)} ${"off".padStart(8)}`);
for (const name of Object.keys(least.on)) console.log(`${name.padEnd(28)} ${String(least.on[name]).padStart(8)} ${String(least.off[name]).padStart(8)}`);
