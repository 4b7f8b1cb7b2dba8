// What `argmin` and `argmax` share: each element goes with its place, and the better one of two wins. Places are row-major over all axes. Of equal elements the
// first one wins; NaN beats every number, as in NumPy. Of nothing the place is -1.
//
//   argmax a   ->   %p = map a @place: { value, at };  %b = reduceAll %p by @argmax;  %r = map %b @found
import type { KernelExpression, KernelFunction, KernelLocal } from "../ir/kernel.ts";
import type { DType, Extent, ScalarType } from "../ir/types.ts";
import { scalarOf } from "../ir/types.ts";
import { dense, plainData } from "../reference/dense.ts";
import type { OperatorDefinition } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { fine, plain } from "./elements.ts";
import { expressionKernel, nowhere } from "./form.ts";
import { accumulatorFor } from "./reduction.ts";

export function extremePlace(name: "argmin" | "argmax", summary: string): OperatorDefinition {
  const better = name === "argmax" ? (b: number, a: number): boolean => b > a : (b: number, a: number): boolean => b < a, worst = name === "argmax" ? -Infinity : Infinity;
  return defineOp({
    name,
    summary,
    parameters: [{ kind: "array", name: "a" }],
    gives: "scalar",
    check: () => fine("f64", []),
    expand(op, typeOf, fresh) {
      const a = typeOf(op.inputs[0]!), dtype = plain(a), kept: DType = dtype === "bool" ? "u8" : dtype, pair = { value: kept, at: "f64" } as const, identity = { value: worst, at: Infinity };
      const names = [...new Set(a.shape.filter((e): e is string => typeof e === "string"))], accumulator = accumulatorFor(pair, identity) as { readonly value: "f32" | "f64"; readonly at: "f64" };
      const placed = fresh(), best = fresh(), place = placeKernel(dtype, a.shape, names), combine = betterKernel(name, accumulator.value), found = foundKernel(accumulator.value);
      return {
        ops: [
          { kind: "op", op: "map", results: [placed], types: [{ element: pair, shape: a.shape }], inputs: op.inputs, kernel: { fn: place.id, indices: a.shape.length, captures: names }, attributes: {}, span: op.span },
          { kind: "op", op: "reduceAll", results: [best], types: [{ element: accumulator, shape: [] }], inputs: [placed], monoid: { name: "custom", identity, fn: combine.id }, attributes: {}, span: op.span },
          { kind: "op", op: "map", results: op.results, types: op.types, inputs: [best], kernel: { fn: found.id, indices: 0, captures: [] }, attributes: {}, span: op.span },
        ],
        kernels: [place, combine, found],
      };
    },
    reference({ inputs: [a] }) {
      const data = plainData(a!);
      let at = -1;
      for (let k = 0; k < data.length; k++) {
        if (Number.isNaN(data[k])) return [dense("f64", [], [k])];
        if (at < 0 || better(data[k]!, data[at]!)) at = k;
      }
      return [dense("f64", [], [at])];
    },
    samples: [
      { inputs: [{ element: "f64", ndim: 2 }], source: `${name}(a)` },
      { inputs: [{ element: "f32", ndim: 1 }], source: `${name}(map(a, (x, i) => (i % 100 === 77 ? 0 / 0 : x)))` },
      { inputs: [{ element: "u8", ndim: 1 }], source: `${name}(map(a, x => x >> 5))` },
      { inputs: [{ element: "bool", ndim: 3 }], source: `${name}(a)` },
    ],
  });
}

const local = (type: ScalarType, name: string): KernelExpression => ({ kind: "local", type, name });
const number = (value: number): KernelExpression => ({ kind: "const", type: "f64", value });

/** (x, i, j, n1) => ({ value: x, at: i * n1 + j }) */
function placeKernel(dtype: DType, shape: readonly Extent[], names: readonly string[]): KernelFunction {
  const from = scalarOf(dtype), wide = (e: KernelExpression): KernelExpression => ({ kind: "convert", type: "f64", operand: e }), nameOf = (e: string): string => `n${names.indexOf(e)}`;
  const at = shape.reduce<KernelExpression | undefined>((sum, extent, axis) => {
    const position = wide(local("int", `i${axis}`));
    if (!sum) return position;
    const size = typeof extent === "number" ? number(extent) : wide(local("int", nameOf(extent)));
    return { kind: "arithmetic", type: "f64", op: "add", left: { kind: "arithmetic", type: "f64", op: "mul", left: sum, right: size }, right: position };
  }, undefined);
  const value: KernelExpression = from === "bool" ? { kind: "convert", type: "int", operand: local(from, "x") } : local(from, "x");
  const params: KernelLocal[] = [{ name: "x", type: from, ...(from === "int" ? { from: dtype } : {}) }, ...shape.map((_, axis): KernelLocal => ({ name: `i${axis}`, type: "int", from: "index" })), ...names.map((name): KernelLocal => ({ name: nameOf(name), type: "int", from: "index" }))];
  return {
    id: `@place$${dtype}$${shape.map((e) => (typeof e === "number" ? e : nameOf(e))).join("x")}`,
    params,
    locals: [],
    results: [{ field: "value", type: value.type }, { field: "at", type: "f64" }],
    body: [{ kind: "return", values: [value, at ?? number(0)] }],
    span: nowhere,
  };
}

/** (a, b) => the better one; NaN is better than numbers, the first better than its equals. */
function betterKernel(name: "argmin" | "argmax", type: "f32" | "f64"): KernelFunction {
  const part = (side: string, field: "value" | "at"): KernelExpression => local(field === "at" ? "f64" : type, `${side}.${field}`);
  const compare = (op: "lt" | "gt" | "eq" | "ne", left: KernelExpression, right: KernelExpression): KernelExpression => ({ kind: "compare", type: "bool", op, left, right });
  const both = (op: "and" | "or", left: KernelExpression, right: KernelExpression): KernelExpression => ({ kind: "logical", type: "bool", op, left, right });
  const isNaN = (side: string): KernelExpression => compare("ne", part(side, "value"), part(side, "value")), not = (operand: KernelExpression): KernelExpression => ({ kind: "unary", type: "bool", op: "not", operand });
  const first = compare("lt", part("b", "at"), part("a", "at"));
  const ofNumbers = both("or", compare(name === "argmax" ? "gt" : "lt", part("b", "value"), part("a", "value")), both("and", compare("eq", part("b", "value"), part("a", "value")), first));
  const take: KernelExpression = { kind: "conditional", type: "bool", test: isNaN("b"), then: both("or", not(isNaN("a")), first), else: both("and", not(isNaN("a")), ofNumbers) };
  const chosen = (field: "value" | "at"): KernelExpression => ({ kind: "conditional", type: part("a", field).type, test: local("bool", "take"), then: part("b", field), else: part("a", field) });
  return {
    id: `@${name}$${type}`,
    params: ["a", "b"].flatMap((side): KernelLocal[] => [{ name: `${side}.value`, type }, { name: `${side}.at`, type: "f64" }]),
    locals: [{ name: "take", type: "bool" }],
    results: [{ field: "value", type }, { field: "at", type: "f64" }],
    body: [{ kind: "assign", target: "take", value: take }, { kind: "return", values: [chosen("value"), chosen("at")] }],
    span: nowhere,
  };
}

/** ({ value, at }) => at, or -1 where there was nothing */
const foundKernel = (type: "f32" | "f64"): KernelFunction =>
  expressionKernel(`@found$${type}`, [["a.value", type], ["a.at", "f64"]], { kind: "conditional", type: "f64", test: { kind: "compare", type: "bool", op: "eq", left: local("f64", "a.at"), right: number(Infinity) }, then: number(-1), else: local("f64", "a.at") });
