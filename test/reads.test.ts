// `read(a, i, j)` in kernels: one meaning in all the ways to run a program, and no whole array where the positions are known.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fuse } from "../compiler/2-fuse/fuse.ts";
import type { Loop } from "../compiler/ir/array.ts";
import { nodesIn } from "../compiler/ir/blocks.ts";
import { operators } from "../compiler/ops/index.ts";
import { printLanes } from "../compiler/ir/print.ts";
import { interpret } from "../compiler/reference/interpret.ts";
import { disagreement } from "./differential/ways.ts";
import { compiled, sourcesOfText } from "./support/compiled.ts";
import { difference } from "./support/difference.ts";
import { programOf } from "./support/samplePrograms.ts";

const test = suite("reads");

const head = `import { flip, generate, map, param, read, sum, zeros } from "spmd"; const n = param("n", 12); const a = generate([n, n], (i, j) => i * n + j);`;

/** How the loops read arrays: "whole", or the axes with their offsets. */
const accesses = (text: string): string[] =>
  [...nodesIn(fuse(programOf(`${head}\n${text}`), operators).body)].filter((node): node is Loop => node.kind === "loop").flatMap((loop) => loop.inputs.map(({ access }) => (access.whole ? "whole" : access.axes.map((a) => `i${a.loop}${a.offset === 0 ? "" : a.offset > 0 ? `+${a.offset}` : a.offset}`).join(" "))));

test("the own element is an input like any other, and fuses", () => assert.equal(accesses(`export const r = map(a, (x, i, j) => x - read(a, i, j));`), []));
test("a constant distance is a neighbour", () => assert.equal(accesses(`export const r = map(a, (x, i, j) => (i > 0 ? read(a, i - 1, j) : x));`), ["i0 i1", "i0-1 i1"]));
test("another order of axes is a transposed read", () => assert.equal(accesses(`const b = flip(a); export const r = map(b, (x, i, j) => x - read(b, j, i));`), ["i0 i1", "i1 i0"]));
test("the diagonal is one, too", () => {
  assert.equal(accesses(`export const r = generate([n], i => read(a, i, i));`), ["i0 i0"]);
  assert.equal(accesses(`export const r = generate([n], i => (i > 0 ? read(a, i - 1, i) : 0));`), ["whole"]);
});
test("computed positions, and those in functions, take the whole array", () => {
  assert.equal(accesses(`export const r = generate([n], i => read(a, i, (i * 5) % n));`), ["whole"]);
  assert.equal(accesses(`const d = (k: number): number => read(a, k, k); export const r = generate([n], i => d(i));`), ["whole"]);
  assert.equal(accesses(`export const r = generate([n - 1, n], (i, j) => read(a, i, j));`), ["whole"]);
});

test("all ways agree", async () => {
  const text = `${head}
const m = generate([n, 3], (i, j) => (i * 7 + j) % 5, "u8"), flags = generate([n], i => i % 3 === 0);
function row(k: number): number { let s = 0; for (let j = 0; j < 3; j++) { if (j === 2 && k === 1) break; s += read(m, k, j); } return s; }
export const reversed = map(a, (x, i, j) => read(a, n - 1 - i, j) - x);
export const turned = generate([3, n], (i, j) => read(m, j, i), "i32");
export const rows = generate([n], i => (read(flags, i) ? row(i) : -row(n - 1 - i)));
let u = zeros([n]);
for (let step = 0; step < 3; step++) u = map(u, (x, i) => x + (i > 0 ? read(u, i - 1) : 1) + (i < n - 2 ? read(u, i + 2) : 0));
export { u };
export const scaled = map(a, (x, i, j) => x / (1 + read(a, i, i)) - read(a, j, j)), traces = generate([3, n], (i, j) => read(a, j, j) * i);
export const total = sum(map(m, (x, i, j) => x * read(a, i, j * 2), "f64"));`;
  assert.is(await disagreement({ "main.ts": text }, [3]), undefined);
});

test("a position outside is an error that says which", () => {
  assert.throws(() => interpret(programOf(`${head}\nexport const r = map(a, (x, i, j) => read(a, i + 1, j));`)), /read: index 12 is not a position of axis 0, whose extent is 12/);
});

test("unchecked, there is no check and no error; the elements are the same", async () => {
  const sources = sourcesOfText({ "main.ts": `${head}\nexport const r = generate([n], i => read(a, i, (i * 5) % n) + read(a, (i * 7) % n, 0));` });
  const [checked, unchecked] = await Promise.all([{}, { unchecked: true }].map((options) => compiled(sources, "emit", options)));
  assert.match(checked!.kernels!.script.text, /fail\(/);
  assert.not.match(unchecked!.kernels!.script.text, /fail\(/);
  assert.is(difference(interpret(unchecked!.checked!).results["r"], interpret(checked!.checked!).results["r"]), undefined);
});

test("lanes that read neighbours load them at once, others gather, and bounds that are known are not tested", async () => {
  const sources = sourcesOfText({ "main.ts": `import { generate, read } from "spmd";
const a = generate([100], (i) => Math.sqrt(i)), order = generate([64], (i) => (i * 37) % 100, "i32");
export const near = generate([64], (i) => { let s = 0; for (let k = 0; k < 9; k++) s += read(a, i + k); return s; });
export const far = generate([64], (i) => read(a, read(order, i)));` });
  const { lanes } = await compiled(sources, "vectorize", {}), wide = printLanes(lanes!).split("    wide ").at(-1)!;
  assert.match(wide, /s \+ adjacent:f64\(/);
  assert.match(wide, /= read:f64\(/);
  assert.not.match(wide, /throw/);
});

test.run();
