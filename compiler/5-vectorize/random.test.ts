// Random kernels on random elements: JavaScript and WebAssembly give the bits of the definition. SPMD_TEST_LONG makes thousands of them.
import fc from "fast-check";
import type { GeneratorValue } from "fast-check";
import { suite } from "uvu";
import { builtinMonoid } from "../ops/monoid.ts";
import type { StepArgument } from "../ir/array.ts";
import type { KernelLocal } from "../ir/kernel.ts";
import type { Nest, NestInput, NestOutput } from "../ir/nest.ts";
import type { DType, ScalarType } from "../ir/types.ts";
import { allocateData } from "../reference/dense.ts";
import { nowhere } from "../../test/support/kernels.ts";
import type { NestBuffer, NestCase } from "../../test/support/nests.ts";
import { checkNest, compileNests, difference, meantBy, nativeLanes, runNative } from "../../test/support/nests.ts";
import { nativeTools, openNests } from "../../test/support/nativeNests.ts";
import { failuresOf } from "../6-emit/js/emitScript.ts";
import { randomFunctions } from "../../test/support/randomKernels.ts";

const test = suite("random kernels");

const long = process.env.SPMD_TEST_LONG === "1", runs = Number(process.env.SPMD_TEST_RUNS ?? (long ? 5000 : 200));
const inputs: readonly (readonly [DType, string, ScalarType])[] = [["f64", "x", "f64"], ["i32", "i", "int"], ["f32", "f", "f32"], ["u8", "u", "int"], ["bool", "z", "bool"], ["u32", "w", "int"]];
/** What kernels read elements of at positions that they compute. */
const readable: readonly (readonly [DType, ScalarType])[] = [["f64", "f64"], ["f32", "f32"], ["u8", "int"], ["bool", "bool"], ["i32", "int"]];
const values = [0, -0, 1, -1, 0.5, -1.5, NaN, Infinity, -Infinity, 2 ** 31, -(2 ** 31), 2 ** 32 - 1, 1e300, 5e-324, 3, 7, 100, -100, 1e6, 12345.678];

function buffer(pick: (n: number) => number, dtype: DType, counts: readonly number[], strides: readonly number[], base = 1): NestBuffer {
  const size = counts.reduce((n, c) => n * Math.max(1, c), 1), data = allocateData(dtype, size + 1), from = pick(1000);
  for (let k = 0; k < data.length; k++) data[k] = dtype === "bool" ? ((k * 5 + from) % 3) & 1 : k % 3 === 0 ? values[(k + from) % values.length]! : ((((k + from) * 2654435761) >>> 8) % 2000) / 16 - 60;
  return { dtype, data, base, strides };
}

/** How an input is walked: element by element, one a row, one a leaf, or a neighbour. */
function randomInput(pick: (n: number) => number, dtype: DType, counts: readonly number[]): { readonly axes: NestInput["axes"]; readonly boundary?: NestInput["boundary"]; readonly buffer: NestBuffer } {
  const ndim = counts.length, last = ndim - 1, columns = counts[last]!, kind = pick(7);
  const each = counts.map((_, loop) => ({ loop, offset: 0, per: 1 }));
  if (kind === 0 && ndim === 2) return { axes: [each[0]!], buffer: buffer(pick, dtype, [counts[0]!], [1, 0]) };
  if (kind === 1) {
    const leaves = Math.ceil(columns / 128);
    return { axes: each.map((a) => (a.loop === last ? { ...a, per: 128 } : a)), buffer: buffer(pick, dtype, [...counts.slice(0, last), leaves], ndim === 2 ? [leaves, 1] : [1]) };
  }
  const strides = ndim === 2 ? [columns, 1] : [1];
  if (kind === 2) {
    const boundary = ([{ kind: "clamp" }, { kind: "wrap" }, { kind: "reflect" }, { kind: "value", value: 2.5 }, { kind: "value", value: { host: "c" } }] as const)[pick(5)]!;
    return { axes: each.map((a) => ({ ...a, offset: pick(5) - 2 })), boundary, buffer: buffer(pick, dtype, counts, strides) };
  }
  return { axes: each, buffer: buffer(pick, dtype, counts, strides) };
}

/** Some of the inputs, all kinds of outputs, often leaves or a scan beside them. */
function randomCase(g: GeneratorValue): NestCase {
  const pick = (n: number): number => g(fc.nat, { max: n - 1 });
  const all = pick(2) === 1, used = inputs.filter(() => all || pick(3) > 0), narrow = pick(4) === 0;
  const chosen = narrow ? used.filter(([dtype]) => dtype !== "f64") : used, ndim = 1 + pick(2), indices = ["j", "row"].slice(0, ndim);
  const params: KernelLocal[] = [...chosen.map(([, name, type]) => ({ name, type })), ...indices.map((name) => ({ name, type: "int" as const, from: "index" as const })), { name: "c", type: "f64" as const }, { name: "d", type: "int" as const }];
  const results: readonly ScalarType[] = narrow ? ["f32", "int", "bool"] : ["f64", "f32", "int", "bool"];
  const read = pick(2) === 0 ? readable.filter(([dtype]) => !narrow || dtype !== "f64") : [], length = [7, 40, 300][pick(3)]!;
  const functions = randomFunctions(g, params, results, { size: 1 + pick(3), throws: pick(6) === 0, ...(read.length > 0 ? { reads: read.map(([, type]) => ({ type, length })) } : {}) });
  const step = (result: number, dtype: DType): StepArgument => ({ kind: "step", step: 0, result, dtype });
  const last = results.length - 1, accumulator = narrow ? "f32" : "f64", monoid = builtinMonoid((["add", "mul", "min", "max"] as const)[pick(4)]!, accumulator);
  const outputs: NestOutput[] = [
    { mode: "store", fields: [{ dtype: narrow ? "f32" : "f64", value: step(0, narrow ? "f32" : "f64") }, { dtype: (["i32", "u8", "i16", "f64"] as const)[pick(4)]!, value: step(last - 1, (["i32", "f64", "u16"] as const)[pick(3)]!) }, { dtype: "bool", value: step(last, "bool") }] },
    ...(narrow ? [] : [{ mode: "store" as const, fields: [{ dtype: "f32" as const, value: step(1, "f32") }] }]),
  ];
  for (let extra = pick(3); extra > 0; extra--) {
    const dtype = pick(4) === 0 ? "f32" : accumulator, combined = dtype === accumulator ? monoid.monoid : builtinMonoid("add", "f32").monoid;
    outputs.push(pick(3) === 0 ? { mode: "scan", fields: [{ dtype, value: step(0, accumulator) }], monoid: combined, exclusive: pick(2) === 1 } : { mode: "leaf", axis: pick(ndim), fields: [{ dtype, value: step(0, accumulator) }], monoid: combined });
  }
  const counts = ndim === 1 ? [[1, 5, 19, 133][pick(4)]!] : [[1, 3, 11][pick(3)]!, [1, 6, 17, 130][pick(4)]!], start = pick(50);
  const made = chosen.map(([dtype]) => randomInput(pick, dtype, counts));
  const nest: Nest = {
    name: "nest", ndim, captures: [{ name: "c", type: "f64" }, { name: "d", type: "int" }], span: nowhere,
    inputs: [...made.map(({ axes, boundary }, k) => ({ fields: [{ field: "", dtype: chosen[k]![0] }], axes, ...(boundary && { boundary }) })), ...read.map(([dtype]) => ({ fields: [{ field: "", dtype }], axes: [] }))],
    steps: [{ fn: "@kernel", args: [...chosen.map((_, input): StepArgument => ({ kind: "element", input, field: "" })), ...indices.map((_, k): StepArgument => ({ kind: "index", axis: ndim - 1 - k })), { kind: "capture", capture: 0 }, { kind: "capture", capture: 1 }], ...(read.length > 0 ? { reads: read.map((_, array) => ({ array, input: made.length + array })) } : {}), span: nowhere }],
    outputs,
  };
  return {
    nest, functions: [...functions, monoid.fn, builtinMonoid("add", "f32").fn], inputs: [...made.map((m) => m.buffer), ...read.map(([dtype]) => buffer(pick, dtype, [length], counts.map(() => 0)))],
    axes: counts.map((count) => ({ count, start: made.some((m) => m.boundary) ? 0 : start, step: 1, extent: made.some((m) => m.boundary) ? count : start + count })),
    captures: [values[pick(values.length)]!, [3, -7, 0, 12, 1e9][pick(5)]!], outputStep: pick(8) === 0 ? 2 : 1,
  };
}

/** Known to the compiler, or not. */
const extentsOf = ({ axes }: NestCase): { readonly extents?: readonly number[] } => (axes[0]!.count % 2 === 0 ? {} : { extents: axes.map((a) => a.extent) });

test("any structured kernel", async () => {
  const seed = Number(process.env.SPMD_TEST_SEED ?? 1);
  await fc.assert(fc.asyncProperty(fc.gen(), async (g) => {
    const run = randomCase(g);
    const interleave = [0, 1, 2, 4, undefined][g(fc.nat, { max: 4 })];
    checkNest(await compileNests([run.nest], run.functions, { ...(interleave === undefined ? {} : { interleave }), ...extentsOf(run) }), run, `interleave ${interleave}`);
  }), { seed, numRuns: runs, includeErrorInReport: true });
});

const tools = await nativeTools();

if (typeof tools === "string") test.skip(`machine code: ${tools}`, () => {});
else test("any structured kernel as machine code", async () => {
  const seed = Number(process.env.SPMD_TEST_SEED ?? 1), cases = fc.sample(fc.gen().map((g) => ({ run: randomCase(g), interleave: [0, 1, 2, 4, undefined][g(fc.nat, { max: 4 })] })), { seed, numRuns: Math.ceil(runs / 8) });
  // The compiler takes longer to start than for one kernel: many at once.
  for (let first = 0; first < cases.length; first += 24) {
    const some = cases.slice(first, first + 24).map(({ run, interleave }) => ({ run, lanes: nativeLanes([run.nest], run.functions, tools, { ...(interleave === undefined ? {} : { interleave }), ...extentsOf(run) }) }));
    const { library, source } = await openNests({ nests: some.flatMap(({ lanes }, k) => lanes.nests.map((nest) => ({ ...nest, name: `nest${k}` }))), sites: [] }, tools);
    for (const [k, { run, lanes }] of some.entries()) {
      const expected = meantBy(run), got = runNative(library, `nest${k}`, failuresOf(lanes), run), ordered = run.nest.outputs.every((o) => o.mode === "store");
      const wrong = typeof expected === "string" && typeof got === "string" && !ordered ? "" : difference(expected, got);
      if (wrong !== "") throw new Error(`case ${first + k}, seed ${seed}: ${wrong}\n${new RegExp(`int spmd_nest${k}\\([^]*?\n}`).exec(source)?.[0] ?? ""}`);
    }
  }
});

test.run();
