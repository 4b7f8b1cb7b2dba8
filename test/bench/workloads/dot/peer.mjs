import { filled } from "../../common/parts.mjs";

export function part(rank, size) {
  const n = 1 << 24, a = filled(n, rank, size, (i) => i % 1000), b = filled(n, rank, size, (i) => i % 7);
  let s = 0;
  return { once() { s = 0; for (let i = 0; i < a.length; i++) s += a[i] * b[i]; }, check: () => s };
}
