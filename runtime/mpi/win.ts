// `MPI.Win`: one-sided communication. Every window has its memory where all ranks can see it, so Put and Get are copies by the origin alone, and the target does
// nothing; what this file and winCalls.ts do is synchronisation and checking.
//
//   Allocate, Allocate_shared    the memory is shared from the start
//   Create(memory)               the user's memory is private: a public copy stands for it, and both are brought together when the owner synchronises (Fence, Post, Wait,
//                                Lock, Unlock, Sync): what the owner stored since goes out, what others put comes in. This is MPI's separate memory model.
//   Create_dynamic               no memory at first: winDynamic.ts
import { laterSite } from "../communicator/site.ts";
import { split } from "../communicator/derive.ts";
import { bytesOf, type RemoteWindow, type View } from "../transport/transport.ts";
import { Intracomm, stateOf } from "./comm.ts";
import { WIN_FLAVOR_ALLOCATE, WIN_FLAVOR_CREATE, WIN_FLAVOR_DYNAMIC, WIN_FLAVOR_SHARED, WIN_SEPARATE, WIN_UNIFIED } from "./constants.ts";
import { Exception } from "./exception.ts";
import { install } from "./hooks.ts";
import type { Info } from "./info.ts";
import { job } from "./job.ts";
import { createMovementLog, type MovementLog } from "./winConflicts.ts";
import type { WinCalls } from "./winCalls.ts";
import { directoryBytes } from "./winDynamic.ts";

/** One rank's part of a window. */
export interface Part {
  /** Rank of the job whose heap it is in, and where. */
  readonly owner: number;
  readonly offset: number;
  readonly bytes: number;
  readonly dispUnit: number;
  /** Its lock, and the lock that makes accumulates atomic, in the heap of the part's rank. */
  readonly lock: number;
}

/** Private memory of the user, and what it was when it and its public copy (at `offset` of this rank's heap; -1: the transport's window) last agreed. */
export interface Mirror {
  readonly memory: Uint8Array;
  readonly agreed: Uint8Array;
  readonly offset: number;
}

export interface WinState {
  readonly comm: Intracomm;
  readonly flavor: number;
  name: string;
  readonly parts: readonly Part[];
  /** The user's memory where it is private. */
  readonly mirrors: Mirror[];
  /** Where ranks share no memory: how the others' parts are reached. */
  readonly remote: RemoteWindow | undefined;
  /** Memory of this rank's heap that the window made for itself. */
  readonly own: number | undefined;
  /** What this rank has moved since the last fence, where that is checked. */
  readonly log: MovementLog | undefined;
  /** Epochs that are open: fence, targets started (access), origins posted (exposure), locks held by target. */
  fence: boolean;
  /** Fences so far. */
  fences: number;
  started: readonly number[] | undefined;
  posted: readonly number[] | undefined;
  readonly locks: Map<number, number>;
  lockAll: boolean;
}

export class Win {
  #state: WinState | undefined;
  constructor(state: WinState | undefined) {
    this.#state = state;
  }
  get $(): WinState {
    if (!this.#state) throw new Exception("ERR_WIN", "the window is null or has been freed");
    return this.#state;
  }
  get $name(): string { return this.#state ? this.#state.name || `a window of ${this.#state.comm.$name}` : "WIN_NULL"; }
  $forget(): void { this.#state = undefined; }

  get name(): string { return this.Get_name(); }
  set name(name: string) { this.Set_name(name); }
  Get_name(): string { return this.$.name; }
  Set_name(name: string): void { this.$.name = name; }
  /** This rank's memory, its bytes, and its displacement unit. */
  get attrs(): [memory: Uint8Array, size: number, disp_unit: number] {
    const { parts, comm } = this.$;
    return [this.memory, this.memory.length, parts[comm.rank]!.dispUnit];
  }

  get flavor(): number { return this.$.flavor; }
  get model(): number { return this.$.mirrors.length > 0 ? WIN_SEPARATE : WIN_UNIFIED; }
  /** This rank's own memory. */
  get memory(): Uint8Array { return this.tomemory(); }
  tomemory(): Uint8Array {
    const state = this.$;
    if (state.flavor === WIN_FLAVOR_DYNAMIC) throw new Exception("ERR_WIN", "a dynamic window has no memory of its own: it is what has been attached");
    return state.mirrors[0]?.memory ?? partView(state, state.comm.rank);
  }
}

export interface Win extends WinCalls {}

/** The public memory of a rank's part, where it can be seen. */
export function partView(state: WinState, rank: number): Uint8Array {
  const part = state.parts[rank]!;
  if (state.remote && state.flavor !== WIN_FLAVOR_DYNAMIC) {
    const seen = state.remote.seen(rank);
    if (!seen) throw new Exception("ERR_RMA_SHARED", `rank ${rank}'s part is in the memory of another process; Allocate_shared makes windows that the ranks of one host see`);
    return seen.subarray(0, part.bytes);
  }
  return new Uint8Array(state.comm.$.transport.heap(part.owner), part.offset, part.bytes);
}

const lockRoom = 128;

/** Collective: everybody says where its part is, and gets to know all others'. `owner` -1: the rank itself. */
export function open(comm: Intracomm, flavor: number, place: { owner: number; offset: number; bytes: number; dispUnit: number; own: number | undefined }, mirrors: Mirror[], remote?: RemoteWindow): Win {
  // What the transport's window allocates has its locks before it.
  const { communicator, transport } = comm.$, separate = remote !== undefined && flavor !== WIN_FLAVOR_DYNAMIC, lock = separate ? -lockRoom : transport.allocate(lockRoom);
  if (!separate) new Uint8Array(transport.heap(transport.rank), lock, lockRoom).fill(0);
  const all = new Float64Array(5 * communicator.size);
  // Windows travel in a communicator of their own.
  const own = new Intracomm(stateOf(split(communicator, 0, communicator.rank, `${comm.name}.Win`)!));
  own.$.communicator.allgather(Float64Array.of(place.owner, place.offset, place.bytes, place.dispUnit, lock), all);
  const parts = communicator.members.map((member, r): Part => {
    const [owner, offset, bytes, dispUnit, at] = all.subarray(5 * r) as unknown as [number, number, number, number, number];
    return { owner: owner < 0 ? member : owner, offset, bytes, dispUnit, lock: at };
  });
  const win = new Win({ comm: own, flavor, name: "", parts, mirrors, remote, own: place.own, log: job().world.around.check ? createMovementLog() : undefined, fence: false, fences: 0, started: undefined, posted: undefined, locks: new Map(), lockAll: false });
  const site = laterSite();
  if (job().world.around.check) job().open.set(win, () => `window made at ${site()}`);
  return win;
}

function size(bytes: number, dispUnit: number): void {
  if (!Number.isInteger(bytes) || bytes < 0) throw new Exception("ERR_SIZE", `${bytes} is not a number of bytes`);
  if (!Number.isInteger(dispUnit) || dispUnit < 1) throw new Exception("ERR_DISP", `the displacement unit is ${dispUnit}`);
}

export interface WinStatics {
  /** A window of `size` bytes of new memory on each rank. */
  Allocate(size: number, disp_unit?: number, info?: Info | null, comm?: Intracomm): Win;
  /** A window of the user's memory; displacements count `disp_unit` bytes, by default elements of the array. */
  Create(memory: View | null, disp_unit?: number, info?: Info | null, comm?: Intracomm): Win;
  /** A window without memory: `Attach` adds some at any time, and displacements are the addresses that `MPI.Get_address` gives on the target. */
  Create_dynamic(info?: Info | null, comm?: Intracomm): Win;
  /** Memory that the ranks can read and write directly (`Shared_query`), one part after the other. */
  Allocate_shared(size: number, disp_unit?: number, info?: Info | null, comm?: Intracomm): Win;
}

/** Where ranks share no memory. `memory`: the user's. */
function openRemote(comm: Intracomm, flavor: number, bytes: number, dispUnit: number, memory?: Uint8Array): Win {
  const { communicator, transport } = comm.$, shared = flavor === WIN_FLAVOR_SHARED;
  if (shared && communicator.members.some((m) => transport.host(m) !== transport.host(transport.rank)))
    throw new Exception("ERR_RMA_SHARED", "the ranks are on several hosts and cannot share memory; Split_type(COMM_TYPE_SHARED) makes a communicator of those that can");
  communicator.barrier();
  const remote = transport.openWindow!(communicator.members, bytes, shared);
  if (memory) remote.own.set(memory);
  return open(comm, flavor, { owner: -1, offset: 0, bytes, dispUnit, own: undefined }, memory ? [{ memory, agreed: memory.slice(), offset: -1 }] : [], remote);
}

const self = (): Intracomm => new Intracomm(() => stateOf(job().world));

const statics: WinStatics = {
  Allocate(bytes, dispUnit = 1, _info = null, comm = self()) {
    size(bytes, dispUnit);
    if (comm.$.transport.openWindow) return openRemote(comm, WIN_FLAVOR_ALLOCATE, bytes, dispUnit);
    const { transport } = comm.$, offset = transport.allocate(Math.max(1, bytes));
    new Uint8Array(transport.heap(transport.rank), offset, bytes).fill(0);
    return open(comm, WIN_FLAVOR_ALLOCATE, { owner: -1, offset, bytes, dispUnit, own: offset }, []);
  },
  Create(memory, dispUnit = memory && "BYTES_PER_ELEMENT" in memory ? memory.BYTES_PER_ELEMENT : 1, _info = null, comm = self()) {
    const { transport } = comm.$, bytes = memory ? bytesOf(memory) : new Uint8Array(0);
    size(bytes.length, dispUnit);
    if (transport.openWindow) return openRemote(comm, WIN_FLAVOR_CREATE, bytes.length, dispUnit, bytes);
    // Memory from Alloc_mem is shared already.
    if (bytes.buffer === transport.heap(transport.rank)) return open(comm, WIN_FLAVOR_CREATE, { owner: -1, offset: bytes.byteOffset, bytes: bytes.length, dispUnit, own: undefined }, []);
    const offset = transport.allocate(Math.max(1, bytes.length));
    new Uint8Array(transport.heap(transport.rank), offset, bytes.length).set(bytes);
    return open(comm, WIN_FLAVOR_CREATE, { owner: -1, offset, bytes: bytes.length, dispUnit, own: offset }, [{ memory: bytes, agreed: bytes.slice(), offset }]);
  },
  Create_dynamic(_info = null, comm = self()) {
    const { transport } = comm.$, offset = transport.allocate(directoryBytes);
    new Uint8Array(transport.heap(transport.rank), offset, directoryBytes).fill(0);
    comm.$.communicator.barrier();
    return open(comm, WIN_FLAVOR_DYNAMIC, { owner: -1, offset, bytes: directoryBytes, dispUnit: 1, own: offset }, [], transport.openWindow?.(comm.$.communicator.members, "heap", false));
  },
  Allocate_shared(bytes, dispUnit = 1, _info = null, comm = self()) {
    size(bytes, dispUnit);
    if (comm.$.transport.openWindow) return openRemote(comm, WIN_FLAVOR_SHARED, bytes, dispUnit);
    const { communicator, transport } = comm.$, sizes = new Float64Array(communicator.size);
    communicator.allgather(Float64Array.of(bytes), sizes);
    // Parts start at multiples of 8 bytes, in the first rank's heap.
    const starts = [...sizes].reduce<number[]>((list, s) => [...list, list[list.length - 1]! + Math.ceil(s / 8) * 8], [0]), base = Float64Array.of(0);
    if (communicator.rank === 0) {
      base[0] = transport.allocate(Math.max(1, starts[communicator.size]!));
      new Uint8Array(transport.heap(transport.rank), base[0], starts[communicator.size]).fill(0);
    }
    communicator.bcast(base, 0);
    return open(comm, WIN_FLAVOR_SHARED, { owner: communicator.members[0]!, offset: base[0]! + starts[communicator.rank]!, bytes, dispUnit, own: communicator.rank === 0 ? base[0]! : undefined }, []);
  },
};

export declare namespace Win {
  const Allocate: WinStatics["Allocate"], Create: WinStatics["Create"], Create_dynamic: WinStatics["Create_dynamic"], Allocate_shared: WinStatics["Allocate_shared"];
}
install(Win, "Win.", statics);

/** Brings private and public copies together: the owner's stores since the last time go out, what others put comes in. */
export function agree(state: WinState): void {
  state.remote?.sync();
  for (const mirror of state.mirrors) agreeOn(state, mirror);
}

export function agreeOn(state: WinState, { memory, agreed, offset }: Mirror): void {
  const { transport } = state.comm.$, shared = offset < 0 ? state.remote!.own : new Uint8Array(transport.heap(transport.rank), offset, memory.length);
  for (let k = 0; k < memory.length; k++) {
    if (memory[k] !== agreed[k]) shared[k] = memory[k]!;
    else if (shared[k] !== agreed[k]) memory[k] = shared[k]!;
    agreed[k] = memory[k]!;
  }
}
