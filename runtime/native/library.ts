// Machine code of kernels, called through koffi. Each rank opens the library for itself; the system keeps one copy of the code.
import { nativeFitsSymbol, nativeSymbol } from "../abi.ts";

/** Addresses are BigInts: they need not fit a number. */
type NativeFunction = (...addresses: (bigint | number)[]) => number;

/** What is used of koffi. */
interface Koffi {
  /** Of null: what the process itself has. */
  load(file: string | null): { func(name: string, result: string, parameters: readonly string[]): NativeFunction };
  address(view: ArrayBufferView): bigint;
}

/** Where a rank finds the library and what calls it: absolute paths. */
export interface NativeFiles {
  readonly object: string;
  readonly koffi: string;
}

export interface NativeLibrary {
  /** Of a nest: (memory, numbers) -> -1, or the failure site's number. */
  kernel(nest: string): NativeFunction;
  /** Whether this processor has what the code was compiled for. Safe to ask of code that does not fit. */
  fits(): boolean;
  /** Where the bytes of a view are, as long as it is alive: its memory must not be one that the collector moves (small and unshared). */
  address(view: ArrayBufferView): bigint;
}

const callerOf = (koffi: string): Koffi => process.getBuiltinModule("node:module").createRequire(koffi)(koffi) as Koffi;

/** Loads koffi, once a thread. A thread that is stopped meanwhile takes the process with it, so this comes before anything that may end the job. */
export function loadCaller({ koffi }: Pick<NativeFiles, "koffi">): void {
  callerOf(koffi);
}

/**
 * Ends the process now. Machine code cannot be interrupted, and Node's own exit waits for its threads: a kernel that never ends would keep the process for ever. What
 * is to be tidied up at the end is told first, as Node does.
 */
export function exitAtOnce({ koffi }: NativeFiles, status: number): never {
  process.emit("exit", status);
  try {
    callerOf(koffi).load(null).func("_exit", "void", ["int"])(status);
  } catch {
    // There is no such function here.
  }
  process.kill(process.pid, "SIGKILL");
  throw new Error("internal: the process goes on after its end");
}

/** Throws what the system says where the library cannot be opened. */
export function openLibrary({ object, koffi }: NativeFiles): NativeLibrary {
  const caller = callerOf(koffi), library = caller.load(object);
  return {
    kernel: (nest) => library.func(nativeSymbol(nest), "int", ["uintptr_t", "uintptr_t"]),
    fits: () => library.func(nativeFitsSymbol, "int", [])() !== 0,
    address: (view) => caller.address(view),
  };
}
