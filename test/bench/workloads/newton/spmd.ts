import { cdiv, cmul, csub, generate, param, sum, wtime } from "spmd";

// Which root of z^3 = 1 Newton's method finds, and after how many steps.
const n = 512, most = 40, repeats = param("repeats", 5), half = Math.sqrt(3) / 2;
interface Complex { re: number; im: number }

function rootNear({ re, im }: Complex): number {
  const d0 = (re - 1) * (re - 1) + im * im, d1 = (re + 0.5) * (re + 0.5) + (im - half) * (im - half), d2 = (re + 0.5) * (re + 0.5) + (im + half) * (im + half);
  return d0 < d1 && d0 < d2 ? 0 : d1 < d2 ? 1 : 2;
}

function newton(start: Complex): number {
  let z = start, k = 0;
  for (; k < most; k++) {
    const z2 = cmul(z, z), f = csub(cmul(z2, z), { re: 1, im: 0 });
    if (f.re * f.re + f.im * f.im < 1e-18) break;
    z = csub(z, cdiv(f, { re: 3 * z2.re, im: 3 * z2.im }));
  }
  return 64 * rootNear(z) + k;
}

const seconds: number[] = [];
let roots = generate([n, n], () => 0, "i32");
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  roots = generate([n, n], (i, j) => newton({ re: -2 + (j + 0.5) * (4 / n), im: -2 + (i + 0.5) * (4 / n) }), "i32");
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: sum(roots) }));
