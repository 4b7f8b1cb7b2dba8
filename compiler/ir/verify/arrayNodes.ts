// Rules of the global view: operators have the functions they name, loops read inputs that are there through accesses that fit, their steps get what
// the functions take, and outputs have the shape that the loop gives them.
import type { ArrayNode, ArrayOp, Loop, LoopOutput, LoopStep, Monoid, StepArgument } from "../array.ts";
import type { KernelFunction } from "../kernel.ts";
import type { Functions, Report } from "./kernels.ts";
import type { NodeRules } from "./hostProgram.ts";
import { fits, sameShape } from "./hostProgram.ts";
import { showShape, showType } from "../text/atoms.ts";
import { inputsOf, resultsOf } from "../traverse.ts";
import type { ArrayType, Extent, ScalarType, ValueId } from "../types.ts";
import { fieldsOf, scalarOf } from "../types.ts";
import { walkedAxes } from "../view.ts";

export function arrayRules(functions: Functions): NodeRules<ArrayNode> {
  return {
    outputs: resultsOf,
    inputs: inputsOf,
    span: (node) => node.span,
    verify: (node, typeOf, report) => (node.kind === "op" ? verifyOperator(node, functions, report) : verifyLoop(node, functions, typeOf, report)),
  };
}

function verifyOperator(op: ArrayOp, functions: Functions, report: Report): void {
  if (op.results.length !== op.types.length) report(`${op.op} gives ${op.results.length} values with ${op.types.length} types`);
  if (op.monoid) verifyMonoid(op.monoid, functions, report);
  if (!op.kernel) return;
  const fn = functions.get(op.kernel.fn);
  if (!fn) return report(`${op.op} runs ${op.kernel.fn}, which does not exist`);
  const fixed = op.kernel.indices + op.kernel.captures.length + (op.kernel.offsets?.length ?? 0);
  if (fixed > fn.params.length) report(`${op.op} gives ${op.kernel.fn} ${fixed} indices, captures and neighbours; it has ${fn.params.length} parameters`);
}

/** A monoid's function takes two of what it gives: as many fields as there are to fold, where that is known. */
export function verifyMonoid(monoid: Monoid, functions: Functions, report: Report, fields?: number): void {
  const fn = functions.get(monoid.fn);
  if (!fn) return report(`the monoid ${monoid.name} is ${monoid.fn}, which does not exist`);
  const taken = [...fn.results, ...fn.results];
  if (fn.params.length !== taken.length || fn.params.some((param, k) => param.type !== taken[k]!.type)) report(`the monoid ${monoid.fn} does not take two of what it gives`);
  if (fields !== undefined && fn.results.length !== fields) report(`the monoid ${monoid.fn} gives ${fn.results.length} fields of ${fields}`);
}

function verifyLoop(loop: Loop, functions: Functions, typeOf: (value: ValueId) => ArrayType | undefined, report: Report): void {
  const ndim = loop.shape.length;
  loop.inputs.forEach(({ value, type, access, view }, k) => {
    const made = typeOf(value);
    if (made && !fits(type, made)) report(`input ${k} is taken as ${showType(type)}; ${value} is ${showType(made)}`);
    const axes = access.whole ? 0 : walkedAxes(view, type.shape.length).length;
    if (view && view.length !== type.shape.length) report(`input ${k} is seen along ${view.length} axes and has ${type.shape.length}`);
    if (view && (access.whole || access.boundary || view.some(({ step }) => !Number.isInteger(step)))) report(`input ${k} is part of an array, and read at a distance or whole`);
    if (access.axes.length !== axes) report(`input ${k} is read along ${access.axes.length} axes and has ${axes}`);
    if (access.axes.some((axis) => axis.loop >= ndim)) report(`input ${k} is read along an axis that the loop does not have`);
    if (access.axes.some((axis) => axis.offset !== 0) && !access.boundary) report(`input ${k} is read at a distance, and nothing says what stands outside`);
  });
  const elementTypes = (arg: StepArgument & { readonly kind: "element" }): ScalarType | undefined => {
    const input = loop.inputs[arg.input], field = input && fieldsOf(input.type.element).find(([name]) => name === arg.field);
    return field && scalarOf(field[1]);
  };
  verifySteps(loop.steps, { ndim, captures: loop.captures.length, elementTypes, functions }, report);
  for (const output of loop.outputs) verifyOutput(output, loop, functions, elementTypes, report);
}

export interface StepScope {
  readonly ndim: number;
  readonly captures: number;
  readonly functions: Functions;
  elementTypes(arg: StepArgument & { readonly kind: "element" }): ScalarType | undefined;
}

export function verifySteps(steps: readonly LoopStep[], scope: StepScope, report: Report): void {
  steps.forEach((step, k) => {
    const fn = scope.functions.get(step.fn);
    if (!fn) return report(`step ${k} runs ${step.fn}, which does not exist`);
    if (fn.params.length !== step.args.length) report(`step ${k} gives ${step.fn} ${step.args.length} arguments; it has ${fn.params.length}`);
    step.args.forEach((arg, j) => {
      verifyArgument(arg, steps.slice(0, k), scope, (sentence) => report(`step ${k}: ${sentence}`));
      const type = argumentType(arg, scope), wanted = fn.params[j]?.type, accumulated = combinesIntegers(fn) && type === "f64" && wanted === "int";
      if (type !== undefined && wanted !== undefined && type !== wanted && !accumulated) report(`step ${k} gives parameter ${fn.params[j]!.name} of ${step.fn} ${type}; it is ${wanted}`);
    });
  });
}

/** What a fold left is f64 also where its monoid's function works on integers (`accumulatorOf`), and holds integers then. */
const combinesIntegers = ({ params, results }: KernelFunction): boolean => params.length === 2 * results.length && params.every(({ type }, k) => type === results[k % results.length]!.type);

/** Captured values and constants take the type that their parameter has. */
function argumentType(arg: StepArgument, scope: StepScope): ScalarType | undefined {
  if (arg.kind === "element") return scope.elementTypes(arg);
  return arg.kind === "step" ? scalarOf(arg.dtype) : arg.kind === "index" ? "int" : undefined;
}

export function verifyArgument(arg: StepArgument, steps: readonly LoopStep[], scope: StepScope, report: Report): void {
  if (arg.kind === "element" && scope.elementTypes(arg) === undefined) report(`uses input ${arg.input}${arg.field && `.${arg.field}`}, which does not exist`);
  if (arg.kind === "index" && arg.axis >= scope.ndim) report(`uses the position along axis ${arg.axis} of ${scope.ndim}`);
  if (arg.kind === "capture" && arg.capture >= scope.captures) report(`uses capture ${arg.capture} of ${scope.captures}`);
  if (arg.kind !== "step") return;
  const step = steps[arg.step];
  if (!step) return report(`uses step ${arg.step}, which does not come before`);
  if (arg.result >= (scope.functions.get(step.fn)?.results.length ?? 1)) report(`uses result ${arg.result} of ${step.fn}, which has fewer`);
}

function verifyOutput(output: LoopOutput, loop: Loop, functions: Functions, elementTypes: StepScope["elementTypes"], report: Report): void {
  const ndim = loop.shape.length, scope: StepScope = { ndim, captures: loop.captures.length, functions, elementTypes };
  output.fields.forEach((arg) => verifyArgument(arg, loop.steps, scope, (sentence) => report(`${output.result}: ${sentence}`)));
  const expected: readonly Extent[] = output.kind === "reduce" ? loop.shape.filter((_, axis) => !output.axes.includes(axis)) : loop.shape;
  if (!sameShape(expected, output.type.shape)) report(`${output.result} is ${showShape(output.type.shape)}; the loop gives ${showShape(expected)}`);
  const fields = fieldsOf(output.type.element).length;
  if (output.fields.length !== fields) report(`${output.result} has ${output.fields.length} fields of ${fields}`);
  if (output.kind === "store") return;
  if (output.op !== undefined && output.op >= loop.ops.length) report(`${output.result} is said to come from operator ${output.op} of ${loop.ops.length}`);
  verifyMonoid(output.monoid, functions, report, fields);
  if (output.axes.some((axis) => axis >= ndim) || output.axes.some((axis, k) => k > 0 && axis <= output.axes[k - 1]!)) report(`${output.result} folds axes [${output.axes.join(", ")}] of ${ndim}`);
}
