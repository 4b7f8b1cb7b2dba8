// The routines against JavaScript's own operators, over all pairs of special and many ordinary numbers.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadAssembler } from "./assembler.ts";
import { routines } from "./routines.ts";

const test = suite("routines");

const assemble = await loadAssembler();
const names = ["toInt32", "rem", "clamp", "wrap", "reflect"] as const;
const text = `(module ${names.map((name) => routines.get(name)!).join("\n")} ${names.map((name) => `(export "${name}" (func $${name}))`).join(" ")})`;
const run = new WebAssembly.Instance(new WebAssembly.Module(assemble(text) as BufferSource)).exports as Readonly<Record<(typeof names)[number], (...numbers: number[]) => number>>;

const special = [0, -0, 1, -1, 0.5, -0.5, 3, -3, 0.1, 1e-310, -5e-324, 2 ** -1022, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 32 + 5, -(2 ** 32) - 5, 2 ** 53, 2 ** 53 + 2, -(2 ** 53), 2 ** 63, -(2 ** 63), 2 ** 64 + 2 ** 12, 2 ** 83, 2 ** 84, 1e300, 1.7976931348623157e308, Infinity, -Infinity, NaN, Math.PI, 4294967295.9, -2147483648.5];

function* ordinary(count: number): Generator<number> {
  let state = 12345;
  const next = (): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
  for (let k = 0; k < count; k++) yield (next() - 0.5) * 2 ** Math.floor(next() * 140 - 40);
}

test("toInt32", () => {
  for (const x of [...special, ...ordinary(5000)]) assert.is(run.toInt32(x), x | 0, String(x));
});

test("rem", () => {
  const numbers = [...special, ...ordinary(150)];
  for (const x of numbers) for (const y of numbers) assert.ok(Object.is(run.rem(x, y), x % y), `${x} % ${y}: ${run.rem(x, y)}, not ${x % y}`);
});

test("positions outside", () => {
  const around = (p: number, n: number): number => ((p % n) + n) % n;
  for (let n = 1; n < 6; n++) for (let p = -13; p < 14; p++) {
    if (p < 0 || p >= n) assert.is(run.clamp(p, n), p < 0 ? 0 : n - 1);
    assert.is(run.wrap(p, n), around(p, n));
    const q = n === 1 ? 0 : around(p, 2 * n - 2);
    assert.is(run.reflect(p, n), q < n ? q : 2 * n - 2 - q);
  }
});

test.run();
