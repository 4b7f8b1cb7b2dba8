// Sums of what stencils give: leaves whose first and last positions have neighbours beyond the array.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compiled, sourcesOfText } from "./support/compiled.ts";
import { disagreement } from "./differential/ways.ts";

const test = suite("folded stencils");

const program = (n: number, m: number): string => `import { all, any, generate, map, max, param, reduceAll, reduceRows, add, stencil, sum, zipWith, argmax } from "spmd";
const n = param("n", ${n}), m = param("m", ${m});
let a = generate([n, m], (i, j) => Math.sin(i * 3 + j) * 4), b = generate([n, m], (i, j) => (i * 7 + j * 5) % 19, "i32"), v = generate([n * m], (i) => Math.cos(i), "f32");
if (n < 0) [a, b, v] = [map(a, (x) => x + 1), map(b, (x) => x + 1), map(v, (x) => x + 1)];
const Ap = stencil(a, (at) => 4 * at(0, 0) - at(-1, 0) - at(1, 0) - at(0, -1) - at(0, 1), { boundary: 0 });
export const product = sum(zipWith(a, Ap, (x, y) => x * y)), most = max(Ap), kept = Ap;
export const wrapped = sum(stencil(a, (at) => at(0, -2) / 3 + at(0, 3), { boundary: "wrap" })), clamped = reduceRows(stencil(a, (at) => at(1, -1) - at(-1, 130), { boundary: "clamp" }), add);
export const whole = sum(stencil(b, (at) => at(0, 9) - at(0, -9) + at(0, 0), { boundary: "reflect" })), where = argmax(stencil(b, (at) => at(0, -1) * at(0, 1), { boundary: 2 }));
export const flags = [all(stencil(b, (at) => at(0, 1) + at(0, -1) >= 0, { boundary: 1 })), any(stencil(b, (at) => at(0, 1) > 40, { boundary: 50 }))];
export const single = sum(stencil(v, (at) => at(0) - at(-1), { boundary: "clamp" })), late = sum(stencil(v, (at) => at(200) * 2, { boundary: 0.5 }));
`;

for (const [n, m] of [[6, 300], [5, 11], [3, 129]] as const) test(`the same everywhere: ${n} x ${m}`, async () => assert.is(await disagreement({ "main.ts": program(n, m) }, [2]), undefined));

test("in lanes", async () => {
  const { nests } = (await compiled(sourcesOfText({ "main.ts": program(6, 300) }), "vectorize")).lanes!, folds = nests.flatMap(({ passes }) => passes).filter(({ order }) => order === "leaf");
  assert.ok(folds.length >= 3);
  assert.ok(folds.every(({ wide }) => wide));
});

test.run();
