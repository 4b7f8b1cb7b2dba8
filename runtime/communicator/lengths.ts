// Parts of other ranks must be as long as the places for them. A part that is longer is an error, as a message longer than its buffer is; a shorter one too,
// since the rest of its place would keep what was there before.
import type { View } from "../transport/transport.ts";
import { CommunicationError } from "./errors.ts";

export function checkLengths(call: string, offered: readonly number[], places: readonly View[] | undefined): void {
  if (!places) return;
  for (let member = 0; member < offered.length; member++) {
    const bytes = offered[member]!, room = places[member]!.byteLength;
    if (bytes !== room) throw new CommunicationError(bytes > room ? "truncate" : "count", `${call}: rank ${member} sent ${bytes} bytes, ${room} are expected from it`);
  }
}
