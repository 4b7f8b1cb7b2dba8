// libmpi, called through koffi: found, opened, told apart, and its functions with JavaScript's types. Addresses are numbers (they fit 53 bits), handles are numbers too.
//
// Invariant: every call that can fail is checked; what MPI says of it becomes an `MpiError`.
import { presetEnvironment } from "../../platform.ts";
import { families, type Family, type OpName, type Predefined, type TypeName } from "./families.ts";

type Native = (...args: (number | bigint)[]) => number;

/** What is used of koffi. */
interface Koffi {
  load(file: string, options: { readonly global: boolean; readonly lazy: boolean }): KoffiLibrary;
  load(file: null): KoffiLibrary;
  address(view: ArrayBufferView): bigint;
  view(address: bigint | number, bytes: number): ArrayBuffer;
}
interface KoffiLibrary {
  func(name: string, result: string, parameters: readonly string[]): Native;
  symbol(name: string): bigint;
}

/** An error that the MPI library reports, in its words. */
export class MpiError extends Error {
  override readonly name = "MpiError";
  constructor(readonly call: string, readonly errorClass: number, text: string) {
    super(`${call}: ${text}`);
  }
}

export type Functions = { readonly [N in keyof typeof signatures]: Native };

export interface Mpi {
  readonly family: Family;
  readonly file: string;
  /** The library's name and version, one line. */
  readonly version: string;
  readonly world: number;
  readonly types: { readonly [name in TypeName]: number };
  readonly ops: { readonly [name in OpName]: number };
  readonly errorsReturn: number;
  readonly infoNull: number;
  /** The library's functions, by their names without `MPI_`. Their result is an error code: see `check`. */
  readonly call: Functions;
  check(call: string, code: number): void;
  /** Where the bytes of a view are, as long as it is alive. */
  address(view: ArrayBufferView): number;
  /** Memory at an address, as JavaScript sees it. */
  memory(address: number, bytes: number): ArrayBuffer;
  /** Gives the processor to another process that wants it; sleeps. */
  yield(): void;
  sleep(microseconds: number): void;
  /** Ends this process at once, whatever other threads do. */
  exitNow(status: number): void;
}

/**
 * Communication libraries below MPI (UCX) watch the process's memory by replacing malloc and mmap, and catch its signals. In a process with a garbage collector, which
 * maps and unmaps memory by itself and uses signals for bounds checks, that ends in crashes.
 */
const tame = { UCX_MEM_EVENTS: "n", UCX_MEM_MMAP_HOOK_MODE: "none", UCX_MEM_MALLOC_HOOKS: "n", UCX_ERROR_SIGNALS: "", UCX_HANDLE_ERRORS: "none", UCX_WARN_UNUSED_ENV_VARS: "n" };

// H: a handle by value. P: an address. I: a C int. A: MPI_Aint.
const signatures = {
  Init: "PP", Initialized: "P", Finalized: "P", Finalize: "", Abort: "HI", Comm_rank: "HP", Comm_size: "HP", Comm_dup: "HP", Comm_set_errhandler: "HH", Comm_split_type: "HIIHP",
  Comm_group: "HP", Group_incl: "HIPP", Comm_create_group: "HHIP", Bcast: "PIHIH", Gather: "PIHPIHIH", Allgather: "PIHPIHH", Scatter: "PIHPIHIH",
  Alltoall: "PIHPIHH", Reduce: "PPIHHIH", Allreduce: "PPIHHH", Reduce_local: "PPIHH", Scan: "PPIHHH", Exscan: "PPIHHH", Get_library_version: "PP", Get_processor_name: "PP", Error_class: "IP", Error_string: "IPP",
  Isend: "PIHIIHP", Issend: "PIHIIHP", Irecv: "PIHIIHP", Recv_init: "PIHIIHP", Start: "P", Test: "PPP", Testall: "IPPP", Cancel: "P", Request_free: "P",
  Win_create: "PAIHHP", Win_allocate_shared: "AIHHPP", Win_shared_query: "HIPPP", Win_free: "P", Win_lock_all: "IH", Win_unlock_all: "H", Win_flush: "IH", Win_sync: "H",
  Put: "PIHIAIHH", Get: "PIHIAIHH", Accumulate: "PIHIAIHHH", Get_accumulate: "PIHPIHIAIHHH", Compare_and_swap: "PPPHIAH", Fetch_and_op: "PPHIAHH",
} as const;

const kinds: { readonly [letter: string]: string } = { P: "uintptr_t", I: "int", A: "int64_t" };

/** Opens the library `file`; throws what the system says if it cannot be loaded, and an `UnknownLibrary` if it is none that this transport knows. */
export function openMpi(koffiFile: string, file: string): Mpi {
  const koffi = process.getBuiltinModule("node:module").createRequire(koffiFile)(koffiFile) as Koffi;
  presetEnvironment(tame);
  // The library's own plugins look for its symbols: they must be visible to all.
  const library = koffi.load(file, { global: true, lazy: true }), system = koffi.load(null);
  const has = (name: string): boolean => {
    try {
      return library.symbol(name) !== undefined;
    } catch {
      return false;
    }
  };
  if (!has("MPI_Init")) throw new UnknownLibrary("it has no function MPI_Init");
  const scratch = new Uint8Array(new ArrayBuffer(16384)), address = (view: ArrayBufferView): number => Number(koffi.address(view)), at = address(scratch), ints = new Int32Array(scratch.buffer);
  const words = (bytes: number): string => new TextDecoder().decode(scratch.slice(0, bytes)).replace(/\0.*$/s, "").trim();
  // MPI_Get_library_version writes its text and then the length, which goes behind it.
  library.func("MPI_Get_library_version", "int", ["uintptr_t", "uintptr_t"])(at, at + 16000);
  const version = words(16000).split("\n").slice(0, 2).join(" ").replace(/\s+/g, " ").slice(0, 120), family = familyOf(has, version);
  const value = (of: Predefined): number => (typeof of === "number" ? of : Number(library.symbol(of)));
  const all = <N extends string>(table: { readonly [name in N]: Predefined }): { readonly [name in N]: number } =>
    Object.fromEntries(Object.entries<Predefined>(table).map(([name, of]) => [name, value(of)])) as { [name in N]: number };
  const call = Object.fromEntries(Object.entries(signatures).map(([name, parameters]) => [name, library.func(`MPI_${name}`, "int", [...parameters].map((letter) => kinds[letter] ?? family.handle))])) as unknown as Functions;
  const schedYield = system.func("sched_yield", "int", []), usleep = system.func("usleep", "int", ["unsigned int"]), exit = system.func("_exit", "void", ["int"]);
  return {
    family,
    file,
    version,
    world: value(family.world),
    types: all(family.types),
    ops: all(family.ops),
    errorsReturn: value(family.errorsReturn),
    infoNull: value(family.infoNull),
    call,
    check(name, code) {
      if (code === 0) return;
      call.Error_class(code, at);
      const errorClass = ints[0]!;
      call.Error_string(code, at, at + 8192);
      throw new MpiError(`MPI_${name}`, errorClass, words(8192));
    },
    address,
    memory: (where, bytes) => koffi.view(BigInt(where), bytes),
    yield: () => void schedYield(),
    sleep: (microseconds) => void usleep(microseconds),
    exitNow: (status) => void exit(status),
  };
}

export class UnknownLibrary extends Error {
  override readonly name = "UnknownLibrary";
}

function familyOf(has: (name: string) => boolean, version: string): Family {
  const [open, ich] = families as readonly [Family, Family];
  if (has("ompi_mpi_comm_world")) return open;
  if (/MPICH|Intel|MVAPICH|Cray|ParaStation/i.test(version)) return ich;
  throw new UnknownLibrary(`its ABI is neither Open MPI's nor MPICH's (${version === "" ? "it gives no version" : version})`);
}
