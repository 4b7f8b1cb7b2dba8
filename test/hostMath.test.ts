// Host code computes with the `Math` of kernels: compiled and uncompiled, in the program's modules, in what they import and before the program begins, the same
// bits, whatever the engine's own functions give.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { exactMath } from "../compiler/math/exactMath.ts";
import { command, withDirectory } from "./support/commands.ts";

const test = suite("host math");

const calls: Readonly<Record<string, (x: number, math: Readonly<Record<string, (...x: number[]) => number>>) => number>> = {
  "Math.pow(x, 1.7)": (x, m) => m["pow"]!(x, 1.7), "x ** 2.3": (x, m) => m["pow"]!(x, 2.3), "(x - 9) ** 3 ** 2": (x, m) => m["pow"]!(x - 9, 9), "Math.exp(x / 50)": (x, m) => m["exp"]!(x / 50),
  "sin(x)": (x, m) => m["sin"]!(x), "Math.tan(x)": (x, m) => m["tan"]!(x), "Math.hypot(x, 2, 3)": (x, m) => m["hypot"]!(x, 2, 3), "Math.hypot(-x)": (x) => x, "Math.cbrt(x)": (x, m) => m["cbrt"]!(x),
  "Math.log(x)": (x, m) => m["log"]!(x), "Math.cosh(x / 10)": (x, m) => m["cosh"]!(x / 10), "atan2(x, 3)": (x, m) => m["atan2"]!(x, 3), "cabs({ re: x, im: 2 })": (x, m) => m["hypot"]!(x, 2),
};
const program = `import { cabs, generate, sum } from "spmd";
import { atan2, table } from "./table.ts";
const { sin } = Math;
const values: number[] = [];
for (let i = 0; i < 400; i++) { const x = i * 0.37 + 0.01; values.push(${Object.keys(calls).join(", ")}); }
export const list = values;
export const before = table;
export const total = sum(generate([500], i => (i * 0.37 + 0.01) ** 2.3 + Math.hypot(i, 2, 3)));
`;
const module = `export const table = Array.from({ length: 200 }, (_, i) => Math.sin(i * 0.77) + Math.log1p(i) ** 1.5);
export const atan2 = (y: number, x: number): number => Math["atan2"](y, x);
`;

test("the same bits as in kernels", async () => {
  const engine = Math as unknown as typeof exactMath, points = Array.from({ length: 400 }, (_, i) => i * 0.37 + 0.01);
  const valuesOf = (math: typeof exactMath): number[] => points.flatMap((x) => Object.values(calls).map((f) => f(x, math)));
  assert.not.equal(valuesOf(engine), valuesOf(exactMath), "the engine's functions give the same: nothing would be tested");
  const wanted = { list: valuesOf(exactMath), before: Array.from({ length: 200 }, (_, i) => exactMath["sin"]!(i * 0.77) + exactMath["pow"]!(exactMath["log1p"]!(i), 1.5)) };
  await withDirectory(async (directory) => {
    writeFileSync(path.join(directory, "main.ts"), program);
    writeFileSync(path.join(directory, "table.ts"), module);
    const totals: unknown[] = [];
    for (const flags of [["-np", "1", "--kernels", "js"], ["-np", "3", "--kernels", "wasm"], ["--serial"]]) {
      const ran = await command("spmd", ["run", ...flags, "main.ts", "--save", "out"], { cwd: directory });
      assert.is(ran.status, 0, ran.stderr);
      const { total, ...lists } = JSON.parse(readFileSync(path.join(directory, "out/results.json"), "utf8")) as { readonly total: number; readonly list: number[]; readonly before: number[] };
      for (const name of ["list", "before"] as const) assert.is(lists[name].findIndex((x, k) => x !== wanted[name][k]), -1, `${flags.join(" ")}: ${name}`);
      totals.push(total);
    }
    assert.is(new Set(totals).size, 1, totals.join());
  });
});

test("the engine's own functions come back where they are only borrowed", async () => {
  const { useExactMath } = await import("../compiler/math/exactMath.ts"), own = Math.sin, undo = useExactMath();
  assert.is.not(Math.sin, own);
  undo();
  assert.is(Math.sin, own);
});

test.run();
