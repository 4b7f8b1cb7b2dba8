import { all, argsort, gather, generate, map, param, shift, slice, sort, sortBy, sum, topk, toArray, zipWith } from "spmd";

// Numbers in order, and what belongs to them in the same order. Ranks sort what they have, agree on limits by a sample, and hand over what is another's.
const n = param("n", 100_000);

const keys = generate([n], (i) => (i * 48271 + 11) % 2147483647 % 1_000_003, "i32");
const sorted = sort(keys), order = argsort(keys);

export const inOrder = all(zipWith(sorted, shift(sorted, [1]), (x, next, i) => i === n - 1 || x <= next));
export const sameNumbers = sum(map(sorted, (x, i) => x % 9973)) === sum(map(keys, (x) => x % 9973));
export const sameOrder = all(zipWith(sorted, gather(keys, order), (x, y) => x === y));
// Equal keys keep their order: sorted by their last digit, then they are in order within each digit.
const byDigit = sortBy(map(sorted, (x) => x % 10), sorted);
export const stable = all(zipWith(byDigit, shift(byDigit, [1]), (x, next, i) => i === n - 1 || x % 10 < next % 10 || (x % 10 === next % 10 && x <= next)));

export const least = Array.from(toArray(slice(sorted, [0, 5])));
export const greatest = Array.from(toArray(topk(keys, 5)));
console.log(`least ${least}, greatest ${greatest}; in order: ${inOrder}, stable: ${stable}`);
