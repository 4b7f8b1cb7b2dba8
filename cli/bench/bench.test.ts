// What is measured depends on the machine; that the programs which measure are programs, and that bad words are told, does not.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { command, withDirectory } from "../../test/support/commands.ts";
import { kernels, messages, waiting } from "./calibrationPrograms.ts";

const test = suite("bench");

test("the programs that measure are right", () => withDirectory(async (cwd) => {
  for (const [name, text] of Object.entries({ ...kernels, messages, waiting })) writeFileSync(path.join(cwd, `${name}.ts`), text);
  const { status, stdout, stderr } = await command("spmdc", ["check", "."], { cwd, timeoutMs: 120_000 });
  assert.is(status, 0, stderr);
  assert.match(stdout, "7 programs checked, 0 with errors");
}));

test("a table of times; what is wrong with the words", async () => {
  const table = await command("spmd", ["bench", "examples/pi/pi.ts", "-np", "1,2", "--runs", "1", "--n", "1000"], { timeoutMs: 120_000 });
  assert.is(table.status, 0, table.stderr);
  assert.match(table.stdout, /^ {3}1 rank  +\d+\.\d\d s {3}speed-up 1\.00\n {3}2 ranks +\d+\.\d\d s {3}speed-up \d+\.\d\d\n$/);
  assert.match((await command("spmd", ["bench", "examples/pi/pi.ts", "-np", "1,x"])).stderr, /SPMD6001: -np is a list of whole numbers from 1 to 512, such as 1,2,4, not '1,x'/);
  assert.match((await command("spmd", ["bench"])).stderr, /SPMD6001: no file given/);
});

test("a job that fails says why", () => withDirectory(async (cwd) => {
  writeFileSync(path.join(cwd, "bad.ts"), 'import { sum } from "spmd"; sum(3);');
  const { status, stderr } = await command("spmd", ["bench", "bad.ts"], { cwd });
  assert.is(status, 1);
  assert.match(stderr, /^error SPMD6015: 'bad\.ts' failed on 1 ranks: error /);
}));

test.run();
