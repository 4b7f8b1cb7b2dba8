import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decode } from "fast-png";
import { SpmdError } from "../errors.ts";
import { colormapNames, colormapTable } from "./colormaps.ts";
import { draw, imshow } from "./imshow.ts";
import { recordingOutput } from "./recordingOutput.ts";
import type { Whole } from "./whole.ts";

const test = suite("effects/imshow");
const array: Whole = { element: "i32", shape: [2, 3], data: { "": Int32Array.of(0, 1, 2, 3, 4, 5) } };

function code(run: () => void): string {
  try {
    run();
  } catch (error) {
    return error instanceof SpmdError ? error.code : String(error);
  }
  return "nothing";
}

test("every colormap has 256 colours", () => {
  for (const name of colormapNames) assert.ok(new Set(colormapTable(name)).size > 20, name);
  const spectral = colormapTable("spectral"), at = (k: number): number[] => [...spectral.subarray(3 * k, 3 * k + 3)];
  assert.equal(at(0), [0, 0, 0]);
  assert.equal(at(255), [204, 204, 204]);
  const [red, green, blue] = at(216);
  assert.ok(red! > 200 && green! < 60 && blue === 0, "the upper part is red");
  assert.equal([...colormapTable("Viridis").subarray(0, 3)], [68, 1, 84]);
});

test("values run through the map between vmin and vmax", () => {
  const picture = draw(array, { colormap: "gray", scale: 2 });
  assert.equal([picture.width, picture.height], [6, 4]);
  const grey = (x: number, y: number): number => picture.pixels[4 * (y * 6 + x)]!;
  assert.equal([grey(0, 0), grey(5, 3), grey(4, 1)], [0, 255, 102]);
  const clipped = draw(array, { colormap: "gray", vmin: 1, vmax: 2 });
  assert.equal([0, 1, 2, 3].map((x) => clipped.pixels[4 * x]), [0, 0, 255, 255]);
});

test("what is not a number is transparent, one value is drawn", () => {
  const picture = draw({ element: "f64", shape: [1, 2], data: { "": Float64Array.of(NaN, 3) } }, {});
  assert.equal([picture.pixels[3], picture.pixels[7]], [0, 255]);
});

test("a PNG file, said where", () => {
  const output = recordingOutput();
  imshow(array, { file: "a.png" }, output);
  imshow(array, {}, output);
  assert.equal(output.lines, ["imshow: 2 x 3 written to a.png", "imshow: 2 x 3 written to test-2.png"]);
  const image = decode(output.files.get("a.png")!);
  assert.equal([image.width, image.height, image.channels], [3, 2, 4]);
});

test("mistakes", () => {
  assert.is(code(() => imshow({ ...array, shape: [6] }, {}, recordingOutput())), "SPMD5010");
  assert.is(code(() => imshow({ ...array, shape: [0, 6] }, {}, recordingOutput())), "SPMD5010");
  assert.is(code(() => imshow(array, { colormap: "none" }, recordingOutput())), "SPMD5012");
  assert.is(code(() => imshow(array, { scale: 0.5 }, recordingOutput())), "SPMD5010");
  assert.is(code(() => imshow(array, JSON.parse('{"colour": "red"}'), recordingOutput())), "SPMD5010");
});

test.run();
