// The contract between generated code and the runtime: what a driver (the per-rank program that the compiler emits) may call, how a
// kernel is called, and where the elements of an array are. The compiler imports this file and nothing else of the runtime.
//
// **How a kernel is called.** All numbers, in this order:
//   for each loop axis   count (this rank's extent), start (global position of its first element), step (global distance of its elements), extent (global)
//   for each buffer      base, then one stride an axis of the loop; inputs' fields first, then outputs' (a scan: prefixes' fields, then totals')
//   for each capture     its value (booleans as 0 or 1)
// Strides count elements. In WebAssembly `base` is the byte address (in `env.memory`) of the element at local position 0; numbers are i32, captures f64.
// In JavaScript a leading argument holds the typed arrays, one a buffer, and `base` counts elements. In native code all are doubles in one
// array. Position p of an axis is global position start + p * step.
// A buffer that does not depend on an axis has stride 0 there. Along a leaf axis the stride is the distance of leaves.
export * from "./layout/bounds.ts";
export * from "./layout/tree.ts";
export * from "./layout/shard.ts";
export * from "./layout/leaves.ts";
export * from "./layout/fold.ts";
export * from "./layout/gridRows.ts";
export * from "./layout/carry.ts";
export * from "./layout/carryChain.ts";
export * from "./layout/exchange.ts";
export * from "./layout/pieces.ts";
export * from "./fourier/roots.ts";

export type DType = "f64" | "f32" | "i32" | "u32" | "i16" | "u16" | "i8" | "u8" | "bool";
export type ElementType = DType | { readonly [field: string]: DType };

/** What a neighbour outside the array is: the nearest element, the array repeated, mirrored at its edge (the edge element not repeated), or a constant.
 * A host variable's name stands for its value inside the compiler only; the driver passes the number. */
export type Boundary = { readonly kind: "clamp" | "wrap" | "reflect" } | { readonly kind: "value"; readonly value: number | { readonly host: string } };

export type Placement =
  /** The whole array on every rank. */
  | { readonly kind: "replicated" }
  /** The whole array on rank 0, nothing elsewhere. */
  | { readonly kind: "root" }
  /**
   * Contiguous ranges of an axis; inner boundaries are multiples of `align`. Each range is stored with `halo` more elements on both sides, filled from the
   * neighbours and, at the ends of the array, as `boundary` says (there exactly when `halo` is not 0).
   */
  | { readonly kind: "block"; readonly axis: number; readonly align: number; readonly halo: number; readonly boundary?: Boundary }
  /** Element i of the axis is on rank i modulo np. */
  | { readonly kind: "cyclic"; readonly axis: number }
  | Grid
  | Window;

/**
 * Contiguous ranges of two axes at once: ranks form a grid of p x q (`gridOf`), rank r stands in row r / q and column r % q of it. As for a block, inner boundaries are
 * multiples of `aligns`, and each part is stored with `halos` more positions on both sides; where both are outside the rank's own part they are there only with `corners`.
 */
export interface Grid {
  readonly kind: "grid";
  readonly axes: readonly [number, number];
  readonly aligns: readonly [number, number];
  readonly halos: readonly [number, number];
  readonly corners: boolean;
  readonly boundary?: Boundary;
}

/**
 * What a rank needs to walk part of an axis, and no place for an array to be made in: a loop over `extent` positions, in blocks, reads position `from + step p`
 * at its position p, and the `more` after it. A rank holds all positions between the first and the last that its block needs; those of different ranks may overlap.
 * Step 0: every rank holds position `from` alone. Host variables stand there inside the compiler only.
 */
export interface Window {
  readonly kind: "window";
  readonly axis: number;
  readonly align: number;
  readonly extent: number | { readonly host: string };
  readonly from: number | { readonly host: string; readonly plus: number };
  readonly step: number;
  readonly more: number;
}

/** For each axis of an array that a loop reads as a view: position `from + step p` stands at position p; of step 0 the axis is gone. */
export type View = readonly { readonly from: number; readonly step: number }[];

/** For how many positions there is to be memory around a rank's elements, one a distributed axis, so that neighbours' can be put there; `corners`: also where both are. */
export interface Room {
  readonly halos: readonly number[];
  readonly corners: boolean;
}

/** Where in the user's source a call stands: "mandelbrot.ts:14:20". */
export type Site = string;

export type Scalar = number | boolean;
export type Shape = readonly number[];

/** One array on one rank. Its buffers belong to the rank's memory; generated code treats it as opaque but for `shape`. */
export interface DistributedArray {
  readonly element: ElementType;
  readonly shape: Shape;
  readonly placement: Placement;
}

export interface BufferInfo {
  readonly dtype: DType;
}

/** What a launch must know of a nest to call it. */
export interface NestInfo {
  readonly name: string;
  readonly ndim: number;
  readonly inputs: readonly { readonly axes: readonly { readonly loop: number; readonly offset: number; readonly per: number }[] }[];
  readonly outputs: readonly (
    | { readonly mode: "store"; readonly element: ElementType; readonly room?: Room }
    | { readonly mode: "leaf"; readonly axis: number; readonly element: ElementType }
    | { readonly mode: "scan"; readonly element: ElementType }
  )[];
  /** An output may be put where an input is, if nobody wants that any more: it is read at the position of the store only, and before it. */
  readonly inPlace?: readonly (readonly [input: number, output: number])[];
}

/** The nests of a scan. */
export interface ScanPass {
  readonly first: NestInfo;
  readonly finish: NestInfo;
  readonly whole: NestInfo;
  /** Which of the finishing nest's inputs are the prefixes and the carries. */
  readonly prefixes: number;
  readonly carries: number;
  /** Positions, among the finishing nest's captures, of those that the whole one takes besides the first's. */
  readonly captures: readonly number[];
  /** What the first computes may be computed twice. */
  readonly cheap: boolean;
}

/** A monoid of elements without fields as generated code hands it over: the function is JavaScript with the same bits as the kernels. */
export interface MonoidInfo {
  readonly name: string;
  readonly identity: Scalar;
  combine(a: number, b: number): number;
}

/** A monoid of records: all fields of the left one, then those of the right one, give the fields of the result. */
export interface RecordMonoidInfo {
  readonly name: string;
  readonly identity: readonly Scalar[];
  combine(...fields: readonly number[]): readonly number[];
}

/** What a library operator combines with. */
export interface CallFold {
  /** Of records as of all their fields. */
  readonly monoid: MonoidInfo | RecordMonoidInfo;
  readonly accumulator: ElementType;
}

export interface FoldInfo {
  /** The loop's index space and its placement. */
  readonly shape: Shape;
  readonly placement: Placement;
  readonly axis: number;
  readonly all: boolean;
  readonly monoid: MonoidInfo | RecordMonoidInfo;
  readonly accumulator: ElementType;
  readonly element: ElementType;
  /** Any order of combination gives the same bits. */
  readonly anyOrder?: true;
}

/** One of several folds that share an exchange. */
export interface FoldPart {
  readonly kind: "combine" | "carry";
  /** Leaves or totals. */
  readonly of: DistributedArray;
  readonly how: FoldInfo;
}

/** What a driver may call. One object a rank. */
export interface Runtime {
  readonly rank: number;
  readonly size: number;

  /** The program parameter's value: from the command line, else the default. */
  param<T extends number | string | boolean>(name: string, fallback: T): T;
  /** Checks that a host value can be an extent. SPMD2101. */
  extent(value: unknown, what: string, site: Site): number;
  /** Checks that a captured host scalar is an integer where its kernel needs one. SPMD2102. */
  integer(value: unknown, name: string, site: Site): number;
  /** Checks that a captured host scalar is a number or boolean. SPMD2103. */
  scalar(value: unknown, name: string, site: Site): number;
  /** Checks shapes that could not be compared at compile time. SPMD2001. */
  sameShape(op: string, a: { readonly shape: Shape }, b: { readonly shape: Shape }, site: Site): void;

  /** Part of an array as a launch's input: what it reads of it. Not counted, and not kept. */
  view(a: DistributedArray, view: View): DistributedArray;
  /** `spent`: inputs (by number) that are used no more, and held by one only: the scope or a slot that lets go of it next. */
  launch(nest: NestInfo, shape: Shape, placement: Placement, inputs: readonly DistributedArray[], captures: readonly number[], site: Site, spent?: readonly number[]): DistributedArray[];
  /**
   * What `launch(first)`, `carry` of its totals and `launch(finish)` of its prefixes and these give, in one pass where this run's kernels have `whole`. Its inputs
   * are the first's, then the finishing one's others; after the outputs its buffers hold the state of layout/carryChain.ts.
   */
  scan(pass: ScanPass, shape: Shape, placement: Placement, inputs: readonly DistributedArray[], others: readonly DistributedArray[], captures: readonly number[], finishCaptures: readonly number[], how: FoldInfo, site: Site): DistributedArray[];
  reshard(a: DistributedArray, to: Placement, site: Site): DistributedArray;
  /** Several arrays to every rank. */
  gatherAll(arrays: readonly DistributedArray[], site: Site): DistributedArray[];
  combine(leaves: DistributedArray, how: FoldInfo, site: Site): DistributedArray;
  carry(totals: DistributedArray, how: FoldInfo, site: Site): DistributedArray;
  /** Several of them with one allgather; their results in order. */
  together(folds: readonly FoldPart[], site: Site): DistributedArray[];
  call(op: string, inputs: readonly DistributedArray[], attributes: { readonly [key: string]: unknown }, placements: readonly Placement[], site: Site, fold?: CallFold): DistributedArray[];
  /** print, imshow, writeNpy, toArray, ...: collective; the inputs are placed as the effect asks. */
  effect(name: string, inputs: readonly DistributedArray[], args: readonly unknown[], site: Site): unknown;
  /** The element of a replicated 0-dimensional array: of records an object. */
  value(a: DistributedArray): Scalar | { readonly [field: string]: Scalar };

  // Arrays are counted. A new array has the count 1, held by the scope it is made in. Scopes are a stack: a driver sweeps the same mark at the head of
  // each trip of a loop and once after it, and leaves inner marks unswept when it breaks out of several loops.
  /** Counts one more: an array that a slot holds. */
  retain(a: DistributedArray): DistributedArray;
  /** Counts one less; at 0 the array's buffers are free. */
  release(a: DistributedArray): void;
  /** Counts one more, held by the present scope: a slot's value that is still needed after the slot gets another. */
  hold(a: DistributedArray): DistributedArray;
  /** The present scope lets go of arrays that were made in it before it is swept: after their last use. */
  drop(...arrays: readonly DistributedArray[]): void;
  mark(): number;
  /** Lets go (counts one less) of what scopes hold since `mark`; may be called again with the same mark. */
  sweep(mark: number): void;

  /** 0 to n - 1, with a bar that tells how far the loop is, where somebody watches. */
  progress(n: number): Iterable<number>;
  /** Seconds, the same on every rank. */
  wtime(): number;
}

/** What the emitted driver module exports. */
export interface Driver {
  readonly params: readonly { readonly name: string; readonly default: number | string | boolean }[];
  run(runtime: Runtime): Promise<{ readonly [name: string]: unknown }>;
}

/** Compiled kernels by nest name. Arguments as this file's head says; the JavaScript form takes the buffers first. */
export type WasmKernel = (...numbers: number[]) => void;
export type ScriptKernel = (buffers: readonly ArrayBufferView[], ...numbers: number[]) => void;

/** Where kernels may throw; WebAssembly calls `env.fail(site, v0, v1, v2, v3)`, JavaScript kernels call the function given to `instantiate`. */
export interface FailureSite {
  /** The error's class: "RangeError". */
  readonly error: string;
  /** Text around the values: one more than there are values. */
  readonly parts: readonly string[];
  /** "" for a number, "bool" for a boolean. */
  readonly values: readonly ("" | "bool")[];
  readonly site: Site;
}

/** Machine code for one kind of machine: a shared object that exports a function a nest, and `nativeFitsSymbol`. */
export interface NativeKernels {
  /** "linux-x64": Node's names of the platform and the processor it was compiled for. */
  readonly machine: string;
  readonly object: Uint8Array;
  /** SHA-256 of the object, in hexadecimal digits. */
  readonly sha256: string;
  /** The kernels that it has; where it lacks some of the program's (`complete` is false), WebAssembly serves for those. */
  readonly kernels: readonly string[];
  readonly complete: boolean;
}

/** Of a nest: int SYMBOL(char *memory, double *numbers). Returns -1, or the number of a failure site with its values in numbers[0..3]. */
export const nativeSymbol = (nest: string): string => `spmd_${nest.replace(/\W/g, (c) => `_u${c.codePointAt(0)!.toString(16)}_`)}`;
/** int SYMBOL(void): whether this processor has all that the object was compiled for. */
export const nativeFitsSymbol = "spmd_fits_here";

export interface Kernels {
  /** Imports `env.memory` (shared) and `env.fail`. Absent when built with `--kernels js`. */
  readonly wasm?: Uint8Array;
  /** For the machine that the program was built on. */
  readonly native?: NativeKernels;
  readonly script: (fail: (site: number, ...values: number[]) => never) => { readonly [nest: string]: ScriptKernel };
  readonly failures: readonly FailureSite[];
}

/** Raised when the meaning of anything in this file changes: a bundle and the runtime in it always agree, an older `spmd run` says so. */
export const abiVersion = 1;

/** A global-view program as its bundle hands it to the runtime's `main`. */
export interface GlobalProgram {
  readonly view: "global";
  readonly name: string;
  readonly driver: Driver;
  readonly kernels: Kernels;
}

/** A message-passing program: every rank loads the user's module. */
export interface LocalViewProgram {
  readonly view: "local";
  readonly name: string;
  load(): Promise<{ readonly [exported: string]: unknown }>;
}
