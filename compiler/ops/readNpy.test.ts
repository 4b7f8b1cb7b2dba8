import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { list, refused } from "./agreement.ts";
import { readNpy } from "./readNpy.ts";

const test = suite("ops: readNpy");
const file = (options?: object) => readNpy.reference({ inputs: [], attributes: { file: "a.npy", ...(options ? { options } : {}) }, types: [], readNpy: () => dense("f64", [2], [1, 2]) })[0]!;

test("what the program says it is", () => {
  assert.equal(list(file()), [1, 2]);
  assert.throws(() => file({ dtype: "f32" }), "readNpy: a.npy holds f64 elements with 1 axes, not f32 with 1");
  assert.throws(() => file({ ndim: 2 }), "readNpy: a.npy holds f64 elements with 1 axes, not f64 with 2");
});

test("typing", () => {
  const checked = readNpy.check({ inputs: [], attributes: { file: "a.npy", options: { dtype: "u8", ndim: 2 } }, kernelResults: [], element: undefined });
  assert.equal(checked, { ok: true, types: [{ element: "u8", shape: ["?", "?"] }] });
  assert.is(refused(readNpy, { attributes: { file: "a.npy", options: { ndim: { host: "n" } } } }), "SPMD2013 readNpy: its dtype and number of axes must be known when it is compiled");
});

test.run();
