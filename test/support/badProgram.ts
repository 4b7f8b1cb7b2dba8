// A program with many mistakes, one a run, and what is expected of how each is told: for the tests of what users do wrong.
import * as assert from "uvu/assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { command, type Outcome } from "./commands.ts";

/** One mistake of many in one program: building it once is enough. */
export const program = `import { generate, imshow, map, ones, param, print, readNpy, scanAll, sum, writeNpy, zipWith, add } from "spmd";

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

export interface Bench {
  readonly directory: string;
  write(name: string, content: string | Uint8Array): void;
  spmd(words: string): Promise<Outcome>;
  spmdc(words: string): Promise<Outcome>;
  /** Builds program.spmd.mjs and looks how long a run takes just now. */
  prepare(): Promise<void>;
  /** Milliseconds within which anything should have ended, on a machine that may be busy. */
  patience(): number;
  /** The program's mistake on these numbers of ranks, two jobs at a time. */
  mistake(what: string, expected: Expected, how?: { readonly words?: string; readonly kernels?: readonly string[]; readonly on?: readonly number[] }): Promise<void>;
  remove(): void;
}

export const ranks = [1, 2, 4];

/** A directory with the program in it, and the commands run there. */
export function bench(): Bench {
  const directory = mkdtempSync(path.join(tmpdir(), "spmd-bad-")), calm = { ms: 0 };
  const spmd = (words: string): Promise<Outcome> => command("spmd", words.split(" "), { cwd: directory, timeoutMs: 120_000 });
  const spmdc = (words: string): Promise<Outcome> => command("spmdc", words.split(" "), { cwd: directory, timeoutMs: 120_000 });
  const write = (name: string, content: string | Uint8Array): void => writeFileSync(path.join(directory, name), content);
  const patience = (): number => Math.max(5000, 10 * calm.ms);
  return {
    directory, write, spmd, spmdc, patience,
    async prepare() {
      write("program.ts", program);
      const { status, stderr } = await spmdc("build program.ts");
      assert.is(status, 0, stderr);
      calm.ms = (await spmd("run -np 4 program.spmd.mjs")).ms;
    },
    async mistake(what, expected, { words = "", kernels = ["wasm"], on = ranks } = {}) {
      const cases = kernels.flatMap((backend) => on.map((np) => `run -np ${np} --kernels ${backend} program.spmd.mjs --what ${what}${words === "" ? "" : ` ${words}`}`));
      const next = async (): Promise<void> => {
        for (let line = cases.shift(); line !== undefined; line = cases.shift()) {
          const outcome = await spmd(line);
          told(outcome, expected, line);
          assert.ok(outcome.ms < patience(), `${line}: ${outcome.ms} ms`);
        }
      };
      await Promise.all([next(), next()]);
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export interface Expected {
  readonly status?: number;
  /** Of the report's first line. */
  readonly begins: RegExp;
  /** The mark of the user's line that is shown. */
  readonly line?: string;
  readonly help?: RegExp;
}

/** Exactly one report, in the user's terms. */
export function told({ status, stderr }: Outcome, expected: Expected, what: string): void {
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
