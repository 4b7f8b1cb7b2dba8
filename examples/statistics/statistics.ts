import { add, argmax, cast, count, generate, gather, histogram, map, max, mean, min, param, plot, random, scanAll, sort, sum, toArray } from "spmd";

// Many measurements: mean and deviation, and the quartiles twice, from a histogram with its prefix sums and from the sorted values.
const n = param("n", 200_000), bins = param("bins", 1000);

const values = random([n], { seed: 7, dist: "normal" });
export const average = mean(values);
export const deviation = Math.sqrt(mean(map(values, (x) => (x - average) ** 2)));

const low = min(values), width = (max(values) - low) / bins;
const counts = histogram(map(values, (x) => Math.min(bins - 1, Math.floor((x - low) / width)), "i32"), bins);
const below = scanAll(counts, add, "f64");

/** The middle of the bin in which the q-th part of all values is reached. */
const fromHistogram = (q: number): number => low + (count(map(below, (c) => c < q * n)) + 0.5) * width;
const sorted = sort(values), places = generate([3], (k) => Math.floor(((k + 1) * n) / 4), "i32");

export const quartiles = [fromHistogram(0.25), fromHistogram(0.5), fromHistogram(0.75)];
export const exact = Array.from(toArray(gather(sorted, places)));
export const counted = sum(cast(counts, "f64"));
console.log(`mean ${average}, deviation ${deviation}, quartiles ${quartiles} (exactly ${exact}), fullest bin at ${low + (argmax(counts) + 0.5) * width}`);
plot(map(counts, (_, k) => low + (k + 0.5) * width, "f64"), counts, { file: "histogram.svg", title: `${n} measurements` });
