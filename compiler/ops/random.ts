// random(shape, { seed, dist }, dtype): numbers that look random and are the same on any number of ranks: each is a function of its position in the array
// (row-major) and of the seed (`math/random.ts`). The same seed gives the same numbers again; seed 0 if none is given.
//
//   "uniform"                 from 0 to below 1: multiples of 2^-53, of 2^-24 for f32
//   "normal"                  mean 0, variance 1
//   { integers: [low, high] } integers from low to below high; i32, or the dtype that is named
import type { Attribute, StepArgument } from "../ir/array.ts";
import type { KernelExpression, KernelFunction } from "../ir/kernel.ts";
import type { DType, Extent, ScalarType } from "../ir/types.ts";
import { scalarOf } from "../ir/types.ts";
import { integer, normal, uniform, uniformSingle } from "../math/random.ts";
import { mathId, mathResolver } from "../math/resolver.ts";
import { allocate, plainData, plainDType } from "../reference/dense.ts";
import type { NDArray, Plain, Shape } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine, isBroken, isInteger, namedShape, plain } from "./elements.ts";
import { expressionKernel, loopOf, resultType, storeStep } from "./form.ts";
import { hostScalar } from "./scalars.ts";

type Distribution = "uniform" | "normal" | { readonly integers: readonly [low: number, high: number] };
type Usual<D extends Distribution> = D extends string ? "f64" : "i32";
type Holds<D extends Distribution, E extends DType> = D extends string ? ([E] extends ["f64" | "f32"] ? unknown : `random: ${D} numbers are not ${E}`) : E extends "bool" ? "random: integer numbers are not bool" : unknown;

export interface RandomCall {
  <const S extends Shape, E extends DType>(shape: S & Holds<"uniform", E>, element: E): NDArray<NoInfer<E>, Plain<S>>;
  <const S extends Shape, const D extends Distribution = "uniform", E extends DType = Usual<D>>(
    shape: S & Holds<D, E>, options?: { readonly seed?: number; readonly dist?: D }, element?: E,
  ): NDArray<NoInfer<E>, Plain<S>>;
}

interface Options {
  readonly seed?: Attribute;
  readonly dist?: "uniform" | "normal" | { readonly integers?: readonly Attribute[] };
}
const optionsOf = (attributes: { readonly [name: string]: unknown }): Options => (attributes.options ?? {}) as Options;

export const random = defineOp({
  name: "random",
  summary: "random numbers, the same on any number of ranks",
  parameters: [
    { kind: "shape", name: "shape" },
    {
      kind: "options", name: "options", optional: true, fields: [
        { kind: "scalar", name: "seed", optional: true, integer: true },
        { kind: "choice", name: "dist", values: ["uniform", "normal"], optional: true, orFields: [{ kind: "numbers", name: "integers" }] },
      ],
    },
    { kind: "element", name: "element", optional: true },
  ],
  gives: "array",
  check(call) {
    const shape = namedShape("random", call.attributes.shape), { dist = "uniform" } = optionsOf(call.attributes);
    if (isBroken(shape)) return shape;
    const element = call.element ?? (typeof dist === "string" ? "f64" : "i32"), dtype = plain({ element });
    if (typeof dist === "string") return dtype === "f64" || dtype === "f32" ? fine(dtype, shape) : broken("SPMD2090", { dist, dtype });
    const [low, high] = dist.integers ?? [];
    if (dist.integers?.length !== 2 || (typeof low === "number" && typeof high === "number" && low >= high)) return broken("SPMD2091", { given: `[${(dist.integers ?? []).map((end) => (typeof end === "number" ? end : "?")).join(", ")}]` });
    return dtype === "bool" ? broken("SPMD2090", { dist: "integer", dtype }) : fine(dtype, shape);
  },
  loop(op) {
    const type = resultType(op), { dist = "uniform", seed = 0 } = optionsOf(op.attributes), dtype = plain(type), captures: string[] = [];
    const argument = (value: Attribute | Extent): StepArgument => {
      const host = typeof value === "string" ? value : hostScalar(value as Attribute);
      return host === undefined ? { kind: "const", value: Number(value) } : { kind: "capture", capture: captures.push(host) - 1 };
    };
    const name = typeof dist !== "string" ? "integer" : dist === "normal" ? "normal" : dtype === "f32" ? "uniformSingle" : "uniform";
    const kernel = kernelOf(name, type.shape.length, scalarOf(dtype)), given = [seed, ...(typeof dist === "string" ? [] : dist.integers!)];
    const args = [...type.shape.map((_, axis): StepArgument => ({ kind: "index", axis })), ...type.shape.slice(1).map(argument), ...given.map(argument)];
    return { loop: loopOf(op, type.shape, { captures, steps: [{ fn: kernel.id, args, span: op.span }], outputs: [storeStep(op)] }), kernels: [kernel, ...mathResolver()(name)!] };
  },
  reference({ attributes, types }) {
    const result = allocate(types[0]!.element, types[0]!.shape), data = plainData(result), { dist = "uniform", seed = 0 } = optionsOf(attributes), key = Number(seed);
    const [low, high] = typeof dist === "string" ? [0, 1] : (dist.integers as readonly number[]);
    const at = typeof dist !== "string" ? (k: number) => integer(k, key, low!, high!) : dist === "normal" ? (k: number) => normal(k, key) : plainDType(result) === "f32" ? (k: number) => uniformSingle(k, key) : (k: number) => uniform(k, key);
    for (let k = 0; k < data.length; k++) data[k] = at(k);
    return [result];
  },
  samples: [
    { inputs: [], source: "random([9])" },
    { inputs: [], source: "random([3, 130], { seed: 7 })" },
    { inputs: [], source: `random([140], { seed: 2 ** 40 + 1 }, "f32")` },
    { inputs: [], source: `random([2, 3, 4], { seed: 5, dist: "normal" })` },
    { inputs: [], source: `random([33], { seed: 5, dist: "normal" }, "f32")` },
    { inputs: [], source: "random([5, 7], { dist: { integers: [-3, 4] } })" },
    { inputs: [], source: `random([40], { seed: -1, dist: { integers: [0, 256] } }, "u8")` },
  ],
});

const real = (operand: KernelExpression): KernelExpression => ({ kind: "convert", type: "f64", operand });
const local = (type: ScalarType, name: string): KernelExpression => ({ kind: "local", type, name });

/** (i0, i1, n1, seed, ...) => f(i0 * n1 + i1, seed, ...), in the type that is stored. */
function kernelOf(name: string, ndim: number, type: ScalarType): KernelFunction {
  const axes = Array.from({ length: ndim }, (_, axis) => axis), extents = axes.slice(1), rest = name === "integer" ? ["seed", "low", "high"] : ["seed"];
  const position = axes.reduce<KernelExpression>((flat, axis) => {
    const index = local("int", `i${axis}`);
    if (axis === 0) return index;
    return { kind: "arithmetic", type: "int", op: "add", left: { kind: "arithmetic", type: "int", op: "mul", left: flat, right: local("int", `n${axis}`) }, right: index };
  }, { kind: "const", type: "int", value: 0 });
  const call: KernelExpression = { kind: "call", type: "f64", fn: mathId(name), args: [real(position), ...rest.map((r) => real(local("int", r)))] };
  const value: KernelExpression = type === "f64" ? call : type === "int" ? { kind: "math", type: "int", fn: "floor", args: [call] } : { kind: "cast", type, to: "f32", operand: call };
  return expressionKernel(`@random$${name}$${ndim}$${type}`, [
    ...axes.map((axis) => [`i${axis}`, "int", "index"] as const), ...extents.map((axis) => [`n${axis}`, "int", "index"] as const), ...rest.map((r) => [r, "int"] as const),
  ], value);
}
