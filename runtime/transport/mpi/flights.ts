// Long messages under way: MPI moves them out of and into the user's own memory, each in pieces that its counts can tell.
import type { Transfer } from "../transport.ts";
import type { Cells } from "./cells.ts";
import type { Joined } from "./join.ts";
import type { Mpi } from "./library.ts";

/** Counts of MPI are C ints: longer messages go in pieces. */
const pieceBytes = 2 ** 30;

/** A long message, whose transfer it is, and what keeps its memory alive. */
interface Flight {
  readonly transfer: Transfer;
  readonly memory: Uint8Array;
  readonly requests: number[];
  readonly id: number;
}

export interface Flights {
  /** Starts the pieces of a message to or from another rank. */
  start(transfer: Transfer, memory: Uint8Array, other: number, id: number, synchronous: boolean): void;
  /** Asks MPI which are complete; true if one is. */
  land(): boolean;
  /** Whether anything is under way: of receives, or at all. */
  receiving(): boolean;
  some(): boolean;
}

/** `landed` is told of each transfer that is complete. */
export function createFlights(mpi: Mpi, cells: Cells, bulk: Joined["bulk"], landed: (transfer: Transfer, id: number) => void): Flights {
  const { call } = mpi, { byte } = mpi.types, { statusIgnore } = mpi.family, flights: Flight[] = [];
  return {
    start(transfer, memory, other, id, synchronous) {
      const begin = mpi.address(memory), requests: number[] = [], send = transfer.kind === "send";
      for (let at = 0; at < memory.length; at += pieceBytes) {
        const request = cells.take(), bytes = Math.min(pieceBytes, memory.length - at);
        if (!send) mpi.check("Irecv", call.Irecv(begin + at, bytes, byte, other, id, bulk, request));
        else if (synchronous) mpi.check("Issend", call.Issend(begin + at, bytes, byte, other, id, bulk, request));
        else mpi.check("Isend", call.Isend(begin + at, bytes, byte, other, id, bulk, request));
        requests.push(request);
      }
      flights.push({ transfer, memory, requests, id });
    },
    land() {
      let some = false;
      for (let k = 0; k < flights.length; k++) {
        const { transfer, requests, id } = flights[k]!;
        while (requests.length > 0) {
          mpi.check("Test", call.Test(requests[requests.length - 1]!, cells.flag, statusIgnore));
          if (!cells.isSet()) break;
          cells.give(requests.pop()!);
        }
        if (requests.length > 0) continue;
        flights.splice(k--, 1);
        some = true;
        landed(transfer, id);
      }
      return some;
    },
    receiving: () => flights.some(({ transfer }) => transfer.kind === "receive"),
    some: () => flights.length > 0,
  };
}
