// The meaning of a whole program: every operator on whole arrays, as if there were one rank. Slow and obvious; all stages and backends are compared with it.
//
//   interpret(program, { params: { n: 10 } })  ->  { results: { C: Dense, total: 45 }, printed: ["45"] }
//
// The same function takes programs of operators (after 1-check, also before their composites are expanded) and of loops (after 2-fuse).
import type { ArrayNode, ArrayOp, Attribute, KernelRef, Loop } from "../ir/array.ts";
import type { Program } from "../ir/host.ts";
import type { KernelFunction } from "../ir/kernel.ts";
import type { ElementType, Extent } from "../ir/types.ts";
import { fieldsOf } from "../ir/types.ts";
import type { ElementValue, Neighbours, OperatorDefinition, ReferenceCall } from "../ops/defineOp.ts";
import { operators as allOperators } from "../ops/index.ts";
import { elementFrom, plainData, scalarOfDense, scalarsOf, showShape } from "./dense.ts";
import type { Dense } from "./dense.ts";
import { kernelEvaluator } from "./evaluate.ts";
import type { KernelEvaluator, KernelValue } from "./evaluate.ts";
import { plainText, walkHost } from "./hostWalk.ts";
import type { HostEvaluator, Scope, WalkOptions, WalkOutput } from "./hostWalk.ts";
import { evaluated, interpretLoop, readsOf } from "./interpretLoop.ts";

export interface Interpreted {
  /** Arrays as `Dense`, everything else as it is. */
  readonly results: { readonly [name: string]: unknown };
  readonly printed: readonly string[];
}

export interface InterpretOptions extends WalkOptions, Pick<ReferenceCall, "readNpy" | "readCsv"> {
  readonly operators?: ReadonlyMap<string, OperatorDefinition>;
  /** Instead of `plainEffect`: the runtime's own effects, for example. */
  readonly effect?: (name: string, args: readonly unknown[], output: WalkOutput) => unknown;
}

export function interpret(program: Program<ArrayNode>, options: InterpretOptions = {}): Interpreted {
  const walked = walkHost(program, denseEvaluator(program.kernels, options), options);
  return { results: Object.fromEntries([...walked.results].map(([name, r]) => [name, r.value])), printed: walked.printed };
}

export function denseEvaluator(kernels: readonly KernelFunction[], options: InterpretOptions): HostEvaluator<ArrayNode, Dense> {
  const operators = options.operators ?? allOperators, evaluate = kernelEvaluator(kernels);
  return {
    node: (node, scope) => (node.kind === "loop" ? runLoop(node, scope, evaluate) : runOp(node, scope, evaluate, operators, options)),
    scalar: scalarOfDense,
    extent: (a, axis) => a.shape[axis]!,
    effect: (name, args, output) => (options.effect ?? plainEffect)(name, args, output),
  };
}

function runLoop(loop: Loop, scope: Scope<Dense>, evaluate: KernelEvaluator): void {
  const results = interpretLoop(loop, loop.inputs.map((input) => scope.value(input.value)), evaluate, scope.host);
  loop.outputs.forEach((output, k) => scope.define(output.result, results[k]!));
}

function runOp(op: ArrayOp, scope: Scope<Dense>, evaluate: KernelEvaluator, operators: ReadonlyMap<string, OperatorDefinition>, options: InterpretOptions): void {
  const definition = operators.get(op.op);
  if (!definition) throw new Error(`no operator ${op.op}`);
  const extent = (e: Extent): number => (typeof e === "number" ? e : Number(scope.host(e)));
  const { monoid } = op;
  const results = definition.reference({
    inputs: op.inputs.map((value) => scope.value(value)),
    attributes: valueOf(op.attributes, scope) as ReferenceCall["attributes"],
    // Looked up when asked for: what only the array itself knows is named after it is there.
    types: op.types.map(({ element, shape }) => ({ element, get shape() { return shape.map(extent); } })),
    ...(op.kernel ? { kernel: kernelOf(op, op.kernel, resultOf(definition, op), scope, evaluate) } : {}),
    ...(monoid ? { monoid: evaluated(monoid, scope.value(op.inputs[0]!).element, evaluate) } : {}),
    ...(options.readNpy ? { readNpy: options.readNpy } : {}),
    ...(options.readCsv ? { readCsv: options.readCsv } : {}),
  });
  op.results.forEach((id, k) => scope.define(id, results[k]!));
}

/** An attribute with every host name replaced by its value. */
function valueOf(attribute: Attribute, scope: Scope<Dense>): unknown {
  if (typeof attribute !== "object" || attribute === null) return attribute;
  if (Array.isArray(attribute)) return attribute.map((item: Attribute) => valueOf(item, scope));
  if ("host" in attribute && typeof attribute.host === "string") return scope.host(attribute.host);
  return Object.fromEntries(Object.entries(attribute).map(([key, item]) => [key, valueOf(item as Attribute, scope)]));
}

/** What its kernel gives: an element of the result, or a truth about one. */
const resultOf = ({ parameters }: OperatorDefinition, { types }: ArrayOp): ElementType => (parameters.some((p) => p.kind === "kernel" && p.result === "boolean") ? "bool" : types[0]!.element);

/** The kernel as a plain function: elements (or `at`), then positions; captures have the values of this moment. */
function kernelOf(op: ArrayOp, kernel: KernelRef, element: ElementType, scope: Scope<Dense>, evaluate: KernelEvaluator): NonNullable<ReferenceCall["kernel"]> {
  const captures = kernel.captures.map((name) => scope.host(name) as KernelValue), { fn, offsets, indices } = kernel, elements = op.inputs.map((value) => scope.value(value).element);
  const flat = (values: readonly ElementValue[]): KernelValue[] => values.flatMap((value, k) => scalarsOf(elements[Math.min(k, elements.length - 1)]!, value));
  const reads = kernel.reads && readsOf({ reads: kernel.reads.map(({ array }, input) => ({ array, input })) }, (input) => scope.value(kernel.reads![input]!.value));
  const run = (args: readonly KernelValue[]): ElementValue => elementFrom(element, evaluate(fn, [...args, ...captures], reads));
  if (offsets) return (at, ...positions) => run([...flat(offsets.map((offset) => (at as Neighbours)(...offset))), ...(positions.slice(0, indices) as KernelValue[])]);
  return (...args) => run([...flat(args.slice(0, elements.length) as ElementValue[]), ...(args.slice(elements.length, elements.length + indices) as KernelValue[])]);
}

/** What effects do without a runtime: arrays print as their dtype, shape and elements; files and pictures are named only. */
export function plainEffect(name: string, args: readonly unknown[], output: WalkOutput): unknown {
  const array = args.find(isDense);
  if (name === "toArray" && array) return typeof array.element === "string" ? plainData(array).slice() : Object.fromEntries(Object.entries(array.data).map(([field, data]) => [field, data.slice()]));
  if (name === "print") output.line(args.map((arg) => (isDense(arg) ? arrayText(arg) : plainText(arg))).join(" "));
  else output.line(`${name} ${args.map((arg) => (isDense(arg) ? `${showElement(arg.element)} ${showShape(arg.shape)}` : plainText(arg))).join(" ")}`);
  return undefined;
}

const arrayText = (a: Dense): string => `${showElement(a.element)} ${showShape(a.shape)}: ${fieldsOf(a.element).map(([field]) => [...a.data[field]!].map((v) => (Object.is(v, -0) ? "-0" : String(v))).join(" ")).join("; ")}`;

const showElement = (element: ElementType): string => (typeof element === "string" ? element : JSON.stringify(element));

export const isDense = (value: unknown): value is Dense => typeof value === "object" && value !== null && "element" in value && "shape" in value && "data" in value;
