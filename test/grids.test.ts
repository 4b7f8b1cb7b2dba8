// Arrays in blocks of two axes: programs whose ranks form a grid, in all the ways to run them and on numbers of ranks that make squares, oblongs and columns.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { nodesIn } from "../compiler/ir/blocks.ts";
import { showPlacement } from "../compiler/ir/placement.ts";
import type { LocalProgram } from "../compiler/ir/spmd.ts";
import { explain } from "../compiler/explain/explain.ts";
import { disagreement } from "./differential/ways.ts";
import { compiled, exampleSources, sourcesOfText } from "./support/compiled.ts";
import { nativeTools } from "./support/nativeNests.ts";

const test = suite("grids");
const native = typeof (await nativeTools()) === "string" ? [] : (["native"] as const);

const programs: { readonly [name: string]: string } = {
  "time loops of stencils at every boundary": `
import { distribute, generate, max, param, reduceAll, stencil, zipWith } from "spmd";
const n = param("n", 37), m = param("m", 53);
const start = distribute(generate([n, m], (i, j) => ((i * 37 + j * 11) % 101) / 8), "grid");
let clamped = start, wrapped = start, mirrored = start, framed = start, change = 0;
for (let t = 0; t < 3; t++) {
  const next = distribute(stencil(clamped, (at) => (at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1)) / 4), "grid");
  change = reduceAll(zipWith(next, clamped, (a, b) => Math.abs(a - b)), max);
  clamped = next;
  wrapped = stencil(wrapped, (at) => at(-1, -1) - at(2, 1) / 3, { boundary: "wrap" });
  mirrored = stencil(mirrored, (at) => at(0, -2) + at(1, 0) / 2, { boundary: "reflect" });
  framed = stencil(framed, (at, i, j) => (at(-1, 1) + at(1, 2) * 3 + at(0, 0) * (i - j)) / 5, { boundary: change });
}
export { clamped, wrapped, mirrored, framed, change };`,
  "wider than what a rank holds, and nothing at all": `
import { distribute, generate, min, reduceAll, stencil } from "spmd";
const few = distribute(generate([3, 5], (i, j) => i * 10 + j), "grid"), none = distribute(generate([0, 4], (i, j) => i + j), "grid"), row = distribute(generate([1, 300], (i, j) => j * j), "grid");
export const far = stencil(few, (at) => at(-3, 4) - at(2, 0) + at(0, -5), { boundary: "wrap" });
export const nothing = stencil(none, (at) => at(1, 1)), least = reduceAll(stencil(row, (at) => at(1, -1) - at(0, 7) / 3, { boundary: -0.5 }), min);`,
  "element by element, other dtypes, three axes": `
import { any, cast, distribute, generate, map, stencil, sum, transpose, where, zipWith } from "spmd";
const a = distribute(generate([40, 33], (i, j) => i * 3 - j * 2, "i32"), "grid"), b = generate([33, 40], (i, j) => (i - j) / 7, "f32");
const v = generate([33], (j) => Math.sqrt(j)), w = generate([40], (i) => i / 3);
const mixed = distribute(zipWith(cast(a, "f64"), transpose(b), (x, y) => x - y), "grid");
export const total = sum(mixed), third = sum(distribute(map(mixed, (x) => x / 3), "grid")), chosen = where(map(a, (x) => x % 3 === 0), mixed, map(a, (x, i, j) => i - j));
export const odd = any(distribute(map(a, (x) => x > 110), "grid"));
const cube = distribute(generate([9, 14, 11], (i, j, k) => ({ x: i * j - k, on: (i + j + k) % 3 === 0 })), "grid");
export const near = map(distribute(stencil(map(cube, (c) => (c.on ? c.x : -c.x)), (at) => at(0, 1, 0) + at(-1, 0, 1) - at(1, -1, -1), { boundary: "wrap" }), "grid"), (x, i, j, k) => x + i * j * k);`,
  "sums whose order shows": `
import { distribute, generate, map, param, stencil, sum, zipWith } from "spmd";
const n = param("n", 45), m = param("m", 900);
let u = distribute(generate([n, m], (i, j) => 1 / (1 + i * 3 + j * 7)), "grid"), r = 0;
for (let t = 0; t < 3; t++) {
  const next = distribute(stencil(u, (at) => (at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1)) / 4), "grid");
  r += Math.sqrt(sum(distribute(zipWith(next, u, (a, b) => (a - b) ** 2), "grid")));
  u = next;
}
const pairs = distribute(map(u, (x, i, j) => ({ x, y: x * i - j })), "grid"), deep = distribute(generate([7, 20, 400], (i, j, k) => Math.sin(i + j * k)), "grid");
export { r };
export const both = sum(pairs), whole = sum(deep), none = sum(distribute(generate([0, 300], (i, j) => i / (j + 1)), "grid")), few = sum(distribute(generate([2, 3], (i, j) => 1 / (1 + i + j)), "grid"));`,
  "time loops of columns": `
import { distribute, generate, stencil } from "spmd";
let u = distribute(generate([31, 45], (i, j) => ((i * 37 + j * 11) % 101) / 8), "cols"), w = distribute(generate([5, 6, 29], (i, j, k) => i * j - k), "cols");
for (let t = 0; t < 3; t++) {
  u = distribute(stencil(u, (at) => (at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 2)) / 4), "cols");
  w = distribute(stencil(w, (at) => at(1, 0, -2) - at(0, -1, 1) / 3, { boundary: "wrap" }), "cols");
}
export { u, w };`,
  "to and from other placements": `
import { add, concat, distribute, generate, map, matmul, max, param, reduceAll, reduceCols, reduceRows, scanRows, slice, sort, sum, zipWith, flip, read } from "spmd";
const n = param("n", 48), k = param("k", 5);
const a = distribute(generate([n, n], (i, j) => ((i * 7 + j * 3) % 11) - 5), "grid"), rows = distribute(map(a, (x) => x * 2), "rows"), cols = distribute(zipWith(a, rows, (x, y) => x + y), "cols");
export const back = distribute(zipWith(rows, cols, (x, y) => x * y), "grid"), product = matmul(a, back), sums = reduceRows(a, add), greatest = reduceCols(a, max), prefixes = scanRows(a, add);
export const inner = zipWith(slice(a, [1, -1], [1, -1]), slice(a, [2], [0, -2]), (x, y) => x - y), turned = map(flip(a, [1]), (x, i, j) => x + i - j);
export const crossed = distribute(map(a, (x, i, j) => x - read(a, i, k) * read(a, k, j)), "grid"), long = concat(a, a), sorted = sort(slice(a, [0, 1]));
export const most = reduceAll(a, max), all = sum(product) + sum(prefixes);`,
};

for (const [name, text] of Object.entries(programs))
  test(name, async () => assert.is(await disagreement({ "main.ts": text }, [4, 6, 7, 8], (np) => (np === 6 ? ["wasm", "js", ...native] : ["wasm"])), undefined));

const planOf = async (np: number, sources = exampleSources("heat")): Promise<LocalProgram> => (await compiled(sources, "communicate", { np })).local!;
const placementsOf = (local: LocalProgram): readonly string[] => [...new Set([...nodesIn(local.body)].flatMap((node) => (node.kind === "launch" ? [showPlacement(node.placement)] : [])))];

test("many ranks of a 2-D loop form a grid, whose edges are shorter", async () => {
  const few = await planOf(4), many = await planOf(64), params = { n: 16384 };
  assert.equal([placementsOf(few), placementsOf(many)], [["block(0)"], ["grid(0 1)"]]);
  const halo = (local: LocalProgram) => explain(local, { np: 64, params }).collectives.find(({ collective }) => collective === "halo")!;
  assert.is(halo(few).most, 2 * 16384 * 8);
  // An eighth of a row, and as much of a column, on both sides.
  assert.is(halo(many).most, (4 * 16384 * 8) / 8);
  assert.match(halo(many).reason, /beyond each rank's rows and columns; no copy/);
});

test("16 ranks are a grid where edges are long", async () => {
  const text = (n: number): string => `import { generate, stencil } from "spmd";
let u = generate([${n}, ${n}], (i, j) => i - j);
for (let t = 0; t < 100; t++) u = stencil(u, (at) => (at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1)) / 4);
export { u };`;
  assert.equal(placementsOf(await planOf(16, sourcesOfText({ "main.ts": text(16384) }))), ["grid(0 1)"]);
  assert.equal(placementsOf(await planOf(16, sourcesOfText({ "main.ts": text(1024) }))), ["block(0)"]);
  assert.equal(placementsOf(await planOf(13, sourcesOfText({ "main.ts": text(16384) }))), ["block(0)"]);
});

test.run();
