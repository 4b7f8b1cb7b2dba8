// What the reductions share: an operator's file says which axes disappear and which monoid combines.
//
//   reduceRows a add   ->   loop over a's shape, a read straight, `reduce` by add over axis 1 into the result's dtype
import type { ArrayOp, Identity, Monoid } from "../ir/array.ts";
import { accumulatorOf } from "../ir/array.ts";
import type { KernelFunction } from "../ir/kernel.ts";
import type { ArrayType, DType, ElementType, ScalarType, ValueId } from "../ir/types.ts";
import { complex64, dtypeOfField, fieldsOf, mapElement, scalarOf } from "../ir/types.ts";
import { accumulated, foldOf, reduceAxis } from "../reference/canonical.ts";
import type { Fold } from "../reference/canonical.ts";
import { dense, fieldOf } from "../reference/dense.ts";
import type { CallFacts, Checked, Dense, LoopForm, OperatorDefinition, ReferenceCall, Worded } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { broken, isBroken, isInteger, isRecord, sameFields, showElement, twoAxes, worded } from "./elements.ts";
import { elementOf, loopOf, resultType, straightInputs } from "./form.ts";
import { accepts, builtinMonoid, isBitwise, isMonoidName } from "./monoid.ts";
import type { MonoidName } from "./monoid.ts";

/** What elements of this dtype are while they are combined. */
export const accumulatorFor = (element: ElementType, identity: Identity): ElementType => accumulatorOf(element, { identity });

/** The monoid's part of a typing rule: whether it combines these elements. */
export function monoidFits(op: string, monoid: CallFacts["monoid"], element: ElementType): (Checked & { readonly ok: false }) | undefined {
  if (!monoid) return undefined;
  const { name, identity } = monoid, said = name === "custom" ? `a monoid of ${typeof identity === "object" ? `{ ${Object.keys(identity).join(", ")} }` : `${typeof identity}s`}` : `'${name}'`;
  if (!isMonoidName(name) ? fitsFields(identity, element) : accepts(name, element)) return undefined;
  return isRecord(element) || typeof identity === "object" ? broken("SPMD2081", { op, monoid: said, element: showElement(element), field: fieldsOf(element)[0]![0] || "n" }) : broken("SPMD2003", { op, monoid: said, dtype: element });
}

/** An identity for each field: booleans for bool fields only; numbers also count bools. */
function fitsFields(identity: Identity, element: ElementType): boolean {
  if (typeof element === "string") return typeof identity === "number" || (typeof identity === "boolean" && element === "bool");
  if (typeof identity !== "object" || Object.keys(identity).length !== fieldsOf(element).length) return false;
  return fieldsOf(element).every(([field, dtype]) => identity[field] !== undefined && (typeof identity[field] === "boolean") === (dtype === "bool"));
}

/** The elements of results that are arrays: the named ones, or the input's (i32 where bools are counted). */
export function foldedElement(op: string, call: CallFacts): ElementType | (Checked & { readonly ok: false }) {
  const { element } = call.inputs[0]!, { identity = 0 } = call.monoid ?? {}, named = call.element;
  const counts = (dtype: DType, field: string): boolean => dtype === "bool" && typeof (typeof identity === "object" ? identity[field] : identity) !== "boolean";
  if (named === undefined) return mapElement(element, (dtype, field) => (counts(dtype, field) ? "i32" : dtype));
  if (!sameFields(named, element)) return broken("SPMD2083", { op, a: showElement(element), b: showElement(named) });
  const lost = fieldsOf(element).find(([field, dtype]) => {
    const to = dtypeOfField(named, field);
    return to === "bool" ? dtype !== "bool" || counts(dtype, field) : isInteger(to) && (dtype === "f64" || dtype === "f32");
  });
  return lost ? broken("SPMD2018", { op, dtype: lost[1], named: dtypeOfField(named, lost[0]) }) : mapElement(element, (_, field) => dtypeOfField(named, field));
}

/** Sums and products of small integers outgrow their dtype soon. */
export function narrowWarnings(op: string, call: CallFacts): { readonly warnings?: readonly Worded[] } {
  const grows = call.monoid?.name === "add" || call.monoid?.name === "mul", dtype = fieldsOf(call.inputs[0]!.element).map(([, d]) => d).find((d) => isInteger(d) && d !== "i32" && d !== "u32");
  return grows && dtype && call.element === undefined ? { warnings: [worded("SPMD2007", { op, monoid: call.monoid!.name, dtype })] } : {};
}

/** What a monoid's function takes and gives: sums and the like of integers are f64, bits and the user's own functions work on integers as such. */
export function combinedScalar({ name, identity }: Monoid, dtype: DType): ScalarType {
  if (isMonoidName(name) && !isBitwise(name)) return dtype === "f32" ? "f32" : "f64";
  return dtype === "bool" && typeof identity !== "boolean" ? "int" : scalarOf(dtype);
}

/** The loop of a reduction over these axes; without a monoid in the operation it is the built-in one of this name. */
export function reduceLoop(op: ArrayOp, typeOf: (value: ValueId) => ArrayType, axes: readonly number[], name?: MonoidName): LoopForm {
  const a = typeOf(op.inputs[0]!), brought: { monoid: Monoid; fn: KernelFunction } | undefined = name && builtinMonoid(name, a.element);
  const monoid = brought?.monoid ?? op.monoid!;
  return {
    loop: loopOf(op, a.shape, {
      inputs: straightInputs(op, typeOf),
      outputs: [{ kind: "reduce", result: op.results[0]!, type: resultType(op), fields: elementOf(0, a.element), monoid, axes }],
    }),
    kernels: brought ? [brought.fn] : [],
  };
}

/** `reduceRows` and `reduceCols`: one axis of a matrix disappears. */
export function reductionAlong(name: string, axis: 0 | 1, summary: string): OperatorDefinition {
  return defineOp({
    name,
    summary,
    parameters: [
      { kind: "array", name: "a" },
      { kind: "monoid", name: "m" },
      { kind: "element", name: "element", optional: true },
    ],
    gives: "array",
    records: true,
    check(call) {
      const a = call.inputs[0]!, refused = twoAxes(name, a) ?? monoidFits(name, call.monoid, a.element), element = foldedElement(name, call);
      if (refused) return refused;
      return isBroken(element) ? element : { ok: true, types: [{ element, shape: [a.shape[1 - axis]!] }], ...narrowWarnings(name, call) };
    },
    loop: (op, typeOf) => reduceLoop(op, typeOf, [axis]),
    reference({ inputs: [a], monoid, types }) {
      const fold = foldFor(a!, monoid!);
      return [dense(types[0]!.element, [a!.shape[1 - axis]!], reduceAxis(accumulated(a!, fold), a!.shape, axis, fold))];
    },
    samples: [
      { inputs: [{ element: "f64", ndim: 2 }], source: `${name}(a, add)` },
      { inputs: [{ element: "f32", ndim: 2 }], source: `${name}(a, add, "f64")` },
      { inputs: [{ element: "i32", ndim: 2 }], source: `${name}(a, min)` },
      { inputs: [{ element: "bool", ndim: 2 }], source: `${name}(a, or)` },
      { inputs: [{ element: "bool", ndim: 2 }], source: `${name}(a, add)` },
      { inputs: [{ element: "u8", ndim: 2 }], source: `${name}(a, monoid(0, (x, y) => x | y))` },
      { inputs: [{ element: complex64, ndim: 2 }], source: `${name}(a, add)` },
      { inputs: [{ element: { x: "f32", n: "i16" }, ndim: 2 }], source: `${name}(a, monoid({ x: -Infinity, n: 0 }, (p, q) => (p.x > q.x ? p : q)))` },
    ],
  });
}

/** A built-in monoid as a plain function, for uncompiled programs and references: what its kernel function computes (before f32 rounds), without the detour. */
export function plainMonoid(name: MonoidName, element: ElementType): NonNullable<ReferenceCall["monoid"]> {
  const { identity } = builtinMonoid(name, element).monoid;
  if (typeof element === "string") return { name, identity, combine: combineOf(name, element) };
  const combines = Object.entries(element).map(([field, dtype]) => [field, combineOf(name, dtype)] as const);
  return { name, identity, combine: (a, b) => Object.fromEntries(combines.map(([field, combine]) => [field, combine(fieldOf(a, field), fieldOf(b, field)) as number])) };
}

function combineOf(name: MonoidName, dtype: DType): NonNullable<ReferenceCall["monoid"]>["combine"] {
  const combine = (isBitwise(name) && dtype === "bool" ? onBooleans : isBitwise(name) && dtype === "u32" ? onUnsigned : onNumbers)[name]!;
  return combine as NonNullable<ReferenceCall["monoid"]>["combine"];
}

type Combines<T> = { readonly [name in MonoidName]?: (a: T, b: T) => T };
const onNumbers: Combines<number> = { add: (a, b) => a + b, mul: (a, b) => a * b, min: Math.min, max: Math.max, and: (a, b) => a & b, or: (a, b) => a | b, xor: (a, b) => a ^ b };
const onUnsigned: Combines<number> = { and: (a, b) => (a & b) >>> 0, or: (a, b) => (a | b) >>> 0, xor: (a, b) => (a ^ b) >>> 0 };
const onBooleans: Combines<boolean> = { and: (a, b) => a && b, or: (a, b) => a || b, xor: (a, b) => a !== b };

/** How the reference combines elements of this array. */
export function foldFor(a: Dense, monoid: NonNullable<ReferenceCall["monoid"]>): Fold {
  return foldOf(monoid, accumulatorFor(a.element, monoid.identity));
}
