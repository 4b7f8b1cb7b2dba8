// The lane level: what 5-vectorize makes of a nest and 6-emit prints. Calls are gone, every value has a machine representation, and each
// local says whether the lanes of a vector can differ in it.
//
//   kernel f(x: f64, i: int) -> (int) { n: int = 0; while ((x * n) < 4 && n < i) { n = n + 1 } return n }
//   nest k [n] { store i32 @f(input 0, index 0) }
//     lanes k (1 x 1) { pass any { x = load b0; i = fromInt32 index 0; n = 0; while ... { n = f64.add n 1 }; store b1 = toInt32 n } }
//
// Every pass has scalar code, one position at a time, whose control flow is the program's own. It may have wide code as well: `interleave` vectors of
// `width` lanes compute neighbouring positions of the last axis together. There control flow is uniform: a varying test has become a mask (a
// varying `bool`), an assignment under a mask a `select`, and a loop goes on while `any` lane is alive. Printers take the wide code where elements
// are adjacent in memory and enough of them are left, else the scalar code.
//
// Integers of the kernel level (JavaScript numbers) are `f64` here; `i32` stands only where the value is provably the same. No expression has
// side effects or traps, so any of them may be evaluated in a lane that is switched off.
import type { Boundary } from "./array.ts";
import type { DType, Span } from "./types.ts";

export type LaneType = "f64" | "f32" | "i32" | "bool";

export interface LaneLocal {
  readonly name: string;
  readonly type: LaneType;
  /** Lanes may hold different values; otherwise one scalar serves all. */
  readonly varying: boolean;
}

export type LaneUnary =
  | "neg"
  | "not"
  /** f32 -> f64, exact; f64 -> f32, rounds. */
  | "promote"
  | "demote"
  /** i32 -> f64, the bits read as signed or unsigned. */
  | "fromInt32"
  | "fromUint32"
  /** f64 -> i32: ECMAScript's ToInt32 for any number; `truncate` only for integers known to fit. */
  | "toInt32"
  | "truncate"
  /** bool -> i32, 0 or 1; i32 -> bool, not 0. */
  | "fromBool"
  | "toBool"
  /** i32 -> i32: the low byte or half word, sign-extended. */
  | "extend8"
  | "extend16"
  /** bool -> uniform bool: some lane is true. */
  | "any";

export type LaneArithmetic = "add" | "sub" | "mul" | "div" | "rem" | "and" | "or" | "xor" | "shl" | "shr" | "ushr";
export type LaneComparison = "lt" | "le" | "gt" | "ge" | "eq" | "ne";

export type LaneExpression =
  | { readonly kind: "const"; readonly type: LaneType; readonly value: number | boolean }
  | { readonly kind: "local"; readonly type: LaneType; readonly name: string }
  /** A captured host scalar, as it was passed: f64. */
  | { readonly kind: "capture"; readonly type: "f64"; readonly capture: number }
  /** Global position along an axis of the loop. */
  | { readonly kind: "index"; readonly type: "i32"; readonly axis: number }
  /** The element of a buffer at the current position: i32 for integers (u32 as its bits), bool for bool. */
  | { readonly kind: "load"; readonly type: LaneType; readonly buffer: number }
  /**
   * The element of a buffer at a row-major position; only evaluated where the position is one. In wide code it is one in the lanes of `mask` (all, where there is none): the
   * others read the buffer's first element. `adjacent`: from lane to lane the position grows by 1, where the lanes' global positions do.
   */
  | { readonly kind: "read"; readonly type: LaneType; readonly buffer: number; readonly position: LaneExpression; readonly mask?: LaneExpression; readonly adjacent?: true }
  | { readonly kind: "unary"; readonly type: LaneType; readonly op: LaneUnary; readonly operand: LaneExpression }
  /** Operands have type `type`; i32 wraps; and, or, xor also on bool (both sides evaluated). `rem` on f64 is ECMAScript's, on i32 its divisor is not 0. */
  | { readonly kind: "binary"; readonly type: LaneType; readonly op: LaneArithmetic; readonly left: LaneExpression; readonly right: LaneExpression }
  /** i32 compares as signed. */
  | { readonly kind: "compare"; readonly type: "bool"; readonly op: LaneComparison; readonly left: LaneExpression; readonly right: LaneExpression }
  /** The right side need not be evaluated when the left decides. */
  | { readonly kind: "logical"; readonly type: "bool"; readonly op: "and" | "or"; readonly left: LaneExpression; readonly right: LaneExpression }
  | { readonly kind: "select"; readonly type: LaneType; readonly test: LaneExpression; readonly then: LaneExpression; readonly else: LaneExpression }
  /** A row of `ops/scalar.ts` on operands of its lane types. */
  | { readonly kind: "intrinsic"; readonly type: LaneType; readonly fn: string; readonly args: readonly LaneExpression[] };

export type LaneStatement =
  | { readonly kind: "assign"; readonly target: string; readonly value: LaneExpression }
  /** `value` has the buffer's load type; narrow integers keep their low bits. Lanes where `mask` is false store nothing. */
  | { readonly kind: "store"; readonly buffer: number; readonly value: LaneExpression; readonly mask?: LaneExpression }
  | { readonly kind: "if"; readonly test: LaneExpression; readonly then: readonly LaneStatement[]; readonly else: readonly LaneStatement[] }
  /** Each trip runs `before`, tests (not before the first body if `testFirst` is false), then body, then `step`; `continue` goes to `step`. */
  | {
      readonly kind: "while";
      readonly label: string;
      readonly before: readonly LaneStatement[];
      readonly test: LaneExpression;
      readonly testFirst: boolean;
      readonly body: readonly LaneStatement[];
      readonly step: readonly LaneStatement[];
    }
  /** Left by `break`: an inlined function with early returns. */
  | { readonly kind: "block"; readonly label: string; readonly body: readonly LaneStatement[] }
  | { readonly kind: "break"; readonly label: string }
  | { readonly kind: "continue"; readonly label: string }
  /**
   * Ends the program with the error of `sites[site]`; up to four numbers go into its text. In wide code, where some lane of `mask` is true: the scalar
   * code takes over at the first of these positions, and throws.
   */
  | { readonly kind: "throw"; readonly site: number; readonly values: readonly LaneExpression[]; readonly mask?: LaneExpression };

/** Arguments of a kernel, in the order of `runtime/abi.ts`. */
export interface LaneBuffer {
  readonly name: string;
  readonly dtype: DType;
  readonly role: "input" | "output" | "state";
  /** Position along each of its axes: `floor((loop position + offset) / per)`, times the loop axis's stride. */
  readonly axes: readonly { readonly loop: number; readonly offset: number; readonly per: number }[];
  /** What an offset meets outside along an axis that this rank holds whole (its count is the extent; halos serve elsewhere). */
  readonly boundary?: LaneBoundary;
}
/** A constant outside is an expression of constants and captures, of the buffer's load type. */
export type LaneBoundary = Exclude<Boundary, { readonly kind: "value" }> | { readonly kind: "value"; readonly value: LaneExpression };

/** A partial result of a leaf (`runtime/layout/tree.ts`), one number a field: the locals `value`, into which the code combines each element. */
export interface LaneAccumulator {
  readonly fields: readonly LaneAccumulatorField[];
  /** The kernel carries from leaf to leaf (`runtime/layout/carryChain.ts`), each row from its first: locals that hold what goes before the leaf, and its state's buffers. */
  readonly carry?: readonly { readonly local: string; readonly state: number }[];
  /** Scalar code that computes all `value = left ⊕ right`, given the locals `left` and `right`: how interleaved partial results become one. */
  readonly combine: readonly LaneStatement[];
}
export interface LaneAccumulatorField {
  readonly value: string;
  readonly identity: LaneExpression;
  readonly left: string;
  readonly right: string;
  /** The output buffer of whole leaves, and the value as it is stored. */
  readonly buffer: number;
  readonly stored: LaneExpression;
}
/** Of all accumulators of a pass. */
export const accumulatorFields = (pass: Pick<LanePass, "accumulators">): readonly LaneAccumulatorField[] => pass.accumulators.flatMap((a) => a.fields);

/** What is done at each position (`interleave` x `width` neighbouring ones). Locals of wide and scalar code that share a name share a type. */
export interface LaneCode {
  readonly width: number;
  readonly interleave: number;
  readonly locals: readonly LaneLocal[];
  /** Once a row, before its first position: depends on captures and positions along the other axes only. */
  readonly row: readonly LaneStatement[];
  readonly body: readonly LaneStatement[];
}

/**
 * One walk over the nest's positions.
 *   any       in any order
 *   leaf      leaves of the last axis: each of `lanes` interleaved partial results takes its elements in order; then they are combined by halving
 *   sequence  leaves of axis `axis`, elements in order (positions along the other axes in any order)
 * `leaf` and `sequence` start each leaf of `length` elements with the identities in the accumulators' values and end it by storing them.
 */
export interface LanePass {
  readonly order: "any" | "leaf" | "sequence";
  readonly axis: number;
  readonly length: number;
  readonly lanes: number;
  readonly accumulators: readonly LaneAccumulator[];
  /** In JavaScript's own numbers, for the JavaScript printer: no integer is narrowed. */
  readonly script: LaneCode;
  readonly scalar: LaneCode;
  readonly wide?: LaneCode;
}

export interface LaneNest {
  /** A JavaScript identifier: the export of the kernel module. */
  readonly name: string;
  readonly ndim: number;
  readonly buffers: readonly LaneBuffer[];
  readonly captures: readonly string[];
  readonly passes: readonly LanePass[];
  readonly span: Span;
}

/** Where kernels may throw: the error's class and its text around the values. */
export interface ThrowSite {
  readonly error: string;
  readonly parts: readonly string[];
  /** "" for a number, "bool" for a boolean. */
  readonly values: readonly ("" | "bool")[];
  readonly span: Span;
}

export interface LaneModule {
  readonly nests: readonly LaneNest[];
  readonly sites: readonly ThrowSite[];
}

/** What loading an element of this dtype gives. */
export function laneTypeOf(dtype: DType): LaneType {
  return dtype === "f64" || dtype === "f32" || dtype === "bool" ? dtype : "i32";
}

/** Conversions between i32 and f32 that are written through f64, and give what the direct ones do. */
export function isDirect(e: LaneExpression): boolean {
  if (e.kind !== "unary" || e.operand.kind !== "unary") return false;
  const inner = e.operand.op;
  return (e.op === "demote" && (inner === "fromInt32" || inner === "fromUint32")) || ((e.op === "truncate" || e.op === "toInt32") && inner === "promote");
}
