import { existsSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { check } from "../1-check/check.ts";
import { sourcesOf } from "../1-check/sources.ts";
import { fuse } from "../2-fuse/fuse.ts";
import { plainData } from "./dense.ts";
import { interpret, isDense } from "./interpret.ts";
import type { Interpreted } from "./interpret.ts";

const test = suite("reference: interpret");
const disk = { readFile: (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : undefined), fileExists: existsSync };

/** Interprets a program before and after its operators become loops. */
function both(source: string, params: Record<string, number> = {}): Interpreted {
  const { program, diagnostics } = check(sourcesOf({ "main.ts": source }, `${process.cwd()}/compiler/lang.ts`, disk));
  assert.equal(diagnostics.map((d) => d.message), []);
  const found = interpret(program, { params });
  assert.equal(interpret(fuse(program), { params }), found);
  return found;
}
const list = (value: unknown): number[] => (isDense(value) ? [...plainData(value)] : []);

test("arrays, scalars, host variables, parameters", () => {
  const { results, printed } = both(`
    import { generate, map, param, print, sum } from "spmd";
    const n = param("n", 3), k = n / 2;
    export const a = map(generate([n], i => i), x => x + k);
    export const total = sum(a);
    export const names = ["x", total];
    print("total", total, a);
    console.log(a.shape, a.dtype);`, { n: 4 });
  assert.equal([list(results.a), results.total, results.names], [[2, 3, 4, 5], 14, ["x", 14]]);
  assert.equal(printed, ["total 14 f64 [4]: 2 3 4 5", "[4] f64"]);
});

test("loops that end when a reduction says so", () => {
  const { results } = both(`
    import { generate, map, stencil, zipWith, max } from "spmd";
    let u = generate([9], i => (i === 4 ? 1 : 0)), trips = 0, change = 1;
    while (change > 0.01) {
      const next = stencil(u, at => 0.25 * at(-1) + 0.5 * at(0) + 0.25 * at(1), { boundary: "wrap" });
      change = max(zipWith(u, next, (x, y) => Math.abs(x - y)));
      u = next;
      if (++trips === 3) continue;
    }
    export { trips };
    export const middle = u;`);
  let u = Array.from({ length: 9 }, (_, i) => Number(i === 4)), trips = 0;
  for (let change = 1; change > 0.01; trips++) {
    const next = u.map((x, i) => 0.25 * u[(i + 8) % 9]! + 0.5 * x + 0.25 * u[(i + 1) % 9]!);
    change = Math.max(...next.map((x, i) => Math.abs(x - u[i]!)));
    u = next;
  }
  assert.equal([results.trips, list(results.middle)], [trips, u]);
});

test("functions that take and return arrays; other extents on each call", () => {
  const { results } = both(`
    import { iota, map, sum, type NDArray } from "spmd";
    function twice(a: NDArray<"i32", [number]>, by: number) { return map(a, x => x * by, "f64"); }
    export const totals: number[] = [];
    for (const n of [0, 1, 5]) totals.push(sum(twice(iota(n), n)));`);
  assert.equal(results.totals, [0, 0, 50]);
});

test("f32 rounds after each operation, integers wrap when stored", () => {
  const { results } = both(`
    import { full, map } from "spmd";
    export const single = map(full([1], 0.1, "f32"), x => x * 3 + 0.2);
    export const wrapped = map(full([1], 200, "u8"), x => x + x);`);
  assert.equal(list(results.single), [Math.fround(Math.fround(Math.fround(0.1) * 3) + Math.fround(0.2))]);
  assert.equal(list(results.wrapped), [144]);
});

test("errors that a kernel throws", () => {
  const source = `import { iota, map } from "spmd"; export const a = map(iota(3), x => { if (x > 1) throw new RangeError(\`bad \${x}\`); return x; });`;
  assert.throws(() => both(source), (error: Error) => error instanceof RangeError && error.message === "bad 2");
});

test.run();
