// Lane expressions on a whole vector as WebAssembly SIMD. Uniform parts stay scalar and are spread where they meet a vector.
//
//   x * x + cy, x varying   ->   (f64x2.add (f64x2.mul (local.get $x.0) (local.get $x.0)) (f64x2.splat (local.get $cy)))
//
// Four lanes hold 32-bit values. Eight hold integers that fit in 16 bits, whatever is done with them: nothing is converted there (5-vectorize/short.ts). Of two lanes each has 64 bits: a 32-bit value there is the low half, and its high half is anything, so that the 32x4 operations
// work on it as they are. Only what looks at a lane as a whole must care: comparisons (a mask is all ones or all zeros over the whole lane) and
// conversions from and to f64.
import { scalarIntrinsics } from "../../ops/scalar.ts";
import type { LaneExpression, LaneType } from "../../ir/lanes.ts";
import { isDirect } from "../../ir/lanes.ts";
import type { ScalarPlaces } from "./scalar.ts";
import { comparison, fillTemplate, scalarExpression, scalarTemplate } from "./scalar.ts";
import type { FunctionWriter } from "./writer.ts";
import { machineType, temporary, watName } from "./writer.ts";

export interface VectorPlaces {
  readonly width: number;
  readonly scalar: ScalarPlaces;
  isVarying(e: LaneExpression): boolean;
  /** The `u`-th vector of a load, an index or a local. */
  load(buffer: number, u: number): string;
  /** The elements at positions given lane by lane (`first`: the one that is evaluated before the others), or neighbouring ones from a position on. */
  gather(buffer: number, position: (lane: number, first: boolean) => string): string;
  neighbours(buffer: number, position: string): string;
  /** Whether neighbouring lanes have neighbouring positions. */
  readonly inStep: string;
  index(u: number): string;
}

export const vectorLocal = (name: string, u: number): string => watName(`${name}.${u}`);

export function vectorExpression(writer: FunctionWriter, places: VectorPlaces, e: LaneExpression, u: number): string {
  if (!places.isVarying(e)) return splat(e.type, places.width, scalarExpression(writer, places.scalar, e));
  const print = (x: LaneExpression): string => vectorExpression(writer, places, x, u);
  const double = places.width === 2;
  switch (e.kind) {
    case "local":
      return `(local.get ${vectorLocal(e.name, u)})`;
    case "load":
      return places.load(e.buffer, u);
    case "read": {
      const mask = e.mask && print(e.mask), position = print(e.position), lanes = double ? 2 : 1;
      const held = (positions: string): ((lane: number, first: boolean) => string) => {
        const name = temporary(writer, "v128");
        return (lane, first) => `(i32x4.extract_lane ${lanes * lane} ${first ? `(local.tee ${name} ${positions})` : `(local.get ${name})`})`;
      };
      // Lanes that are away read the first element.
      const gathered = places.gather(e.buffer, held(mask ? `(v128.and ${position} ${mask})` : position));
      if (!e.adjacent) return gathered;
      return `(if (result v128) ${mask ? `(i32.and ${places.inStep} (i32x4.all_true ${mask}))` : places.inStep} (then ${places.neighbours(e.buffer, `(i32x4.extract_lane 0 ${position})`)}) (else ${gathered}))`;
    }
    case "index":
      return places.index(u);
    case "unary":
      return unary(writer, places, e, u);
    case "binary":
      return binary(writer, places, e, u);
    case "compare": {
      const type = e.left.type === "bool" ? "i32" : e.left.type, mask = `(${shapeOf(type, places.width)}.${comparison(type, e.op)} ${print(e.left)} ${print(e.right)})`;
      return double && type !== "f64" ? wholeLanes(writer, mask) : mask;
    }
    case "logical":
      return `(v128.${e.op} ${print(e.left)} ${print(e.right)})`;
    case "select":
      if (!places.isVarying(e.test)) return `(select ${print(e.then)} ${print(e.else)} ${scalarExpression(writer, places.scalar, e.test)})`;
      if (isZero(e.else)) return `(v128.and ${print(e.then)} ${print(e.test)})`;
      return `(v128.bitselect ${print(e.then)} ${print(e.else)} ${print(e.test)})`;
    case "intrinsic": {
      const row = scalarIntrinsics.get(e.fn)!, operands = e.args.map(print), type = e.args[0]!.type;
      const template = row.lanes.operand === "T" && type === "i32" ? row.int32!.simd.replaceAll("i32x4", shapeOf(type, places.width)) : row.simd?.replace(/\bV\b/g, shapeOf(type)).replace(/\bT\b/g, machineType(type));
      return template === undefined ? lanewise(writer, places, e, e.args, operands) : fillTemplate(writer, template, operands, operands.map(() => "v128"));
    }
    default:
      throw new Error(`${e.kind} does not vary`);
  }
}

/** All of whose bits are 0. */
const isZero = (e: LaneExpression): boolean => e.kind === "const" && !e.value && Object.is(Number(e.value), 0);

export const shapeOf = (type: LaneType, width = 4): "f64x2" | "f32x4" | "i32x4" | "i16x8" => (type === "f64" ? "f64x2" : type === "f32" ? "f32x4" : width === 8 ? "i16x8" : "i32x4");

/** The same value in every lane. */
export function splat(type: LaneType, width: number, value: string): string {
  if (/^\((f64|f32|i32)\.const 0\)$/.test(value)) return "(v128.const i64x2 0 0)";
  if (type !== "bool") return `(${shapeOf(type, width)}.splat ${value})`;
  if (value === "(i32.const 1)") return "(v128.const i64x2 -1 -1)";
  return width === 2 ? `(i64x2.splat (i64.sub (i64.const 0) (i64.extend_i32_u ${value})))` : `(${shapeOf("i32", width)}.splat (i32.sub (i32.const 0) ${value}))`;
}

const byte = (picked: string, a: string, b: string): string => `(i8x16.shuffle ${picked} ${a} ${b})`;
/** Low halves of both lanes into the first two of four lanes, and back. */
const packed = (writer: FunctionWriter, value: string): string => twice(writer, value, (a, b) => byte("0 1 2 3 8 9 10 11 0 1 2 3 8 9 10 11", a, b));
const unpacked = (value: string): string => `(i64x2.extend_low_i32x4_u ${value})`;
/** A mask of the low halves over the whole lanes. */
const wholeLanes = (writer: FunctionWriter, mask: string): string => twice(writer, mask, (a, b) => byte("0 1 2 3 0 1 2 3 8 9 10 11 8 9 10 11", a, b));

function twice(writer: FunctionWriter, value: string, print: (first: string, again: string) => string): string {
  if (value.startsWith("(local.get ")) return print(value, value);
  const name = temporary(writer, "v128");
  return print(`(local.tee ${name} ${value})`, `(local.get ${name})`);
}

/** Between f32 and i32 directly, where the way through f64 that the expression names gives the same: it rounds once. */
function direct(writer: FunctionWriter, places: VectorPlaces, e: LaneExpression & { readonly kind: "unary" }, u: number): string | undefined {
  if (!isDirect(e) || e.operand.kind !== "unary") return undefined;
  const from = vectorExpression(writer, places, e.operand.operand, u);
  switch (e.op) {
    case "demote":
      return `(f32x4.convert_i32x4_${e.operand.op === "fromInt32" ? "s" : "u"} ${from})`;
    case "truncate":
      return `(i32x4.trunc_sat_f32x4_s ${from})`;
    default:
      if (places.width === 2) return undefined;
      writer.routines.add("toInt32").add("toInt32x4");
      return twice(writer, from, (first, again) => `(if (result v128) (i32x4.all_true (f32x4.lt (f32x4.abs ${first}) (f32x4.splat (f32.const 2147483648)))) (then (i32x4.trunc_sat_f32x4_s ${again})) (else (call $toInt32x4 ${again})))`);
  }
}

function unary(writer: FunctionWriter, places: VectorPlaces, e: LaneExpression & { readonly kind: "unary" }, u: number): string {
  const shorter = direct(writer, places, e, u);
  if (shorter !== undefined) return shorter;
  const operand = vectorExpression(writer, places, e.operand, u), double = places.width === 2;
  switch (e.op) {
    case "neg":
      return `(${shapeOf(e.type, places.width)}.neg ${operand})`;
    case "not":
      return `(v128.not ${operand})`;
    case "promote":
      return `(f64x2.promote_low_f32x4 ${packed(writer, operand)})`;
    case "demote":
      return unpacked(`(f32x4.demote_f64x2_zero ${operand})`);
    case "fromInt32":
      return `(f64x2.convert_low_i32x4_s ${packed(writer, operand)})`;
    case "fromUint32":
      return `(f64x2.convert_low_i32x4_u ${packed(writer, operand)})`;
    case "truncate":
      return lowBits(`(f64x2.trunc ${operand})`);
    case "toInt32": {
      writer.routines.add("toInt32").add("toInt32x2");
      // Below 2^51 the low bits of x + 1.5 * 2^52 are the integer's.
      return twice(writer, `(f64x2.trunc ${operand})`, (first, again) =>
        `(if (result v128) (i64x2.all_true (f64x2.lt (f64x2.abs ${first}) (f64x2.splat (f64.const 2251799813685248)))) (then ${lowBits(again)}) (else (call $toInt32x2 ${again})))`);
    }
    case "fromBool":
      return `(v128.and ${operand} (${double ? "i64x2.splat (i64.const 1)" : `${shapeOf("i32", places.width)}.splat (i32.const 1)`}))`;
    case "toBool":
      return double ? wholeLanes(writer, `(i32x4.ne ${operand} (v128.const i64x2 0 0))`) : `(${shapeOf("i32", places.width)}.ne ${operand} (v128.const i64x2 0 0))`;
    case "extend8":
    case "extend16": {
      const bits = places.width === 8 ? 16 : 32, kept = e.op === "extend8" ? 8 : 16, count = `(i32.const ${bits - kept})`, shape = shapeOf("i32", places.width);
      return bits === kept ? operand : `(${shape}.shr_s (${shape}.shl ${operand} ${count}) ${count})`;
    }
    case "any":
      throw new Error("any is uniform");
  }
}

/** An integer below 2^51 as the low half of its lane. */
const lowBits = (integer: string): string => `(f64x2.add ${integer} (f64x2.splat (f64.const 6755399441055744)))`;

function binary(writer: FunctionWriter, places: VectorPlaces, e: LaneExpression & { readonly kind: "binary" }, u: number): string {
  const left = vectorExpression(writer, places, e.left, u);
  if (e.type === "bool" && e.op === "and" && e.right.kind === "unary" && e.right.op === "not") return `(v128.andnot ${left} ${vectorExpression(writer, places, e.right.operand, u)})`;
  if (e.type === "i32" && (e.op === "shl" || e.op === "shr" || e.op === "ushr") && !places.isVarying(e.right)) {
    return `(${shapeOf("i32", places.width)}.${e.op === "shl" ? "shl" : e.op === "shr" ? "shr_s" : "shr_u"} ${left} ${scalarExpression(writer, places.scalar, e.right)})`;
  }
  const right = vectorExpression(writer, places, e.right, u);
  if (e.op === "and" || e.op === "or" || e.op === "xor") return `(v128.${e.op} ${left} ${right})`;
  const whole = e.op === "add" || e.op === "sub" || e.op === "mul" || (e.op === "div" && e.type !== "i32");
  return whole ? `(${shapeOf(e.type, places.width)}.${e.op} ${left} ${right})` : lanewise(writer, places, e, [e.left, e.right], [left, right]);
}

/** An operation that vectors do not have: lane by lane. */
function lanewise(writer: FunctionWriter, places: VectorPlaces, e: LaneExpression, operands: readonly LaneExpression[], vectors: readonly string[]): string {
  const { width } = places, held = vectors.map(() => temporary(writer, "v128"));
  const lane = (k: number): string => {
    const at = operands.map((o, n): string => `(${shapeOf(o.type)}.extract_lane ${o.type === "f64" ? k : (4 / width) * k} ${k === 0 ? `(local.tee ${held[n]} ${vectors[n]})` : `(local.get ${held[n]})`})`);
    if (e.kind === "intrinsic") return fillTemplate(writer, scalarTemplate(scalarIntrinsics.get(e.fn)!, e.args), at, operands.map((o) => machineType(o.type)));
    if (e.kind !== "binary") throw new Error(`${e.kind} lane by lane`);
    if (e.type === "f64") {
      writer.routines.add("rem");
      return `(call $rem ${at.join(" ")})`;
    }
    // A lane that is switched off may hold any divisor.
    if (e.op === "rem" || e.op === "div") {
      const divisor = temporary(writer, "i32");
      return `(i32.${e.op}_s ${at[0]} (i32.or (local.tee ${divisor} ${at[1]}) (i32.eqz (local.get ${divisor}))))`;
    }
    return `(i32.${e.op === "shr" ? "shr_s" : e.op === "ushr" ? "shr_u" : e.op} ${at.join(" ")})`;
  };
  const shape = shapeOf(e.type);
  let vector = `(${shape}.splat ${lane(0)})`;
  for (let k = 1; k < width; k++) vector = `(${shape}.replace_lane ${e.type === "f64" ? k : (4 / width) * k} ${vector} ${lane(k)})`;
  return vector;
}
