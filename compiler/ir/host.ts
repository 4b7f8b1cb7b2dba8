// The host program: the module's own statements with array operations lifted out. Scalar host code stays TypeScript text; it never
// holds an array. Array values are named `%n` and defined once; an array variable that is reassigned, or that crosses control flow, is a
// slot with one type. Every rank runs the host program.
//
//   let u = zeros([n]);                       write u = %1            %1 = zeros [n]
//   while (sum(u) < 4) u = map(u, f);         while { %2 = read u; %3 = sum %2; scalar $s1 = %3 } test ($s1 < 4) {
//                                               %4 = read u; %5 = map %4 @f; write u = %5 }
//
// Functions that take or return arrays or kernels have been inlined: a labelled block, left by `break`.
import type { ArrayNode } from "./array.ts";
import type { KernelFunction } from "./kernel.ts";
import type { ArrayType, Span, ValueId } from "./types.ts";

/** TypeScript text with the host variables it may read and those it assigns or declares (free ones only). */
export interface HostCode {
  readonly text: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** It declares constants that are arithmetic of numbers, and does nothing else: nobody sees when. */
  readonly arithmetic?: true;
  readonly span: Span;
}

export interface Param {
  readonly name: string;
  readonly default: number | string | boolean;
  readonly span: Span;
}

/** `Node` is what stands for an array computation at this level. */
export type Statement<Node> =
  | { readonly kind: "array"; readonly node: Node }
  /** Scalar code: a whole statement. */
  | { readonly kind: "host"; readonly code: HostCode }
  /** `const NAME = <element of a 0-dimensional array>`: what a reduction gives to the host. */
  | { readonly kind: "scalar"; readonly name: string; readonly value: ValueId; readonly span: Span }
  /** `const NAME = <extent of the array along axis>`. */
  | { readonly kind: "extent"; readonly name: string; readonly value: ValueId; readonly axis: number; readonly span: Span }
  /** Something done with whole arrays (print, imshow, writeNpy, toArray): `const NAME = EFFECT(arrays, arguments)`. */
  | { readonly kind: "effect"; readonly effect: string; readonly name: string | null; readonly inputs: readonly ValueId[]; readonly arguments: readonly HostCode[]; readonly span: Span }
  /** `type` is there where the slot's shape changes over time: extents that the slot's own type cannot name, declared by `extent` statements after the read. */
  | { readonly kind: "read"; readonly result: ValueId; readonly slot: string; readonly type?: ArrayType; readonly span: Span }
  | { readonly kind: "write"; readonly slot: string; readonly value: ValueId; readonly span: Span }
  | { readonly kind: "if"; readonly test: HostCode; readonly then: Block<Node>; readonly else: Block<Node>; readonly span: Span }
  /** `before` computes what `test` needs, on every trip; `step` runs after the body and on `continue`. */
  | { readonly kind: "while"; readonly label: string; readonly before: Block<Node>; readonly test: HostCode; readonly testFirst: boolean; readonly body: Block<Node>; readonly step: Block<Node>; readonly span: Span }
  /** `for (const NAME of ITERABLE)` over host values. */
  | { readonly kind: "forOf"; readonly label: string; readonly binding: string; readonly iterable: HostCode; readonly body: Block<Node>; readonly span: Span }
  /** A labelled block: an inlined function (`break label` is its `return`), or a scope. */
  | { readonly kind: "block"; readonly label: string; readonly body: Block<Node>; readonly span: Span }
  | { readonly kind: "break"; readonly label: string; readonly span: Span }
  | { readonly kind: "continue"; readonly label: string; readonly span: Span };

export type Block<Node> = readonly Statement<Node>[];

export interface Slot {
  readonly name: string;
  readonly type: ArrayType;
  readonly span: Span;
}

/** `export const NAME`: an array value, an array slot, or a host variable. */
export type Result =
  | { readonly kind: "array"; readonly name: string; readonly value: ValueId }
  | { readonly kind: "slot"; readonly name: string; readonly slot: string }
  | { readonly kind: "host"; readonly name: string; readonly variable: string };

/** A program whose array computations are `Node`s: `ArrayOp` after 1-check, `ArrayNode` after 2-fuse, `LocalNode` after 4-communicate. */
export interface Program<Node = ArrayNode> {
  /** The module's name without its ending. */
  readonly name: string;
  readonly params: readonly Param[];
  readonly kernels: readonly KernelFunction[];
  readonly slots: readonly Slot[];
  /** Import declarations of host code that stay imports, as text. */
  readonly imports: readonly HostCode[];
  readonly body: Block<Node>;
  readonly results: readonly Result[];
}
