// Data for the conformance tests: every dtype, values that tell rank and place apart, and buffers that start poisoned.
import * as assert from "uvu/assert";

export type Numeric = Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array | BigInt64Array | BigUint64Array;
export interface Kind {
  readonly name: string;
  make(length: number): Numeric;
  /** Element k of rank r: small enough for every type, and for sums over ranks. */
  value(rank: number, k: number): number | bigint;
}

const kind = (name: string, create: new (length: number) => Numeric, big = false): Kind => ({
  name,
  make: length => new create(length),
  value: (rank, k) => (big ? BigInt((rank * 3 + k) % 11) : (rank * 3 + k) % 11),
});

export const kinds: readonly Kind[] = [
  kind("f64", Float64Array), kind("f32", Float32Array), kind("i32", Int32Array), kind("u32", Uint32Array), kind("i16", Int16Array), kind("u16", Uint16Array), kind("i8", Int8Array), kind("u8", Uint8Array),
  kind("i64", BigInt64Array, true), kind("u64", BigUint64Array, true),
];

export function filled(of: Kind, rank: number, length: number): Numeric {
  const view = of.make(length);
  for (let k = 0; k < length; k++) view[k] = of.value(rank, k) as number;
  return view;
}

/** Values that no test expects. */
export function poisoned(of: Kind, length: number): Numeric {
  const view = of.make(length);
  for (let k = 0; k < length; k++) view[k] = (typeof of.value(0, 0) === "bigint" ? 99n : 99) as number;
  return view;
}

export function same(actual: ArrayLike<unknown>, expected: ArrayLike<unknown>, what: string): void {
  if (actual.length !== expected.length) assert.unreachable(`${what}: ${actual.length} elements, not ${expected.length}`);
  for (let k = 0; k < actual.length; k++) if (!Object.is(actual[k], expected[k])) assert.unreachable(`${what}: element ${k} is ${String(actual[k])}, not ${String(expected[k])}`);
}

/** Every dtype with a root, every root with a dtype (some of each where many ranks share few cores). */
export function kindsAndRoots(size: number): (readonly [Kind, number])[] {
  const some = size <= 8 ? kinds : [kinds[0]!, kinds[2]!, kinds[8]!], roots = size <= 8 ? ranksOf(size) : [0, size >> 1, size - 1];
  return Array.from({ length: Math.max(some.length, roots.length) }, (_, k) => [some[k % some.length]!, roots[k % roots.length]!] as const);
}
export const kindsFor = (size: number): readonly Kind[] => [...new Set(kindsAndRoots(size).map(([kind]) => kind))];
export const ranksOf = (size: number): number[] => Array.from({ length: size }, (_, r) => r);
export const join = (parts: readonly Numeric[]): (number | bigint)[] => parts.flatMap(part => [...part] as (number | bigint)[]);
