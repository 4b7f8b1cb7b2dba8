// One node of the rank-local program on all ranks at once: launches interpreted rank by rank, collectives by the same pure functions that the runtime
// uses. Ranks cannot see each other's elements but through those.
import { carryContribution, carryFinish, combineContribution, combineFinish, lineOf, rowParts, sharedTotals, sharesRows } from "../../runtime/abi.ts";
import type { Fold as LayoutFold, MonoidInfo, RecordMonoidInfo } from "../../runtime/abi.ts";
import type { Attribute, Monoid } from "../ir/array.ts";
import type { KernelFunction } from "../ir/kernel.ts";
import type { Nest } from "../ir/nest.ts";
import type { Placement } from "../ir/placement.ts";
import { evaluatedPlacement } from "../ir/placement.ts";
import type { LocalNode, LocalValue } from "../ir/spmd.ts";
import type { ElementType, Extent, ValueId } from "../ir/types.ts";
import { fieldsOf } from "../ir/types.ts";
import type { ElementValue, OperatorDefinition, ReferenceCall } from "../ops/defineOp.ts";
import { loaded, scalarsOf, stored, elementFrom } from "./dense.ts";
import { kernelEvaluator } from "./evaluate.ts";
import type { KernelValue } from "./evaluate.ts";
import { evaluated as monoidOf } from "./interpretLoop.ts";
import { allocateShards, gather, reshard, scatter } from "./shards.ts";
import type { Shards } from "./shards.ts";
import { foldOfMonoid, simulateLaunch } from "./simulateLaunch.ts";

export interface Surroundings {
  readonly np: number;
  readonly functions: readonly KernelFunction[];
  readonly nests: readonly Nest[];
  readonly operators: ReadonlyMap<string, OperatorDefinition>;
  readonly services?: Pick<ReferenceCall, "readNpy" | "readCsv">;
  arrayOf(value: ValueId): Shards;
  hostValue(name: string): unknown;
}

/** The arrays that the node makes, in the order of its outputs. */
export function simulateNode(node: LocalNode, around: Surroundings): readonly { readonly value: ValueId; readonly shards: Shards }[] {
  const { np, arrayOf } = around;
  switch (node.kind) {
    case "launch":
      return simulateLaunchNode(node, around);
    case "reshard": {
      const from = arrayOf(node.input);
      expectPlacement(from, node.from, around);
      return [{ value: node.result.value, shards: reshard(from, evaluated(node.result.placement, around), np) }];
    }
    case "combine": {
      const result = allocateResult(node.result, around), { fold, held: leavesOf } = prepareFold(node, node.leaves, node.axis, around), held = sharesRows(fold, np) ? rowTotalsOf(fold, np, leavesOf) : leavesOf;
      const contributions = held.map((leaves, rank) => combineContribution(fold, rank, np, leaves));
      held.forEach((leaves, rank) => store(result, rank, combineFinish(fold, rank, np, leaves, node.collective === "none" ? lonely(contributions, rank) : contributions)));
      return [{ value: node.result.value, shards: result }];
    }
    case "carry": {
      const axis = node.shape.length - 1, { fold, held } = prepareFold(node, node.totals, axis, around), result = allocateShards(node.accumulator, fold.shape, fold.placement, np, axis);
      const contributions = held.map((totals, rank) => carryContribution(fold, rank, np, totals));
      held.forEach((totals, rank) => store(result, rank, carryFinish(fold, rank, np, totals, node.collective === "none" ? lonely(contributions, rank) : contributions)));
      return [{ value: node.result.value, shards: result }];
    }
    case "moves":
      return node.moves.flatMap((move) => simulateNode(move, around));
    case "together":
      return node.folds.flatMap((fold) => simulateNode(fold, around));
    case "call": {
      const definition = around.operators.get(node.op);
      if (!definition) throw new Error(`there is no operator ${node.op}`);
      // What only the array itself knows of its shape is named after it is there.
      const types = node.results.map(({ type }) => ({ element: type.element, shape: [] }));
      const attributes = Object.fromEntries(Object.entries(node.attributes).map(([name, attribute]) => [name, evaluate(attribute, around)]));
      const made = definition.reference({ ...around.services, inputs: node.inputs.map((value) => gather(arrayOf(value), np)), attributes, types, ...(node.fold ? { monoid: calledMonoid(node.fold.monoid, node.fold.accumulator, around) } : {}) });
      return node.results.map((result, k) => ({ value: result.value, shards: scatter(made[k]!, evaluated(result.placement, around), np) }));
    }
  }
}

/** What the ranks of each line of a grid make of their leaves together. */
function rowTotalsOf(fold: LayoutFold, np: number, leaves: readonly ArrayLike<number>[]): readonly ArrayLike<number>[] {
  const parts = leaves.map((own, rank) => rowParts(fold, rank, np, own));
  return leaves.map((_, rank) => sharedTotals(fold, rank, np, lineOf(fold, rank, np).map((sender) => parts[sender]![lineOf(fold, sender, np).indexOf(rank)]!)));
}

function calledMonoid(monoid: Monoid, element: ElementType, around: Surroundings): NonNullable<ReferenceCall["monoid"]> {
  return monoidOf(monoid, element, kernelEvaluator(around.functions));
}

/** Without an exchange a rank knows its own part alone. */
const lonely = (contributions: readonly Float64Array[], rank: number): Float64Array[] => contributions.map((own, r) => (r === rank ? own : new Float64Array(own.length).fill(NaN)));

function simulateLaunchNode(node: LocalNode & { readonly kind: "launch" }, around: Surroundings): readonly { readonly value: ValueId; readonly shards: Shards }[] {
  const nest = around.nests.find((n) => n.name === node.nest), inputs = node.inputs.map(around.arrayOf);
  if (!nest) throw new Error(`there is no nest ${node.nest}`);
  const outside = nest.inputs.map(({ boundary }) => (boundary?.kind !== "value" ? undefined : Number(typeof boundary.value === "object" ? around.hostValue(boundary.value.host) : boundary.value)));
  const captures = node.captures.map((c): KernelValue => (typeof c === "number" ? c : (around.hostValue(c) as KernelValue)));
  const views = nest.inputs.map((_, k) => node.views?.[k]?.map(({ from, step }) => ({ from: typeof from === "number" ? from : Number(around.hostValue(from.host)) + from.plus, step })));
  const elements = firstValues(nest).map((k) => node.outputs[k]!.type.element);
  const made = simulateLaunch({ nest, shape: shapeOf(node.shape, around), placement: evaluated(node.placement, around), inputs, views, captures, outside, elements }, around.functions, around.np);
  return node.outputs.map(({ value }, k) => ({ value, shards: made[k]! }));
}

/** The first value of each output of a launch: a scan has two. */
function firstValues(nest: Nest): readonly number[] {
  let next = 0;
  return nest.outputs.map((o) => {
    const first = next;
    next += o.mode === "scan" ? 2 : 1;
    return first;
  });
}

function prepareFold(node: LocalNode & { readonly kind: "combine" | "carry" }, leaves: ValueId, axis: number, around: Surroundings): { readonly fold: LayoutFold; readonly held: readonly ArrayLike<number>[] } {
  const { accumulator } = node, fold = { shape: shapeOf(node.shape, around), placement: evaluated(node.placement, around), axis, all: node.all, monoid: monoidInfo(node.monoid, accumulator, around), accumulator, ...(node.monoid.anyOrder ? { anyOrder: true as const } : {}) };
  return { fold, held: around.arrayOf(leaves).parts.map((part) => fieldsTogether(accumulator, part)) };
}

/** A monoid as generated code hands it over: numbers in, numbers out. */
function monoidInfo(monoid: Monoid, accumulator: ElementType, around: Surroundings): MonoidInfo | RecordMonoidInfo {
  const { identity, combine } = foldOfMonoid(monoid, accumulator, kernelEvaluator(around.functions)), fields = fieldsOf(accumulator), { name } = monoid;
  if (typeof accumulator === "string") return { name, identity: identity as number | boolean, combine: (a: number, b: number) => Number(combine(loaded(accumulator, a), loaded(accumulator, b))) };
  const element = (numbers: readonly number[]): ElementValue => elementFrom(accumulator, fields.map(([, dtype], k) => loaded(dtype, numbers[k]!)));
  return { name, identity: scalarsOf(accumulator, identity), combine: (...numbers: readonly number[]) => scalarsOf(accumulator, combine(element(numbers.slice(0, fields.length)), element(numbers.slice(fields.length)))).map(Number) };
}

/** Elements one after another, each with its fields. */
function fieldsTogether(element: ElementType, part: { readonly [field: string]: ArrayLike<number> }): ArrayLike<number> {
  const fields = fieldsOf(element).map(([field]) => part[field]!);
  return Array.from({ length: fields.length * fields[0]!.length }, (_, k) => fields[k % fields.length]![Math.floor(k / fields.length)]!);
}

function store(result: Shards, rank: number, values: ArrayLike<number>): void {
  const fields = fieldsOf(result.element);
  fields.forEach(([field, dtype], f) => {
    const data = result.parts[rank]![field]!;
    if (values.length !== fields.length * data.length) throw new Error(`${values.length} numbers for a shard of ${data.length} elements of ${fields.length}`);
    for (let k = 0; k < data.length; k++) data[k] = stored(dtype, values[k * fields.length + f]!);
  });
}

const allocateResult = (result: LocalValue, around: Surroundings): Shards => allocateShards(result.type.element, shapeOf(result.type.shape, around), evaluated(result.placement, around), around.np);

function expectPlacement(shards: Shards, placement: Placement, around: Surroundings): void {
  const is = JSON.stringify(shards.placement), said = JSON.stringify(evaluated(placement, around));
  if (is !== said) throw new Error(`an array is placed ${is}, not ${said}`);
}

export function shapeOf(shape: readonly Extent[], around: Pick<Surroundings, "hostValue">): readonly number[] {
  return shape.map((extent) => (typeof extent === "number" ? extent : Number(around.hostValue(extent))));
}

/** A placement with the host values it is given by put in. */
function evaluated(placement: Placement, around: Surroundings): Placement {
  return evaluatedPlacement(placement, (host) => Number(around.hostValue(host)));
}

function evaluate(attribute: Attribute, around: Surroundings): unknown {
  if (typeof attribute !== "object" || attribute === null) return attribute;
  if (Array.isArray(attribute)) return (attribute as readonly Attribute[]).map((part) => evaluate(part, around));
  if ("host" in attribute && typeof attribute.host === "string") return around.hostValue(attribute.host);
  return Object.fromEntries(Object.entries(attribute as { readonly [key: string]: Attribute }).map(([key, part]) => [key, evaluate(part, around)]));
}
