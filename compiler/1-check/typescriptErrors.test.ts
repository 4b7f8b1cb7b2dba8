import { suite } from "uvu";
import * as assert from "uvu/assert";
import { check } from "./check.ts";
import { checkFiles, programSources } from "./fixture.ts";
import type { ParseCache } from "./project.ts";

const test = suite("typescriptErrors");
const told = (text: string): unknown => checkFiles(text).diagnostics.map(({ code, message, span, length, related = [] }) => [code, span.line, span.column, length, message, ...related.map((r) => `${r.span.line} ${r.message}`)]);

test("TypeScript's number, place and text; other places of the user's", () => {
  assert.equal(told('const n: number = "x";\nfunction f(a: number) { return a; }\nf();\nconst o = { a: 1,\n  b: 2 }; o.c;'), [
    ["TS2322", 1, 7, 1, "Type 'string' is not assignable to type 'number'."],
    ["TS2554", 3, 1, 1, "Expected 1 arguments, but got 0.", "2 An argument for 'a' was not provided."],
    ["TS2339", 5, 13, 1, "Property 'c' does not exist on type '{ a: number; b: number; }'."],
  ]);
});

test("the language's sentences stand alone", () => {
  assert.equal(told('import { ones, zipWith } from "spmd";\nexport const a = zipWith(ones([2]), ones([3]),\n  (x, y) => x + y);'), [["SPMD2001", 2, 37, 9, "zipWith: shapes [2] and [3] differ"]]);
});

test("mistakes that users of arrays make have a way out", () => {
  const helps = (line: string): unknown => checkFiles(`import { cast, map, ones } from "spmd";\nconst a = ones([3]);\n${line}`).diagnostics.map(({ code, help = "" }) => `${code} ${help}`);
  for (const [line, code, help] of [
    ["a + 1;", "TS2365", /map\(a, x => x \+ 1\)/], ["a * 2;", "TS2362", /zipWith/], ["2 * a;", "TS2363", /zipWith/], ["a.length;", "TS2339", /toArray/], ["a[0];", "TS7053", /toArray/], ["for (const x of a);", "TS2488", /toArray/],
    ['cast(a, "float32");', "TS2345", /"f32"/], ["zeros([3]);", "TS2304", /import \{ zeros \} from "spmd"/], ["sums(a);", "TS2304", /^TS2304 $/],
    ["map(a, x => `${x}`);", "SPMD1011", /number/], ["map(a, (x, i, j) => x);", "SPMD1031", /leave the others out/], ["map(a, x => { });", "SPMD1025", /return/],
  ] as const) {
    const [first = "", ...others] = helps(line) as string[];
    assert.ok(first.startsWith(code) && help.test(first) && others.length === 0, `${line}: ${first} ${others.join()}`);
  }
});

test("a syntax error, a module that is not there, Node's modules and globals without types", () => {
  assert.equal(checkFiles("const a = ;").diagnostics.map((d) => d.code), ["TS1109"]);
  assert.equal(told('import { x } from "./nowhere.ts";\nconsole.log(x);'), [["SPMD4001", 1, 19, 14, "the module './nowhere.ts' cannot be found"]]);
  assert.equal(told('import fs from "node:fs"; import { join } from "path";\nconsole.log(fs, join("a"), process.argv, new URL("http://x").host, new TextEncoder().encode("x").length, structuredClone({ a: 1 }).a);'), []);
});

test("files that did not change are parsed once", () => {
  const cache: ParseCache = new Map(), files = { "main.ts": 'import { ones } from "spmd";\nimport { n } from "./n.ts";\nexport const a = ones([n]);', "n.ts": "export const n = 2;" };
  check(programSources(files), { cache });
  const before = new Map(cache), { program, diagnostics } = check(programSources({ ...files, "n.ts": "export const n = 3;" }), { cache });
  assert.equal([...cache].filter(([file, parsed]) => before.get(file) !== parsed).map(([file]) => file), ["/program/n.ts"]);
  assert.equal(diagnostics, []);
  assert.equal(program.body[0]?.kind === "array" && program.body[0].node.types[0]!.shape, [3]);
});

test.run();
