import { readFileSync } from "node:fs";
import { decode } from "fast-png";
import { cast, fromArray, imshow, mean, once, param, stencil, zipWith } from "spmd";

// A picture is blurred, so that its grain does not count, and its edges are found: where brightness changes most.
const file = param("file", "picture.png");

const { width, height, data } = once(() => decode(readFileSync(file)));
const picture = cast(fromArray(new Uint8Array(data), [height, width]), "f64");

// Five by five points, Pascal's triangle as weights: first along the rows, then along the columns.
const rows = stencil(picture, (at) => (at(0, -2) + 4 * at(0, -1) + 6 * at(0, 0) + 4 * at(0, 1) + at(0, 2)) / 16);
export const blurred = stencil(rows, (at) => (at(-2, 0) + 4 * at(-1, 0) + 6 * at(0, 0) + 4 * at(1, 0) + at(2, 0)) / 16);

const across = stencil(blurred, (at) => at(-1, 1) - at(-1, -1) + 2 * (at(0, 1) - at(0, -1)) + at(1, 1) - at(1, -1));
const down = stencil(blurred, (at) => at(1, -1) - at(-1, -1) + 2 * (at(1, 0) - at(-1, 0)) + at(1, 1) - at(-1, 1));
export const edges = zipWith(across, down, (x, y) => Math.sqrt(x * x + y * y));

console.log(`${width} x ${height} points, mean brightness ${mean(blurred)}, mean edge ${mean(edges)}`);
imshow(blurred, { colormap: "gray", file: "blurred.png" });
imshow(edges, { colormap: "gray", file: "edges.png" });
