// The JavaScript is what a person would have written, and runs as a module.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { builtinMonoid } from "../../ops/monoid.ts";
import { elementNest } from "../../../test/support/handNests.ts";
import { add, choose, compare, convert, fn, int, local, loop, math, mul, num, ret, set, when } from "../../../test/support/kernels.ts";
import { vectorize } from "../../5-vectorize/vectorize.ts";
import { emitMonoid } from "./emitMonoid.ts";
import { emitScript } from "./emitScript.ts";

const test = suite("emitScript");

const x = local("x"), n = local("n", "int");
const halvings = fn("halvings", { x: "f64", most: "f64" }, [
  set("n", int(0)), loop("L", { kind: "logical", type: "bool", op: "and", left: compare("gt", x, num(1)), right: compare("lt", convert(n, "f64"), local("most")) }, [set("x", mul(x, num(0.5))), set("n", add(n, int(1)))]), ret(n),
], "int", { n: "int" });

test("names, increments and declarations are the user's", () => {
  const nest = elementNest(halvings, ["f64"], "i32", { captures: ["f64"] }), { text, lines } = emitScript(vectorize({ nests: [nest], functions: [halvings] }));
  assert.is(text.split("\n").slice(4, 16).map((line) => line.slice(4)).join("\n"), `for (let p$0 = 0, in0$p0 = in0$base, out0$p0 = out0$base; p$0 < count$0; p$0++, in0$p0 += in0$s0, out0$p0 += out0$s0) {
  const x = in0[in0$p0];
  let x_2 = x;
  let n = 0;
  while (x_2 > 1 && n < c0) {
    x_2 = x_2 * 0.5;
    n++;
  }
  const halvings_result = n;
  const stored = halvings_result | 0;
  out0[out0$p0] = stored;
}`);
  assert.is(lines.length, text.split("\n").length - 1);
  assert.equal(lines[4], nest.span);
});

const evaluate = (text: string) => new Function(`return (${text});`)() as (a: number, b: number) => number;

test("monoids are expressions where they can be", () => {
  const { monoid, fn: plus } = builtinMonoid("add", "f32");
  assert.is(emitMonoid(monoid.fn, [plus]), "(a, b) => Math.fround(a + b)");
  const either = builtinMonoid("or", "bool");
  assert.is(emitMonoid(either.monoid.fn, [either.fn]), "(a, b) => Number(a !== 0 || b !== 0)");
  const far = fn("far", { a: "f64", b: "f64" }, [ret(choose(compare("gt", math("abs", "f64", local("a")), math("abs", "f64", local("b"))), local("a"), local("b")))]);
  assert.is(evaluate(emitMonoid("@far", [far]))(-3, 2), -3);
});

test("monoids with statements, throws and bits", () => {
  const first = fn("first", { a: "f64", b: "f64" }, [
    when(compare("lt", local("a"), num(0)), [{ kind: "throw", error: "RangeError", parts: ["negative ", ""], values: [local("a")], span: { file: "a.ts", line: 1, column: 1 } }]),
    when(compare("eq", math("highWord", "int", local("a")), int(0)), [ret(local("b"))]), ret(local("a")),
  ]);
  const combine = evaluate(emitMonoid("@first", [first]));
  assert.is(combine(0, 5), 5);
  assert.is(combine(2, 5), 2);
  assert.throws(() => combine(-1, 5), /negative -1/);
});

test.run();
