// Scans. In two passes: prefixes inside leaves with the leaves' totals, what goes before each leaf, and both together. In one pass where the kernels carry from leaf to
// leaf themselves: each element is read once and written once. Where other ranks come before, their totals are wanted first:
//
//   [0 .. 1023] on 2 ranks   ->   totals of each rank's leaves (nothing else is stored), one allgather of their subtrees, then the one pass
//
// Both give the same bits (layout/carryChain.ts). What is costly to compute is not computed twice for that.
import type { FoldInfo, Placement, ScanPass, Shape, Site } from "../abi.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { carryContribution, chainOfRow } from "../layout/carry.ts";
import { carryLevels, type CarryChain } from "../layout/carryChain.ts";
import { foldExchanges } from "../layout/fold.ts";
import { fieldsOf } from "../memory/elements.ts";
import type { Buffer } from "../memory/rankMemory.ts";
import { carry, elements, gather } from "./fold.ts";
import type { CallKernel } from "./kernels.ts";
import { launch, launchInto, makeOutputs } from "./launch.ts";
import type { ArrayStore, StoredArray } from "./store.ts";

export interface ScanCall {
  readonly pass: ScanPass;
  readonly shape: Shape;
  readonly placement: Placement;
  readonly inputs: readonly StoredArray[];
  /** Of the finishing nest, beside prefixes and carries. */
  readonly others: readonly StoredArray[];
  readonly captures: readonly number[];
  readonly finishCaptures: readonly number[];
  readonly how: FoldInfo;
  readonly site: Site;
}

export function scan(store: ArrayStore, comm: Communicator, call: CallKernel, given: ScanCall): StoredArray[] {
  const { pass, shape, placement, inputs, others, captures, finishCaptures, how, site } = given, exchanges = foldExchanges(how, store.np);
  if (call.plain || (exchanges && !pass.cheap)) return inTwoPasses(store, comm, call, given);
  const chain = exchanges ? chainAcrossRanks(store, comm, call, given) : undefined, outputs = makeOutputs(store, pass.whole, shape, placement, site);
  const state = fieldsOf(how.accumulator).map(([, dtype]) => store.memory.allocate(dtype, 2 * carryLevels, "the state of a scan"));
  if (chain) state.forEach((buffer, field) => fill(store, buffer, chain, field, state.length));
  try {
    return launchInto(store, call, pass.whole, shape, placement, [...inputs, ...others], [...captures, ...pass.captures.map((k) => finishCaptures[k]!)], outputs, state);
  } finally {
    state.forEach(store.memory.free);
  }
}

/** The state where this rank's leaves begin. */
function chainAcrossRanks(store: ArrayStore, comm: Communicator, call: CallKernel, { pass, shape, placement, inputs, captures, how, site }: ScanCall): CarryChain {
  const { rank, np } = store, [leaves] = makeOutputs(store, { ...pass.first, outputs: [{ mode: "leaf", axis: how.axis, element: how.accumulator }] }, shape, placement, site);
  const nowhere = { array: store.make(how.accumulator, shape, placement, site, shape.map(() => 1)), dropped: true } as const;
  const [, totals] = launchInto(store, call, pass.first, shape, placement, inputs, captures, [nowhere, leaves!], []);
  const [contributions] = gather(store, comm, [how], [carryContribution(how, rank, np, elements(store, totals!))], site);
  store.drop(nowhere.array);
  store.drop(totals!);
  return chainOfRow(how, rank, np, contributions!);
}

function fill(store: ArrayStore, buffer: Buffer, { values }: CarryChain, field: number, width: number): void {
  const state = store.memory.view(buffer);
  for (let k = 0; k < state.length; k++) state[k] = values[k * width + field]!;
}

function inTwoPasses(store: ArrayStore, comm: Communicator, call: CallKernel, { pass, shape, placement, inputs, others, captures, finishCaptures, how, site }: ScanCall): StoredArray[] {
  const [prefixes, totals] = launch(store, call, pass.first, shape, placement, inputs, captures, site), carries = carry(store, comm, totals!, how, site), rest = [...others];
  const all = Array.from({ length: rest.length + 2 }, (_, k) => (k === pass.prefixes ? prefixes! : k === pass.carries ? carries : rest.shift()!));
  const made = launch(store, call, pass.finish, shape, placement, all, finishCaptures, site);
  for (const array of [prefixes!, totals!, carries]) store.drop(array);
  return made;
}
