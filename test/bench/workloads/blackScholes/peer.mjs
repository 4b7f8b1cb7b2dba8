import { filled, total } from "../../common/parts.mjs";

const n = 1 << 21, rate = 0.02, volatility = 0.3;

function normal(x) {
  const k = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail = 0.3989422804014327 * Math.exp(-0.5 * x * x) * k * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}

export function part(rank, size) {
  const spot = filled(n, rank, size, (i) => 50 + (i % 101)), strike = filled(n, rank, size, (i) => 60 + (i % 83)), years = filled(n, rank, size, (i) => 0.25 + (i % 8) / 4), price = new Float64Array(spot.length);
  return {
    once() {
      for (let i = 0; i < price.length; i++) {
        const s = spot[i], k = strike[i], t = years[i], d1 = (Math.log(s / k) + (rate + (volatility * volatility) / 2) * t) / (volatility * Math.sqrt(t)), d2 = d1 - volatility * Math.sqrt(t);
        price[i] = s * normal(d1) - k * Math.exp(-rate * t) * normal(d2);
      }
    },
    check: () => total(price) / n,
  };
}
