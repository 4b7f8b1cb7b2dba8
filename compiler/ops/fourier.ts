// What `fft` and `ifft` share. A length of factors 2, 3 and 5 is transformed by stages of radix 4, 2, 3 and 5 (fftKernel.ts), any other by Bluestein's convolution
// in a power of 2; in double precision whatever the elements are. The inverse is the transform with real and imaginary parts exchanged before and after, times 1 / n.
//
//   fft(a)                     along the last axis
//   fft(a, { axes: [0, 1] })   fft along axis 1, then along axis 0
import { chirp, convolutionLength, distributedAxis, radicesOf, rootsOfUnity } from "../../runtime/abi.ts";
import type { ComplexList } from "../../runtime/abi.ts";
import type { ArrayOp } from "../ir/array.ts";
import { block, replicated } from "../ir/placement.ts";
import { complex128, complex64, fieldsOf } from "../ir/types.ts";
import type { ElementType, ValueId } from "../ir/types.ts";
import { allocate } from "../reference/dense.ts";
import type { Complex128, Complex64, Element, NDArray, Shape } from "../types/index.ts";
import type { Dense, Expansion, OperatorDefinition, OperatorSample, Rule } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine, showElement, showExtents } from "./elements.ts";
import { butterfly, computeButterfly, putLines, stageKernel, takeLines } from "./fftKernel.ts";
import type { Exchange } from "./exchange.ts";
import { elementBytes, isSpread, othersShare, sizesOf } from "./exchange.ts";
import { aligns, axisOf } from "./rearrange.ts";

type SomeLine<Op extends string, S extends Shape> = S["length"] extends 0 ? `${Op}: no axis to transform, for an array of shape []` : unknown;
type Transformable<Op extends string, D extends Element> = [D] extends ["bool"] ? `${Op}: transforms numbers and complex numbers, not bool elements` : D extends string | { readonly re: "f64"; readonly im: "f64" } | { readonly re: "f32"; readonly im: "f32" } ? unknown : `${Op}: transforms numbers and complex numbers, not these elements`;

export interface FourierCall<Op extends string> {
  <D extends Element, S extends Shape>(a: NDArray<D, S> & Transformable<Op, D> & SomeLine<Op, S>, options?: { readonly axes?: readonly number[] }): NDArray<D extends "f32" | Complex64 ? Complex64 : Complex128, S>;
}

/** As defined; the last one if not given. */
function axesOf(attributes: { readonly [name: string]: unknown }, ndim: number): readonly number[] {
  const { axes = [-1] } = (attributes.options ?? {}) as { readonly axes?: readonly number[] };
  return axes.map((axis) => axisOf(axis, ndim));
}

const isComplex = (element: ElementType): boolean => [complex64, complex128].some((c) => typeof element === "object" && Object.keys(element).length === 2 && element.re === c.re && element.im === c.im);

export function fourierTransform(name: string, inverse: boolean, summary: string): OperatorDefinition {
  const samples: readonly OperatorSample[] = [
    { inputs: [{ element: "f64", ndim: 1 }], source: `${name}(a)` },
    { inputs: [{ element: "f32", ndim: 2 }], source: `${name}(a)` },
    { inputs: [{ element: complex128, ndim: 2 }], source: `${name}(a, { axes: [0, 1] })` },
    { inputs: [{ element: complex64, ndim: 1 }], source: `${name}(a)` },
    { inputs: [{ element: "i16", ndim: 3 }], source: `${name}(a, { axes: [1] })` },
    { inputs: [{ element: "f64", ndim: 2 }], source: `field(${name}(a, { axes: [-2] }), "re")` },
    { inputs: [], source: `${name}(random([60], { seed: 1 }))` },
    { inputs: [], source: `${name}(random([3, 22], { seed: 2 }))` },
  ];
  return defineOp({
    name,
    summary,
    parameters: [{ kind: "array", name: "a" }, { kind: "options", name: "options", optional: true, fields: [{ kind: "integers", name: "axes", optional: true }] }],
    gives: "array",
    records: true,
    check({ inputs: [a], attributes }) {
      const { element, shape } = a!, axes = axesOf(attributes, shape.length);
      if (element === "bool" || (typeof element === "object" && !isComplex(element))) return broken("SPMD2095", { op: name, element: showElement(element) });
      if (shape.length === 0 || axes.length === 0 || new Set(axes).size < axes.length || axes.some((axis) => axis < 0 || axis >= shape.length)) return broken("SPMD2070", { op: name, what: `axes [${axes.join(", ")}]`, shape: showExtents(shape) });
      return fine(spectrum(element), shape);
    },
    expand: (op, _, fresh) => (axesOf(op.attributes, op.types[0]!.shape.length).length > 1 ? alongEach(op, fresh) : undefined),
    library: {
      rules(op) {
        const { shape } = op.types[0]!, [along] = axesOf(op.attributes, shape.length);
        const others = shape.map((_, axis) => axis).filter((axis) => axis !== along).flatMap((axis) => aligns.map((align) => block(axis, align)));
        const line = shape.length === 1 ? aligns.map((align) => block(0, align)) : [];
        return [...others, ...line, replicated].map((at): Rule => ({ inputs: [at], outputs: [at] }));
      },
      exchanges(call) {
        const [a] = call.inputs, [result] = call.results;
        if (!isSpread(a!) || distributedAxis(result!.placement) !== axesOf(call.attributes, a!.type.shape.length)[0]) return [];
        const [n] = sizesOf(a!, call) as [number], others = othersShare(call.np);
        return exchangesOf(elementBytes(a!)).map(([reason, bytes], k): Exchange => ({ collective: "alltoall", of: k === 0 ? [0] : [], reason, known: "about", formula: [bytes, ...a!.type.shape], received: () => others * (workedLength(n) === n || Number.isNaN(n) ? bytes * n : convolvedBytes(n)) }));
      },
      work: (op) => [...op.types[0]!.shape, operationsAnElement],
      kernels: ({ inputs: [a], results: [result] }) => [...[2, 3, 4, 5].map(stageKernel), ...fieldsOf(a!.element).map(([, dtype]) => takeLines(dtype)), ...fieldsOf(result!.element).map(([, dtype]) => putLines(dtype as "f64" | "f32"))],
    },
    reference: ({ inputs: [a], attributes }) => [axesOf(attributes, a!.shape.length).reduceRight((x, axis) => transformed(x, axis, inverse), a!)],
    samples,
  });
}

/** What is computed with. */
const complexBytes = 16;

/** Why elements move, and how many bytes each has then. */
const exchangesOf = (bytes: number): readonly (readonly [reason: string, bytes: number])[] => [["elements that stand far apart come together", bytes], ["what the first stages gave comes together", complexBytes], ["the result goes to where it is to be", complexBytes]];
/** A convolution is two transforms of its length, one more the first time, and the way there and back: a third of it all. */
const convolvedBytes = (n: number): number => (2 * complexBytes * n) / 3 + 3 * complexBytes * workedLength(n);
const workedLength = (n: number): number => (Number.isNaN(n) || radicesOf(n) ? n : convolutionLength(n));

/** Of a typical length. */
const operationsAnElement = 30;

const spectrum = (element: ElementType): ElementType => (element === "f32" || (typeof element === "object" && element.re === "f32") ? complex64 : complex128);

/** The last of the axes first, as NumPy does. */
function alongEach(op: ArrayOp, fresh: () => ValueId): Expansion {
  const axes = [...axesOf(op.attributes, op.types[0]!.shape.length)].reverse();
  let input = op.inputs[0]!;
  const ops = axes.map((axis, k): ArrayOp => {
    const result = k === axes.length - 1 ? op.results[0]! : fresh(), one: ArrayOp = { ...op, results: [result], inputs: [input], attributes: { options: { axes: [axis] } } };
    input = result;
    return one;
  });
  return { ops, kernels: [] };
}

function transformed(a: Dense, axis: number, inverse: boolean): Dense {
  const result = allocate(spectrum(a.element), a.shape), n = a.shape[axis]!, inner = a.shape.slice(axis + 1).reduce((size, e) => size * e, 1), lines = n === 0 ? 0 : result.data.re!.length / n;
  const [first, second] = inverse ? (["im", "re"] as const) : (["re", "im"] as const), real = typeof a.element === "string", scale = inverse ? 1 / n : 1;
  const part = (field: "re" | "im", at: number): number => (real ? (field === "re" ? a.data[""]![at]! : 0) : a.data[field]![at]!);
  for (let line = 0; line < lines; line++) {
    const from = Math.floor(line / inner) * n * inner + (line % inner), places = Array.from({ length: n }, (_, k) => from + k * inner);
    const { re, im } = transform({ re: Float64Array.from(places, (at) => part(first, at)), im: Float64Array.from(places, (at) => part(second, at)) });
    places.forEach((at, k) => {
      result.data[first]![at] = re[k]! * scale;
      result.data[second]![at] = im[k]! * scale;
    });
  }
  return result;
}

function transform(x: ComplexList): ComplexList {
  const n = x.re.length, radices = radicesOf(n);
  return radices ? stages(x, radices, rootsOfUnity(n), 1) : bluestein(x);
}

/** `step`: which roots of the table are those of this length. */
function stages(x: ComplexList, radices: readonly number[], roots: ComplexList, step: number): ComplexList {
  const n = x.re.length, [radix, ...rest] = radices;
  if (radix === undefined) return x;
  const m = n / radix, operations = butterfly(radix), parts = Array.from({ length: radix }, () => complexZeros(m)), result = complexZeros(n);
  for (let p = 0; p < m; p++) {
    const inputs = parts.flatMap((_, j) => [x.re[p + j * m]!, x.im[p + j * m]!]), w = parts.slice(1).flatMap((_, k) => [roots.re[step * p * (k + 1)]!, roots.im[step * p * (k + 1)]!]);
    computeButterfly(operations, radix, inputs, w).forEach((value, k) => void (parts[k >> 1]![k % 2 === 0 ? "re" : "im"][p] = value));
  }
  parts.forEach((part, k) => {
    const { re, im } = stages(part, rest, roots, step * radix);
    for (let t = 0; t < m; t++) {
      result.re[radix * t + k] = re[t]!;
      result.im[radix * t + k] = im[t]!;
    }
  });
  return result;
}

const complexZeros = (n: number): ComplexList => ({ re: new Float64Array(n), im: new Float64Array(n) });

/** sum over j of x[j] w^(j k) with j k = (j^2 + k^2 - (k - j)^2) / 2: a convolution with a chirp. */
function bluestein(x: ComplexList): ComplexList {
  const n = x.re.length, length = convolutionLength(n), c = chirp(n), a = complexZeros(length), b = complexZeros(length), result = complexZeros(n);
  for (let k = 0; k < n; k++) {
    a.re[k] = x.re[k]! * c.re[k]! - x.im[k]! * c.im[k]!;
    a.im[k] = x.re[k]! * c.im[k]! + x.im[k]! * c.re[k]!;
    for (const at of k === 0 ? [0] : [k, length - k]) {
      b.re[at] = c.re[k]!;
      b.im[at] = -c.im[k]!;
    }
  }
  const p = transform(a), q = transform(b), product = complexZeros(length), scale = 1 / length;
  for (let k = 0; k < length; k++) {
    product.im[k] = p.re[k]! * q.re[k]! - p.im[k]! * q.im[k]!;
    product.re[k] = p.re[k]! * q.im[k]! + p.im[k]! * q.re[k]!;
  }
  const { re: im, im: re } = transform(product);
  for (let k = 0; k < n; k++) {
    const r = re[k]! * scale, i = im[k]! * scale;
    result.re[k] = r * c.re[k]! - i * c.im[k]!;
    result.im[k] = r * c.im[k]! + i * c.re[k]!;
  }
  return result;
}

