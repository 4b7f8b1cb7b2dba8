// Kernels that an operator brings along, for loops that no general mechanism finds: put into the program's kernel module beside the compiled nests and called by the
// runtime's operator under their names. Where scalars serve, a kernel is a routine (`routine.ts`), written once for all machines; where vectors must be placed by hand
// (tiles in registers, butterflies), one function as WebAssembly text, as JavaScript and as C.
//
// They are called like any kernel (head of `runtime/abi.ts`), but what their numbers mean is between the operator and the runtime's function: first those that
// stand for the axes, then for each buffer its base and as many strides as are given, then captures.
import type { Attribute } from "./array.ts";
import type { Routine } from "./routine.ts";
import type { ArrayType } from "./types.ts";

export type LibraryKernel = Routine | WrittenKernel;

export interface WrittenKernel {
  readonly kind: "written";
  /** The export of the kernel module. */
  readonly name: string;
  /** `(func $name (export "name") (param i32 ...) ...)`: numbers are i32, captures f64, bases byte addresses in `env.memory`. */
  readonly wat: string;
  /** `function name(buffers, ...numbers) { ... }`: bases count elements of the typed arrays `buffers`. */
  readonly script: string;
  /** `int NAME(char *memory, f64 *numbers) { ... }`, NAME being `nativeSymbol(name)`: bases are byte addresses in `memory`. Without it WebAssembly serves. */
  readonly c?: string;
}

/** What decides which kernels a call needs. */
export interface WrittenFor {
  readonly inputs: readonly ArrayType[];
  readonly results: readonly ArrayType[];
  readonly attributes: { readonly [name: string]: Attribute };
}
