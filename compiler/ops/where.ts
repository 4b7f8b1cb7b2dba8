// where(cond, a, b): a's element where cond is true, else b's. a and b are arrays or host scalars; a scalar takes the dtype of the array beside it.
import type { Attribute, StepArgument } from "../ir/array.ts";
import type { KernelFunction } from "../ir/kernel.ts";
import type { DType, ScalarType } from "../ir/types.ts";
import { scalarOf } from "../ir/types.ts";
import { allocate, loaded, plainData, plainDType, sameExtents, showShape, stored } from "../reference/dense.ts";
import type { ChosenDType, ChosenShape, Choosable, IsCondition, NDArray, Operand, OperandsAgree, Shape } from "../types/index.ts";
import type { CallFacts } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fault, fine, isBroken, mergeShapes, plain } from "./elements.ts";
import { elementOf, expressionKernel, loopOf, resultType, storeStep, straightInputs } from "./form.ts";
import { fitsDType, hostScalar } from "./scalars.ts";

export interface WhereCall {
  <C extends DType, S extends Shape, A extends Operand, B extends Operand>(
    cond: NDArray<C, S> & IsCondition<C> & OperandsAgree<A, B>,
    a: A & Choosable<S, A>,
    b: B & Choosable<S, B>,
  ): NDArray<ChosenDType<A, B>, ChosenShape<S, A, B>>;
}

/** The dtype of each side; undefined for a host scalar. */
function sides(call: CallFacts): readonly { readonly dtype: DType | undefined; readonly scalar: Attribute | undefined }[] {
  let next = 1;
  return ["a", "b"].map((name) => (name in call.attributes ? { dtype: undefined, scalar: call.attributes[name] } : { dtype: plain(call.inputs[next++]!), scalar: undefined }));
}

export const where = defineOp({
  name: "where",
  summary: "one array's elements where a condition holds, another's elsewhere",
  parameters: [
    { kind: "array", name: "cond" },
    { kind: "array", name: "a", orScalar: true },
    { kind: "array", name: "b", orScalar: true },
  ],
  gives: "array",
  check(call) {
    const condition = plain(call.inputs[0]!), shape = mergeShapes("where", call.inputs.map((t) => t.shape));
    if (condition !== "bool") return broken("SPMD2011", { op: "where", dtype: condition });
    if (isBroken(shape)) return shape;
    const both = sides(call), dtypes = both.flatMap((s) => s.dtype ?? []), [first, second] = dtypes;
    if (first && second && first !== second && (!dtypes.includes("f64") || dtypes.includes("bool"))) return broken("SPMD2008", { op: "where", a: first, b: second });
    const booleans = both.every((s) => typeof s.scalar === "boolean"), declared = call.declared?.element;
    const element = dtypes.includes("f64") ? "f64" : (first ?? (booleans ? "bool" : typeof declared === "string" ? declared : "f64"));
    const wrong = both.find((s) => s.dtype === undefined && !fitsDType(s.scalar, element));
    return wrong ? broken("SPMD2010", { op: "where", value: String(wrong.scalar), dtype: element }) : fine(element, shape, call.inputs.map((t) => t.shape));
  },
  loop(op, typeOf) {
    const kernel = select(scalarOf(plainDType(resultType(op)))), captures: string[] = [];
    let next = 1;
    const args = ["a", "b"].map((name): StepArgument => {
      const value = op.attributes[name];
      if (value === undefined) return elementOf(next, typeOf(op.inputs[next++]!).element)[0]!;
      const host = hostScalar(value);
      return host === undefined ? { kind: "const", value: value as number | boolean } : { kind: "capture", capture: captures.push(host) - 1 };
    });
    const steps = [{ fn: kernel.id, args: [...elementOf(0, "bool"), ...args], span: op.span }];
    return { loop: loopOf(op, resultType(op).shape, { inputs: straightInputs(op, typeOf), captures, steps, outputs: [storeStep(op)] }), kernels: [kernel] };
  },
  reference({ inputs, attributes, types }) {
    const shape = inputs[0]!.shape, other = inputs.find((x) => !sameExtents(x.shape, shape));
    if (other) throw fault("SPMD2001", { op: "where", a: showShape(shape), b: showShape(other.shape) });
    const result = allocate(types[0]!.element, shape), to = plainData(result), dtype = plainDType(result);
    let next = 1;
    const [a, b] = ["a", "b"].map((name): ((k: number) => number | boolean) => {
      if (attributes[name] !== undefined) return () => attributes[name] as number | boolean;
      const side = inputs[next++]!, data = plainData(side), from = plainDType(side);
      return (k) => loaded(from, data[k]!);
    });
    plainData(inputs[0]!).forEach((c, k) => void (to[k] = stored(dtype, (c !== 0 ? a! : b!)(k))));
    return [result];
  },
  samples: [
    { inputs: [{ element: "bool", ndim: 1 }, { element: "f64", ndim: 1 }, { element: "f64", ndim: 1 }], source: "where(a, b, c)" },
    { inputs: [{ element: "bool", ndim: 2 }, { element: "i16", ndim: 2 }], source: "where(a, b, -1)" },
    { inputs: [{ element: "bool", ndim: 1 }, { element: "f32", ndim: 1 }], source: "where(a, 0.1, b)" },
    { inputs: [{ element: "bool", ndim: 1 }], source: "where(a, 1, 2)" },
    { inputs: [{ element: "bool", ndim: 2 }, { element: "bool", ndim: 2 }], source: "where(a, b, false)" },
  ],
});

/** (cond, a, b) => cond ? a : b */
const select = (type: ScalarType): KernelFunction =>
  expressionKernel(`@select$${type}`, [["cond", "bool"], ["a", type], ["b", type]], {
    kind: "conditional",
    type,
    test: { kind: "local", type: "bool", name: "cond" },
    then: { kind: "local", type, name: "a" },
    else: { kind: "local", type, name: "b" },
  });
