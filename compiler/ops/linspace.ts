// linspace(from, to, n): n equally spaced numbers, both ends among them. As NumPy's: element i is i * step + from with step = (to - from) / (n - 1), the
// last one exactly `to`; a single one is `from`.
import type { StepArgument } from "../ir/array.ts";
import type { KernelExpression, KernelFunction } from "../ir/kernel.ts";
import { allocate, plainData } from "../reference/dense.ts";
import type { NDArray } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine, isBroken, namedShape } from "./elements.ts";
import { expressionKernel, loopOf, resultType, storeStep } from "./form.ts";
import { fitsDType, hostScalar } from "./scalars.ts";

export interface LinspaceCall {
  <const N extends number>(from: number, to: number, n: N): NDArray<"f64", [N]>;
}

export const linspace = defineOp({
  name: "linspace",
  summary: "n equally spaced numbers, both ends among them",
  parameters: [
    { kind: "scalar", name: "from" },
    { kind: "scalar", name: "to" },
    { kind: "extent", name: "n" },
  ],
  gives: "array",
  check(call) {
    const shape = namedShape("linspace", call.attributes.n), wrong = [call.attributes.from, call.attributes.to].find((end) => !fitsDType(end, "f64"));
    if (isBroken(shape)) return shape;
    return wrong === undefined ? fine("f64", shape) : broken("SPMD2010", { op: "linspace", value: String(wrong), dtype: "f64" });
  },
  loop(op) {
    const captures: string[] = [], shape = resultType(op).shape, [n] = shape;
    const capture = (name: string): StepArgument => ({ kind: "capture", capture: captures.push(name) - 1 });
    const ends = [op.attributes.from, op.attributes.to].map((end): StepArgument => (hostScalar(end) === undefined ? { kind: "const", value: Number(end) } : capture(hostScalar(end)!)));
    const count: StepArgument = typeof n === "number" ? { kind: "const", value: n } : capture(n!);
    const steps = [{ fn: kernel.id, args: [{ kind: "index", axis: 0 } as const, ...ends, count], span: op.span }];
    return { loop: loopOf(op, shape, { captures, steps, outputs: [storeStep(op)] }), kernels: [kernel] };
  },
  reference({ attributes, types }) {
    const result = allocate("f64", types[0]!.shape), data = plainData(result), from = attributes.from as number, to = attributes.to as number, step = (to - from) / (data.length - 1);
    for (let i = 0; i < data.length; i++) data[i] = i === 0 ? from : i === data.length - 1 ? to : i * step + from;
    return [result];
  },
  samples: [
    { inputs: [], source: "linspace(0, 1, 11)" },
    { inputs: [], source: "linspace(-3, 7.5, 1)" },
    { inputs: [], source: "linspace(5, -5, 130)" },
  ],
});

const real = (name: string): KernelExpression => ({ kind: "local", type: "f64", name });
const integer = (name: string): KernelExpression => ({ kind: "local", type: "int", name });
const literal = (value: number): KernelExpression => ({ kind: "const", type: "int", value });
const asReal = (operand: KernelExpression): KernelExpression => ({ kind: "convert", type: "f64", operand });
const isLast: KernelExpression = { kind: "compare", type: "bool", op: "eq", left: integer("i"), right: { kind: "arithmetic", type: "int", op: "sub", left: integer("n"), right: literal(1) } };
const step: KernelExpression = {
  kind: "arithmetic", type: "f64", op: "div",
  left: { kind: "arithmetic", type: "f64", op: "sub", left: real("to"), right: real("from") },
  right: asReal({ kind: "arithmetic", type: "int", op: "sub", left: integer("n"), right: literal(1) }),
};
/** i === 0 ? from : i === n - 1 ? to : i * ((to - from) / (n - 1)) + from */
const kernel: KernelFunction = expressionKernel("@linspace$f64", [["i", "int", "index"], ["from", "f64"], ["to", "f64"], ["n", "int", "index"]], {
  kind: "conditional", type: "f64",
  test: { kind: "compare", type: "bool", op: "eq", left: integer("i"), right: literal(0) },
  then: real("from"),
  else: {
    kind: "conditional", type: "f64", test: isLast, then: real("to"),
    else: { kind: "arithmetic", type: "f64", op: "add", left: { kind: "arithmetic", type: "f64", op: "mul", left: asReal(integer("i")), right: step }, right: real("from") },
  },
});
