// What this rank is calling: one record a rank, overwritten by every call and read only when a report is made, or by whoever watches calls (profiles, traces, users'
// hooks). The outermost call counts: what a call of the user does inside is not what the user wrote.
import type { Site } from "../abi.ts";
import { bases, discover } from "../datatypes/bases.ts";
import type { CallDescription } from "../transport/transport.ts";
import { callSite, laterSite } from "./site.ts";

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
  /** The line of the call, remembered for later if anything in it has asked for that. */
  later: (() => Site) | undefined;
  /** What remembering lines has taken so far, and the last line by call. */
  readonly lines: { spentMs: number; readonly last: Map<string, () => Site> };
  /** Calls under way, one inside the other. */
  depth: number;
  /** Told of every outermost call when it begins, and when it is over. */
  readonly watches: Watch[];
  /** MPI's `Pcontrol`: at 0 nobody is told. */
  level: number;
  /** While somebody watches: when the call began (milliseconds on the rank's clock), and the bytes of the user's data that it has sent or received so far. */
  start: number;
  bytes: number;
}

export interface Watch {
  enter?(c: Calls): void;
  leave?(c: Calls): void;
}

export function createCalls(): Calls {
  return { call: "", communicator: "", sequence: none, root: none, op: "", dtype: "", count: none, peer: none, tag: none, site: "", subject: undefined, later: undefined, lines: { spentMs: 0, last: new Map() }, depth: 0, watches: [], level: 1, start: -1, bytes: 0 };
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
  c.later = undefined;
  if (c.watches.length > 0) begin(c);
}

export function enterMessage(c: Calls, call: string, communicator: string, peer: number, tag: number, dtype: string, count: number, site: Site): void {
  if (c.depth++ > 0) return;
  c.call = call; c.communicator = communicator; c.peer = peer; c.tag = tag; c.dtype = dtype; c.count = count; c.site = site;
  c.sequence = c.root = none; c.op = "";
  c.subject = undefined;
  c.later = undefined;
  if (c.watches.length > 0) begin(c);
}

/** Starts the record of a call whose details its body fills in once it has read its arguments. */
export function enter(c: Calls, call: string, communicator: string): void {
  if (c.depth++ > 0) return;
  c.call = call; c.communicator = communicator; c.site = c.op = c.dtype = "";
  c.sequence = c.root = c.count = c.peer = c.tag = none;
  c.subject = undefined;
  c.later = undefined;
  if (c.watches.length > 0) begin(c);
}

export function leave(c: Calls): void {
  if (c.depth === 1 && c.start >= 0) end(c);
  c.depth--;
}

/**
 * The user's line of the call under way, to be asked for when the call is long over. Remembering a stack takes ten microseconds: it is done once a call, and for calls that
 * come in quick succession not each time, so that it never takes more than a small share of the rank's time. These then have the line of the last one like them.
 */
export function siteOfCall(c: Calls): () => Site {
  if (c.depth === 0) return laterSite();
  return (c.later ??= remembered(c));
}

/** Of a rank's time, and milliseconds besides, that remembering lines may take. */
const share = 0.02, allowanceMs = 2;

function remembered(c: Calls): () => Site {
  const { lines } = c, start = performance.now(), like = lines.last.get(c.call);
  if (like && lines.spentMs > allowanceMs + share * start) {
    const { call } = c;
    return () => `${like()} or another ${call}`;
  }
  const found = laterSite();
  lines.last.set(c.call, found);
  lines.spentMs += performance.now() - start;
  return found;
}

/** Adds to the bytes of the call under way. */
export function moved(c: Calls, bytes: number): void {
  if (c.start >= 0) c.bytes += bytes;
}

/** Bytes of the user's data that the call sent or received, or names. */
export function bytesMoved(c: Calls): number {
  if (c.bytes > 0) return c.bytes;
  if (c.subject) return c.subject.byteLength;
  return c.count === none ? 0 : c.count * elementBytes(c.dtype);
}

/** Of a datatype's name or a typed array's ("DOUBLE", "Float64"); 1 where counts are of bytes. */
const elementBytes = (dtype: string): number => (dtype in bases ? bases[dtype as keyof typeof bases].bytes : Number(/\d+$/.exec(dtype)?.[0] ?? 8) / 8);

/** Adds somebody who is told; the answer takes them away again. */
export function watch(c: Calls, who: Watch): () => void {
  c.watches.push(who);
  return () => {
    const at = c.watches.indexOf(who);
    if (at >= 0) c.watches.splice(at, 1);
  };
}

function begin(c: Calls): void {
  if (c.level <= 0) return;
  for (const who of [...c.watches]) who.enter?.(c);
  c.bytes = 0;
  c.start = performance.now();
}

/** What watchers call meanwhile is inside this call, so it neither overwrites the record nor is told to them. */
function end(c: Calls): void {
  for (const who of [...c.watches]) who.leave?.(c);
  c.start = -1;
}

/** For the transport: the record in the words of a report. */
export function describeCalls(c: Calls): CallDescription {
  const details: { [name: string]: string | number } = {};
  if (c.peer !== none) details[peerName(c.call)] = c.peer === -1 ? "ANY_SOURCE" : c.peer === -2 ? "PROC_NULL" : c.peer;
  if (c.tag !== none) details["tag"] = c.tag === -1 ? "ANY_TAG" : c.tag;
  if (c.root !== none) details["root"] = c.root;
  if (c.op !== "") details["op"] = c.op;
  const { dtype, count } = describeDetails(c);
  if (dtype !== "") details["dtype"] = dtype;
  if (count !== undefined) details["count"] = count;
  return {
    call: c.call === "" ? "a call" : c.call,
    communicator: c.communicator === "" ? "COMM_WORLD" : c.communicator,
    ...(c.sequence === none ? {} : { sequence: c.sequence }),
    details,
    site: c.site === "" ? callSite() : c.site,
  };
}

/** What the rank at the other side is to a call. */
function peerName(call: string): string {
  if (/^sendrecv/i.test(call)) return "dest";
  return /recv|probe/i.test(call) ? "source" : call.startsWith("Win.") ? "target" : call === "wait" ? "peer" : "dest";
}

/** What the call's data is made of. */
export function describeDetails(c: Calls): { readonly dtype: string; readonly count: number | undefined } {
  if (!c.subject) return { dtype: c.dtype, count: c.count === none ? undefined : c.count };
  const base = discover(c.subject);
  return { dtype: base.name, count: c.subject.byteLength / base.bytes };
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
