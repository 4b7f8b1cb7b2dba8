import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Project, ts as compiler } from "ts-morph";

// What TypeScript says of small programs that import `spmd`: the types of right ones, the sentence of wrong ones.
const test = suite("types: calls");

/** [program, type of its const `r`] */
const right: readonly (readonly [source: string, type: string])[] = [
  [`const r = zeros([200, 250]);`, `NDArray<"f64", [200, 250]>`],
  [`const r = zeros([n, 250], "f32");`, `NDArray<"f32", [number, 250]>`],
  [`const a = zeros([3, n]); const r = ones(a.shape);`, `NDArray<"f64", [3, number]>`],
  [`const r = generate([n, 250], (i, j) => i + j);`, `NDArray<"f64", [number, 250]>`],
  [`const r = generate([3], i => i > 1);`, `NDArray<"bool", [3]>`],
  [`const r = generate([3], () => 1, "i32");`, `NDArray<"i32", [3]>`],
  [`const r = full([2, 3], true);`, `NDArray<"bool", [2, 3]>`],
  [`const r = full([2, 3], 1, "u8");`, `NDArray<"u8", [2, 3]>`],
  [`const r = iota(n, "f64");`, `NDArray<"f64", [number]>`],
  [`const r = linspace(0, 1, 11);`, `NDArray<"f64", [11]>`],
  [`const r = fromArray([[1, 2], [3, 4], [5, 6]]);`, `NDArray<"f64", [3, 2]>`],
  [`const r = fromArray([[1, 2], [3, 4]].map(row => row.map(x => x * 2)));`, `NDArray<"f64", [number, number]>`],
  [`const r = fromArray([true, false]);`, `NDArray<"bool", [2]>`],
  [`const r = fromArray(new Float32Array(10), [2, 5]);`, `NDArray<"f32", [2, 5]>`],
  [`const r = fromArray([1, 2], "i32");`, `NDArray<"i32", [2]>`],
  [`const r = readNpy("a.npy", { dtype: "f32", ndim: 2 });`, `NDArray<"f32", [number, number]>`],
  [`const r = readNpy("a.npy");`, `NDArray<"f64", [number]>`],
  [`const r = map(zeros([3, 4], "f32"), (x, i, j) => x + i);`, `NDArray<"f32", [3, 4]>`],
  [`const r = map(zeros([3, 4]), x => x > 0);`, `NDArray<"bool", [3, 4]>`],
  [`const r = map(zeros([3, 4], "bool"), x => (x ? 1 : 0));`, `NDArray<"i32", [3, 4]>`],
  [`const r = map(zeros([3, 4]), x => x > 0, "bool");`, `NDArray<"bool", [3, 4]>`],
  [`const r = map(zeros([3, 4]), x => Math.floor(x), "i32");`, `NDArray<"i32", [3, 4]>`],
  [`const r = map(zeros([3, 4]), Math.sqrt);`, `NDArray<"f64", [3, 4]>`],
  [`const r = zipWith(zeros([n, 4], "f32"), zeros([3, 4]), (x, y, i) => x + y + i);`, `NDArray<"f64", [3, 4]>`],
  [`const r = zipWith(iota(4), iota(n), ones([4], "bool"), (x, y, z) => (z ? x : y));`, `NDArray<"i32", [4]>`],
  [`const r = zipWith(iota(4), iota(4), iota(4), iota(4), (x, y, z, w, i) => x + y + z * w - i, "u8");`, `NDArray<"u8", [4]>`],
  [`const r = zipWith(zeros([4]), zeros([4]), Math.max);`, `NDArray<"f64", [4]>`],
  [`const r = where(zeros([n], "bool"), iota(4), 1);`, `NDArray<"i32", [4]>`],
  [`const r = where(zeros([n], "bool"), 1, iota(4));`, `NDArray<"i32", [4]>`],
  [`const r = scatter(zeros([4]), iota(n), zeros([n]), (a, b) => a * b);`, `NDArray<"f64", [4]>`],
  [`const r = random([n, 3], "f32");`, `NDArray<"f32", [number, 3]>`],
  [`const r = where(zeros([n], "bool"), true, false);`, `NDArray<"bool", [number]>`],
  [`const r = cast(zeros([2, 2]), "u8");`, `NDArray<"u8", [2, 2]>`],
  [`const r = reduceAll(iota(4), add);`, `number`],
  [`const r = reduceAll(zeros([4], "bool"), and);`, `boolean`],
  [`const r = reduceAll(zeros([4], "bool"), add);`, `number`],
  [`const r = reduceAll(zeros([4], "bool"), (a, b) => a && b);`, `boolean`],
  [`const r = reduceAll(zeros([4]), monoid(0, (a, b) => Math.hypot(a, b)));`, `number`],
  [`const r = min(zeros([4]));`, `number`],
  [`const r = reduceRows(zeros([4, 5]), min);`, `NDArray<"f64", [4]>`],
  [`const r = reduceRows(zeros([4, 5], "bool"), add);`, `NDArray<"i32", [4]>`],
  [`const r = reduceCols(zeros([4, n], "u8"), add, "i32");`, `NDArray<"i32", [number]>`],
  [`const r = scanRows(zeros([4, 5], "u8"), add, "i32");`, `NDArray<"i32", [4, 5]>`],
  [`const r = scanAll(zeros([4], "u8"), max, { exclusive: true });`, `NDArray<"u8", [4]>`],
  [`const r = scanRows(zeros([4, 5], "u8"), add, { exclusive: true }, "i32");`, `NDArray<"i32", [4, 5]>`],
  [`const r = transpose(zeros([4, n]));`, `NDArray<"f64", [number, 4]>`],
  [`const r = stencil(zeros([4, 5], "f32"), (at, i, j) => at(-1, 0) + at(1, 0) + i);`, `NDArray<"f32", [4, 5]>`],
  [`const r = stencil(zeros([4, 5]), at => at(0, 1) > 0, { boundary: "wrap" });`, `NDArray<"bool", [4, 5]>`],
  [`const r = stencil(zeros([4], "u8"), at => at(1), { boundary: 3 }, "i16");`, `NDArray<"i16", [4]>`],
  [`const r = shift(zeros([4, 5]), [1, -1], { boundary: 0 });`, `NDArray<"f64", [4, 5]>`],
  [`const r = permute(zeros([2, 3, n]), [2, 0, 1]);`, `NDArray<"f64", [number, 2, 3]>`],
  [`const r = reshape(zeros([2, 3], "u8"), [3, 2]);`, `NDArray<"u8", [3, 2]>`],
  [`const r = reshape(zeros([2, 3]), [-1]);`, `NDArray<"f64", [number]>`],
  [`const r = slice(zeros([4, 5]), [], [1, -1]);`, `NDArray<"f64", [4, number]>`],
  [`const r = slice(zeros([4, 5]), [null, null, -1]);`, `NDArray<"f64", [number, 5]>`],
  [`const r = concat(zeros([4, 5]), zeros([4, 2]), { axis: 1 });`, `NDArray<"f64", [4, number]>`],
  [`const r = concat(zeros([4, 5]), zeros([3, 5]), zeros([n, 5]));`, `NDArray<"f64", [number, 5]>`],
  [`const r = pad(zeros([4, 5]), [[1, 1], [0, 2]], { boundary: "wrap" });`, `NDArray<"f64", [number, number]>`],
  [`const r = flip(zeros([4, 5]), [-1]);`, `NDArray<"f64", [4, 5]>`],
  [`const r = broadcastTo(zeros([5]), [4, 5]);`, `NDArray<"f64", [4, 5]>`],
  [`const r = broadcastTo(zeros([4, 1]), [4, n]);`, `NDArray<"f64", [4, number]>`],
  [`const r = tile(zeros([4, 5]), [2, n]);`, `NDArray<"f64", [number, number]>`],
  [`const r = gather(zeros([10, 3], "f32"), zeros([4, 2], "i32"));`, `NDArray<"f32", [4, 2, 3]>`],
  [`const r = scatter(zeros([10, 3]), zeros([4], "u8"), zeros([4, 3]), add);`, `NDArray<"f64", [10, 3]>`],
  [`const r = scatter(zeros([10]), iota(4), zeros([4]));`, `NDArray<"f64", [10]>`],
  [`const r = histogram(iota(10), 4);`, `NDArray<"i32", [4]>`],
  [`const r = filter(zeros([4, 5], "f32"), (x, i, j) => x > i + j);`, `NDArray<"f32", [number]>`],
  [`const r = compress(zeros([4, 5]), zeros([4], "bool"));`, `NDArray<"f64", [number, 5]>`],
  [`const r = sort(zeros([4, 5], "u8"), { descending: true });`, `NDArray<"u8", [4, 5]>`],
  [`const r = argsort(zeros([4, 5]));`, `NDArray<"i32", [4, 5]>`],
  [`const r = sortBy(iota(4), zeros([4, 5]));`, `NDArray<"f64", [4, 5]>`],
  [`const r = topk(zeros([4, 5]), 2);`, `NDArray<"f64", [4, 2]>`],
  [`const r = random([n, 3]);`, `NDArray<"f64", [number, 3]>`],
  [`const r = random([4], { seed: n, dist: "normal" }, "f32");`, `NDArray<"f32", [4]>`],
  [`const r = random([4], { dist: { integers: [1, 7] } });`, `NDArray<"i32", [4]>`],
  [`const r = random([4], { dist: { integers: [0, n] } }, "u8");`, `NDArray<"u8", [4]>`],
  [`const r = matmul(zeros([200, 250]), zeros([250, n]));`, `NDArray<"f64", [200, number]>`],
  [`const r = matmul(zeros([7, 2, 3], "f32"), zeros([7, 3, 5], "f32"));`, `NDArray<"f32", [7, 2, 5]>`],
  [`const r = matvec(zeros([4, n]), iota(n));`, `NDArray<"f64", [4]>`],
  [`const r = dot(zeros([3], "complex64"), zeros([3]));`, `{ re: number; im: number; }`],
  [`const r = mean(zeros([3], "complex64"));`, `{ re: number; im: number; }`],
  [`const r = prod(zeros([3], "complex128"));`, `{ re: number; im: number; }`],
  [`const r = norm(zeros([3], "complex64"));`, `number`],
  [`const r = segmentedScan(zeros([3], "complex64"), zeros([3], "bool"), add);`, `NDArray<Complex64, [3]>`],
  [`const r = outer(iota(4), iota(n));`, `NDArray<"i32", [4, number]>`],
  [`const r = einsum("ij,jk->ik", zeros([2, 3]), zeros([3, n]));`, `NDArray<"f64", [2, number]>`],
  [`const r = einsum("ij,ij->", zeros([2, 3]), zeros([2, 3]));`, `number`],
  [`const r = einsum("ij,ij->", zeros([2, 3], "complex128"), zeros([2, 3]));`, `{ readonly re: number; readonly im: number; }`],
  [`const r = einsum("ij,jk->ki", zeros([2, 3], "complex128"), zeros([3, 4]));`, `NDArray<{ readonly re: "f64"; readonly im: "f64"; }, [4, 2]>`],
  [`const r = einsum("bij -> jb", zeros([2, 3, 4], "f32"));`, `NDArray<"f32", [4, 2]>`],
  [`const r = einsum("ij,jk", zeros([2, 3]), zeros([3, 4]));`, `NDArray<"f64", number[]>`],
  [`const r = fft(zeros([4, 5]));`, `NDArray<Complex128, [4, 5]>`],
  [`const r = ifft(fft(zeros([n], "f32")), { axes: [0] });`, `NDArray<Complex64, [number]>`],
  [`const r = readCsv("a.csv", { dtype: "i32", header: true });`, `NDArray<"i32", [number, number]>`],
  [`plot([iota(3), iota(3)], { file: "a.svg", labels: ["a"] }); plot(iota(3)); writeCsv("a.csv", zeros([3, 4])); const r = n;`, `number`],
  [`const r = field(map(zeros([4], "f32"), x => ({ x, on: x > 1 })), "x");`, `NDArray<"f32", [4]>`],
  [`const r = field(generate([3, n], (i, j) => ({ re: i, im: j })), "im");`, `NDArray<"f64", [3, number]>`],
  [`const r = field(map(zeros([4]), x => ({ x, n: 1 }), { x: "f32", n: "i32" }), "n");`, `NDArray<"i32", [4]>`],
  [`const r = map(zeros([4], "complex64"), cabs);`, `NDArray<"f32", [4]>`],
  [`const r = zeros([4], "complex128");`, `NDArray<Complex128, [4]>`],
  [`const r = sum(zeros([4], "complex64")).re;`, `number`],
  [`const r = reduceAll(zeros([4], "complex128"), monoid({ re: 1, im: 0 }, cmul)).im;`, `number`],
  [`const r = toArray(zeros([4], "complex64")).re;`, `Float32Array<ArrayBufferLike>`],
  [`const r = field(fromArray([[{ re: 1, on: true }]]), "on");`, `NDArray<"bool", [1, 1]>`],
  [`const r = reduce(zeros([2, 3, 4]), add, { axis: 1 });`, `NDArray<"f64", [2, 4]>`],
  [`const r = reduce(zeros([2, 3, n, 5]), add, { axis: -3 });`, `NDArray<"f64", [2, number, 5]>`],
  [`const r = scanCols(zeros([2, 3], "u8"), add, "i32");`, `NDArray<"i32", [2, 3]>`],
  [`const r = segmentedScan(zeros([6]), zeros([6], "bool"), max);`, `NDArray<"f64", [6]>`],
  [`const r = argmax(zeros([2, 3])) + count(zeros([4])) + dot(iota(4), iota(4)) + norm(iota(4));`, `number`],
  [`const r = any(zeros([4], "bool")) && all(zeros([4]));`, `boolean`],
  [`const r = distribute(zeros([4, 5]), "cols");`, `NDArray<"f64", [4, 5]>`],
  [`const r = toArray(zeros([4], "bool"));`, `Uint8Array<ArrayBufferLike>`],
  [`const r = param("n", 10);`, `number`],
  [`const r = param("verbose", false);`, `boolean`],
  [`let u = zeros([n, n]); for (let k = 0; k < 3; k++) u = stencil(u, at => at(-1, 0)); const r = u;`, `NDArray<"f64", [number, number]>`],
  [`function relu<S extends Shape>(a: NDArray<"f64", S>): NDArray<"f64", S> { return map(a, x => Math.max(0, x)); } const r = relu(zeros([3, 4]));`, `NDArray<"f64", [3, 4]>`],
  [`function axpy<S extends Shape>(x: NDArray<"f64", S>, y: NDArray<"f64", S>) { return zipWith(x, y, (p, q) => 2 * p + q); } const r = axpy(zeros([3]), zeros([3]));`, `NDArray<"f64", [3]>`],
];

/** [program, the innermost sentence of its first error] */
const wrong: readonly (readonly [source: string, sentence: string])[] = [
  [`zipWith(zeros([200, 250]), zeros([200, 251]), (x, y) => x + y);`, `zipWith: shapes [200, 250] and [200, 251] differ`],
  [`zipWith(zeros([200]), zeros([n, 251]), (x, y) => x + y);`, `zipWith: shapes [200] and [?, 251] differ`],
  [`zipWith(zeros([3]), zeros([3]), zeros([4]), (x, y, z) => x + y);`, `zipWith: shapes [3] and [4] differ`],
  ["map(zeros([3]), x => `${x}`);", `Type 'string' is not assignable to type 'KernelResult'.`],
  [`map(zeros([3]), x => [x, x]);`, `map: the kernel gives a list; give an object with named fields`],
  [`field(zeros([3], "complex64"), "abs");`, `field: the elements have no field 'abs'`],
  [`field(zeros([3]), "re");`, `field: f64 elements have no fields`],
  [`map(zeros([3]), x => ({ re: x }), { re: "f32", im: "f32" });`, `map: the kernel's result has no field 'im'`],
  [`map(zeros([3]), x => ({ re: x, im: 0, n: 1 }), "complex64");`, `map: the kernel gives a field 'n', which the named record does not have`],
  [`reduceAll(zeros([3]), monoid({ re: 0, im: 0 }, cadd));`, `reduceAll: this monoid combines records, not f64 elements`],
  [`reduceAll(zeros([3], "complex64"), monoid(0, (a, b) => a + b));`, `reduceAll: this monoid does not combine records; write monoid({ ... }, (a, b) => ({ ... }))`],
  [`map(zeros([3]), x => {});`, `Type 'void' is not assignable to type 'KernelResult'.`],
  [`map(zeros([3]), x => x.re);`, `Property 're' does not exist on type 'number'.`],
  [`map(zeros([3, 4]), (x, i, j, k) => x);`, `map: the kernel takes more positions than there are axes`],
  [`generate([3, 4], (i, j, k) => i);`, `generate: the kernel takes more positions than there are axes`],
  [`map(zeros([3]), x => x + 1, "bool");`, `map: the kernel gives numbers, which are not bool; return a comparison`],
  [`zeros([3], "float32");`, `Argument of type '"float32"' is not assignable to parameter of type 'Named | undefined'.`],
  [`zeros([3]) + 1;`, `Operator '+' cannot be applied to types 'NDArray<"f64", [3]>' and 'number'.`],
  [`scanRows(zeros([3]), add);`, `scanRows: needs a 2-D array, got shape [3]`],
  [`reduceRows(zeros([3]), add);`, `reduceRows: needs a 2-D array, got shape [3]`],
  [`transpose(zeros([3, 4, 5]));`, `transpose: needs a 2-D array, got shape [3, 4, 5]`],
  [`imshow(zeros([3]));`, `imshow: needs a 2-D array, got shape [3]`],
  [`reduceAll(zeros([3]), or);`, `reduceAll: and, or and xor combine bool or integer elements, not f64`],
  [`reduceAll(zeros([3]), monoid(true, (a, b) => a && b));`, `reduceAll: this monoid combines booleans, not f64 elements`],
  [`reduceAll(zeros([3]), (x, y) => x < y);`, `Type 'boolean' is not assignable to type 'number'.`],
  [`where(zeros([3]), 1, 2);`, `where: the condition is f64, not bool; compare first, as in map(a, x => x > 0)`],
  [`where(zeros([3], "bool"), zeros([4]), 2);`, `where: shapes [3] and [4] differ`],
  [`where(zeros([3], "bool"), zeros([3]), true);`, `where: a boolean beside f64 elements`],
  [`where(zeros([3], "bool"), zeros([3], "f32"), iota(3));`, `where: dtypes f32 and i32 differ; cast one of them`],
  [`shift(zeros([3, 4]), [1]);`, `shift: offsets [1] for an array of shape [3, 4]; give one an axis`],
  [`stencil(zeros([3, 4]), at => at(1));`, `Expected 2 arguments, but got 1.`],
  [`stencil(zeros([3]), at => at(1), { boundary: "mirror" });`, `Type '"mirror"' is not assignable to type 'number | "clamp" | "wrap" | "reflect" | undefined'.`],
  [`permute(zeros([2, 3]), [0, 2]);`, `permute: axes [0, 2], for an array of shape [2, 3]`],
  [`permute(zeros([2, 3]), [0]);`, `permute: 1 axes, for an array of shape [2, 3]`],
  [`flip(zeros([3]), [1]);`, `flip: axes [1], for an array of shape [3]`],
  [`slice(zeros([3]), [0, 1], [0, 1]);`, `slice: 2 ranges, for an array of shape [3]`],
  [`concat(zeros([3, 4]), zeros([3, 5]));`, `concat: shapes [?, 4] and [?, 5] differ`],
  [`pad(zeros([3, 4]), [[1, 1]]);`, `pad: 1 pairs of widths, for an array of shape [3, 4]`],
  [`tile(zeros([3, 4]), [2]);`, `tile: 1 times, for an array of shape [3, 4]`],
  [`broadcastTo(zeros([3]), [3, 4]);`, `broadcastTo: shape [3, 4], for an array of shape [3]`],
  [`gather(zeros([3]), zeros([3]));`, `gather: the indices are f64, not integers`],
  [`scatter(zeros([3]), iota(4), zeros([5]));`, `scatter: shapes [4] and [5] differ`],
  [`scatter(zeros([3]), iota(4), zeros([4]), or);`, `scatter: and, or and xor combine bool or integer elements, not f64`],
  [`histogram(zeros([3], "bool"), 2);`, `histogram: the indices are bool, not integers`],
  [`compress(zeros([3]), iota(3));`, `compress: the elements of the mask are i32, not bool`],
  [`compress(zeros([3, 4]), zeros([4], "bool"));`, `compress: shapes [3, 4] and [4] differ`],
  [`sortBy(zeros([3, 4]), zeros([3]));`, `sortBy: keys need one axis, for an array of shape [3, 4]`],
  [`sortBy(zeros([3]), zeros([4]));`, `sortBy: shapes [4] and [3] differ`],
  [`matmul(zeros([200, 250]), zeros([200, 251]));`, `matmul: inner dimensions differ: [200, 250] x [200, 251]`],
  [`matmul(zeros([3]), zeros([3, 4]));`, `matmul: needs a 2-D array, got shape [3]`],
  [`matmul(zeros([2, 3, 4]), zeros([3, 4, 5]));`, `matmul: shapes [2] and [3] of the stacks differ`],
  [`matmul(zeros([3, 4], "f32"), zeros([4, 3], "i32"));`, `matmul: dtypes f32 and i32 differ; cast one of them`],
  [`matvec(zeros([200, 250]), zeros([200]));`, `matvec: inner dimensions differ: [200, 250] x [200]`],
  [`outer(zeros([2, 2]), zeros([2]));`, `outer: needs a 1-D array, got shape [2, 2]`],
  [`norm(zeros([3], { x: "f64" }));`, `norm: takes numbers and complex numbers, { re, im } of f64 or of f32`],
  [`einsum("ijk,jk->ik", zeros([2, 3]), zeros([3, 4]));`, `einsum: 3 subscripts for an array of shape [2, 3]`],
  [`random([3], { seed: 1 }, "i32");`, `random: uniform numbers are not i32`],
  [`fft(zeros([3], "bool"));`, `fft: transforms numbers and complex numbers, not bool elements`],
  [`distribute(zeros([3]), "row");`, `Argument of type '"row"' is not assignable to parameter of type 'PlacementHint'.`],
  [`const a: NDArray<"f64", [4]> = zeros([3]);`, `Type '3' is not assignable to type '4'.`],
  [`const a: NDArray<"f32", [3]> = zeros([3]);`, `f32`],
  [`const a: NDArray<"f32", [3]> = map(zeros([3]), x => x);`, `f32`],
];

const names = "field reduce scanCols segmentedScan argmin argmax any all count dot norm cabs cadd cmul random matmul matvec outer einsum fft ifft readCsv plot writeCsv generate full zeros ones iota linspace fromArray map zipWith where cast reduceAll reduceRows reduceCols sum prod min max mean scanAll scanRows transpose stencil shift param print imshow toArray writeNpy readNpy wtime distribute permute reshape slice concat pad flip broadcastTo tile gather scatter histogram filter compress sort argsort sortBy topk add mul and or xor monoid f32 i32 bool";
const ts = typeChecker(process.cwd());

test("right programs have the types that they should", () => {
  for (const [source, type] of right) {
    assert.equal(ts.errors(source), [], source);
    assert.is(ts.typeOf(source), type, source);
  }
});

test("wrong programs get one sentence", () => {
  for (const [source, sentence] of wrong) assert.is(ts.errors(source)[0], sentence, source);
});



interface TypeChecker {
  /** The innermost sentence of each error; the sentences of string literal types without their quotes. */
  errors(source: string): string[];
  /** The type of the const `r` as an editor shows it. */
  typeOf(source: string): string;
}

function typeChecker(root: string): TypeChecker {
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    compilerOptions: {
      strict: true, noEmit: true, target: compiler.ScriptTarget.ES2022, module: compiler.ModuleKind.ESNext, moduleResolution: compiler.ModuleResolutionKind.Bundler, allowImportingTsExtensions: true, lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
      types: ["node"], skipLibCheck: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, baseUrl: root, paths: { spmd: ["./compiler/lang.ts"] },
    },
  });
  const load = (source: string) => project.createSourceFile(`${root}/types-test.ts`, `import { ${names.split(" ").join(", ")} } from "spmd";\nimport type { NDArray, Shape, DType } from "spmd";\ndeclare const n: number;\n${source}\n`, { overwrite: true });
  return {
    errors: (source) => project.getProgram().getSemanticDiagnostics(load(source)).map((d) => innermost(d.compilerObject.messageText)),
    typeOf: (source) => load(source).getVariableDeclarationOrThrow("r").getType().getText(undefined, compiler.TypeFormatFlags.None),
  };
}

function innermost(text: string | compiler.DiagnosticMessageChain): string {
  if (typeof text !== "string") return text.next && text.next.length > 0 ? innermost(text.next.at(-1)!) : innermost(text.messageText);
  return /to (?:type|parameter of type) '"(.*)"'\.$/.exec(text)?.[1] ?? text;
}

test.run();
