// What users do wrong, through the built commands, as they see it: each mistake is told once, with a code, the user's place and a way out, and nothing of
// ours shows; the exit status is 1 (2 for wrong usage). Here: before a program runs, and files. What fails while it runs: `badRuns.test.ts`. Texts
// themselves: `test/diagnostics`.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { bench, ranks, told } from "./support/badProgram.ts";

const test = suite("bad input");
const { directory, write, spmd, spmdc, prepare, mistake, remove } = bench();
test.before(prepare);
test.after(remove);

test("an uncompiled program that is no TypeScript", async () => {
  write("serial.ts", 'import { ones } from "spmd";\nexport const a = (ones([2]);\n');
  const outcome = await spmd("run --serial serial.ts");
  assert.equal([outcome.status, outcome.stdout], [1, ""]);
  assert.match(outcome.stderr, /^error SPMD4004: the program cannot be bundled: .*\n  serial\.ts:2:\d+\n/);
});

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
    ["spmd", "run --serial -np 4 program.ts", /^error SPMD6001: --serial runs the program on one rank, not on 4/],
    ["spmd", "run --serial --kernels js program.ts", /^error SPMD6001: --serial runs the program uncompiled, where --kernels has no meaning/],
    ["spmd", "run --transport self -np 2 program.ts", /^error SPMD6001: --transport self is for one rank, not for 2/],
    ["spmd", "run --hostfile hosts program.ts", /^error SPMD6001: --hostfile needs --transport mpi/],
    ["spmd", "run --unchecked program.spmd.mjs", /^error SPMD6001: --unchecked is for the compiler, and program\.spmd\.mjs is built: give it to spmdc build/],
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

test("help", async () => {
  assert.match((await spmd("run program.spmd.mjs --help")).stdout, /^program: a program of spmd\n\nUsage: spmd run \[flags\] program\.spmd\.mjs [^]*--what TEXT +default "nothing"\n[^]*--n NUMBER +default 4\n/);
  assert.match((await spmd("run program.ts --help")).stdout, /--bad NUMBER +default 7\n/);
  for (const words of ["build", "check", "explain", "dump"]) assert.match((await spmdc(`${words} --help`)).stdout, new RegExp(`^Usage: spmdc ${words} FILE\\.ts[^]*\n\nFlags:\n[^]*-h, --help[^]*\n\nExamples:\n  spmdc ${words} `));
  assert.match((await spmd("run --help")).stdout, /^Usage: spmd run /);
});

test.run();
