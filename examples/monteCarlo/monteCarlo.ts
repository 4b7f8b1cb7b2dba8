import { map, mean, param, random, sum, zipWith } from "spmd";

// Two classics with random numbers that are the same on any number of ranks: the area of a quarter circle, and the price of a European call option.
const n = param("n", 1_000_000), seed = param("seed", 7);

const inside = zipWith(random([n], { seed }), random([n], { seed: seed + 1 }), (x, y) => x * x + y * y < 1);
export const pi = (4 * sum(inside)) / n;

const [spot, strike, rate, volatility, years] = [100, 105, 0.02, 0.25, 1];
const payoff = map(random([n], { seed: seed + 2, dist: "normal" }), (z) =>
  Math.max(0, spot * Math.exp((rate - (volatility * volatility) / 2) * years + volatility * Math.sqrt(years) * z) - strike));
export const price = Math.exp(-rate * years) * mean(payoff);
console.log(`pi is about ${pi}, the option is worth about ${price}`);
