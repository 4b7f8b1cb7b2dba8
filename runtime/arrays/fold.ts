// combine and carry on arrays: what layout/fold.ts and layout/carry.ts compute, with one allgather of a few subtrees between their halves. Folds that are
// wanted at the same time share it: what a rank has to say about each goes into one message.
//
//   together(sum of a, max of b)   ->   rank r sends [subtrees of its part of a | subtrees of its part of b]
import type { FoldInfo, FoldPart, Site } from "../abi.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { carryFinish } from "../layout/carry.ts";
import { combineContribution, combineFinish, contributionSize, foldedPlacement, foldExchanges, rowParts, sharedTotals, widthOf } from "../layout/fold.ts";
import { lineOf, shareSize, sharesRows } from "../layout/gridRows.ts";
import type { ElementArray } from "../memory/elements.ts";
import { storedArray, type ArrayStore, type StoredArray } from "./store.ts";

/** Of a combine the reduced array, the loop's index space without the folded axes; of a carry what goes before each leaf, stored as the totals are. */
export function together(store: ArrayStore, comm: Communicator, folds: readonly FoldPart[], site: Site): StoredArray[] {
  const { rank, np } = store, held = folds.map(({ of, how, kind }) => (kind === "combine" && sharesRows(how, np) ? rowTotalsOf(comm, how, elements(store, storedArray(of)), site) : elements(store, storedArray(of))));
  const gathered = gather(store, comm, folds.map(({ how }) => how), held.map((own, k) => combineContribution(folds[k]!.how, rank, np, own)), site);
  return folds.map(({ kind, of, how }, k) => {
    const own = held[k]!, others = gathered[k]!;
    if (kind === "carry") return fill(store, store.make(how.accumulator, how.shape, how.placement, site, storedArray(of).stored), carryFinish(how, rank, np, own, others));
    const shape = how.all ? [] : how.shape.filter((_, axis) => axis !== how.axis);
    return fill(store, store.make(how.element, shape, foldedPlacement(how), site), combineFinish(how, rank, np, own, others));
  });
}

/** Ranks of a line of the grid give each other their parts of rows. */
function rowTotalsOf(comm: Communicator, how: FoldInfo, leaves: ArrayLike<number>, site: Site): Float64Array {
  const { rank, size: np } = comm, line = lineOf(how, rank, np), sent = rowParts(how, rank, np, leaves);
  const taken = line.map((peer, k) => (peer === rank ? sent[k]! : new Float64Array(shareSize(how, peer, rank, np, widthOf(how))))), others = line.flatMap((peer, k) => (peer === rank ? [] : [{ peer, k }]));
  const receives = others.flatMap(({ peer, k }) => (taken[k]!.length > 0 ? [comm.irecv(taken[k]!, peer, rowTag)] : [])), sends = others.flatMap(({ peer, k }) => (sent[k]!.length > 0 ? [comm.isend(sent[k]!, peer, rowTag)] : []));
  for (const transfer of [...receives, ...sends]) comm.wait(transfer, site);
  return sharedTotals(how, rank, np, taken);
}

const rowTag = 2;

export const combine = (store: ArrayStore, comm: Communicator, leaves: StoredArray, how: FoldInfo, site: Site): StoredArray => together(store, comm, [{ kind: "combine", of: leaves, how }], site)[0]!;

export const carry = (store: ArrayStore, comm: Communicator, totals: StoredArray, how: FoldInfo, site: Site): StoredArray => together(store, comm, [{ kind: "carry", of: totals, how }], site)[0]!;

/** For each fold all ranks' contributions, by rank. */
export function gather(store: ArrayStore, comm: Communicator, folds: readonly FoldInfo[], mine: readonly Float64Array[], site: Site): (readonly Float64Array[])[] {
  const { np } = store, ranks = Array.from({ length: np }, (_, r) => r);
  if (!folds.some((how) => foldExchanges(how, np))) return mine.map((own) => ranks.map(() => own));
  const sizes = ranks.map((r) => folds.map((how) => contributionSize(how, r, np))), totals = sizes.map((list) => list.reduce((a, b) => a + b, 0));
  const all = new Float64Array(totals.reduce((a, b) => a + b, 0)), [only] = mine;
  let at = 0;
  const parts = totals.map((size) => all.subarray(at, (at += size)));
  if (totals.every((size) => size === totals[0])) comm.allgather(mine.length === 1 ? only! : joined(mine), all, site);
  else comm.allgatherv(mine.length === 1 ? only! : joined(mine), parts, site);
  const starts = sizes.map(() => 0);
  return folds.map((_, k) => parts.map((part, r) => part.subarray(starts[r]!, (starts[r]! += sizes[r]![k]!))));
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

/** Elements one after another, their fields together: as they lie where there is one field. */
export function elements(store: ArrayStore, a: StoredArray): ArrayLike<number> {
  const fields = a.buffers.map((_, f) => store.view(a, f)), [only] = fields;
  return fields.length === 1 ? only! : Float64Array.from({ length: fields.length * only!.length }, (_, k) => fields[k % fields.length]![Math.floor(k / fields.length)]!);
}

/** Stores as a typed array does: integers wrap. */
function fill(store: ArrayStore, target: StoredArray, values: Float64Array): StoredArray {
  const width = target.buffers.length;
  target.buffers.forEach(({ dtype }, f) => {
    const field: ElementArray = store.view(target, f);
    if (width * field.length !== values.length) throw new Error(`internal: a fold of ${values.length / width} values into ${field.length} elements`);
    if (dtype === "bool") field.forEach((_, k) => (field[k] = values[k * width + f] !== 0 && !Number.isNaN(values[k * width + f]) ? 1 : 0));
    else if (width === 1) field.set(values);
    else for (let k = 0; k < field.length; k++) field[k] = values[k * width + f]!;
  });
  return target;
}
