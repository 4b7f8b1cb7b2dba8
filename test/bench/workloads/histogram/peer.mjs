import { filled } from "../../common/parts.mjs";

export function part(rank, size) {
  const bins = 256, a = filled(1 << 24, rank, size, (i) => ((i * 37) % 1009) % bins, Int32Array), counts = new Int32Array(bins);
  return { once() { counts.fill(0); for (let i = 0; i < a.length; i++) counts[a[i]]++; }, check: () => counts.reduce((s, c, b) => s + c * b, 0) };
}
