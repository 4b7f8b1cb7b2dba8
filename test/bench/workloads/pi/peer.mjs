import { first } from "../../common/parts.mjs";

export function part(rank, size) {
  const n = 20_000_000, step = 1 / n, from = first(n, rank, size), to = first(n, rank + 1, size);
  let s = 0;
  return {
    once() {
      s = 0;
      for (let i = from; i < to; i++) {
        const x = step * (i + 0.5);
        s += 4 / (1 + x * x);
      }
    },
    check: () => step * s,
  };
}
