// Host control flow around arrays: loops, branches, functions, variables that hold arrays. For every number of ranks and many placements the result and what is
// printed, in its order, are the interpreter's.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fuse } from "../compiler/2-fuse/fuse.ts";
import { verifyProgram } from "../compiler/ir/verify.ts";
import { interpret } from "../compiler/reference/interpret.ts";
import type { Interpreted } from "../compiler/reference/interpret.ts";
import { simulate } from "../compiler/reference/simulate.ts";
import { difference } from "./support/difference.ts";
import { everyPlacement } from "./support/placements.ts";
import { programOf } from "./support/samplePrograms.ts";

const test = suite("control flow");
const long = process.env.SPMD_TEST_LONG === "1";

const programs: Readonly<Record<string, string>> = {
  "a loop until little changes": `
    let u = generate([n, m], (i) => (i === 0 ? 100 : 0)), change = Infinity, steps = 0;
    while (change > 5) {
      const next = stencil(u, (at, i) => (i === 0 ? at(0, 0) : (at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1)) / 4));
      change = reduceAll(zipWith(next, u, (a, b) => Math.abs(a - b)), max);
      u = next;
      steps++;
    }
    export { u, steps };`,
  "host values that change between sums": `
    let c = 1;
    const bump = () => { c *= 2; };
    const a = generate([n], i => i + 1), s = sum(a), t = c + s, r = Math.sqrt(s) * 3 - t;
    bump();
    const p = sum(map(a, x => x * r)), q = c * p;
    c++;
    export const all = [t, r, q, c, sum(a) + q];`,
  "branches on reduced values": `
    let a = generate([n, m], (i, j) => i - j);
    for (let k = 0; k < 4; k++) {
      if (sum(a) > k * 10 - 20) a = map(a, x => x / 2 + k);
      else if (k % 2 === 0) a = transpose(transpose(a));
      else { const r = reduceRows(a, add); console.log(sum(r)); a = zipWith(a, a, (x, y, i, j) => x - y + j); }
      print("a", a);
    }
    export { a };`,
  "two arrays take turns": `
    let u = generate([n], i => i * 0.5), v = generate([n], i => n - i);
    for (const step of [1, 2, 3]) {
      const w = zipWith(u, v, (x, y) => x - y / step);
      [u, v] = [v, scanAll(w, add)];
      console.log(step, sum(u));
    }
    export const total = sum(u) + max(v);
    export { u, v };`,
  "functions of arrays, with several ways out": `
    function smooth(a: NDArray<"f64", [number]>, times: number): NDArray<"f64", [number]> {
      if (times === 0) return a;
      let b = a;
      for (let t = 0; t < times; t++) { b = stencil(b, at => (at(-1) + 2 * at(0) + at(1)) / 4, { boundary: "wrap" }); if (max(b) < 1) return map(b, x => x * 10); }
      return b;
    }
    const a = generate([n], i => (i % 5) * (i % 3));
    export const p = smooth(a, 0), q = smooth(a, 2), r = sum(smooth(map(a, x => x / 100), 3));`,
  "break and continue leave arrays as they are": `
    let a = generate([n, m], (i, j) => i * m + j, "i32"), seen = 0;
    outer: for (let k = 0; k < 5; k++) {
      for (let l = 0; l < 3; l++) {
        if (l === k % 3) continue;
        a = map(a, x => x * 3 % 17 + l, "i32");
        seen++;
        if (max(a) - min(a) > 15) continue outer;
        if (seen > 6) break outer;
      }
      a = zipWith(a, scanRows(a, add), (x, y) => (x + y) % 100, "i32");
    }
    do { a = map(a, x => x - 1); seen--; } while (seen > 0);
    export { a };`,
  "an array whose shape changes": `
    let t = generate([n, m], (i, j) => i * 10 - j);
    for (let k = 0; k < 3; k++) { t = map(transpose(t), (x, i, j) => x + i * j); console.log(sum(t)); }
    export { t };
    export const cols = reduceCols(t, add);`,
  "what a loop does not change": `
    const a = generate([n, m], (i, j) => (i * 7 + j) % 5), b = distribute(a, "cols");
    let total = 0;
    for (let k = 1; k < 4; k++) { print(a); total += sum(zipWith(a, b, (x, y) => x * y + k)); const c = transpose(b); total -= reduceAll(c, max); }
    export { total };`,
  "captured variables keep the value of their moment": `
    let scale = 1;
    const parts = [];
    for (let k = 0; k < 3; k++) { scale *= 3; const a = generate([n], i => i * scale + k); parts.push(sum(a)); scale -= 1; print(map(a, x => x / scale)); }
    const mid = mean(generate([m], i => i + scale));
    export const z = map(generate([n, m], (i, j) => i + j), x => x - mid);
    export { parts };`,
  "host lists become arrays and go back": `
    const a = fromArray([3, 1, 4, 1, 5, 9, 2, 6], "f64");
    const s = scanAll(a, add, { exclusive: true }), list = toArray(s);
    console.log(list.length, list[3]);
    export const back = sum(map(fromArray(list), x => x * x));
    export const w = where(map(a, x => x > 2), a, -1);`,
};

const names = "add, distribute, fromArray, generate, map, max, mean, min, param, print, reduceAll, reduceCols, reduceRows, scanAll, scanRows, stencil, sum, toArray, transpose, where, zipWith";
const sourceOf = (text: string): string => `import { ${names} } from "spmd"; import type { NDArray } from "spmd"; const n = param("n", 5), m = param("m", 3); ${text}`;

function same(want: Interpreted, got: Interpreted, what: string): void {
  for (const [name, value] of Object.entries(want.results)) assert.is(difference(value, got.results[name]), undefined, `${what}: ${name}`);
  assert.equal(got.printed, want.printed, what);
}

for (const [name, text] of Object.entries(programs))
  test(name, () => {
    const program = programOf(sourceOf(text)), fused = fuse(program);
    assert.equal(verifyProgram(fused), []);
    for (const params of [{ n: 5, m: 3 }, { n: 1, m: 2 }, { n: 9, m: 140 }, { n: 150, m: 1 }]) {
      const want = interpret(program, { params });
      same(want, interpret(fused, { params }), `fused ${JSON.stringify(params)}`);
      let plans = 0;
      for (const { local, plan } of everyPlacement(fused, long ? 40 : 4)) {
        const np = [1, 3, 4, 7][(plans++ + params.n) % 4]!;
        same(want, simulate(local, np, { params }), `np ${np}, ${JSON.stringify(params)}, placed ${plan}`);
      }
    }
  });
test.run();
