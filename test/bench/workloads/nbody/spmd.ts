import { generate, map, param, read, sum, wtime, zipWith } from "spmd";

const n = 4096, dt = 0.01, softening = 0.05, mass = 1 / n, repeats = param("repeats", 5);
let x = generate([n], (i) => ((i * 37) % 1009) / 1009), y = generate([n], (i) => ((i * 53) % 1013) / 1013), z = generate([n], (i) => ((i * 71) % 1019) / 1019);
let vx = map(x, () => 0), vy = map(x, () => 0), vz = map(x, () => 0);

const seconds: number[] = [];
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  const force = generate([n], (i) => {
    let fx = 0, fy = 0, fz = 0;
    for (let j = 0; j < n; j++) {
      const dx = read(x, j) - read(x, i), dy = read(y, j) - read(y, i), dz = read(z, j) - read(z, i);
      const r2 = dx * dx + dy * dy + dz * dz + softening * softening, s = mass / (r2 * Math.sqrt(r2));
      fx += s * dx;
      fy += s * dy;
      fz += s * dz;
    }
    return { x: fx, y: fy, z: fz };
  });
  vx = zipWith(vx, force, (v, f) => v + dt * f.x);
  vy = zipWith(vy, force, (v, f) => v + dt * f.y);
  vz = zipWith(vz, force, (v, f) => v + dt * f.z);
  x = zipWith(x, vx, (p, v) => p + dt * v);
  y = zipWith(y, vy, (p, v) => p + dt * v);
  z = zipWith(z, vz, (p, v) => p + dt * v);
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: sum(zipWith(vx, vy, vz, (a, b, c) => a * a + b * b + c * c)) }));
