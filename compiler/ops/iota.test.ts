import { suite } from "uvu";
import * as assert from "uvu/assert";
import { applied, everyDType, list } from "./agreement.ts";
import { iota } from "./iota.ts";

const test = suite("ops: iota");

test("0, 1, ..., n - 1", () => {
  assert.equal(list(applied(iota, { attributes: { n: 4 } })), [0, 1, 2, 3]);
  for (const element of everyDType.filter((d) => d !== "bool")) for (const n of [0, 1, 300]) applied(iota, { attributes: { n }, element });
  assert.equal(list(applied(iota, { attributes: { n: { host: "n" } }, host: { n: 2 }, element: "f32" })), [0, 1]);
});

test.run();
