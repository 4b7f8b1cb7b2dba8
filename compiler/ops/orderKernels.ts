// The kernels of `sort`, `argsort` and `topk` (runtime/arrays/sorting.ts calls them): counting sort by digits, least significant first, of unsigned keys whose order is the
// elements' (Knuth, The Art of Computer Programming 5.2.5); insertion for short rows; merging of sorted pieces. All keep equal elements in their order.
//
//   ascending    f64 x   ->   words (low, high) of its bits, all turned over where x is negative, else the sign bit alone; an integer: less the least of its dtype
//   descending   all bits turned over; not-a-number is all ones either way: last
//
// -0 and 0 have one key, so what signs zeros had is kept beside the keys, in their order, and given back to them at the end.
import type { Routine } from "../ir/routine.ts";
import { routine } from "../ir/routine.ts";
import type { DType } from "../ir/types.ts";

/** `turned` is -1 for descending order, else 0. Keys have as many 32-bit words as `keyWords` says; their digits are bytes. */
export function orderKernels(dtype: DType, places: boolean): readonly Routine[] {
  const words = dtype === "f64" ? 2 : 1, suffix = places ? "_places" : "";
  return [
    routine(`order_keys_${dtype}`, ["n", "turned"], { a: dtype.startsWith("f") ? "u32" : dtype, keys: "u32", signs: "u8", counts: "i32" }, keys(dtype)),
    places
      ? routine(`order_digit_${words}_places`, ["n", "word", "shift"], { keys: "u32", next: "u32", starts: "i32", places: "i32", nextPlaces: "i32" }, digit(words, "nextPlaces[p] = places[k];"))
      : routine(`order_digit_${words}`, ["n", "word", "shift"], { keys: "u32", next: "u32", starts: "i32" }, digit(words, "")),
    routine(`order_elements_${dtype}`, ["n", "turned"], { keys: "u32", signs: "u8", a: dtype.startsWith("f") ? "u32" : dtype }, elements(dtype)),
    routine(`order_rows_${dtype}${suffix}`, ["rows", "n", "turned"], { a: dtype, into: dtype, ...(places && { places: "i32" }) }, insertion(dtype, places)),
    routine(`order_merge_${dtype}${suffix}`, ["m", "n", "turned"], { a: dtype, b: dtype, into: dtype, ...(places && { placesA: "i32", placesB: "i32", placesInto: "i32" }) }, merge(dtype, places)),
  ];
}

/** What makes the least integer 0, as 32 bits. */
const least: Partial<Record<DType, number>> = { i32: -2147483648, i16: 32768, i8: 128 };

/** Also counts how often each byte stands at each place of a key: `counts[256 * place + byte]`. */
function keys(dtype: DType): string {
  const count = (word: string, first: number): string => [0, 1, 2, 3].map((k) => `d = ${256 * (first + k)} + (${word} >>> ${8 * k} & 255); counts[d] = counts[d] + 1;`).join("\n    ");
  if (dtype === "f64") return `
  z = 0
  for k = 0 to n {
    lo = a[2 * k]; hi = a[2 * k + 1]
    if ((hi & 2147483647) | lo) == 0 { signs[z] = hi >>> 31; z = z + 1; hi = 0 }
    abs = hi & 2147483647
    nan = (abs > 2146435072) | ((abs == 2146435072) & (lo != 0))
    mask = hi >> 31
    lo = select(nan, -1, lo ^ mask ^ turned); hi = select(nan, -1, hi ^ (mask | -2147483648) ^ turned)
    keys[2 * k] = lo; keys[2 * k + 1] = hi
    ${count("lo", 0)}
    ${count("hi", 4)}
  }`;
  if (dtype === "f32") return `
  z = 0
  for k = 0 to n {
    w = a[k]
    if (w & 2147483647) == 0 { signs[z] = w >>> 31; z = z + 1; w = 0 }
    w = select((w & 2147483647) > 2139095040, -1, w ^ (w >> 31 | -2147483648) ^ turned)
    keys[k] = w
    ${count("w", 0)}
  }`;
  return `
  for k = 0 to n {
    w = a[k] + ${least[dtype] ?? 0} ^ turned
    keys[k] = w
    ${count("w", 0)}
  }`;
}

function digit(words: number, more: string): string {
  const all = Array.from({ length: words }, (_, w) => w), of = (k: string, w: number): string => (words === 1 ? k : `2 * ${k} + ${w}`);
  return `
  for k = 0 to n {
    d = keys[${words === 1 ? "k" : "2 * k + word"}] >>> shift & 255
    p = starts[d]
    starts[d] = p + 1
    ${all.map((w) => `next[${of("p", w)}] = keys[${of("k", w)}]`).join("; ")}; ${more}
  }`;
}

function elements(dtype: DType): string {
  if (dtype === "f64") return `
  z = 0
  for k = 0 to n {
    lo = keys[2 * k]; hi = keys[2 * k + 1]
    nan = (lo & hi) == -1
    lo = lo ^ turned; hi = hi ^ turned
    mask = ~(hi >> 31)
    lo = select(nan, 0, lo ^ mask); hi = select(nan, 2146959360, hi ^ (mask | -2147483648))
    if (hi | lo) == 0 { hi = signs[z] << 31; z = z + 1 }
    a[2 * k] = lo; a[2 * k + 1] = hi
  }`;
  if (dtype === "f32") return `
  z = 0
  for k = 0 to n {
    w = keys[k]
    nan = w == -1
    w = w ^ turned
    w = select(nan, 2143289344, w ^ (~(w >> 31) | -2147483648))
    if w == 0 { w = signs[z] << 31; z = z + 1 }
    a[k] = w
  }`;
  return `for k = 0 to n { a[k] = (keys[k] ^ turned) - ${least[dtype] === undefined ? 0 : `(${least[dtype]})`} }`;
}

/** Whether x stands before y, though y comes first. */
function before(dtype: DType): string {
  const unsigned = dtype === "u32" ? "u" : "", less = `select(turned, x >${unsigned} y, x <${unsigned} y)`;
  return dtype.startsWith("f") ? `(${less}) | ((y != y) & (x == x))` : less;
}

function insertion(dtype: DType, places: boolean): string {
  return `
  for r = 0 to rows {
    first = r * n
    for k = 0 to n {
      x = a[first + k]
      j = first + k
      going = k > 0
      while going {
        y = into[j - 1]
        going = ${before(dtype)}
        if going { into[j] = y; ${places ? "places[j] = places[j - 1];" : ""} j = j - 1; going = j > first }
      }
      into[j] = x
      ${places ? "places[j] = k" : ""}
    }
  }`;
}

/** Takes from b only what stands before the first of a. */
function merge(dtype: DType, places: boolean): string {
  const placed = (from: string, at: string): string => (places ? `placesInto[k] = ${from}[${at}];` : "");
  return `
  i = 0; j = 0; k = 0
  while (i < m) & (j < n) {
    y = a[i]; x = b[j]
    take = ${before(dtype)}
    into[k] = select(take, x, y)
    ${places ? "p = placesA[i]; q = placesB[j]; placesInto[k] = select(take, q, p)" : ""}
    j = j + take; i = i + 1 - take; k = k + 1
  }
  while i < m { into[k] = a[i]; ${placed("placesA", "i")} i = i + 1; k = k + 1 }
  while j < n { into[k] = b[j]; ${placed("placesB", "j")} j = j + 1; k = k + 1 }`;
}
