import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ArrayNode, Loop } from "../ir/array.ts";
import { statementsIn } from "../ir/blocks.ts";
import type { Program } from "../ir/host.ts";
import { verifyProgram } from "../ir/verify.ts";
import { operators } from "../ops/index.ts";
import { hostCode, programBuilder, testSpan, x } from "../reference/programBuilder.ts";
import { fuse } from "./fuse.ts";

const test = suite("fuse");
const loopsOf = (program: Program<ArrayNode>): Loop[] => [...statementsIn(program.body)].flatMap((s) => (s.kind === "array" && s.node.kind === "loop" ? [s.node] : []));
const kinds = (program: Program<ArrayNode>): string[] => program.body.map((s) => (s.kind === "array" ? (s.node.kind === "loop" ? s.node.ops.map((o) => o.op).join("+") : s.node.op) : s.kind));
const build = () => {
  const b = programBuilder(operators);
  const index = b.kernel([["i", "int"]], x.real(x.local("i", "int")), { indices: 1 }), twice = b.kernel([["v", "f64"]], x.op("mul", x.local("v"), x.number(2)));
  return { b, index, twice, vector: () => b.op("generate", [], { attributes: { shape: [{ host: "n" }] }, kernel: index }) };
};

test("a chain of ten maps and a sum is one loop that stores nothing", () => {
  const { b, twice, vector } = build();
  let a = vector();
  for (let k = 0; k < 10; k++) a = b.op("map", [a], { kernel: twice });
  b.scalar("total", b.op("sum", [a]));
  b.hostResult("total");
  const [loop, ...others] = loopsOf(fuse(b.program(), operators));
  assert.is(others.length, 0);
  assert.is(loop!.steps.length, 11);
  assert.equal(loop!.outputs.map((o) => o.kind), ["reduce"]);
  assert.is(loop!.inputs.length, 0);
});

test("several results come from one pass, and equal steps are made once", () => {
  const { b, twice, vector } = build(), a = vector(), m = b.op("map", [a], { kernel: twice }), again = b.op("map", [a], { kernel: twice });
  for (const [k, value] of [b.op("sum", [m]), b.op("max", [again]), b.op("min", [a])].entries()) {
    b.scalar(`s${k}`, value);
    b.hostResult(`s${k}`);
  }
  b.result("m", m);
  const [loop, ...others] = loopsOf(fuse(b.program(), operators));
  assert.is(others.length, 0);
  assert.is(loop!.steps.length, 2);
  assert.equal(loop!.outputs.map((o) => o.kind).sort(), ["reduce", "reduce", "reduce", "store"]);
});

test("what a reduction gives starts a new loop", () => {
  const { b, vector } = build(), a = vector(), shift = b.kernel([["v", "f64"], ["s", "f64"]], x.op("sub", x.local("v"), x.local("s")), { captures: ["s"] });
  b.scalar("s", b.op("sum", [a]));
  b.result("centred", b.op("map", [a], { kernel: shift }));
  assert.equal(kinds(fuse(b.program(), operators)), ["generate+sum", "scalar", "map"]);
});

test("loops merge across host statements, which keep their order", () => {
  const { b, twice, vector } = build(), a = vector();
  b.host("console.log(1);");
  const m = b.op("map", [a], { kernel: twice });
  b.effect("print", [a]);
  b.host("console.log(2);");
  b.scalar("s", b.op("sum", [m]));
  b.hostResult("s");
  assert.equal(kinds(fuse(b.program(), operators)), ["host", "generate+map+sum", "effect", "host", "scalar"]);
});

test("what reads a file stays where it stands among effects", () => {
  const { b, twice, vector } = build(), a = vector();
  b.effect("writeCsv", [a]);
  const read = b.op("readCsv", [], { attributes: { file: { host: "n" } } });
  b.result("sums", b.op("zipWith", [read, read], { kernel: twice }));
  b.result("a", b.op("map", [a], { kernel: twice }));
  const order = kinds(fuse(b.program(), operators));
  assert.ok(order.indexOf("effect") < order.indexOf("readCsv"), order.join(" "));
});

test("a neighbour access and a row of a matrix need the whole array", () => {
  const { b, vector } = build(), a = vector(), three = b.kernel([["l", "f64"], ["r", "f64"]], x.op("add", x.local("l"), x.local("r")), { offsets: [[-1], [1]] });
  b.result("s", b.op("stencil", [a], { kernel: three, attributes: { options: { boundary: "wrap" } } }));
  assert.equal(kinds(fuse(b.program(), operators)), ["generate", "stencil"]);
});

test("a transposed reader takes its producer along", () => {
  const { b } = build(), k = b.kernel([["i", "int"], ["j", "int"]], x.real(x.op("sub", x.local("i", "int"), x.local("j", "int"))), { indices: 2 });
  b.result("t", b.op("transpose", [b.op("generate", [], { attributes: { shape: [3, 5] }, kernel: k })]));
  const [loop, ...others] = loopsOf(fuse(b.program(), operators));
  assert.is(others.length, 0);
  assert.equal(loop!.shape, [5, 3]);
  assert.equal(loop!.steps[0]!.args, [{ kind: "index", axis: 1 }, { kind: "index", axis: 0 }]);
});

test("a value that is no longer stored is still read back through its dtype", () => {
  const { b, vector, twice } = build(), small = b.op("cast", [vector()], { attributes: { to: "f32" }, element: "f32" });
  b.result("m", b.op("map", [small], { kernel: twice, element: "f64" }));
  const [loop] = loopsOf(fuse(b.program(), operators));
  const read = loop!.steps.at(-1)!.args[0]!;
  assert.is(read.kind === "step" && read.dtype, "f32");
});

test("a position that was stored as f64 is one for its reader", () => {
  const { b, twice } = build();
  b.result("m", b.op("map", [b.op("iota", [], { attributes: { n: 5 }, element: "f64" })], { kernel: twice }));
  const fused = fuse(b.program(), operators);
  assert.equal(kinds(fused), ["iota+map"]);
  assert.equal(verifyProgram(fused), []);
});

test("a position that is folded is counted as an integer", () => {
  const { b } = build();
  b.scalar("s", b.op("sum", [b.op("iota", [], { attributes: { n: 5 } })]));
  b.hostResult("s");
  const fused = fuse(b.program(), operators);
  assert.equal(kinds(fused), ["iota+sum", "scalar"]);
  assert.equal(verifyProgram(fused), []);
});

test("a loop alone reads an array and a host variable once", () => {
  const { b, vector } = build(), a = b.op("stencil", [vector()], { kernel: b.kernel([["v", "f64"]], x.local("v"), { offsets: [[1]] }) });
  const kernel = b.kernel([["v", "f64"], ["w", "f64"], ["c", "f64"], ["d", "f64"]], x.op("mul", x.op("add", x.local("v"), x.local("w")), x.op("sub", x.local("c"), x.local("d"))), { captures: ["c", "c"] });
  b.result("a", a);
  b.result("z", b.op("stencil", [b.op("zipWith", [a, a], { kernel })], { kernel: b.kernel([["v", "f64"]], x.local("v"), { offsets: [[1]] }) }));
  const loop = loopsOf(fuse(b.program(), operators)).find((l) => l.ops.some((o) => o.op === "zipWith"))!;
  assert.equal([loop.inputs.length, loop.captures], [1, ["c"]]);
});

test("a kernel that may throw stays where nobody uses what it makes", () => {
  const { b, vector } = build(), a = vector();
  b.op("map", [a], { kernel: b.kernel([["v", "f64"]], [{ kind: "if", test: x.less(x.local("v"), x.number(0)), then: [{ kind: "throw", error: "RangeError", parts: ["negative"], values: [], span: testSpan(2) }], else: [] }, { kind: "return", values: [x.local("v")] }]) });
  b.scalar("s", b.op("sum", [a]));
  b.hostResult("s");
  const fused = fuse(b.program(), operators);
  assert.equal(verifyProgram(fused), []);
  assert.ok(loopsOf(fused).every((loop) => loop.outputs.length > 0) && loopsOf(fused).some((loop) => loop.ops.some((o) => o.op === "map")));
});

test("slots are seen through where no loop or branch stands between", () => {
  const { b, twice, vector } = build();
  b.slot("u", { element: "f64", shape: ["n"] });
  b.write("u", vector());
  b.write("u", b.op("map", [b.read("u")], { kernel: twice }));
  const body = b.block(() => b.write("u", b.op("map", [b.read("u")], { kernel: twice })));
  b.statement({ kind: "forOf", label: "l", binding: "t", iterable: hostCode("[1, 2]"), body, span: testSpan(9) });
  b.scalar("s", b.op("sum", [b.read("u")]));
  b.hostResult("s");
  const fused = fuse(b.program(), operators);
  assert.equal(kinds(fused), ["generate+map", "write", "forOf", "read", "sum", "scalar"]);
});

test("an inlined function is no border, and what nobody uses is gone", () => {
  const { b, twice, vector } = build(), a = vector();
  b.slot("r", { element: "f64", shape: ["n"] });
  b.statement({ kind: "block", label: "f", body: b.block(() => {
    b.op("map", [a], { kernel: twice });
    b.write("r", b.op("map", [a], { kernel: twice }));
  }), span: testSpan(3) });
  b.result("out", b.op("map", [b.read("r")], { kernel: twice }));
  const fused = fuse(b.program(), operators);
  assert.equal(kinds(fused), ["generate+map+map"]);
  assert.is(fused.slots.length, 0);
});
test.run();
