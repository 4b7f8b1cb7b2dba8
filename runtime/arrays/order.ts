// The order of elements: ascending or descending, not-a-number last, -0 and 0 equal, equal ones in the order in which they stand. Elements become unsigned keys
// whose order is theirs (two words for f64), and digits of these are counted: least significant first, so that each pass keeps what the last one made
// (Knuth, TAOCP 5.2.5). A pass in which all have one digit is left out: small integers take two.
import type { DType } from "../abi.ts";
import type { ElementArray } from "../memory/elements.ts";

/** Keys of one or two words; word 0 is the less significant. */
export type Keys = readonly Uint32Array[];

const last = 0xffffffff;

export function keysOf(elements: ElementArray, dtype: DType, descending: boolean): Keys {
  const n = elements.length, high = new Uint32Array(n), turned = descending ? last : 0;
  if (dtype === "f64") {
    const low = new Uint32Array(n), number = new Float64Array(1), words = new Uint32Array(number.buffer);
    for (let k = 0; k < n; k++) {
      number[0] = elements[k]! + 0;
      const isNaN = number[0] !== number[0], mask = words[1]! >> 31;
      low[k] = isNaN ? last : words[0]! ^ mask ^ turned;
      high[k] = isNaN ? last : words[1]! ^ (mask | 0x80000000) ^ turned;
    }
    return [low, high];
  }
  if (dtype === "f32") {
    const number = new Float32Array(1), word = new Uint32Array(number.buffer);
    for (let k = 0; k < n; k++) {
      number[0] = elements[k]! + 0;
      high[k] = number[0] !== number[0] ? last : word[0]! ^ ((word[0]! >> 31) | 0x80000000) ^ turned;
    }
  } else for (let k = 0; k < n; k++) high[k] = (elements[k]! + least[dtype]!) ^ turned;
  return [high];
}

/** What makes the least integer 0. */
const least: Partial<Record<DType, number>> = { i32: 2 ** 31, u32: 0, i16: 2 ** 15, u16: 0, i8: 2 ** 7, u8: 0, bool: 0 };

const digitBits = 11, digits = 1 << digitBits;

/** The places of the elements in the order of their keys. */
export function orderOf(keys: Keys): Int32Array {
  const n = keys[0]!.length, counts = new Int32Array(digits);
  let order = new Int32Array(n), next = new Int32Array(n);
  for (let k = 0; k < n; k++) order[k] = k;
  if (isOrdered(keys)) return order;
  for (const word of keys)
    for (let shift = 0; shift < 32; shift += digitBits) {
      counts.fill(0);
      for (let k = 0; k < n; k++) counts[(word[k]! >>> shift) & (digits - 1)]!++;
      if (counts[(word[0]! >>> shift) & (digits - 1)] === n) continue;
      for (let digit = 0, at = 0; digit < digits; digit++) [counts[digit], at] = [at, at + counts[digit]!];
      for (let k = 0; k < n; k++) {
        const place = order[k]!;
        next[counts[(word[place]! >>> shift) & (digits - 1)]!++] = place;
      }
      [order, next] = [next, order];
    }
  return order;
}

function isOrdered(keys: Keys): boolean {
  const n = keys[0]!.length;
  for (let k = 1; k < n; k++) if (compareKeys(keys, k - 1, keys, k) > 0) return false;
  return true;
}

export function compareKeys(a: Keys, i: number, b: Keys, j: number): number {
  for (let word = a.length - 1; word >= 0; word--) if (a[word]![i] !== b[word]![j]) return a[word]![i]! < b[word]![j]! ? -1 : 1;
  return 0;
}
