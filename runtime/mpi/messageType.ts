// What a message is made of, as a number that travels with it, so that a receive which expects something else can say so (MPI 4.1, section 3.3.1: the types of both sides
// must match). Bytes (Uint8Array, DataView, BYTE, PACKED) match any elements; a value of a lower-case call matches a lower-case receive only.
import { bases, discover } from "../datatypes/bases.ts";
import type { Transfer, View } from "../transport/transport.ts";
import { baseOf, type Region } from "./buffers.ts";

/** Not known, or not checked: fits everything. */
export const anyType = 0;
export const bytesType = 1;
/** What the lower-case calls send. */
export const valueType = 2;

const named = [bases.DOUBLE, bases.FLOAT, bases.INT, bases.UNSIGNED, bases.SHORT, bases.UNSIGNED_SHORT, bases.SIGNED_CHAR, bases.LONG, bases.UNSIGNED_LONG];
const numbers = new Map<unknown, number>(named.map((base, k) => [base.array, k + 3]));

export function typeOfView(view: View): number {
  return numbers.get(discover(view).array) ?? bytesType;
}

export function typeOf(region: Region): number {
  const base = baseOf(region);
  return base ? numbers.get(base.array) ?? bytesType : anyType;
}

/** In words what is wrong with a receive that is done; undefined if nothing is. */
export function mismatch({ type, arrived }: Transfer): string | undefined {
  if (arrived === type || arrived === anyType || type === anyType) return undefined;
  if (type !== valueType && arrived !== valueType && (type === bytesType || arrived === bytesType)) return undefined;
  return `it holds ${typeName(arrived)}, but ${typeName(type)} ${type === valueType ? "is" : "are"} expected`;
}

function typeName(type: number): string {
  return type === valueType ? "a value of a lower-case call" : type === bytesType ? "bytes" : `elements of ${named[type - 3]?.name ?? "another type"}`;
}
