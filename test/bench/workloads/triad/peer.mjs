import { filled, total } from "../../common/parts.mjs";

export function part(rank, size) {
  const n = 1 << 24, b = filled(n, rank, size, (i) => i % 1000), c = filled(n, rank, size, (i) => i % 7), a = new Float64Array(b.length), s = 3;
  return { once() { for (let i = 0; i < a.length; i++) a[i] = b[i] + s * c[i]; }, check: () => total(a) };
}
