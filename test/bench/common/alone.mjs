// Runs a workload in JavaScript in one thread. `part(rank, size)` makes one rank's part: `once()` is measured, `check()` gives its share of the number that all agree on.
import { pathToFileURL } from "node:url";

const [file, repeats] = process.argv.slice(2), { part, result = (sum) => sum } = await import(pathToFileURL(file).href), { once, check } = part(0, 1), seconds = [];
for (let r = 0; r < Number(repeats); r++) {
  const start = performance.now();
  once();
  seconds.push((performance.now() - start) / 1000);
}
console.log(JSON.stringify({ seconds, check: result(check()) }));
