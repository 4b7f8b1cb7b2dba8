// 3-distribute: where each array is and each loop runs, for the least cost: messages, bytes, and the work of the slowest rank.
//
//   u = slot; while { %2 = loop [n, m] stencil of u; write u = %2 }     ->   u block(0), %2 runs as block(0) and reads u as block(0, halo 1)
//   %1 = loop [h, w] { escape time }                                    ->   cyclic(0): some rows take longer than others
//   %3 = loop [10] { reduce }                                           ->   replicated: cheaper than a message
//
// A slot keeps its placement for the whole program. A hint is obeyed. Extents that only the run knows are taken for large.
import type { ArrayNode } from "../ir/array.ts";
import type { Program } from "../ir/host.ts";
import type { Placed } from "../ir/placed.ts";
import { effects, operators } from "../ops/index.ts";
import { nodesIn } from "../ir/blocks.ts";
import type { Span, ValueId } from "../ir/types.ts";
import { hintOf } from "./choices.ts";
import type { Choice } from "./choices.ts";
import { typicalMachine } from "./machine.ts";
import type { Machine } from "./machine.ts";
import { planOf } from "./plan.ts";
import type { Language, Plan } from "./plan.ts";
import { search } from "./search.ts";

export function distribute(program: Program<ArrayNode>, language: Language = { operators, effects }, machine: Machine = typicalMachine, unhinted: ReadonlySet<ValueId> = new Set()): Placed {
  const plan = planOf(program, language, machine, unhinted);
  return placedBy(program, plan, search(plan.choices.map((c) => c.options.length), plan.terms, startsOf(plan.choices)));
}

/** The program as it would be placed without each of its hints. */
export function withoutHints(program: Program<ArrayNode>, language: Language = { operators, effects }, machine: Machine = typicalMachine): readonly { readonly span: Span; readonly how: string; readonly placed: Placed }[] {
  return [...nodesIn(program.body)].flatMap((node) => {
    const how = hintOf(node, language.operators);
    return how === undefined || node.kind !== "op" ? [] : [{ span: node.span, how, placed: distribute(program, language, machine, new Set(node.results)) }];
  });
}

/** The program as some combination of the plan's options places it: any of them is right, the cheapest is wanted. */
export function placedBy(program: Program<ArrayNode>, plan: Plan, chosen: readonly number[]): Placed {
  return {
    program,
    placements: new Map([...plan.values].map(([value, at]) => [value, at(chosen)])),
    loops: new Map([...plan.loops].map(([value, at]) => [value, at(chosen)])),
    calls: new Map([...plan.calls].map(([value, at]) => [value, at(chosen)])),
    slotPlacements: Object.fromEntries([...plan.slots].map(([slot, at]) => [slot, at(chosen)])),
  };
}

/** Everything alike, as far as it can be: one starting point for each option that any choice has. */
function startsOf(choices: readonly Choice[]): readonly (readonly number[])[] {
  const names = new Set(choices.flatMap((c) => c.options.map((o) => o.name)));
  return [...names].map((name) => choices.map((c) => Math.max(0, c.options.findIndex((o) => o.name === name))));
}
