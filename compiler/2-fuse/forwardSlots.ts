// Array variables that only look mutable become plain values, so that what they connect can be fused.
//
//   write u = %1; %2 = read u; %3 = map %2     ->   write u = %1; %3 = map %1          (and no write if nobody reads u)
//   f: { ...; write r = %4 }; %5 = read r      ->   ...; (uses of %5 become %4)         an inlined function that returns once, at its end
//
// What a slot holds is known from a write to the next statement whose blocks write it. Inside a loop only slots that the loop never writes are known.
import type { ArrayNode } from "../ir/array.ts";
import type { Block, Program, Statement } from "../ir/host.ts";
import { blocksOf, statementsIn } from "../ir/blocks.ts";
import { hostCodeOf, hostNamesOf, isControl, withBlocks } from "../ir/traverse.ts";
import type { ValueId } from "../ir/types.ts";
import { renameValues } from "./renameValues.ts";

export function forwardSlots(program: Program<ArrayNode>): Program<ArrayNode> {
  const flat = openBlocks(program.body, mentionsOf(program)), alias = new Map<ValueId, ValueId>();
  const body = renameValues(forwardReads(flat, new Map(), alias), alias);
  const live = new Set<string>(program.results.flatMap((r) => (r.kind === "slot" ? [r.slot] : [])));
  for (const s of statementsIn(body)) if (s.kind === "read") live.add(s.slot);
  const rename = (value: ValueId): ValueId => alias.get(value) ?? value;
  return {
    ...program,
    body: dropDeadWrites(body, live),
    slots: program.slots.filter((slot) => live.has(slot.name)),
    results: program.results.map((r) => (r.kind === "array" ? { ...r, value: rename(r.value) } : r)),
  };
}

/** How often each host variable is mentioned. */
function mentionsOf(program: Program<ArrayNode>): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (names: readonly string[]): void => names.forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  count(program.results.flatMap((r) => (r.kind === "host" ? [r.variable] : [])));
  countMentions(program.body, count);
  return counts;
}

function countMentions(block: Block<ArrayNode>, count: (names: readonly string[]) => void): void {
  for (const s of statementsIn(block)) {
    for (const code of hostCodeOf(s)) count(code.reads);
    count(declaredBy(s));
    if (s.kind === "array") count(hostNamesOf(s.node));
  }
}

/** Host variables that a statement itself assigns or declares. */
function declaredBy(s: Statement<ArrayNode>): readonly string[] {
  if (s.kind === "scalar" || s.kind === "extent") return [s.name];
  const binding = s.kind === "forOf" ? [s.binding] : s.kind === "effect" && s.name !== null ? [s.name] : [];
  return [...binding, ...hostCodeOf(s).flatMap((code) => code.writes)];
}

/** A labelled block that nothing breaks out of is only a scope: its statements join the block around it, unless a name of its own is used outside too. */
function openBlocks(block: Block<ArrayNode>, mentions: ReadonlyMap<string, number>): Block<ArrayNode> {
  return block.flatMap((s): readonly Statement<ArrayNode>[] => {
    if (!isControl(s)) return [s];
    const inside = withBlocks(s, (b) => openBlocks(b, mentions));
    if (inside.kind !== "block" || [...statementsIn(inside.body)].some((i) => (i.kind === "break" || i.kind === "continue") && i.label === inside.label)) return [inside];
    const own = new Map<string, number>(), written = new Set<string>();
    countMentions(inside.body, (names) => names.forEach((name) => own.set(name, (own.get(name) ?? 0) + 1)));
    for (const i of statementsIn(inside.body)) declaredBy(i).forEach((name) => written.add(name));
    return [...written].every((name) => own.get(name) === mentions.get(name)) ? inside.body : [inside];
  });
}

/** Removes reads whose value is known; `alias` says what they become. `known` is what each slot holds when the block starts. */
function forwardReads(block: Block<ArrayNode>, known: Map<string, ValueId>, alias: Map<ValueId, ValueId>): Block<ArrayNode> {
  return block.flatMap((s): readonly Statement<ArrayNode>[] => {
    if (s.kind === "read") {
      const value = known.get(s.slot);
      if (value !== undefined) alias.set(s.result, value);
      else known.set(s.slot, s.result);
      return value === undefined ? [s] : [];
    }
    if (s.kind === "write") {
      known.set(s.slot, alias.get(s.value) ?? s.value);
      return [s];
    }
    if (!isControl(s)) return [s];
    const written = [...statementsIn([s])].flatMap((i) => (i.kind === "write" ? [i.slot] : []));
    const repeats = s.kind === "while" || s.kind === "forOf", inside = new Map(known);
    if (repeats) written.forEach((slot) => inside.delete(slot));
    const whole = withBlocks(s, (b) => forwardReads(b, new Map(inside), alias));
    written.forEach((slot) => known.delete(slot));
    return [whole];
  });
}

/** Drops writes to slots that are never read, and writes that another one replaces before anybody can read. */
function dropDeadWrites(block: Block<ArrayNode>, live: ReadonlySet<string>): Block<ArrayNode> {
  const kept: Statement<ArrayNode>[] = [], replaced = new Set<string>();
  for (const s of [...block].reverse()) {
    if (s.kind === "write") {
      if (!live.has(s.slot) || replaced.has(s.slot)) continue;
      replaced.add(s.slot);
    } else if (s.kind === "read") replaced.delete(s.slot);
    else if (blocksOf(s).length > 0 || s.kind === "break" || s.kind === "continue") replaced.clear();
    kept.push(isControl(s) ? withBlocks(s, (b) => dropDeadWrites(b, live)) : s);
  }
  return kept.reverse();
}
