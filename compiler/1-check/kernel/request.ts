// What the host side of the front end asks of the kernel side, and what it gets. Nodes are the compiler's own (`tsMorphNode.compilerNode`): the kernel
// side looks at every node of a function, and wrapping each would cost more than lowering it.
//
//   generate([h, w], (i, j) => escapeTime(x1 + j * dx, y1 + i * dy), "i32")
//   request  { node: the arrow function, name: "generate", elements: [], indices: 2, result: { element: "i32", explicit: true } }
//   lowered  { fn: "@generate", indicesUsed: 2, captures: [dx, dy], results: [{ field: "", type: "int" }] }
//   where    kernel generate(i: int index, j: int index, dx: f64, dy: f64) -> (int) { return @escapeTime(-2 + j * dx, ...) }
//
// Parameters of the lowered function, in this order: one an element (a record: one a field; a neighbour kernel: one an offset), then the indices it uses, then the captures.
import type { ts } from "ts-morph";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { KernelFunction, KernelId, KernelResult } from "../../ir/kernel.ts";
import type { ArrayType, ElementType, Span } from "../../ir/types.ts";
import type { ArraySyntax, FunctionSyntax } from "./syntax.ts";
import type { Specialization } from "./lower/specialize.ts";

export interface KernelContext {
  readonly checker: ts.TypeChecker;
  /** Every kernel function of the program; lowering appends, and reuses what was lowered for the same types. */
  readonly functions: KernelFunction[];
  readonly cache: KernelCache;
  /** Positions of `read` are not checked. */
  readonly unchecked: boolean;
  report(diagnostic: Diagnostic): void;
  /** Where the node's first token stands. */
  span(node: ts.Node): Span;
  /** The name under which package `spmd` exports this (already unaliased) symbol: "f32", "add", "map", ... */
  builtin(symbol: ts.Symbol): string | undefined;
  /** What a parameter of an inlined host function stands for, where that is a function or a monoid. */
  binding(symbol: ts.Symbol): ts.Node | undefined;
  /** The type of the array that a host variable holds here. */
  arrayType(symbol: ts.Symbol, node: ts.Node): ArrayType | undefined;
  /** `Math.NAME` as a kernel function on f64 (first), with the functions that it calls; of compiler/math. */
  mathFunction(name: string): readonly KernelFunction[] | undefined;
}

/** What has been read and lowered so far. One a program; opaque outside this folder. */
export interface KernelCache {
  readonly syntax: Map<ts.Node, FunctionSyntax>;
  readonly specializations: Map<string, Specialization>;
  readonly adopted: Map<Specialization, KernelId>;
  /** Numbers for nodes and symbols in keys. */
  readonly numbers: Map<object, number>;
  /** Ids of the program's kernel functions. */
  readonly names: Set<string>;
  readonly serial: { next: number };
  /** Diagnostics made so far: code and place. */
  readonly reported: Set<string>;
}
export const newKernelCache = (): KernelCache => ({ syntax: new Map(), specializations: new Map(), adopted: new Map(), numbers: new Map(), names: new Set(), serial: { next: 0 }, reported: new Set() });

export interface KernelRequest {
  /** An arrow function or function expression, or an expression that names a function (`escapeTime`, `lib.f`, `Math.sqrt`, `f32`). */
  readonly node: ts.Node;
  /** The operator's name: what an anonymous function is called after. */
  readonly name: string;
  readonly elements: readonly ElementType[];
  /** How many index parameters may follow: the number of axes. */
  readonly indices: number;
  /** A neighbour kernel: the number of axes that `at`, the first parameter, takes; `elements` has the one element that it reads. */
  readonly neighbours?: number;
  /** What the result is stored as: what the call names, or what the operator makes of what the function gives. */
  readonly result?: { readonly element: ElementType } | { implied(results: readonly KernelResult[]): ElementType | undefined } | "boolean";
}

export interface LoweredKernel {
  readonly fn: KernelId;
  /** How many leading index parameters the function has kept (0: it does not look at its position). */
  readonly indicesUsed: number;
  readonly captures: readonly Capture[];
  /** Neighbour kernels: one element parameter each. */
  readonly offsets?: readonly (readonly number[])[];
  readonly results: readonly KernelResult[];
  /** The arrays that it reads elements of; `key` is what the functions' `read` expressions name them by. */
  readonly arrays: readonly ArraySyntax[];
}

/** A host scalar that a kernel reads: `name`, or a property of it, `name.path[0].path[1]`. */
export interface Capture {
  readonly name: string;
  readonly path: readonly string[];
  readonly symbol: ts.Symbol;
  readonly kind: "number" | "boolean";
  /** The result is an integer only if this is one: `Runtime.integer` checks it at the call. */
  readonly needsInteger: boolean;
  /** A `let`, or a property: its value at the call has to be held in a constant. */
  readonly mutable: boolean;
  /** The first place that reads it. */
  readonly node: ts.Node;
}

// lowerKernel(context, request): LoweredKernel | undefined       in lowerKernel.ts; undefined after reporting
// lowerMonoid(context, node, dtype): Monoid | undefined          in lowerMonoid.ts
