// Large outputs, which are stored past the caches: the same elements wherever they begin.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { vectorize } from "../../5-vectorize/vectorize.ts";
import { elementNest } from "../../../test/support/handNests.ts";
import { add, fn, local, mul, num, ret } from "../../../test/support/kernels.ts";
import { nativeTools, openNests } from "../../../test/support/nativeNests.ts";
import { farOutputs } from "./farStores.ts";

const test = suite("far stores"), tools = await nativeTools();

const scaled = fn("scaled", { x: "f64", y: "f64" }, [ret(add(local("x"), mul(num(3), local("y"))))]), nest = elementNest(scaled, ["f64", "f64"], "f64");

test("outputs of whole vectors in any order", () => {
  assert.equal(vectorize({ nests: [nest], functions: [scaled] }).nests.map((lanes) => farOutputs(lanes).map((b) => b.name)), [["out0"]]);
  const bytes = elementNest(fn("f", { x: "int" }, [ret(local("x", "int"))], "int"), ["u8"], "u8");
  assert.equal(vectorize({ nests: [bytes], functions: [fn("f", { x: "int" }, [ret(local("x", "int"))], "int")] }).nests.map((lanes) => farOutputs(lanes)), [[]]);
});

if (typeof tools === "string") test.skip(`machine code: ${tools}`, () => {});
else test("the same elements wherever they begin, and nothing beside them", async () => {
  const lanes = vectorize({ nests: [nest], functions: [scaled] }, { vectorBytes: tools.compiler.vectorBytes }), { library } = await openNests(lanes, tools), count = 2 ** 22 + 13;
  const memory = new Float64Array(new SharedArrayBuffer(8 * (3 * count + 64))), first = Number(library.address(memory) % 64n) / 8, numbers = new Float64Array(64);
  for (const shift of [8 - first, 3]) {
    const [x, y, out] = [0, count, 2 * count].map((at) => at + shift) as [number, number, number];
    for (let k = 0; k < memory.length; k++) memory[k] = k % 1021;
    for (const to of [out, x]) {
      const outside = [to - 1, to + count].map((at) => memory[at]), expected = Array.from({ length: 2000 }, (_, k) => [k < 1000 ? k : count - 2000 + k, 0] as const).map(([k]) => [k, memory[x + k]! + 3 * memory[y + k]!] as const);
      numbers.set([count, 0, 1, count, 8 * x, 1, 8 * y, 1, 8 * to, 1]);
      const before = Float64Array.from({ length: 97 }, (_, k) => memory[x + k * 43000]! + 3 * memory[y + k * 43000]!);
      assert.is(library.kernel("scaled")(library.address(memory), library.address(numbers)), -1);
      for (const [k, value] of expected) assert.is(memory[to + k], value, `element ${k}`);
      before.forEach((value, k) => assert.is(memory[to + k * 43000], value));
      assert.equal([to - 1, to + count].map((at) => memory[at]), outside);
    }
  }
});

test.run();
