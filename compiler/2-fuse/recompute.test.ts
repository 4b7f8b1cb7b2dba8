import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ArrayNode, Loop } from "../ir/array.ts";
import { statementsIn } from "../ir/blocks.ts";
import type { Program } from "../ir/host.ts";
import { verifyProgram } from "../ir/verify.ts";
import { operators } from "../ops/index.ts";
import { hostCode, programBuilder, testSpan, x } from "../reference/programBuilder.ts";
import type { ProgramBuilder } from "../reference/programBuilder.ts";
import { interpret } from "../reference/interpret.ts";
import { fuse } from "./fuse.ts";

const test = suite("recompute");

/** The fused program, whose results are what the unfused one's are. */
function fused(make: (b: ProgramBuilder) => void): Program<ArrayNode> {
  const b = programBuilder(operators);
  make(b);
  const program = b.program(), result = fuse(program, operators);
  assert.equal(verifyProgram(result), []);
  assert.equal(interpret(result).results, interpret(program).results);
  return result;
}
const loops = (program: Program<ArrayNode>): string[] => [...statementsIn(program.body)].flatMap((s) => (s.kind === "array" && s.node.kind === "loop" ? [s.node.ops.map((o) => o.op).join("+")] : []));
const only = (program: Program<ArrayNode>): Loop => [...statementsIn(program.body)].flatMap((s) => (s.kind === "array" && s.node.kind === "loop" ? [s.node] : [])).at(-1)!;

const positions = (b: ProgramBuilder, n: number) => b.op("generate", [], { attributes: { shape: [n] }, kernel: b.kernel([["i", "int"]], x.real(x.op("mul", x.local("i", "int"), x.local("i", "int"))), { indices: 1 }) });
/** Something that must be stored: its reader needs all of it. */
const stored = (b: ProgramBuilder, n = 5) => b.op("scanAll", [positions(b, n)], { monoid: "add" });
const half = (b: ProgramBuilder) => b.kernel([["v", "f64"]], x.op("mul", x.local("v"), x.number(0.5)));
const dear = (b: ProgramBuilder) => b.kernel([["v", "f64"]], [1, 2, 3, 4, 5, 6].reduce((e, k) => x.op("mul", e, x.number(k)), x.local("v")));
const difference = (b: ProgramBuilder, offsets: readonly number[][]) => b.kernel([["l", "f64"], ["r", "f64"]], x.op("sub", x.local("l"), x.local("r")), { offsets });

test("a vector beside a matrix is read where it is, along one axis and the other", () => {
  const program = fused((b) => {
    const wide = b.op("broadcastTo", [stored(b)], { attributes: { shape: [5, 5] } });
    b.result("r", b.op("zipWith", [wide, b.op("transpose", [wide])], { kernel: b.kernel([["l", "f64"], ["r", "f64"]], x.op("sub", x.local("l"), x.local("r"))) }));
  });
  assert.equal(only(program).inputs.map((i) => i.access.axes.map((a) => a.loop)).sort(), [[0], [1]]);
  assert.equal(loops(program).length, 2);
});

test("a stencil of something cheap computes it at each distance, of something dear it does not", () => {
  for (const [kernel, count] of [[half, 2], [dear, 3]] as const)
    for (const boundary of ["clamp", "wrap", "reflect"]) {
      const program = fused((b) => {
        const m = b.op("map", [stored(b)], { kernel: kernel(b) });
        b.result("r", b.op("stencil", [m], { kernel: difference(b, [[-1], [2]]), attributes: { options: { boundary } } }));
      });
      assert.is(loops(program).length, count, boundary);
    }
});

test("one after another: a cast of a map in a stencil", () => {
  const program = fused((b) => {
    const positive = b.op("cast", [b.op("map", [stored(b)], { kernel: half(b) })], { element: "i8" });
    b.result("r", b.op("stencil", [b.op("cast", [positive], { element: "f64" })], { kernel: difference(b, [[-1], [1]]) }));
  });
  assert.is(loops(program).length, 2);
});

test("read once, even something dear is computed where it is read", () => {
  const program = fused((b) => b.result("r", b.op("shift", [b.op("map", [stored(b)], { kernel: dear(b) })], { attributes: { offsets: [1] } })));
  assert.equal(loops(program).length, 2);
});

test("not where a constant stands outside, the position matters, or somebody else needs the value", () => {
  const outside = fused((b) => b.result("r", b.op("shift", [b.op("map", [stored(b)], { kernel: half(b) })], { attributes: { offsets: [1], options: { boundary: 7 } } })));
  const position = fused((b) => b.result("r", b.op("shift", [positions(b, 5)], { attributes: { offsets: [1] } })));
  const needed = fused((b) => {
    const m = b.op("map", [stored(b)], { kernel: half(b) });
    b.result("m", m);
    b.result("r", b.op("shift", [m], { attributes: { offsets: [1] } }));
  });
  assert.equal([loops(outside).length, loops(position).length, loops(needed).length], [3, 2, 3]);
});

test("a constant is not read in a loop of the host's, what takes work is not done there again", () => {
  const inLoop = (make: (b: ProgramBuilder) => `%${number}`): string[] => loops(fused((b) => {
    const a = make(b);
    b.slot("u", { element: "f64", shape: [5] });
    b.write("u", stored(b));
    const body = b.block(() => b.write("u", b.op("zipWith", [b.read("u"), a], { kernel: b.kernel([["l", "f64"], ["r", "f64"]], x.op("add", x.local("l"), x.local("r"))) })));
    b.statement({ kind: "forOf", label: "l", binding: "t", iterable: hostCode("[1, 2]"), body, span: testSpan(9) });
    b.result("u", b.read("u"));
  }));
  assert.equal(inLoop((b) => b.op("ones", [], { attributes: { shape: [5] } })), ["generate+scanAll", "ones+zipWith"]);
  assert.is(inLoop((b) => positions(b, 5)).length, 3);
});
test.run();
