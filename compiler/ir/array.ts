// The global view: array values and the operations that make them, as if there were one rank.
//
// 1-check makes `ArrayOp`s: one operator of the language each. 2-fuse turns those with a loop form into `Loop`s and merges them:
//
//   %1 = generate [n] @f        }      %4 = loop [n] { s0 = @f(i0); s1 = @g(s0); reduce s1 by add over axis 0 }
//   %2 = map %1 @g              }
//   %4 = reduceAll %2 add       }
//
// A loop runs over an index space and computes its steps for each point; inputs are read through an access, outputs are stored, reduced or
// scanned. Fusing is merging two of the same kind of thing, so operators need not know each other.
import { dtypeOfField, mapElement } from "./types.ts";
import type { ArrayType, DType, ElementType, Extent, Span, ValueId } from "./types.ts";
import type { Boundary } from "../../runtime/abi.ts";
import type { KernelId } from "./kernel.ts";

/** Plain data that an operator's definition understands; names of host variables are wrapped as `{ host: name }`. */
export type Attribute = number | string | boolean | null | HostName | readonly Attribute[] | { readonly [key: string]: Attribute };
/** An immutable host variable, evaluated where the operation stands. */
export interface HostName { readonly host: string }

/** The value that changes nothing, as the elements are: a number or boolean, or one for each field of a record. */
export type Identity = number | boolean | { readonly [field: string]: number | boolean };

/** A combining function with its identity. `name` is one of the built-in monoids ("add", "mul", ...) or "custom". */
export interface Monoid {
  readonly name: string;
  readonly identity: Identity;
  /** (a, b) => a + b on the accumulator's scalar types: all fields of a, then those of b; gives the fields. */
  readonly fn: KernelId;
  /** Whatever is combined with what first gives the same bits. */
  readonly anyOrder?: true;
}

/** The identity's field; "" of a plain one. */
export function identityOf(identity: Identity, field: string): number | boolean {
  const value = typeof identity === "object" ? identity[field] : field === "" ? identity : undefined;
  if (value === undefined) throw new Error(`no field ${field} in the identity ${JSON.stringify(identity)}`);
  return value;
}

/** A kernel with the host scalars it captures; they are its last parameters, after elements and indices. */
export interface KernelRef {
  readonly fn: KernelId;
  /** How many index parameters the function takes, after the elements and before the captures (0: it does not look at its position). */
  readonly indices: number;
  /** A neighbour kernel's constant offsets, one element parameter each, in order: `at(-1, 0) + at(1, 0)` has [[-1, 0], [1, 0]]. */
  readonly offsets?: readonly (readonly number[])[];
  readonly captures: readonly string[];
  /** Arrays that it reads elements of at any position, by the numbers that its functions' `read` expressions name them by. */
  readonly reads?: readonly { readonly array: number; readonly value: ValueId }[];
}

/** One operator of the language applied to values. `kernel` and `monoid` stand apart from `attributes` since later stages rewrite them. */
export interface ArrayOp {
  readonly kind: "op";
  readonly op: string;
  readonly results: readonly ValueId[];
  readonly types: readonly ArrayType[];
  readonly inputs: readonly ValueId[];
  readonly kernel?: KernelRef;
  readonly monoid?: Monoid;
  readonly attributes: { readonly [key: string]: Attribute };
  readonly span: Span;
}

export type { Boundary } from "../../runtime/abi.ts";

/** For each axis of the input, which axis of the loop walks it, and how far from the loop's own position. */
export interface Access {
  readonly axes: readonly { readonly loop: number; readonly offset: number }[];
  /** What stands outside the input; needed when an offset is not 0. */
  readonly boundary?: Boundary;
  /** The whole array, for steps that read elements of it at positions of their own; `axes` is empty. */
  readonly whole?: true;
}

/** A position of an axis: a number, or so much more than the value of an immutable host variable. */
export type Position = number | { readonly host: string; readonly plus: number };

/** Along one axis of an array: positions from, from + step, from + 2 step, ... in place of 0, 1, 2, ...; of step 0 only `from`, and the axis is gone. */
export interface ViewAxis {
  readonly from: Position;
  readonly step: number;
}

/** One for each axis of an array. */
export type View = readonly ViewAxis[];

export type StepArgument =
  | { readonly kind: "element"; readonly input: number; readonly field: string }
  | { readonly kind: "index"; readonly axis: number }
  | { readonly kind: "capture"; readonly capture: number }
  | { readonly kind: "const"; readonly value: number | boolean }
  /** A result of an earlier step, as it would be read back after being stored as `dtype`. */
  | { readonly kind: "step"; readonly step: number; readonly result: number; readonly dtype: DType };

/** What a reduction or scan of elements accumulates in, field by field: integers exactly, as JavaScript numbers. */
export function accumulatorOf(element: ElementType, { identity }: Pick<Monoid, "identity">): ElementType {
  return mapElement(element, (dtype, field) => {
    if (dtype === "f32") return "f32";
    return dtype === "bool" && typeof identityOf(identity, field) === "boolean" ? "bool" : "f64";
  });
}

export interface LoopStep {
  readonly fn: KernelId;
  readonly args: readonly StepArgument[];
  /** Which input each number of a `read` expression is. */
  readonly reads?: readonly { readonly array: number; readonly input: number }[];
  readonly span: Span;
}

/** `op`: which of the loop's `ops` made it (absent: the last one). `fields`: what is stored or folded, one value a field of the result's element. */
export type LoopOutput =
  | { readonly kind: "store"; readonly op?: number; readonly result: ValueId; readonly type: ArrayType; readonly fields: readonly StepArgument[] }
  /** Axes `axes` (ascending) disappear; all of them: the result is a scalar. Order of combination: `runtime/layout/tree.ts`. */
  | { readonly kind: "reduce"; readonly op?: number; readonly result: ValueId; readonly type: ArrayType; readonly fields: readonly StepArgument[]; readonly monoid: Monoid; readonly axes: readonly number[] }
  /** Prefixes along the axes `axes`: the last one, or all of them in row-major order. */
  | { readonly kind: "scan"; readonly op?: number; readonly result: ValueId; readonly type: ArrayType; readonly fields: readonly StepArgument[]; readonly monoid: Monoid; readonly axes: readonly number[]; readonly exclusive: boolean };

export interface LoopInput {
  readonly value: ValueId;
  /** The whole array's. */
  readonly type: ArrayType;
  readonly access: Access;
  /** The loop reads part of the array as if it were an array of its own: `access` has an axis for each that the view leaves, at no distance. It lies inside the array wherever the loop comes. */
  readonly view?: View;
}

export interface Loop {
  readonly kind: "loop";
  /** The operators that were fused into it, in program order, for people. */
  readonly ops: readonly { readonly op: string; readonly span: Span }[];
  readonly shape: readonly Extent[];
  readonly inputs: readonly LoopInput[];
  readonly captures: readonly string[];
  readonly steps: readonly LoopStep[];
  readonly outputs: readonly LoopOutput[];
  readonly span: Span;
}

/** The dtype of a value inside a loop, which decides what a reduction or scan of it accumulates in. Positions and constants count as f64 (bool: bool). */
export function argumentDtype(inputs: Loop["inputs"], arg: StepArgument): DType {
  if (arg.kind === "step") return arg.dtype;
  if (arg.kind === "const" && typeof arg.value === "boolean") return "bool";
  return arg.kind === "element" ? dtypeOfField(inputs[arg.input]!.type.element, arg.field) : "f64";
}

/** What a reduction or scan of a loop accumulates in. */
export function accumulatorOfOutput(inputs: Loop["inputs"], { type, fields, monoid }: LoopOutput & { readonly kind: "reduce" | "scan" }): ElementType {
  const dtypes = fields.map((arg) => argumentDtype(inputs, arg));
  let next = 0;
  return accumulatorOf(mapElement(type.element, () => dtypes[next++]!), monoid);
}

export type ArrayNode = ArrayOp | Loop;
