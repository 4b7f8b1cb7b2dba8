// Communicators of MPI for groups of ranks, made when a group first needs one: for windows and for collectives of the library's own.
import { handleAt } from "./join.ts";
import type { Mpi } from "./library.ts";

/** The communicator of these ranks of the job, in this order. The first call for a group is collective over it, and waits inside MPI. */
export type Groups = (members: readonly number[]) => number;

export function createGroups(mpi: Mpi): Groups {
  const known = new Map<string, number>(), { call, check } = mpi;
  return (members) => {
    const key = members.join(" "), found = known.get(key);
    if (found !== undefined) return found;
    const ranks = Int32Array.from(members), list = new ArrayBuffer(Math.max(128, ranks.byteLength)), into = new ArrayBuffer(128), at = mpi.address(new Uint8Array(into));
    new Int32Array(list).set(ranks);
    check("Comm_group", call.Comm_group(mpi.world, at));
    const all = handleAt(mpi, into);
    check("Group_incl", call.Group_incl(all, ranks.length, mpi.address(new Uint8Array(list)), at));
    const group = handleAt(mpi, into);
    check("Comm_create_group", call.Comm_create_group(mpi.world, group, 7, at));
    const made = handleAt(mpi, into);
    check("Comm_set_errhandler", call.Comm_set_errhandler(made, mpi.errorsReturn));
    known.set(key, made);
    return made;
  };
}
