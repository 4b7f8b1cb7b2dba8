import { generate, imshow, param, stencil, sum, cast } from "spmd";

// Conway's rules on a torus: a cell lives on with two or three living neighbours and comes to life with three. It begins with an R-pentomino.
const n = param("n", 128), generations = param("generations", 200), middle = Math.floor(n / 2);

let alive = generate([n, n], (i, j) => {
  const y = i - middle, x = j - middle;
  return (y === -1 && (x === 0 || x === 1)) || (y === 0 && (x === -1 || x === 0)) || (y === 1 && x === 0);
});
for (let t = 0; t < generations; t++) {
  const cells = cast(alive, "u8");
  alive = stencil(cells, (at) => {
    const neighbours = at(-1, -1) + at(-1, 0) + at(-1, 1) + at(0, -1) + at(0, 1) + at(1, -1) + at(1, 0) + at(1, 1);
    return neighbours === 3 || (neighbours === 2 && at(0, 0) === 1);
  }, { boundary: "wrap" });
}

export const population = sum(alive);
export { alive };
console.log(`${population} cells are alive after ${generations} generations`);
imshow(alive, { colormap: "greys", file: "gameOfLife.png", scale: 3 });
