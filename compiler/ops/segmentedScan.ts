// segmentedScan(a, flags, monoid, { exclusive }, dtype): prefixes through all elements in row-major order that begin anew where `flags` is true. Keeps the dtype
// (i32 where bools are counted), or the one that is named.
//
//   %p = zipWith a flags @pair: { value, starts };  %s = scanAll %p by @segmented;  %r = the value of each; or, exclusive, the identity where a segment begins
//
// Of records there is a value for each field: { value$re, value$im, starts }.
import type { ArrayOp, Identity } from "../ir/array.ts";
import { identityOf } from "../ir/array.ts";
import type { KernelExpression, KernelFunction, KernelLocal } from "../ir/kernel.ts";
import type { DType, ElementType, ScalarType } from "../ir/types.ts";
import { dtypeOfField, fieldsOf, scalarOf } from "../ir/types.ts";
import { accumulated } from "../reference/canonical.ts";
import { dense, elementsOf, fieldOf, sameExtents, showShape } from "../reference/dense.ts";
import type { Combines, DType as D, Element, FoldedDType, IsMask, MonoidFor, Named, NamedAfter, NDArray, SameShape, Shape } from "../types/index.ts";
import type { ElementValue } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fault, fine, isBroken, isRecord, mergeShapes, plain, recordsRefused } from "./elements.ts";
import { nowhere } from "./form.ts";
import type { ScanOptions } from "./prefixScan.ts";
import { exclusiveOf } from "./prefixScan.ts";
import { accumulatorFor, combinedScalar, foldFor, foldedElement, monoidFits, narrowWarnings } from "./reduction.ts";
import { scanAll } from "./scanAll.ts";

export interface SegmentedScanCall {
  <E extends Element, S extends Shape, F extends D, T extends Shape, M extends MonoidFor<E>, const O extends ScanOptions | Named = never, const R extends Named = never>(
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
  records: true,
  check(call) {
    const [a, flags] = call.inputs;
    if (isRecord(flags!.element)) return recordsRefused("segmentedScan", { inputs: [flags!], element: undefined })!;
    const dtype = plain(flags!), shapes = [a!.shape, flags!.shape], merged = mergeShapes("segmentedScan", shapes), refused = monoidFits("segmentedScan", call.monoid, a!.element);
    const element = foldedElement("segmentedScan", call);
    if (dtype !== "bool") return broken("SPMD2011", { op: "segmentedScan", dtype });
    if (refused) return refused;
    if (typeof exclusiveOf(call.attributes) !== "boolean") return broken("SPMD2014", { op: "segmentedScan", option: "exclusive" });
    if (isBroken(merged)) return merged;
    return isBroken(element) ? element : { ...fine(element, merged, shapes), ok: true, types: [{ element, shape: merged }], ...narrowWarnings("segmentedScan", call) };
  },
  expand(op, typeOf, fresh) {
    const { element } = typeOf(op.inputs[0]!), monoid = op.monoid!, exclusive = exclusiveOf(op.attributes) === true, { shape, element: result } = op.types[0]!;
    const accumulators = fieldsOf(accumulatorFor(element, monoid.identity)), fields = fieldsOf(element).map(([field, dtype], k): Field => ({ name: nameOf(field), from: dtype, type: scalarOf(accumulators[k]![1]), combined: combinedScalar({ ...monoid, identity: identityOf(monoid.identity, field) }, dtype), identity: identityOf(monoid.identity, field), to: dtypeOfField(result, field), field }));
    const pair = pairOf(accumulatorFor(element, monoid.identity)), pairs = fresh(), prefixes = fresh(), start = pairKernel(fields), combine = segmentedKernel(monoid.fn, fields, isRecord(element)), finish = finishKernel(fields, exclusive);
    const mapped = (name: string, inputs: ArrayOp["inputs"], results: ArrayOp["results"], types: ArrayOp["types"], fn: KernelFunction): ArrayOp => ({ kind: "op", op: name, results, types, inputs, kernel: { fn: fn.id, indices: 0, captures: [] }, attributes: {}, span: op.span });
    const identity = { ...Object.fromEntries(fields.map((f) => [f.name, f.identity])), starts: false };
    return {
      ops: [
        mapped("zipWith", op.inputs, [pairs], [{ element: pair, shape }], start),
        { kind: "op", op: "scanAll", results: [prefixes], types: [{ element: pair, shape }], inputs: [pairs], monoid: { name: "custom", identity, fn: combine.id }, attributes: exclusive ? { options: { exclusive } } : {}, span: op.span },
        exclusive ? mapped("zipWith", [prefixes, op.inputs[1]!], op.results, op.types, finish) : mapped("map", [prefixes], op.results, op.types, finish),
      ],
      kernels: [start, combine, finish],
    };
  },
  reference(call) {
    const [a, flags] = call.inputs, fold = foldFor(a!, call.monoid!), starts = elementsOf(flags!), exclusive = exclusiveOf(call.attributes) === true;
    if (!sameExtents(a!.shape, flags!.shape)) throw fault("SPMD2001", { op: "segmentedScan", a: showShape(a!.shape), b: showShape(flags!.shape) });
    const fields = fieldsOf(fold.accumulator).map(([field]) => field), pair = pairOf(fold.accumulator), plainly = typeof fold.accumulator === "string";
    const paired = (value: ElementValue, begins: boolean): ElementValue => ({ ...Object.fromEntries(fields.map((field) => [nameOf(field), fieldOf(value, field)])), starts: begins });
    const valueOf = (x: ElementValue): ElementValue => (plainly ? fieldOf(x, nameOf("")) : Object.fromEntries(fields.map((field) => [field, fieldOf(x, nameOf(field))]))), begins = (x: ElementValue): boolean => fieldOf(x, "starts") as boolean;
    const pairs = dense(pair, a!.shape, accumulated(a!, fold).map((value, k) => paired(value, starts[k] as boolean)));
    const combine = (x: ElementValue, y: ElementValue): ElementValue => (begins(y) ? y : paired(fold.combine(valueOf(x), valueOf(y)), begins(x)));
    const [prefixes] = scanAll.reference({ inputs: [pairs], attributes: call.attributes, monoid: { name: "custom", identity: paired(fold.identity, false) as Identity, combine }, types: [{ element: pair, shape: a!.shape }] });
    return [dense(call.types[0]!.element, a!.shape, elementsOf(prefixes!).map((x, k) => (exclusive && starts[k] ? fold.identity : valueOf(x))))];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }, { element: "bool", ndim: 1 }], source: "segmentedScan(a, b, add)" },
    { inputs: [{ element: "f32", ndim: 2 }, { element: "bool", ndim: 2 }], source: "segmentedScan(a, b, max, { exclusive: true })" },
    { inputs: [{ element: "u8", ndim: 1 }, { element: "bool", ndim: 1 }], source: `segmentedScan(a, b, add, "i32")` },
    { inputs: [{ element: "i16", ndim: 1 }, { element: "bool", ndim: 1 }], source: "segmentedScan(a, b, or, { exclusive: true })" },
    { inputs: [{ element: "bool", ndim: 1 }, { element: "bool", ndim: 1 }], source: "segmentedScan(a, b, xor)" },
    { inputs: [{ element: "u16", ndim: 1 }, { element: "bool", ndim: 1 }], source: "segmentedScan(a, b, monoid(0, (x, y) => x ^ y))" },
    { inputs: [{ element: { re: "f64", im: "f64" }, ndim: 1 }, { element: "bool", ndim: 1 }], source: "segmentedScan(a, b, add)" },
    { inputs: [{ element: { low: "i16", odd: "bool" }, ndim: 2 }, { element: "bool", ndim: 2 }], source: "segmentedScan(a, b, monoid({ low: 99, odd: false }, (p, q) => ({ odd: p.odd !== q.odd, low: Math.min(p.low, q.low) })), { exclusive: true })" },
  ],
});

/** One of the element's fields on the way through the scan. */
interface Field {
  readonly field: string;
  readonly name: string;
  readonly from: DType;
  /** In the pairs, and what the monoid's function takes and gives. */
  readonly type: ScalarType;
  readonly combined: ScalarType;
  readonly identity: number | boolean;
  readonly to: DType;
}

const nameOf = (field: string): string => (field === "" ? "value" : `value$${field}`);
const pairOf = (accumulator: ElementType): ElementType => ({ ...Object.fromEntries(fieldsOf(accumulator).map(([field, dtype]) => [nameOf(field), dtype])), starts: "bool" });

const local = (type: ScalarType, name: string): KernelExpression => ({ kind: "local", type, name });
const as = (type: ScalarType, e: KernelExpression): KernelExpression => (e.type === type ? e : { kind: "convert", type, operand: e });
const shown = (fields: readonly Field[], what: (field: Field) => string): string => fields.map((f) => `${f.field}${f.field === "" ? "" : "$"}${what(f)}`).join("$");
const starts: KernelLocal = { name: "starts", type: "bool" };

/** (value, starts) => ({ value, starts }) */
const pairKernel = (fields: readonly Field[]): KernelFunction => ({
  id: `@segment$${shown(fields, (f) => `${scalarOf(f.from)}$${f.type}`)}`, params: [...fields.map((f) => ({ name: f.name, type: scalarOf(f.from) })), starts], locals: [],
  results: [...fields.map((f) => ({ field: f.name, type: f.type })), { field: "starts", type: "bool" }],
  body: [{ kind: "return", values: [...fields.map((f) => as(f.type, local(scalarOf(f.from), f.name))), local("bool", "starts")] }], span: nowhere,
});

/** (a, b) => b.starts ? b : { value: a.value ⊕ b.value, starts: a.starts } */
function segmentedKernel(combine: KernelFunction["id"], fields: readonly Field[], isRecord: boolean): KernelFunction {
  const side = (name: string): readonly KernelLocal[] => [...fields.map((f) => ({ name: `${name}.${f.name}`, type: f.combined })), { name: `${name}.starts`, type: "bool" }];
  const args = ["a", "b"].flatMap((name) => fields.map((f) => local(f.combined, `${name}.${f.name}`))), target = (f: Field): string => `both.${f.name}`;
  const together = (f: Field): KernelExpression => (isRecord ? local(f.combined, target(f)) : { kind: "call", type: f.combined, fn: combine, args });
  return {
    id: `${combine}$segmented$${shown(fields, (f) => f.combined)}`, params: [...side("a"), ...side("b")], locals: isRecord ? fields.map((f) => ({ name: target(f), type: f.combined })) : [],
    results: [...fields.map((f) => ({ field: f.name, type: f.combined })), { field: "starts", type: "bool" }],
    body: [...(isRecord ? [{ kind: "callRecord", targets: fields.map(target), fn: combine, args } as const] : []), { kind: "return", values: [
      ...fields.map((f): KernelExpression => ({ kind: "conditional", type: f.combined, test: local("bool", "b.starts"), then: local(f.combined, `b.${f.name}`), else: together(f) })),
      { kind: "logical", type: "bool", op: "or", left: local("bool", "a.starts"), right: local("bool", "b.starts") },
    ] }], span: nowhere,
  };
}

/** ({ value, starts }, begins) => the value; exclusive: the identity where a segment begins. */
function finishKernel(fields: readonly Field[], exclusive: boolean): KernelFunction {
  const value = (f: Field): KernelExpression => (exclusive ? { kind: "conditional", type: f.type, test: local("bool", "begins"), then: { kind: "const", type: f.type, value: f.identity }, else: local(f.type, `a.${f.name}`) } : local(f.type, `a.${f.name}`));
  return {
    id: `@segment$value$${shown(fields, (f) => `${f.type}${exclusive ? `$${String(f.identity).replace(/\W/g, "_")}` : ""}$${f.to}`)}`,
    params: [...fields.map((f) => ({ name: `a.${f.name}`, type: f.type })), { name: "a.starts", type: "bool" }, ...(exclusive ? [{ name: "begins", type: "bool" } as const] : [])], locals: [],
    results: fields.map((f) => ({ field: f.field, type: f.type })), body: [{ kind: "return", values: fields.map(value) }], span: nowhere,
  };
}
