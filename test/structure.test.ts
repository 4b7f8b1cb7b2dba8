// The shape of plans: how many kernels and collectives a program becomes, and where they stand. What is computed is tested elsewhere.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { blocksOf, nodesIn } from "../compiler/ir/blocks.ts";
import type { Block } from "../compiler/ir/host.ts";
import { outputsOf } from "../compiler/ir/localUses.ts";
import { showPlacement } from "../compiler/ir/placement.ts";
import type { LocalNode, LocalProgram } from "../compiler/ir/spmd.ts";
import { compiled, exampleSources, sourcesOfText } from "./support/compiled.ts";
import { memoryOfPrograms } from "./support/programRanks.ranks.ts";
import { withRanks, withSelf } from "./support/withRanks.ts";

const test = suite("structure");
const planOf = async (source: string): Promise<LocalProgram> => (await compiled(sourcesOfText({ "main.ts": source }), "communicate")).local!;
const examplePlan = async (name: string): Promise<LocalProgram> => (await compiled(exampleSources(name), "communicate")).local!;

/** What ranks say to each other. */
const collectives = (nodes: Iterable<LocalNode>): string[] => [...nodes].flatMap((n) => ("collective" in n && n.collective !== "none" && n.collective !== "slice" ? [n.collective] : []));
const launches = (nodes: Iterable<LocalNode>): number => [...nodes].filter((n) => n.kind === "launch").length;

/** The bodies of all loops, outer ones first. */
function loopBodies(block: Block<LocalNode>): Block<LocalNode>[] {
  return block.flatMap((s) => [...(s.kind === "while" ? [[...s.before, ...s.body, ...s.step]] : s.kind === "forOf" ? [s.body] : []), ...blocksOf(s).flatMap(loopBodies)]);
}
const inLoop = (local: LocalProgram): LocalNode[] => [...nodesIn(loopBodies(local.body)[0]!)];

test("a chain of ten maps and a sum is one kernel and one allgather", async () => {
  const chain = Array.from({ length: 10 }, (_, k) => `const a${k + 1} = map(a${k}, (x) => x * ${k + 2} + 1);`).join(" ");
  const local = await planOf(`import { iota, map, param, sum } from "spmd"; const a0 = iota(param("n", 1000), "f64"); ${chain} export const s = sum(a10);`);
  assert.is(launches(nodesIn(local.body)), 1);
  assert.equal(collectives(nodesIn(local.body)), ["allgather"]);
});

test("2-D heat: one kernel, one halo and one small allreduce a step, into memory that has room", async () => {
  const local = await examplePlan("heat"), step = inLoop(local);
  assert.equal(collectives(step), ["halo", "allgather"]);
  assert.is(launches(step), 1);
  assert.equal(step.flatMap((n) => (n.kind === "launch" ? n.outputs.flatMap((o) => o.room ?? []) : [])), [{ halos: [1], corners: false }]);
});

test("a long array is sorted in parts, and its rows fetched where they are", async () => {
  const local = await planOf(`
import { argsort, gather, generate, map, param, sort } from "spmd";
const keys = generate([param("n", 100000)], (i) => (i * 7919) % 100003);
export const sorted = sort(keys), halves = map(gather(keys, argsort(keys)), (x) => x / 2);`);
  assert.equal([...nodesIn(local.body)].flatMap((n) => (n.kind === "call" ? n.results.map(({ placement }) => placement.kind) : [])), ["block", "block", "block"]);
});

test("k-means: one allreduce an iteration", async () => {
  const local = await planOf(`
import { generate, mean, param, sum, zipWith } from "spmd";
const n = param("n", 100000);
const x = generate([n], (i) => (i * 37) % 101), y = generate([n], (i) => (i * 59) % 103);
let [ax, ay, bx, by] = [10, 10, 80, 90];
for (let t = 0; t < 10; t++) {
  const inA = zipWith(x, y, (x, y) => ((x - ax) ** 2 + (y - ay) ** 2 < (x - bx) ** 2 + (y - by) ** 2 ? 1 : 0));
  const count = sum(inA), sx = sum(zipWith(x, inA, (x, a) => x * a)), sy = sum(zipWith(y, inA, (y, a) => y * a));
  const tx = sum(x), ty = sum(y);
  [ax, ay, bx, by] = [sx / count, sy / count, (tx - sx) / (n - count), (ty - sy) / (n - count)];
}
export const centres = [ax, ay, bx, by];`);
  assert.equal(collectives(inLoop(local)), ["allgather"]);
  assert.is(launches(inLoop(local)), 1);
});

test("the k-means example: one exchange an iteration, in two kernels and what is made of four centres", async () => {
  const local = await examplePlan("kmeans");
  assert.equal(collectives(inLoop(local)), ["allgather"]);
  assert.is(launches(inLoop(local)), 3);
});

/** Ap = A p, with the matrix made once: what both conjugate gradient and power iteration do. */
const matrix = `
import { add, broadcastTo, generate, map, max, param, reduceAll, reduceRows, sum, zipWith } from "spmd";
import type { NDArray } from "spmd";
const n = param("n", 2000);
const A = generate([n, n], (i, j) => (i === j ? 4 : 1 / (1 + Math.abs(i - j))));
function matvec(p: NDArray<"f64", [number]>) { return reduceRows(zipWith(A, broadcastTo(p, [n, n]), (a, x) => a * x), add); }`;

test("conjugate gradient: two allreduces an iteration, beside the vector that the matrix meets", async () => {
  const local = await planOf(`${matrix}
let x = generate([n], () => 0), r = generate([n], () => 1), p = r, rr = sum(zipWith(r, r, (a, b) => a * b));
for (let k = 0; k < 20; k++) {
  const q = matvec(p), alpha = rr / sum(zipWith(p, q, (a, b) => a * b));
  x = zipWith(x, p, (x, p) => x + alpha * p);
  r = zipWith(r, q, (r, q) => r - alpha * q);
  const next = sum(zipWith(r, r, (a, b) => a * b)), beta = next / rr;
  p = zipWith(r, p, (r, p) => r + beta * p);
  rr = next;
}
export { x };`);
  const found = collectives(inLoop(local)), moved = inLoop(local).flatMap((n) => (n.kind === "reshard" ? [n.result.type.shape.length] : []));
  assert.ok(found.filter((c) => c === "allgather").length <= 3, found.join());
  assert.ok(moved.every((ndim) => ndim === 1), "only vectors move");
});

test("power iteration keeps its matrix in place and moves only vectors", async () => {
  const local = await planOf(`${matrix}
let v = generate([n], () => 1), lambda = 0;
for (let k = 0; k < 20; k++) {
  const w = matvec(v);
  lambda = reduceAll(map(w, (x) => Math.abs(x)), max);
  v = map(w, (x) => x / lambda);
}
export { lambda, v };`);
  const moved = [...nodesIn(local.body)].flatMap((n) => (n.kind === "reshard" ? [`${n.collective} ${n.result.type.shape.length}`] : []));
  assert.ok(moved.every((move) => move.endsWith(" 1")), moved.join());
  assert.ok(collectives(inLoop(local)).length <= 2, collectives(inLoop(local)).join());
  const at = [...nodesIn(local.body)].flatMap((n) => (n.kind === "launch" ? n.outputs.filter((o) => o.type.shape.length === 2).map((o) => showPlacement(o.placement)) : []));
  assert.ok(at.every((p) => p.startsWith("block(0")), at.join());
});

test("parts of arrays are read where they are: one kernel, one exchange of what is missing", async () => {
  const five = await planOf(`
import { generate, param, slice, zipWith } from "spmd";
const n = param("n", 4000), u = generate([n, n], (i, j) => (i * 7 + j) % 11);
export const r = zipWith(slice(u, [1, -1], [1, -1]), zipWith(slice(u, [0, -2], [1, -1]), slice(u, [2], [1, -1]), slice(u, [1, -1], [0, -2]), slice(u, [1, -1], [2]), (a, b, c, d) => a + b + c + d), (x, s) => s / 4 - x);`);
  assert.is(launches(nodesIn(five.body)), 2);
  assert.equal(collectives(nodesIn(five.body)), ["shift"]);
  const chain = await planOf(`
import { generate, map, param, slice, sum, transpose } from "spmd";
const n = param("n", 4000), k = param("k", 3), u = generate([n, n], (i, j) => (i * 7 + j) % 11);
export const r = sum(map(slice(slice(transpose(map(u, (x) => x * 3)), [2], [k, -4, 2]), [1, -1], [3, null, 5]), (x) => x + 1));
export const kept = sum(u);`);
  assert.is(launches(nodesIn(chain.body)), 2, "the sum of u, and all else");
});

test("elimination: each step reads one row and one column, and moves only the row", async () => {
  const local = await planOf(`
import { distribute, generate, map, param, read } from "spmd";
const n = param("n", 2000);
let m = distribute(generate([n, n], (i, j) => (i === j ? n : 1 / (1 + i + j))), "rows");
for (let p = 0; p < n - 1; p++) m = map(m, (x, i, j) => (i > p && j >= p ? x - (read(m, i, p) / read(m, p, p)) * read(m, p, j) : x));
export { m };`);
  const moved = inLoop(local).flatMap((n) => (n.kind === "reshard" && n.collective !== "slice" ? [`${n.collective} ${showPlacement(n.result.placement)}`] : []));
  assert.equal(moved, ["bcast window(0, of 1, from $p$1 step 0 more 0)"]);
  assert.is(launches(inLoop(local)), 1);
});

test("n-body: one exchange of positions a step; forces, velocities and positions of a step are one kernel; six sums share one exchange", async () => {
  const local = await examplePlan("nbody");
  assert.is(launches(inLoop(local)), 1);
  assert.equal(collectives(inLoop(local)), ["allgather"], "x, y and z together");
  const after = [...nodesIn(local.body)].filter((n) => !inLoop(local).includes(n));
  assert.equal(collectives(after), ["allgather"]);
});

test("a product of two matrices, told how little memory there is: no rank has a whole one", async () => {
  const source = (n: number): string => `
import { generate, matmul, param, sum } from "spmd";
const n = ${n}, a = generate([n, n], (i, j) => (i * 7 + j) % 11), b = generate([n, n], (i, j) => (i + j * 3) % 13);
export const r = sum(matmul(a, b));`;
  const plan = async (n: number, memory?: number) => (await compiled(sourcesOfText({ "main.ts": source(n) }), "communicate", memory === undefined ? {} : { memory })).local!;
  const whole = (local: LocalProgram): string[] => [...nodesIn(local.body)].flatMap((n) => outputsOf(n).flatMap(({ value, type, placement }) => (type.shape.length === 2 && (placement.kind === "replicated" || placement.kind === "root") ? [value] : [])));
  assert.equal(whole(await plan(1200)), [], "one of them goes round, since that is cheaper");
  assert.ok(whole(await plan(40)).length > 0, "small ones are everywhere");
  assert.equal(whole(await plan(40, 4096)), []);
});

test("a Fourier transform of a long line: no rank has all of it; a short one is cheaper on every rank", async () => {
  const whole = async (n: string): Promise<number> => {
    const local = await planOf(`import { fft, field, generate, param, sum } from "spmd";\nconst n = ${n};\nexport const r = sum(field(fft(generate([n], (i) => Math.sin(i))), "re"));`);
    return [...nodesIn(local.body)].flatMap(outputsOf).filter(({ type, placement }) => type.shape.length === 1 && placement.kind === "replicated").length;
  };
  for (const n of ["1000000", `param("n", 1000000)`]) assert.is(await whole(n), 0, n);
  assert.ok((await whole("64")) > 0);
});

test("a loop over time needs no memory after its second trip that it did not have before", async () => {
  const sources = {
    heat: `import { generate, max, param, reduceAll, stencil, sum, zipWith } from "spmd";
const steps = param("steps", 2);
let u = generate([120, 50], (i, j) => (i * 7 + j) % 11), change = 0;
for (let t = 0; t < steps; t++) {
  const next = stencil(u, (at) => (at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1)) / 4);
  change = reduceAll(zipWith(next, u, (a, b) => Math.abs(a - b)), max);
  u = next;
}
export const r = sum(u) + change;`,
    grid: `import { distribute, generate, param, reduceAll, max, stencil } from "spmd";
const steps = param("steps", 2);
let u = distribute(generate([120, 50], (i, j) => (i * 7 + j) % 11), "grid"), v = distribute(generate([120, 50], (i, j) => (i * 7 + j) % 11), "cols");
for (let t = 0; t < steps; t++) {
  u = distribute(stencil(u, (at) => (at(-1, 0) + at(1, 1) + at(0, -1) + at(0, 1)) / 4), "grid");
  v = distribute(stencil(v, (at) => (at(-1, 0) + at(0, 1)) / 2, { boundary: "wrap" }), "cols");
}
export const r = reduceAll(u, max) + reduceAll(v, max);`,
    wave: `import { generate, param, shift, stencil, sum, zipWith } from "spmd";
const steps = param("steps", 2);
let before = generate([120, 50], (i, j) => (i * 7 + j) % 11), now = before;
for (let t = 0; t < steps; t++) {
  const bent = stencil(now, (at) => at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1) - 4 * at(0, 0), { boundary: "wrap" });
  const next = zipWith(now, before, bent, (n, b, d) => 2 * n - b + 0.1 * d);
  before = now;
  now = next;
}
export const r = sum(now);`,
    slices: `import { generate, pad, param, slice, sum, zipWith } from "spmd";
const steps = param("steps", 2), n = param("n", 90);
let u = generate([n, n], (i, j) => (i * 7 + j) % 11);
for (let t = 0; t < steps; t++) u = pad(zipWith(slice(u, [1, -1], [1, -1]), slice(u, [0, -2], [1, -1]), slice(u, [2], [1, -1]), (x, a, b) => (a + b - x) / 2), [[1, 1], [1, 1]]);
export const r = sum(u);`,
    elimination: `import { distribute, generate, map, param, read, sum } from "spmd";
const steps = param("steps", 2);
let m = distribute(generate([40, 40], (i, j) => (i === j ? 40 : 1 / (1 + i + j))), "rows");
for (let p = 0; p < steps; p++) m = map(m, (x, i, j) => (i > p && j >= p ? x - (read(m, i, p) / read(m, p, p)) * read(m, p, j) : x));
export const r = sum(m);`,
    stars: `import { generate, map, param, read, sum, zipWith } from "spmd";
const steps = param("steps", 2);
let x = generate([400], (i) => (i * 37) % 101), y = generate([400], (i) => (i * 59) % 103);
for (let t = 0; t < steps; t++) {
  const pull = generate([400], (i) => { let s = 0; for (let j = 0; j < 400; j += 40) s += read(x, j) * read(y, i) - read(y, j); return s / 1e6; });
  [x, y] = [zipWith(x, pull, (a, f) => a + f), zipWith(y, pull, (a, f) => a - f)];
}
export const r = sum(x) + sum(y);`,
  };
  const directory = mkdtempSync(path.join(tmpdir(), "spmd-memory-"));
  const programs = await Promise.all(Object.entries(sources).map(async ([name, source]) => {
    const { driver, kernels } = await compiled(sourcesOfText({ "main.ts": source }), "emit"), file = path.join(directory, `${name}.mjs`);
    writeFileSync(file, `${driver!.text}\n${kernels!.script.text}`);
    return pathToFileURL(file).href;
  }));
  for (const np of [1, 3, 4]) {
    const argument = { programs, params: [2, 40].map((count) => ({ steps: count })) };
    const ranks = np === 1 ? [await withSelf(memoryOfPrograms, argument)] : await withRanks(np, "test/support/programRanks.ranks.ts", "memoryOfPrograms", argument);
    for (const found of ranks as { readonly bytes: number; readonly arrays: number }[][][]) for (const [few, all] of found) {
      assert.is(all!.bytes, few!.bytes, `np ${np}`);
      // Every trip makes its arrays anew, in the memory of those before.
      assert.ok(all!.arrays > few!.arrays);
    }
  }
  rmSync(directory, { recursive: true });
});

test.run();
