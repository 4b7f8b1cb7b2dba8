import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fromArray as make } from "../lang.ts";
import { denseOf } from "../reference/handle.ts";
import { list, refused } from "./agreement.ts";
import { unknownExtent } from "./defineOp.ts";
import { fromArray } from "./fromArray.ts";
import { listFacts } from "./hostData.ts";

const test = suite("ops: fromArray");
const made = (a: object): unknown => { const d = denseOf(a)!; return [d.element, d.shape, list(d)]; };

test("typed arrays keep their dtype, lists are f64 or bool", () => {
  assert.equal(made(make([3, 1, 2])), ["f64", [3], [3, 1, 2]]);
  assert.equal(made(make([[true], [false]])), ["bool", [2, 1], [1, 0]]);
  assert.equal(made(make(Int16Array.of(1, 2, 3, 4), [2, 2])), ["i16", [2, 2], [1, 2, 3, 4]]);
  assert.equal(made(make([1, 2], "i32")), ["i32", [2], [1, 2]]);
  assert.equal(made(make([[], []])), ["f64", [2, 0], []]);
});

test("the array does not change with the values", () => {
  const values = Float64Array.of(1, 2), a = make(values);
  values[0] = 7;
  assert.equal(list(denseOf(a)!), [1, 2]);
});

test("lists of unequal lengths, other values", () => {
  assert.throws(() => listFacts([[1, 2], [3]]), /its lists have different lengths: 2 and 1/);
  assert.throws(() => listFacts([1, [2]]), /its lists have different lengths: none and 1/);
  assert.throws(() => listFacts([[1], 2]), /2 stands where a list of 1 should/);
  assert.throws(() => listFacts(["1"]), /1 stands where a number or boolean should/);
});

test("its type comes from TypeScript", () => {
  const checked = fromArray.check({ inputs: [], attributes: { values: { host: "v" } }, kernelResults: [], element: undefined, declared: { element: "i16", shape: [undefined, 3] } });
  assert.equal(checked, { ok: true, types: [{ element: "i16", shape: [unknownExtent, 3] }], attributes: { element: "i16", axes: 2 } });
  assert.is(refused(fromArray, { attributes: { values: { host: "v" } } }), "SPMD2013 fromArray: its dtype and number of axes must be known when it is compiled");
});

test("an empty list has the axes of its type", () => {
  const [none] = fromArray.reference({ inputs: [], attributes: { values: [], element: "bool", axes: 3 }, types: [] });
  assert.equal([none!.element, none!.shape], ["bool", [0, 0, 0]]);
});

test.run();
