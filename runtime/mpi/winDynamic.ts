// Dynamic windows: memory is attached and detached while the window is there. A displacement is an address, which the target tells the origin in a message:
//
//   win.Attach(memory); comm.send(MPI.Get_address(memory), 1);          const at = comm.recv(0); win.Lock(0); win.Put(data, 0, at); win.Unlock(0);
//
// An address is a place in the rank's heap: of memory from `Alloc_mem` its own, of any other array that of the public copy which attaching makes. What is attached stands in a
// directory in the heap, so that an origin can tell an address that means nothing.
//
// directory: for each attached piece two doubles, its address and its bytes (0: free)
import { bytesOf, type View } from "../transport/transport.ts";
import { WIN_FLAVOR_DYNAMIC } from "./constants.ts";
import { Exception } from "./exception.ts";
import { job } from "./job.ts";
import { agreeOn, partView, type Mirror, type WinState } from "./win.ts";

const mostPieces = 512, entryBytes = 16;
export const directoryBytes = mostPieces * entryBytes;

/** Of another rank whose memory cannot be seen: a copy. */
const directory = (state: WinState, rank: number): Float64Array => {
  if (state.remote && rank !== state.comm.rank) {
    const copy = new Float64Array(2 * mostPieces);
    state.remote.read(rank, state.parts[rank]!.offset, bytesOf(copy));
    return copy;
  }
  const bytes = partView(state, rank);
  return new Float64Array(bytes.buffer, bytes.byteOffset, 2 * mostPieces);
};

const same = (a: Uint8Array, b: Uint8Array): boolean => a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.length === b.length;

function dynamic(state: WinState): void {
  if (state.flavor !== WIN_FLAVOR_DYNAMIC) throw new Exception("ERR_RMA_FLAVOR", "only a window of Create_dynamic has memory attached and detached");
}

export function attach(state: WinState, view: View): void {
  dynamic(state);
  const memory = bytesOf(view), { transport, communicator } = state.comm.$, entries = directory(state, communicator.rank);
  if (memory.length === 0) return;
  const free = Array.from({ length: mostPieces }, (_, k) => k).find(k => entries[2 * k + 1] === 0);
  if (free === undefined) throw new Exception("ERR_RMA_ATTACH", `${mostPieces} pieces of memory are attached, which is the most; Detach one`);
  const shared = memory.buffer === transport.heap(transport.rank), at = shared ? memory.byteOffset : transport.allocate(memory.length);
  for (let k = 0; k < mostPieces; k++)
    if (entries[2 * k + 1]! > 0 && at < entries[2 * k]! + entries[2 * k + 1]! && entries[2 * k]! < at + memory.length) throw new Exception("ERR_RMA_ATTACH", "the memory is attached already");
  if (!shared) {
    if (state.mirrors.some(mirror => mirror.memory.buffer === memory.buffer && mirror.memory.byteOffset < memory.byteOffset + memory.length && memory.byteOffset < mirror.memory.byteOffset + mirror.memory.length)) {
      transport.free(at);
      throw new Exception("ERR_RMA_ATTACH", "the memory, or a part of it, is attached already");
    }
    new Uint8Array(transport.heap(transport.rank), at, memory.length).set(memory);
    const mirror: Mirror = { memory, agreed: memory.slice(), offset: at };
    state.mirrors.push(mirror);
    job().addresses.add(mirror);
  }
  entries[2 * free] = at;
  entries[2 * free + 1] = memory.length;
}

export function detach(state: WinState, view: View): void {
  dynamic(state);
  const memory = bytesOf(view), { transport, communicator } = state.comm.$, entries = directory(state, communicator.rank), mirror = state.mirrors.find(m => same(m.memory, memory));
  if (memory.length === 0) return;
  const at = mirror ? mirror.offset : memory.buffer === transport.heap(transport.rank) ? memory.byteOffset : -1, k = Array.from({ length: mostPieces }, (_, i) => i).find(i => entries[2 * i] === at && entries[2 * i + 1] === memory.length);
  if (k === undefined) throw new Exception("ERR_RMA_ATTACH", "this memory is not attached to the window; detach exactly what was attached");
  entries[2 * k + 1] = 0;
  if (mirror) release(state, mirror);
}

/** What is still attached when the window is freed. */
export function detachAll(state: WinState): void {
  if (state.flavor === WIN_FLAVOR_DYNAMIC) for (const mirror of [...state.mirrors]) release(state, mirror);
}

function release(state: WinState, mirror: Mirror): void {
  agreeOn(state, mirror);
  state.comm.$.transport.free(mirror.offset);
  state.mirrors.splice(state.mirrors.indexOf(mirror), 1);
  job().addresses.delete(mirror);
}

/** The memory behind addresses `start` to `end` of a rank's dynamic window; of no bytes where it cannot be seen. */
export function attachedView(state: WinState, rank: number, start: number, end: number): Uint8Array {
  const entries = directory(state, rank), { transport } = state.comm.$;
  for (let k = 0; k < mostPieces; k++) {
    const at = entries[2 * k]!, bytes = entries[2 * k + 1]!;
    if (bytes > 0 && at <= start && end <= at + bytes) return state.remote ? new Uint8Array(0) : new Uint8Array(transport.heap(state.parts[rank]!.owner), 0, end);
  }
  throw new Exception("ERR_RMA_RANGE", `addresses ${start} to ${end} of rank ${rank} are in no memory that is attached to its window`);
}

/** The address by which other ranks name this memory in dynamic windows: it has one once it is attached, or if it comes from `Alloc_mem`. */
export function Get_address(view: View): number {
  const memory = bytesOf(view), { addresses, world: { transport } } = job();
  if (memory.buffer === transport.heap(transport.rank)) return memory.byteOffset;
  for (const { memory: attached, offset } of addresses)
    if (attached.buffer === memory.buffer && attached.byteOffset <= memory.byteOffset && memory.byteOffset + memory.length <= attached.byteOffset + attached.length) return offset + memory.byteOffset - attached.byteOffset;
  throw new Exception("ERR_ARG", "the memory has no address that other ranks could use: Attach it to a window first, or take it from Alloc_mem").at("Get_address");
}
