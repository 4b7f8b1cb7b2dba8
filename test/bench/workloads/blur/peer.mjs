import { filled, total } from "../../common/parts.mjs";

/** Neighbours exchange rows: not for several workers. */
export const alone = true;

export function part() {
  const m = 4096, a = filled(m * m, 0, 1, (k) => (Math.floor(k / m) * 7 + (k % m) * 13) % 251, Uint8Array), b = new Uint8Array(m * m);
  return {
    once() {
      for (let i = 0; i < m; i++) {
        const at = i * m, above = Math.max(i - 1, 0) * m, below = Math.min(i + 1, m - 1) * m;
        const smooth = (l, j, r) => (b[at + j] = (a[above + l] + 2 * a[above + j] + a[above + r] + 2 * a[at + l] + 4 * a[at + j] + 2 * a[at + r] + a[below + l] + 2 * a[below + j] + a[below + r]) >> 4);
        smooth(0, 0, 1);
        for (let j = 1; j < m - 1; j++) smooth(j - 1, j, j + 1);
        smooth(m - 2, m - 1, m - 1);
      }
    },
    check: () => total(b),
  };
}
