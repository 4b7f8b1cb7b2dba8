// What users do wrong, through the built commands, as they see it: each mistake is told once, with a code, the user's place and a way out, and nothing of
// ours shows; the exit status is 1 (2 for wrong usage); everything ends soon and leaves nothing behind. Texts themselves: `test/diagnostics`.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { command, type Outcome } from "./support/commands.ts";

const test = suite("bad input");
const directory = mkdtempSync(path.join(tmpdir(), "spmd-bad-")), root = process.cwd();
const write = (name: string, text: string | Uint8Array): void => writeFileSync(path.join(directory, name), text);
const spmd = (words: string, options: Parameters<typeof command>[2] = {}): Promise<Outcome> => command("spmd", words.split(" "), { cwd: directory, timeoutMs: 30_000, ...options });
const spmdc = (words: string): Promise<Outcome> => command("spmdc", words.split(" "), { cwd: directory, timeoutMs: 60_000 });

/** One mistake of many in one program: building it once is enough. */
const program = `import { generate, imshow, map, ones, param, print, readNpy, scanAll, sum, writeNpy, zipWith, add } from "spmd";

const what = param("what", "nothing"), file = param("file", "x.png"), n = param("n", 4), m = param("m", 5), bad = param("bad", 7);
function root(x: number): number {
  if (x >= bad) throw new RangeError(\`no root of \${x}\`); // kernel
  return Math.sqrt(x);
}
function check(total: number): void {
  if (total > 1) throw new TypeError(\`the total is \${total}\`, { cause: new Error("deeper") }); // host
}
const down = (k: number): number => k + down(k + 1); // recursion
if (what === "shapes") print(zipWith(ones([n, 3]), ones([m, 3]), (x, y) => x + y)); // shapes
if (what === "extent") print(ones([n])); // extent
if (what === "integer") print(generate([3], i => i * n, "i32")); // integer
if (what === "kernel") print(map(generate([16], i => i), x => root(x)));
if (what === "host") check(sum(ones([8])));
if (what === "recursion") console.log(down(1));
if (what === "object") throw { code: 3 };
if (what === "timer") {
  setTimeout(() => { throw new Error("in a timer"); }, 1); // timer
  await new Promise(resolve => setTimeout(resolve, 20_000));
}
if (what === "promise") {
  void Promise.reject(new Error("nobody waits")); // promise
  await new Promise(resolve => setTimeout(resolve, 20_000));
}
if (what === "exit") process.exit(7);
if (what === "exitCode") process.exitCode = 5;
if (what === "memory") print(sum(scanAll(ones([n, 100_000]), add))); // memory
if (what === "imshow") imshow(ones([n, 3]), { file }); // imshow
if (what === "write") writeNpy(file, ones([n, 3])); // write
if (what === "read") print(readNpy(file, { dtype: "f64", ndim: 2 })); // read
if (what === "lines") for (let k = 0; ; k++) console.log("line", k);
if (what === "endless") {
  console.log("begun");
  for (let k = 0; ; k++);
}
if (what === "endlessKernel") {
  console.log("begun");
  print(map(ones([8]), x => {
    while (x < 2) x += n - n;
    return x;
  }));
}
export const done = what;
`;
const lineOf = (mark: string): number => program.split("\n").findIndex((line) => line.includes(`// ${mark}`)) + 1;

test.before(async () => {
  write("program.ts", program);
  write("endless.ts", `import { ones, sum } from "spmd";\nconsole.log("begun", sum(ones([3])));\nfor (let k = 0; ; k++);\n`);
  const { status, stderr } = await spmdc("build program.ts");
  assert.is(status, 0, stderr);
});
test.after(() => rmSync(directory, { recursive: true, force: true }));

interface Expected {
  readonly status?: number;
  /** Of the report's first line. */
  readonly begins: RegExp;
  /** The mark of the user's line that is shown. */
  readonly line?: string;
  readonly help?: RegExp;
}

/** Exactly one report, in the user's terms. */
function told({ status, stderr }: Outcome, expected: Expected, what: string): void {
  const text = `${what}\n${stderr}`;
  assert.is(status, expected.status ?? 1, text);
  assert.match(stderr, expected.begins, text);
  assert.is(stderr.match(/^(error|warning|and rank)/gm)?.length, 1, text);
  if (expected.line !== undefined) assert.match(stderr, new RegExp(`^ {2}program\\.ts:${lineOf(expected.line)}:\\d+\\n {4}${lineOf(expected.line)} \\| .*\\n +\\| +\\^$`, "m"), text);
  if (expected.help) assert.match(stderr, new RegExp(`^ {2}help: .*${expected.help.source}`, "m"), text);
  // Nothing of the runtime's or the commands' inside.
  assert.not.match(stderr, /file:\/\/|\.mjs:\d|node:internal|dist\/|at async|Node\.js v/, text);
  assert.not.match(stderr.replace(/^ *\d+ \| .*$/gm, ""), /\{\w+\}/, text);
}

const ranks = [1, 2, 4];

/** The program's mistake on every number of ranks, two jobs at a time. */
async function mistake(what: string, expected: Expected, { words = "", kernels = ["wasm"], on = ranks }: { readonly words?: string; readonly kernels?: readonly string[]; readonly on?: readonly number[] } = {}): Promise<void> {
  for (const backend of kernels) {
    const cases = [...on];
    const next = async (): Promise<void> => {
      for (let np = cases.shift(); np !== undefined; np = cases.shift()) {
        const line = `run -np ${np} --kernels ${backend} program.spmd.mjs --what ${what}${words === "" ? "" : ` ${words}`}`, outcome = await spmd(line);
        told(outcome, expected, line);
        assert.ok(outcome.ms < 10_000, `${line}: ${outcome.ms} ms`);
      }
    };
    await Promise.all([next(), next()]);
  }
}

test("at compile time: one diagnostic each, with its frame", async () => {
  const head = 'import { fromArray, generate, map, ones, sum, transpose, zipWith } from "spmd";\n';
  // "»" and "«" stand around what is underlined.
  const wrong: readonly (readonly [code: string, marked: string])[] = [
    ["TS2322", 'const »n«: number = "ten"; console.log(n);'],
    ["SPMD2001", "zipWith(ones([4]), »ones([5])«, (x, y) => x + y);"],
    ["SPMD1001", "let total = 0; map(ones([4]), x => { »total« += x; return x; });"],
    ["SPMD1010", "map(ones([4]), x => { »console.log(x)«; return x; });"],
    ["SPMD1011", 'map(ones([4]), x => (»`${x}`« === "1" ? 1 : 2));'],
    ["SPMD1012", "const f = (n: number): number => (n < 2 ? n : »f(n - 1)« + f(n - 2)); map(ones([4]), x => f(x));"],
    ["SPMD1201", "const seed = »Math.random()«; console.log(sum(ones([4])) * seed);"],
    ["SPMD1229", "console.log(»Date.now()«, sum(ones([4])));"],
    ["SPMD2040", 'generate([4], i => »i / 2«, "i32");'],
    ["TS2365", "»ones([4]) + 1«;"],
    ["SPMD4001", 'import { step } from »"./step.ts"«; console.log(step);'],
    ["TS1005", "console.log(sum(»;«"],
  ];
  for (const [k, [, marked]] of wrong.entries()) write(`wrong${k}.ts`, `${head}${marked.replace(/[»«]/g, "")}\n`);
  const { status, stderr, stdout } = await spmdc(`check ${wrong.map((_, k) => `wrong${k}.ts`).join(" ")}`);
  assert.is(status, 1);
  assert.match(stdout, `${wrong.length} programs checked, ${wrong.length} with errors`);
  const reports = stderr.split(/\n1 error\n/).slice(0, -1);
  for (const [k, [code, marked]] of wrong.entries()) {
    const report = reports[k] ?? "", [before = "", underlined = "", after = ""] = marked.split(/[»«]/), mark = `${" ".repeat(before.length)}${"^".repeat(underlined.length)}`;
    assert.ok(report.includes(`error ${code}: `), `${marked}\n${report}`);
    assert.ok(report.includes(`\n  wrong${k}.ts:2:${before.length + 1}\n\n2 | ${before}${underlined}${after}\n  | ${mark}`), `${marked}\n${report}`);
    assert.is(report.match(/^error/gm)?.length, 1, report);
    if (code.startsWith("SPMD")) assert.match(report, "\n  help: ", report);
  }
  assert.is(reports.length, wrong.length, stderr);
  // The commands that need a right program say the same.
  for (const words of ["build wrong1.ts", "explain wrong1.ts", "dump wrong1.ts --after fuse"]) told(await spmdc(words), { begins: /^error SPMD2001: zipWith: shapes \[4\] and \[5\] differ\n/ }, words);
  told(await spmd("run -np 2 wrong1.ts"), { begins: /^error SPMD2001: / }, "run");
  assert.not.ok(existsSync(path.join(directory, "wrong1.spmd.mjs")));
});

test("wrong words", async () => {
  mkdirSync(path.join(directory, "folder"));
  write("empty.ts", "");
  for (const [name, words, begins] of [
    ["spmdc", "bild program.ts", /^error SPMD6001: there is no command 'bild'; did you mean 'spmdc build'\?/],
    ["spmdc", "build", /^error SPMD6001: no file given/],
    ["spmdc", "check", /^error SPMD6001: no file given/],
    ["spmdc", "build gone.ts", /^error SPMD6002: there is no file 'gone.ts'/],
    ["spmdc", "check program.ts gone.ts", /^error SPMD6002: /],
    ["spmdc", "build folder", /^error SPMD6003: 'folder' is not a file/],
    ["spmdc", "build program.spmd.mjs", /^error SPMD6004: 'program.spmd.mjs' is not a TypeScript file\n {2}help: a bundle is run, not built: spmd run/],
    ["spmdc", "build program.ts --kernel js", /^error SPMD6001: unknown flag '--kernel'; did you mean '--kernels'\?/],
    ["spmdc", "build program.ts other.ts", /^error SPMD6001: one argument too many: 'other.ts'/],
    ["spmdc", "dump program.ts", /^error SPMD6001: --after PASS is missing/],
    ["spmdc", "dump program.ts --after fuze", /^error SPMD6001: there is no pass 'fuze'; did you mean 'fuse'\?/],
    ["spmdc", "explain program.ts --k 3", /^error SPMD5003: the program has no param "k"/],
    ["spmdc", "explain program.ts --n ten", /^error SPMD5004: param n is "ten", but it must be a number/],
    ["spmd", "walk", /^error SPMD6001: there is no command 'walk'/],
    ["spmd", "run", /^error SPMD6001: no file given/],
    ["spmd", "run gone.spmd.mjs", /^error SPMD6002: /],
    ["spmd", "run folder", /^error SPMD6003: /],
    ["spmd", "run -np 0 program.ts", /^error SPMD6001: -np is a whole number from 1 to \d+, not '0'/],
    ["spmd", "run -np abc program.ts", /^error SPMD6001: -np is a whole number/],
    ["spmd", "run -np 100000 program.ts", /^error SPMD6001: -np is a whole number/],
    ["spmd", "run program.ts -np", /^error SPMD6001: -np needs a value: -np N/],
    ["spmd", "run --timeout 0 program.ts", /^error SPMD6001: --timeout is a number from/],
    ["spmd", "run -x program.ts", /^error SPMD6001: unknown flag '-x'/],
    ["spmd", "run program.spmd.mjs --k 3", /^error SPMD5003: the program has no param "k"\n {2}help: its params are: what, file, n, m, bad/],
    ["spmd", "run -np 2 program.spmd.mjs --n ten", /^error SPMD5004: param n is "ten", but it must be a number/],
    ["spmd", "run program.spmd.mjs --n NaN", /^error SPMD5004: param n is "NaN"/],
    ["spmd", "run program.spmd.mjs --n", /^error SPMD5004: /],
  ] as const) {
    const outcome = await (name === "spmd" ? spmd(words) : spmdc(words));
    told(outcome, { status: 2, begins, help: /./ }, `${name} ${words}`);
    assert.is(outcome.stdout, words.startsWith("check") ? outcome.stdout : "");
  }
  assert.is((await spmd("run -np 2 empty.ts")).status, 0);
});

test("a file that is no whole bundle", async () => {
  const whole = readFileSync(path.join(directory, "program.spmd.mjs")), text = whole.toString("utf8"), lines = text.split("\n");
  const run = async (name: string, content: string | Uint8Array, begins: RegExp, np = 1): Promise<void> => {
    write(name, content);
    told(await spmd(`run -np ${np} ${name}`), { begins, help: /build/ }, name);
  };
  for (const length of [0, 20]) await run("cut.spmd.mjs", whole.subarray(0, length), /^error SPMD6005: 'cut.spmd.mjs' is not a bundle of spmd\n/);
  const lengths = [40, 5000, whole.length >> 1, whole.length - 300, whole.length - 1];
  for (const length of lengths) await run("cut.spmd.mjs", whole.subarray(0, length), /^error SPMD6007: 'cut.spmd.mjs' is damaged: its end is missing\n/);
  // At ends of lines.
  for (const count of [1, 100, lines.length - 2]) await run("cut.spmd.mjs", `${lines.slice(0, count).join("\n")}\n`, /^error SPMD6007: /);
  await run("holes.spmd.mjs", `${text.slice(0, 200_000)}\0\0${text.slice(200_002)}`.replace("function ", "fun("), /^error SPMD6007: 'holes.spmd.mjs' is damaged: /, 2);
  await run("other.spmd.mjs", text.replace(/abi=\d+/, "abi=999"), /^error SPMD6006: 'other.spmd.mjs' was built by another version of spmdc \(interface 999, this is \d+\)/);
  await run("plain.mjs", "console.log('hello');\n", /^error SPMD6005: /);
});

test("places that cannot be written or read", async () => {
  told(await spmdc("build program.ts -o gone/x.mjs"), { begins: /^error SPMD6008: cannot write 'gone\/x.mjs': its directory does not exist\n/, help: /-o FILE/ }, "-o");
  told(await spmdc("build program.ts -o ."), { begins: /^error SPMD6008: cannot write '.': it is a directory\n/ }, "-o");
  for (const np of [1, 4]) {
    told(await spmd(`run -np ${np} --save program.ts/x program.spmd.mjs`), { begins: /^error SPMD5009: cannot write .*program.ts\/x: a part of its path is not a directory\n/, help: /./ }, "--save");
    told(await spmd(`run -np ${np} --save /proc/x program.spmd.mjs`), { begins: /^error SPMD5009: cannot write \/proc\/x/ }, "--save");
  }
  await mistake("imshow", { begins: /^error SPMD5009: cannot write gone\/x.png: /, line: "imshow", help: /./ }, { words: "--file gone/x.png" });
  await mistake("write", { begins: /^error SPMD5009: cannot write \.: it is a directory\n/, line: "write" }, { words: "--file .", on: [1, 2] });
  await mistake("read", { begins: /^error SPMD5009: cannot read gone.npy: there is no such file or directory\n/, line: "read" }, { words: "--file gone.npy", on: [1, 4] });
  const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }".padEnd(117).concat("\n"), npy = Buffer.concat([Buffer.from("\x93NUMPY\x01\x00v\x00", "latin1"), Buffer.from(header), Buffer.alloc(96)]);
  write("fine.npy", npy);
  assert.is((await spmd("run -np 2 program.spmd.mjs --what read --file fine.npy")).status, 0);
  for (const [name, content] of [["short", npy.subarray(0, 8)], ["cut", npy.subarray(0, 150)], ["text", "no numbers"], ["none", ""], ["objects", npy.toString("latin1").replace("<f8", "|O8")], ["huge", npy.toString("latin1").replace("(3, 4), }      ", "(99999, 99999)}")]] as const) {
    write(`${name}.npy`, typeof content === "string" ? Buffer.from(content, "latin1") : content);
    await mistake("read", { begins: new RegExp(`^error SPMD5008: ${name}.npy is not a readable .npy file: `), line: "read", help: /numpy.save/ }, { words: `--file ${name}.npy`, on: [name === "cut" ? 1 : 2] });
  }
});

test("checks of host values, on all ranks: told once", async () => {
  await mistake("shapes", { begins: /^error SPMD2001: zipWith: shapes \[4, 3\] and \[5, 3\] differ\n/, line: "shapes", help: /same extents/ });
  for (const [value, shown] of [["-4", "-4"], ["2.5", "2\\.5"], ["Infinity", "Infinity"], ["1e30", "1e\\+30"]]) await mistake("extent", { begins: new RegExp(`^error SPMD2101: .* is ${shown}, which is not an extent\n`), line: "extent", help: /./ }, { words: `--n ${value}`, on: [value === "-4" ? 4 : 1] });
  await mistake("integer", { begins: /^error SPMD2102: n is 0\.5, but the kernel/, line: "integer", help: /Math\.floor/ }, { words: "--n 0.5", on: [1, 4] });
});

test("throws in kernels and host code", async () => {
  await mistake("kernel", { begins: /^error(?: on (?:rank \d|all \d ranks))?: RangeError: no root of 7\n/, line: "kernel" }, { kernels: ["wasm", "js"] });
  await mistake("kernel", { begins: /^error(?: on (?:rank \d|all \d ranks))?: RangeError: no root of 15\n/, line: "kernel" }, { words: "--bad 15", on: [2, 4] });
  await mistake("host", { begins: /^error(?: on all \d ranks)?: TypeError: the total is 8\n/, line: "host" });
  await mistake("recursion", { begins: /^error(?: on all \d ranks)?: RangeError: Maximum call stack size exceeded\n/, line: "recursion" }, { on: [1, 2] });
  await mistake("object", { begins: /^error(?: on all \d ranks)?: \{ code: 3 \} was thrown, which is no Error/ }, { on: [1, 4] });
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
      assert.is(outcome.stdout, "begun\n");
      assert.ok(outcome.ms < 8000, `${outcome.ms} ms`);
    }
  }
});

/** Starts a command, waits for its first line, does something to it, and gives its end. */
function interrupted(words: readonly string[], act: (child: ReturnType<typeof spawn>) => void): Promise<{ readonly status: number; readonly ms: number; readonly stderr: string; readonly pid: number }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, "dist/spmd.mjs"), ...words], { cwd: directory, stdio: ["ignore", "pipe", "pipe"] }), late = setTimeout(() => child.kill("SIGKILL"), 30_000);
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
      assert.ok(end.ms < 5000, `${end.ms} ms`);
      assert.not.ok(readdirSync(tmpdir()).includes(`spmd-run-${end.pid}`));
    }
  }
});

test("a reader that has gone (| head -1) ends the program quietly", async () => {
  for (const np of ranks) {
    const end = await interrupted(["run", "-np", `${np}`, "program.spmd.mjs", "--what", "lines"], (child) => child.stdout?.destroy());
    assert.equal([end.status, end.stderr], [141, ""], `-np ${np}`);
    assert.ok(end.ms < 5000, `${end.ms} ms`);
  }
});

test("an output that cannot be written", async () => {
  if (!existsSync("/dev/full")) return;
  for (const np of [1, 2]) {
    const outcome = await command("node", ["-e", `const { spawnSync } = require("child_process"); const full = require("fs").openSync("/dev/full", "w"); const { status, stderr } = spawnSync(process.execPath, [${JSON.stringify(path.join(root, "dist/spmd.mjs"))}, "run", "-np", "${np}", "--print", "program.spmd.mjs"], { stdio: ["ignore", full, "pipe"] }); process.stderr.write(stderr); process.exit(status);`], { cwd: directory });
    told(outcome, { begins: /^error SPMD5009: cannot write the output: ENOSPC/, help: /./ }, `-np ${np}`);
  }
});

test("help", async () => {
  assert.match((await spmd("run program.spmd.mjs --help")).stdout, /^program: a program of spmd\n\nUsage: spmd run \[flags\] program\.spmd\.mjs [^]*--what TEXT +default "nothing"\n[^]*--n NUMBER +default 4\n/);
  assert.match((await spmd("run program.ts --help")).stdout, /--bad NUMBER +default 7\n/);
  for (const words of ["build", "check", "explain", "dump"]) assert.match((await spmdc(`${words} --help`)).stdout, new RegExp(`^Usage: spmdc ${words} FILE\\.ts[^]*\n\nFlags:\n[^]*-h, --help[^]*\n\nExamples:\n  spmdc ${words} `));
  assert.match((await spmd("run --help")).stdout, /^Usage: spmd run /);
});

test.run();
