// Where lowering stands: the state of one run over a program, and the block of the emitted program that statements are being added to.
import { ts } from "ts-morph";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/catalogue/index.ts";
import type { ArrayOp } from "../ir/array.ts";
import type { HostCode, Slot, Statement } from "../ir/host.ts";
import type { KernelFunction } from "../ir/kernel.ts";
import type { ArrayType, Span, ValueId } from "../ir/types.ts";
import type { EffectDefinition, OperatorDefinition } from "../ops/defineOp.ts";
import type { KernelCache } from "./kernel/request.ts";
import type { ArrayParts } from "./arrayParts.ts";
import type { Bindings } from "./bindings.ts";
import type { Facts } from "./facts.ts";
import type { Language } from "./language.ts";
import type { Names } from "./names.ts";
import type { FunctionNode } from "./syntax.ts";

/** The operators and effects of the language, by name. */
export interface Vocabulary {
  readonly operators: ReadonlyMap<string, OperatorDefinition>;
  readonly effects: ReadonlyMap<string, EffectDefinition>;
  mathFunction(name: string): readonly KernelFunction[] | undefined;
}

export interface SlotState {
  readonly name: string;
  /** The same in every run over the program. */
  readonly key: string;
  /** What was known where the slot was declared: its extents must be declared there. */
  readonly declaredIn: Facts;
  type: ArrayType | undefined;
  /** A host variable that says whether anything has been assigned, where TypeScript does not see to that. */
  readonly flag: string | undefined;
  readonly span: Span;
}

export interface Lowering {
  readonly language: Language;
  readonly parts: ArrayParts;
  readonly vocabulary: Vocabulary;
  readonly names: Names;
  readonly kernels: { readonly functions: KernelFunction[]; readonly cache: KernelCache; readonly unchecked: boolean };
  readonly types: Map<ValueId, ArrayType>;
  readonly slots: Map<string, SlotState>;
  /** What the source calls things, for people (`ir/sourceNames.ts`). */
  readonly said: { readonly variables: Map<ValueId, string>; readonly makers: Map<ValueId, string>; readonly operators: Map<string, string> };
  /** Variables that are assigned somewhere after their declaration. */
  readonly assigned: ReadonlySet<ts.Symbol>;
  /** Host variables of the emitted program that may change after their declaration. */
  readonly mutableNames: Set<string>;
  /** "slot key:axis" of slots whose extent along an axis changes; grows from run to run until nothing new is found. */
  readonly changingAxes: Set<string>;
  /** Host statements that only declare functions or constants: gone if nothing reads them. */
  readonly removable: Set<HostCode>;
  /** Statements that copy a variable's value for kernels: what was copied, and the copy's name. */
  readonly copied: WeakMap<Statement<ArrayOp>, { readonly key: string; readonly copy: string }>;
  /** The modules that are the program. */
  readonly files: ReadonlySet<ts.SourceFile>;
  /** Modules that have to be part of it too, since kernels read variables that these keep to themselves; lowering starts again with them. */
  readonly needed: Set<ts.SourceFile>;
  span(node: ts.Node): Span;
  report(diagnostic: Diagnostic): void;
}

/** How `break`, `continue` and `return` leave. */
export interface Jumps {
  readonly breakLabel?: string;
  readonly continueLabel?: string;
  readonly labels: ReadonlyMap<string, { readonly breakLabel: string; readonly continueLabel?: string }>;
  /** Labels of blocks: `continue` to one of them is a `break` (a loop that was unrolled). */
  readonly blocks?: ReadonlySet<string>;
}

/** The function whose body is being lowered in place of a call. */
export interface Inlined {
  readonly fn: FunctionNode;
  readonly outer: Inlined | undefined;
  /** Names the call: for keys of slots. */
  readonly path: string;
  /** Lowers `return expression`; absent where the only return is the last statement. */
  readonly leave?: (place: Place, expression: ts.Expression | undefined, statement: ts.Node) => void;
}

export interface Place {
  readonly lowering: Lowering;
  readonly out: Statement<ArrayOp>[];
  readonly bindings: Bindings;
  readonly facts: Facts;
  readonly jumps: Jumps;
  readonly inlined: Inlined | undefined;
}

/** Thrown after a diagnostic to give up a statement; caught where statements are lowered one after another. */
export const abandoned: unique symbol = Symbol("abandoned");

/** Reports a diagnostic at a node, underlining its first line, and gives up the statement. */
export function fail(place: Place, code: `SPMD${number}`, node: ts.Node, values: { readonly [name: string]: string | number } = {}): never {
  complain(place.lowering, code, node, values);
  throw abandoned;
}

export function complain(lowering: Lowering, code: `SPMD${number}`, node: ts.Node, values: { readonly [name: string]: string | number } = {}): void {
  lowering.report(report(code, lowering.span(node), values, underline(node)));
}

/** How many columns of a node's first line it takes. */
export const underline = (node: ts.Node): number => Math.max(1, node.getText().split("\n", 1)[0]!.trimEnd().length);

/** "main.ts:4:11" */
export const siteOf = (span: Span): string => `${span.file}:${span.line}:${span.column}`;

/** An inner block: its statements go into a list of its own. */
export function innerPlace(place: Place, changes: { readonly again?: boolean; readonly jumps?: Jumps } = {}): Place {
  return { ...place, out: [], facts: place.facts.inner(changes.again ?? false), jumps: changes.jumps ?? place.jumps };
}

/** Lowers an inner block with `fill` and gives its statements; what it wrote is forgotten. */
export function innerBlock(place: Place, fill: (inner: Place) => void, changes: { readonly again?: boolean; readonly jumps?: Jumps } = {}): readonly Statement<ArrayOp>[] {
  const inner = innerPlace(place, changes);
  fill(inner);
  place.facts.forget(inner.facts.written);
  return inner.out;
}

/** Host text that the compiler makes: one statement. `arithmetic`: it declares constants that are that, and does nothing else. */
export function pushHost(place: Place, span: Span, text: string, reads: Iterable<string>, writes: Iterable<string>, arithmetic = false): void {
  place.out.push({ kind: "host", code: hostCode(span, text, reads, writes, arithmetic) });
}

export const hostCode = (span: Span, text: string, reads: Iterable<string>, writes: Iterable<string> = [], arithmetic = false): HostCode => ({ text, reads: [...new Set(reads)].sort(), writes: [...new Set(writes)].sort(), ...(arithmetic ? { arithmetic: true as const } : {}), span });

export const typeOf = (place: Place, value: ValueId): ArrayType => place.lowering.types.get(value)!;

export function newValue(place: Place, type: ArrayType): ValueId {
  const value: ValueId = `%${place.lowering.types.size + 1}`;
  place.lowering.types.set(value, type);
  return value;
}

export const slotList = (lowering: Lowering): Slot[] => [...lowering.slots.values()].flatMap(({ name, type, span }) => (type ? [{ name, type, span }] : []));
