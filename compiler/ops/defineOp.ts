// What an operator is: one object that holds all the compiler knows of it. Stages ask these objects; none of them names an operator.
//
//   name        as users write it
//   parameters  how a call's arguments are read, in order; 1-check lowers each of them by its kind
//   check       its typing rule: element and shape of the results, or a sentence why not
//   loop        its loop form, for operators that compute element by element, reduce or scan; 2-fuse merges these
//   library     for the others: placement rules and the plain function that every rank runs on its shard
//   reference   its meaning on whole arrays, in plain TypeScript; what an uncompiled program runs
//   samples     inputs that feed the laws and the random programs
import type { Attribute, Identity, Loop, ArrayOp } from "../ir/array.ts";
import type { KernelFunction, KernelResult } from "../ir/kernel.ts";
import type { Placement } from "../ir/placement.ts";
import type { ArrayType, DType, ElementType, Extent, ValueId } from "../ir/types.ts";
import type { LibraryKernel, WrittenFor } from "../ir/written.ts";
import { recordsRefused } from "./elements.ts";
import type { Exchange, PlacedCall } from "./exchange.ts";

/**
 * How an argument of a call is read. A parameter that is `optional` is absent when the argument at its place is of another kind (`zipWith(a, b, f)` has
 * no third array, `scanRows(a, add, "f64")` no options): `assignArguments` of `ops/arguments.ts` pairs them.
 */
export type Parameter =
  /** `orScalar`: a host scalar may stand there instead; then it is the attribute of this name, and not an input. */
  | { readonly kind: "array"; readonly name: string; readonly optional?: boolean; readonly orScalar?: boolean }
  /** A kernel `(elements..., indices..., ) => result`; `elements: false`: indices only, as `generate`'s. */
  | { readonly kind: "kernel"; readonly name: string; readonly elements: boolean; readonly result?: "boolean" }
  /** A neighbour kernel `(at, indices...) => result`, where `at(-1, 0)` reads the array at a constant distance. */
  | { readonly kind: "neighbours"; readonly name: string }
  | { readonly kind: "monoid"; readonly name: string; readonly optional?: boolean }
  /** A list of extents: literals, or host values checked at run time. */
  | { readonly kind: "shape"; readonly name: string; readonly optional?: boolean }
  /** One extent: a literal, or a host value checked at run time. The attribute is `number | { host }`. */
  | { readonly kind: "extent"; readonly name: string; readonly optional?: boolean }
  /** A dtype's name, or a record of them. */
  | { readonly kind: "element"; readonly name: string; readonly optional?: boolean }
  /** A host scalar; evaluated where the call stands. `integer`: checked to be one at run time; `boolean`: true or false. */
  | { readonly kind: "scalar"; readonly name: string; readonly optional?: boolean; readonly integer?: true; readonly boolean?: true }
  /** One of a few words, known at compile time; `orScalar`: or a host scalar; `orFields`: or an object of these arguments. */
  | { readonly kind: "choice"; readonly name: string; readonly values: readonly string[]; readonly optional?: boolean; readonly orScalar?: boolean; readonly orFields?: readonly Parameter[] }
  /** Integers known at compile time, such as the axes of a permutation. */
  | { readonly kind: "integers"; readonly name: string; readonly optional?: boolean }
  /** Integers or `null`, or lists of such: literals, or host values checked at run time. */
  | { readonly kind: "numbers"; readonly name: string; readonly optional?: boolean }
  /** Any host value, handed over at run time. */
  | { readonly kind: "host"; readonly name: string; readonly optional?: boolean }
  /** An object of such arguments, each by name; so is the attribute: `{ options: { exclusive: true } }`. */
  | { readonly kind: "options"; readonly name: string; readonly fields: readonly Parameter[]; readonly optional?: boolean };

/** An extent of a result that only the array itself knows, at run time: the caller names it (an `extent` statement after the operation). */
export const unknownExtent = "?";

/** A call as its typing rule sees it. */
export interface CallFacts {
  readonly inputs: readonly ArrayType[];
  readonly attributes: { readonly [name: string]: Attribute };
  /** What the kernel returns, where there is one. */
  readonly kernelResults: readonly KernelResult[];
  /** The explicit result element, where the call has one. */
  readonly element: ElementType | undefined;
  /** The monoid, where there is one. */
  readonly monoid?: { readonly name: string; readonly identity: Identity };
  /** What the call's TypeScript type says of its result, for operators that make arrays of host values; `undefined` extents are not known. */
  readonly declared?: { readonly element: ElementType; readonly shape: readonly (number | undefined)[] };
}

/** A JavaScript expression over immutable host variables. */
export interface HostText {
  readonly text: string;
  readonly reads: readonly string[];
}

export type Checked =
  /** `equal`: pairs of shapes that the call needs equal but that cannot be compared before run time; 1-check has the driver compare them once. */
  /** `attributes`: what the rule has found out and the operator needs when it runs. */
  | { readonly ok: true; readonly types: readonly ArrayType[]; readonly attributes?: { readonly [name: string]: Attribute }; readonly equal?: readonly (readonly [readonly Extent[], readonly Extent[]])[]; readonly warnings?: readonly Worded[]; readonly derived?: readonly Derived[] }
  /** `code` is one of `diagnostics/catalogue.ts`. */
  | ({ readonly ok: false } & Worded);

/** What is computed of host values before the call: an unknown extent of the result (else only the array itself knows it), or an attribute more. Equal texts are one. */
export interface Derived {
  readonly of: { readonly extent: number } | { readonly attribute: string };
  readonly value: HostText;
}

/** A text of the catalogue, filled in. */
export interface Worded {
  readonly code: string;
  readonly message: string;
  readonly help: string;
}

/** A whole array in the reference meaning: one typed array a field, row-major. */
export interface Dense {
  readonly element: ElementType;
  readonly shape: readonly number[];
  readonly data: { readonly [field: string]: DenseData };
}
export type DenseData = Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array;

/** An element as kernels see it: a number or boolean, of records an object of them. */
export type ElementValue = Identity;

/** `at(-1, 0)`: the element at a distance. */
export type Neighbours = (...offsets: number[]) => ElementValue;

/** Kernel and monoid as plain functions; attributes with every host name replaced by its value. */
export interface ReferenceCall {
  readonly inputs: readonly Dense[];
  readonly attributes: { readonly [name: string]: unknown };
  /** Elements, then indices; a neighbour kernel: `at`, then indices. */
  readonly kernel?: (...args: readonly (ElementValue | Neighbours)[]) => ElementValue;
  readonly monoid?: { readonly name: string; readonly identity: Identity; readonly combine: (a: ElementValue, b: ElementValue) => ElementValue };
  readonly types: readonly { readonly element: ElementType; readonly shape: readonly number[] }[];
  /** Reads a whole .npy file, for programs that run. */
  readonly readNpy?: (file: string) => Dense;
  /** Reads a text file of numbers. */
  readonly readCsv?: (file: string, options: object) => Dense;
}

/** `rows` and `cols` are block placements of the first and the last axis, `grid` is one of the first two at once. */
export type PlacementHint = "rows" | "cols" | "grid" | "cyclic" | "replicated";

/** These input placements give these output placements, each rank running the operator's library function on its shards. */
export interface Rule {
  readonly inputs: readonly Placement[];
  readonly outputs: readonly Placement[];
}

/** What is known of an operator that is no loop. */
export interface Library {
  rules(op: ArrayOp, typeOf: (value: ValueId) => ArrayType): readonly Rule[];
  /** What it computes, as the index space of a loop whose first axes are the first result's: for an operator whose work is worth spreading over the ranks. */
  work?(op: ArrayOp, typeOf: (value: ValueId) => ArrayType): readonly Extent[];
  /** What ranks tell each other while it runs, its arrays being where one of the rules says; absent: nothing, ever. */
  exchanges?(call: PlacedCall): readonly Exchange[];
  /** It stays where it stands among effects, which may write what it reads. */
  readonly readsFiles?: true;
  /** Kernels that it writes itself. */
  kernels?(call: WrittenFor): readonly LibraryKernel[];
}

/** An operator as a loop, with the kernel functions that the operator itself brings (`where`'s select, `cast`'s conversion). */
export interface LoopForm {
  readonly loop: Loop;
  readonly kernels: readonly KernelFunction[];
}

/** A composite operator as simpler ones, in order; the last one's results are its results. */
export interface Expansion {
  readonly ops: readonly ArrayOp[];
  readonly kernels: readonly KernelFunction[];
}

export interface OperatorDefinition {
  readonly name: string;
  /** One line for hovers and documentation. */
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  /** `scalar`: the call gives a host number or boolean, the same on every rank; `byAxes`: that where the result has no axes, an array where it has some. */
  readonly gives: "array" | "scalar" | "byAxes";
  check(call: CallFacts): Checked;
  /** Whether elements may be records; otherwise `check` is not asked of them. */
  readonly records?: boolean;
  /** One of `loop`, `expand` and `library` is there; a call without a loop form, or that is not expanded, is what another of them says. */
  loop?(op: ArrayOp, typeOf: (value: ValueId) => ArrayType): LoopForm | undefined;
  /** Undefined: this call has a loop form instead. */
  expand?(op: ArrayOp, typeOf: (value: ValueId) => ArrayType, fresh: () => ValueId): Expansion | undefined;
  library?: Library;
  /** Where the user wants the result: a hint (`distribute`). */
  placementHint?(op: ArrayOp): PlacementHint;
  reference(call: ReferenceCall): readonly Dense[];
  samples?: readonly OperatorSample[];
}

/** A call for tests: a source expression over arrays `a`, `b`, ... of the given elements and number of axes. */
export interface OperatorSample {
  readonly inputs: readonly { readonly element: ElementType; readonly ndim: number }[];
  readonly source: string;
}

/** Something done with whole arrays by the host: print, imshow, writeNpy, toArray. */
export interface EffectDefinition {
  readonly name: string;
  readonly summary: string;
  /** Which leading or listed arguments may be arrays; the others are host values. */
  readonly arrays: "first" | "any" | "second";
  /** A list of arrays stands for its elements: `plot([x, y])` is `plot(x, y)`. */
  readonly lists?: true;
  /** Where its arrays must be: on every rank, on rank 0, or each rank's rows on it. */
  readonly placement: "replicated" | "root" | "rows";
}

/** Whether a call gives a host value; the shape is its first result's. */
export const givesScalar = ({ gives }: OperatorDefinition, shape: readonly unknown[]): boolean => gives === "scalar" || (gives === "byAxes" && shape.length === 0);

export const defineOp = (definition: OperatorDefinition): OperatorDefinition => ({
  ...definition,
  check: (call) => (definition.records ? undefined : recordsRefused(definition.name, call)) ?? definition.check(call),
});
export const defineEffect = (definition: EffectDefinition): EffectDefinition => definition;
export type { DType };
