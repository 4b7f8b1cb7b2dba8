import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { HostCode, Program, Statement } from "../ir/host.ts";
import type { Span } from "../ir/types.ts";
import { walkHost } from "./hostWalk.ts";
import type { HostEvaluator } from "./hostWalk.ts";

const test = suite("reference: hostWalk");
const span: Span = { file: "a.ts", line: 1, column: 1 };
const code = (text: string): HostCode => ({ text, reads: [], writes: [], span });
const host = (text: string): Statement<string> => ({ kind: "host", code: code(text) });

/** A node is an expression of host variables; its value is a number, and it is known as the value after `=`: "%1 = k * 2". */
const numbers: HostEvaluator<string, number> = {
  node(node, scope) {
    const [result, name] = node.split(" = ");
    scope.define(result as `%${number}`, Number(name!.startsWith("%") ? scope.value(name as `%${number}`) + 1 : scope.host(name!)));
  },
  scalar: (value) => value,
  extent: (value, axis) => value + axis,
  effect(name, args, output) {
    output.line(`${name}(${args.join(", ")})`);
    return args.length;
  },
};
const program = (body: Program<string>["body"], results: Program<string>["results"] = []): Program<string> => ({ name: "a", params: [], kernels: [], slots: [], imports: [], body, results });

test("host variables, scalars, extents, effects, results", () => {
  const { results, printed } = walkHost(program([
    host("const n = $rt.param('n', 3), f = (x) => x * k; let k = 2;"),
    { kind: "array", node: "%1 = n" },
    { kind: "scalar", name: "s", value: "%1", span },
    { kind: "extent", name: "e", value: "%1", axis: 5, span },
    { kind: "effect", effect: "print", name: "c", inputs: ["%1"], arguments: [code("'a'"), code("{ array: 0 }")], span },
    host("k++; console.log('n', f(s), e, c, [1, 2]);"),
  ], [{ kind: "array", name: "A", value: "%1" }, { kind: "host", name: "K", variable: "k" }]), numbers, { params: { n: 10 } });
  assert.equal([...results], [["A", { kind: "array", value: 10 }], ["K", { kind: "host", value: 3 }]]);
  assert.equal(printed, ["print(a, 10)", "n 30 15 2 [1,2]"]);
});

test("loops keep slots; continue runs the step", () => {
  const loop = (testFirst: boolean, limit: number): Statement<string> => ({
    kind: "while", label: "l", testFirst, span, test: code(`i < ${limit}`),
    before: [host("trips.push('b');")],
    body: [{ kind: "read", result: "%2", slot: "u", span }, { kind: "if", test: code("i === 1"), then: [{ kind: "continue", label: "l", span }], else: [], span }, { kind: "array", node: "%3 = %2" }, { kind: "write", slot: "u", value: "%3", span }],
    step: [host("i++;")],
  });
  const run = (testFirst: boolean, limit: number): unknown[] => {
    const { results } = walkHost(program([host("let i = 0; const trips = [];"), { kind: "array", node: "%1 = i" }, { kind: "write", slot: "u", value: "%1", span }, loop(testFirst, limit)],
      [{ kind: "slot", name: "u", slot: "u" }, { kind: "host", name: "i", variable: "i" }, { kind: "host", name: "trips", variable: "trips.length" }]), numbers);
    return [...results.values()].map((r) => r.value);
  };
  assert.equal(run(true, 4), [3, 4, 5]);
  assert.equal(run(true, 0), [0, 0, 1]);
  assert.equal(run(false, 0), [1, 1, 1]);
});

test("blocks are left by break, also out of loops over host values", () => {
  const { printed } = walkHost(program([{
    kind: "block", label: "f", span, body: [
      { kind: "forOf", label: "l", binding: "x", iterable: code("[1, 2, 3]"), span, body: [{ kind: "if", test: code("x === 2"), then: [{ kind: "break", label: "f", span }], else: [host("console.log(x);")], span }] },
      host("console.log('not here');"),
    ],
  }]), numbers);
  assert.equal(printed, ["1"]);
});

test("checks of host values", () => {
  const fails = (text: string): unknown => {
    try {
      walkHost(program([host(text)]), numbers);
    } catch (error) {
      return `${(error as { code: string }).code} ${(error as Error).message}`;
    }
    return undefined;
  };
  assert.is(fails("$rt.extent(-1, 'zeros: extent 0', 'a.ts:1:1')"), "SPMD2101 zeros: extent 0 is -1, which is not an extent");
  assert.is(fails("$rt.integer(0.5, 'k', 'a.ts:1:1')"), "SPMD2102 k is 0.5, but the kernel that captures it needs an integer");
  assert.is(fails("$rt.sameShape('zipWith', { shape: [1] }, { shape: [2] }, '')"), "SPMD2001 zipWith: shapes [1] and [2] differ");
});

test.run();
