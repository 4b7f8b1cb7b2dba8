// What lowering decides: types, captures and which of them must be integers, indices and offsets that are used, functions shared by calls.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { printKernel } from "../../ir/print.ts";
import { kernelEvaluator } from "../../reference/evaluate.ts";
import { disagreement, lower } from "./agreement.ts";
import type { Fixture } from "./fixture.ts";
import { fixture } from "./fixture.ts";
import { lowerKernel } from "./lowerKernel.ts";

const test = suite("lowerKernel");

const mandelbrot = `
import { param } from "spmd";
export const maxit = param("maxit", 127), [w, h] = [250, 200];
const [x1, x2, y1, y2] = [-2, 1, -1, 1];
export const dx = (x2 - x1) / w, dy = (y2 - y1) / h;
function escapeTime(cx: number, cy: number): number {
  let x = 0, y = 0, it = 0;
  while (x * x + y * y < 4 && it < maxit) { [x, y] = [x * x - y * y + cx, 2 * x * y + cy]; it++; }
  return it;
}
export const kernel = (i: number, j: number) => escapeTime(x1 + j * dx, y1 + i * dy);
`;

const texts = (program: Fixture): string => program.context.functions.map((f) => printKernel({ ...f, span: { file: "f", line: 1, column: 1 } })).join("\n").replaceAll(" at f:1:1", "");

test("the Mandelbrot set's kernel, with its captures", () => {
  const program = fixture(mandelbrot);
  const lowered = lower(program, { name: "generate", indices: 2, result: { element: "i32" } });
  assert.equal(lowered.captures.map((c) => [c.name, c.kind, c.needsInteger, c.mutable]), [["dx", "number", false, false], ["dy", "number", false, false], ["maxit", "number", false, false]]);
  assert.equal(lowered.results, [{ field: "", type: "int" }]);
  assert.is(lowered.indicesUsed, 2);
  assert.is(texts(program), `kernel @escapeTime(cx: f64, cy: f64, maxit: f64) -> int {
  var x: f64
  var y: f64
  var it: int
  var x_next: f64
  x = 0.0
  y = 0.0
  it = 0
  while loop ((((x * x) + (y * y)) < 4.0) && (f64(it) < maxit)) {
    x_next = ((x * x) - (y * y)) + cx
    y = ((2.0 * x) * y) + cy
    x = x_next
    it = it + 1
  }
  return it
}

kernel @generate(i: int from index, j: int from index, dx: f64, dy: f64, maxit: f64) -> int {
  return @escapeTime:int(-2.0 + (f64(j) * dx), -1.0 + (f64(i) * dy), maxit)
}
`);
  assert.is(disagreement(program, { indices: 2, result: { element: "i32" } }), undefined);
});

test("a capture where TypeScript knows that nothing runs is what it is elsewhere", () => {
  const program = fixture(`import { param } from "spmd"; const h: boolean = param("h", true); export const kernel = (x: number) => { if (!h) return x; if (h || h) return x * 2; return 1; };`);
  assert.equal(lower(program, { elements: ["f64"] }).captures.map((c) => [c.name, c.kind]), [["h", "boolean"]]);
});

test("the Mandelbrot kernel is lowered in a few milliseconds", () => {
  const times: number[] = [];
  for (let k = 0; k < 4; k++) {
    const program = fixture(mandelbrot), node = program.node("kernel"), start = process.cpuUsage();
    lowerKernel(program.context, { node, name: "generate", elements: [], indices: 2, result: { element: "i32" } });
    const used = process.cpuUsage(start);
    times.push((used.user + used.system) / 1000);
  }
  assert.ok(Math.min(...times) < 20, `${times.join(", ")} ms`);
});

test("literals, captures and indices do not widen f32, elements of other dtypes do", () => {
  const type = (body: string, elements: readonly ("f32" | "f64" | "i32" | "bool")[]): string => {
    const program = fixture(`import { f64 } from "spmd"; let k = 0.1; const table: number = Number(3); export const kernel = ${body};`);
    return lower(program, { elements, indices: 1 }).results[0]!.type;
  };
  assert.is(type("(x: number) => x * 0.1 + 2 * k / table", ["f32"]), "f32");
  assert.is(type("(x: number, i: number) => x * i", ["f32"]), "f32");
  assert.is(type("(x: number, n: number) => x * n", ["f32", "i32"]), "f64");
  assert.is(type("(x: number, y: number) => x * y", ["f32", "f64"]), "f64");
  assert.is(type("(x: number) => x * f64(0.1)", ["f32"]), "f64");
  assert.is(type("(x: number) => x - Math.floor(x)", ["f32"]), "f32");
  assert.is(type("(x: number) => { let s = 0; for (let k = 0; k < 3; k++) s += x * k; return s }", ["f32"]), "f32");
  assert.is(type("(x: number) => { let s = 0; for (let k = 0; k < 3; k++) s += k / 2; return s }", ["f32"]), "f64");
  assert.is(type("(x: number, b: boolean) => x * (b ? 1 : 0.5)", ["f32", "bool"]), "f32");
  assert.is(type("(x: number) => x > 0", ["f32"]), "bool");
});

test("f32 arithmetic rounds after each operation, and comparisons are exact", () => {
  const program = fixture("export const kernel = (x: number, y: number) => x * y + 0.1 < 0.1 ? 1 : x * y + 0.1;");
  const lowered = lower(program, { elements: ["f32", "f32"] }), evaluate = kernelEvaluator(program.context.functions), f = Math.fround;
  for (const [x, y] of [[1.1, 2.3], [-0.5, 0.3], [0, 1]].map((pair) => pair.map(f) as [number, number])) {
    const sum = f(f(x * y) + f(0.1));
    assert.is(evaluate(lowered.fn, [x, y])[0], sum < 0.1 ? 1 : sum);
  }
});

test("captured numbers are integers only where the result needs it", () => {
  const program = fixture("let k = 3; const m = Number(4), limit = Number(2.5); export const kernel = (x: number, i: number) => x < limit ? i * k : i % m;");
  const asked = { elements: ["i32"], indices: 1, captured: { k: 3, m: 4, limit: 2.5 } } as const;
  const free = lower(program, asked), exact = lower(program, { ...asked, result: { element: "i32" } });
  assert.equal(free.captures.map((c) => [c.name, c.needsInteger, c.mutable]), [["limit", false, false], ["k", false, true], ["m", false, false]]);
  assert.equal(exact.captures.map((c) => [c.name, c.needsInteger]), [["limit", false], ["k", true], ["m", true]]);
  assert.is(free.results[0]!.type, "f64");
  assert.is(exact.results[0]!.type, "int");
});

test("captures of functions that are called come last, each once, properties by their path", () => {
  const program = fixture("const p = { scale: Number(2), on: Boolean(1) }; const n = Number(7); function f(x: number) { return x * p.scale + n } export const kernel = (x: number) => (p.on ? f(x) + n : f(2));");
  const lowered = lower(program, { elements: ["f64"] });
  assert.equal(lowered.captures.map((c) => [[c.name, ...c.path].join("."), c.kind, c.mutable]), [["p.on", "boolean", true], ["p.scale", "number", true], ["n", "number", false]]);
  assert.equal(program.context.functions.at(-1)!.params.map((p) => p.name), ["x", "p_on", "p_scale", "n"]);
});

test("indices that are not read are no parameters, elements always are", () => {
  const program = fixture("export const kernel = (x: number, i: number, j: number) => x + i; export const none = () => 1;");
  const used = lower(program, { elements: ["f64"], indices: 2 });
  assert.is(used.indicesUsed, 1);
  assert.equal(program.context.functions.at(-1)!.params, [{ name: "x", type: "f64" }, { name: "i", type: "int", from: "index" }]);
  const unused = lower(program, { of: "none", elements: ["u8", { re: "f64", im: "i16" }], indices: 2 });
  assert.is(unused.indicesUsed, 0);
  assert.equal(program.context.functions.at(-1)!.params, [{ name: "arg0", type: "int", from: "u8" }, { name: "arg1.re", type: "f64" }, { name: "arg1.im", type: "int", from: "i16" }]);
});

test("parameters that are assigned become locals, so that what bounds them stays true", () => {
  const program = fixture("export const kernel = (x: number) => { x = x * 1000; return x };");
  lower(program, { elements: ["u8"] });
  assert.is(texts(program), `kernel @map(x: int from u8) -> int {
  var x_2: int
  x_2 = x
  x_2 = x_2 * 1000
  return x_2
}
`);
});

test("a function is lowered once for the same types, and again for others", () => {
  const program = fixture("function f(x: number) { return x * 2 } export const kernel = (x: number, n: number) => f(x) + f(x + 1) + f(n); export const other = (x: number) => f(x);");
  lower(program, { elements: ["f64", "i32"] });
  lower(program, { of: "other", elements: ["f64"] });
  assert.equal(program.context.functions.map((f) => f.id), ["@f", "@f_2", "@map", "@map_2"]);
  lower(program, { of: "other", elements: ["f64"] });
  assert.is(program.context.functions.length, 4);
});

test("types that were only passed through on the way leave no function", () => {
  const program = fixture("function f(x: number) { return x * 0.5 } export const kernel = (x: number) => { let s = 0; for (let k = 0; k < 3; k++) s = f(s) + x; return s };");
  lower(program, { elements: ["f32"] });
  assert.equal(program.context.functions.map((f) => [f.id, f.params[0]!.type]), [["@f", "f32"], ["@map", "f32"]]);
});

test("neighbour kernels have one parameter an offset", () => {
  const program = fixture("const r = 2; export const kernel = (at: (i: number, j: number) => number, i: number) => at(-1, 0) + at(r - 1, 0) * at(0, -r) + at(-1, 0) + (i > 0 ? at(0, 0) : 0);");
  const lowered = lower(program, { elements: ["u8"], indices: 2, neighbours: 2 });
  assert.equal(lowered.offsets, [[-1, 0], [1, 0], [0, -2], [0, 0]]);
  assert.is(lowered.indicesUsed, 1);
  assert.equal(program.context.functions.at(-1)!.params.map((p) => `${p.name} ${p.from}`), ["at_m1_0 u8", "at_1_0 u8", "at_0_m2 u8", "at_0_0 u8", "i index"]);
  assert.is(kernelEvaluator(program.context.functions)(lowered.fn, [1, 2, 3, 4, 0])[0], 1 + 2 * 3 + 1);
});

test("loops over neighbours are written out", () => {
  const program = fixture(`const r = 1; export const kernel = (at: (i: number, j: number) => number) => {
    let s = 0;
    for (let i = -r; i <= r; ++i) { const row = 2 * i; for (let j = r; j > i; j -= 1) s += at(row, j) * (i + 2); }
    for (let k = 0; k < 3; k++) s += k;
    return s;
  };`);
  const lowered = lower(program, { elements: ["f64"], indices: 0, neighbours: 2 });
  assert.equal(lowered.offsets, [[-2, 1], [-2, 0], [0, 1]]);
  assert.is(kernelEvaluator(program.context.functions)(lowered.fn, [10, 20, 40])[0], 10 + 20 + 2 * 40 + 3);
});

test("a parameter of an inlined host function stands for the function that was passed", () => {
  const files = "function host(f: (x: number) => number) { return f } export const one = (x: number) => x + 1; export const two = (x: number) => x * 2; export const kernel = (x: number) => x; export const inner = (g: (x: number) => number) => 1;";
  const program = fixture(`${files} export function apply(f: (x: number) => number) { const kernel = (x: number) => f(x) * 10; return kernel }`);
  const apply = program.node("apply").parent as unknown as { readonly parameters: readonly { readonly name: Parameters<typeof program.checker.getSymbolAtLocation>[0] }[]; readonly body: { readonly statements: readonly { readonly declarationList: { readonly declarations: readonly { readonly initializer: ReturnType<Fixture["node"]> }[] } }[] } };
  const parameter = program.checker.getSymbolAtLocation(apply.parameters[0]!.name), lambda = apply.body.statements[0]!.declarationList.declarations[0]!.initializer;
  const results = ["one", "two"].map((name) => {
    const context = { ...program.context, binding: (symbol: unknown) => (symbol === parameter ? program.node(name) : undefined) };
    const lowered = lowerKernel(context, { node: lambda, name: "map", elements: ["f64"], indices: 1 });
    return kernelEvaluator(program.context.functions)(lowered!.fn, [5])[0];
  });
  assert.equal(results, [60, 100]);
});

test("results: what is implied gives way to what the function returns", () => {
  const program = fixture("export const test = (x: number) => x > 0; export const pair = (x: number) => ({ a: x, b: x > 0 }); export const count = (x: number) => (x > 0 ? 1 : 0);");
  assert.equal(lower(program, { of: "test", elements: ["i32"], result: { implied: () => "i32" } }).results, [{ field: "", type: "bool" }]);
  assert.equal(lower(program, { of: "pair", elements: ["i32"], result: { implied: () => ({ a: "i32", b: "bool" }) } }).results, [{ field: "a", type: "int" }, { field: "b", type: "bool" }]);
  assert.equal(lower(program, { of: "pair", elements: ["i32"], result: { element: { b: "bool", a: "u8" } } }).results, [{ field: "b", type: "bool" }, { field: "a", type: "int" }]);
  assert.equal(lower(program, { of: "test", elements: ["f64"], result: "boolean" }).results, [{ field: "", type: "bool" }]);
  assert.equal(lower(program, { of: "count", elements: ["f64"], result: { element: "u8" } }).results, [{ field: "", type: "int" }]);
});

test.run();
