import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bodyText, program, results } from "./fixture.ts";

const test = suite("hostText");
const head = 'import { zeros, param, sum, wtime, f32, i32, u8, bool } from "spmd";\nimport * as spmd from "spmd";\n';
const line = (text: string): string => bodyText(`${head}${text}\nexport const kept = zeros([1]);`).split("\n").slice(0, -1).join("\n");

test("TypeScript becomes blanks of the same length", () => {
  const source = 'const a: number = <number>(3 as any)! satisfies unknown, f = <T,>(x: T, y?: string): x is T & string => typeof x === y;\nconsole.log(a, f<number>(a));';
  assert.equal(line(source).split("\n").map((l) => l.length), source.split("\n").map((l) => l.length));
  assert.is(line(source).replace(/ +/g, " "), "const a = (3 ) , f = (x , y ) => typeof x === y;\nconsole.log(a, f (a));");
  assert.is(line("interface A { b: number }\ntype C = A;\ndeclare const d: C;\nabstract class E<T> implements A { private readonly x: T | undefined; declare y: number; constructor(public b = 1) { } abstract z(): void; m?(): void; static n: number = 2; get o(): number { return 1; } }\nconsole.log(typeof E);").includes("class E"), true);
  assert.is(line("function over(x: number): number;\nfunction over(x: string): string;\nfunction over(this: void, x: any) { return x; }\nconsole.log(over(1));"), "function over(            x     ) { return x; }\nconsole.log(over(1));");
});

test("enums, namespaces and parameter properties are translated", () => {
  const text = `${head}enum Mode { A = 3, B }
namespace Tools { export const twice = (x: number) => x * 2; }
class P { constructor(readonly x: number) {} }
export const r = [Mode.B, Mode[3], Tools.twice(4), new P(5).x], a = zeros([Mode.A]).shape;
`;
  assert.equal(results(text), { r: [4, "A", 8, 5], a: [3] });
});

test("variables under their new names, also in shorthands and patterns", () => {
  const text = `${head}function f(k: number) { const a = zeros([2]), o = { k, n: k }; let { n, k: m = 2, ...rest } = o; ({ n } = { n: n + m }); [m] = [m + sum(a)]; return JSON.stringify({ n, m, rest, k }); }
const k = 7;
export const r = [f(k + 1), f(3), k];
`;
  assert.equal(results(text), { r: ['{"n":16,"m":8,"rest":{},"k":8}', '{"n":6,"m":3,"rest":{},"k":3}', 7] });
});

test("functions of the language that stay host code", () => {
  const text = `${head}const n = spmd.param("n", 3);
export const a = [f32(0.1), i32(3.7), u8(300), bool(2), spmd.i32(-2.5), n], t = typeof wtime() + typeof spmd.wtime();
`;
  results(text);
  assert.match(bodyText(text), /const n = \$rt.param\("n", 3\);/);
});

test("reads and writes are the free variables", () => {
  const { body } = program(`${head}let x = 1, y = [2];\n[x, y[0]] = [((z: number) => z + x)(3), Math.max(x, 2)];\nfor (const q of y) { let w = q; x += w; }\nexport { x, y };`);
  const codes = body.flatMap((s) => (s.kind === "host" ? [[s.code.reads.join(" "), s.code.writes.join(" ")]] : []));
  assert.equal(codes, [["", "x y"], ["x y", "x"], ["x y", "x"]]);
});

test.run();
