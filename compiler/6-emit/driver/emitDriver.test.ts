import { suite } from "uvu";
import * as assert from "uvu/assert";
import { TraceMap, originalPositionFor } from "@jridgewell/trace-mapping";
import type { Driver, DistributedArray, Runtime } from "../../../runtime/abi.ts";
import { parseLocal } from "../../ir/parse.ts";
import { verifyLocal } from "../../ir/verify.ts";
import type { Replaceable } from "../inPlace.ts";
import type { EmittedDriver } from "./emitDriver.ts";
import { emitDriver } from "./emitDriver.ts";

const test = suite("driver");

/** A program around statements; `k` maps one array, `%n = launch k` is what the tests are made of. */
function driverOf(body: string, { slots = "", results = "", params = "", replaceable = new Map<string, Replaceable[]>() } = {}): EmittedDriver {
  const local = parseLocal(`program p
${params}${slots}kernel @f(x: f64, c: int) -> f64 at p.ts:1:1 {
  return x
}
kernel @add(a: f64, b: f64) -> f64 at p.ts:1:1 {
  return a + b
}
nest k 1d at p.ts:1:1 {
  in0 = f64 (i0)
  capture c: int
  s0 = @f(in0, c0) at p.ts:1:1
  store s0.0 as f64 into f64
}
nest start 1d at p.ts:1:1 {
  store 1 into f64
}
${slots === "" ? "" : slots.replace(/slot (\S+):.*\n/g, "place slot $1 block(0)\n")}body {
${body}}
${results}`);
  assert.equal(verifyLocal(local), []);
  return emitDriver(local, (file) => (file === "p.ts" ? "the user's text" : undefined), replaceable);
}

const start = (value: string): string => `${value}: f64 [n] on block(0) = launch start [n] on block(0) () with () of zeros at p.ts:1:9 at p.ts:1:9\n`;
const map = (value: string, input: string): string => `${value}: f64 [n] on block(0) = launch k [n] on block(0) (${input}) with (c$1) of map at p.ts:5:9 at p.ts:5:9\n`;
const host = (text: string, line = 2, column = 1): string => `host \`${text}\` ( -> ) at p.ts:${line}:${column}\n`;

interface Counted extends DistributedArray {
  readonly id: number;
  count: number;
}

/** A runtime that only counts arrays, as the contract says, and refuses to use a freed one. */
function countingRuntime(): { readonly runtime: Runtime; live(): number; readonly most: () => number } {
  const all: Counted[] = [], pool: Counted[] = [];
  let most = 0;
  const live = (): number => all.filter((a) => a.count > 0).length;
  const make = (placement: DistributedArray["placement"]): Counted => {
    const a: Counted = { id: all.length, element: "f64", shape: [4], placement, count: 1 };
    all.push(a);
    pool.push(a);
    most = Math.max(most, live());
    return a;
  };
  const use = (a: DistributedArray): Counted => {
    if ((a as Counted).count <= 0) throw new Error(`array ${(a as Counted).id} is used after it was freed`);
    return a as Counted;
  };
  const runtime = {
    rank: 0, size: 1,
    launch: (_: unknown, __: unknown, placement: DistributedArray["placement"], inputs: readonly DistributedArray[]) => (inputs.forEach(use), [make(placement)]),
    reshard: (a: DistributedArray, to: DistributedArray["placement"]) => (use(a), make(to)),
    combine: (a: DistributedArray) => (use(a), make({ kind: "replicated" })),
    value: (a: DistributedArray) => use(a).id,
    effect: (_: string, inputs: readonly DistributedArray[]) => void inputs.forEach(use),
    integer: (value: number) => value,
    scalar: (value: number) => value,
    param: (_: string, fallback: unknown) => fallback,
    retain: (a: DistributedArray) => (use(a).count++, a),
    release: (a: DistributedArray) => void use(a).count--,
    hold: (a: DistributedArray) => (use(a).count++, pool.push(a as Counted), a),
    drop(...arrays: readonly DistributedArray[]) {
      for (const a of arrays) {
        const place = pool.lastIndexOf(a as Counted);
        if (place < 0) throw new Error(`no scope holds array ${(a as Counted).id}`);
        pool.splice(place, 1);
        use(a).count--;
      }
    },
    mark: () => pool.length,
    sweep: (mark: number) => {
      for (const a of pool.splice(mark)) a.count--;
    },
  } as unknown as Runtime;
  return { runtime, live, most: () => most };
}

async function run(driver: EmittedDriver): Promise<{ readonly results: { readonly [name: string]: unknown }; readonly live: number; readonly most: number }> {
  const module = (await import(`data:text/javascript,${encodeURIComponent(driver.text)}`)) as { driver: Driver };
  const counting = countingRuntime();
  const results = await module.driver.run(counting.runtime);
  return { results, live: counting.live(), most: counting.most() };
}

test("reads as a person would write it", () => {
  const { text } = driverOf(`${host("const n = $rt.param('n', 4), c$1 = 2;")}${start("%1")}${map("%2", "%1")}%3: f64 [n] on root = reshard %2 from block(0) by gather because "print" at p.ts:6:1
effect print(%3) at p.ts:6:1 with
, \`"a ="\` ( -> ) at p.ts:6:7
%4: f64 [] on replicated = combine %2 [n] on block(0) axis 0 all by add 0 @add in f64, allgather because "sum" at p.ts:7:1
scalar s = %4 at p.ts:7:1
`, { results: "result b = %2\nresult s = host s\n", params: "param n = 4 at p.ts:2:11\n" });
  assert.is(text.replace(/combine: .* \};\n/, "combine: ... };\n"), `// What each rank of p runs.

export const driver = {
  params: [{ name: "n", default: 4 }],
  async run($rt) {
    const n = $rt.param('n', 4), c$1 = 2;
    const [$1] = $rt.launch($nest_start, [n], $block_0, [], [], "p.ts:1:9");
    const [$2] = $rt.launch($nest_k, [n], $block_0, [$1], [$rt.integer(c$1, "c", "p.ts:5:9")], "p.ts:5:9");
    $rt.drop($1);
    const $3 = $rt.reshard($2, $root, "p.ts:6:1");
    $rt.effect("print", [$3], ["a ="], "p.ts:6:1");
    $rt.drop($3);
    const $4 = $rt.combine($2, { shape: [n], placement: $block_0, axis: 0, all: true, monoid: $add_f64, accumulator: "f64", element: "f64" }, "p.ts:7:1");
    const s = $rt.value($4);
    $rt.drop($4);
    return { b: $2, s };
  },
};

const $nest_start = { name: "start", ndim: 1, inputs: [], outputs: [{ mode: "store", element: "f64" }] };
const $block_0 = { kind: "block", axis: 0, align: 1, halo: 0 };
const $nest_k = { name: "k", ndim: 1, inputs: [{ axes: [{ loop: 0, offset: 0, per: 1 }] }], outputs: [{ mode: "store", element: "f64" }] };
const $root = { kind: "root" };
const $add_f64 = { name: "add", identity: 0, combine: ... };
`);
});

const slots = "slot u: f64 [n] at p.ts:1:5\n";
const before = `${host("const n = 4, c$1 = 2; let i = 0;")}${start("%1")}write u = %1 at p.ts:1:5\n`;
const loop = (test_: string, body: string, rest = ""): string => `while L test \`${test_}\` ( -> ) at p.ts:4:8 first at p.ts:4:1 {\n${body}}\n${rest}`;
const trip = `${host("i++;")}read %2 = u at p.ts:5:7\n${map("%3", "%2")}write u = %3 at p.ts:5:3\n`;

test("a loop runs in the memory of one trip", async () => {
  const driver = driverOf(`${before}${loop("i < 100", trip)}`, { slots, results: "result u = slot u\n" });
  assert.match(driver.text, "while (i < 100) {\n      $rt.sweep($m1);");
  const { live, most } = await run(driver);
  assert.ok(most <= 2, `${most} arrays at once`);
  assert.is(live, 1);
});

test("continue, break and the test's own arrays leak nothing", async () => {
  const body = `${trip}if \`i % 3 === 0\` ( -> ) at p.ts:6:5 then at p.ts:6:3 {\ncontinue L at p.ts:6:9\n}\nif \`i > 90\` ( -> ) at p.ts:7:5 then at p.ts:7:3 {\nbreak L at p.ts:7:9\n}\n`;
  const step = `step {\n${host("i++;")}}\n`, test_ = `before {\nread %7 = u at p.ts:4:8\n${map("%8", "%7")}%9: f64 [] on replicated = combine %8 [n] on block(0) axis 0 all by add 0 @add in f64, allgather because "sum" at p.ts:4:8\nscalar r = %9 at p.ts:4:8\n}\n`;
  const driver = driverOf(`${before}${loop("r >= 0", body, test_ + step)}`, { slots, results: "result u = slot u\nresult i = host i\n" });
  const { live, most, results } = await run(driver);
  assert.ok(most <= 6, `${most} arrays at once`);
  assert.ok(live <= 2, `${live} arrays left`);
  assert.is(results.i, 91);
});

test("do loops run their body first", async () => {
  const driver = driverOf(`${before}while L test \`i < 0\` ( -> ) at p.ts:4:8 last at p.ts:4:1 {\n${trip}}\n`, { slots, results: "result i = host i\n" });
  assert.is((await run(driver)).results.i, 1);
});

test("a slot's old value lives as long as it is used", async () => {
  const swapped = `read %2 = u at p.ts:5:7\n${map("%3", "%2")}write u = %3 at p.ts:5:3\n${map("%4", "%2")}write u = %4 at p.ts:5:3\n${host("i++;")}`;
  const inLoop = driverOf(`${before}${loop("i < 9", swapped)}`, { slots });
  assert.match(inLoop.text, "const $2 = $rt.hold(u);");
  assert.ok((await run(inLoop)).most <= 5);
  const outside = driverOf(`${before}read %5 = u at p.ts:2:1\n${loop("i < 9", trip)}${map("%6", "%5")}`, { slots });
  assert.match(outside.text, "const $5 = $rt.hold(u);");
  await run(outside);
  assert.not.match(driverOf(`${before}${loop("i < 9", trip)}`, { slots }).text, "$rt.hold");
});

test("what a slot holds is let go, or handed over, as soon as nobody reads it any more", async () => {
  const replaceable = new Map([["k", [{ input: 0, output: 1 }]]]), given = { slots, results: "result u = slot u\n", replaceable }, launched = /launch\(\$nest_k.*\);/g;
  const handedOver = driverOf(`${before}${loop("i < 9", trip)}`, given);
  assert.ok(handedOver.text.match(launched)!.every((call) => call.endsWith('"p.ts:5:9", [0]);')), handedOver.text);
  assert.match(handedOver.text, "inPlace: [[0, 0]]");
  // Read once more: neither.
  const kept = driverOf(`${before}${loop("i < 9", `read %2 = u at p.ts:5:7\n${map("%3", "%2")}${map("%4", "%2")}write u = %3 at p.ts:5:3\n${host("i++;")}`)}`, given);
  assert.equal(kept.text.match(launched)!.map((call) => call.endsWith(", [0]);")), [false, true]);
  assert.not.match(kept.text.slice(kept.text.indexOf("while")), "$letGo($rt, u)");
  // Not an input: its memory is free before the launch.
  const renewed = driverOf(`${before}${loop("i < 9", `${start("%2")}write u = %2 at p.ts:5:3\n${host("i++;")}`)}`, given);
  assert.match(renewed.text, "u = $letGo($rt, u);\n      const [$2] = $rt.launch($nest_start");
  assert.is((await run(renewed)).most, 1);
  // The loop may be left with the old value.
  const left = driverOf(`${before}${loop("i < 9", `${start("%2")}if \`i > 3\` ( -> ) at p.ts:6:5 then at p.ts:6:3 {\nbreak L at p.ts:7:9\n}\nwrite u = %2 at p.ts:5:3\n${host("i++;")}`)}`, given);
  assert.not.match(left.text.slice(left.text.indexOf("while")), "$letGo($rt, u)");
});

test("a straight program holds only what it still uses", async () => {
  const steps = Array.from({ length: 20 }, (_, k) => map(`%${k + 2}`, `%${k + 1}`)).join("");
  const { live, most } = await run(driverOf(`${host("const n = 4, c$1 = 2;")}${start("%1")}${steps}`, { results: "result first = %1\nresult last = %21\n" }));
  assert.is(live, 2);
  assert.ok(most <= 4, `${most} arrays at once`);
});

test("for...of, blocks and branches keep their scopes", async () => {
  const driver = driverOf(`${host("const n = 4, c$1 = 2; let total = 0;")}for L each \`[a, b]\` of \`[[1, 2], [3, 4]]\` ( -> ) at p.ts:3:1 do at p.ts:3:1 {
block done$1 at p.ts:4:1 {
if \`a > 2\` (a -> ) at p.ts:4:1 then at p.ts:4:1 {
break done$1 at p.ts:4:1
}
else {
${host("total += 10;")}}
${host("total += b;")}}
}
`, { results: "result total = host total\n" });
  assert.is((await run(driver)).results.total, 12);
});

test("user code is mapped to its own columns", () => {
  const driver = driverOf(host("const x = first,\n    y = second(x);", 7, 3));
  const lines = driver.text.split("\n"), line = lines.findIndex((text) => text.includes("second"));
  const map_ = new TraceMap(driver.map as never);
  assert.equal(originalPositionFor(map_, { line: line + 1, column: lines[line]!.indexOf("second") }), { source: "p.ts", line: 8, column: 8, name: null });
  assert.equal(originalPositionFor(map_, { line, column: lines[line - 1]!.indexOf("first") }), { source: "p.ts", line: 7, column: 12, name: null });
  assert.equal(driver.map.sourcesContent, ["the user's text"]);
});

test("the user's imports stand at the head", () => {
  const { text } = driverOf("", { params: "import `import { sep } from \"node:path\";` ( -> sep) at lib/b.ts:2:1\n" });
  assert.match(text, '// What each rank of p runs.\nimport { sep } from "node:path";\n');
});

test.run();
