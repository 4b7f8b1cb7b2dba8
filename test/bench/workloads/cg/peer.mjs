import { total } from "../../common/parts.mjs";

/** Neighbours exchange rows on every step: not for several workers. */
export const alone = true;

export function part() {
  const m = 1024, steps = 50, h = 1 / (m + 1), size = m * m, u = new Float64Array(size), r = new Float64Array(size), p = new Float64Array(size + 2 * m), Ap = new Float64Array(size), inner = p.subarray(m, m + size);
  const dot = (a, b) => { let s = 0; for (let k = 0; k < size; k++) s += a[k] * b[k]; return s; };
  const apply = () => {
    for (let i = 0; i < m; i++) for (let j = 0, at = i * m + m; j < m; j++, at++) Ap[at - m] = 4 * p[at] - p[at - m] - p[at + m] - (j > 0 ? p[at - 1] : 0) - (j < m - 1 ? p[at + 1] : 0);
  };
  return {
    once() {
      u.fill(0);
      for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) {
        const x = (j + 1) * h, y = (i + 1) * h;
        r[i * m + j] = inner[i * m + j] = 2 * h * h * (x * (1 - x) + y * (1 - y));
      }
      let rr = dot(r, r);
      for (let step = 0; step < steps; step++) {
        apply();
        const alpha = rr / dot(inner, Ap);
        for (let k = 0; k < size; k++) {
          u[k] += alpha * inner[k];
          r[k] -= alpha * Ap[k];
        }
        const next = dot(r, r), beta = next / rr;
        for (let k = 0; k < size; k++) inner[k] = r[k] + beta * inner[k];
        rr = next;
      }
    },
    check: () => total(u),
  };
}
