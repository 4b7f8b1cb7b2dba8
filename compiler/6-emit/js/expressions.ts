// Lane expressions as JavaScript a person would write. f64, f32 and i32 are numbers (i32 where a 32-bit operator gives one), bool a boolean;
// f32 results are rounded where they are not exact anyway.
//
//   f64.lt (f64.add (f64.mul x x) (f64.mul y y)) 4   ->   x * x + y * y < 4
import { scalarIntrinsics } from "../../ops/scalar.ts";
import type { LaneExpression } from "../../ir/lanes.ts";

/** How a body finds the values outside it. `load` gives what the typed array holds. */
export interface ScriptPlaces {
  load(buffer: number): Script;
  read(buffer: number, position: Script): Script;
  unsigned(buffer: number): boolean;
  index(axis: number): string;
  capture(capture: number): string;
}

/** A text and how tightly it binds: a larger number binds tighter. */
export interface Script {
  readonly text: string;
  readonly level: number;
}

const atom = 20, prefix = 15;
const levels = { mul: 13, div: 13, rem: 13, add: 12, sub: 12, shl: 11, shr: 11, ushr: 11, lt: 10, le: 10, gt: 10, ge: 10, eq: 9, ne: 9, and: 8, xor: 7, or: 6 } as const;
const symbols = { mul: "*", div: "/", rem: "%", add: "+", sub: "-", shl: "<<", shr: ">>", ushr: ">>>", lt: "<", le: "<=", gt: ">", ge: ">=", eq: "===", ne: "!==", and: "&", xor: "^", or: "|" } as const;
const logicalAnd = 5, logicalOr = 4, conditional = 3;

export function scriptExpression(places: ScriptPlaces, e: LaneExpression): string {
  return print(places, e).text;
}

/** `text` with parentheses if it binds less tightly than its place asks. */
const at = (script: Script, level: number): string => (script.level < level ? `(${script.text})` : script.text);
const call = (name: string, ...args: readonly string[]): Script => ({ text: `${name}(${args.join(", ")})`, level: atom });
/** Left-associative, as all of these are. */
const infix = (op: keyof typeof levels, left: Script, right: Script): Script => ({ text: `${at(left, levels[op])} ${symbols[op]} ${at(right, levels[op] + 1)}`, level: levels[op] });

function print(places: ScriptPlaces, e: LaneExpression): Script {
  switch (e.kind) {
    case "const":
      return constant(e.value);
    case "local":
      return { text: e.name, level: atom };
    case "capture":
      return { text: places.capture(e.capture), level: atom };
    case "index":
      return { text: places.index(e.axis), level: atom };
    case "load": {
      const loaded = places.load(e.buffer);
      return places.unsigned(e.buffer) ? infix("or", loaded, constant(0)) : loaded;
    }
    case "read": {
      const read = places.read(e.buffer, print(places, e.position));
      return places.unsigned(e.buffer) ? infix("or", read, constant(0)) : read;
    }
    case "unary":
      return unary(places, e);
    case "binary": {
      const left = print(places, e.left), right = print(places, e.right);
      if (e.type === "bool") {
        if (e.op === "xor") return infix("ne", left, right);
        return e.op === "and" ? both(left, right) : either(left, right);
      }
      if (e.type === "i32" && e.op === "mul") return call("Math.imul", left.text, right.text);
      const plain = infix(e.op, left, right);
      if (e.type === "f32") return call("Math.fround", plain.text);
      // add, sub, div and rem of 32-bit integers wrap; the bit operators do so by themselves, but for >>> whose result is signed here.
      const wraps = e.type === "i32" && (e.op === "add" || e.op === "sub" || e.op === "ushr" || e.op === "div" || e.op === "rem");
      return wraps ? infix("or", plain, constant(0)) : plain;
    }
    case "compare":
      return infix(e.op, print(places, e.left), print(places, e.right));
    case "logical":
      return e.op === "and" ? both(print(places, e.left), print(places, e.right)) : either(print(places, e.left), print(places, e.right));
    case "select":
      return { text: `${at(print(places, e.test), conditional + 1)} ? ${at(print(places, e.then), conditional)} : ${at(print(places, e.else), conditional)}`, level: conditional };
    case "intrinsic": {
      const row = scalarIntrinsics.get(e.fn);
      if (!row) throw new Error(`no scalar function ${e.fn}`);
      const text = row.js.replace(/\$(\d)/g, (_, k: string) => print(places, e.args[Number(k)]!).text);
      return { text: e.type === "f32" && e.fn === "sqrt" ? `Math.fround(${text})` : text, level: atom };
    }
  }
}

const both = (left: Script, right: Script): Script => ({ text: `${at(left, logicalAnd)} && ${at(right, logicalAnd + 1)}`, level: logicalAnd });
const either = (left: Script, right: Script): Script => ({ text: `${at(left, logicalOr)} || ${at(right, logicalOr + 1)}`, level: logicalOr });

function constant(value: number | boolean): Script {
  if (typeof value === "boolean") return { text: String(value), level: atom };
  const text = Object.is(value, -0) ? "-0" : String(value);
  return { text, level: text.startsWith("-") ? prefix : atom };
}

function unary(places: ScriptPlaces, e: LaneExpression & { readonly kind: "unary" }): Script {
  const operand = e.operand;
  // A 32-bit array's own element, or a result of >>>, is unsigned already.
  if (e.op === "fromUint32" && operand.kind === "load" && places.unsigned(operand.buffer)) return places.load(operand.buffer);
  if (e.op === "fromUint32" && operand.kind === "binary" && operand.op === "ushr") return infix("ushr", print(places, operand.left), print(places, operand.right));
  const inner = print(places, operand);
  switch (e.op) {
    case "neg":
      // Not `--x`, which is something else.
      return { text: `-${inner.text.startsWith("-") ? `(${inner.text})` : at(inner, prefix)}`, level: prefix };
    case "not":
      if (operand.kind === "compare" && (operand.op === "eq" || operand.op === "ne")) return infix(operand.op === "eq" ? "ne" : "eq", print(places, operand.left), print(places, operand.right));
      return { text: `!${at(inner, prefix)}`, level: prefix };
    case "promote":
    case "fromInt32":
    case "any":
      return inner;
    case "demote":
      return call("Math.fround", inner.text);
    case "fromUint32":
      return infix("ushr", inner, constant(0));
    case "toInt32":
    case "truncate":
      return operand.kind === "unary" && operand.op === "fromInt32" ? inner : infix("or", inner, constant(0));
    case "fromBool":
      return call("Number", inner.text);
    case "toBool":
      return infix("ne", inner, constant(0));
    case "extend8":
      return infix("shr", infix("shl", inner, constant(24)), constant(24));
    case "extend16":
      return infix("shr", infix("shl", inner, constant(16)), constant(16));
  }
}
