/** Positions are exchanged on every step: not for several workers. */
export const alone = true;

export function part() {
  const n = 4096, dt = 0.01, softening = 0.05, mass = 1 / n, list = (f) => Float64Array.from({ length: n }, (_, i) => f(i));
  const x = list((i) => ((i * 37) % 1009) / 1009), y = list((i) => ((i * 53) % 1013) / 1013), z = list((i) => ((i * 71) % 1019) / 1019);
  const [vx, vy, vz, fx, fy, fz] = Array.from({ length: 6 }, () => new Float64Array(n));
  return {
    once() {
      for (let i = 0; i < n; i++) {
        let sx = 0, sy = 0, sz = 0;
        for (let j = 0; j < n; j++) {
          const dx = x[j] - x[i], dy = y[j] - y[i], dz = z[j] - z[i], r2 = dx * dx + dy * dy + dz * dz + softening * softening, s = mass / (r2 * Math.sqrt(r2));
          sx += s * dx;
          sy += s * dy;
          sz += s * dz;
        }
        fx[i] = sx;
        fy[i] = sy;
        fz[i] = sz;
      }
      for (let i = 0; i < n; i++) {
        x[i] += dt * (vx[i] += dt * fx[i]);
        y[i] += dt * (vy[i] += dt * fy[i]);
        z[i] += dt * (vz[i] += dt * fz[i]);
      }
    },
    check: () => vx.reduce((s, v, i) => s + v * v + vy[i] * vy[i] + vz[i] * vz[i], 0),
  };
}
