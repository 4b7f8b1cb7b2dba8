import { suite } from "uvu";
import * as assert from "uvu/assert";
import { applied, elementKernel, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { generate } from "./generate.ts";

const test = suite("ops: generate");

const sum = elementKernel([], 2, (_, [i, j]) => ({ kind: "arithmetic", type: "int", op: "add", left: { kind: "arithmetic", type: "int", op: "mul", left: i!, right: { kind: "const", type: "int", value: 10 } }, right: j! }));

test("every position, row by row", () => {
  assert.equal(list(applied(generate, { attributes: { shape: [2, 3] }, kernel: sum, indices: 2 })), [0, 1, 2, 10, 11, 12]);
});

test("into every dtype, any extents", () => {
  for (const element of everyDType.filter((d) => d !== "bool")) for (const shape of shapesOf[2]) assert.equal(applied(generate, { attributes: { shape }, kernel: sum, indices: 2, element }).shape, shape);
});

test("extents of host values; booleans", () => {
  const kernel = elementKernel([], 1, (_, [i]) => ({ kind: "compare", type: "bool", op: "gt", left: i!, right: { kind: "const", type: "int", value: 1 } }));
  const made = applied(generate, { attributes: { shape: [{ host: "n" }] }, kernel, indices: 1, host: { n: 4 } });
  assert.is(made.element, "bool");
  assert.equal(list(made), [0, 0, 1, 1]);
});

test("wrong calls", () => {
  assert.is(refused(generate, { attributes: { shape: [-1] }, kernel: sum }), "SPMD2005 generate: -1 is not an extent");
  assert.is(refused(generate, { attributes: { shape: [3] }, kernel: sum, element: "bool" }), "SPMD2004 generate: the kernel gives numbers, which are not bool");
});

test.run();
