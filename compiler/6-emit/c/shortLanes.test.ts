// Lanes of 16 bits in machine code, for registers of 16, 32 and 64 bytes: as many as this machine has.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { vectorize } from "../../5-vectorize/vectorize.ts";
import { nativeTools, openNests } from "../../../test/support/nativeNests.ts";
import { elementNest } from "../../../test/support/handNests.ts";
import { add, bits, choose, compare, fn, int, local, math, mul, ret, sub } from "../../../test/support/kernels.ts";

const test = suite("short lanes in C");

for (const compiler of ["cc", "cc -march=haswell", "cc -march=x86-64-v2", "clang"]) test(compiler, async () => {
  const tools = await nativeTools(compiler);
  // No such compiler, or it knows other processors.
  if (typeof tools === "string") return;
  const x = local("x", "int"), y = local("y", "int");
  const f = fn("f", { x: "int", y: "int" }, [ret(choose(compare("gt", x, int(100)), add(bits("shr", mul(x, int(3)), int(2)), y), math("max", "int", sub(y, x), bits("and", x, int(15)))))], "int");
  const nest = elementNest(f, ["u8", "i8"], "i16"), lanes = vectorize({ nests: [nest], functions: [f] }, { vectorBytes: tools.compiler.vectorBytes });
  assert.is(lanes.nests[0]!.passes[0]!.wide?.width, tools.compiler.vectorBytes / 2);
  const { library } = await openNests(lanes, tools), n = 1003, memory = new SharedArrayBuffer(8192), u = new Uint8Array(memory, 0, n), s = new Int8Array(memory, 1024, n), out = new Int16Array(memory, 2048, n), numbers = new Float64Array(64);
  for (let k = 0; k < n; k++) { u[k] = k * 7; s[k] = k * 13; }
  if (!library.fits()) return;
  numbers.set([n, 0, 1, n, 0, 1, 1024, 1, 2048, 1]);
  assert.is(library.kernel("f")(library.address(new Uint8Array(memory)), library.address(numbers)), -1);
  for (let k = 0; k < n; k++) assert.is(out[k], u[k]! > 100 ? ((u[k]! * 3) >> 2) + s[k]! : Math.max(s[k]! - u[k]!, u[k]! & 15));
});
test.run();
