// Every row of the table, on special values: JavaScript, scalar and vector WebAssembly give the bits of its reference.
import { suite } from "uvu";
import { scalarIntrinsics } from "./scalar.ts";
import type { KernelFunction } from "../ir/kernel.ts";
import type { Nest } from "../ir/nest.ts";
import type { DType, ScalarType } from "../ir/types.ts";
import { allocateData } from "../reference/dense.ts";
import { elementNest } from "../../test/support/handNests.ts";
import { fn, local, math, ret } from "../../test/support/kernels.ts";
import { checkNest, compileNests } from "../../test/support/nests.ts";

const test = suite("scalar functions");

const numbers = [0, -0, 0.5, -0.5, 1, -1, 1.5, -1.5, 2.5, -2.5, 0.49999999999999994, -0.49999999999999994, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 52, 2 ** 52 + 1, -(2 ** 53), 4503599627370495.5, 1e300, -1e300, 5e-324, Infinity, -Infinity, NaN, 3.999999, 16777217];
const integers = [0, 1, -1, 2, 31, 127, -128, 255, 1023, -1022, 65535, 2 ** 31 - 1, -(2 ** 31), 0x3ff00000, 0x7fefffff];

/** Operand types to try, and the array dtypes that give them. */
const operands = (param: "same" | "f64" | "int"): readonly ScalarType[] => (param === "same" ? ["f64", "f32", "int"] : [param]);
const dtypeOf: Readonly<Record<ScalarType, DType>> = { f64: "f64", f32: "f32", int: "i32", bool: "bool" };
// NaN has more than one pattern of bits, and powers of two a range.
const valuesOf = (name: string, type: ScalarType): readonly number[] => (type === "int" ? integers.filter((x) => name !== "powerOfTwo" || (x >= -1022 && x <= 1023)) : numbers.filter((x) => !name.endsWith("Word") || !Number.isNaN(x)));

test("each on each of its types", async () => {
  const cases: { readonly nest: Nest; readonly kernel: KernelFunction; readonly name: string; readonly type: ScalarType }[] = [];
  for (const row of scalarIntrinsics.values()) for (const type of operands(row.params[0]!)) {
    const result: ScalarType = row.result === "same" ? type : row.result, params = row.params.map((_, k) => (k === 0 ? "x" : "y"));
    const kernel = fn(`${row.name}_${type}`, Object.fromEntries(params.map((p) => [p, type])), [ret(math(row.name, result, ...params.map((p) => local(p, type))))], result);
    cases.push({ nest: elementNest(kernel, params.map(() => dtypeOf[type]), result === "f32" ? "f32" : "f64"), kernel, name: row.name, type });
  }
  for (const interleave of [0, 1, 2]) {
    const compiled = await compileNests(cases.map((c) => c.nest), cases.map((c) => c.kernel), { interleave });
    for (const { nest, kernel, name, type } of cases) {
      const values = valuesOf(name, type), n = values.length, count = nest.inputs.length > 1 ? n * n : n;
      const inputs = nest.inputs.map((_, k) => {
        const data = allocateData(dtypeOf[type], count);
        for (let i = 0; i < count; i++) data[i] = values[k === 0 ? i % n : Math.floor(i / n)]!;
        return { dtype: dtypeOf[type], data, base: 0, strides: [1] };
      });
      checkNest(compiled, { nest, functions: [kernel], axes: [{ count, start: 0, step: 1, extent: count }], inputs, captures: [] }, `${name} of ${type}, interleave ${interleave}:`);
    }
  }
});

test.run();
