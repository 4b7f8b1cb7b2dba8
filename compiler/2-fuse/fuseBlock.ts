// Which loops of a block become one, and where the result stands. Loops are merged greedily in program order: each joins the loops it reads from, then those
// that read the same arrays, wherever that is possible:
//   - both run over the same index space;
//   - what one reads of the other is stored by it, and read at the reader's own position (a transposed reader takes its producer along, transposed, if it is
//     the only one); a reduction's or scan's result, a neighbour or a row is there only after the whole loop;
//   - nothing else stands between: no statement needs one of them and is needed by the other.
// A value that others need too is stored by the merged loop: no work is done twice. The merged loop stands where its last part stood, or earlier if a
// statement needs it. Host statements and effects keep their order.
import type { ArrayNode, Loop } from "../ir/array.ts";
import type { Block, Statement } from "../ir/host.ts";
import type { KernelFunction, KernelId } from "../ir/kernel.ts";
import type { ValueId } from "../ir/types.ts";
import { blockGraph } from "./blockGraph.ts";
import type { BlockGraph, Order } from "./blockGraph.ts";
import { mergeLoops } from "./mergeLoops.ts";
import { permuteLoop, readInPlace, transposition } from "./permuteLoop.ts";

/** Loops that are to be one, by the position of their statements. */
interface Group {
  readonly members: readonly number[];
}

export interface Needs extends Order {
  /** How many statements of the whole program use a value (results count). */
  readonly uses: ReadonlyMap<ValueId, number>;
}

export interface FusedBlock {
  readonly block: Block<ArrayNode>;
  readonly kernels: readonly KernelFunction[];
}

/** Fuses the loops that stand directly in this block. */
export function fuseBlock(block: Block<ArrayNode>, { uses, ...order }: Needs): FusedBlock {
  const graph = blockGraph(block, order), loops = new Map<number, Loop>(), groupOf: Group[] = block.map((_, k) => ({ members: [k] }));
  block.forEach((s, k) => s.kind === "array" && s.node.kind === "loop" && loops.set(k, s.node));

  for (const k of loops.keys()) {
    for (let joined = true; joined; ) {
      joined = false;
      for (const other of candidates(k, graph, loops, groupOf)) {
        const a = groupOf[other]!, b = groupOf[k]!;
        if (a === b || !tryMerge(a, b, loops, graph, groupOf, uses)) continue;
        const group: Group = { members: [...a.members, ...b.members].sort((x, y) => x - y) };
        for (const member of group.members) groupOf[member] = group;
        joined = true;
      }
    }
  }

  const kernels: KernelFunction[] = [];
  const fused = schedule(block, graph, groupOf, (group) => {
    const members = group.members.map((m) => loops.get(m)!);
    // A value without any use is still there because what makes it may throw.
    const { loop, kernels: brought } = mergeLoops(members, (value) => (uses.get(value) ?? 0) > readersIn(members, value) || !uses.has(value));
    kernels.push(...brought);
    return loop;
  });
  return { block: fused, kernels };
}

/** Earlier loops that loop `k` could join: its producers, nearest first, then loops that read one of its inputs. */
function candidates(k: number, graph: BlockGraph, loops: ReadonlyMap<number, Loop>, groupOf: readonly Group[]): readonly number[] {
  const producers = groupOf[k]!.members.flatMap((m) => [...graph.needs[m]!]).filter((p) => p < k && loops.has(p)).sort((a, b) => b - a);
  const inputs = new Set(loops.get(k)!.inputs.map((i) => i.value));
  const siblings = [...loops.keys()].filter((s) => s < k && loops.get(s)!.inputs.some((i) => inputs.has(i.value)));
  return [...producers, ...siblings];
}

/** Whether two groups may be one; takes the producer along, transposed, where that is what it needs. */
function tryMerge(a: Group, b: Group, loops: Map<number, Loop>, graph: BlockGraph, groupOf: readonly Group[], uses: ReadonlyMap<ValueId, number>): boolean {
  const one = a.members.map((m) => loops.get(m)!), two = b.members.map((m) => loops.get(m)!);
  // A fold of a 0-dimensional array is walked as if there were an axis (4-communicate), so it stays alone.
  if ([...one, ...two].some((loop) => loop.shape.length === 0 && loop.outputs.some((o) => o.kind !== "store"))) return false;
  const inPlaceAlready = sameShape(one[0]!, two[0]!) && readsInPlace(one, two) && readsInPlace(two, one), axes = inPlaceAlready ? undefined : transposition(one, two);
  if ((!inPlaceAlready && !axes) || reaches(a, b, graph, groupOf) || reaches(b, a, graph, groupOf)) return false;
  if (!axes) return true;
  if (!one.every((loop) => loop.outputs.every((o) => o.kind === "store" && uses.get(o.result) === readersIn([...one, ...two], o.result)))) return false;
  const made = new Set(one.flatMap((loop) => loop.outputs.map((o) => o.result)));
  const inPlace = (loop: Loop): Loop => ({ ...loop, inputs: loop.inputs.map((i) => (made.has(i.value) ? readInPlace(i) : i)) });
  const moved = one.map((loop) => inPlace(permuteLoop(loop, axes)));
  if (!sameShape(moved[0]!, two[0]!)) return false;
  a.members.forEach((m, k) => loops.set(m, moved[k]!));
  b.members.forEach((m, k) => loops.set(m, inPlace(two[k]!)));
  return true;
}

const sameShape = (a: Loop, b: Loop): boolean => a.shape.length === b.shape.length && a.shape.every((extent, axis) => extent === b.shape[axis]);

/** Everything that `readers` take from `makers` is stored and read at the reader's own position. */
function readsInPlace(makers: readonly Loop[], readers: readonly Loop[]): boolean {
  const made = new Map(makers.flatMap((loop) => loop.outputs.map((o) => [o.result, o.kind] as const)));
  return readers.every((loop) =>
    loop.inputs.every(({ value, access, view }) => {
      const kind = made.get(value);
      return kind === undefined || (kind === "store" && !access.whole && !view && access.axes.length === loop.shape.length && access.axes.every((a, axis) => a.loop === axis && a.offset === 0));
    }),
  );
}

/** How many of these loops read a value. */
function readersIn(loops: readonly Loop[], value: ValueId): number {
  return loops.filter((loop) => loop.inputs.some((i) => i.value === value)).length;
}

/** Some statement outside both groups needs `from` and is needed by `to`, directly or not. */
function reaches(from: Group, to: Group, graph: BlockGraph, groupOf: readonly Group[]): boolean {
  const seen = new Set<Group>(), pending: Group[] = [];
  const follow = (group: Group): void => {
    for (const m of group.members)
      for (const next of graph.neededBy[m]!) {
        const g = groupOf[next]!;
        if (g === group || seen.has(g) || (group === from && g === to)) continue;
        seen.add(g);
        pending.push(g);
      }
  };
  follow(from);
  for (let group = pending.pop(); group; group = pending.pop()) {
    if (group === to) return true;
    if (group !== from) follow(group);
  }
  return false;
}

/** The statements in their order, each group once. */
function schedule(block: Block<ArrayNode>, graph: BlockGraph, groupOf: readonly Group[], merge: (group: Group) => Loop): Block<ArrayNode> {
  const placed = new Set<Group>(), out: Statement<ArrayNode>[] = [];
  const put = (group: Group): void => {
    if (placed.has(group)) return;
    placed.add(group);
    const needs = new Set(group.members.flatMap((m) => [...graph.needs[m]!]).map((n) => groupOf[n]!));
    needs.delete(group);
    [...needs].sort((a, b) => a.members[0]! - b.members[0]!).forEach(put);
    const first = block[group.members[0]!]!;
    // A loop alone, too, may read one array or host variable twice.
    out.push(first.kind === "array" && first.node.kind === "loop" ? { kind: "array", node: merge(group) } : first);
  };
  groupOf.forEach((group, k) => group.members.at(-1) === k && put(group));
  return out;
}
