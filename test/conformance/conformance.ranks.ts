// Runs behaviours on a rank, over every kind of communicator: the rank alone, the world, a copy of it, and the halves of a split (of which the lower ranks' half has its
// ranks in reverse).
import { MPI } from "../../runtime/mpi.ts";
import type { Communicator } from "../../runtime/communicator/communicator.ts";
import { behaviours as collectives } from "./behaviours/collectives.ts";
import { behaviours as errors } from "./behaviours/errors.ts";
import { behaviours as pointToPoint } from "./behaviours/pointToPoint.ts";
import { behaviours as structure } from "./behaviours/structure.ts";

export const suites: { readonly [suite: string]: { readonly [name: string]: (comm: MPI.Intracomm) => void } } = { pointToPoint, collectives, structure, errors };

export function run(_world: Communicator, argument: unknown): string[] {
  const { suite, over, only } = argument as { suite: string; over?: readonly string[]; only?: string }, world = MPI.COMM_WORLD, half = world.rank < world.size / 2;
  const communicators: readonly [string, MPI.Intracomm][] = [
    ["COMM_SELF", MPI.COMM_SELF], ["COMM_WORLD", world], ["a copy", world.Dup()], ["a half", world.Split(half ? 0 : 1, half ? -world.rank : world.rank)],
  ];
  const done: string[] = [];
  for (const [name, comm] of communicators) {
    if (over && !over.includes(name)) continue;
    for (const [what, behave] of Object.entries(suites[suite]!)) {
      if (only !== undefined && what !== only) continue;
      try {
        behave(comm);
      } catch (error) {
        if (error instanceof Error && error.name !== "JobEnded") error.message = `${what} (${name}, rank ${comm.rank} of ${comm.size}): ${error.message}`;
        throw error;
      }
      comm.Barrier();
      done.push(`${name}: ${what}`);
    }
  }
  for (const [, comm] of communicators.slice(2)) comm.Free();
  return done;
}
