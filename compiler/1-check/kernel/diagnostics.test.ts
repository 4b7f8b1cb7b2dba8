// One wrong program a line: the code, and exactly what is underlined. Each mistake gives one diagnostic, and nothing follows from it.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fixtures } from "./fixture.ts";
import { lowerKernel } from "./lowerKernel.ts";
import type { KernelRequest } from "./request.ts";

const test = suite("kernel diagnostics");
type Asked = Partial<Omit<KernelRequest, "node">>;
const i32: Asked = { result: { element: "i32" } };
const complex: Asked = { elements: [{ re: "f64", im: "f64" }] };
const imports = `import { zeros, sum, print, add, i32, f32 } from "spmd";\n`;

/** "»" and "«" stand around what is underlined. */
const wrong: readonly (readonly [code: string, program: string, asked?: Asked])[] = [
  ["SPMD1001", "let n = 0; export const kernel = (x: number) => { »n« = x; return n };"],
  ["SPMD1001", "let n = 0; export const kernel = (x: number) => { »n«++; return n };"],
  ["SPMD1001", "let n = 0; export const kernel = (x: number) => { let y = 0; [»n«, y] = [x, y]; return y };"],
  ["SPMD1001", "const o = { n: 0 }; export const kernel = (x: number) => { »o.n« += x; return x };"],
  ["SPMD1001", "const list = [1]; export const kernel = (x: number) => { »list[0]« = x; return x };"],
  ["SPMD1001", "let n = 0; function f(x: number) { »n« += x; return x } export const kernel = (x: number) => f(x) + f(x + 0.5);"],
  ["SPMD1010", "export const kernel = (x: number) => { »console.log(x)«; return x };"],
  ["SPMD1010", "export const kernel = (x: number) => { »process.stdout.write(\"x\")«; return x };"],
  ["SPMD1011", "export const kernel = (x: number) => { const s = »\"a\"« + x; return s + `b${x}` ? 1 : 2 };"],
  ["SPMD1011", "export const kernel = (x: number) => »x.toFixed(2)«;"],
  ["SPMD1011", "export const kernel = (x: number) => »parseFloat(`${x}`)«;"],
  ["SPMD1012", "function f(x: number): number { return x < 1 ? 0 : »f(x - 1)« + 1 } export const kernel = (x: number) => f(x);"],
  ["SPMD1012", "function f(x: number): number { return x < 2 ? x : »f(x - 1)« + f(x - 2) } export const kernel = f;"],
  ["SPMD1012", "function a(x: number): number { return b(x) } function b(x: number): number { return »a(x)« } export const kernel = a;"],
  ["SPMD1013", "export const kernel = (x: number) => { const f = »(y: number) => y + x«; return f(x) + f(2) };"],
  ["SPMD1013", "export const kernel = (x: number) => { »function f(y: number) { return y }« return f(x) };"],
  ["SPMD1013", "function twice(f: (x: number) => number, x: number) { return x } export const kernel = (x: number) => twice(»y => y«, x);"],
  ["SPMD1013", "export const kernel = (x: number) => (»(y: number) => y«)(x);"],
  ["SPMD1014", "export const kernel = »async« (x: number) => x;"],
  ["SPMD1014", "export function* »kernel«(x: number) { return x }"],
  ["SPMD1014", "export const kernel = (x: number) => »await x«;"],
  ["SPMD1015", "export const kernel = (x: number) => { const t = [1, 2, 3]; return »t[x]« };"],
  ["SPMD1015", "export const kernel = (x: number) => { const t = »new Array(3)«; return x };"],
  ["SPMD1015", "export const kernel = (x: number) => { const t = [1, 2]; »t.push(x)«; return x };"],
  ["SPMD1015", "export const kernel = (x: number) => { const t = [»...[x, 1]«]; return t[0]! };"],
  ["SPMD1016", "const a = zeros([3]); export const kernel = (x: number) => x + (»a« as unknown as number);"],
  ["SPMD1016", "const table = [1, 2, 3]; export const kernel = (x: number, i: number) => x * »table«[i]!;", { indices: 1 }],
  ["SPMD1016", "const table = new Float64Array(3); export const kernel = (x: number, i: number) => x * »table«[i]!;", { indices: 1 }],
  ["SPMD1017", "const label = \"a\"; export const kernel = (x: number) => x + (»label« as unknown as number);"],
  ["SPMD1017", "const mode = \"a\" as string; export const kernel = (x: number) => »mode« === \"b\" ? x : mode === \"c\" ? 1 : 2;"],
  ["SPMD1017", "let m: number | undefined; export const kernel = (x: number) => x * »m«!;"],
  ["SPMD1018", "export const kernel = (x: number) => Number(»3n«) + x;"],
  ["SPMD1018", "export const kernel = (x: number) => Number(»BigInt(x)« % 3n);"],
  ["SPMD1018", "export const kernel = (x: number) => »/a/«.test(`${1}`) ? x : 1;"],
  ["SPMD1019", "export const kernel = (x: number) => { »try { x += 1 } catch { x = 0 }« return x };"],
  ["SPMD1020", "export const kernel = (x: number) => x + »Math.random()«;"],
  ["SPMD1020", "export const kernel = »Math.random«;"],
  ["SPMD1021", "export const kernel = (x: number) => x + »Date.now()«;"],
  ["SPMD1021", "export const kernel = (x: number) => x + »performance.now()« + Number(»new Date()«);"],
  ["SPMD1022", "export const kernel = (x: number) => { »for (const v of [1, 2]) x += v;« return x };"],
  ["SPMD1022", "export const kernel = (x: number) => { »for (const k in { a: 1 }) x++;« return x };"],
  ["SPMD1022", "export const kernel = (x: number) => { »debugger;« return x };"],
  ["SPMD1022", "export const kernel = (»...x: number[]«) => 1;"],
  ["SPMD1022", "export const kernel = (x: number) => »1 in { a: 1 }« ? x : 0;".replace("»1 in { a: 1 }«", "»(1 in { a: 1 })«").replace("»(", "(»").replace(")«", "«)")],
  ["SPMD1022", "class P { v = 1 } export const kernel = (x: number) => { const p = »new P()«; return x };"],
  ["SPMD1022", "export const kernel = function (x: number) { return »this« ? x : 0 };"],
  ["SPMD1023", "let f = (x: number) => x; export const kernel = (x: number) => »f«(x);"],
  ["SPMD1023", "const lib = { f: (x: number) => x }; export const kernel = (x: number) => »lib.f«(x);"],
  ["SPMD1023", "export const kernel = (x: number) => »Math.sinc(x)«;"],
  ["SPMD1024", "export const kernel = (»x: string«) => 1;"],
  ["SPMD1024", "function f(x: number, »list: number[]«) { return x } export const kernel = (x: number) => f(x, [1, 2]);"],
  ["SPMD1025", "export const kernel = »(x: number) => { if (x > 0) return 1; }«;"],
  ["SPMD1025", "function »f«(x: number) { while (x > 0) { if (x > 3) return 1; x++ } } export const kernel = (x: number) => f(x);"],
  ["SPMD1025", "export const kernel = »(x: number) => { x += 1 }«;"],
  ["SPMD1025", "function »nothing«(x: number) { } export const kernel = nothing;"],
  ["SPMD1026", "export const kernel = (z: { re: number; im: number }) => { »z.re« = 1; return z };", complex],
  ["SPMD1026", "export const kernel = (x: number) => { const t = [x, x]; »t[0]«++; return x };"],
  ["SPMD1028", "const a = zeros([3]); export const kernel = (x: number) => x + »sum«(a);"],
  ["SPMD1028", "export const kernel = (x: number) => { »print«(x); return x };"],
  ["SPMD1028", "export const kernel = »add«;"],
  ["SPMD1030", "export const kernel = (x: number) => »x ?? 1«;"],
  ["SPMD1030", "export const kernel = (x: number) => { let y = x; »y ??= 1«; return y };"],
  ["SPMD1030", "export const kernel = (x: number) => x === »undefined« ? 1 : x;"],
  ["SPMD1030", "export const kernel = (z: { re: number; im: number }) => »z?.re«;", complex],
  ["SPMD1031", "export const kernel = (x: number, i: number, »j: number«) => x + i + j;", { indices: 1 }],
  ["SPMD1032", "export const kernel = (x: number) => { if (x < 0) »throw \"no\";« return x };"],
  ["SPMD1032", "const message = \"no\"; export const kernel = (x: number) => { if (x < 0) »throw new Error(message);« return x };"],
  ["SPMD1032", "export const kernel = (x: number) => { if (x < 0) »throw new Error(`${x} ${x} ${x} ${x} ${x}`);« return x };"],
  ["SPMD1032", "export const kernel = (x: number) => { const e = »new Error(\"no\")«; return x };"],
  ["SPMD2040", "export const kernel = (x: number) => »x / 2«;", i32],
  ["SPMD2040", "export const kernel = (x: number) => { if (x > 1) return 1; return »x * 2« };", i32],
  ["SPMD2040", "export const kernel = (x: number) => { let n = 0; while (n < x) n += 0.5; return »n« };", i32],
  ["SPMD2040", "export const kernel = (x: number) => »x«;", { elements: ["f64"], result: { implied: () => "i32" } }],
  ["SPMD2040", "const k = sum(zeros([1])); export const kernel = (x: number) => »k + 0.5«;", i32],
  ["SPMD2040", "export const kernel = (x: number) => »({ a: x, b: 1 })«;".replace("»(", "(»").replace(")«;", "«);"), { result: { element: { a: "i32", b: "f64" } } }],
  ["SPMD2041", "export const kernel = (x: number) => »x«;", { result: "boolean" }],
  ["SPMD2041", "export const kernel = (x: number) => »x + 1«;", { result: { element: "bool" } }],
  ["SPMD2041", "export const kernel = (x: number) => »[x, x]«;"],
  ["SPMD2042", "export const kernel = (x: number) => { if (x > 0) return { a: 1, b: 2 }; return »{ a: 1 }« };"],
  ["SPMD2042", "export const kernel = (x: number) => { if (x > 0) return 1; return »false« };"],
  ["SPMD2043", "export const kernel = (z: { re: number; im: number }) => »z === z«;", complex],
  ["SPMD2043", "export const kernel = (z: { re: number; im: number }) => »z + 1«;", complex],
  ["SPMD2043", "export const kernel = (z: { re: number; im: number }) => »z« ? 1 : 2;", complex],
  ["SPMD2043", "export const kernel = (z: { re: number; im: number }) => Math.abs(»z«);", complex],
  ["SPMD2044", "export const kernel = (x: number) => { let t = 1; »t« = x > 0; return 1 };"],
  ["SPMD2044", "function f(x: number) { } export const kernel = (x: number) => { const »t« = f(x); return x };"],
  ["SPMD2045", "export const kernel = (z: { re: number; im: number }) => »z.abs«;", complex],
  ["SPMD2045", "export const kernel = (x: number) => »x.re« + 1;"],
  ["SPMD2045", "export const kernel = (z: { re: number; im: number }) => { const { re, »arg« } = z; return re + arg };", complex],
  ["SPMD2046", "export const kernel = (x: number) => »x«;", { result: { element: { a: "f64" } } }],
  ["SPMD2046", "export const kernel = (x: number) => (»{ a: x }«);", { result: { element: { a: "f64", b: "f64" } } }],
  ["SPMD2046", "export const kernel = (x: number) => (»{ a: x }«);", { result: { element: "f64" } }],
  ["SPMD2047", "function f(x: number, y: number) { return x + y } export const kernel = (x: number) => »f(x)«;"],
  ["SPMD2047", "export const kernel = (x: number) => »Math.sqrt()«;"],
  ["SPMD2048", "export const kernel = (x: number) => »x > 0 ? 1 : false«;"],
  ["SPMD2048", "export const kernel = (x: number) => »x === true«;"],
  ["SPMD1027", "export const kernel = (at: (i: number) => number, i: number) => »at(i)«;", { indices: 1, neighbours: 1 }],
  ["SPMD1027", "export const kernel = (at: (...i: number[]) => number) => at(1, 0) + »at(1)« + »at(0, 0.5)«;", { indices: 2, neighbours: 2 }],
  ["SPMD1027", "export const kernel = (at: (i: number) => number, n: number) => { let s = 0; for (let d = 0; d < n; d++) s += »at(d)«; return s };", { indices: 1, neighbours: 1 }],
  ["SPMD1027", "export const kernel = (at: (i: number) => number) => { let s = 0; for (let d = 0; d < 3; d++) { if (s > 2) break; s += »at(d)«; } return s };", { indices: 0, neighbours: 1 }],
  ["SPMD1027", "export const kernel = (at: (i: number) => number) => { let s = 0; for (let d = 0; d < 3; d++) s += »at(d++)«; return s };", { indices: 0, neighbours: 1 }],
  ["SPMD1027", "export const kernel = (at: (i: number) => number) => { const f = »at«; return 1 };", { indices: 1, neighbours: 1 }],
];

const plainText = (marked: string): string => imports + marked.replace(/[»«]/g, "");
const programs = fixtures(wrong.map(([, marked]) => plainText(marked)));

for (const [k, [code, marked, asked]] of wrong.entries()) {
  test(`${code} ${marked}`, () => {
    const expected: { code: string; at: string }[] = [], plain = plainText(marked);
    let column = 1;
    for (const [p, part] of marked.split(/[»«]/).entries()) {
      if (p % 2 === 1) expected.push({ code, at: `main.ts:2:${column} ${part}` });
      column += part.length;
    }
    const program = programs[k]!, lowered = lowerKernel(program.context, { node: program.node("kernel"), name: "map", elements: asked?.neighbours ? ["f64"] : ["f64"], indices: 0, ...asked });
    const lines = plain.split("\n");
    const got = program.diagnostics.map((d) => ({ code: d.code, at: `${d.span.file}:${d.span.line}:${d.span.column} ${lines[d.span.line - 1]!.slice(d.span.column - 1, d.span.column - 1 + (d.length ?? 1))}` }));
    assert.is(lowered, undefined);
    assert.equal(got, expected, `${JSON.stringify(got)}\n${program.diagnostics.map((d) => d.message).join("\n")}`);
    for (const d of program.diagnostics) assert.not.match(`${d.message} ${d.help ?? ""}`, /(?<!\$)\{\w+\}(?!`)/);
  });
}

test.run();
