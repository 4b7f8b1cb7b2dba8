// One-sided communication: each of our windows is one of MPI's, under a lock that all hold on all for as long as it lives. What moves is flushed before the call returns, so our epochs
// (fences, posts, locks) are messages and words of the window, the same as on threads, and MPI's own rules about epochs are kept by construction.
//
// a rank's memory   two locks of 64 bytes each (STATE: 0 free, -1 a writer, n readers)   then the part itself
import type { Numbers, RemoteWindow, WaitSet } from "../transport.ts";
import type { OpName, TypeName } from "./families.ts";
import { handleAt } from "./join.ts";
import type { Mpi } from "./library.ts";

const lockBytes = 128, scratchBytes = 4096, pieceBytes = 2 ** 30;

export interface WindowSurroundings {
  readonly mpi: Mpi;
  readonly rank: number;
  readonly heap: SharedArrayBuffer;
  /** The communicator of the members. */
  group(): number;
  wait(ready: () => boolean, waitsFor: () => WaitSet): void;
}

/** A window of one rank needs no library: all of it is here. */
function openAlone(bytes: number, heap: SharedArrayBuffer | undefined): RemoteWindow {
  const own = heap ? new Uint8Array(heap) : new Uint8Array(bytes);
  return {
    own,
    seen: () => own,
    read: (_, offset, into) => into.set((heap ? new Uint8Array(heap) : own).subarray(offset, offset + into.length)),
    write: (_, offset, from) => (heap ? new Uint8Array(heap) : own).set(from, offset),
    accumulate: () => false,
    compareAndSwap: () => false,
    lock: () => undefined,
    unlock: () => undefined,
    sync: () => undefined,
    close: () => undefined,
  };
}

export function openWindow({ mpi, rank, heap, group: communicator, wait }: WindowSurroundings, members: readonly number[], size: number | "heap", shared: boolean): RemoteWindow {
  const bytes = size === "heap" ? 0 : size, ofHeap = size === "heap" ? heap : undefined, headBytes = ofHeap ? 0 : lockBytes;
  if (members.length === 1) return openAlone(bytes, ofHeap);
  const { call, check, types } = mpi, me = members.indexOf(rank), group = communicator(), words = new ArrayBuffer(scratchBytes), u8 = new Uint8Array(words), i32 = new Int32Array(words), scratch = mpi.address(u8);
  // All of the heap that there may ever be: it grows in place.
  const rounded = ofHeap ? maximumOf(ofHeap) : headBytes + Math.ceil(bytes / 64) * 64, parts = new Map<number, Uint8Array>();
  let win: number, keep: ArrayBuffer | undefined, start: number;
  if (shared) {
    check("Win_allocate_shared", call.Win_allocate_shared(rounded, 1, mpi.infoNull, group, scratch, scratch + 64));
    start = Number(new BigUint64Array(words)[0]!);
    win = handleAt(mpi, words.slice(64));
  } else {
    if (!ofHeap) keep = new ArrayBuffer(Math.max(4096, rounded));
    start = mpi.address(new Uint8Array(ofHeap ?? keep!));
    check("Win_create", call.Win_create(start, rounded, 1, mpi.infoNull, group, scratch));
    win = handleAt(mpi, words);
  }
  const viewAt = (address: number, length: number): Uint8Array => (length === 0 ? new Uint8Array(0) : new Uint8Array(mpi.memory(address, length)));
  const own = ofHeap ? new Uint8Array(ofHeap) : keep ? new Uint8Array(keep, headBytes, bytes) : viewAt(start + headBytes, bytes);
  if (shared) {
    viewAt(start, headBytes).fill(0);
    own.fill(0);
  }
  check("Win_lock_all", call.Win_lock_all(mpi.family.noCheck, win));
  check("Win_sync", call.Win_sync(win));

  /** Runs `move` on memory at a fixed address that stands for `view`: small arrays of JavaScript may be moved by the collector. */
  const fixed = (view: Uint8Array, into: boolean, move: (address: number) => void): void => {
    if (view.length > scratchBytes) return move(mpi.address(view));
    if (!into) u8.set(view);
    move(scratch);
    if (into) view.set(u8.subarray(0, view.length));
  };
  const flush = (member: number): void => check("Win_flush", call.Win_flush(member, win));
  const each = (length: number, piece: (at: number, bytes: number) => void): void => {
    for (let at = 0; at < length; at += pieceBytes) piece(at, Math.min(pieceBytes, length - at));
  };
  /** Atomically: `op` with `value` on a word of a member's head; what it was before. */
  const fetch = (member: number, word: number, value: number, op: OpName): number => {
    i32[0] = value;
    check("Fetch_and_op", call.Fetch_and_op(scratch, scratch + 64, types.i32, member, word, mpi.ops[op], win));
    flush(member);
    return i32[16]!;
  };
  const swap = (member: number, word: number, value: number, expected: number): boolean => {
    i32[0] = value;
    i32[16] = expected;
    check("Compare_and_swap", call.Compare_and_swap(scratch, scratch + 64, scratch + 128, types.i32, member, word, win));
    flush(member);
    return i32[32] === expected;
  };
  const tryLock = (member: number, word: number, reader: boolean): boolean => {
    if (!reader) return swap(member, word, -1, 0);
    const state = fetch(member, word, 0, "NO_OP");
    return state >= 0 && swap(member, word, state + 1, state);
  };
  const others = members.filter((m) => m !== rank);

  return {
    own,
    seen(member) {
      if (member === me) return own;
      if (!shared) return undefined;
      const known = parts.get(member);
      if (known) return known;
      check("Win_shared_query", call.Win_shared_query(win, member, scratch, scratch + 64, scratch + 128));
      // Parts are rounded up: how long the member's own is, the caller knows.
      const length = Number(new BigInt64Array(words)[0]!) - headBytes, found = viewAt(Number(new BigUint64Array(words)[16]!) + headBytes, Math.max(0, length));
      parts.set(member, found);
      return found;
    },
    read(member, offset, into) {
      fixed(into, true, (address) => {
        each(into.length, (at, n) => check("Get", call.Get(address + at, n, types.byte, member, headBytes + offset + at, n, types.byte, win)));
        flush(member);
      });
    },
    write(member, offset, from) {
      fixed(from, false, (address) => {
        each(from.length, (at, n) => check("Put", call.Put(address + at, n, types.byte, member, headBytes + offset + at, n, types.byte, win)));
        flush(member);
      });
    },
    accumulate(member, offset, values, op, before) {
      const type = typeOf(values), name = opOf(op, type);
      if (type === undefined || name === undefined) return false;
      const source = new Uint8Array(values.buffer, values.byteOffset, values.byteLength), result = before && new Uint8Array(before.buffer, before.byteOffset, before.byteLength);
      // Both in the scratch memory, or both where they are.
      const small = source.length <= scratchBytes / 2, from = small ? scratch : mpi.address(source), to = small ? scratch + scratchBytes / 2 : result ? mpi.address(result) : 0;
      if (small) u8.set(source);
      if (result) check("Get_accumulate", call.Get_accumulate(from, values.length, types[type], to, values.length, types[type], member, headBytes + offset, values.length, types[type], mpi.ops[name], win));
      else check("Accumulate", call.Accumulate(from, values.length, types[type], member, headBytes + offset, values.length, types[type], mpi.ops[name], win));
      flush(member);
      if (result && small) result.set(u8.subarray(scratchBytes / 2, scratchBytes / 2 + result.length));
      return true;
    },
    compareAndSwap(member, offset, value, expected, before) {
      const type = integerOf[value.length];
      if (type === undefined) return false;
      u8.set(value);
      u8.set(expected, 64);
      check("Compare_and_swap", call.Compare_and_swap(scratch, scratch + 64, scratch + 128, types[type], member, headBytes + offset, win));
      flush(member);
      before.set(u8.subarray(128, 128 + value.length));
      return true;
    },
    lock(member, offset, reader) {
      if (!tryLock(member, headBytes + offset, reader)) wait(() => tryLock(member, headBytes + offset, reader), () => ({ mode: "any", ranks: others }));
    },
    unlock(member, offset, reader) {
      fetch(member, headBytes + offset, reader ? -1 : 0, reader ? "SUM" : "REPLACE");
    },
    sync: () => check("Win_sync", call.Win_sync(win)),
    close() {
      check("Win_unlock_all", call.Win_unlock_all(win));
      new DataView(words).setBigUint64(0, BigInt(win), true);
      check("Win_free", call.Win_free(scratch));
      keep = undefined;
    },
  };
}

const maximumOf = (buffer: SharedArrayBuffer): number => (buffer as unknown as { readonly maxByteLength: number }).maxByteLength - 4096;

const integerOf: { readonly [bytes: number]: TypeName } = { 1: "i8", 2: "i16", 4: "i32", 8: "i64" };

function typeOf(values: Numbers): TypeName | undefined {
  const known: { readonly [name: string]: TypeName } = { Int8Array: "i8", Uint8Array: "u8", Int16Array: "i16", Uint16Array: "u16", Int32Array: "i32", Uint32Array: "u32", BigInt64Array: "i64", BigUint64Array: "u64", Float32Array: "f32", Float64Array: "f64" };
  return known[values.constructor.name];
}

/** Operations that mean the same in MPI and here: of floating-point numbers not the larger and smaller ones, which differ in what they make of NaN and -0. */
function opOf(op: string, type: TypeName | undefined): OpName | undefined {
  const float = type === "f32" || type === "f64", known: readonly string[] = float ? ["SUM", "PROD", "REPLACE", "NO_OP"] : ["SUM", "PROD", "MAX", "MIN", "BAND", "BOR", "BXOR", "REPLACE", "NO_OP"];
  return known.includes(op) ? (op as OpName) : undefined;
}
