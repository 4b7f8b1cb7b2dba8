import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decodeNpy } from "../io/npy.ts";
import { effects } from "./index.ts";
import { recordingOutput } from "./recordingOutput.ts";
import type { Whole } from "./whole.ts";

const test = suite("effects");
const array: Whole = { element: "i32", shape: [2, 2], data: { "": Int32Array.of(1, 2, 3, 4) } };

test("print mixes arrays and host values, arrays stay aligned", () => {
  const output = recordingOutput();
  effects.print!.run(["a =", array], output);
  effects.print!.run([1.5, "x", true, -0], output);
  effects.print!.run([], output);
  assert.equal(output.lines, ["a = [[1 2]\n     [3 4]]", "1.5 x true -0", ""]);
});

test("toArray is a copy", () => {
  const copy = effects.toArray!.run([array], recordingOutput());
  assert.equal(copy, Int32Array.of(1, 2, 3, 4));
  assert.is.not(copy, array.data[""]);
});

test("writeNpy writes what NumPy reads", () => {
  const output = recordingOutput();
  effects.writeNpy!.run(["a.npy", array], output);
  assert.equal(decodeNpy(output.files.get("a.npy")!, "a.npy"), array);
});

test.run();
