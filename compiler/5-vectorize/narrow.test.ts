// Which values become 32-bit integers, and which must not.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { KernelExpression, KernelFunction } from "../ir/kernel.ts";
import type { LaneCode, LaneStatement } from "../ir/lanes.ts";
import type { DType, ScalarType } from "../ir/types.ts";
import { elementNest } from "../../test/support/handNests.ts";
import { add, arithmetic, bits, compare, convert, fn, int, local, loop, math, mul, num, ret, set, sub } from "../../test/support/kernels.ts";
import { visitExpressions } from "../ir/laneWalks.ts";
import { vectorize } from "./vectorize.ts";

const test = suite("narrow");

function scalarOf(kernel: KernelFunction, inputs: readonly DType[], output: DType, captures: readonly ("f64" | "int")[] = []): LaneCode {
  return vectorize({ nests: [elementNest(kernel, inputs, output, { captures })], functions: [kernel] }, { interleave: 0 }).nests[0]!.passes[0]!.scalar;
}
const typeOf = (code: LaneCode, name: string): string | undefined => code.locals.find((l) => l.name === name)?.type;
/** Operations by type: "i32.add", "f64.rem", "toInt32". */
function operations(code: LaneCode): Set<string> {
  const found = new Set<string>();
  visitExpressions(code.body, (e) => {
    if (e.kind === "binary") found.add(`${e.type}.${e.op}`);
    if (e.kind === "compare") found.add(`${e.left.type}.${e.op}`);
    if (e.kind === "unary") found.add(e.op);
    if (e.kind === "intrinsic") found.add(`${e.type}.${e.fn}`);
  });
  return found;
}
const n = local("n", "int"), x = local("x", "int");
const counting = (limit: KernelExpression, params: { readonly [name: string]: ScalarType }): KernelFunction =>
  fn("count", params, [set("n", int(0)), loop("L", compare("lt", n, limit), [], [set("n", add(n, int(1)))]), ret(n)], "int", { n: "int" });
const one = (e: KernelExpression, params: { readonly [name: string]: ScalarType } = { x: "int" }): KernelFunction => fn("one", params, [ret(e)], e.type);

test("a counter below a 32-bit bound is i32", () => {
  const code = scalarOf(counting(x, { x: "int" }), ["i32"], "i32");
  assert.is(typeOf(code, "n"), "i32");
  assert.ok(operations(code).has("i32.lt") && operations(code).has("i32.add"));
});

test("a counter below any number is not, but what is stored of it may be cheap", () => {
  const code = scalarOf(counting(convert(x, "f64"), { x: "f64" }), ["f64"], "i32");
  assert.is(typeOf(code, "n"), "f64");
});

test("sums of i32 elements stay exact", () => {
  assert.ok(operations(scalarOf(one(add(x, x)), ["i32"], "f64")).has("f64.add"));
  // ... but only the low bits are stored here
  assert.equal([...operations(scalarOf(one(add(x, x)), ["i32"], "i32"))], ["i32.add"]);
  assert.equal([...operations(scalarOf(one(mul(x, x)), ["u8"], "u8"))].filter((op) => op.startsWith("f64")), []);
  // the product of two i32 is not exact in a double
  assert.ok(operations(scalarOf(one(mul(x, x)), ["i32"], "i32")).has("f64.mul"));
});

test("remainders: not where -0 can be seen", () => {
  assert.ok(operations(scalarOf(one(arithmetic("rem", x, int(7))), ["u16"], "f64")).has("i32.rem"));
  assert.ok(operations(scalarOf(one(arithmetic("rem", x, int(7))), ["i16"], "f64")).has("f64.rem"));
  assert.ok(operations(scalarOf(one(arithmetic("rem", x, int(7))), ["i16"], "i32")).has("i32.rem"));
  assert.ok(operations(scalarOf(one(arithmetic("rem", add(arithmetic("rem", sub(x, int(1)), int(5)), int(5)), int(5))), ["u8"], "f64")).has("i32.rem"));
  assert.not.ok(operations(scalarOf(one(arithmetic("rem", x, local("y", "int")), { x: "int", y: "int" }), ["u8", "u8"], "f64")).has("i32.rem"), "the divisor may be 0");
});

test("halves round down by a shift, clamps are integer minima", () => {
  assert.ok(operations(scalarOf(one(math("floor", "int", arithmetic("div", convert(x, "f64"), num(2)))), ["i32"], "i32")).has("i32.shr"));
  assert.ok(operations(scalarOf(one(math("min", "int", add(x, x), int(255))), ["u8"], "u8")).has("i32.min"));
});

test("bit operators on small integers need no ToInt32", () => {
  assert.not.ok(operations(scalarOf(one(bits("and", add(x, int(1)), int(255))), ["i32"], "i32")).has("toInt32"));
  assert.ok(operations(scalarOf(one(math("floor", "int", local("x"))), ["f64"], "i32")).has("i32.toInt32") || operations(scalarOf(one(math("floor", "int", local("x")), { x: "f64" }), ["f64"], "i32")).has("toInt32"));
});

test("-0 from a product is kept", () => {
  const code = scalarOf(one(convert(mul(x, int(0)), "f32")), ["i32"], "f32");
  assert.not.ok(operations(code).has("i32.mul"));
});

const statements = (code: LaneCode): readonly LaneStatement[] => code.body;
test("what no way leads to is dropped", () => {
  const kernel = fn("never", { x: "f64" }, [loop("L", compare("lt", local("x"), num(1)), [{ kind: "break", label: "L" }], [set("n", int(1))]), ret(local("x"))], "f64", { n: "int" });
  const [, found] = statements(scalarOf(kernel, ["f64"], "f64"));
  assert.ok(found?.kind === "while" && found.step.length === 0);
});

test.run();
