import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readdirSync, readFileSync } from "node:fs";
import { inLanguage } from "./languageErrors.ts";

const test = suite("languageErrors");
const span = { file: "main.ts", line: 1, column: 1 };
const told = (text: string, tsCode = 2345, typeThere = "number"): unknown => {
  const found = inLanguage(tsCode, text, { typeThere: () => typeThere, arraysThere: () => [] }, span, 3);
  return found && ("code" in found ? `${found.code} ${found.message}` : found.help ?? found.message);
};

test("every sentence of the language's types has a code of the catalogue", () => {
  const folder = "compiler/types", sentences = readdirSync(folder).filter((name) => !name.endsWith(".test.ts")).flatMap((name) =>
    [...readFileSync(`${folder}/${name}`, "utf8").matchAll(/^(?!\s*\/\/).*?`\$\{Op\}: ([^`]*)`|[`"]((?:where|field|cast|sum): [^`"]*)[`"]/gm)].map(([, ofAny, ofOne]) => (ofAny === undefined ? ofOne! : `map: ${ofAny}`).replace(/\$\{[^}]*\}/g, "[3]"))).filter((sentence) => !sentence.includes("${"));
  assert.ok(sentences.length >= 8, sentences.join("\n"));
  assert.equal(sentences.filter((sentence) => !/^SPMD\d+ /.test(String(told(`Type 'X' is not assignable to type '"${sentence}"'.`)))), []);
});

test("the text with the most words of its own is meant", () => {
  assert.is(told(`Argument of type 'A' is not assignable to parameter of type '"zipWith: shapes [2] and [3] differ"'.`), "SPMD2001 zipWith: shapes [2] and [3] differ");
  assert.is(told(`Type 'A' is not assignable to type '"where: a boolean beside f64 elements"'.`), "SPMD2019 where: a boolean beside f64 elements");
});

test("string literal types of the user's are TypeScript's business", () => {
  assert.is(told(`Type '"x"' is not assignable to type '"note: shapes a and b differ"'.`), undefined);
  assert.is(told(`Type '"x"' is not assignable to type '"map: what has no code yet"'.`), "map: what has no code yet");
});

test("what a kernel returns; arithmetic with arrays; names that are not imported", () => {
  assert.is(told("Type 'string' is not assignable to type 'KernelResult'.", 2322), "SPMD2041 the kernel returns string, but a number or a boolean is needed here");
  assert.match(String(told("The left-hand side of an arithmetic operation must be ...", 2362, 'NDArray<"f64", [3]>')), "map(a, x => x + 1)");
  assert.is(told("The left-hand side of an arithmetic operation must be ...", 2362, "string"), undefined);
  assert.is(told("Cannot find name 'zeros'.", 2304), 'import it: import { zeros } from "spmd"');
  assert.is(told("Cannot find name 'x'.", 2304), undefined);
});

test.run();
