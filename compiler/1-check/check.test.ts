import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bodyText, program, results } from "./fixture.ts";

const test = suite("check");

test("Mandelbrot: one operator and one effect; functions of kernels leave the host program", () => {
  const text = `import { generate, imshow, param } from "spmd";

const maxit = param("maxit", 127), [w, h] = [250, 200];
const [x1, x2, y1, y2] = [-2, 1, -1, 1];
const dx = (x2 - x1) / w, dy = (y2 - y1) / h;

function escapeTime(cx: number, cy: number): number {
  let x = 0, y = 0, it = 0;
  while (x * x + y * y < 4 && it < maxit) { [x, y] = [x * x - y * y + cx, 2 * x * y + cy]; it++; }
  return it;
}

export const C = generate([h, w], (i, j) => escapeTime(x1 + j * dx, y1 + i * dy), "i32");
imshow(C, { colormap: "spectral", file: "mandelbrot.png" });
`;
  assert.is(bodyText(text), `const maxit = $rt.param("maxit", 127), [w, h] = [250, 200];
const [x1, x2, y1, y2] = [-2, 1, -1, 1];
const dx = (x2 - x1) / w, dy = (y2 - y1) / h;
%1 = generate (dx, dy, maxit): i32[200, 250]
imshow({ array: 0 }, { colormap: "spectral", file: "mandelbrot.png" }) of [%1]`);
  const { params, results: exported, name } = program(text);
  assert.equal(params.map((p) => [p.name, p.default]), [["maxit", 127]]);
  assert.equal(exported, [{ kind: "array", name: "C", value: "%1" }]);
  assert.is(name, "main");
});

test("pi: extents and captures from params, a scalar from a reduction", () => {
  const text = `import { generate, sum, param } from "spmd";
const n = param("n", 10), h = 1 / n;
export const pi = h * sum(generate([n], i => { const x = (i + 0.5) * h; return 4 / (1 + x * x); }));
`;
  assert.is(bodyText(text), `const n = $rt.param("n", 10), h = 1 / n;
const n$1 = $rt.extent(n, "generate: extent 0", "main.ts:3:37");
%1 = generate (h): f64[n$1]
%2 = sum %1: f64[]
$s1 = scalar %2
const pi = h * $s1;`);
  assert.ok(Math.abs((results(text).pi as number) - Math.PI) < 1e-3);
});

test("a while loop with a reduction: a slot carries the array", () => {
  const text = `import { zeros, map, max } from "spmd";
let u = zeros([5]), trips = 0;
while (max(u) < 4) { u = map(u, x => x + 1.5); trips++; }
export { u, trips };
`;
  assert.is(bodyText(text), `%1 = zeros: f64[5]
write u = %1
let trips = 0;
loop$1: while $s1 < 4
before
  %2 = read u
  %3 = max %2: f64[]
  $s1 = scalar %3
  %4 = read u
  %5 = map %4: f64[5]
  write u = %5
  trips++;`);
  assert.equal(results(text), { u: "f64[5] 4.5 4.5 4.5 4.5 4.5", trips: 3 });
  assert.equal(program(text).slots.map(({ name, type }) => [name, type]), [["u", { element: "f64", shape: [5] }]]);
});

test("spans are 1-based and in the user's file", () => {
  const { body } = program('import { zeros } from "spmd";\n\n  export const a = zeros([2]);\n');
  assert.equal(body[0]?.kind === "array" && body[0].node.span, { file: "main.ts", line: 3, column: 20 });
});

test("host code keeps its columns when types are blanked out", () => {
  assert.is(program('import { zeros } from "spmd";\nconst n: number = Number("3" as string), m = n!;\nexport const a = zeros([n + m]);').body[0]?.kind === "host" && bodyText('import { zeros } from "spmd";\nconst n: number = Number("3" as string), m = n!;\nexport const a = zeros([n + m]);').split("\n")[0], 'const n         = Number("3"          ), m = n ;');
});

test.run();
