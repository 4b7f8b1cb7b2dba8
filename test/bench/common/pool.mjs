// Runs a workload in JavaScript in workers that are told by `postMessage` to go and tell when they are done, as programs without shared memory do.
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { pathToFileURL } from "node:url";
import { fileURLToPath } from "node:url";

if (!isMainThread) {
  const { part } = await import(workerData.file), { once, check } = part(workerData.rank, workerData.size);
  parentPort.on("message", (what) => {
    if (what === "end") return process.exit(0);
    parentPort.postMessage(what === "once" ? (once(), 0) : check());
  });
  parentPort.postMessage(0);
} else {
  const [file, repeats, size] = process.argv.slice(2), url = pathToFileURL(file).href, { result = (sum) => sum } = await import(url);
  const workers = Array.from({ length: Number(size) }, (_, rank) => new Worker(fileURLToPath(import.meta.url), { workerData: { file: url, rank, size: Number(size) } }));
  const answers = () => Promise.all(workers.map((worker) => new Promise((resolve) => worker.once("message", resolve))));
  const ask = (what) => {
    const all = answers();
    for (const worker of workers) worker.postMessage(what);
    return all;
  };
  await answers();
  const seconds = [];
  for (let r = 0; r < Number(repeats); r++) {
    const start = performance.now();
    await ask("once");
    seconds.push((performance.now() - start) / 1000);
  }
  console.log(JSON.stringify({ seconds, check: result((await ask("check")).reduce((sum, x) => sum + x, 0)) }));
  for (const worker of workers) worker.postMessage("end");
}
