function escapeTime(cx, cy, maxit) {
  let x = 0, y = 0, it = 0;
  while (x * x + y * y < 4 && it < maxit) {
    const t = x * x - y * y + cx;
    y = 2 * x * y + cy;
    x = t;
    it++;
  }
  return it;
}

/** Rows in turn. */
export function part(rank, size) {
  const w = 1024, h = 1000, c = new Int32Array(w * Math.ceil((h - rank) / size));
  return {
    once() { for (let i = rank, k = 0; i < h; i += size) for (let j = 0; j < w; j++) c[k++] = escapeTime(-2 + j * (3 / w), -1 + i * (2 / h), 127); },
    check: () => c.reduce((s, x) => s + x, 0),
  };
}
