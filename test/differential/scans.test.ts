// Scans over many leaves: what goes before a leaf is combined from subtrees by kernels that carry themselves (compiler/ir/chains.ts) and by the runtime, on one rank
// and across ranks; all of them give the interpreter's bits. Random programs seldom have arrays of more than a few leaves.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { disagreement } from "./ways.ts";

const test = suite("scans of many leaves");

const agree = (name: string, program: string): void => test(name, async () => assert.is(await disagreement({ "main.ts": program }, [1, 2, 3]), undefined));

agree("inclusive and exclusive sums, of what is computed and into what is computed", `import { add, generate, map, scanAll, zipWith } from "spmd";
const n = 9001, scale = 0.7;
const a = generate([n], (i) => Math.sin(i) * 1e3), b = generate([n], (i) => (i * 7919) % 101);
export const before = scanAll(generate([5000], (i) => 1 / (i + 1)), add, { exclusive: true });
export const inclusive = scanAll(a, add), exclusive = scanAll(a, add, { exclusive: true });
export const computed = scanAll(map(b, (x) => x * scale), add);
export const after = map(zipWith(scanAll(b, add), a, (s, x) => s * x), (x, i) => x + scale * i);
export const singles = scanAll(map(a, (x) => Math.fround(x), "f32"), add), counts = scanAll(map(b, (x) => x > 50, "bool"), add);
`);

agree("monoids of one's own and of records", `import { field, generate, monoid, scanAll } from "spmd";
const affine = monoid({ a: 1, b: 0 }, (x, y) => ({ a: x.a * y.a, b: y.a * x.b + y.b }));
const lines = generate([4321], (i) => ({ a: 1 + (i % 5) / 1024, b: i % 3 }), { a: "f64", b: "f64" });
export const a = field(scanAll(lines, affine), "a"), b = field(scanAll(lines, affine, { exclusive: true }), "b");
const others = generate([2999], (i) => ({ a: 1 - (i % 3) / 512, b: i % 7 }), { a: "f64", b: "f64" });
export const alone = field(scanAll(others, affine), "b");
export const last = scanAll(generate([3000], (i) => (i * 31) % 977), monoid(-1, (x, y) => (y < 0 ? x : y)));
export const parity = scanAll(generate([2500], (i) => i % 3 === 0, "bool"), monoid(false, (x, y) => x !== y));
`);

agree("rows, whole on their rank and shared", `import { add, distribute, generate, map, max, scanAll, scanCols, scanRows } from "spmd";
const m = generate([11, 700], (i, j) => Math.cos(i * 700 + j));
export const rows = scanRows(m, add), cols = scanCols(m, add), all = scanAll(m, add), most = scanRows(m, max);
export const halves = map(scanRows(distribute(m, "cols"), add), (x) => x / 2), whole = scanRows(distribute(m, "replicated"), add);
export const none = scanAll(generate([0], (i) => i), add), short = scanAll(generate([3], (i) => i), add);
`);

test.run();
