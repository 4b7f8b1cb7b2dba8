// A kernel function as it was written, with every name resolved and everything outside the language reported, but without types: those depend on
// the arguments of each call. `read/` makes it once a function, `lower/` turns it into a `KernelFunction` once a list of argument types.
//
//   function f(x: number) { let n = 0; n += x; return n }
//   { parameters: [x], body: [declare n = 0, n += x, return n] }
import type { ts } from "ts-morph";
import type { KernelContext } from "./request.ts";

/** A parameter or variable of the function; its identity is the object. */
export interface Variable {
  readonly name: string;
}

export interface FunctionSyntax {
  /** What people call it: "escapeTime", or undefined for a function without a name. */
  readonly name: string | undefined;
  readonly node: ts.Node;
  readonly parameters: readonly ParameterSyntax[];
  readonly body: readonly StatementSyntax[];
  /** The end of the body can be reached: it may end without `return`. */
  readonly fallsThrough: boolean;
  /** It depends on what a host function's parameter stands for at this call, so it cannot be reused. */
  readonly bound: boolean;
  /** Something in it was reported. */
  readonly wrong: boolean;
}

export interface ParameterSyntax {
  readonly pattern: PatternSyntax;
  readonly default: ExpressionSyntax | undefined;
  readonly node: ts.Node;
  /** Its declared type was reported: of what it holds nothing more is said. */
  readonly wrong?: true;
}

/** What is assigned at once: a variable, or the parts of a record or of a list of fixed length. */
export type PatternSyntax =
  | { readonly kind: "variable"; readonly variable: Variable; readonly node: ts.Node }
  | { readonly kind: "parts"; readonly parts: readonly { readonly field: string; readonly pattern: PatternSyntax; readonly default: ExpressionSyntax | undefined }[]; readonly list: boolean; readonly node: ts.Node }
  | { readonly kind: "ignore"; readonly node: ts.Node };

export type BinarySyntaxOperator = "+" | "-" | "*" | "/" | "%" | "**" | "&" | "|" | "^" | "<<" | ">>" | ">>>" | "<" | "<=" | ">" | ">=" | "==" | "!=";

export type ExpressionSyntax = { readonly node: ts.Node } & (
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "variable"; readonly variable: Variable }
  | { readonly kind: "capture"; readonly capture: CaptureSyntax }
  /** `at(-1, 0)` of a neighbour kernel. */
  | { readonly kind: "neighbour"; readonly offset: readonly number[] }
  /** `read(a, i, j)`: one element of another array. */
  | { readonly kind: "read"; readonly array: ArraySyntax; readonly indices: readonly ExpressionSyntax[] }
  | { readonly kind: "record"; readonly parts: readonly RecordPart[]; readonly list: boolean }
  | { readonly kind: "field"; readonly object: ExpressionSyntax; readonly field: string }
  | { readonly kind: "unary"; readonly op: "-" | "+" | "!" | "~"; readonly operand: ExpressionSyntax }
  | { readonly kind: "binary"; readonly op: BinarySyntaxOperator; readonly left: ExpressionSyntax; readonly right: ExpressionSyntax }
  | { readonly kind: "logical"; readonly op: "&&" | "||"; readonly left: ExpressionSyntax; readonly right: ExpressionSyntax }
  | { readonly kind: "conditional"; readonly test: ExpressionSyntax; readonly then: ExpressionSyntax; readonly else: ExpressionSyntax }
  | { readonly kind: "assign"; readonly target: PatternSyntax; readonly value: ExpressionSyntax }
  /** `x++`: the value before; `++x` is an assignment. */
  | { readonly kind: "postfix"; readonly variable: Variable; readonly delta: 1 | -1 }
  | { readonly kind: "comma"; readonly left: ExpressionSyntax; readonly right: ExpressionSyntax }
  /** A function of `Math`, `Number` or the language itself; `lower/builtins.ts` knows each. */
  | { readonly kind: "builtin"; readonly name: string; readonly args: readonly ExpressionSyntax[] }
  | { readonly kind: "call"; readonly callee: CalleeSyntax; readonly args: readonly ExpressionSyntax[] }
  /** What has been reported: it takes part in no further check. */
  | { readonly kind: "wrong" }
);

export type RecordPart = { readonly kind: "field"; readonly field: string; readonly value: ExpressionSyntax } | { readonly kind: "spread"; readonly value: ExpressionSyntax };

/** The callee is read when it is first lowered, so that recursion is seen as such. */
export interface CalleeSyntax {
  readonly name: string;
  readonly node: ts.SignatureDeclaration;
}

/** An array that a kernel reads. */
export interface ArraySyntax {
  /** A number for the variable, the same in all functions. */
  readonly key: number;
  readonly symbol: ts.Symbol;
  readonly node: ts.Node;
}

/** A host scalar. Which of them must be integers is decided later. */
export interface CaptureSyntax {
  /** The same for the same variable and path, in all functions. */
  readonly key: string;
  readonly name: string;
  readonly path: readonly string[];
  readonly symbol: ts.Symbol;
  readonly kind: "number" | "boolean";
  readonly mutable: boolean;
  /** An extent: an integer at any rate. */
  readonly extent?: true;
  readonly node: ts.Node;
}

export type StatementSyntax = { readonly node: ts.Node } & (
  | { readonly kind: "expression"; readonly value: ExpressionSyntax }
  | { readonly kind: "declare"; readonly target: PatternSyntax; readonly value: ExpressionSyntax }
  | { readonly kind: "if"; readonly test: ExpressionSyntax; readonly then: readonly StatementSyntax[]; readonly else: readonly StatementSyntax[] }
  /** `break label` leaves it, `continue label` goes on with `step`. */
  | {
      readonly kind: "loop";
      readonly label: string;
      readonly test: ExpressionSyntax;
      readonly testFirst: boolean;
      readonly body: readonly StatementSyntax[];
      readonly step: readonly StatementSyntax[];
    }
  | { readonly kind: "break"; readonly label: string }
  | { readonly kind: "continue"; readonly label: string }
  | { readonly kind: "return"; readonly value: ExpressionSyntax | undefined }
  | { readonly kind: "throw"; readonly error: string; readonly parts: readonly string[]; readonly values: readonly ExpressionSyntax[] }
);

/** What the functions of `read/` share while they read one function. */
export interface Reading {
  readonly context: KernelContext;
  readonly fn: ts.SignatureDeclaration;
  readonly variables: Map<ts.Symbol, Variable>;
  /** The function's first parameter `at` with the number of axes, in a neighbour kernel. */
  readonly neighbours: { readonly symbol: ts.Symbol; readonly ndim: number } | undefined;
  /** Where `break` and `continue` go, innermost last. `user` is the label in the source; `plain`: a `break` without a label leaves it though it is no loop. */
  readonly targets: { readonly label: string; readonly user: string | undefined; readonly loop: boolean; readonly plain?: boolean }[];
  readonly labels: Set<string>;
  /** Counters of loops that are being written out, with their value in this trip. */
  readonly counters: Map<ts.Symbol, number>;
  bound: boolean;
  /** Something was reported. */
  wrong: boolean;
  /** Kinds of things that kernels do not have, as far as they have been reported. */
  readonly absent: Set<string>;
}
