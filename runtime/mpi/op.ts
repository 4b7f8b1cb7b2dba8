// `MPI.Op`: what reductions combine with. Upper-case calls apply it to the elements of typed arrays, lower-case calls to whole values; a lower rank's
// contribution is always the left operand.
import type { Base } from "../datatypes/bases.ts";
import type { Reducer } from "../collectives/reducer.ts";
import { bytesOf, type NativeOp, type Numbers } from "../transport/transport.ts";
import type { Datatype } from "./datatype.ts";
import { Exception } from "./exception.ts";
import { sumDoubles } from "./sumDoubles.ts";

/** `inout[k] = in[k] op inout[k]`, for every element. */
export type UserFunction = (input: Numbers, inout: Numbers, datatype: Datatype) => void;
type Number = number | bigint;

interface Meaning {
  /** One element with another; integers may be bigints. */
  readonly number: ((a: Number, b: Number) => Number | boolean) | undefined;
  /** Whole values, where that is more than numbers. */
  readonly value?: (a: unknown, b: unknown) => unknown;
  readonly integersOnly?: boolean;
  /** On pairs of a value and a place: whether the second pair replaces the first. */
  readonly replaces?: (value: Number, place: Number, other: Number, otherPlace: Number) => boolean;
}

export class Op {
  freed = false;
  constructor(readonly name: string, readonly is_commutative: boolean, readonly meaning: Meaning | undefined, readonly user: UserFunction | undefined) {}

  /** A user's operation on typed arrays; `commute` false keeps rank order also where the runtime could do better otherwise. */
  static Create(fn: UserFunction, commute = false): Op { return new Op(fn.name || "user operation", commute, undefined, fn); }
  Free(): void {
    if (this.meaning) throw new Exception("ERR_OP", `${this.name} is predefined`);
    this.freed = true;
  }
  Is_commutative(): boolean { return this.is_commutative; }
  get is_predefined(): boolean { return this.meaning !== undefined; }
  /** `inout = in op inout`, without communication. */
  Reduce_local(input: Numbers, inout: Numbers, datatype: Datatype, base: Base | undefined): void {
    const reducer = reducerOf(this, datatype, base), result = input.slice() as Numbers;
    reducer.combine(result, 0, inout, 0, result.length);
    bytesOf(inout).set(bytesOf(result));
  }
}

const op = (name: string, number: Meaning["number"], more: Omit<Meaning, "number"> = {}): Op => new Op(name, name !== "REPLACE" && name !== "NO_OP", { number, ...more }, undefined);
const bits = (f: (a: number, b: number) => number, g: (a: bigint, b: bigint) => bigint) => (a: Number, b: Number): Number =>
  typeof a === "bigint" ? g(a, b as bigint) : f(a, b as number);
const add = (a: unknown, b: unknown): unknown => {
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) return elementwise(a as Numbers, b as Numbers, (x, y) => (x as number) + (y as number));
  return (a as number) + (b as number);
};
const elementwise = (a: Numbers, b: Numbers, f: (x: Number, y: Number) => Number): Numbers => {
  const result = a.slice() as Float64Array;
  for (let k = 0; k < result.length; k++) result[k] = f(a[k]!, b[k]!) as number;
  return result;
};
const lower = (value: Number, place: Number, other: Number, otherPlace: Number): boolean => other < value || (other === value && otherPlace < place);
const higher = (value: Number, place: Number, other: Number, otherPlace: Number): boolean => other > value || (other === value && otherPlace < place);
const located = (replaces: NonNullable<Meaning["replaces"]>) => (a: unknown, b: unknown): unknown => {
  const [value, place] = a as [Number, Number], [other, otherPlace] = b as [Number, Number];
  return replaces(value, place, other, otherPlace) ? b : a;
};

export const SUM: Op = op("SUM", (a, b) => (a as number) + (b as number), { value: add });
export const PROD: Op = op("PROD", (a, b) => (a as number) * (b as number));
export const MAX: Op = op("MAX", (a, b) => (b > a ? b : a));
export const MIN: Op = op("MIN", (a, b) => (b < a ? b : a));
export const LAND: Op = op("LAND", (a, b) => Boolean(a) && Boolean(b), { integersOnly: true });
export const LOR: Op = op("LOR", (a, b) => Boolean(a) || Boolean(b), { integersOnly: true });
export const LXOR: Op = op("LXOR", (a, b) => Boolean(a) !== Boolean(b), { integersOnly: true });
export const BAND: Op = op("BAND", bits((a, b) => a & b, (a, b) => a & b), { integersOnly: true });
export const BOR: Op = op("BOR", bits((a, b) => a | b, (a, b) => a | b), { integersOnly: true });
export const BXOR: Op = op("BXOR", bits((a, b) => a ^ b, (a, b) => a ^ b), { integersOnly: true });
export const MAXLOC: Op = op("MAXLOC", undefined, { replaces: higher, value: located(higher) });
export const MINLOC: Op = op("MINLOC", undefined, { replaces: lower, value: located(lower) });
export const REPLACE: Op = op("REPLACE", (_, b) => b);
export const NO_OP: Op = op("NO_OP", a => a);

/** What a lower-case reduction combines with: an operation, or any function of two values. */
export type ObjectOp = Op | ((a: never, b: never) => unknown);

export function combineValues(how: ObjectOp): (a: unknown, b: unknown) => unknown {
  if (!(how instanceof Op)) return how as (a: unknown, b: unknown) => unknown;
  const { meaning, user } = how;
  if (user) return (a, b) => {
    const result = (b as Float64Array).slice();
    user(a as Numbers, result, undefined as unknown as Datatype);
    return result;
  };
  return meaning!.value ?? ((a, b) => (ArrayBuffer.isView(a) ? elementwise(a as Numbers, b as Numbers, meaning!.number as (x: Number, y: Number) => Number) : meaning!.number!(a as Number, b as Number)));
}

const typed: Map<Op, Map<Base | undefined, Reducer>> = new Map();

/** The operation on elements of a base type. */
export function reducerOf(how: Op, datatype: Datatype, base: Base | undefined): Reducer {
  if (how.freed) throw new Exception("ERR_OP", `the operation ${how.name} has been freed`);
  if (how.user) return userReducer(how, how.user, datatype, base);
  if (!base) throw new Exception("ERR_OP", `${how.name} cannot combine items of ${datatype.name}, which has several element types; Op.Create makes an operation that can`);
  let of = typed.get(how);
  if (!of) typed.set(how, (of = new Map()));
  let found = of.get(base);
  if (!found) of.set(base, (found = makeReducer(how, base)));
  return found;
}

function userReducer(how: Op, user: UserFunction, datatype: Datatype, base: Base | undefined): Reducer {
  const { layout } = datatype, unit = base ? layout.size / base.array.BYTES_PER_ELEMENT : layout.size;
  return {
    name: how.name,
    commutative: how.is_commutative,
    unit: Math.max(1, unit),
    combine(target, t, source, s, count) {
      const left = (target as Float64Array).slice(t, t + count), right = (source as Float64Array).slice(s, s + count);
      user(left, right, datatype);
      (target as Float64Array).set(right, t);
    },
  };
}

function makeReducer(how: Op, base: Base): Reducer {
  const { number, integersOnly, replaces } = how.meaning!, floating = base.name === "FLOAT" || base.name === "DOUBLE";
  const common = { name: how.name, commutative: how.is_commutative };
  if (replaces) return base.pair ? pairReducer(common, base, replaces) : {
    ...common,
    unit: 2,
    combine(target, t, source, s, count) {
      for (let k = 0; k + 1 < count; k += 2)
        if (replaces(target[t + k]!, target[t + k + 1]!, source[s + k]!, source[s + k + 1]!)) {
          target[t + k] = source[s + k]!;
          target[t + k + 1] = source[s + k + 1]!;
        }
    },
  };
  if (base.pair) throw new Exception("ERR_OP", `${how.name} does not work on ${base.name}; MAXLOC and MINLOC do`);
  if (integersOnly && floating) throw new Exception("ERR_OP", `${how.name} works on integers, not on ${base.name}`);
  if (how === SUM && base.array === Float64Array) return { ...common, ...sumDoubles };
  const exact = { ...common, native: floating || how === REPLACE || how === NO_OP ? undefined : (how.name as NativeOp) };
  if (how === SUM) return { ...exact, combine: (target, t, source, s, count) => { for (let k = 0; k < count; k++) (target as Float64Array)[t + k]! += (source as Float64Array)[s + k]!; } };
  const big = base.array === BigInt64Array || base.array === BigUint64Array, f = number!;
  const truth = big ? [0n, 1n] : [0, 1];
  const result = (value: Number | boolean): Number => (typeof value === "boolean" ? truth[value ? 1 : 0]! : value);
  return { ...exact, combine: (target, t, source, s, count) => { for (let k = 0; k < count; k++) target[t + k] = result(f(target[t + k]!, source[s + k]!)) as number; } };
}

/** MAXLOC and MINLOC on C's structs of a value and an int. */
function pairReducer(common: { name: string; commutative: boolean }, base: Base, replaces: NonNullable<Meaning["replaces"]>): Reducer {
  const { value, place } = base.pair!;
  const read = (view: DataView, at: number): Number =>
    value === "f64" ? view.getFloat64(at, true) : value === "f32" ? view.getFloat32(at, true) : value === "i64" ? view.getBigInt64(at, true) : value === "i32" ? view.getInt32(at, true) : view.getInt16(at, true);
  return {
    ...common,
    unit: base.bytes,
    combine(target, t, source, s, count) {
      const a = new DataView(target.buffer, target.byteOffset + t, count), b = new DataView(source.buffer, source.byteOffset + s, count);
      for (let k = 0; k < count; k += base.bytes)
        if (replaces(read(a, k), a.getInt32(k + place, true), read(b, k), b.getInt32(k + place, true))) (target as Uint8Array).set((source as Uint8Array).subarray(s + k, s + k + base.bytes), t + k);
    },
  };
}
