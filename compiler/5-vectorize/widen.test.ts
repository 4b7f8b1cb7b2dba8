// What becomes of control flow in wide code: masks, selects, uniform counters, rows.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { KernelFunction, KernelStatement } from "../ir/kernel.ts";
import type { LaneCode, LaneExpression, LaneStatement } from "../ir/lanes.ts";
import type { DType } from "../ir/types.ts";
import type { ElementNest } from "../../test/support/handNests.ts";
import { elementNest } from "../../test/support/handNests.ts";
import { add, both, compare, convert, fn, int, local, loop, mul, nowhere, num, ret, set, sub, when } from "../../test/support/kernels.ts";
import { visitExpressions } from "../ir/laneWalks.ts";
import { vectorize } from "./vectorize.ts";

const test = suite("widen");

function wideOf(kernels: readonly KernelFunction[], inputs: readonly DType[], output: DType, options: ElementNest = {}): LaneCode {
  const wide = vectorize({ nests: [elementNest(kernels[0]!, inputs, output, options)], functions: kernels }).nests[0]!.passes[0]!.wide;
  assert.ok(wide, "it has wide code");
  return wide!;
}
const varying = (code: LaneCode, name: string): boolean | undefined => code.locals.find((l) => l.name === name)?.varying;
function assignments(statements: readonly LaneStatement[], target: string): LaneExpression[] {
  return statements.flatMap((s) => {
    switch (s.kind) {
      case "assign": return s.target === target ? [s.value] : [];
      case "if": return [...assignments(s.then, target), ...assignments(s.else, target)];
      case "while": return [...assignments(s.before, target), ...assignments(s.body, target), ...assignments(s.step, target)];
      case "block": return assignments(s.body, target);
      default: return [];
    }
  });
}
const x = local("x"), y = local("y"), n = local("n", "int");
const selects = (code: LaneCode): number => {
  let count = 0;
  visitExpressions(code.body, (e) => { if (e.kind === "select") count++; });
  return count;
};

const escape: readonly KernelStatement[] = [
  set("x", num(0)), set("y", num(0)), set("n", int(0)),
  loop("L", both(compare("lt", add(mul(x, x), mul(y, y)), num(4)), compare("lt", convert(n, "f64"), local("most"))), [
    set("t", add(sub(mul(x, x), mul(y, y)), mul(convert(local("j", "int"), "f64"), local("dx")))),
    set("y", add(mul(mul(num(2), x), y), mul(convert(local("i", "int"), "f64"), local("dx")))),
    set("x", local("t")), set("n", add(n, int(1))),
  ]),
  ret(n),
];
const mandelbrot = fn("mandelbrot", { i: "int", j: "int", most: "f64", dx: "f64" }, escape, "int", { x: "f64", y: "f64", t: "f64", n: "int" });

test("mandelbrot: the counter is one for all lanes, x and y run on, four vectors at a time", () => {
  const code = wideOf([mandelbrot], [], "i32", { indices: 2, captures: ["f64", "f64"] });
  assert.is(varying(code, "x"), true);
  assert.is(varying(code, "n"), false);
  assert.is(varying(code, "n_end"), true);
  assert.is(selects(code), 1, "what a lane leaves with");
  assert.is(code.width, 2);
  assert.is(code.interleave, 4);
});

test("a divergent if is a select, one for both arms", () => {
  const kernel = fn("f", { x: "f64" }, [when(compare("lt", x, num(0)), [set("y", num(1))], [set("y", num(2))]), ret(y)], "f64", { y: "f64" });
  assert.is(selects(wideOf([kernel], ["f64"], "f64")), 1);
});

test("a uniform if and a uniform loop stay", () => {
  const kernel = fn("f", { x: "f64", c: "f64" }, [
    set("y", x), when(compare("lt", local("c"), num(0)), [set("y", num(1))]),
    set("n", int(0)), loop("L", compare("lt", n, int(9)), [set("y", mul(y, x))], [set("n", add(n, int(1)))]), ret(y),
  ], "f64", { y: "f64", n: "int" });
  const code = wideOf([kernel], ["f64"], "f64", { captures: ["f64"] });
  assert.is(varying(code, "n"), false);
  assert.ok(code.body.some((s) => s.kind === "if") && code.body.some((s) => s.kind === "while" && s.test.kind === "compare"));
  assert.is(selects(code), 0);
});

test("a loop without lanes would not end: it is guarded", () => {
  const kernel = fn("f", { x: "f64" }, [
    set("y", x), when(compare("lt", x, num(0)), [set("n", int(0)), loop("L", compare("lt", n, int(9)), [set("y", mul(y, x))], [set("n", add(n, int(1)))])]), ret(y),
  ], "f64", { y: "f64", n: "int" });
  const guard = wideOf([kernel], ["f64"], "f64").body.find((s) => s.kind === "if");
  assert.ok(guard?.kind === "if" && guard.test.kind === "unary" && guard.test.op === "any");
});

test("a break of some lanes out of an inner loop ends the inner one for them too", () => {
  const leave: KernelStatement = { kind: "break", label: "outer" };
  const kernel = fn("f", { x: "f64" }, [
    set("y", x), set("n", int(0)),
    loop("outer", compare("lt", n, int(9)), [set("y", add(y, num(1))), loop("inner", compare("lt", y, num(4)), [set("y", add(y, y)), when(compare("gt", y, num(3)), [leave])])], [set("n", add(n, int(1)))]), ret(y),
  ], "f64", { y: "f64", n: "int" });
  const code = wideOf([kernel], ["f64"], "f64");
  assert.ok(assignments(code.body, "alive_inner").length >= 3 && assignments(code.body, "alive_outer").length >= 2);
});

test("what is the same for a whole row moves before it", () => {
  const kernel = fn("f", { x: "f64", i: "int", j: "int", c: "f64" }, [set("y", mul(convert(local("i", "int"), "f64"), local("c"))), ret(add(mul(x, y), convert(local("j", "int"), "f64")))], "f64", { y: "f64" });
  const code = wideOf([kernel], ["f64"], "f64", { indices: 2, captures: ["f64"] });
  assert.is(code.row.length, 1);
  const [first] = code.row;
  assert.is(varying(code, first?.kind === "assign" ? first.target : ""), false);
});

test("two lanes where an f64 varies, eight where 16 bits hold everything, else four", () => {
  const half = fn("f", { x: "f32" }, [ret(mul(local("x", "f32"), num(0.5, "f32")))], "f32");
  assert.is(wideOf([half], ["f32"], "f32").width, 4);
  assert.is(wideOf([fn("g", { x: "int" }, [ret(add(local("x", "int"), int(1)))], "int")], ["u8"], "u8").width, 8);
  assert.is(wideOf([fn("g", { x: "int" }, [ret(add(local("x", "int"), int(1)))], "int")], ["i16"], "i16").width, 4, "32767 + 1");
  assert.is(wideOf([fn("h", { x: "int" }, [ret(convert(local("x", "int"), "f32"))], "f32")], ["i32"], "f32").width, 4, "no f64 between i32 and f32");
  assert.is(wideOf([fn("k", { x: "f64" }, [ret(x)])], ["f32"], "f64").width, 2);
});

test("a throw of some lanes carries their mask", () => {
  const kernel = fn("f", { x: "f64" }, [when(compare("lt", x, num(0)), [{ kind: "throw", error: "RangeError", parts: ["negative"], values: [], span: nowhere }]), ret(x)]);
  const thrown = wideOf([kernel], ["f64"], "f64").body.find((s) => s.kind === "throw");
  assert.ok(thrown?.kind === "throw" && thrown.mask?.kind === "local");
});

test.run();
