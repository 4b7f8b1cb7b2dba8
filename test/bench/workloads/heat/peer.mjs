import { filled, total } from "../../common/parts.mjs";

/** Neighbours exchange rows on every step: not for several workers. */
export const alone = true;

export function part() {
  const m = 2048, steps = 50;
  let u = filled(m * m, 0, 1, (k) => (Math.floor(k / m) * 7 + (k % m) * 3) % 100), v = new Float64Array(m * m);
  const step = (from, to) => {
    for (let i = 0; i < m; i++) {
      const at = i * m, above = Math.max(i - 1, 0) * m, below = Math.min(i + 1, m - 1) * m;
      to[at] = (from[above] + from[below] + from[at] + from[at + 1]) / 4;
      for (let j = 1; j < m - 1; j++) to[at + j] = (from[above + j] + from[below + j] + from[at + j - 1] + from[at + j + 1]) / 4;
      to[at + m - 1] = (from[above + m - 1] + from[below + m - 1] + from[at + m - 2] + from[at + m - 1]) / 4;
    }
  };
  return { once() { for (let k = 0; k < steps; k++) { step(u, v); [u, v] = [v, u]; } }, check: () => total(u) };
}
