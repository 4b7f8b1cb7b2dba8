import { suite } from "uvu";
import * as assert from "uvu/assert";
import { uniform } from "../math/random.ts";
import { applied, list, refused } from "./agreement.ts";
import { random } from "./random.ts";

const test = suite("ops: random");

test("a number is a function of the position in the whole array and of the seed", () => {
  const flat = Array.from({ length: 24 }, (_, k) => uniform(k, 7));
  for (const shape of [[24], [4, 6], [2, 3, 4], [1, 2, 2, 2, 3, 1]]) assert.equal(list(applied(random, { attributes: { shape, options: { seed: 7 } } })), flat);
  assert.equal(list(applied(random, { attributes: { shape: [{ host: "n" }, { host: "m" }], options: { seed: { host: "s" } } }, host: { n: 4, m: 6, s: 7 } })), flat);
});

test("distributions and dtypes", () => {
  for (const element of ["f64", "f32"] as const) for (const dist of ["uniform", "normal"]) applied(random, { attributes: { shape: [3, 50], options: { dist } }, element });
  for (const element of ["i32", "u8", "i16", "f64", "f32", "u32"] as const) applied(random, { attributes: { shape: [50], options: { seed: 3, dist: { integers: [-9, { host: "end" }] } } }, element, host: { end: 300 } });
  assert.equal(list(applied(random, { attributes: { shape: [0] } })), []);
});

test("wrong calls", () => {
  assert.match(refused(random, { attributes: { shape: [3] }, element: "i32" }), /^SPMD2090 random: uniform numbers are not i32/);
  assert.match(refused(random, { attributes: { shape: [3], options: { dist: { integers: [4, 4] } } } }), /^SPMD2091 random: \[4, 4\] are not bounds/);
  assert.match(refused(random, { attributes: { shape: [-3] } }), /^SPMD2005/);
});

test.run();
