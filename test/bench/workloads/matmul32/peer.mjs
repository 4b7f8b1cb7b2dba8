import { filled, first, total } from "../../common/parts.mjs";

/** In blocks, rows of b in the inner loop. */
export function part(rank, size) {
  const n = 1024, block = 64, rows = first(n, rank + 1, size) - first(n, rank, size), from = first(n, rank, size), type = Float32Array;
  const a = new type(rows * n).map((_, k) => ((from + Math.floor(k / n)) * 3 + (k % n)) % 11), b = filled(n * n, 0, 1, (k) => (Math.floor(k / n) + (k % n) * 5) % 7, type), c = new type(rows * n);
  return {
    once() {
      c.fill(0);
      for (let k = 0; k < n; k += block) for (let i = 0; i < rows; i++) for (let p = k; p < k + block; p++) {
        const x = a[i * n + p];
        for (let q = 0, to = i * n, at = p * n; q < n; q++) c[to + q] += x * b[at + q];
      }
    },
    check: () => total(c),
  };
}
