// Lane expressions on one lane as WebAssembly: f64, f32, i32 and bool (an i32 of 0 or 1) on the machine's own stack.
//
//   (x * x + y * y) < 4   ->   (f64.lt (f64.add (f64.mul (local.get $x) (local.get $x)) ...) (f64.const 4))
import type { ScalarIntrinsic } from "../../ops/scalar.ts";
import { scalarIntrinsics } from "../../ops/scalar.ts";
import type { LaneComparison, LaneExpression, LaneType } from "../../ir/lanes.ts";
import type { FunctionWriter, WasmType } from "./writer.ts";
import { machineType, temporary, watName, watNumber } from "./writer.ts";

/** Where the values live that an expression finds outside itself. */
export interface ScalarPlaces {
  load(buffer: number): string;
  read(buffer: number, position: string): string;
  index(axis: number): string;
  capture(capture: number): string;
  /** In wide code: whether some lane of a mask is true. */
  any?(mask: LaneExpression): string;
}

export function scalarExpression(writer: FunctionWriter, places: ScalarPlaces, e: LaneExpression): string {
  const print = (x: LaneExpression): string => scalarExpression(writer, places, x);
  switch (e.kind) {
    case "const":
      return scalarConstant(e.type, e.value);
    case "local":
      return `(local.get ${watName(e.name)})`;
    case "capture":
      return places.capture(e.capture);
    case "index":
      return places.index(e.axis);
    case "load":
      return places.load(e.buffer);
    case "read":
      return places.read(e.buffer, e.mask && places.any ? `(select ${print(e.position)} (i32.const 0) ${places.any(e.mask)})` : print(e.position));
    case "unary":
      return e.op === "any" && places.any ? places.any(e.operand) : unary(writer, e, print(e.operand));
    case "binary":
      return binary(writer, e, print(e.left), print(e.right));
    case "compare":
      return `(${machineType(e.left.type)}.${comparison(e.left.type, e.op)} ${print(e.left)} ${print(e.right)})`;
    case "logical": {
      const left = print(e.left), right = print(e.right);
      if (isCheap(e.right)) return `(i32.${e.op} ${left} ${right})`;
      return e.op === "and" ? `(if (result i32) ${left} (then ${right}) (else (i32.const 0)))` : `(if (result i32) ${left} (then (i32.const 1)) (else ${right}))`;
    }
    case "select": {
      const test = print(e.test), then = print(e.then), otherwise = print(e.else);
      if (isCheap(e.then) && isCheap(e.else)) return `(select ${then} ${otherwise} ${test})`;
      return `(if (result ${machineType(e.type)}) ${test} (then ${then}) (else ${otherwise}))`;
    }
    case "intrinsic": {
      const row = scalarIntrinsics.get(e.fn);
      if (!row) throw new Error(`no scalar function ${e.fn}`);
      return fillTemplate(writer, scalarTemplate(row, e.args), e.args.map(print), e.args.map((a) => machineType(a.type)));
    }
  }
}

/** A row's text for operands of these types. */
export function scalarTemplate(row: ScalarIntrinsic, args: readonly LaneExpression[]): string {
  if (row.lanes.operand === "T" && args[0]?.type === "i32") return row.int32!.wat;
  return row.wat.replace(/\bT\b/g, args[0]?.type === "f32" ? "f32" : "f64");
}

export function scalarConstant(type: LaneType, value: number | boolean): string {
  if (type === "f64" || type === "f32") return `(${type}.const ${watNumber(Number(value))})`;
  return `(i32.const ${Number(value) | 0})`;
}

/** Puts operands into a row's template; one that the row repeats is computed once, where it first stands. */
export function fillTemplate(writer: FunctionWriter, template: string, operands: readonly string[], types: readonly WasmType[]): string {
  const held = new Map<number, string>();
  return template.replace(/\$(\d)/g, (hole, digit: string) => {
    const k = Number(digit), operand = operands[k]!, again = held.get(k);
    if (again !== undefined) return `(local.get ${again})`;
    if (template.split(hole).length <= 2 || operand.startsWith("(local.get ")) return operand;
    const name = temporary(writer, types[k]!);
    held.set(k, name);
    return `(local.tee ${name} ${operand})`;
  });
}

export function comparison(type: LaneType, op: LaneComparison): string {
  return type === "f64" || type === "f32" || op === "eq" || op === "ne" ? op : `${op}_s`;
}

function unary(writer: FunctionWriter, e: LaneExpression & { readonly kind: "unary" }, operand: string): string {
  switch (e.op) {
    case "neg":
      return e.type === "i32" ? `(i32.sub (i32.const 0) ${operand})` : `(${e.type}.neg ${operand})`;
    case "not":
      return `(i32.eqz ${operand})`;
    case "promote":
      return `(f64.promote_f32 ${operand})`;
    case "demote":
      return `(f32.demote_f64 ${operand})`;
    case "fromInt32":
      return `(f64.convert_i32_s ${operand})`;
    case "fromUint32":
      return `(f64.convert_i32_u ${operand})`;
    case "truncate":
      return `(i32.trunc_sat_f64_s ${operand})`;
    case "toInt32":
      writer.routines.add("toInt32");
      return `(call $toInt32 ${operand})`;
    case "toBool":
      return `(i32.ne ${operand} (i32.const 0))`;
    case "extend8":
      return `(i32.extend8_s ${operand})`;
    case "extend16":
      return `(i32.extend16_s ${operand})`;
    case "fromBool":
    case "any":
      return operand;
  }
}

function binary(writer: FunctionWriter, e: LaneExpression & { readonly kind: "binary" }, left: string, right: string): string {
  if (e.op === "rem" && e.type !== "i32") {
    if (e.type !== "f64") throw new Error("the remainder of f32 is computed in f64");
    writer.routines.add("rem");
    return `(call $rem ${left} ${right})`;
  }
  const op = e.type === "i32" && e.op === "shr" ? "shr_s" : e.op === "ushr" ? "shr_u" : e.type === "i32" && (e.op === "div" || e.op === "rem") ? `${e.op}_s` : e.op;
  return `(${machineType(e.type)}.${op} ${left} ${right})`;
}

/** Whether computing it in vain costs less than a branch. */
export function isCheap(e: LaneExpression): boolean {
  return costOf(e) <= 4;
}

/** Roughly the cycles an expression's operations take. */
export function costOf(e: LaneExpression): number {
  switch (e.kind) {
    case "const":
    case "local":
    case "capture":
      return 0;
    case "index":
    case "load":
      return 1;
    case "read":
      // Never in vain: the position may then be none.
      return 100 + costOf(e.position);
    case "unary":
      return costOf(e.operand) + (e.op === "toInt32" ? 6 : 1);
    case "binary":
      return costOf(e.left) + costOf(e.right) + (e.op === "rem" ? 20 : e.op === "div" ? 8 : 1);
    case "compare":
    case "logical":
      return costOf(e.left) + costOf(e.right) + 1;
    case "select":
      return costOf(e.test) + costOf(e.then) + costOf(e.else) + 1;
    case "intrinsic":
      return e.args.reduce((sum, a) => sum + costOf(a), e.fn === "sqrt" ? 10 : 2);
  }
}
