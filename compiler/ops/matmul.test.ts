import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused } from "./agreement.ts";
import { matmul } from "./matmul.ts";

const test = suite("ops: matmul");

test("rows times columns", () => {
  const result = applied(matmul, { inputs: [dense("f64", [2, 3], [1, 2, 3, 4, 5, 6]), dense("f64", [3, 2], [1, 0, 0, 1, 2, -1])] });
  assert.equal(result.shape, [2, 2]);
  assert.equal(list(result), [7, -1, 16, -1]);
});

test("stacks, integers that wrap, nothing to add up", () => {
  assert.equal(list(applied(matmul, { inputs: [dense("i32", [2, 1, 2], [1, 2, 3, 4]), dense("i32", [2, 2, 1], [1, 1, 10, 1])] })), [3, 34]);
  assert.equal(list(applied(matmul, { inputs: [dense("u8", [1, 1], [16]), dense("u8", [1, 1], [17])] })), [16]);
  assert.equal(list(applied(matmul, { inputs: [dense("f64", [2, 0], []), dense("f64", [0, 1], [])] })), [0, 0]);
});

test("blocks of 256 are added up from 0, then their sums", () => {
  const k = 600, result = list(applied(matmul, { inputs: [dense("f64", [1, k], Array.from({ length: k }, (_, p) => 1 / (p + 1))), dense("f64", [k, 1], Array.from({ length: k }, () => 1))] }))[0];
  const part = (from: number, to: number): number => {
    let sum = 0;
    for (let p = from; p < to; p++) sum += 1 / (p + 1);
    return sum;
  };
  assert.is(result, part(0, 256) + part(256, 512) + part(512, 600));
});

test("every dtype", () => {
  for (const dtype of everyDType.filter((d) => d !== "bool")) applied(matmul, { inputs: [elements(dtype, [3, 5]), elements(dtype, [5, 2])] });
});

test("wrong calls", () => {
  assert.match(refused(matmul, { inputs: [elements("f64", [200, 250]), elements("f64", [200, 251])] }), /^SPMD2092 matmul: inner dimensions differ: \[200, 250\] x \[200, 251\]/);
  assert.match(refused(matmul, { inputs: [elements("f64", [2]), elements("f64", [2, 2])] }), /^SPMD2002 matmul: needs a 2-D array, got shape \[2\]/);
  assert.match(refused(matmul, { inputs: [elements("f64", [3, 2, 2]), elements("f64", [4, 2, 2])] }), /^SPMD2094/);
  assert.match(refused(matmul, { inputs: [elements("f32", [2, 2]), elements("i32", [2, 2])] }), /^SPMD2008/);
});

test("complex numbers: four real products", () => {
  const complex = { re: "f64", im: "f64" } as const, z = dense(complex, [2, 2], [{ re: 1, im: 2 }, { re: 0, im: -1 }, { re: 3, im: 0 }, { re: 2, im: 1 }]);
  const [square] = matmul.reference({ inputs: [z, z], attributes: {}, types: [{ element: complex, shape: [2, 2] }] });
  // By hand: (1 + 2i)² + (-i)(3), (1 + 2i)(-i) + (-i)(2 + i), 3 (1 + 2i) + (2 + i) 3, 3 (-i) + (2 + i)²
  assert.equal([[...square!.data["re"]!], [...square!.data["im"]!]], [[-3, 3, 9, 3], [1, -3, 9, 1]]);
  assert.equal(matmul.check({ inputs: [{ element: complex, shape: [2, 3] }, { element: "f64", shape: [3, 2] }], attributes: {}, kernelResults: [], element: undefined }), { ok: true, types: [{ element: complex, shape: [2, 2] }] });
  assert.match(refused(matmul, { inputs: [dense({ x: "f64", y: "f64" }, [1, 1], [{ x: 1, y: 2 }]), dense("f64", [1, 1], [3])] }), /^SPMD2080/);
});

test.run();
