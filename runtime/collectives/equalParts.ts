// Parts of one length, one a rank, as the transport's own collectives want them: one after the other. Where a caller has them like that already nothing is copied; elsewhere they
// go through memory made for it.
import { bytesOf, type View } from "../transport/transport.ts";

export const areEqual = (parts: readonly View[], bytes: number): boolean => parts.every((part) => part.byteLength === bytes);

/** All parts as one view of the memory that they are in, if that is how they lie. */
function together(parts: readonly View[], bytes: number): Uint8Array | undefined {
  const { buffer, byteOffset } = parts[0]!;
  return parts.every((part, r) => part.buffer === buffer && part.byteOffset === byteOffset + r * bytes) ? new Uint8Array(buffer, byteOffset, bytes * parts.length) : undefined;
}

/** The parts to be sent. */
export function joinedParts(parts: readonly View[], bytes: number): Uint8Array {
  const there = together(parts, bytes);
  if (there) return there;
  const joined = new Uint8Array(bytes * parts.length);
  parts.forEach((part, r) => joined.set(bytesOf(part), r * bytes));
  return joined;
}

/** Has `fill` write all parts, and puts each where it belongs. */
export function fillParts(parts: readonly View[], bytes: number, fill: (all: Uint8Array) => void): void {
  const there = together(parts, bytes), all = there ?? new Uint8Array(bytes * parts.length);
  fill(all);
  if (!there) parts.forEach((part, r) => bytesOf(part).set(all.subarray(r * bytes, (r + 1) * bytes)));
}
