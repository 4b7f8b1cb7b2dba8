// Arrays of more than 2^31 elements, which a rank can have of one byte each: positions in them need all 32 bits. The array is not there: its base lies so far
// before the few elements that are read.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compiled, sourcesOfText } from "../../test/support/compiled.ts";
import { nativeTools } from "../../test/support/nativeNests.ts";
import { compileNests, type NestCase } from "../../test/support/nests.ts";

const test = suite("positions beyond 2^31"), tools = await nativeTools();

const text = `import { generate, param, read } from "spmd";
const rows = param("rows", 50000), a = generate([rows, 60000], (i, j) => i + j, "u8"), order = generate([100], (i) => (i * 37) % 100, "i32");
export const near = generate([100], (i) => { let s = 0; for (let k = 0; k < 3; k++) s += read(a, rows - 1, 59800 + i + k); return s; });
export const far = generate([100], (i) => read(a, rows - 1, 59800 + read(order, i)), "i32");`;

test("neighbours and any others are read where they are, on all backends", async () => {
  const { nests, kernels } = (await compiled(sourcesOfText({ "main.ts": text }), "communicate")).local!, reading = nests.filter(({ inputs }) => inputs.length > 0);
  const last = Uint8Array.from({ length: 200 }, (_, k) => (k * 7) % 251), order = Int32Array.from({ length: 100 }, (_, i) => (i * 37) % 100);
  const inputOf: { readonly [dtype: string]: NestCase["inputs"][number] } = { u8: { dtype: "u8", data: last, base: 200 - 50000 * 60000, strides: [0] }, i32: { dtype: "i32", data: order, base: 0, strides: [1] } };
  const made = await compileNests(reading, kernels, typeof tools === "string" ? {} : { native: tools });
  for (const nest of reading) {
    const run: NestCase = {
      nest, functions: kernels, axes: [{ count: 100, start: 0, step: 1, extent: 100 }], captures: nest.captures.map(() => 50000),
      inputs: nest.inputs.map(({ fields, axes }) => ({ ...inputOf[fields[0]!.dtype]!, strides: [axes.length] })),
    };
    const isNear = !nest.inputs.some(({ fields }) => fields[0]!.dtype === "i32");
    const expected = Array.from({ length: 100 }, (_, i) => (isNear ? last[i]! + last[i + 1]! + last[i + 2]! : last[order[i]!]!));
    for (const [backend, ran] of [["js", made.runScript(run)], ["wasm", made.runWasm(run)], ...(made.native ? [["native", made.native.run(run)] as const] : [])] as const) {
      if (typeof ran === "string") throw new Error(`${backend}: ${ran}`);
      assert.equal([...ran[0]!].slice(1, 101), expected, `${nest.name}, ${backend}`);
    }
  }
});

test.run();
