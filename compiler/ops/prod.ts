// prod(a): the product of all elements; of complex ones by (x + iy)(u + iv) = xu - yv + i (xv + yu).
import type { Monoid } from "../ir/array.ts";
import type { KernelExpression, KernelFunction } from "../ir/kernel.ts";
import type { DType } from "../ir/types.ts";
import { accumulated, foldOf, reduceWhole } from "../reference/canonical.ts";
import { dense, fieldOf } from "../reference/dense.ts";
import type { Added, Element, NDArray, Shape, Total } from "../types/index.ts";
import { complexPart } from "./complexProduct.ts";
import type { ElementValue, OperatorDefinition } from "./defineOp.ts";
import { fine } from "./elements.ts";
import { nowhere } from "./form.ts";
import { reduceLoop } from "./reduction.ts";
import { wholeReduction } from "./wholeReduction.ts";

export interface ProdCall {
  <D extends Element>(a: NDArray<D, Shape> & Added<"prod", D>): Total<D>;
}

const real = wholeReduction("prod", "mul", "the product of all elements");

export const prod: OperatorDefinition = {
  ...real,
  check(call) {
    const { element } = call.inputs[0]!;
    return complexPart(element) ? fine(element, []) : real.check(call);
  },
  loop(op, typeOf) {
    const { element, shape } = typeOf(op.inputs[0]!), part = complexPart(element);
    if (!part) return real.loop!(op, typeOf);
    const fn = multiplied(part), monoid: Monoid = { name: "custom", identity: one, fn: fn.id };
    return { ...reduceLoop({ ...op, monoid }, typeOf, shape.map((_, axis) => axis))!, kernels: [fn] };
  },
  reference(call) {
    const a = call.inputs[0]!;
    if (!complexPart(a.element)) return real.reference(call);
    const fold = foldOf({ identity: one, combine: (x, y) => product(parts(x), parts(y), complexPart(a.element) === "f32" ? Math.fround : (v) => v) }, a.element);
    return [dense(a.element, [], [reduceWhole(accumulated(a, fold), a.shape, fold)])];
  },
  samples: [
    ...real.samples!,
    { inputs: [{ element: { re: "f64", im: "f64" }, ndim: 2 }], source: "prod(a)" },
    { inputs: [{ element: { re: "f32", im: "f32" }, ndim: 1 }], source: "prod(a)" },
  ],
};

interface Complex { readonly re: number; readonly im: number }

const one = { re: 1, im: 0 };
const parts = (x: ElementValue): Complex => ({ re: Number(fieldOf(x, "re")), im: Number(fieldOf(x, "im")) });

const product = (a: Complex, b: Complex, round: (x: number) => number): ElementValue => ({ re: round(a.re * b.re) - round(a.im * b.im), im: round(a.re * b.im) + round(a.im * b.re) });

function multiplied(dtype: DType): KernelFunction {
  const type = dtype === "f32" ? "f32" : "f64", local = (name: string): KernelExpression => ({ kind: "local", type, name });
  const of = (op: "add" | "sub" | "mul", left: KernelExpression, right: KernelExpression): KernelExpression => ({ kind: "arithmetic", type, op, left, right }), times = (x: string, y: string): KernelExpression => of("mul", local(x), local(y));
  return {
    id: `@complexProd$${type}`, params: ["a.re", "a.im", "b.re", "b.im"].map((name) => ({ name, type })), locals: [], results: [{ field: "re", type }, { field: "im", type }],
    body: [{ kind: "return", values: [of("sub", times("a.re", "b.re"), times("a.im", "b.im")), of("add", times("a.re", "b.im"), times("a.im", "b.re"))] }], span: nowhere,
  };
}
