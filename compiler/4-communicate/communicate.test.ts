import { suite } from "uvu";
import * as assert from "uvu/assert";
import { distribute } from "../3-distribute/distribute.ts";
import { fuse } from "../2-fuse/fuse.ts";
import { statementsIn } from "../ir/blocks.ts";
import { verifyLocal } from "../ir/verify.ts";
import type { LocalNode, LocalProgram } from "../ir/spmd.ts";
import { operators } from "../ops/index.ts";
import { hostCode, programBuilder, testSpan, x } from "../reference/programBuilder.ts";
import type { ProgramBuilder } from "../reference/programBuilder.ts";
import { communicate } from "./communicate.ts";

const test = suite("communicate");
const compile = (make: (b: ProgramBuilder) => void): LocalProgram => {
  const b = programBuilder(operators);
  make(b);
  const local = communicate(distribute(fuse(b.program(), operators)));
  assert.equal(verifyLocal(local), []);
  return local;
};
const nodes = (local: LocalProgram): LocalNode[] => [...statementsIn(local.body)].flatMap((s) => (s.kind === "array" ? [s.node] : []));
/** What ranks say to each other, in order. */
const collectives = (local: LocalProgram): string[] => nodes(local).flatMap((n) => ("collective" in n && n.collective !== "none" && n.collective !== "slice" ? [n.collective] : []));
const launches = (local: LocalProgram): number => nodes(local).filter((n) => n.kind === "launch").length;
const host = (name: string) => ({ host: name });
const vector = (b: ProgramBuilder) => b.op("generate", [], { attributes: { shape: [host("n")] }, kernel: b.kernel([["i", "int"]], x.real(x.local("i", "int")), { indices: 1 }) });
const matrix = (b: ProgramBuilder) => b.op("generate", [], { attributes: { shape: [host("n"), host("m")] }, kernel: b.kernel([["i", "int"], ["j", "int"]], x.real(x.op("sub", x.local("i", "int"), x.local("j", "int"))), { indices: 2 }) });
const cross = (b: ProgramBuilder) => b.kernel([["l", "f64"], ["r", "f64"], ["o", "f64"]], x.op("add", x.local("l"), x.op("add", x.local("r"), x.local("o"))), { offsets: [[-1, 0], [0, 2], [0, 0]] });

test("a sum is one kernel and one small collective, which says why it is there", () => {
  const local = compile((b) => {
    b.scalar("s", b.op("sum", [vector(b)]));
    b.hostResult("s");
  });
  assert.is(launches(local), 1);
  assert.equal(collectives(local), ["allgather"]);
  const combine = nodes(local).find((n) => n.kind === "combine");
  assert.is(combine?.kind === "combine" && combine.cause.reason, "sum needs every rank's part");
});

test("rows that are dealt out or cut into blocks are folded without a word", () => {
  const local = compile((b) => b.result("r", b.op("reduceRows", [matrix(b)], { monoid: "max" })));
  assert.equal(collectives(local), []);
  assert.is(launches(local), 1);
});

test("folds of the same values share their leaves", () => {
  const local = compile((b) => {
    const a = matrix(b);
    b.result("total", b.op("sum", [a]));
    b.result("rows", b.op("reduceRows", [a], { monoid: "add" }));
    b.result("along", b.op("scanRows", [a], { monoid: "add" }));
    b.result("all", b.op("scanAll", [a], { monoid: "add" }));
  });
  assert.equal(nodes(local).map((n) => n.kind), ["launch", "combine", "carry", "together", "launch"]);
  assert.equal(local.nests[0]!.outputs.map((o) => o.mode), ["leaf", "scan"]);
});

test("folds that are wanted at the same time share an exchange, what only computes on their results waits", () => {
  const local = compile((b) => {
    const one = vector(b), square = b.op("map", [matrix(b)], { kernel: b.kernel([["v", "f64"]], x.op("mul", x.local("v"), x.local("v"))) });
    b.scalar("s", b.op("mean", [one]));
    b.scalar("t", b.op("reduceAll", [square], { monoid: "max" }));
    b.host("const q = s / t;", ["s", "t"], ["q"], true);
    const m = b.op("map", [one], { kernel: b.kernel([["v", "f64"], ["q", "f64"]], x.op("mul", x.local("v"), x.local("q")), { captures: ["q"] }) });
    b.scalar("u", b.op("sum", [m]));
    b.hostResult("u");
  });
  assert.equal(local.body.map((s) => (s.kind === "array" ? s.node.kind : s.kind)), ["launch", "launch", "together", "launch", "scalar", "scalar", "host", "launch", "combine", "scalar"]);
  const shared = nodes(local).find((n) => n.kind === "together");
  assert.is(shared?.kind === "together" && shared.cause.reason, "sum needs every rank's part; reduceAll needs every rank's part");
});

test("an operator that takes a fold's result as an argument comes after it", () => {
  const local = compile((b) => {
    const one = vector(b);
    b.scalar("down", b.op("sum", [one]));
    b.result("sorted", b.op("sort", [one], { attributes: { options: { descending: { host: "down" } } } }));
    b.hostResult("down");
  });
  const kinds = local.body.map((s) => (s.kind === "array" ? s.node.kind : s.kind));
  assert.ok(kinds.indexOf("scalar") < kinds.indexOf("call"), kinds.join(" "));
});

test("a fold is not put off into or over a branch", () => {
  const local = compile((b) => {
    b.scalar("s", b.op("sum", [vector(b)]));
    const then = b.block(() => { b.scalar("t", b.op("sum", [vector(b)])); b.host("console.log(t);", ["t"], []); });
    b.statement({ kind: "if", test: hostCode("true"), then, else: [], span: testSpan(9) });
    b.host("console.log(s);", ["s"], []);
  });
  assert.equal(local.body.map((s) => (s.kind === "array" ? s.node.kind : s.kind)), ["launch", "combine", "scalar", "if", "host"]);
});

test("a scan is two launches with the carries between", () => {
  const local = compile((b) => b.result("r", b.op("scanAll", [vector(b)], { monoid: "add" })));
  assert.equal(nodes(local).map((n) => n.kind), ["launch", "carry", "launch"]);
  assert.equal(collectives(local), ["allgather"]);
});

test("what is computed from a scan is computed as it is finished", () => {
  const half = (b: ProgramBuilder) => b.kernel([["v", "f64"]], x.op("mul", x.local("v"), x.number(0.5)));
  const local = compile((b) => {
    b.scalar("s", b.op("sum", [b.op("map", [b.op("scanAll", [vector(b)], { monoid: "add" })], { kernel: half(b) })]));
    b.hostResult("s");
  });
  assert.equal(nodes(local).map((n) => n.kind), ["launch", "carry", "launch", "combine"]);
  assert.equal(local.nests[1]!.outputs.map((o) => o.mode), ["leaf"]);
  const kept = compile((b) => {
    const prefixes = b.op("scanAll", [vector(b)], { monoid: "add" });
    b.result("p", prefixes);
    b.result("m", b.op("map", [prefixes], { kernel: half(b) }));
    b.result("n", b.op("shift", [prefixes], { attributes: { offsets: [1] } }));
  });
  assert.equal(nodes(kept).map((n) => n.kind), ["launch", "carry", "launch", "reshard", "launch"]);
  assert.equal(kept.nests.at(-1)!.outputs.map((o) => o.mode), ["store", "store"]);
});

test("a time loop of a stencil exchanges one halo a step, and nothing else", () => {
  const local = compile((b) => {
    b.slot("u", { element: "f64", shape: ["n", "m"] });
    b.write("u", matrix(b));
    const body = b.block(() => b.write("u", b.op("stencil", [b.read("u")], { kernel: cross(b) })));
    b.statement({ kind: "forOf", label: "l", binding: "t", iterable: hostCode("[1, 2]"), body, span: testSpan(9) });
    b.result("u", b.read("u"));
  });
  assert.equal(collectives(local), ["halo"]);
  assert.equal(nodes(local).flatMap((n) => (n.kind === "launch" ? n.outputs.map((o) => o.room) : [])), [{ halos: [1], corners: false }, { halos: [1], corners: false }]);
  const halo = nodes(local).find((n) => n.kind === "reshard");
  assert.is(halo?.kind === "reshard" && halo.result.placement.kind === "block" && halo.result.placement.halo, 1);
  assert.is(halo?.kind === "reshard" && halo.cause.reason, "stencil reads up to 1 position beyond each rank's rows");
});

test("what does not change in a loop is moved once, before it", () => {
  const local = compile((b) => {
    const a = matrix(b), body = b.block(() => { b.effect("print", [a]); b.effect("imshow", [a]); });
    b.statement({ kind: "forOf", label: "l", binding: "t", iterable: hostCode("[1, 2]"), body, span: testSpan(9) });
  });
  assert.equal(local.body.map((s) => (s.kind === "array" ? s.node.kind : s.kind)), ["launch", "reshard", "forOf"]);
  assert.equal(collectives(local), ["gather"]);
});

test("a transposed array costs an alltoall only where both layouts are wanted", () => {
  const free = compile((b) => { const a = matrix(b); b.result("a", a); b.result("t", b.op("transpose", [a])); });
  assert.equal(collectives(free), []);
  const forced = compile((b) => {
    const a = b.op("distribute", [matrix(b)], { attributes: { how: "rows" } });
    b.result("t", b.op("distribute", [b.op("transpose", [a])], { attributes: { how: "rows" } }));
    b.result("a", a);
  });
  assert.equal(collectives(forced), ["alltoall"]);
});

test("captures of steps and of boundaries are the nest's, and functions that nobody calls are gone", () => {
  const local = compile((b) => {
    b.host("const edge = 2, f = 3;", [], ["edge", "f"]);
    const scaled = b.op("map", [matrix(b)], { kernel: b.kernel([["v", "f64"], ["f", "f64"]], x.op("mul", x.local("v"), x.local("f")), { captures: ["f"] }) });
    b.kernel([["q", "f64"]], x.local("q"));
    b.result("s", b.op("shift", [scaled], { attributes: { offsets: [1, 1], options: { boundary: host("edge") } } }));
  });
  assert.equal(local.nests.map((n) => n.captures.map((c) => `${c.name}: ${c.type}`)), [["f: f64"], ["edge: f64"]]);
  assert.is(local.kernels.length, 2);
});
test.run();
