// Conflicts inside a fence epoch: two movements touch the same bytes of a window and at least one of them writes, so that the result would depend on which comes first
// (MPI 4.1, section 12.7). Each rank notes its movements; at the fence all ranks see all of them and come to the same answer. Accumulates with the same operation do
// not exclude each other.
import type { Communicator } from "../communicator/communicator.ts";
import { siteOfCall } from "../communicator/calls.ts";
import { decode, encode } from "./codec.ts";
import { Exception } from "./exception.ts";
import { job } from "./job.ts";

export interface Movement {
  readonly call: string;
  /** "read", "write", or the operation of an accumulate. */
  readonly kind: string;
  readonly target: number;
  readonly start: number;
  readonly end: number;
}

export interface MovementLog {
  note(movement: Movement): void;
  /** Collective: throws on every rank if there was a conflict, and begins anew. */
  check(communicator: Communicator): void;
}

/** Above this many in one epoch a rank gives up noting: the check must not cost more than the program. */
const limit = 4096;

export function createMovementLog(): MovementLog {
  let movements: Movement[] = [], sites: (() => string)[] = [];
  return {
    note(movement) {
      if (movements.length === limit || movement.start === movement.end) return;
      movements.push(movement);
      sites.push(siteOfCall(job().calls));
    },
    check(communicator) {
      const mine = movements, places = sites;
      movements = [];
      sites = [];
      const all = communicator.collect(encode(mine.map(m => [m.call, m.kind, m.target, m.start, m.end])), undefined, true)
        .map(bytes => (decode(bytes) as [string, string, number, number, number][]).map(([call, kind, target, start, end]): Movement => ({ call, kind, target, start, end })));
      const found = findConflict(all);
      if (!found) return;
      // Lines are worth looking up only now.
      const wanted = found.filter(([rank]) => rank === communicator.rank).map(([, k]) => [k, places[k]!()]);
      const lines = communicator.collect(encode(wanted), undefined, true).map(bytes => new Map(decode(bytes) as [number, string][]));
      const tell = ([rank, k]: Place): string => {
        const { call, start, end } = all[rank]![k]!;
        return `${call} of rank ${rank} at ${lines[rank]!.get(k)} (bytes ${start} to ${end})`;
      };
      throw new Exception("ERR_RMA_CONFLICT", `two movements of one epoch touch the same memory of rank ${all[found[0][0]]![found[0][1]]!.target}: ${tell(found[0])} and ${tell(found[1])}; put a Fence between them`);
    },
  };
}

type Place = readonly [rank: number, index: number];

/** The first pair that conflicts: where each of the two stands. */
export function findConflict(all: readonly (readonly Movement[])[]): readonly [Place, Place] | undefined {
  const sorted = all.flatMap((list, rank) => list.map((movement, k) => ({ movement, place: [rank, k] as Place })))
    .sort((a, b) => a.movement.target - b.movement.target || a.movement.start - b.movement.start);
  // Movements that reach beyond the start of the current one: few, unless there are conflicts.
  let open: typeof sorted = [];
  for (const next of sorted) {
    open = open.filter(o => o.movement.target === next.movement.target && o.movement.end > next.movement.start);
    const other = open.find(o => !(o.movement.kind === next.movement.kind && next.movement.kind !== "write"));
    if (other) return [other.place, next.place];
    open.push(next);
    if (open.length > limit) return undefined;
  }
  return undefined;
}
