// The workloads as plain JavaScript, one thread. node peer.mjs WORKLOAD REPEATS
const [name, times] = process.argv.slice(2), repeats = Number(times), n = 1 << 24;
const filled = (modulus) => Float64Array.from({ length: n }, (_, i) => i % modulus);
const total = (a) => { let s = 0; for (let i = 0; i < a.length; i++) s += a[i]; return s; };

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

const workloads = {
  mandelbrot() {
    const w = 1024, h = 1000, c = new Int32Array(w * h);
    return { once() { for (let i = 0; i < h; i++) for (let j = 0; j < w; j++) c[i * w + j] = escapeTime(-2 + j * (3 / w), -1 + i * (2 / h), 127); }, check: () => total(c) };
  },
  pi() {
    const m = 20_000_000, step = 1 / m;
    let s = 0;
    return { once() { s = 0; for (let i = 0; i < m; i++) { const x = step * (i + 0.5); s += 4 / (1 + x * x); } }, check: () => step * s };
  },
  triad() {
    const b = filled(1000), c = filled(7), a = new Float64Array(n), s = 3;
    return { once() { for (let i = 0; i < n; i++) a[i] = b[i] + s * c[i]; }, check: () => total(a) };
  },
  sum() {
    const a = filled(1000);
    let s = 0;
    return { once() { s = total(a); }, check: () => s };
  },
  dot() {
    const a = filled(1000), b = filled(7);
    let s = 0;
    return { once() { s = 0; for (let i = 0; i < n; i++) s += a[i] * b[i]; }, check: () => s };
  },
  scan() {
    const a = filled(10), s = new Float64Array(n);
    return { once() { let before = 0; for (let i = 0; i < n; i++) s[i] = before += a[i]; }, check: () => total(s) };
  },
  heat() {
    const m = 2048, steps = 50;
    let u = Float64Array.from({ length: m * m }, (_, k) => (Math.floor(k / m) * 7 + (k % m) * 3) % 100), v = new Float64Array(m * m);
    const step = (from, to) => {
      for (let i = 0; i < m; i++) {
        const at = i * m, above = Math.max(i - 1, 0) * m, below = Math.min(i + 1, m - 1) * m;
        to[at] = (from[above] + from[below] + from[at] + from[at + 1]) / 4;
        for (let j = 1; j < m - 1; j++) to[at + j] = (from[above + j] + from[below + j] + from[at + j - 1] + from[at + j + 1]) / 4;
        to[at + m - 1] = (from[above + m - 1] + from[below + m - 1] + from[at + m - 2] + from[at + m - 1]) / 4;
      }
    };
    return { once() { for (let k = 0; k < steps; k++) { step(u, v); [u, v] = [v, u]; } }, check: () => total(u) };
  },
};

const { once, check } = workloads[name](), seconds = [];
for (let r = 0; r < repeats; r++) {
  const start = performance.now();
  once();
  seconds.push((performance.now() - start) / 1000);
}
console.log(JSON.stringify({ seconds, check: check() }));
