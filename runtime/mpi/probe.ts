// Probing: which message would be received? A matched probe takes it out of everybody else's reach.
import { type Arrival, anySource } from "../transport/transport.ts";
import { type CommState, peer, rankOf } from "./comm.ts";
import { ANY_SOURCE, PROC_NULL } from "./constants.ts";
import type { Status } from "./status.ts";

/** What a probe of PROC_NULL finds: a message of no bytes. */
export const fromNobody: Arrival = { source: PROC_NULL, tag: -1, byteLength: 0 };

export function probe(state: CommState, source: number, tag: number, wait: boolean, take: boolean, status: Status | null | undefined): Arrival | undefined {
  const from = source === ANY_SOURCE ? anySource : peer(state, source, "source"), { transport, context } = state;
  if (from === undefined) {
    status?.$set(PROC_NULL, -1, 0);
    return fromNobody;
  }
  let found = transport.probe(context, from, tag, take);
  if (!found && wait)
    transport.wait(() => (found = transport.probe(context, from, tag, take)) !== undefined, () => ({ mode: "any", ranks: from >= 0 ? [from] : state.peers.filter(r => r !== transport.rank) }));
  if (found) status?.$set(rankOf(state, found.source), found.tag, found.byteLength);
  return found;
}
