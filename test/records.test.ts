// Records and complex numbers from the source to the files, through the built commands: the same bytes on any number of ranks, from every backend and
// uncompiled, and what a plain loop over the same numbers gives.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { decodeNpy } from "../runtime/io/npy.ts";
import { cexp, cmul, type Complex } from "../compiler/math/complex.ts";
import { command, withDirectory } from "./support/commands.ts";

const test = suite("records");

const program = `import { add, argmax, cabs, cabs2, cast, cexp, cmul, distribute, field, fromArray, generate, map, monoid, print, readNpy, reduceAll, reduceCols, reduceRows, scanAll, scanRows, segmentedScan, shift, stencil, sum, toArray, transpose, where, writeNpy, zipWith } from "spmd";
interface Complex { re: number; im: number }
const minus = (a: Complex, b: Complex): Complex => ({ im: a.im - b.im, re: a.re - b.re });
export const z = generate([1000], (i) => cexp({ re: -i / 500, im: i / 7 }), "complex128");
export const total = sum(z);
export const product = reduceAll(z, monoid({ re: 1, im: 0 }, cmul));
export const m = generate([30, 40], (i, j) => ({ x: (i * j) / 3, on: (i + j) % 3 === 0, n: i - j }), { x: "f32", on: "bool", n: "i16" });
export const rows = reduceRows(m, monoid({ x: -Infinity, on: false, n: 0 }, (a, b) => ({ n: a.n + b.n, x: Math.max(a.x, b.x), on: a.on !== b.on })));
const numbers = map(m, (r) => ({ x: r.x, n: r.n }));
export const cols = reduceCols(numbers, add, { x: "f32", n: "i32" });
export const prefixes = scanAll(z, add);
export const before = scanRows(numbers, add, { exclusive: true }, { x: "f64", n: "i32" });
export const around = stencil(z, (at) => minus(at(1), at(-1)), { boundary: "wrap" });
export const turned = transpose(distribute(m, "cols"));
export const moved = where(field(m, "on"), m, shift(m, [1, -2], { boundary: 0 }));
export const squares = zipWith(cast(z, "complex64"), cast(z, "complex64"), cmul);
export const sizes = map(z, cabs);
export const segments = segmentedScan(map(z, cabs2), map(z, (_, i) => i % 300 === 7), add);
export const most = argmax(map(z, (v) => v.im));
let u = z;
for (let k = 0; k < 3; k++) u = zipWith(u, z, cmul);
export const fourth = u;
print(fromArray([[{ re: 1, im: 2 }, { re: 3, im: 4 }]]), fromArray({ re: new Float32Array([1, 2]), n: new Int8Array([5, 6]) }), total.re, cabs(total) > 0);
const parts = toArray(z);
print(parts.re.length, parts.im[3]);
writeNpy("z.npy", z);
writeNpy("m.npy", m);
export const readBack = readNpy("m.npy", { dtype: { x: "f32", on: "bool", n: "i16" }, ndim: 2 });
const again = readNpy("z.npy", { dtype: "complex128" });
export const same = reduceAll(zipWith(z, again, (a, b) => a.re === b.re && a.im === b.im), (a, b) => a && b);
`;

test("one program, many ways", () => withDirectory(async (directory) => {
  writeFileSync(path.join(directory, "program.ts"), program);
  const saved = async (name: string, ...words: readonly string[]): Promise<{ readonly [file: string]: string }> => {
    const folder = path.join(directory, name);
    mkdirSync(folder);
    const { status, stdout, stderr } = await command("spmd", ["run", ...words, "--save", folder, "program.ts"], { cwd: directory });
    assert.is(status, 0, `${name}: ${stderr}`);
    return { stdout, ...Object.fromEntries(readdirSync(folder).sort().map((file) => [file, readFileSync(path.join(folder, file)).toString("base64")])) };
  };
  const want = await saved("wasm1", "-np", "1", "--kernels", "wasm");
  for (const [np, kernels] of [[3, "wasm"], [4, "js"], [7, "js"]] as const) {
    const got = await saved(`${kernels}${np}`, "-np", String(np), "--kernels", kernels);
    for (const [file, content] of Object.entries(want)) assert.ok(got[file] === content, `${file} on ${np} ranks, ${kernels}`);
  }
  const read = (name: string) => decodeNpy(new Uint8Array(Buffer.from(want[`${name}.npy`]!, "base64")), name), z = read("z"), rows = read("rows"), moved = read("moved");
  assert.equal(z.element, { re: "f64", im: "f64" });
  const expected = Array.from({ length: 1000 }, (_, i) => cexp({ re: -i / 500, im: i / 7 })), results = JSON.parse(Buffer.from(want["results.json"]!, "base64").toString()) as { total: Complex; product: Complex; most: number; same: boolean };
  assert.equal([...z.data.re!], expected.map((x) => x.re));
  assert.equal([...z.data.im!], expected.map((x) => x.im));
  assert.ok(Math.abs(results.total.re - expected.reduce((s, x) => s + x.re, 0)) < 1e-9);
  assert.ok(Math.abs(results.product.re - expected.reduce(cmul, { re: 1, im: 0 }).re) < 1e-9);
  assert.is(results.most, expected.findIndex((x) => x.im === Math.max(...expected.map((y) => y.im))));
  assert.is(results.same, true);
  assert.equal(rows.element, { x: "f32", on: "bool", n: "i16" });
  assert.equal([rows.data.x![2], rows.data.on![2], rows.data.n![2]], [26, 1, Array.from({ length: 40 }, (_, j) => 2 - j).reduce((a, b) => a + b)]);
  // Row 4, column 7: the condition fails there, so it is what stands at row 5, column 5.
  assert.equal([moved.data.x![4 * 40 + 7], moved.data.n![4 * 40 + 7]], [Math.fround(25 / 3), 0]);
}));

test.run();
