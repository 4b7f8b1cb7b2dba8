// Whole jobs, as users run bundles: what is printed, how failures are told, that everything ends.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readFileSync } from "node:fs";
import path from "node:path";
import { withDirectory } from "../../test/support/commands.ts";
import { runBundle, writeBundle } from "../../test/support/bundledJob.ts";
import { decodeNpy } from "../io/npy.ts";

const test = suite("launcher");

const squares = {
  params: '[{ name: "n", default: 10 }, { name: "label", default: "x" }, { name: "loud", default: false }]',
  run: `
    const n = $rt.extent($rt.param("n", 10), "generate: extent 0", "a.ts:1:1");
    const [a] = $rt.launch({ name: "k0", ndim: 1, inputs: [], outputs: [{ mode: "store", element: "f64" }] }, [n], { kind: "cyclic", axis: 0 }, [], [], "a.ts:2:1");
    $rt.effect("print", [a], [$rt.param("label", "x"), { array: 0 }], "a.ts:3:1");
    console.log("host", $rt.param("loud", false));
    return { a, n, list: [1, 2], f: () => 1 };`,
  kernels: "return { k0: ([out], count, start, step, extent, base, stride) => { for (let p = 0; p < count; p++) out[base + p * stride] = (start + p * step) ** 2; } };",
};

test("the same for any number of ranks; host code speaks once; results are printed and saved", async () => {
  const file = await writeBundle("squares", squares);
  for (const np of [1, 2, 5, 16]) {
    await withDirectory(async (directory) => {
      const { status, stdout, stderr } = await runBundle(file, ["-np", String(np), "--print", "--save", directory, "--n", "5", "--label=sq", "--loud"]);
      assert.is(stderr, "");
      assert.is(stdout, `sq [ 0.  1.  4.  9. 16.]\nhost true\na: f64 [5]\n[ 0.  1.  4.  9. 16.]\nn = 5\nlist = [ 1, 2 ]\nf = [Function: f]\n`);
      assert.is(status, 0);
      assert.equal([...decodeNpy(readFileSync(path.join(directory, "a.npy")), "a").data[""]!], [0, 1, 4, 9, 16]);
      assert.equal(JSON.parse(readFileSync(path.join(directory, "results.json"), "utf8")), { n: 5, list: [1, 2] });
    });
  }
});

test("wrong words are explained, with status 2", async () => {
  const file = await writeBundle("words", squares);
  for (const [words, text] of [
    [["-np", "0"], "-np must be a whole number from 1 to 512, not '0'"],
    [["-np", "abc"], "not 'abc'"],
    [["-np", "100000"], "from 1 to 512"],
    [["-x"], "there is no flag '-x'"],
    [["--m", "3"], "no param \"m\""],
    [["--n", "many"], "must be a number"],
    [["--kernels", "wasm"], "without WebAssembly"],
  ] as const) {
    const { status, stderr } = await runBundle(file, words);
    assert.is(status, 2, words.join(" "));
    assert.ok(stderr.includes(text), stderr);
    assert.not.match(stderr, /\.mjs:\d+/);
  }
  const help = await runBundle(file, ["--help"]);
  assert.match(help.stdout, /--n NUMBER +default 10\n +--label TEXT +default "x"/);
  assert.match((await runBundle(file, ["--m", "3"])).stderr, "help: its params are: n, label, loud");
});

test("a check that fails on all ranks is told once, with the user's line", async () => {
  const file = await writeBundle("check", { run: `$rt.extent(-1, "zeros: extent 0", "check.ts:1:14");` });
  for (const np of ["1", "4"]) {
    const { status, stdout, stderr } = await runBundle(file, ["-np", np]);
    assert.is(status, 1);
    assert.is(stdout, "");
    assert.match(stderr, /^error SPMD2101: zeros: extent 0 is -1, which is not an extent\n.*check\.ts:1:14\n {4}1 \| export const driver.*\n.*\^\n {2}help: an extent is/);
  }
});

test("a throw on one rank ends all, names the rank, and shows the user's line only", async () => {
  const file = await writeBundle("throws", { run: `const bad = () => {\n  if ($rt.rank === 2) throw new RangeError("no twos");\n};\nbad();\n$rt.wtime();\nfor (;;) $rt.wtime();` });
  const { status, stderr, ms } = await runBundle(file, ["-np", "4"]);
  assert.is(status, 1);
  assert.match(stderr, /^error on rank 2: RangeError: no twos\n .*throws\.ts:3:\d+\n {4}3 \| {3}if .*\n.*\^\n {2}at bad \(.*throws\.ts:3:\d+\)\n {2}at .*throws\.ts:5:1\)?\n$/);
  assert.ok(ms < 3000, `${ms} ms`);
});

test("all ranks failing alike are one report; ranks that compute are ended", async () => {
  const alike = await runBundle(await writeBundle("alike", { run: `throw new TypeError("same");` }), ["-np", "3"]);
  assert.match(alike.stderr, /^error on all 3 ranks: TypeError: same\n/);
  assert.is(alike.stderr.match(/^error|^and/gm)?.length, 1);
  const busy = await runBundle(await writeBundle("busy", { run: `if ($rt.rank === 1) throw new Error("one"); for (;;);` }), ["-np", "3"]);
  assert.match(busy.stderr, /^error on rank 1: Error: one\n/);
  assert.ok(busy.ms < 3000);
});

test("a throw in a kernel has the user's class, text and place", async () => {
  const file = await writeBundle("kernel", {
    run: `$rt.launch({ name: "k0", ndim: 1, inputs: [], outputs: [] }, [8], { kind: "block", axis: 0, align: 1, halo: 0 }, [], [], "kernel.ts:1:1");`,
    kernels: "return { k0: (_, count, start) => { if (start <= 5 && 5 < start + count) fail(0, 5); } };",
    failures: '[{ error: "RangeError", parts: ["bad element ", ""], values: [""], site: "kernel.ts:1:8" }]',
  });
  assert.match((await runBundle(file, ["-np", "4"])).stderr, /^error on rank 2: RangeError: bad element 5\n.*kernel\.ts:1:8\n {4}1 \| export const driver/);
  assert.match((await runBundle(file, ["-np", "1"])).stderr, /^error: RangeError: bad element 5\n/);
});

test("process.exit: of all ranks it is the program's, of one it is a failure", async () => {
  assert.is((await runBundle(await writeBundle("exits", { run: "process.exit(7);" }), ["-np", "3"])).status, 7);
  const one = await runBundle(await writeBundle("exitsOne", { run: "if ($rt.rank === 1) process.exit(0); for (;;);" }), ["-np", "3"]);
  assert.is(one.status, 1);
  assert.match(one.stderr, /^error SPMD5005: rank 1 called process\.exit\(0\) while others were still running\n {2}help: /);
});

test("time limit, Ctrl-C and kill end blocked and busy ranks", async () => {
  const file = await writeBundle("endless", { run: "if ($rt.rank === 0) for (;;); $rt.wtime();" });
  for (const np of ["1", "3"]) {
    const late = await runBundle(file, ["-np", np, "--timeout", "0.5"]);
    assert.is(late.status, 1);
    assert.match(late.stderr, "error SPMD5002: the job did not end within 0.5 s");
    assert.ok(late.ms < 3000);
  }
  for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143]] as const) assert.is((await runBundle(file, ["-np", "3"], { signalAfterMs: [signal, 1000] })).status, status);
});

test("out of memory is an error", async () => {
  const file = await writeBundle("memory", { run: `$rt.launch({ name: "k0", ndim: 2, inputs: [], outputs: [{ mode: "store", element: "f64" }] }, [100000, 1000000], { kind: "block", axis: 0, align: 1, halo: 0 }, [], [], "memory.ts:1:1");` });
  for (const np of ["1", "4"]) {
    const { status, stderr } = await runBundle(file, ["-np", np]);
    assert.is(status, 1);
    assert.match(stderr, /^error SPMD5001(?: on .*ranks?.*)?: out of memory: an array \[100000, 1000000\] of f64 needs/);
    assert.match(stderr, "memory.ts:1:1");
    assert.is(stderr.match(/SPMD5001/g)?.length, 1);
  }
});

test("a message-passing program speaks on every rank, in whole lines", async () => {
  const file = await writeBundle("local", { local: `console.log("line", process.argv.slice(2).join(" "));\nprocess.stdout.write("half ");\nprocess.stdout.write("line\\n");\nconsole.error("oh");\nexport const x = 3;\n` });
  const { status, stdout, stderr } = await runBundle(file, ["-np", "3", "--tag-output", "--print", "--size", "8"]);
  assert.is(status, 0);
  const lines = stdout.split("\n").filter((line) => line !== "").sort();
  assert.equal(lines, [0, 1, 2].flatMap((r) => [`[stdout:${r}] half line`, `[stdout:${r}] line --size 8`]).concat("[stdout:0] x = 3").sort());
  assert.equal(stderr.split("\n").filter((line) => line !== "").sort(), ["[stderr:0] oh", "[stderr:1] oh", "[stderr:2] oh"]);
});

test("many lines of a blocked rank arrive, in order", async () => {
  const file = await writeBundle("lines", { run: `for (let k = 0; k < 3000; k++) console.log("line", k); if ($rt.rank === 0) throw new Error("end");` });
  const { stdout } = await runBundle(file, ["-np", "2"]);
  assert.ok(stdout === Array.from({ length: 3000 }, (_, k) => `line ${k}\n`).join(""));
});

test("more ranks than elements", async () => {
  const file = await writeBundle("many", squares);
  const { status, stdout, stderr } = await runBundle(file, ["-np", "40"]);
  assert.is(stderr, "");
  assert.is(status, 0);
  assert.match(stdout, /^x \[ 0\.  1\.  4\./);
});

test.run();
