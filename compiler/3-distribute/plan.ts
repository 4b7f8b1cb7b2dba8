// The decisions of a program and what each combination of them costs, gathered in one walk.
//
//   while { %1 = read u; %2 = loop over %1; write u = %2 }     ->   choices: slot u, loop %2;  terms: loop's work x 10, %1 brought to the loop x 10, %2 to u x 10
//
// Costs count as often as they are paid: a loop's body `tripsOfLoop` times. What moves an array is paid no more often than the array is made, since
// 4-communicate moves it outside the loops that do not change it.
import type { ArrayNode, Loop, LoopInput } from "../ir/array.ts";
import type { Block, Program } from "../ir/host.ts";
import { foldAxes, inputPlacements, outputPlacement } from "../ir/placed.ts";
import { distributedAxes, effectPlacement, isSpread, replicated } from "../ir/placement.ts";
import type { Placement } from "../ir/placement.ts";
import { blocksOf, statementsIn } from "../ir/blocks.ts";
import { inputsOf, resultsOf, typesOf } from "../ir/traverse.ts";
import type { ArrayType, Extent, ValueId } from "../ir/types.ts";
import type { EffectDefinition, OperatorDefinition, PlacementHint } from "../ops/defineOp.ts";
import { hintChoice, hintOf, libraryChoice, looksAlongTwoAxes, loopChoice, slotChoice } from "./choices.ts";
import type { Choice, Kinds } from "./choices.ts";
import { exchangeCost, foldCost, holdCost, kernelCost, points, reshardCost, rowsCost, size } from "./machine.ts";
import type { Machine } from "./machine.ts";
import type { Term } from "./search.ts";
import { workOfLoop } from "../ir/work.ts";
import type { Work } from "../ir/work.ts";

/** Where something is, given what is chosen. */
export type Where = (chosen: readonly number[]) => Placement;

export interface Plan {
  readonly choices: readonly Choice[];
  readonly terms: readonly Term[];
  readonly values: ReadonlyMap<ValueId, Where>;
  readonly loops: ReadonlyMap<ValueId, Where>;
  readonly calls: ReadonlyMap<ValueId, (chosen: readonly number[]) => readonly Placement[]>;
  readonly slots: ReadonlyMap<string, Where>;
}

export interface Language {
  readonly operators: ReadonlyMap<string, OperatorDefinition>;
  readonly effects: ReadonlyMap<string, EffectDefinition>;
}

/** An element that is found, packed and put in place. */
const operationsOfMove = 4;
const tripsOfLoop = 10, mostTrips = 1e4, branchTaken = 0.5;

interface Source {
  readonly choice: number | undefined;
  readonly at: Where;
  /** How often it is made. */
  readonly weight: number;
}

/** `unhinted`: results of hints that are looked away from, to see what they cost. */
export function planOf(program: Program<ArrayNode>, { operators, effects }: Language, machine: Machine, unhinted: ReadonlySet<ValueId> = new Set()): Plan {
  const choices: Choice[] = [], terms: Term[] = [], sources = new Map<ValueId, Source>(), types = typesOf(program);
  const loops = new Map<ValueId, Where>(), calls = new Map<ValueId, (chosen: readonly number[]) => readonly Placement[]>(), slots = new Map<string, Where>(), slotChoices = new Map<string, number>();
  const work = new Map<Loop, Work>();
  for (const s of statementsIn(program.body)) if (s.kind === "array" && s.node.kind === "loop") work.set(s.node, workOfLoop(s.node, program.kernels));
  const nodes = [...statementsIn(program.body)].flatMap((s) => (s.kind === "array" ? [s.node] : []));
  const asks = (hint: PlacementHint): boolean => machine.tryAll === true || nodes.some((node) => hintOf(node, operators) === hint);
  const kinds: Kinds = { cyclic: asks("cyclic") || [...work.values()].some((w) => w.uneven), grid: asks("grid") || [...work.keys()].some(looksAlongTwoAxes) };

  const addChoice = (choice: Choice): number => choices.push(choice) - 1;
  const placementOf = (choice: number): Where => (chosen) => choices[choice]!.options[chosen[choice]!]!.placement;
  const make = (value: ValueId, choice: number | undefined, at: Where, weight: number): void => {
    const scalar = types.get(value)!.shape.length === 0;
    sources.set(value, scalar ? { choice: undefined, at: () => replicated, weight } : { choice, at, weight });
    if (machine.memory !== undefined) terms.push({ choices: choice === undefined ? [] : [choice], cost: (chosen) => holdCost(types.get(value)!, at(chosen), machine) });
  };
  /** The cost of bringing a value to where it is needed. */
  const need = (value: ValueId, choice: number | undefined, to: Where, weight: number): void => {
    const source = sources.get(value), type = types.get(value)!;
    if (!source) throw new Error(`${value} is used before it is defined`);
    const often = Math.min(weight, source.weight);
    terms.push({ choices: [source.choice, choice].flatMap((c) => c ?? []), cost: (chosen) => often * reshardCost(type, source.at(chosen), to(chosen), machine) + holdCost(type, to(chosen), machine) });
  };

  for (const slot of program.slots) {
    const choice = addChoice(slotChoice(slot, kinds));
    slotChoices.set(slot.name, choice);
    slots.set(slot.name, placementOf(choice));
  }
  const loopNode = (loop: Loop, weight: number): void => {
    const choice = addChoice(loopChoice(loop, kinds)), at = placementOf(choice), { operations, uneven } = work.get(loop)!;
    loops.set(loop.outputs[0]!.result, at);
    terms.push({ choices: [choice], cost: (chosen) => weight * (kernelCost(loop.shape, operations, uneven, at(chosen), machine) + foldsCost(loop, at(chosen), machine)) });
    loop.inputs.forEach(({ value, access }, k) => {
      const first = loop.inputs.findIndex((i) => i.value === value && i.access.whole === access.whole && kindOf(i) === kindOf(loop.inputs[k]!));
      if (first === k) need(value, choice, (chosen) => inputPlacements(loop, at(chosen))[first]!, weight);
    });
    for (const output of loop.outputs) make(output.result, choice, (chosen) => outputPlacement(loop, output, at(chosen)), weight);
  };
  const opNode = (node: ArrayNode & { readonly kind: "op" }, weight: number): void => {
    const hint = hintOf(node, operators), definition = operators.get(node.op);
    if (!definition) throw new Error(`there is no operator ${node.op}`);
    const choice = addChoice(hint ? hintChoice(unhinted.has(node.results[0]!) ? undefined : hint, node.types[0]!.shape.length, kinds) : libraryChoice(node, definition, (value) => types.get(value)!));
    const ruleOf = (chosen: readonly number[]) => choices[choice]!.options[chosen[choice]!]!.rule;
    const inputAt = (k: number): Where => (chosen) => ruleOf(chosen)?.inputs[k] ?? placementOf(choice)(chosen);
    calls.set(node.results[0]!, (chosen) => node.inputs.map((_, k) => inputAt(k)(chosen)));
    node.inputs.forEach((value, k) => need(value, choice, inputAt(k), weight));
    const exchanges = definition.library?.exchanges, typed = (type: ArrayType, placement: Placement) => ({ type, placement }), sent = new Map<number, number>();
    /** What the operator itself sends under a rule: the same whatever else is chosen. */
    const sends = (chosen: readonly number[]): number => {
      const rule = ruleOf(chosen), number = chosen[choice]!;
      if (!exchanges || !rule) return 0;
      let cost = sent.get(number);
      if (cost === undefined) {
        const call = { attributes: node.attributes, inputs: node.inputs.map((value, k) => typed(types.get(value)!, rule.inputs[k]!)), results: node.types.map((type, k) => typed(type, rule.outputs[k]!)), np: machine.np, size: (extent: Extent) => size(extent, machine) };
        sent.set(number, (cost = exchanges(call).reduce((sum, exchange) => sum + exchangeCost(exchange, machine), 0)));
      }
      return cost;
    };
    /** Without a work of its own an operator goes over what it has and makes. */
    const goesOver = (chosen: readonly number[]): number => {
      const rule = ruleOf(chosen), arrays = rule ? [...node.inputs.map((value, k) => [types.get(value)!, rule.inputs[k]!] as const), ...node.types.map((type, k) => [type, rule.outputs[k]!] as const)] : [];
      return arrays.reduce((sum, [type, at]) => sum + kernelCost(type.shape, operationsOfMove, false, at, machine), 0);
    };
    const space = definition.library?.work?.(node, (value) => types.get(value)!) ?? [];
    terms.push({
      choices: [choice],
      cost: (chosen) => weight * (sends(chosen) + (space.length > 0 ? kernelCost(space, 1, false, ruleOf(chosen)?.outputs[0] ?? replicated, machine) : goesOver(chosen))),
    });
    resultsOf(node).forEach(({ value }, k) => make(value, choice, (chosen) => ruleOf(chosen)?.outputs[k] ?? placementOf(choice)(chosen), weight));
  };
  const walk = (block: Block<ArrayNode>, weight: number): void => {
    for (const s of block) {
      if (s.kind === "array") {
        if (s.node.kind === "loop") loopNode(s.node, weight);
        else opNode(s.node, weight);
      } else if (s.kind === "read") make(s.result, slotChoices.get(s.slot), slots.get(s.slot)!, weight);
      else if (s.kind === "write") need(s.value, slotChoices.get(s.slot), slots.get(s.slot)!, weight);
      else if (s.kind === "effect") {
        const wanted = effects.get(s.effect)?.placement ?? "replicated";
        for (const value of s.inputs) {
          const source = sources.get(value);
          need(value, source?.choice, (chosen) => effectPlacement(wanted, source?.at(chosen) ?? replicated, types.get(value)!.shape.length), weight);
        }
      }
      const inside = s.kind === "while" || s.kind === "forOf" ? Math.min(mostTrips, weight * tripsOfLoop) : s.kind === "if" ? weight * branchTaken : weight;
      for (const inner of blocksOf(s)) walk(inner, inside);
    }
  };
  walk(program.body, 1);
  return { choices, terms, values: new Map([...sources].map(([value, source]) => [value, source.at])), loops, calls, slots };
}

/** Reads of an array that one placement serves have one kind: parts of an axis share a window, one row is another. */
const kindOf = ({ view }: LoopInput): string => (view === undefined ? "all" : view.some(({ step }) => step === 0) ? "one" : "part");

/** What ranks tell each other for the loop's reductions and scans. */
function foldsCost(loop: Loop, at: Placement, machine: Machine): number {
  if (!isSpread(at)) return 0;
  let values = 0, rows = 0;
  for (const output of loop.outputs) {
    if (output.kind === "store") continue;
    const { axis, all } = foldAxes(output, loop.shape.length);
    if (all || distributedAxes(at).includes(axis)) values += all ? 1 : points(loop.shape.filter((_, k) => k !== axis), machine);
    if (all && output.kind === "reduce" && output.monoid.anyOrder !== true) rows = rowsCost(at, axis, machine);
  }
  return rows + foldCost(values, machine);
}

