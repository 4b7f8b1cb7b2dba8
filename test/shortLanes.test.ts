// Pictures of bytes and bits, whose lanes have 16 bits where that is enough for all that is computed, and more where it is not.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compiled, sourcesOfText } from "./support/compiled.ts";
import { disagreement } from "./differential/ways.ts";

const test = suite("short lanes");

/** Each line a map or a stencil of `a` (u8), `s` (i8), `h` (i16) and `f` (bool); with the number of lanes of 16 bytes that it should have. */
const lines: readonly (readonly [lanes: number, line: string])[] = [
  [8, `stencil(a, (at) => (at(-1, -1) + 2 * at(-1, 0) + at(-1, 1) + 2 * at(0, -1) + 4 * at(0, 0) + 2 * at(0, 1) + at(1, -1) + 2 * at(1, 0) + at(1, 1)) >> 4, { boundary: "clamp" })`],
  [8, `stencil(a, (at) => Math.max(Math.abs(at(0, 1) - at(0, -1)), Math.abs(at(1, 0) - at(-1, 0))), { boundary: 0 })`],
  [8, `map(a, (x) => x > 100 ? 255 - x : x, "u8")`],
  [8, `map(a, (x) => x > 100)`],
  [8, `zipWith(a, f, (x, p) => (p && x < 200) || x === 3)`],
  [8, `zipWith(a, s, (x, y) => (x ^ 85) + (y & 15) - (y | 3), "i16")`],
  [8, `map(s, (x) => x * x - 3 * x, "i16")`],
  [8, `zipWith(s, h, (x, y) => Math.min(x, -x) + (y > x ? 1 : 0), "i16")`],
  [8, `map(h, (x) => x >> 3, "i8")`],
  [8, `map(a, (x) => x << 7, "i16")`],
  // Too large for 16 bits, or for the position's sake.
  [4, `map(a, (x) => x << 8, "i16")`],
  [4, `map(h, (x) => x * 2, "i16")`],
  [4, `map(a, (x) => x * 200, "i32")`],
  [4, `map(a, (x, i, j) => x + j, "u8")`],
];

/** Arrays that another loop has stored. */
const program = (of: readonly string[]): string => `import { generate, map, param, stencil, zipWith } from "spmd";
const n = param("n", 37), m = param("m", 301);
let a = generate([n, m], (i, j) => i * 7 + j * 13, "u8"), s = generate([n, m], (i, j) => i * 11 - j * 5, "i8"), h = generate([n, m], (i, j) => (i * 977 - j * 131) * 3, "i16"), f = generate([n, m], (i, j) => (i * j) % 3 === 1);
if (n < 0) [a, s, h, f] = [map(a, (x) => x + 1, "u8"), map(s, (x) => x + 1, "i8"), map(h, (x) => x + 1, "i16"), map(f, (x) => !x)];
${of.map((line, k) => `export const r${k} = ${line};`).join("\n")}
`;
const having = (lanes: number): string[] => lines.flatMap(([count, line]) => (count === lanes ? [line] : []));

for (const lanes of [8, 4]) test(`the same everywhere, of ${lanes} lanes`, async () => assert.is(await disagreement({ "main.ts": program(having(lanes)) }, [2, 3]), undefined));

test("as many lanes as there is room for", async () => {
  for (const [lanes, line] of lines) {
    const nests = (await compiled(sourcesOfText({ "main.ts": program([line]) }), "vectorize")).lanes!.nests;
    assert.is(nests.at(-1)!.passes[0]!.wide?.width, lanes, line);
  }
});

test.run();
