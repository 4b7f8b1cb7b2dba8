// where(cond, a, b): a's element where cond is true, else b's. a and b are arrays or host scalars; a scalar takes the dtype of the array beside it.
import type { Attribute, StepArgument } from "../ir/array.ts";
import type { KernelExpression, KernelFunction, KernelLocal } from "../ir/kernel.ts";
import type { ElementType, ScalarType } from "../ir/types.ts";
import { dtypeOfField, fieldsOf, mapElement, scalarOf } from "../ir/types.ts";
import { allocate, elementAt, plainData, sameExtents, setElement, showShape } from "../reference/dense.ts";
import type { ChosenDType, ChosenShape, Choosable, Element, IsCondition, NDArray, Operand, OperandsAgree, Shape } from "../types/index.ts";
import type { CallFacts, ElementValue } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fault, fine, isBroken, isRecord, mergeShapes, sameFields, showElement } from "./elements.ts";
import { elementOf, loopOf, nowhere, resultType, storeStep, straightInputs } from "./form.ts";
import { fitsDType, hostScalar } from "./scalars.ts";

export interface WhereCall {
  <C extends Element, S extends Shape, A extends Operand, B extends Operand>(
    cond: NDArray<C, S> & IsCondition<C> & OperandsAgree<A, B>,
    a: A & Choosable<S, A>,
    b: B & Choosable<S, B>,
  ): NDArray<ChosenDType<A, B>, ChosenShape<S, A, B>>;
}

/** The elements of each side; undefined for a host scalar. */
function sides(call: CallFacts): readonly { readonly element: ElementType | undefined; readonly scalar: Attribute | undefined }[] {
  let next = 1;
  return ["a", "b"].map((name) => (name in call.attributes ? { element: undefined, scalar: call.attributes[name] } : { element: call.inputs[next++]!.element, scalar: undefined }));
}

/** What holds elements of both: equal dtypes, or f64 beside another number, field by field; undefined if there is nothing. */
function join(a: ElementType, b: ElementType): ElementType | undefined {
  if (!sameFields(a, b)) return undefined;
  const pairs = fieldsOf(a).map(([field, dtype]) => [field, dtype, dtypeOfField(b, field)] as const);
  if (pairs.some(([, x, y]) => x !== y && ((x !== "f64" && y !== "f64") || x === "bool" || y === "bool"))) return undefined;
  return mapElement(a, (dtype, field) => (dtypeOfField(b, field) === "f64" ? "f64" : dtype));
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
  records: true,
  check(call) {
    const condition = call.inputs[0]!.element, shape = mergeShapes("where", call.inputs.map((t) => t.shape));
    if (condition !== "bool") return broken("SPMD2011", { op: "where", dtype: showElement(condition) });
    if (isBroken(shape)) return shape;
    const both = sides(call), [first, second] = both.flatMap((s) => (s.element === undefined ? [] : [s.element])), joined = first && join(first, second ?? first);
    if (first && second && !joined) return broken(sameFields(first, second) ? "SPMD2008" : "SPMD2083", { op: "where", a: showElement(first), b: showElement(second) });
    const booleans = both.every((s) => typeof s.scalar === "boolean"), declared = call.declared?.element;
    const element = joined ?? (booleans ? "bool" : typeof declared === "string" ? declared : "f64");
    const wrong = both.find((s) => s.element === undefined && (isRecord(element) || !fitsDType(s.scalar, element)));
    return wrong ? broken("SPMD2010", { op: "where", value: hostScalar(wrong.scalar) ?? String(wrong.scalar), dtype: showElement(element) }) : fine(element, shape, call.inputs.map((t) => t.shape));
  },
  loop(op, typeOf) {
    const { element } = resultType(op), captures: string[] = [], own: ElementType[] = [];
    let next = 1;
    const args = ["a", "b"].flatMap((name): StepArgument[] => {
      const value = op.attributes[name];
      own.push(value === undefined ? typeOf(op.inputs[next]!).element : element);
      if (value === undefined) return elementOf(next++, element);
      const host = hostScalar(value);
      return [host === undefined ? { kind: "const", value: value as number | boolean } : { kind: "capture", capture: captures.push(host) - 1 }];
    });
    const kernel = select(element, own);
    const steps = [{ fn: kernel.id, args: [...elementOf(0, "bool"), ...args], span: op.span }];
    return { loop: loopOf(op, resultType(op).shape, { inputs: straightInputs(op, typeOf), captures, steps, outputs: [storeStep(op)] }), kernels: [kernel] };
  },
  reference({ inputs, attributes, types }) {
    const shape = inputs[0]!.shape, other = inputs.find((x) => !sameExtents(x.shape, shape));
    if (other) throw fault("SPMD2001", { op: "where", a: showShape(shape), b: showShape(other.shape) });
    const result = allocate(types[0]!.element, shape);
    let next = 1;
    const [a, b] = ["a", "b"].map((name): ((k: number) => ElementValue) => {
      if (attributes[name] !== undefined) return () => attributes[name] as number | boolean;
      const side = inputs[next++]!;
      return (k) => elementAt(side, k);
    });
    plainData(inputs[0]!).forEach((c, k) => setElement(result, k, (c !== 0 ? a! : b!)(k)));
    return [result];
  },
  samples: [
    { inputs: [{ element: "bool", ndim: 1 }, { element: "f64", ndim: 1 }, { element: "f64", ndim: 1 }], source: "where(a, b, c)" },
    { inputs: [{ element: "bool", ndim: 2 }, { element: "i16", ndim: 2 }], source: "where(a, b, -1)" },
    { inputs: [{ element: "bool", ndim: 1 }, { element: "f32", ndim: 1 }], source: "where(a, 0.1, b)" },
    { inputs: [{ element: "bool", ndim: 1 }], source: "where(a, 1, 2)" },
    { inputs: [{ element: "bool", ndim: 1 }, { element: "f64", ndim: 1 }, { element: "i32", ndim: 1 }], source: "where(a, b, c)" },
    { inputs: [{ element: "bool", ndim: 1 }, { element: "f32", ndim: 1 }, { element: "f64", ndim: 1 }], source: "where(a, b, c)" },
    { inputs: [{ element: "bool", ndim: 2 }, { element: { x: "f32", n: "i8" }, ndim: 2 }, { element: { x: "f32", n: "i8" }, ndim: 2 }], source: "where(a, b, c)" },
    { inputs: [{ element: "bool", ndim: 2 }, { element: "bool", ndim: 2 }], source: "where(a, b, false)" },
  ],
});

/** (cond, a, b) => cond ? a : b, field by field; a side of other dtypes is converted. */
function select(element: ElementType, own: readonly ElementType[]): KernelFunction {
  const fields = fieldsOf(element).map(([field, dtype]) => ({ field, type: scalarOf(dtype) })), nameOf = (side: string, field: string): string => (field === "" ? side : `${side}.${field}`);
  const sides = ["a", "b"].flatMap((side, k) => fields.map(({ field }): KernelLocal => ({ name: nameOf(side, field), type: scalarOf(dtypeOfField(own[k]!, field)) })));
  const taken = (side: string, field: string, type: ScalarType): KernelExpression => {
    const local: KernelExpression = { kind: "local", ...sides.find(({ name }) => name === nameOf(side, field))! };
    return local.type === type ? local : { kind: "convert", type, operand: local };
  };
  const chosen = fields.map(({ field, type }): KernelExpression => ({ kind: "conditional", type, test: { kind: "local", type: "bool", name: "cond" }, then: taken("a", field, type), else: taken("b", field, type) }));
  const names = fields.map(({ field, type }) => `${field}${field && "$"}${type}`), others = sides.map(({ type }) => type);
  // Sides of the result's own types go without saying.
  const id = `@select$${[...names, ...(others.every((type, k) => type === fields[k % fields.length]!.type) ? [] : ["of", ...others])].join("$")}` as const;
  return { id, params: [{ name: "cond", type: "bool" }, ...sides], locals: [], results: fields, body: [{ kind: "return", values: chosen }], span: nowhere };
}
