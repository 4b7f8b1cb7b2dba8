// For tests: applies an operator by its typing rule and its reference, and compares with its loop form (or its expansion), bit for bit.
//
//   applied(sum, { inputs: [dense("f64", [3], [1, 2, 3])] })  ->  dense("f64", [], [6])
import type { ArrayNode, ArrayOp, Attribute, Identity, KernelRef } from "../ir/array.ts";
import type { KernelExpression, KernelFunction } from "../ir/kernel.ts";
import type { ArrayType, DType, ElementType, ValueId } from "../ir/types.ts";
import { fieldsOf, integerRange, scalarOf } from "../ir/types.ts";
import { dense, plainData, plainDType, sizeOf } from "../reference/dense.ts";
import { denseEvaluator } from "../reference/interpret.ts";
import type { Dense, OperatorDefinition } from "./defineOp.ts";
import { expressionKernel, nowhere } from "./form.ts";
import { accepts, builtinMonoid } from "./monoid.ts";
import type { MonoidName } from "./monoid.ts";

const result: ValueId = "%900";

export interface Application {
  readonly inputs?: readonly Dense[];
  readonly attributes?: { readonly [name: string]: Attribute };
  readonly kernel?: KernelFunction;
  /** Of the kernel. */
  readonly indices?: number;
  readonly offsets?: KernelRef["offsets"];
  /** Host variables. */
  readonly host?: { readonly [name: string]: number | boolean };
  readonly captures?: readonly string[];
  readonly monoid?: MonoidName;
  readonly element?: ElementType;
}

/** The result of the reference; throws where the loop form gives another. */
export function applied(definition: OperatorDefinition, application: Application): Dense {
  const { op, kernels } = operation(definition, application), inputs = application.inputs ?? [], types = new Map<ValueId, ArrayType>(op.inputs.map((id, k) => [id, inputs[k]!]));
  const want = run([op], kernels, application);
  let ids = 1000;
  const form = definition.loop?.(op, (id) => types.get(id)!), expansion = definition.expand?.(op, (id) => types.get(id)!, () => `%${ids++}`);
  if (form && !expansion) same(run([form.loop], [...kernels, ...form.kernels], application), want, definition.name);
  if (expansion) same(run(expansion.ops, [...kernels, ...expansion.kernels], application), want, definition.name);
  return want;
}

/** The sentence of the typing rule for a wrong call. */
export function refused(definition: OperatorDefinition, application: Application): string {
  const checked = definition.check(facts(application));
  return checked.ok ? "nothing is wrong" : `${checked.code} ${checked.message}`;
}

function facts({ inputs = [], attributes = {}, kernel, monoid, element }: Application): Parameters<OperatorDefinition["check"]>[0] {
  return { inputs, attributes, kernelResults: kernel?.results ?? [], element, ...(monoid ? { monoid: { name: monoid, identity: identityOf(monoid, inputs[0]!) } } : {}) };
}

const identityOf = (monoid: MonoidName, a: Dense): Identity => (accepts(monoid, a.element) ? builtinMonoid(monoid, a.element).monoid.identity : 0);

function operation(definition: OperatorDefinition, application: Application): { readonly op: ArrayOp; readonly kernels: readonly KernelFunction[] } {
  const { inputs = [], attributes = {}, kernel, indices = 0, offsets, captures = [], monoid, element } = application, checked = definition.check(facts(application));
  if (!checked.ok) throw new Error(checked.message);
  const made = monoid && builtinMonoid(monoid, inputs[0]!.element);
  const op: ArrayOp = {
    kind: "op", op: definition.name, results: [result], types: checked.types, inputs: inputs.map((_, k): ValueId => `%${k}`), attributes: element ? { ...attributes, element } : attributes, span: nowhere,
    ...(kernel ? { kernel: { fn: kernel.id, indices, captures, ...(offsets ? { offsets } : {}) } } : {}),
    ...(made ? { monoid: made.monoid } : {}),
  };
  return { op, kernels: [...(kernel ? [kernel] : []), ...(made ? [made.fn] : [])] };
}

function run(nodes: readonly ArrayNode[], kernels: readonly KernelFunction[], { inputs = [], host = {} }: Application): Dense {
  const values = new Map(inputs.map((a, k): [ValueId, Dense] => [`%${k}`, a])), evaluator = denseEvaluator(kernels, {});
  for (const node of nodes) evaluator.node(node, { value: (id) => values.get(id)!, define: (id, value) => void values.set(id, value), host: (name) => host[name] });
  return values.get(result)!;
}

/** To the bit, but for the sign of NaN, which machines choose freely. */
function same(got: Dense, want: Dense, what: string): void {
  const text = (a: Dense): string => `${JSON.stringify(a.element)} [${a.shape.join(", ")}] ${fieldsOf(a.element).map(([field]) => [...a.data[field]!].map((x) => (Object.is(x, -0) ? "-0" : x)).join(" ")).join("; ")}`;
  if (text(got) !== text(want)) throw new Error(`${what}: the loop form gives ${JSON.stringify(got)}, the reference ${JSON.stringify(want)}`);
}

export const everyDType: readonly DType[] = ["f64", "f32", "i32", "u32", "i16", "u16", "i8", "u8", "bool"];

/** Extents that tell apart what is easily mixed up: none, one, fewer and more than a leaf. */
export const shapesOf: Readonly<Record<1 | 2 | 3, readonly (readonly number[])[]>> = {
  1: [[0], [1], [9], [300]],
  2: [[0, 3], [3, 0], [1, 1], [2, 130], [19, 5]],
  3: [[2, 0, 2], [1, 1, 1], [3, 4, 5]],
};

/** Elements of all sizes, with the awkward ones of the dtype among them; always the same. */
export function elements(dtype: DType, shape: readonly number[]): Dense {
  const [low, high] = integerRange[dtype] ?? [0, 0], special = dtype === "f64" || dtype === "f32" ? [-0, 1e10, -1 / 3, NaN, Infinity] : dtype === "bool" ? [0, 1] : [low, high, 0];
  let seed = 1;
  const random = (): number => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  const one = (k: number): number => {
    if (k % 17 === 16) return special[Math.floor(k / 17) % special.length]!;
    const value = (random() - 0.5) * 100;
    return dtype === "bool" ? Number(value > 0) : dtype === "f64" || dtype === "f32" ? value : Math.floor(value);
  };
  return dense(dtype, shape, Array.from({ length: sizeOf(shape) }, (_, k) => one(k)));
}

/** Elements that sums and products stay finite with. */
export function tame(dtype: DType, shape: readonly number[]): Dense {
  return dense(dtype, shape, Array.from({ length: sizeOf(shape) }, (_, k) => (dtype === "bool" ? k % 3 !== 0 : dtype === "f64" || dtype === "f32" ? 1 + ((k * 37) % 101) / 1000 - 0.05 : (k * 7) % 5)));
}

/** (x: what elements of `dtype` are, i, j) => value */
export function elementKernel(dtypes: readonly DType[], indices: number, value: (x: readonly KernelExpression[], i: readonly KernelExpression[]) => KernelExpression): KernelFunction {
  const names = dtypes.map((_, k) => `x${k}`), positions = Array.from({ length: indices }, (_, k) => `i${k}`);
  const local = (name: string, type: KernelExpression["type"]): KernelExpression => ({ kind: "local", type, name });
  return expressionKernel("@test", [...names.map((name, k) => [name, scalarOf(dtypes[k]!), dtypes[k]!] as const), ...positions.map((name) => [name, "int", "index"] as const)],
    value(names.map((name, k) => local(name, scalarOf(dtypes[k]!))), positions.map((name) => local(name, "int"))));
}

export const list = (a: Dense): number[] => [...plainData(a)];
