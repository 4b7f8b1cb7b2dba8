// What a statement of a random program can use, and how it is written down. Extents are known by name and, where the program does not compute them, by value:
// so a call that would fail when the program runs is never made.
import type { DType, Extent } from "../../compiler/ir/types.ts";
import { unknownExtent } from "../../compiler/ops/defineOp.ts";
import type { Kind, Leaf, ScalarFunction, Terms } from "./expressions.ts";
import type { Choose } from "./genes.ts";

/** `extent` is what the compiler knows of it: a number, its text, or `unknownExtent` until the array has a name. */
export interface Size {
  readonly extent: Extent;
  readonly value: number | undefined;
  /** Where the value is not known: what it is at most. */
  readonly most?: number;
}

/** Of extents that the program computes. */
export const mostComputed = 6;

export interface ArrayVariable {
  readonly text: string;
  readonly element: DType;
  readonly shape: readonly Size[];
  readonly assignable: boolean;
}

/** Of one program; its lists grow. */
export interface Writing {
  readonly names: Map<string, number>;
  readonly dtypes: readonly DType[];
  readonly functions: ScalarFunction[];
  /** Set before names of params, which all modules of a program share. */
  readonly prefix: string;
}

export interface Scope {
  readonly writing: Writing;
  readonly lines: string[];
  readonly arrays: ArrayVariable[];
  readonly scalars: Leaf[];
  readonly sizes: Size[];
  /** Arrays that this block itself declared: only these may change their shape here. */
  readonly own: Set<string>;
  /** Loops around this block, within the same function. */
  readonly loops: readonly string[];
  readonly depth: number;
  /** The decisions that are left for kernels. */
  readonly kernels: Choose;
}

export function fresh({ writing: { names } }: Pick<Scope, "writing">, prefix: string): string {
  const number = (names.get(prefix) ?? 0) + 1;
  names.set(prefix, number);
  return `${prefix}${number}`;
}

/** A block inside; what it declares stays there. */
export const innerScope = (scope: Scope, more: Partial<Pick<Scope, "loops" | "scalars" | "arrays">> = {}): Scope => ({
  ...scope, lines: [], arrays: [...(more.arrays ?? scope.arrays)], scalars: [...(more.scalars ?? scope.scalars)], sizes: [...scope.sizes], own: new Set(), loops: more.loops ?? scope.loops, depth: scope.depth + 1,
});

export const write = (scope: Scope, ...lines: readonly string[]): void => void scope.lines.push(...lines);
export const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

/** Host code: exact functions of `Math` only. */
export const hostTerms = (scope: Scope, choose: Choose): Terms => ({ choose, leaves: scope.scalars, functions: scope.writing.functions, exact: true });

export const sameSize = (a: Size, b: Size): boolean => (a.extent === b.extent && a.extent !== unknownExtent) || (a.value !== undefined && a.value === b.value);
export const sameShape = (a: readonly Size[], b: readonly Size[]): boolean => a.length === b.length && a.every((size, axis) => sameSize(size, b[axis]!));

/** Whether the variable can take it, where extents do not matter: its type says `number` for each. */
export const takes = (variable: ArrayVariable, value: Pick<ArrayVariable, "element" | "shape">): boolean => variable.element === value.element && variable.shape.length === value.shape.length;

/** Extents of an array that has got a name. */
export const named = (name: string, shape: readonly Size[]): Size[] => shape.map((size, axis) => (size.extent === unknownExtent ? { ...size, extent: `${name}.shape[${axis}]` } : size));

export const elementCount = (shape: readonly Size[]): number => shape.reduce((count, { value, most }) => count * (value ?? most ?? mostComputed), 1);

export const kindOf = (element: DType): Kind => (element === "bool" ? "boolean" : element === "f64" || element === "f32" ? "number" : "integer");
/** The type of all arrays of this dtype and number of axes. */
export const typeText = ({ element, shape }: Pick<ArrayVariable, "element" | "shape">): string => `NDArray<"${element}", [${shape.map(() => "number").join(", ")}]>`;
