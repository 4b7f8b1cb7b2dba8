// Lane expressions as C. A varying expression is a vector of all lanes, a uniform one a scalar, spread where it meets a vector; both are written with C's own
// operators where there are some.
//
//   x * x + cy < 4, x varying   ->   f64x8_lt(((v_x$0 * v_x$0) + f64x8_of(v_cy)), f64x8_of(4.0))
import type { LaneExpression } from "../../ir/lanes.ts";
import { isDirect } from "../../ir/lanes.ts";
import { cNumber, localName, scalarType, vectorType } from "./writer.ts";

/** Where the values live that an expression finds outside itself. */
export interface ScalarPlaces {
  load(buffer: number): string;
  /** The element at a row-major position, where the position is one. */
  read(buffer: number, position: string): string;
  index(axis: number): string;
  capture(capture: number): string;
  /** In wide code: whether some lane of a mask is true. */
  any?(mask: LaneExpression): string;
}

export interface VectorPlaces {
  readonly width: number;
  readonly scalar: ScalarPlaces;
  isVarying(e: LaneExpression): boolean;
  /** The `u`-th vector of a load or an index. */
  load(buffer: number, u: number): string;
  /** Elements at the positions of a vector, or neighbouring ones from that of its first lane on. */
  gather(buffer: number, positions: string): string;
  neighbours(buffer: number, positions: string): string;
  /** Whether neighbouring lanes have neighbouring positions. */
  inStep: string;
  index(u: number): string;
}

const symbols = { add: "+", sub: "-", mul: "*", div: "/", and: "&", or: "|", xor: "^" } as const;
const comparisons = { lt: "<", le: "<=", gt: ">", ge: ">=", eq: "==", ne: "!=" } as const;

export function scalarExpression(places: ScalarPlaces, e: LaneExpression): string {
  const print = (x: LaneExpression): string => scalarExpression(places, x);
  switch (e.kind) {
    case "const": return constant(e);
    case "local": return localName(e.name);
    case "capture": return places.capture(e.capture);
    case "index": return places.index(e.axis);
    case "load": return places.load(e.buffer);
    case "read": return places.read(e.buffer, e.mask && places.any ? `(${places.any(e.mask)} ? ${print(e.position)} : 0)` : print(e.position));
    case "unary": return e.op === "any" && places.any ? places.any(e.operand) : scalarUnary(e, print(e.operand));
    case "binary": return binary(e, scalarType(e.type), print(e.left), print(e.right));
    case "compare": return `(${print(e.left)} ${comparisons[e.op]} ${print(e.right)})`;
    case "logical": return `(${print(e.left)} ${e.op === "and" ? "&&" : "||"} ${print(e.right)})`;
    case "select": return `(${print(e.test)} ? ${print(e.then)} : ${print(e.else)})`;
    case "intrinsic": return `${e.args[0]!.type}_${e.fn}(${e.args.map(print).join(", ")})`;
  }
}

export function vectorExpression(places: VectorPlaces, e: LaneExpression, u: number): string {
  const { width } = places, type = vectorType(e.type, width);
  if (!places.isVarying(e)) return `${type}_of(${scalarExpression(places.scalar, e)})`;
  const print = (x: LaneExpression): string => vectorExpression(places, x, u);
  switch (e.kind) {
    case "local": return localName(e.name, u);
    case "load": return places.load(e.buffer, u);
    case "read": {
      // All lanes may read: then the mask is no matter, and what is adjacent is one load.
      const mask = e.mask && print(e.mask), positions = mask ? `i32x${width}_select(${mask}, ${print(e.position)}, i32x${width}_of(0))` : print(e.position), gathered = places.gather(e.buffer, positions);
      return e.adjacent ? `(${places.inStep}${mask ? ` && !ANY_m${width}(NOT_m${width}(${mask}))` : ""} ? ${places.neighbours(e.buffer, print(e.position))} : ${gathered})` : gathered;
    }
    case "index": return places.index(u);
    case "unary": return vectorUnary(places, e, u);
    case "binary": return binary(e, type, print(e.left), print(e.right));
    case "compare": {
      if (e.left.type !== "bool") return `${vectorType(e.left.type, width)}_${e.op}(${print(e.left)}, ${print(e.right)})`;
      const differ = `(${print(e.left)} ^ ${print(e.right)})`;
      return e.op === "ne" ? differ : `NOT_${type}(${differ})`;
    }
    case "logical": return `(${print(e.left)} ${e.op === "and" ? "&" : "|"} ${print(e.right)})`;
    case "select":
      if (!places.isVarying(e.test)) return `(${scalarExpression(places.scalar, e.test)} ? ${print(e.then)} : ${print(e.else)})`;
      return `${type}_select(${print(e.test)}, ${print(e.then)}, ${print(e.else)})`;
    case "intrinsic": return `${vectorType(e.args[0]!.type, width)}_${e.fn}(${e.args.map(print).join(", ")})`;
    default: throw new Error(`${e.kind} does not vary`);
  }
}

function constant(e: LaneExpression & { readonly kind: "const" }): string {
  if (e.type === "f64" || e.type === "f32") return `(${cNumber(Number(e.value), e.type)})`;
  const value = Number(e.value) | 0;
  return value < 0 ? `(i32)${value >>> 0}u` : String(value);
}

/** The operator on scalars of C type `type`, or on vectors. */
function binary(e: LaneExpression & { readonly kind: "binary" }, type: string, left: string, right: string): string {
  const { op } = e, called = op === "shl" || op === "shr" || op === "ushr" || op === "rem" || (op === "div" && e.type === "i32");
  return called ? `${type}_${op}(${left}, ${right})` : `(${left} ${symbols[op]} ${right})`;
}

function scalarUnary(e: LaneExpression & { readonly kind: "unary" }, operand: string): string {
  switch (e.op) {
    case "neg": return `(-${operand})`;
    case "not": return `(!${operand})`;
    case "promote":
    case "fromInt32": return `((f64)${operand})`;
    case "demote": return `((f32)${operand})`;
    case "fromUint32": return `((f64)(u32)${operand})`;
    case "truncate": return `((i32)(i64)${operand})`;
    case "toInt32": return `f64_toInt32(${operand})`;
    case "toBool": return `(${operand} != 0)`;
    case "extend8": return `((i32)(i8)${operand})`;
    case "extend16": return `((i32)(i16)${operand})`;
    case "fromBool":
    case "any": return operand;
  }
}

function vectorUnary(places: VectorPlaces, e: LaneExpression & { readonly kind: "unary" }, u: number): string {
  const { width } = places, print = (x: LaneExpression): string => vectorExpression(places, x, u), type = vectorType(e.type, width);
  // Between f32 and i32 directly, where the way through f64 that the expression names gives the same.
  if (isDirect(e) && e.operand.kind === "unary") {
    const from = print(e.operand.operand);
    if (e.op === "demote") return `${e.operand.op === "fromInt32" ? "i32" : "u32"}x${width}_f32(${from})`;
    return `f32x${width}_${e.op}(${from})`;
  }
  const operand = print(e.operand);
  switch (e.op) {
    case "neg": return `(-${operand})`;
    case "not": return `NOT_${type}(${operand})`;
    case "promote":
    case "demote":
    case "fromInt32":
    case "fromUint32":
    case "truncate":
    case "toInt32":
    case "toBool": return `${vectorType(e.operand.type, width)}_${e.op}(${operand})`;
    case "fromBool": return `${type}_fromBool(${operand})`;
    case "extend8":
    case "extend16": return `${type}_${e.op}(${operand})`;
    case "any": throw new Error("any is uniform");
  }
}
