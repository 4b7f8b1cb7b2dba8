import { generate, imshow, map, max, min, param, progress, stencil, sum } from "spmd";

// Water in a square basin whose edges meet, after a hill of it is let go: height and momenta of the shallow-water equations by Lax and Friedrichs' scheme.
const n = param("n", 200), steps = param("steps", 200), g = 9.81, dx = 1, dt = 0.05;

interface Water { h: number; hu: number; hv: number }

/** What flows across a line in x; in y the momenta change places. */
function flow(h: number, along: number, across: number): Water {
  const speed = along / h;
  return { h: along, hu: along * speed + 0.5 * g * h * h, hv: across * speed };
}

let water = generate([n, n], (i, j) => {
  const y = i - n / 2, x = j - n / 3;
  return { h: 2 + Math.exp(-(x * x + y * y) / 100), hu: 0, hv: 0 };
});
const before = sum(water).h;

const k = dt / (2 * dx);
for (const _ of progress(steps)) {
  water = stencil(water, (at) => {
    const west = at(0, -1), east = at(0, 1), north = at(-1, 0), south = at(1, 0);
    const fw = flow(west.h, west.hu, west.hv), fe = flow(east.h, east.hu, east.hv);
    const fn = flow(north.h, north.hv, north.hu), fs = flow(south.h, south.hv, south.hu);
    return {
      h: (west.h + east.h + north.h + south.h) / 4 - k * (fe.h - fw.h) - k * (fs.h - fn.h),
      hu: (west.hu + east.hu + north.hu + south.hu) / 4 - k * (fe.hu - fw.hu) - k * (fs.hv - fn.hv),
      hv: (west.hv + east.hv + north.hv + south.hv) / 4 - k * (fe.hv - fw.hv) - k * (fs.hu - fn.hu),
    };
  }, { boundary: "wrap" });
}

export const height = map(water, (w) => w.h);
export const lost = sum(water).h / before - 1;
export const highest = max(height), lowest = min(height);
console.log(`after ${steps} steps between ${lowest} and ${highest}; ${lost} of the water lost`);
imshow(height, { colormap: "blues", file: "shallowWater.png", scale: 2 });
