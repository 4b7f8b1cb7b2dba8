// Scalar functions: what the user's lambdas and the functions they call become. Structured code over numbers and booleans,
// without arrays, closures or side effects. Names of locals are unique within a function; records are flattened to one local a
// field (`z.re`). 1-check makes them, 5-vectorize inlines the calls and turns them into lanes.
//
//   (x, i) => { let n = 0; while (x * n < 4 && n < i) n++; return n; }
//     kernel f(x: f64, i: int) -> (int) { n: int = 0; while ((x * n) < 4 && n < i) { n = n + 1 } return n }
//
// Invariants: every expression carries its type; operands of an arithmetic operation have the operation's own type (a `convert`
// stands where they would not); calls do not recurse.
import type { DType, ScalarType, Span } from "./types.ts";

/** Names a kernel function in its program. */
export type KernelId = `@${string}`;

export interface KernelFunction {
  readonly id: KernelId;
  readonly params: readonly KernelLocal[];
  /** Variables of the body, captures and params not among them. */
  readonly locals: readonly KernelLocal[];
  /** One for a plain result, one a field for a record. */
  readonly results: readonly KernelResult[];
  readonly body: readonly KernelStatement[];
  readonly span: Span;
}

export interface KernelLocal {
  readonly name: string;
  readonly type: ScalarType;
  /** Where an `int` comes from an array or an index: bounds its values. `index` is 0 .. 2^53-1 and below an array's extent. */
  readonly from?: DType | "index";
}

export interface KernelResult {
  /** "" for a plain result. */
  readonly field: string;
  readonly type: ScalarType;
}

export type UnaryOperator = "neg" | "not" | "bitnot";
export type ArithmeticOperator = "add" | "sub" | "mul" | "div" | "rem";
export type BitOperator = "and" | "or" | "xor" | "shl" | "shr" | "ushr";
export type ComparisonOperator = "lt" | "le" | "gt" | "ge" | "eq" | "ne";

export type KernelExpression =
  | { readonly kind: "const"; readonly type: ScalarType; readonly value: number | boolean }
  | { readonly kind: "local"; readonly type: ScalarType; readonly name: string }
  | { readonly kind: "unary"; readonly type: ScalarType; readonly op: UnaryOperator; readonly operand: KernelExpression }
  /** Operands have type `type`. `int` results are exact (no wrap); `div` is never `int`. */
  | { readonly kind: "arithmetic"; readonly type: ScalarType; readonly op: ArithmeticOperator; readonly left: KernelExpression; readonly right: KernelExpression }
  /** ECMAScript's 32-bit operators on `int` operands of any size; `ushr` gives 0 .. 2^32-1, the others -2^31 .. 2^31-1. */
  | { readonly kind: "bits"; readonly type: "int"; readonly op: BitOperator; readonly left: KernelExpression; readonly right: KernelExpression }
  /** Both operands have one type. */
  | { readonly kind: "compare"; readonly type: "bool"; readonly op: ComparisonOperator; readonly left: KernelExpression; readonly right: KernelExpression }
  /** The right side is evaluated only when the left does not decide. */
  | { readonly kind: "logical"; readonly type: "bool"; readonly op: "and" | "or"; readonly left: KernelExpression; readonly right: KernelExpression }
  | { readonly kind: "conditional"; readonly type: ScalarType; readonly test: KernelExpression; readonly then: KernelExpression; readonly else: KernelExpression }
  /** A change of representation: f32 rounds, int -> f64 is exact, f64 -> int (by `toInt32`/floor and the like only) is a `math` call, bool <-> int is 0/1. */
  | { readonly kind: "convert"; readonly type: ScalarType; readonly operand: KernelExpression }
  /** A value stored into a dtype and read back: `i16(x)`, `f32(x)`; integers wrap as in a typed array (not a number gives 0). */
  | { readonly kind: "cast"; readonly type: ScalarType; readonly to: DType; readonly operand: KernelExpression }
  /** A scalar intrinsic of `ops/scalar.ts`: sqrt, floor, min, f64 bit access, ... */
  | { readonly kind: "math"; readonly type: ScalarType; readonly fn: string; readonly args: readonly KernelExpression[] }
  /** A function with one plain result. */
  | { readonly kind: "call"; readonly type: ScalarType; readonly fn: KernelId; readonly args: readonly KernelExpression[] }
  /** The element at a row-major position (in range; the first of `indices`) of the array that the calling step knows as `input`; the other indices say the same axis by axis. */
  | { readonly kind: "read"; readonly type: ScalarType; readonly input: number; readonly field: string; readonly indices: readonly KernelExpression[]; readonly span: Span };

export type KernelStatement =
  | { readonly kind: "assign"; readonly target: string; readonly value: KernelExpression }
  /** A call of a function with a record as its result, one target a field. */
  | { readonly kind: "callRecord"; readonly targets: readonly string[]; readonly fn: KernelId; readonly args: readonly KernelExpression[] }
  | { readonly kind: "if"; readonly test: KernelExpression; readonly then: readonly KernelStatement[]; readonly else: readonly KernelStatement[] }
  /** `while`, `do` (the test is not made before the first trip) and `for` (`step` runs after the body and on `continue`). */
  | {
      readonly kind: "while";
      readonly label: string;
      readonly test: KernelExpression;
      readonly testFirst: boolean;
      readonly body: readonly KernelStatement[];
      readonly step: readonly KernelStatement[];
    }
  | { readonly kind: "break"; readonly label: string }
  | { readonly kind: "continue"; readonly label: string }
  | { readonly kind: "return"; readonly values: readonly KernelExpression[] }
  /** `throw new RangeError(`bad element ${x}`)`: `parts` has one text more than there are values. */
  | { readonly kind: "throw"; readonly error: string; readonly parts: readonly string[]; readonly values: readonly KernelExpression[]; readonly span: Span };
