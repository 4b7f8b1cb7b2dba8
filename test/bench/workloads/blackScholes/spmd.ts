import { generate, mean, param, wtime, zeros, zipWith } from "spmd";

const n = 1 << 21, rate = 0.02, volatility = 0.3, repeats = param("repeats", 5);

/** The normal distribution function (Abramowitz and Stegun 26.2.17). */
function normal(x: number): number {
  const k = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail = 0.3989422804014327 * Math.exp(-0.5 * x * x) * k * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}

const spot = generate([n], (i) => 50 + (i % 101)), strike = generate([n], (i) => 60 + (i % 83)), years = generate([n], (i) => 0.25 + (i % 8) / 4);
const seconds: number[] = [];
let prices = zeros([n]);
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  prices = zipWith(spot, strike, years, (s, k, t) => {
    const d1 = (Math.log(s / k) + (rate + (volatility * volatility) / 2) * t) / (volatility * Math.sqrt(t)), d2 = d1 - volatility * Math.sqrt(t);
    return s * normal(d1) - k * Math.exp(-rate * t) * normal(d2);
  });
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: mean(prices) }));
