// einsum("ij,jk->ik", a, b): sums of products over named axes, as NumPy's: each letter is an axis; letters that the result does not have are summed over. Up to four
// arrays; three or more are multiplied from the left. "i,i->", with no axis left, is one number, exact of integers as `dot` is. What it becomes is `einsumPlan.ts`: loops, and products of matrices (`matmul.ts`);
// of complex arrays each of these steps is made of real ones.
import type { ArrayOp, Attribute, Loop } from "../ir/array.ts";
import type { ArrayType, DType, ElementType, Extent, ValueId } from "../ir/types.ts";
import { complex128, complex64 } from "../ir/types.ts";
import { reduceAxis, reduceWhole } from "../reference/canonical.ts";
import { allocate, dense, eachPosition, elementsOf, flatten, plainData } from "../reference/dense.ts";
import type { EinsumFits, EinsumResult, EinsumShape, Element, Factors, NDArray, ProductElement, Shape } from "../types/index.ts";
import { isComplex, real, withComplex } from "./complexProduct.ts";
import type { CallFacts, Checked, Dense, Expansion, LoopForm, OperatorDefinition } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { broken, plain } from "./elements.ts";
import type { EinsumStep, Subscripts } from "./einsumPlan.ts";
import { einsumPlan, lettersOf, loopLetters, parseSubscripts } from "./einsumPlan.ts";
import { elementOf, loopOf, resultType } from "./form.ts";
import { mostAxes } from "./indices.ts";
import { matmul } from "./matmul.ts";
import { builtinMonoid } from "./monoid.ts";
import { factorsFit, productDType, productKernel, productTerm, sumOfProducts } from "./product.ts";

type Fitting<A extends Element, B extends Element> = Factors<"einsum", A, B>;

export interface EinsumCall {
  <const T extends string, A extends Element, S extends Shape>(subscripts: T, a: NDArray<A, S> & EinsumFits<T, [S]> & Fitting<A, A>): EinsumResult<A, EinsumShape<T, [S]>>;
  <const T extends string, A extends Element, S extends Shape, B extends Element, U extends Shape>(
    subscripts: T, a: NDArray<A, S>, b: NDArray<B, U> & EinsumFits<T, [S, U]> & Fitting<A, B>,
  ): EinsumResult<ProductElement<A, B>, EinsumShape<T, [S, U]>>;
  <const T extends string, A extends Element, S extends Shape, B extends Element, U extends Shape, C extends Element, V extends Shape>(
    subscripts: T, a: NDArray<A, S>, b: NDArray<B, U>, c: NDArray<C, V> & EinsumFits<T, [S, U, V]>,
  ): EinsumResult<ProductElement<ProductElement<A, B>, C>, EinsumShape<T, [S, U, V]>>;
  <const T extends string, A extends Element, S extends Shape, B extends Element, U extends Shape, C extends Element, V extends Shape, D extends Element, W extends Shape>(
    subscripts: T, a: NDArray<A, S>, b: NDArray<B, U>, c: NDArray<C, V>, d: NDArray<D, W> & EinsumFits<T, [S, U, V, W]>,
  ): EinsumResult<ProductElement<ProductElement<A, B>, ProductElement<C, D>>, EinsumShape<T, [S, U, V, W]>>;
}

/** Of one step, and what is known of all calls. */
const oneStep = withComplex(defineOp({
  name: "einsum",
  summary: "sums of products over named axes",
  parameters: [{ kind: "scalar", name: "subscripts" }, { kind: "array", name: "a" }, ...["b", "c", "d"].map((name) => ({ kind: "array", name, optional: true }) as const)],
  gives: "byAxes",
  check: (call) => {
    const read = readSubscripts(call);
    if ("ok" in read) return read;
    const { inputs } = call, extents = new Map<string, Extent>(), equal: (readonly [readonly Extent[], readonly Extent[]])[] = [];
    for (const [k, letters] of read.inputs.entries()) for (const [axis, letter] of [...letters].entries()) {
      const extent = inputs[k]!.shape[axis]!, known = extents.get(letter);
      if (typeof known === "number" && typeof extent === "number" && known !== extent) return broken("SPMD2097", { letter, a: known, b: extent });
      if (known !== undefined && known !== extent) equal.push([[known], [extent]]);
      if (known === undefined || typeof known === "string") extents.set(letter, extent);
    }
    const refused = factorsFit("einsum", inputs);
    return refused ?? { ok: true, types: [{ element: elementOfResult(read, inputs), shape: [...read.output].map((letter) => extents.get(letter)!) }], ...(equal.length > 0 ? { equal } : {}) };
  },
  loop: (op, typeOf) => loopForm(op, typeOf),
  reference: ({ inputs, attributes }) => [loopReference(subscriptsOf(attributes), inputs)],
  samples: [
    { inputs: [{ element: "f64", ndim: 2 }], source: `einsum("ij,kj->ik", a, a)` },
    { inputs: [{ element: "f64", ndim: 2 }], source: `einsum("ij->ji", a)` },
    { inputs: [{ element: "f32", ndim: 3 }], source: `einsum("ijk->j", a)` },
    { inputs: [{ element: "i16", ndim: 3 }], source: `einsum("bij,bkj->bik", a, a)` },
    { inputs: [{ element: "f64", ndim: 3 }, { element: "f64", ndim: 2 }], source: `einsum("ijk,ij->k", a, b)` },
    { inputs: [{ element: "f64", ndim: 2 }, { element: "i32", ndim: 1 }], source: `einsum("ij,i,kj->k", a, b, a)` },
    { inputs: [{ element: "f64", ndim: 1 }], source: `einsum("i,j->ij", a, a)` },
    { inputs: [{ element: "f64", ndim: 2 }, { element: "i32", ndim: 2 }], source: `einsum("ij,ij->", a, b)` },
    { inputs: [{ element: "f32", ndim: 2 }, { element: "f32", ndim: 1 }], source: `einsum("ij,kj,l->", a, a, b)` },
    { inputs: [{ element: "i16", ndim: 2 }], source: `einsum("ii->", matmul(a, transpose(a)))` },
    { inputs: [{ element: "u8", ndim: 2 }], source: `einsum("ii->i", matmul(a, transpose(a)))` },
    { inputs: [{ element: complex128, ndim: 2 }, { element: "f64", ndim: 2 }], source: `einsum("ij,kj->ki", a, b)` },
    { inputs: [{ element: complex64, ndim: 2 }], source: `einsum("ij,ij->", a, a)` },
    { inputs: [{ element: complex128, ndim: 2 }, { element: "i16", ndim: 1 }], source: `einsum("ij,i,kj->k", a, b, a)` },
  ],
}));

export const einsum: OperatorDefinition = {
  ...oneStep,
  expand: (op, typeOf, fresh) => {
    const of = subscriptsOf(op.attributes), steps = einsumPlan(of);
    return steps.length === 1 && steps[0]!.kind === "loop" ? oneStep.expand!(op, typeOf, fresh) : expansion(op, steps, of.inputs, typeOf, fresh);
  },
  reference({ inputs, attributes, types }) {
    const of = subscriptsOf(attributes), values: Dense[] = [...inputs], narrow = elementOfResult(of, inputs.map(real)), element = inputs.some(isComplex) ? complexOf(narrow) : narrow;
    for (const step of einsumPlan(of)) {
      const [a, b] = step.inputs.map((k) => values[k]!) as [Dense, Dense | undefined];
      if (step.kind === "loop") values.push(...oneStep.reference({ inputs: b ? [a, b] : [a], attributes: loopAttributes(step.of), types }));
      else values.push(...matmul.reference({ inputs: [isNarrow(narrow, [a, b!]) ? dense(likewise(a, "f64"), a.shape, elementsOf(a)) : a, b!], attributes: { batch: step.batch, shared: step.shared }, types: [] }));
    }
    const last = values.at(-1)!;
    return [dense(element, last.shape, elementsOf(last))];
  },
};

const complexOf = (dtype: DType): ElementType => ({ re: dtype, im: dtype });
/** An element of the same kind, real or complex. */
const likewise = (a: { readonly element: ElementType }, dtype: DType): ElementType => (isComplex(a) ? complexOf(dtype) : dtype);
const loopAttributes = ({ inputs, output }: Subscripts): { readonly subscripts: string } => ({ subscripts: `${inputs.join(",")}->${output}` });

const subscriptsOf = (attributes: { readonly [name: string]: unknown }): Subscripts => parseSubscripts(String(attributes.subscripts))!;

function readSubscripts({ inputs, attributes }: CallFacts): Subscripts | (Checked & { readonly ok: false }) {
  const { subscripts } = attributes, wrong = (reason: string): Checked & { readonly ok: false } => broken("SPMD2096", { reason });
  if (typeof subscripts !== "string") return wrong("its subscripts must be known when the program is compiled");
  const read = parseSubscripts(subscripts);
  if (!read) return wrong(`"${subscripts}" are not subscripts`);
  if (read.inputs.length !== inputs.length) return wrong(`"${subscripts}" names ${read.inputs.length} arrays, and there are ${inputs.length}`);
  const count = read.inputs.findIndex((letters, k) => letters.length !== inputs[k]!.shape.length);
  if (count >= 0) return wrong(`"${read.inputs[count]!}" for an array with ${inputs[count]!.shape.length} axes`);
  const unknown = [...read.output].find((letter) => !read.inputs.join("").includes(letter));
  if (unknown !== undefined) return wrong(`the result's axis ${unknown} is none of the arrays'`);
  if (lettersOf(read.output) !== read.output) return wrong(`the result has an axis twice: "${read.output}"`);
  if (read.output === "" && !subscripts.includes("->")) return wrong(`nothing is left of the axes in "${subscripts}"; for one number write "${subscripts}->"`);
  return read.output.length > mostAxes ? wrong(`the result would have ${read.output.length} axes`) : read;
}

/** A number has no dtype that it would have to fit into. */
const elementOfResult = ({ output }: Subscripts, inputs: readonly ArrayType[]): DType => (output === "" ? productTerm(inputs.map(plain)) : productDType(inputs));

/** What a step's result is stored as, the last one apart: what is only moved as it was, sums exactly. */
function storedAs(step: EinsumStep, dtypes: readonly DType[]): DType {
  const isMove = step.kind === "loop" && step.inputs.length === 1 && loopLetters(step.of).summed === undefined;
  return isMove ? dtypes[0]! : productTerm(dtypes);
}

/** Products of matrices that would round or wrap what is to be multiplied with f64 elements later. */
const isNarrow = (result: DType, factors: readonly { readonly element: ElementType }[]): boolean => result === "f64" && factors.every((x) => real(x).element !== "f64");

function loopForm(op: ArrayOp, typeOf: (value: ValueId) => ArrayType): LoopForm {
  const of = subscriptsOf(op.attributes), types = op.inputs.map(typeOf), dtypes = types.map(plain), { letters, summed } = loopLetters(of), shape = [...letters].map((letter) => extentOf(letter, of, types));
  const inputs = op.inputs.map((value, k): Loop["inputs"][number] => ({ value, type: types[k]!, access: { axes: [...of.inputs[k]!].map((letter) => ({ loop: letters.indexOf(letter), offset: 0 })) } }));
  const elements = types.flatMap((type, k) => elementOf(k, type.element)), kernel = productKernel(dtypes), isProduct = types.length > 1, { monoid, fn } = builtinMonoid("add", productTerm(dtypes));
  const term = isProduct ? ({ kind: "step", step: 0, result: 0, dtype: summed === undefined ? productDType(types) : productTerm(dtypes) } as const) : elements[0]!;
  const output = summed === undefined ? ({ kind: "store", result: op.results[0]!, type: resultType(op), fields: [term] } as const) : ({ kind: "reduce", result: op.results[0]!, type: resultType(op), fields: [term], monoid, axes: summed } as const);
  return { loop: loopOf(op, shape, { inputs, steps: isProduct ? [{ fn: kernel.id, args: elements, span: op.span }] : [], outputs: [output] }), kernels: [...(isProduct ? [kernel] : []), ...(summed === undefined ? [] : [fn])] };
}

/** A literal extent says more than a name. */
function extentOf(letter: string, { inputs }: Subscripts, types: readonly ArrayType[]): Extent {
  const found = inputs.flatMap((letters, k) => [...letters].flatMap((l, axis) => (l === letter ? [types[k]!.shape[axis]!] : [])));
  return found.find((e) => typeof e === "number") ?? found[0]!;
}

function expansion(op: ArrayOp, steps: readonly EinsumStep[], operands: readonly string[], typeOf: (value: ValueId) => ArrayType, fresh: () => ValueId): Expansion {
  const values: ValueId[] = [...op.inputs], types: ArrayType[] = op.inputs.map(typeOf), ops: ArrayOp[] = [], all: Subscripts = { inputs: operands, output: "" }, given = types.slice(), result = plain(real(resultType(op)));
  const cast = (value: ValueId, type: ArrayType, into = fresh()): ValueId => {
    ops.push({ kind: "op", op: "cast", results: [into], types: [type], inputs: [value], attributes: { element: type.element }, span: op.span });
    return into;
  };
  for (const [k, step] of steps.entries()) {
    const isLast = k === steps.length - 1, inputs = step.inputs.map((at) => values[at]!), output = step.kind === "loop" ? step.of.output : step.output, [first] = step.inputs;
    if (step.kind === "matmul" && isNarrow(result, step.inputs.map((at) => types[at]!))) {
      types[first!] = { element: likewise(types[first!]!, "f64"), shape: types[first!]!.shape };
      values[first!] = inputs[0] = cast(inputs[0]!, types[first!]!);
    }
    const factors = step.inputs.map((at) => types[at]!), reals = factors.map(real), dtypes = reals.map(plain), product = productDType(reals);
    const asResult = isLast && step.kind === "loop" && (loopLetters(step.of).summed !== undefined || product === result);
    const own = asResult ? result : step.kind === "matmul" ? product : storedAs(step, dtypes), element = factors.some(isComplex) ? complexOf(own) : own;
    const type: ArrayType = { element, shape: [...output].map((letter) => extentOf(letter, all, given)) }, isResult = isLast && own === result, value = isResult ? op.results[0]! : fresh();
    const attributes: { readonly [name: string]: Attribute } = step.kind === "loop" ? loopAttributes(step.of) : { batch: step.batch, shared: step.shared };
    ops.push({ kind: "op", op: step.kind === "loop" ? op.op : matmul.name, results: [value], types: [type], inputs, attributes, span: op.span });
    values.push(value);
    types.push(type);
    if (isLast && !isResult) cast(value, resultType(op), op.results[0]!);
  }
  return { ops, kernels: [] };
}

function loopReference(of: Subscripts, inputs: readonly Dense[]): Dense {
  const { letters, summed } = loopLetters(of), dtypes = inputs.map(plain), shape = [...letters].map((letter) => Number(extentOf(letter, of, inputs))), fold = sumOfProducts(dtypes), round = fold.accumulator === "f32" ? Math.fround : (x: number): number => x;
  const values: number[] = [];
  eachPosition(shape, (flat, index) => {
    const factors = inputs.map((a, k) => plainData(a)[flatten(a.shape, [...of.inputs[k]!].map((letter) => index[letters.indexOf(letter)]!))]!);
    values[flat] = factors.slice(1).reduce((x, y) => round(x * y), factors[0]!);
  });
  if (summed?.length === shape.length) return dense(fold.accumulator, [], [reduceWhole(values, shape, fold)]);
  if (summed !== undefined) return dense(fold.accumulator, shape.filter((_, axis) => axis !== summed[0]), reduceAxis(values, shape, summed[0]!, fold));
  const result = allocate(inputs.length === 1 ? dtypes[0]! : fold.accumulator, shape);
  plainData(result).set(values);
  return result;
}
