// How long a collective takes on a machine of the file: the steps of good algorithms, in LogGP's terms. Ranks fill one node after another.
//
//   c(k) = o + L + k G + o      a message of k bytes; between nodes with the network's figures, inside one with the memory's
//   bcast, gather, scatter, allgather, allreduce      log2(ranks of a node) steps inside it, log2(nodes) between nodes; the bytes once (allreduce: twice)
//   alltoall     np - 1 messages, a gap apart; ranks of one node share its link
//   ring         np - 1 messages, each after the other
//   exchange     two messages, as of a halo; a halo along two axes has four, and four more with its corners
//
// With more ranks than cores whoever is waited for must be given a core first: nothing hides that, since all cores are busy.
import type { Link, MachineFile } from "./machineFile.ts";

/** Microseconds. */
export interface CollectiveTime {
  readonly us: number;
  /** What a rank is busy with; the rest may be used for something else. */
  readonly busy_us: number;
}

export interface Spread {
  readonly np: number;
  readonly ranksPerNode: number;
  readonly nodes: number;
  /** Ranks that share a core. */
  readonly crowd: number;
}

export function spreadOf(np: number, machine: MachineFile): Spread {
  // Without a network all ranks are on the one node.
  const ranksPerNode = machine.network ? Math.min(np, machine.coresPerNode) : np;
  return { np, ranksPerNode, nodes: Math.ceil(np / ranksPerNode), crowd: Math.max(1, ranksPerNode / machine.coresPerNode) };
}

/** `most`: bytes received by the rank that receives most. */
export function collectiveTime(collective: string, most: number, spread: Spread, machine: MachineFile, messages = 2): CollectiveTime {
  const { np, ranksPerNode, nodes, crowd } = spread, outer = nodes > 1 ? machine.network! : machine.memory;
  if (np === 1 && collective !== "file") return { us: 0, busy_us: 0 };
  const waits = crowd > 1 ? machine.switch_us * crowd : 0, steps = stepTime(machine.memory) * Math.ceil(Math.log2(ranksPerNode)) + (nodes > 1 ? stepTime(machine.network!) * Math.ceil(Math.log2(nodes)) : 0);
  const all = (us: number, busy_us = us): CollectiveTime => ({ us: us + waits, busy_us: Math.min(busy_us, us) + waits });
  switch (collective) {
    case "allreduce":
      return all(2 * steps + 2 * perByte(outer) * most);
    case "alltoall":
      // All ranks of a node send through one link, but what stays inside.
      return all(stepTime(outer) + (np - 1) * Math.max(outer.gap_us, outer.overhead_us) + perByte(machine.memory) * most * (1 / nodes) + (nodes > 1 ? perByte(outer) * most * ranksPerNode * (1 - 1 / nodes) : 0));
    case "ring":
      return all((np - 1) * stepTime(outer) + perByte(outer) * most + (np - 1) * (crowd > 1 ? machine.switch_us : 0));
    case "halo":
    case "exchange":
      return all(stepTime(outer) + (messages - 1) * Math.max(outer.gap_us, outer.overhead_us) + perByte(outer) * most, 2 * messages * outer.overhead_us);
    case "file":
      return { us: perByte({ bandwidth_GBps: machine.file_GBps }) * most * np, busy_us: 0 };
    default:
      return all(steps + perByte(outer) * most);
  }
}

const stepTime = ({ latency_us, overhead_us }: Link): number => latency_us + 2 * overhead_us;
/** Microseconds. */
const perByte = ({ bandwidth_GBps }: Pick<Link, "bandwidth_GBps">): number => 1e-3 / bandwidth_GBps;
