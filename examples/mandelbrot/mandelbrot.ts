import { generate, imshow, param } from "spmd";

const maxit = param("maxit", 127), w = param("width", 250), h = param("height", 200);
const x1 = param("x1", -2), x2 = param("x2", 1), y1 = param("y1", -1), y2 = param("y2", 1);
const dx = (x2 - x1) / w, dy = (y2 - y1) / h;

/** How many steps of z -> z² + c stay inside the circle of radius 2. */
function escapeTime(cx: number, cy: number): number {
  let x = 0, y = 0, it = 0;
  while (x * x + y * y < 4 && it < maxit) {
    [x, y] = [x * x - y * y + cx, 2 * x * y + cy];
    it++;
  }
  return it;
}

export const C = generate([h, w], (i, j) => escapeTime(x1 + j * dx, y1 + i * dy), "i32");
if (param("picture", true)) imshow(C, { colormap: "spectral", file: "mandelbrot.png" });
