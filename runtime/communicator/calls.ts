// What this rank is calling: one record a rank, overwritten by every call and read only when a report is made. The outermost call counts: what a call of the
// user does inside is not what the user wrote.
import type { Site } from "../abi.ts";
import { discover } from "../datatypes/bases.ts";
import type { CallDescription } from "../transport/transport.ts";
import { callSite } from "./site.ts";

/** Absent numbers are `none`, absent words "". */
export const none = -99;

export interface Calls {
  call: string;
  communicator: string;
  sequence: number;
  root: number;
  op: string;
  dtype: string;
  count: number;
  peer: number;
  tag: number;
  site: Site;
  /** The typed array that is sent or received, where dtype and count are to be found from it. */
  subject: ArrayBufferView | undefined;
  /** Calls under way, one inside the other. */
  depth: number;
}

export function createCalls(): Calls {
  return { call: "", communicator: "", sequence: none, root: none, op: "", dtype: "", count: none, peer: none, tag: none, site: "", subject: undefined, depth: 0 };
}

/** Fills the record for a collective; to be followed by `leave`, whatever happens between. */
export function enterCollective(c: Calls, call: string, communicator: string, sequence: number, root: number, op: string, dtype: string, count: number, site: Site): void {
  if (c.depth++ > 0) {
    if (c.sequence === none) c.sequence = sequence;
    return;
  }
  c.call = call; c.communicator = communicator; c.sequence = sequence; c.root = root; c.op = op; c.dtype = dtype; c.count = count; c.site = site;
  c.peer = c.tag = none;
  c.subject = undefined;
}

export function enterMessage(c: Calls, call: string, communicator: string, peer: number, tag: number, dtype: string, count: number, site: Site): void {
  if (c.depth++ > 0) return;
  c.call = call; c.communicator = communicator; c.peer = peer; c.tag = tag; c.dtype = dtype; c.count = count; c.site = site;
  c.sequence = c.root = none; c.op = "";
  c.subject = undefined;
}

/** Starts the record of a call whose details its body fills in once it has read its arguments. */
export function enter(c: Calls, call: string, communicator: string): void {
  if (c.depth++ > 0) return;
  c.call = call; c.communicator = communicator; c.site = c.op = c.dtype = "";
  c.sequence = c.root = c.count = c.peer = c.tag = none;
  c.subject = undefined;
}

export function leave(c: Calls): void {
  c.depth--;
}

/** For the transport: the record in the words of a report. */
export function describeCalls(c: Calls): CallDescription {
  const details: { [name: string]: string | number } = {};
  if (c.peer !== none) details[/recv|probe/i.test(c.call) ? "source" : c.call.startsWith("Win.") ? "target" : "dest"] = c.peer === -1 ? "ANY_SOURCE" : c.peer;
  if (c.tag !== none) details["tag"] = c.tag === -1 ? "ANY_TAG" : c.tag;
  if (c.root !== none) details["root"] = c.root;
  if (c.op !== "") details["op"] = c.op;
  const base = c.subject && discover(c.subject);
  if (base || c.dtype !== "") details["dtype"] = base ? base.name : c.dtype;
  if (base || c.count !== none) details["count"] = base ? c.subject!.byteLength / base.bytes : c.count;
  return {
    call: c.call === "" ? "a call" : c.call,
    communicator: c.communicator === "" ? "COMM_WORLD" : c.communicator,
    ...(c.sequence === none ? {} : { sequence: c.sequence }),
    details,
    site: c.site === "" ? callSite() : c.site,
  };
}

/** A number that differs between calls that must not meet. Never 0, which means "not compared". */
export function signature(call: string, root: number, op: string, dtype: string, count: number): number {
  let hash = 17;
  const mix = (value: number): void => { hash = Math.imul(hash ^ value, 0x01000193) + (value >>> 16); };
  mix(wordHash(call)); mix(root); mix(wordHash(op)); mix(wordHash(dtype)); mix(count | 0); mix(Math.floor(count / 2 ** 32));
  return hash | 1;
}

const words = new Map<string, number>();

function wordHash(word: string): number {
  const known = words.get(word);
  if (known !== undefined) return known;
  let hash = 0x811c9dc5;
  for (let k = 0; k < word.length; k++) hash = Math.imul(hash ^ word.charCodeAt(k), 0x01000193);
  words.set(word, hash);
  return hash;
}
