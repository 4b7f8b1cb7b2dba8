import { generate, param, sum, wtime } from "spmd";

// A sphere above a plane, ray-marched: each ray goes on by the distance to what is nearest.
const w = 640, h = 480, repeats = param("repeats", 5);

function distance(x: number, y: number, z: number): number {
  return Math.min(Math.sqrt(x * x + y * y + (z - 3) * (z - 3)) - 1, y + 1);
}

function shade(x: number, y: number, z: number): number {
  const e = 1e-5, nx = distance(x + e, y, z) - distance(x - e, y, z), ny = distance(x, y + e, z) - distance(x, y - e, z), nz = distance(x, y, z + e) - distance(x, y, z - e);
  const light = Math.max(0, (0.5 * nx + 0.7 * ny - 0.5 * nz) / Math.sqrt(nx * nx + ny * ny + nz * nz));
  return Math.floor(255 * Math.min(1, 0.1 + 0.9 * light));
}

function pixel(dx: number, dy: number): number {
  const length = Math.sqrt(dx * dx + dy * dy + 1), x = dx / length, y = dy / length, z = 1 / length;
  let t = 0;
  for (let k = 0; k < 80; k++) {
    const d = distance(x * t, y * t, z * t);
    if (d < 1e-4) return shade(x * t, y * t, z * t);
    t += d;
    if (t > 20) return 0;
  }
  return 0;
}

const seconds: number[] = [];
let image = generate([h, w], () => 0, "u8");
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  image = generate([h, w], (i, j) => pixel((j - w / 2) / h, (h / 2 - i) / h), "u8");
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: sum(image) }));
