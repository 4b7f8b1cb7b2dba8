import { suite } from "uvu";
import * as assert from "uvu/assert";
import { program } from "./fixture.ts";

const test = suite("1-check: arithmetic");

const head = `import { i32, param, sum, ones } from "spmd";\nconst n = param("n", 3), a = ones([n]);\nconst log = { count: 0 }, next = (): number => ++log.count;\n`;

/** Which of the constants are arithmetic. */
function found(text: string): string {
  const codes = program(`${head}${text}`).body.flatMap((s) => (s.kind === "host" && !/\bnext\b.*=>/.test(s.code.text) ? [s.code] : []));
  return codes.filter((code) => code.arithmetic).flatMap((code) => code.writes).join(" ");
}

test("constants of numbers", () => {
  assert.is(found("const x = 2 * Math.sqrt(sum(a)) / n, y = x > 1 ? -x : Math.PI;\nconst z = (n as number) ** 2, t = i32(z) | 1, u = x === y || !(t < 3);\nexport { x, y, z, t, u };"), "x y t u z");
  assert.is(found("const { w, v } = { w: sum(a), v: 1 };\nlet m = 1;\nm += 2;\nexport { w, v, m };"), "");
});

test("what does something else is none", () => {
  assert.is(found(`const x = next(), y = sum(a) + next();\nexport { x, y };`).replace(/\$\w+ ?/g, ""), "");
  assert.is(found(`const any: any = { valueOf: next }, x = any + 1, text = "a" + n, list = [n], q = list[0]!;\nexport { x, text, q };`), "");
});

test("a program's own Math does what it likes", () => assert.is(found(`const Math = { sqrt: (x: number): number => (log.count += x) };\nconst x = Math.sqrt(sum(a));\nexport { x };`), ""));

test.run();
