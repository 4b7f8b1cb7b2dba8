// Cases that kernels tell apart by numbers and by captured constants, in all the ways to run them.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { disagreement } from "./differential/ways.ts";

const test = suite("cases");

const program = `
import { generate, map, param, sum, zipWith } from "spmd";
const n = param("n", 1013), two = 2;
const x = generate([n], (i) => (i === 7 ? NaN : Math.sin(i) * 3)), y = generate([n], (i) => Math.cos(i) * 2, "f32");
const counted = (a: typeof x, c: number): number => sum(map(a, (v) => ((v < -1 ? 0 : v < 1 ? 1 : v < 2 ? 2 : 3) === c ? 1 : 0)));
export const counts = [counted(x, 0), counted(x, 1), counted(x, 2), counted(x, 3), counted(x, 4)];
export const nearest = zipWith(x, y, (a, b) => {
  const d0 = a * a + b * b, d1 = (a - 1) ** 2 + b * b, d2 = a * a + (b - 1) ** 2, best = Math.min(d0, d1, d2), k = best === d0 ? 0 : best === d1 ? 1 : best === d2 ? two : 3;
  return (k === 0 ? a : 0) + (k > 1 ? b : -b) - (k !== 3 ? 0.5 : 4) * (k === two ? -1 : 1) + (k < 0 ? 1e9 : 0);
});
let total = 0;
for (let c = 0; c < 3; c++) { const d = 3; total += sum(map(x, (v) => (v > c ? d : c))); }
export { total };`;

test("the same everywhere", async () => assert.is(await disagreement({ "main.ts": program }, [2, 3]), undefined));

test.run();
