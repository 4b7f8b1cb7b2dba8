// What must come before what among the statements of one block. Array nodes and what only takes a scalar or an extent from one follow nothing but
// the values and names they need; everything else keeps its order. So does a loop that may throw, since a user sees when, and what reads a
// file, which an effect may have written. A slot is read at any time between the writes before and after: so loops that the program has between writes of
// several slots come together.
import type { ArrayNode } from "../ir/array.ts";
import type { Block, Statement } from "../ir/host.ts";
import type { KernelId } from "../ir/kernel.ts";
import { blocksOf, statementsIn } from "../ir/blocks.ts";
import { hostCodeOf, hostNamesOf, inputsOf, resultsOf } from "../ir/traverse.ts";
import type { ValueId } from "../ir/types.ts";

export interface BlockGraph {
  /** For each statement, those before it that it needs, and those after it that need it. */
  readonly needs: readonly ReadonlySet<number>[];
  readonly neededBy: readonly ReadonlySet<number>[];
}

/** What keeps an array node in its place among host statements and effects. */
export interface Order {
  mayThrow(fn: KernelId): boolean;
  readsFiles(node: ArrayNode): boolean;
}

interface Facts {
  readonly values: Set<ValueId>;
  readonly names: Set<string>;
}

export function blockGraph(block: Block<ArrayNode>, { mayThrow, readsFiles }: Order): BlockGraph {
  const needs: Set<number>[] = block.map(() => new Set()), neededBy: Set<number>[] = block.map(() => new Set());
  const madeBy = new Map<ValueId, number>(), namedBy = new Map<string, number[]>(), writtenBy = new Map<string, number>(), readBy = new Map<string, number[]>();
  let lastOrdered: number | undefined;
  const need = (k: number, earlier: number | undefined): void => {
    if (earlier === undefined || earlier === k) return;
    needs[k]!.add(earlier);
    neededBy[earlier]!.add(k);
  };
  block.forEach((s, k) => {
    const uses: Facts = { values: new Set(), names: new Set() }, makes: Facts = { values: new Set(), names: new Set() };
    collect(s, uses, makes);
    for (const value of uses.values) need(k, madeBy.get(value));
    for (const name of [...uses.names, ...makes.names]) namedBy.get(name)?.forEach((earlier) => need(k, earlier));
    const slots = slotsOf(s);
    for (const slot of slots.read) need(k, writtenBy.get(slot));
    for (const slot of slots.written) {
      readBy.get(slot)?.forEach((reader) => need(k, reader));
      need(k, writtenBy.get(slot));
    }
    for (const slot of slots.read) readBy.set(slot, [...(readBy.get(slot) ?? []), k]);
    for (const slot of slots.written) {
      writtenBy.set(slot, k);
      readBy.delete(slot);
    }
    if (isOrdered(s, { mayThrow, readsFiles })) {
      need(k, lastOrdered);
      lastOrdered = k;
    }
    for (const value of makes.values) madeBy.set(value, k);
    for (const name of makes.names) namedBy.set(name, [...(namedBy.get(name) ?? []), k]);
  });
  return { needs, neededBy };
}

function isOrdered(s: Statement<ArrayNode>, { mayThrow, readsFiles }: Order): boolean {
  if (s.kind === "array") return readsFiles(s.node) || nodeFunctions(s.node).some(mayThrow);
  return s.kind !== "scalar" && s.kind !== "extent" && s.kind !== "read";
}

/** The slots that a statement, or one in its blocks, reads and writes. */
function slotsOf(s: Statement<ArrayNode>): { readonly read: ReadonlySet<string>; readonly written: ReadonlySet<string> } {
  const read = new Set<string>(), written = new Set<string>();
  for (const inner of statementsIn([s])) {
    if (inner.kind === "read") read.add(inner.slot);
    else if (inner.kind === "write") written.add(inner.slot);
  }
  return { read, written };
}

/** The kernel functions a node calls itself. */
export function nodeFunctions(node: ArrayNode): readonly KernelId[] {
  if (node.kind === "op") return [...(node.kernel ? [node.kernel.fn] : []), ...(node.monoid ? [node.monoid.fn] : [])];
  return [...node.steps.map((s) => s.fn), ...node.outputs.flatMap((o) => (o.kind === "store" ? [] : [o.monoid.fn]))];
}

/** What a statement and the blocks inside it use and make. */
export function collect(s: Statement<ArrayNode>, uses: Facts, makes: Facts): void {
  switch (s.kind) {
    case "array":
      inputsOf(s.node).forEach((v) => uses.values.add(v));
      hostNamesOf(s.node).forEach((n) => uses.names.add(n));
      resultsOf(s.node).forEach((m) => makes.values.add(m.value));
      break;
    case "scalar":
    case "extent":
      uses.values.add(s.value);
      makes.names.add(s.name);
      break;
    case "effect":
      s.inputs.forEach((v) => uses.values.add(v));
      if (s.name !== null) makes.names.add(s.name);
      break;
    case "read":
      makes.values.add(s.result);
      break;
    case "write":
      uses.values.add(s.value);
      break;
    case "forOf":
      makes.names.add(s.binding);
      break;
    default:
  }
  for (const code of hostCodeOf(s)) {
    code.reads.forEach((n) => uses.names.add(n));
    code.writes.forEach((n) => makes.names.add(n));
  }
  for (const inner of blocksOf(s)) for (const t of inner) collect(t, uses, makes);
}
