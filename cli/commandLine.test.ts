import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseCommandLine } from "./commandLine.ts";
import type { Accepts } from "./commandLine.ts";
import { CommandError } from "./errors.ts";

const test = suite("command line");
const run: Accepts = { flags: ["np", "kernels", "print", "timeout", "save"], files: "one", params: true };

test("-n, -np and --np are the same", () => {
  for (const words of [["-np", "4"], ["-n", "4"], ["--np", "4"], ["--np=4"], ["-np=4"]]) assert.equal(parseCommandLine([...words, "x.ts"], run), { values: { np: 4 }, files: ["x.ts"], params: [] });
});

test("what follows the file and is no flag belongs to the program", () => {
  const { values, params } = parseCommandLine(["x.ts", "--x1", "-2", "--print", "--maxit=9", "-np", "2", "--fast"], run);
  assert.equal(values, { print: true, np: 2 });
  assert.equal(params, [["x1", "-2"], ["maxit", "9"], ["fast", "true"]]);
});

test("after -- even flags belong to the program", () => {
  assert.equal(parseCommandLine(["-np", "2", "x.ts", "--", "--np", "7"], run), { values: { np: 2 }, files: ["x.ts"], params: [["np", "7"]] });
});

const wrong = (words: string[], text: RegExp): void => {
  assert.throws(() => parseCommandLine(words, run), (error: unknown) => error instanceof CommandError && error.code === "SPMD6001" && error.status === 2 && text.test(error.message));
};

test("wrong numbers of ranks", () => {
  for (const np of ["0", "abc", "100000", "1.5", "-3", ""]) wrong(["-np", np, "x.ts"], /^-np (is a whole number from 1 to 512, not|needs a value)/);
  wrong(["x.ts", "-np"], /-np needs a value: -np N/);
});

test("unknown flags, with a suggestion", () => {
  wrong(["--kernel", "js", "x.ts"], /unknown flag '--kernel'; did you mean '--kernels'\?/);
  wrong(["-z", "x.ts"], /unknown flag '-z'/);
  wrong(["--kernels", "gpu", "x.ts"], /--kernels is one of auto, native, wasm, js, not 'gpu'/);
  wrong(["--print=1", "x.ts"], /--print takes no value/);
});

test("files", () => {
  wrong([], /no file given/);
  wrong(["a.ts", "b.ts"], /one argument too many: 'b.ts'/);
  assert.throws(() => parseCommandLine([], { ...run, files: "many" }), /no file given/);
});

test("a plan may have more ranks than a run; a list of numbers of ranks", () => {
  assert.equal(parseCommandLine(["-np", "4096", "x.ts"], { ...run, mostRanks: 2 ** 20 }).values, { np: 4096 });
  const bench: Accepts = { flags: ["nps"], files: "any", params: true };
  for (const words of [["-np", "1,2"], ["--np", "1,2"], ["-n=1,2"], ["--np=1,2"]]) assert.equal(parseCommandLine([...words, "x.ts", "--n", "3"], bench), { values: { nps: "1,2" }, files: ["x.ts"], params: [["n", "3"]] });
  assert.equal(parseCommandLine(["x.ts", "--np", "1,2"], bench).values, { nps: "1,2" });
  assert.equal(parseCommandLine([], bench).files, []);
});

test.run();
