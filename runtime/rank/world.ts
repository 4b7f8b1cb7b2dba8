// The communicator of all ranks, for the message-passing face: user modules import it before they know their rank, so it waits here. One a thread.
import type { Communicator } from "../communicator/communicator.ts";

const entered = new Map<"world", Communicator>();

export function enterWorld(world: Communicator): void {
  entered.set("world", world);
}

/** Throws outside a job: in the launcher, or where a message-passing module is imported by hand. */
export function world(): Communicator {
  const found = entered.get("world");
  if (!found) throw new Error("there are no ranks here: run the program with spmd run");
  return found;
}
