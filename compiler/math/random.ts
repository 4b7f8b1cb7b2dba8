// Random numbers by counter: the number at a position is a function of the position and the seed alone, so that it is the same on whatever rank it is
// computed. Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3; SC 2011): additions, rotations and
// exclusive ors of 32-bit words.
//
//   counter = (low word of the position, high word + stream), key = (low word of the seed, high word)   ->   two words
//
// Positions and seeds are integers below 2^53. One position has two streams: Box-Muller takes one number of each.
import { log } from "./log.ts";
import { cos } from "./trig.ts";

export interface Words {
  readonly first: number;
  readonly second: number;
}

const twoTo32 = 4294967296, secondStream = 1073741824;

function rotated(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}

/** Four rounds; the two words are all there is. */
function rounds(x: number, y: number, a: number, b: number, c: number, d: number): Words {
  let first = (x + y) | 0, second = rotated(y, a) ^ first;
  first = (first + second) | 0;
  second = rotated(second, b) ^ first;
  first = (first + second) | 0;
  second = rotated(second, c) ^ first;
  first = (first + second) | 0;
  second = rotated(second, d) ^ first;
  return { first, second };
}

/** Threefry-2x32-20 of a counter and a key, all 32-bit words; so is what it gives, signed. */
export function threefry(counter: number, counterHigh: number, key: number, keyHigh: number): Words {
  const k0 = key | 0, k1 = keyHigh | 0, k2 = 0x1bd11bda ^ k0 ^ k1;
  const a = rounds((counter + k0) | 0, (counterHigh + k1) | 0, 13, 15, 26, 6);
  const b = rounds((a.first + k1) | 0, (a.second + k2 + 1) | 0, 17, 29, 16, 24);
  const c = rounds((b.first + k2) | 0, (b.second + k0 + 2) | 0, 13, 15, 26, 6);
  const d = rounds((c.first + k0) | 0, (c.second + k1 + 3) | 0, 17, 29, 16, 24);
  const e = rounds((d.first + k1) | 0, (d.second + k2 + 4) | 0, 13, 15, 26, 6);
  return { first: (e.first + k2) | 0, second: (e.second + k0 + 5) | 0 };
}

function wordsAt(position: number, seed: number, stream: number): Words {
  return threefry(position | 0, (Math.floor(position / twoTo32) + stream) | 0, seed | 0, Math.floor(seed / twoTo32) | 0);
}

/** 53 bits, from 0 to below 1. */
function fraction(words: Words): number {
  return ((words.first >>> 5) * 67108864 + (words.second >>> 6)) / 9007199254740992;
}

/** Equally likely multiples of 2^-53, from 0 to below 1. */
export function uniform(position: number, seed: number): number {
  return fraction(wordsAt(position, seed, 0));
}

/** Equally likely multiples of 2^-24, from 0 to below 1: exact as f32. */
export function uniformSingle(position: number, seed: number): number {
  return (wordsAt(position, seed, 0).first >>> 8) / 16777216;
}

/** Mean 0, variance 1: Box and Muller's cosine. */
export function normal(position: number, seed: number): number {
  const radius = Math.sqrt(-2 * log(1 - uniform(position, seed)));
  return radius * cos(6.283185307179586 * fraction(wordsAt(position, seed, secondStream)));
}

/** Equally likely integers from `low` to below `high` (to one part in 2^53 of their number). */
export function integer(position: number, seed: number, low: number, high: number): number {
  if (!(low < high)) throw new RangeError(`random: there are no integers from ${low} to below ${high}`);
  return low + Math.floor(uniform(position, seed) * (high - low));
}
