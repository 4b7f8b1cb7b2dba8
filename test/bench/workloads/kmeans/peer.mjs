import { filled } from "../../common/parts.mjs";

/** Sums are exchanged on every step: not for several workers. */
export const alone = true;

export function part() {
  const n = 1 << 20, k = 4, steps = 10, x = filled(n, 0, 1, (i) => (i % 2) * 10 + ((i * 37) % 1009) / 300), y = filled(n, 0, 1, (i) => (i % 4 < 2 ? 0 : 10) + ((i * 53) % 1013) / 300);
  let cx, cy;
  return {
    once() {
      cx = [1, 8, 2, 12];
      cy = [1, 2, 8, 12];
      for (let step = 0; step < steps; step++) {
        const counts = new Float64Array(k), sumX = new Float64Array(k), sumY = new Float64Array(k);
        for (let i = 0; i < n; i++) {
          let best = 0, least = Infinity;
          for (let c = 0; c < k; c++) {
            const dx = x[i] - cx[c], dy = y[i] - cy[c], d = dx * dx + dy * dy;
            if (d < least) [best, least] = [c, d];
          }
          counts[best]++;
          sumX[best] += x[i];
          sumY[best] += y[i];
        }
        for (let c = 0; c < k; c++) [cx[c], cy[c]] = [sumX[c] / counts[c], sumY[c] / counts[c]];
      }
    },
    check: () => cx.reduce((s, v, c) => s + (c + 1) * (v + cy[c]), 0),
  };
}
