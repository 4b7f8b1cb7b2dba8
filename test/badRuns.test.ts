// Programs that fail while they run, through the built commands: told once, at the user's line; everything ends soon, with the right exit status, and leaves
// nothing behind. With one rank (inline), two and four.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { command } from "./support/commands.ts";
import { bench, ranks, told } from "./support/badProgram.ts";

const test = suite("bad runs"), root = process.cwd();
const { directory, write, spmd, prepare, mistake, patience, remove } = bench();
test.before(async () => {
  write("endless.ts", `import { ones, sum } from "spmd";\nconsole.log("begun", sum(ones([3])));\nfor (let k = 0; ; k++);\n`);
  await prepare();
});
test.after(remove);

test("checks of host values, on all ranks: told once", async () => {
  await mistake("shapes", { begins: /^error SPMD2001: zipWith: shapes \[4, 3\] and \[5, 3\] differ\n/, line: "shapes", help: /same extents/ });
  for (const [value, shown] of [["-4", "-4"], ["2.5", "2\\.5"], ["Infinity", "Infinity"], ["1e30", "1e\\+30"]]) await mistake("extent", { begins: new RegExp(`^error SPMD2101: .* is ${shown}, which is not an extent\n`), line: "extent", help: /./ }, { words: `--n ${value}`, on: [value === "-4" ? 4 : 1] });
  await mistake("integer", { begins: /^error SPMD2102: n is 0\.5, but the kernel/, line: "integer", help: /Math\.floor/ }, { words: "--n 0.5", on: [1, 4] });
});

test("throws in kernels and host code", async () => {
  await mistake("kernel", { begins: /^error(?: on .*)?: RangeError: no root of 7\n/, line: "kernel" }, { kernels: ["wasm", "js"] });
  await mistake("kernel", { begins: /^error(?: on .*)?: RangeError: no root of 15\n/, line: "kernel" }, { words: "--bad 15", on: [2, 4] });
  await mistake("host", { begins: /^error(?: on .*)?: TypeError: the total is 8\n/, line: "host" });
  await mistake("recursion", { begins: /^error(?: on .*)?: RangeError: Maximum call stack size exceeded\n/, line: "recursion" }, { on: [1, 2] });
  await mistake("object", { begins: /^error(?: on .*)?: \{ code: 3 \} was thrown, which is no Error/ }, { on: [1, 4] });
  await mistake("timer", { begins: /^error(?: on .*)?: Error: in a timer\n/, line: "timer" }, { on: [1, 2] });
  await mistake("promise", { begins: /^error(?: on .*)?: Error: nobody waits\n/, line: "promise" }, { on: [1, 4] });
});

test("the program's own exit status", async () => {
  for (const np of ranks) {
    assert.equal([(await spmd(`run -np ${np} program.spmd.mjs --what exit`)).status, (await spmd(`run -np ${np} program.spmd.mjs --what exitCode`)).status], [7, 5]);
  }
});

test("out of memory: how much, and what would do", async () => {
  await mistake("memory", { begins: /^error SPMD5001(?: on .*ranks?.*)?: out of memory: an array \[200000, 100000\] of f64 needs \d.* GiB/, line: "memory", help: /make the arrays smaller/ }, { words: "--n 200000" });
});

test("a time limit", async () => {
  for (const [what, on] of [["endless", [1, 2]], ["endlessKernel", [1, 4]]] as const) {
    for (const np of on) {
      const outcome = await spmd(`run -np ${np} --timeout 1 program.spmd.mjs --what ${what}`);
      told(outcome, { begins: /^error SPMD5002: the job did not end within 1 s\n/, help: /--timeout/ }, what);
      assert.match(outcome.stdout, /^(begun\n)?$/);
      assert.ok(outcome.ms < patience(), `${outcome.ms} ms`);
    }
  }
});

/** Starts a command, waits for its first line, does something to it, and gives its end. */
function interrupted(words: readonly string[], act: (child: ReturnType<typeof spawn>) => void): Promise<{ readonly status: number; readonly ms: number; readonly stderr: string; readonly pid: number }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, "dist/spmd.mjs"), ...words], { cwd: directory, stdio: ["ignore", "pipe", "pipe"] }), late = setTimeout(() => child.kill("SIGKILL"), 120_000);
    let stderr = "", since = 0;
    child.stderr.on("data", (text) => (stderr += String(text)));
    child.stdout.once("data", () => {
      since = performance.now();
      act(child);
    });
    child.on("exit", (code, signal) => {
      clearTimeout(late);
      // As a shell has it.
      resolve({ status: code ?? ({ SIGINT: 130, SIGTERM: 143, SIGPIPE: 141 } as { [name: string]: number })[signal ?? ""] ?? 137, ms: performance.now() - since, stderr, pid: child.pid! });
    });
  });
}

test("Ctrl-C and kill: status 130 and 143, at once, and nothing is left", async () => {
  for (const np of ranks) {
    for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
      // From TypeScript there is a file to leave behind.
      const words = (signal === "SIGINT") === (np === 2) ? ["program.spmd.mjs", "--what", "endlessKernel"] : ["endless.ts"];
      const end = await interrupted(["run", "-np", `${np}`, ...words], (child) => child.kill(signal));
      assert.equal([end.status, end.stderr], [status, ""], `${signal} -np ${np} ${words.join(" ")}`);
      assert.ok(end.ms < patience(), `${end.ms} ms`);
      assert.not.ok(readdirSync(tmpdir()).includes(`spmd-run-${end.pid}`));
    }
  }
});

test("a reader that reads nothing for a while and then goes: nothing is kept for it in memory", async () => {
  const child = spawn(process.execPath, [path.join(root, "dist/spmd.mjs"), "run", "-np", "1", "program.spmd.mjs", "--what", "lines"], { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  const late = setTimeout(() => child.kill("SIGKILL"), 60_000), ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve(code ?? signal)));
  await new Promise((resolve) => setTimeout(resolve, 3000));
  child.stdout.destroy();
  assert.is(await ended, 141);
  clearTimeout(late);
});

test("a reader that has gone (| head -1) ends the program quietly", async () => {
  for (const np of ranks) {
    const end = await interrupted(["run", "-np", `${np}`, "program.spmd.mjs", "--what", "lines"], (child) => child.stdout?.destroy());
    assert.equal([end.status, end.stderr], [141, ""], `-np ${np}`);
    assert.ok(end.ms < patience(), `${end.ms} ms`);
  }
});

test("an output that cannot be written", async () => {
  if (!existsSync("/dev/full")) return;
  for (const np of [1, 2]) {
    const outcome = await command("node", ["-e", `const { spawnSync } = require("child_process"); const full = require("fs").openSync("/dev/full", "w"); const { status, stderr } = spawnSync(process.execPath, [${JSON.stringify(path.join(root, "dist/spmd.mjs"))}, "run", "-np", "${np}", "--print", "program.spmd.mjs"], { stdio: ["ignore", full, "pipe"] }); process.stderr.write(stderr); process.exit(status);`], { cwd: directory });
    told(outcome, { begins: /^error SPMD5009: cannot write the output: ENOSPC/, help: /./ }, `-np ${np}`);
  }
});

test.run();
