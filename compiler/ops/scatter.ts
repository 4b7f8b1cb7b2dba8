// scatter(into, indices, values, monoid): `into` with values combined into the rows that the indices name: result[indices[i, j], ...] = result[...] ⊕ values[i, j, ...],
// in row-major order of the indices, so that sums are the same for any number of ranks. Without a monoid the last value stays. -1 is the last row; an index
// outside is an error. Integers are combined exactly and stored at the end.
import { block, replicated } from "../ir/placement.ts";
import { accumulated } from "../reference/canonical.ts";
import { dense, elementsOf, plainData, sizeOf } from "../reference/dense.ts";
import type { Combines, DType, Element, Gathered, IntegerIndices, MonoidFor, NDArray, SameShape, Shape } from "../types/index.ts";
import type { Dense, ElementValue, Rule } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fault, fine, isBroken, isInteger, isRecord, mergeShapes, plain, recordsRefused, showElement, showExtents } from "./elements.ts";
import { nowhere } from "./form.ts";
import { builtinMonoid, isMonoidName } from "./monoid.ts";
import type { ArrayOp } from "../ir/array.ts";
import type { KernelFunction } from "../ir/kernel.ts";
import type { ElementType, ValueId } from "../ir/types.ts";
import { fieldsOf, scalarOf } from "../ir/types.ts";
import { heldBytes, indexBytes, isSpread, othersShare, sizesOf, toldToAll, wholeBytes, wholeFormula } from "./exchange.ts";
import { indicesFit, noPosition } from "./indices.ts";
import { aligns } from "./rearrange.ts";
import { foldFor, monoidFits } from "./reduction.ts";

export interface ScatterCall {
  <D extends Element, S extends Shape, E extends DType, I extends Shape, V extends Shape, M extends MonoidFor<D>>(
    into: NDArray<D, S>, indices: NDArray<E, I> & IntegerIndices<"scatter", E>, values: NDArray<D, V> & SameShape<"scatter", Gathered<S, I>, V>, monoid?: M & Combines<"scatter", D, M>,
  ): NDArray<D, S>;
}

export const scatter = defineOp({
  name: "scatter",
  summary: "values combined into the rows that indices name",
  parameters: [{ kind: "array", name: "into" }, { kind: "array", name: "indices" }, { kind: "array", name: "values" }, { kind: "monoid", name: "monoid", optional: true }],
  gives: "array",
  records: true,
  check(call) {
    const [into, indices, values] = call.inputs, refused = (isRecord(indices!.element) ? recordsRefused("scatter", { inputs: [indices!], element: undefined }) : indicesFit("scatter", indices!)) ?? monoidFits("scatter", call.monoid, into!.element);
    if (refused) return refused;
    if (into!.shape.length === 0) return broken("SPMD2070", { op: "scatter", what: "no axis to choose a row of", shape: "[]" });
    if (showElement(into!.element) !== showElement(values!.element)) return isRecord(into!.element) || isRecord(values!.element) ? broken("SPMD2083", { op: "scatter", a: showElement(into!.element), b: showElement(values!.element) }) : broken("SPMD2008", { op: "scatter", a: plain(into!), b: plain(values!) });
    const wanted = [...indices!.shape, ...into!.shape.slice(1)], merged = mergeShapes("scatter", [wanted, values!.shape]);
    return isBroken(merged) ? merged : { ...fine(into!.element, [], [wanted, values!.shape]), ok: true, types: [{ element: into!.element, shape: into!.shape }] };
  },
  expand(op, typeOf, fresh) {
    const [into, indices, values] = op.inputs as [ValueId, ValueId, ValueId], { element } = typeOf(into);
    // Fields are combined one by one, which a function of whole records cannot be.
    if (!isRecord(element) || (op.monoid && !isMonoidName(op.monoid.name))) return undefined;
    const ops: ArrayOp[] = [], kernels: KernelFunction[] = [];
    const taken = (value: ValueId, name: string, dtype: DType): ValueId => {
      const result = fresh();
      ops.push({ kind: "op", op: "field", results: [result], types: [{ element: dtype, shape: typeOf(value).shape }], inputs: [value], attributes: { name }, span: op.span });
      return result;
    };
    const fields = fieldsOf(element).map(([name, dtype]) => {
      const result = fresh(), inputs = [taken(into, name, dtype), indices, taken(values, name, dtype)], { monoid: of } = op, own = of && isMonoidName(of.name) ? builtinMonoid(of.name, dtype) : undefined;
      if (own) kernels.push(own.fn);
      ops.push({ kind: "op", op: "scatter", results: [result], types: [{ element: dtype, shape: typeOf(into).shape }], inputs, ...(own ? { monoid: own.monoid } : {}), attributes: {}, span: op.span });
      return result;
    });
    const together = recordKernel(element);
    ops.push({ kind: "op", op: "zipWith", results: op.results, types: op.types, inputs: fields, kernel: { fn: together.id, indices: 0, captures: [] }, attributes: {}, span: op.span });
    return { ops, kernels: [...kernels, together] };
  },
  library: {
    rules(op, typeOf) {
      const lead = typeOf(op.inputs[1]!).shape.length, axes = op.types[0]!.shape.length, found: Rule[] = lead > 0 && inAnyOrder(op) ? [{ inputs: [replicated, block(0), block(0)], outputs: [replicated] }] : [];
      if (lead > 0) for (const align of aligns) found.push({ inputs: [block(0, align), block(0), block(0)], outputs: [block(0, align)] });
      for (let axis = 1; axis < axes; axis++) for (const align of aligns) found.push({ inputs: [block(axis, align), replicated, block(lead + axis - 1, align)], outputs: [block(axis, align)] });
      return [...found, { inputs: [replicated, replicated, replicated], outputs: [replicated] }];
    },
    exchanges(call) {
      const [, indices, values] = call.inputs, [into] = call.results;
      if (!isSpread(indices!)) return [];
      const checked = toldToAll(call, 16, "whether each rank's indices are positions");
      if (!isSpread(into!)) return [checked, {
        collective: "allreduce", of: [], reason: "the ranks' copies of the result are combined", known: "about", formula: [copyBytes, ...into!.type.shape, "np"], received: () => copyBytes * sizesOf(into!, call).reduce((a, b) => a * b, 1),
      }];
      return [checked, toldToAll(call, 4 * call.np, "how many values each rank has for each other"), {
        collective: "alltoall", of: [2], reason: "values go to the ranks that hold the rows which their indices name", known: "about", formula: wholeFormula(values!),
        // Who holds more rows is sent more.
        received: (rank) => othersShare(call.np) * (indexBytes * sizesOf(indices!, call).reduce((a, b) => a * b, 1) + wholeBytes(values!, call)) * (heldBytes(into!, call, rank) / Math.max(1, wholeBytes(into!, call))),
      }];
    },
  },
  reference({ inputs: [into, indices, values], monoid }) {
    const extent = into!.shape[0]!, rows = plainData(indices!), fold = monoid && foldFor(into!, monoid), wanted = [...indices!.shape, ...into!.shape.slice(1)], row = sizeOf(into!.shape.slice(1));
    if (wanted.length !== values!.shape.length || wanted.some((e, axis) => e !== values!.shape[axis])) throw fault("SPMD2001", { op: "scatter", a: showExtents(wanted), b: showExtents(values!.shape) });
    const elements = (a: Dense): ElementValue[] => (fold ? accumulated(a, fold) : [...elementsOf(a)]), totals = elements(into!), from = elements(values!);
    rows.forEach((index, k) => {
      const position = index < 0 ? index + extent : index;
      if (!(position >= 0 && position < extent)) throw noPosition("scatter", index, extent);
      for (let n = 0, at = position * row; n < row; n++) totals[at + n] = fold ? fold.combine(totals[at + n]!, from[k * row + n]!) : from[k * row + n]!;
    });
    return [dense(into!.element, into!.shape, totals)];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }, { element: "f64", ndim: 1 }], source: "scatter(a, map(a, (x, i) => i - (i % 3), \"i32\"), b, add)" },
    { inputs: [{ element: "f32", ndim: 2 }, { element: "f32", ndim: 2 }], source: "scatter(a, map(reduceRows(a, max), (x, i) => -1 - (i >> 1), \"i32\"), b, mul)" },
    { inputs: [{ element: "u8", ndim: 1 }, { element: "u8", ndim: 1 }], source: "scatter(a, map(a, (x, i) => i >> 2, \"u16\"), b, add)" },
    { inputs: [{ element: "i32", ndim: 1 }, { element: "i32", ndim: 1 }], source: "scatter(a, map(a, (x, i) => i >> 1, \"i32\"), b)" },
    { inputs: [{ element: "bool", ndim: 1 }, { element: "bool", ndim: 1 }], source: "scatter(a, map(a, (x, i) => i >> 1, \"i32\"), b, xor)" },
    { inputs: [{ element: { re: "f64", im: "f64" }, ndim: 1 }, { element: { re: "f64", im: "f64" }, ndim: 1 }], source: "scatter(a, map(a, (x, i) => i >> 1, \"i32\"), b, add)" },
    { inputs: [{ element: { x: "f64", on: "bool", n: "u8" }, ndim: 1 }, { element: { x: "f64", on: "bool", n: "u8" }, ndim: 1 }], source: "scatter(a, map(a, (x, i) => i - (i % 3), \"i32\"), b)" },
    { inputs: [{ element: "f64", ndim: 1 }, { element: "f64", ndim: 1 }], source: "scatter(a, map(a, (x, i) => i >> 2, \"i32\"), b, monoid(0, (x, y) => Math.sqrt(x * x + y * y)))" },
    { inputs: [{ element: "i16", ndim: 2 }], source: "scatter(zeros([5], \"i16\"), map(a, (x) => Math.abs(x) % 5, \"i32\"), a, add)" },
    { inputs: [{ element: "f32", ndim: 2 }], source: "scatter(zeros([3], \"f32\"), map(a, (x, i, j) => (i * 7 + j) % 3, \"i32\"), a, max)" },
    { inputs: [{ element: "u32", ndim: 1 }], source: "scatter(zeros([3], \"u32\"), map(a, (x, i) => (i * 7) % 3, \"i32\"), a)" },
    { inputs: [{ element: { x: "f64", on: "bool", n: "u8" }, ndim: 1 }, { element: { x: "f64", on: "bool", n: "u8" }, ndim: 1 }], source: "scatter(a, map(a, (x, i) => i - (i % 3), \"i32\"), b, monoid({ x: 0, on: false, n: 0 }, (p, q) => ({ x: p.on === q.on ? p.x + q.x : q.x, on: p.on || q.on, n: Math.max(p.n, q.n) })))" },
  ],
});

/** Copies are of f64. */
const copyBytes = 8;

/** The same bits whatever is combined first: whole numbers that are added up, extremes, bits; and of values that replace each other the last one. */
function inAnyOrder({ monoid, types: [into] }: ArrayOp): boolean {
  if (isRecord(into!.element)) return false;
  return monoid === undefined || ["min", "max", "and", "or", "xor"].includes(monoid.name) || (monoid.name === "add" && (isInteger(into!.element) || into!.element === "bool"));
}

/** (x0, x1, ...) => ({ re: x0, im: x1, ... }) */
function recordKernel(element: ElementType): KernelFunction {
  const fields = fieldsOf(element).map(([field, dtype], k) => ({ field, name: `x${k}`, dtype, type: scalarOf(dtype) }));
  return {
    id: `@record$${fields.map(({ field, dtype }) => `${field}$${dtype}`).join("$")}`,
    params: fields.map(({ name, type, dtype }) => ({ name, type, ...(type === "int" ? { from: dtype } : {}) })),
    locals: [],
    results: fields.map(({ field, type }) => ({ field, type })),
    body: [{ kind: "return", values: fields.map(({ name, type }) => ({ kind: "local", type, name })) }],
    span: nowhere,
  };
}
