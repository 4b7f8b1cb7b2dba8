import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fuse } from "../2-fuse/fuse.ts";
import { statementsIn } from "../ir/blocks.ts";
import { showPlacement } from "../ir/placement.ts";
import type { Placed } from "../ir/placed.ts";
import { effects, operators } from "../ops/index.ts";
import { hostCode, programBuilder, testSpan, x } from "../reference/programBuilder.ts";
import type { ProgramBuilder } from "../reference/programBuilder.ts";
import { distribute } from "./distribute.ts";
import { workOfLoop } from "../ir/work.ts";

const test = suite("distribute");
const place = (make: (b: ProgramBuilder) => void): Placed => {
  const b = programBuilder(operators);
  make(b);
  return distribute(fuse(b.program(), operators), { operators, effects });
};
const loops = (placed: Placed): string[] => [...placed.loops.values()].map(showPlacement);
const host = (name: string) => ({ host: name });

const coordinates = (b: ProgramBuilder, shape: readonly (number | string)[]) => {
  const names = ["i", "j", "k"].slice(0, shape.length), sum = names.map((n) => x.local(n, "int")).reduce((a, e) => x.op("add", a, e));
  return b.op("generate", [], { attributes: { shape: shape.map((e) => (typeof e === "number" ? e : host(e))) }, kernel: b.kernel(names.map((n) => [n, "int"]), x.real(sum), { indices: shape.length }) });
};
/** it = 0; while (it < i) it++ */
const uneven = (b: ProgramBuilder) =>
  b.kernel([["i", "int"]], [
    { kind: "assign", target: "it", value: x.number(0, "int") },
    { kind: "while", label: "l", test: x.less(x.local("it", "int"), x.local("i", "int")), testFirst: true, body: [{ kind: "assign", target: "it", value: x.op("add", x.local("it", "int"), x.number(1, "int")) }], step: [] },
    { kind: "return", values: [x.real(x.local("it", "int"))] },
  ], { indices: 1, locals: [["it", "int"]] });

test("large arrays are blocks of rows, a handful of elements is cheaper on every rank", () => {
  assert.equal(loops(place((b) => b.result("a", coordinates(b, ["n", "m"])))), ["block(0)"]);
  assert.equal(loops(place((b) => b.result("s", b.op("sum", [coordinates(b, [10])])))), ["replicated"]);
});

test("a sum of a vector keeps its leaves whole", () => {
  assert.equal(loops(place((b) => b.result("s", b.op("sum", [coordinates(b, ["n"])])))), ["block(0, align 128)"]);
  assert.equal(loops(place((b) => b.result("s", b.op("sum", [coordinates(b, [1000000])])))), ["block(0, align 128)"]);
});

test("what is stored for a sum is aligned for it, so that nothing moves", () => {
  const placed = place((b) => {
    const a = coordinates(b, ["n"]);
    b.scalar("s", b.op("sum", [a]));
    const m = b.op("map", [a], { kernel: b.kernel([["v", "f64"], ["s", "f64"]], x.op("mul", x.local("v"), x.local("s")), { captures: ["s"] }) });
    b.result("total", b.op("sum", [m]));
    b.result("a", a);
  });
  assert.equal(new Set(loops(placed)), new Set(["block(0, align 128)"]));
});

test("elements of unequal cost are dealt out, unless leaves must stay whole", () => {
  assert.equal(loops(place((b) => b.result("a", b.op("generate", [], { attributes: { shape: [host("n")] }, kernel: uneven(b) })))), ["cyclic(0)"]);
  assert.equal(loops(place((b) => b.result("s", b.op("sum", [b.op("generate", [], { attributes: { shape: [host("n")] }, kernel: uneven(b) })])))), ["block(0, align 128)"]);
});

test("a column sum is placed by columns where rows would move more", () => {
  const placed = place((b) => {
    const a = b.op("distribute", [coordinates(b, ["n", "m"])], { attributes: { how: "cols" } });
    b.result("c", b.op("reduceCols", [a], { monoid: "add" }));
  });
  assert.equal(new Set(loops(placed)), new Set(["block(1)"]));
});

test("a hint is obeyed", () => {
  for (const [how, at] of [["rows", "block(0)"], ["cols", "block(1)"], ["cyclic", "cyclic(0)"], ["replicated", "replicated"]] as const) {
    let hinted = "";
    const placed = place((b) => {
      const v = b.op("distribute", [coordinates(b, ["n", "m"])], { attributes: { how } });
      hinted = v;
      b.result("a", v);
    });
    assert.is(showPlacement(placed.placements.get(hinted as "%0")!), at);
  }
});

test("a slot keeps one placement, and the loop around it pulls what is made before", () => {
  const placed = place((b) => {
    b.slot("u", { element: "f64", shape: ["n", "m"] });
    b.write("u", coordinates(b, ["n", "m"]));
    const body = b.block(() => b.write("u", b.op("scanRows", [b.op("distribute", [b.read("u")], { attributes: { how: "rows" } })], { monoid: "add" })));
    b.statement({ kind: "forOf", label: "l", binding: "t", iterable: hostCode("[1, 2]"), body, span: testSpan(9) });
    b.result("t", b.op("transpose", [b.read("u")]));
  });
  assert.is(showPlacement(placed.slotPlacements.u!), "block(0)");
  assert.equal(loops(placed), ["block(0)", "block(0)", "block(1)"]);
});

test("work: a test of elements or positions is uneven, one of captures is not", () => {
  const work = (captured: boolean) => {
    const b = programBuilder(operators);
    const loop = b.kernel([["i", "int"], ["n", "int"]], [
      { kind: "assign", target: "it", value: x.number(0, "int") },
      { kind: "while", label: "l", test: x.less(x.local("it", "int"), x.local(captured ? "n" : "i", "int")), testFirst: true, body: [{ kind: "assign", target: "it", value: x.op("add", x.local("it", "int"), x.number(1, "int")) }], step: [] },
      { kind: "return", values: [x.real(x.local("it", "int"))] },
    ], { indices: 1, captures: ["n"], locals: [["it", "int"]] });
    b.result("a", b.op("generate", [], { attributes: { shape: [100] }, kernel: loop }));
    const fused = fuse(b.program(), operators);
    const node = [...statementsIn(fused.body)].flatMap((s) => (s.kind === "array" && s.node.kind === "loop" ? [s.node] : []))[0]!;
    return workOfLoop(node, fused.kernels);
  };
  assert.is(work(true).uneven, false);
  assert.is(work(false).uneven, true);
  assert.ok(work(false).operations > work(true).operations);
});
test.run();
