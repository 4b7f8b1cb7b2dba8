import { first } from "../../common/parts.mjs";

const turned = (x, k) => (x << k) | (x >>> (32 - k)), distances = [[13, 15, 26, 6], [17, 29, 16, 24]];

function uniform(counter, key) {
  const keys = [key, 0, 0x1bd11bda ^ key];
  let x = (counter + key) | 0, y = 0;
  for (let group = 0; group < 5; group++) {
    for (let round = 0; round < 4; round++) {
      x = (x + y) | 0;
      y = turned(y, distances[group & 1][round]) ^ x;
    }
    x = (x + keys[(group + 1) % 3]) | 0;
    y = (y + keys[(group + 2) % 3] + group + 1) | 0;
  }
  return ((x >>> 5) * 67108864 + (y >>> 6)) / 9007199254740992;
}

export function part(rank, size) {
  const n = 1 << 22, from = first(n, rank, size), to = first(n, rank + 1, size);
  let inside = 0;
  return {
    once() {
      inside = 0;
      for (let i = from; i < to; i++) {
        const x = uniform(i, 1), y = uniform(i, 2);
        if (x * x + y * y < 1) inside++;
      }
    },
    check: () => (4 * inside) / n,
  };
}
