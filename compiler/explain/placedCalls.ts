// Operators that are no loops, with what they say of their own communication (`ops/exchange.ts`), as numbers for one number of ranks.
import { nodesIn, statementsIn } from "../ir/blocks.ts";
import { outputsOf } from "../ir/localUses.ts";
import type { LocalNode, LocalProgram } from "../ir/spmd.ts";
import type { ValueId } from "../ir/types.ts";
import type { Attribute } from "../ir/array.ts";
import type { Exchange, PlacedArray, PlacedCall } from "../ops/exchange.ts";
import { operators } from "../ops/index.ts";
import type { KnownValues } from "./known.ts";

export type LocalCall = Extract<LocalNode, { readonly kind: "call" }>;

/** Type and placement of every value of a program. */
export function placedArrays(program: LocalProgram): ReadonlyMap<ValueId, PlacedArray> {
  const found = new Map<ValueId, PlacedArray>(), slots = new Map(program.slots.map((slot) => [slot.name, slot.type]));
  for (const node of nodesIn(program.body)) for (const { value, type, placement } of outputsOf(node)) found.set(value, { type, placement });
  for (const s of statementsIn(program.body)) if (s.kind === "read") found.set(s.result, { type: s.type ?? slots.get(s.slot)!, placement: program.slotPlacements[s.slot]! });
  return found;
}

export function placedCall(node: LocalCall, arrays: ReadonlyMap<ValueId, PlacedArray>, np: number, known: KnownValues): PlacedCall {
  const inputs = node.inputs.map((value) => arrays.get(value)!);
  return { attributes: resolved(node.attributes, known) as PlacedCall["attributes"], inputs, results: node.results, np, size: (extent) => (typeof extent === "number" ? extent : (known.get(extent) ?? NaN)) };
}

export const exchangesOf = (node: LocalCall, call: PlacedCall): readonly Exchange[] => (call.np === 1 && node.inputs.length > 0 ? [] : (operators.get(node.op)?.library?.exchanges?.(call) ?? []));

/** Host values that are known as numbers; others stay. */
function resolved(attribute: Attribute, known: KnownValues): Attribute {
  if (typeof attribute !== "object" || attribute === null) return attribute;
  if (Array.isArray(attribute)) return attribute.map((part: Attribute) => resolved(part, known));
  if ("host" in attribute && typeof attribute.host === "string") return known.get(attribute.host) ?? attribute;
  return Object.fromEntries(Object.entries(attribute).map(([name, part]: [string, Attribute]) => [name, resolved(part, known)]));
}
