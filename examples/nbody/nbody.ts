import { generate, map, param, random, read, sum, zipWith } from "spmd";

// Stars that attract each other, every pair of them: each rank moves its own and reads all positions. Softened gravity, leapfrog steps.
const n = param("n", 512), steps = param("steps", 10), dt = 0.01, softening = 0.05;

let x = random([n], { seed: 1 }), y = random([n], { seed: 2 }), z = random([n], { seed: 3 });
let vx = map(x, () => 0), vy = map(x, () => 0), vz = map(x, () => 0);
const mass = 1 / n;

for (let step = 0; step < steps; step++) {
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
}

// Nothing pushes from outside: the momenta add up to nothing.
export const momentum = mass * Math.sqrt(sum(vx) ** 2 + sum(vy) ** 2 + sum(vz) ** 2);
export const kinetic = 0.5 * mass * (sum(map(vx, (v) => v * v)) + sum(map(vy, (v) => v * v)) + sum(map(vz, (v) => v * v)));
console.log(`kinetic energy ${kinetic}, momentum ${momentum}`);
