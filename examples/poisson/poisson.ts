import { fft, field, generate, ifft, imshow, map, max, param, reduceAll, zipWith } from "spmd";

// Δu = f on a periodic square, solved in Fourier space: each mode is divided by its own eigenvalue.
const n = param("n", 128);

const f = generate([n, n], (i, j) => Math.sin((2 * Math.PI * i) / n) * Math.cos((4 * Math.PI * j) / n));
const frequencies = fft(f, { axes: [0, 1] });
const scaled = map(frequencies, (c, i, j) => {
  const ki = 2 * Math.PI * (i <= n / 2 ? i : i - n), kj = 2 * Math.PI * (j <= n / 2 ? j : j - n), k2 = ki * ki + kj * kj;
  return k2 === 0 ? { re: 0, im: 0 } : { re: -c.re / k2, im: -c.im / k2 };
});
const u = field(ifft(scaled, { axes: [0, 1] }), "re");

// u = -f / (4π² + 16π²)
const eigenvalue = -20 * Math.PI * Math.PI;
export const error = reduceAll(zipWith(u, f, (a, b) => Math.abs(a - b / eigenvalue)), max);
export { u };
console.log(`largest error ${error}`);
imshow(u, { file: "poisson.png", scale: 2 });
