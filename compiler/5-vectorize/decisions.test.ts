// Numbers that only stand for cases, and captures that are always the same.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { KernelFunction, KernelStatement } from "../ir/kernel.ts";
import type { LaneCode } from "../ir/lanes.ts";
import { visitExpressions } from "../ir/laneWalks.ts";
import { elementNest } from "../../test/support/handNests.ts";
import { add, choose, compare, fn, int, local, loop, num, ret, set } from "../../test/support/kernels.ts";
import { vectorize } from "./vectorize.ts";

const test = suite("decisions");

const k = local("k", "int"), x = local("x"), which = set("k", choose(compare("lt", x, num(0)), int(0), choose(compare("lt", x, num(1)), int(1), int(2))));
const kernel = (name: string, body: readonly KernelStatement[]): KernelFunction => fn(name, { x: "f64" }, body, "f64", { k: "int" });

function wideOf(f: KernelFunction): LaneCode {
  return vectorize({ nests: [elementNest(f, ["f64"], "f64")], functions: [f] }).nests[0]!.passes[0]!.wide!;
}

function compared(code: LaneCode): number {
  let count = 0;
  visitExpressions(code.body, (e) => { if (e.kind === "compare") count++; });
  return count;
}

const is = (n: number, value: number) => choose(compare("eq", k, int(n)), num(value), num(0));

test("a number that is compared with constants becomes conditions", () => {
  const code = wideOf(kernel("f", [which, ret(add(add(is(0, 3), is(1, 4)), choose(compare("ge", k, int(1)), x, num(5))))]));
  assert.is(compared(code), 2);
  assert.not.ok(code.locals.some((l) => l.type !== "bool" && l.type !== "f64"));
});

test("one that is used otherwise, or changes, stays", () => {
  assert.ok(compared(wideOf(kernel("f", [which, ret(add(add(is(0, 3), is(1, 4)), { kind: "convert", type: "f64", operand: k }))]))) > 2);
  const counting = [which, loop("L", compare("lt", k, int(5)), [set("k", add(k, int(1)))]), ret(add(is(5, 1), is(6, 2)))];
  assert.ok(compared(wideOf(kernel("f", counting))) > 2);
});

test("a capture that is always the same is a constant", () => {
  const f = fn("f", { x: "f64", c: "f64" }, [ret(choose(compare("eq", local("c"), num(2)), x, num(0)))]), nest = elementNest(f, ["f64"], "f64", { captures: ["f64"] });
  const testsOf = (constants: readonly (number | undefined)[]): number => compared(vectorize({ nests: [nest], functions: [f], constants: new Map([["f", constants]]) }).nests[0]!.passes[0]!.scalar);
  assert.is(testsOf([undefined]), 1);
  assert.is(testsOf([2]), 0);
});

test.run();
