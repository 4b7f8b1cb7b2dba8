// What the variables of host code stand for while it is lowered. Functions that work with arrays are lowered once for each call, so one variable of the
// source may stand for several of the program: each call's own bindings lie above those of the place that calls.
//
//   const n = 10;                     n     host variable "n", the constant 10
//   const u = zeros([n]);             u     the array %1
//   let v = u;                        v     the slot "v", if it is assigned later
//   iterate(u, x => x / 2)            step  the function, with the bindings of where it was written
import type { ts } from "ts-morph";
import type { Extent, ValueId } from "../ir/types.ts";

export type Constant = number | string | boolean;

export interface HostBinding {
  readonly kind: "host";
  /** In the emitted program. */
  readonly name: string;
  readonly mutable: boolean;
  /** Its value, where that is known at compile time. */
  readonly constant?: Constant;
  /** The extent that it is known to equal. */
  readonly extent?: Extent;
  /** The extents that this list of extents holds: `const s = a.shape`. */
  readonly shape?: readonly Extent[];
}

export type Binding =
  | { readonly kind: "array"; readonly value: ValueId }
  | { readonly kind: "slot"; readonly slot: string }
  | HostBinding
  /** A function, monoid, or other value that exists only while compiling. */
  | { readonly kind: "function"; readonly node: ts.Expression | ts.FunctionDeclaration; readonly bindings: Bindings }
  /** A list or object with arrays in it, taken apart at compile time. */
  | { readonly kind: "parts"; readonly parts: ReadonlyMap<string, Binding> }
  /** Its declaration was wrong and has been reported. */
  | { readonly kind: "unknown" };

export interface Bindings {
  get(symbol: ts.Symbol): Binding | undefined;
  set(symbol: ts.Symbol, binding: Binding): void;
}

export function newBindings(outer?: Bindings): Bindings {
  const own = new Map<ts.Symbol, Binding>();
  return { get: (symbol) => own.get(symbol) ?? outer?.get(symbol), set: (symbol, binding) => void own.set(symbol, binding) };
}
