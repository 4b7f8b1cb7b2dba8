// Nests written by hand, through JavaScript and WebAssembly, against what they mean: every dtype, special values, awkward extents, strides.
import { suite } from "uvu";
import { builtinMonoid } from "../ops/monoid.ts";
import type { MonoidName } from "../ops/monoid.ts";
import { accumulatorOf } from "../ir/array.ts";
import type { KernelFunction } from "../ir/kernel.ts";
import type { Nest, NestOutput } from "../ir/nest.ts";
import type { DType } from "../ir/types.ts";
import { scalarOf } from "../ir/types.ts";
import { allocateData, plainDType } from "../reference/dense.ts";
import { add, choose, compare, fn, int, local, loop, mul, nowhere, num, ret, set, when } from "../../test/support/kernels.ts";
import type { NestAxis, NestBuffer, NestCase } from "../../test/support/nests.ts";
import { nativeTools } from "../../test/support/nativeNests.ts";
import { checkNest, compileNests } from "../../test/support/nests.ts";

const test = suite("kernels");

/** Scalar only, one vector at a time, several. (What the cost model says is among them; random kernels try all.) */
const interleaves = [0, 1, 4];
const tools = await nativeTools(), native = typeof tools === "string" ? {} : { native: tools };
if (typeof tools === "string") test.skip(`machine code: ${tools}`, () => {});
async function compileAll(nests: readonly Nest[], functions: readonly KernelFunction[]): Promise<(run: NestCase, what?: string) => void> {
  const compiled = await Promise.all(interleaves.map((interleave) => compileNests(nests, functions, { interleave, ...(interleave === 4 ? native : {}) })));
  return (run, what = run.nest.name) => compiled.forEach((c, k) => checkNest(c, run, `interleave ${interleaves[k]}: ${what}`));
}

const dtypes: readonly DType[] = ["f64", "f32", "i32", "u32", "i16", "u16", "i8", "u8", "bool"];
const special = [0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 32 + 5, -(2 ** 31) - 1, 2 ** 53, 1e300, -1e300, 5e-324, 0.49999999999999994, 1e19, -1e19, 4294967295.9, 127, 128, 255, 256];
const axis = (count: number, start = 0, step = 1, extent = start + count * step): NestAxis => ({ count, start, step, extent });
const identity = (ndim: number) => Array.from({ length: ndim }, (_, loop) => ({ loop, offset: 0, per: 1 }));

function filled(dtype: DType, size: number): NestBuffer["data"] {
  const data = allocateData(dtype, size);
  for (let k = 0; k < size; k++) data[k] = dtype === "bool" ? (k * 7) % 3 & 1 : k < special.length * 2 && k % 2 === 0 ? special[k / 2]! : ((k * 2654435761) % 1000) / 8 - 60;
  return data;
}

function buffer(dtype: DType, counts: readonly number[], step = 1): NestBuffer {
  const strides: number[] = [];
  let size = step;
  for (let k = counts.length - 1; k >= 0; k--) { strides[k] = size; size *= Math.max(1, counts[k]!); }
  return { dtype, data: filled(dtype, size + 4), base: 2, strides };
}

const copy = (dtype: DType, to: DType): KernelFunction => fn(`copy_${dtype}_${to}`, { x: scalarOf(dtype) }, [ret(local("x", scalarOf(dtype)))], scalarOf(dtype));

test("every dtype stored as every other", async () => {
  const nests: Nest[] = [], functions: KernelFunction[] = [], cases: NestCase[] = [];
  for (const from of dtypes) for (const to of dtypes) {
    const f = copy(from, to), nest: Nest = {
      name: `copy_${from}_${to}`, ndim: 1, captures: [], span: nowhere,
      inputs: [{ fields: [{ field: "", dtype: from }], axes: identity(1) }],
      steps: [{ fn: f.id, args: [{ kind: "element", input: 0, field: "" }], span: nowhere }],
      outputs: [{ mode: "store", fields: [{ dtype: to, value: { kind: "step", step: 0, result: 0, dtype: from } }] }, { mode: "store", fields: [{ dtype: "f64", value: { kind: "step", step: 0, result: 0, dtype: to } }] }],
    };
    nests.push(nest);
    functions.push(f);
    for (const count of [0, 1, 60, 129]) for (const step of [1, 3]) cases.push({ nest, functions, axes: [axis(count)], inputs: [buffer(from, [count], step)], captures: [], outputStep: step });
  }
  const check = await compileAll(nests, functions);
  for (const run of cases) check(run, `${run.nest.name} ${run.axes[0]!.count}`);
});

const escape = fn("escape", { cx: "f64", cy: "f64", maxit: "f64" }, [
  set("x", num(0)), set("y", num(0)), set("it", int(0)),
  loop("L", { kind: "logical", type: "bool", op: "and", left: compare("lt", add(mul(local("x"), local("x")), mul(local("y"), local("y"))), num(4)), right: compare("lt", { kind: "convert", type: "f64", operand: local("it", "int") }, local("maxit")) }, [
    set("t", add(add(mul(local("x"), local("x")), { kind: "unary", type: "f64", op: "neg", operand: mul(local("y"), local("y")) }), local("cx"))),
    set("y", add(mul(mul(num(2), local("x")), local("y")), local("cy"))),
    set("x", local("t")), set("it", add(local("it", "int"), int(1))),
  ]),
  ret(local("it", "int")),
], "int", { x: "f64", y: "f64", t: "f64", it: "int" });
const pixel = fn("pixel", { i: "int", j: "int", maxit: "f64" }, [ret({ kind: "call", type: "int", fn: "@escape", args: [
  add(num(-2), mul({ kind: "convert", type: "f64", operand: local("j", "int") }, num(3 / 25))), add(num(-1), mul({ kind: "convert", type: "f64", operand: local("i", "int") }, num(2 / 20))), local("maxit"),
] })], "int");

test("mandelbrot, in blocks, cyclic, and wider than it is", async () => {
  const nest: Nest = {
    name: "mandelbrot", ndim: 2, inputs: [], captures: [{ name: "maxit", type: "f64" }], span: nowhere,
    steps: [{ fn: "@pixel", args: [{ kind: "index", axis: 0 }, { kind: "index", axis: 1 }, { kind: "capture", capture: 0 }], span: nowhere }],
    outputs: [{ mode: "store", fields: [{ dtype: "i32", value: { kind: "step", step: 0, result: 0, dtype: "i32" } }] }],
  };
  const functions = [pixel, escape], check = await compileAll([nest], functions);
  for (const [rows, columns] of [[axis(20), axis(25)], [axis(7, 1, 3, 22), axis(33)], [axis(0), axis(25)], [axis(5, 10, 1, 20), axis(3, 0, 7, 25)]] as const)
    check({ nest, functions, axes: [rows, columns], inputs: [], captures: [50] });
});

function reduction(ndim: number, of: number, dtype: DType, name: MonoidName, mode: "leaf" | "scan", exclusive = false): { nest: Nest; functions: readonly KernelFunction[] } {
  const { monoid, fn: combine } = builtinMonoid(name, dtype), accumulator = plainDType({ element: accumulatorOf(dtype, monoid) });
  const value = { kind: "element", input: 0, field: "" } as const;
  const output: NestOutput = mode === "leaf" ? { mode, axis: of, fields: [{ dtype: accumulator, value }], monoid } : { mode, fields: [{ dtype: accumulator, value }], monoid, exclusive };
  const label = `${name}_${dtype}_${mode}${ndim}${of}${exclusive ? "x" : ""}`;
  return { nest: { name: label, ndim, captures: [], span: nowhere, inputs: [{ fields: [{ field: "", dtype }], axes: identity(ndim) }], steps: [], outputs: [output, { mode: "store", fields: [{ dtype, value }] }] }, functions: [combine] };
}

test("leaves and scans of every dtype and monoid", async () => {
  const made = dtypes.flatMap((dtype) => (["add", "mul", "min", "max", "and", "or", "xor"] as const).filter((m) => !((m === "and" || m === "or" || m === "xor") && (dtype === "f64" || dtype === "f32"))).flatMap((m) => [
    reduction(1, 0, dtype, m, "leaf"), reduction(2, 1, dtype, m, "leaf"), reduction(2, 0, dtype, m, "leaf"), reduction(1, 0, dtype, m, "scan"), reduction(2, 1, dtype, m, "scan", true),
  ]));
  const functions = [...new Map(made.flatMap((m) => m.functions).map((f) => [f.id, f])).values()], check = await compileAll(made.map((m) => m.nest), functions);
  for (const { nest } of made) {
    for (const shape of nest.ndim === 1 ? [[0], [1], [127], [128], [129], [1000]] : [[3, 130], [9, 16], [17, 5], [0, 4], [4, 0]])
      for (const step of shape[0] === 129 || shape[0] === 9 ? [1, 2] : [1])
        check({ nest, functions, axes: shape.map((n) => axis(n)), inputs: [buffer(nest.inputs[0]!.fields[0]!.dtype, shape, step)], captures: [], outputStep: step }, `${nest.name} ${shape}`);
  }
});

test("leaves and scans of records", async () => {
  // The larger value with its place: fields of two dtypes, combined by statements.
  const a = local("a"), b = local("b"), i = local("i", "int"), k = local("k", "int");
  const larger: KernelFunction = { ...fn("larger", { a: "f64", i: "int", b: "f64", k: "int" }, [when(compare("gt", b, a), [ret(b, k)]), ret(a, i)]), results: [{ field: "value", type: "f64" }, { field: "place", type: "int" }] };
  const monoid = { name: "custom", identity: { value: -Infinity, place: -1 }, fn: larger.id };
  const fields = [{ dtype: "f64" as const, value: { kind: "element" as const, input: 0, field: "" } }, { dtype: "f64" as const, value: { kind: "index" as const, axis: 1 } }];
  const nests = [0, 1].map((axis): Nest => ({
    name: `larger${axis}`, ndim: 2, captures: [], span: nowhere, inputs: [{ fields: [{ field: "", dtype: "f64" }], axes: identity(2) }], steps: [],
    outputs: axis === 1 ? [{ mode: "leaf", axis, fields, monoid }, { mode: "scan", fields, monoid, exclusive: false }] : [{ mode: "leaf", axis, fields, monoid }],
  }));
  const check = await compileAll(nests, [larger]);
  for (const nest of nests) for (const shape of [[3, 130], [9, 16], [17, 5], [1, 300]]) check({ nest, functions: [larger], axes: shape.map((n) => axis(n)), inputs: [buffer("f64", shape)], captures: [] });
});

test("neighbours and every boundary, whole axes and halos", async () => {
  const offsets = [[-1, 0], [0, 2], [1, -3], [0, 0]], at = offsets.map((_, k) => `n${k}`);
  const stencil = fn("stencil", Object.fromEntries(at.map((n) => [n, "f64" as const])), [ret(at.map((n) => local(n)).reduce((a, b) => add(mul(a, num(1.25)), b)))]);
  const nests = (["clamp", "wrap", "reflect", "value", "capture"] as const).map((kind): Nest => ({
    name: `stencil_${kind}`, ndim: 2, span: nowhere, captures: [{ name: "outside", type: "f64" }],
    inputs: offsets.map((o) => ({ fields: [{ field: "", dtype: "f64" }], axes: o.map((offset, loop) => ({ loop, offset, per: 1 })), boundary: kind === "value" ? { kind, value: 0.125 } : kind === "capture" ? { kind: "value", value: { host: "outside" } } : { kind } })),
    steps: [{ fn: stencil.id, args: offsets.map((_, input) => ({ kind: "element", input, field: "" })), span: nowhere }],
    outputs: [{ mode: "store", fields: [{ dtype: "f64", value: { kind: "step", step: 0, result: 0, dtype: "f64" } }] }],
  }));
  const check = await compileAll(nests, [stencil]);
  for (const nest of nests) for (const [rows, columns] of [[axis(5), axis(9)], [axis(1), axis(1)], [axis(2), axis(2)], [axis(4, 3, 1, 20), axis(40)], [axis(0), axis(3)]] as const) {
    const whole = buffer("f64", [rows.count + 2, columns.count + 8]), [stride] = whole.strides;
    const shared: NestBuffer = { ...whole, base: whole.base + stride! + 4, strides: whole.strides };
    check({ nest, functions: [stencil], axes: [rows, columns], inputs: offsets.map(() => shared), captures: [3.5] }, `${nest.name} ${rows.count} ${columns.count}`);
  }
});

test("carries, one element a leaf, and transposed inputs", async () => {
  const apply = fn("apply", { carry: "f64", x: "f64", y: "f64" }, [ret(add(local("carry"), mul(local("x"), local("y"))))]);
  const nest: Nest = {
    name: "carry", ndim: 2, span: nowhere, captures: [],
    inputs: [
      { fields: [{ field: "", dtype: "f64" }], axes: [{ loop: 0, offset: 0, per: 1 }, { loop: 1, offset: 0, per: 128 }] },
      { fields: [{ field: "", dtype: "f64" }], axes: [{ loop: 1, offset: 0, per: 1 }, { loop: 0, offset: 0, per: 1 }] },
      { fields: [{ field: "", dtype: "f64" }], axes: [{ loop: 0, offset: 0, per: 8 }] },
    ],
    steps: [{ fn: apply.id, args: [0, 1, 2].map((input) => ({ kind: "element", input, field: "" })), span: nowhere }],
    outputs: [{ mode: "store", fields: [{ dtype: "f64", value: { kind: "step", step: 0, result: 0, dtype: "f64" } }] }],
  };
  const check = await compileAll([nest], [apply]);
  for (const [m, n] of [[3, 300], [17, 128], [2, 5]] as const) {
    const carry = buffer("f64", [m, Math.ceil(n / 128)]), transposed = buffer("f64", [n, m]), column = buffer("f64", [Math.ceil(m / 8)]);
    check({ nest, functions: [apply], axes: [axis(m), axis(n)], inputs: [carry, { ...transposed, strides: [...transposed.strides].reverse() }, { ...column, strides: [1, 0] }], captures: [] });
  }
});

test("throws name the first failing element", async () => {
  const checked = fn("checked", { x: "f64", i: "int" }, [
    when(compare("gt", local("x"), num(100)), [{ kind: "throw", error: "RangeError", parts: ["bad ", " at ", ""], values: [local("x"), local("i", "int")], span: nowhere }]),
    ret(choose(compare("lt", local("x"), num(0)), num(0), local("x"))),
  ]);
  const nest: Nest = {
    name: "checked", ndim: 1, span: nowhere, captures: [], inputs: [{ fields: [{ field: "", dtype: "f64" }], axes: identity(1) }],
    steps: [{ fn: checked.id, args: [{ kind: "element", input: 0, field: "" }, { kind: "index", axis: 0 }], span: nowhere }],
    outputs: [{ mode: "store", fields: [{ dtype: "f64", value: { kind: "step", step: 0, result: 0, dtype: "f64" } }] }],
  };
  const check = await compileAll([nest], [checked]);
  for (const count of [5, 60]) check({ nest, functions: [checked], axes: [axis(count)], inputs: [buffer("f64", [count])], captures: [] });
});

test.run();
