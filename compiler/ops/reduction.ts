// What the reductions share: an operator's file says which axes disappear and which monoid combines.
//
//   reduceRows a add   ->   loop over a's shape, a read straight, `reduce` by add over axis 1 into the result's dtype
import type { ArrayOp, Monoid } from "../ir/array.ts";
import { accumulatorOf } from "../ir/array.ts";
import type { KernelFunction } from "../ir/kernel.ts";
import type { ArrayType, DType, ValueId } from "../ir/types.ts";
import { foldOf, reduceAxis } from "../reference/canonical.ts";
import type { Fold } from "../reference/canonical.ts";
import { dense, plainData, plainDType } from "../reference/dense.ts";
import type { CallFacts, Checked, Dense, LoopForm, OperatorDefinition, ReferenceCall, Worded } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { broken, isBroken, isInteger, plain, twoAxes, worded } from "./elements.ts";
import { elementOf, loopOf, resultType, straightInputs } from "./form.ts";
import { accepts, builtinMonoid, isBitwise, isMonoidName } from "./monoid.ts";
import type { MonoidName } from "./monoid.ts";

/** What elements of this dtype are while they are combined. */
export const accumulatorFor = (dtype: DType, identity: number | boolean): DType => accumulatorOf(dtype, { name: "", identity, fn: "@" });

/** The monoid's part of a typing rule: whether it combines these elements. */
export function monoidFits(op: string, monoid: CallFacts["monoid"], dtype: DType): (Checked & { readonly ok: false }) | undefined {
  if (!monoid) return undefined;
  const refused = isMonoidName(monoid.name) ? !accepts(monoid.name, dtype) : typeof monoid.identity === "boolean" && dtype !== "bool";
  return refused ? broken("SPMD2003", { op, monoid: monoid.name === "custom" ? "a monoid of booleans" : `'${monoid.name}'`, dtype }) : undefined;
}

/** The dtype of results that are arrays: the named one, or the input's (i32 where bools are counted). */
export function foldedDType(op: string, call: CallFacts): DType | (Checked & { readonly ok: false }) {
  const dtype = plain(call.inputs[0]!), booleans = dtype === "bool" && typeof call.monoid?.identity === "boolean", named = call.element;
  if (typeof named === "object") return broken("SPMD2009", { op });
  if (named === undefined) return dtype === "bool" && !booleans ? "i32" : dtype;
  const loses = named === "bool" ? !booleans : isInteger(named) && (dtype === "f64" || dtype === "f32");
  return loses ? broken("SPMD2018", { op, dtype, named }) : named;
}

/** Sums and products of small integers outgrow their dtype soon. */
export function narrowWarnings(op: string, call: CallFacts): { readonly warnings?: readonly Worded[] } {
  const dtype = plain(call.inputs[0]!), grows = call.monoid?.name === "add" || call.monoid?.name === "mul";
  const narrow = isInteger(dtype) && dtype !== "i32" && dtype !== "u32";
  return grows && narrow && call.element === undefined ? { warnings: [worded("SPMD2007", { op, monoid: call.monoid!.name, dtype })] } : {};
}

/** The loop of a reduction over these axes; without a monoid in the operation it is the built-in one of this name. */
export function reduceLoop(op: ArrayOp, typeOf: (value: ValueId) => ArrayType, axes: readonly number[], name?: MonoidName): LoopForm {
  const a = typeOf(op.inputs[0]!), brought: { monoid: Monoid; fn: KernelFunction } | undefined = name && builtinMonoid(name, plain(a));
  const monoid = brought?.monoid ?? op.monoid!;
  return {
    loop: loopOf(op, a.shape, {
      inputs: straightInputs(op, typeOf),
      outputs: [{ kind: "reduce", result: op.results[0]!, type: resultType(op), value: elementOf(0, a.element)[0]!, monoid, axes }],
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
    check(call) {
      const a = call.inputs[0]!, refused = twoAxes(name, a) ?? monoidFits(name, call.monoid, plain(a)), element = foldedDType(name, call);
      if (refused) return refused;
      return isBroken(element) ? element : { ok: true, types: [{ element, shape: [a.shape[1 - axis]!] }], ...narrowWarnings(name, call) };
    },
    loop: (op, typeOf) => reduceLoop(op, typeOf, [axis]),
    reference: ({ inputs: [a], monoid, types }) => [dense(plainDType(types[0]!), [a!.shape[1 - axis]!], reduceAxis(plainData(a!), a!.shape, axis, foldFor(a!, monoid!)))],
    samples: [
      { inputs: [{ element: "f64", ndim: 2 }], source: `${name}(a, add)` },
      { inputs: [{ element: "f32", ndim: 2 }], source: `${name}(a, add, "f64")` },
      { inputs: [{ element: "i32", ndim: 2 }], source: `${name}(a, min)` },
      { inputs: [{ element: "bool", ndim: 2 }], source: `${name}(a, or)` },
      { inputs: [{ element: "bool", ndim: 2 }], source: `${name}(a, add)` },
      { inputs: [{ element: "u8", ndim: 2 }], source: `${name}(a, monoid(0, (x, y) => x | y))` },
    ],
  });
}

/** A built-in monoid as a plain function, for uncompiled programs and references: what its kernel function computes (before f32 rounds), without the detour. */
export function plainMonoid(name: MonoidName, dtype: DType): NonNullable<ReferenceCall["monoid"]> {
  const combine = (isBitwise(name) && dtype === "bool" ? onBooleans : isBitwise(name) && dtype === "u32" ? onUnsigned : onNumbers)[name]!;
  return { name, identity: builtinMonoid(name, dtype).monoid.identity, combine: combine as NonNullable<ReferenceCall["monoid"]>["combine"] };
}

type Combines<T> = { readonly [name in MonoidName]?: (a: T, b: T) => T };
const onNumbers: Combines<number> = { add: (a, b) => a + b, mul: (a, b) => a * b, min: Math.min, max: Math.max, and: (a, b) => a & b, or: (a, b) => a | b, xor: (a, b) => a ^ b };
const onUnsigned: Combines<number> = { and: (a, b) => (a & b) >>> 0, or: (a, b) => (a | b) >>> 0, xor: (a, b) => (a ^ b) >>> 0 };
const onBooleans: Combines<boolean> = { and: (a, b) => a && b, or: (a, b) => a || b, xor: (a, b) => a !== b };

/** How the reference combines elements of this array. */
export function foldFor(a: Dense, monoid: NonNullable<ReferenceCall["monoid"]>): Fold {
  return foldOf(monoid, accumulatorFor(plainDType(a), monoid.identity));
}
