// segmentedScan(a, flags, monoid, { exclusive }, dtype): prefixes through all elements in row-major order that begin anew where `flags` is true. Keeps the dtype
// (i32 where bools are counted), or the one that is named.
//
//   %p = zipWith a flags @pair: { value, starts };  %s = scanAll %p by @segmented;  %r = the value of each; or, exclusive, the identity where a segment begins
import type { ArrayOp } from "../ir/array.ts";
import type { KernelExpression, KernelFunction, KernelLocal } from "../ir/kernel.ts";
import type { DType, ScalarType } from "../ir/types.ts";
import { scalarOf } from "../ir/types.ts";
import { accumulated } from "../reference/canonical.ts";
import { dense, elementsOf, plainDType, sameExtents, showShape } from "../reference/dense.ts";
import type { Combines, DType as D, FoldedDType, IsMask, MonoidFor, Named, NamedAfter, NDArray, SameShape, Shape } from "../types/index.ts";
import type { ElementValue } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fault, fine, isBroken, mergeShapes, plain } from "./elements.ts";
import { nowhere } from "./form.ts";
import type { ScanOptions } from "./prefixScan.ts";
import { exclusiveOf } from "./prefixScan.ts";
import { accumulatorFor, combinedScalar, foldFor, foldedElement, monoidFits, narrowWarnings } from "./reduction.ts";
import { scanAll } from "./scanAll.ts";

export interface SegmentedScanCall {
  <E extends D, S extends Shape, F extends D, T extends Shape, M extends MonoidFor<E>, const O extends ScanOptions | Named = never, const R extends Named = never>(
    a: NDArray<E, S>,
    flags: NDArray<F, T> & SameShape<"segmentedScan", S, T> & IsMask<"segmentedScan", F>,
    m: M & Combines<"segmentedScan", E, M>,
    options?: O,
    element?: R,
  ): NDArray<FoldedDType<E, M, NamedAfter<O, R>>, S>;
}

export const segmentedScan = defineOp({
  name: "segmentedScan",
  summary: "prefixes that begin anew where a flag is true",
  parameters: [
    { kind: "array", name: "a" },
    { kind: "array", name: "flags" },
    ...scanAll.parameters.slice(1),
  ],
  gives: "array",
  check(call) {
    const [a, flags] = call.inputs, dtype = plain(flags!), shapes = [a!.shape, flags!.shape], merged = mergeShapes("segmentedScan", shapes), refused = monoidFits("segmentedScan", call.monoid, a!.element);
    const element = foldedElement("segmentedScan", call);
    if (dtype !== "bool") return broken("SPMD2011", { op: "segmentedScan", dtype });
    if (refused) return refused;
    if (typeof exclusiveOf(call.attributes) !== "boolean") return broken("SPMD2014", { op: "segmentedScan", option: "exclusive" });
    if (isBroken(merged)) return merged;
    return isBroken(element) ? element : { ...fine(element, merged, shapes), ok: true, types: [{ element, shape: merged }], ...narrowWarnings("segmentedScan", call) };
  },
  expand(op, typeOf, fresh) {
    const a = typeOf(op.inputs[0]!), dtype = plain(a), monoid = op.monoid!, identity = monoid.identity as number | boolean, exclusive = exclusiveOf(op.attributes) === true;
    const accumulator = plain({ element: accumulatorFor(dtype, identity) }), type = scalarOf(accumulator), pair = { value: accumulator, starts: "bool" } as const, { shape } = op.types[0]!;
    const pairs = fresh(), prefixes = fresh(), start = pairKernel(scalarOf(dtype), type), combine = segmentedKernel(monoid.fn, combinedScalar(monoid, dtype)), finish = finishKernel(type, exclusive, identity, plain(op.types[0]!));
    const mapped = (name: string, inputs: ArrayOp["inputs"], results: ArrayOp["results"], types: ArrayOp["types"], fn: KernelFunction): ArrayOp => ({ kind: "op", op: name, results, types, inputs, kernel: { fn: fn.id, indices: 0, captures: [] }, attributes: {}, span: op.span });
    return {
      ops: [
        mapped("zipWith", op.inputs, [pairs], [{ element: pair, shape }], start),
        { kind: "op", op: "scanAll", results: [prefixes], types: [{ element: pair, shape }], inputs: [pairs], monoid: { name: "custom", identity: { value: identity, starts: false }, fn: combine.id }, attributes: exclusive ? { options: { exclusive } } : {}, span: op.span },
        exclusive ? mapped("zipWith", [prefixes, op.inputs[1]!], op.results, op.types, finish) : mapped("map", [prefixes], op.results, op.types, finish),
      ],
      kernels: [start, combine, finish],
    };
  },
  reference(call) {
    const [a, flags] = call.inputs, fold = foldFor(a!, call.monoid!), starts = elementsOf(flags!), exclusive = exclusiveOf(call.attributes) === true;
    if (!sameExtents(a!.shape, flags!.shape)) throw fault("SPMD2001", { op: "segmentedScan", a: showShape(a!.shape), b: showShape(flags!.shape) });
    const accumulator = plainDType({ element: fold.accumulator }), pair = { value: accumulator, starts: "bool" } as const, of = (x: ElementValue): { readonly value: number | boolean; readonly starts: boolean } => x as never;
    const pairs = dense(pair, a!.shape, accumulated(a!, fold).map((value, k) => ({ value: value as number | boolean, starts: starts[k] as boolean })));
    const combine = (x: ElementValue, y: ElementValue): ElementValue => (of(y).starts ? y : { value: fold.combine(of(x).value, of(y).value) as number | boolean, starts: of(x).starts });
    const [prefixes] = scanAll.reference({ inputs: [pairs], attributes: call.attributes, monoid: { name: "custom", identity: { value: fold.identity as number | boolean, starts: false }, combine }, types: [{ element: pair, shape: a!.shape }] });
    return [dense(call.types[0]!.element, a!.shape, elementsOf(prefixes!).map((x, k) => (exclusive && starts[k] ? fold.identity : of(x).value)))];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }, { element: "bool", ndim: 1 }], source: "segmentedScan(a, b, add)" },
    { inputs: [{ element: "f32", ndim: 2 }, { element: "bool", ndim: 2 }], source: "segmentedScan(a, b, max, { exclusive: true })" },
    { inputs: [{ element: "u8", ndim: 1 }, { element: "bool", ndim: 1 }], source: `segmentedScan(a, b, add, "i32")` },
    { inputs: [{ element: "i16", ndim: 1 }, { element: "bool", ndim: 1 }], source: "segmentedScan(a, b, or, { exclusive: true })" },
    { inputs: [{ element: "bool", ndim: 1 }, { element: "bool", ndim: 1 }], source: "segmentedScan(a, b, xor)" },
    { inputs: [{ element: "u16", ndim: 1 }, { element: "bool", ndim: 1 }], source: "segmentedScan(a, b, monoid(0, (x, y) => x ^ y))" },
  ],
});

const local = (type: ScalarType, name: string): KernelExpression => ({ kind: "local", type, name });
const as = (type: ScalarType, e: KernelExpression): KernelExpression => (e.type === type ? e : { kind: "convert", type, operand: e });
const sides = (type: ScalarType): KernelLocal[] => ["a", "b"].flatMap((side): KernelLocal[] => [{ name: `${side}.value`, type }, { name: `${side}.starts`, type: "bool" }]);

/** (value, starts) => ({ value, starts }) */
const pairKernel = (from: ScalarType, type: ScalarType): KernelFunction => ({
  id: `@segment$${from}$${type}`, params: [{ name: "value", type: from }, { name: "starts", type: "bool" }], locals: [], results: [{ field: "value", type }, { field: "starts", type: "bool" }],
  body: [{ kind: "return", values: [as(type, local(from, "value")), local("bool", "starts")] }], span: nowhere,
});

/** (a, b) => b.starts ? b : { value: a.value ⊕ b.value, starts: a.starts } */
const segmentedKernel = (combine: KernelFunction["id"], type: ScalarType): KernelFunction => ({
  id: `${combine}$segmented$${type}`, params: sides(type), locals: [], results: [{ field: "value", type }, { field: "starts", type: "bool" }],
  body: [{ kind: "return", values: [
    { kind: "conditional", type, test: local("bool", "b.starts"), then: local(type, "b.value"), else: { kind: "call", type, fn: combine, args: [local(type, "a.value"), local(type, "b.value")] } },
    { kind: "logical", type: "bool", op: "or", left: local("bool", "a.starts"), right: local("bool", "b.starts") },
  ] }], span: nowhere,
});

/** ({ value, starts }, begins) => the value; exclusive: the identity where a segment begins. */
function finishKernel(type: ScalarType, exclusive: boolean, identity: number | boolean, to: DType): KernelFunction {
  const value: KernelExpression = exclusive ? { kind: "conditional", type, test: local("bool", "begins"), then: { kind: "const", type, value: identity }, else: local(type, "a.value") } : local(type, "a.value");
  return {
    id: `@segment$value$${type}${exclusive ? `$${String(identity).replace(/\W/g, "_")}` : ""}$${to}`,
    params: [{ name: "a.value", type }, { name: "a.starts", type: "bool" }, ...(exclusive ? [{ name: "begins", type: "bool" } as const] : [])], locals: [], results: [{ field: "", type }], body: [{ kind: "return", values: [value] }], span: nowhere,
  };
}
