import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { command, withDirectory } from "../test/support/commands.ts";

const test = suite("explain command");
const machine = path.resolve("examples/machines/infinibandCluster.json"), pi = path.resolve("examples/pi/pi.ts");

test("the plan, its time on a machine, a picture, a page and data", () => withDirectory(async (cwd) => {
  const { status, stdout, stderr } = await command("spmd", ["explain", pi, "-np", "1024", "--machine", machine, "--svg", "pi.svg", "--html", "pi.html", "--json"], { cwd });
  assert.is(status, 0, stderr);
  const { plan, prediction, scaling } = JSON.parse(stdout);
  assert.is(plan.collectives.length, 1);
  assert.is(prediction.nodes, 8);
  assert.is(scaling.strong.at(-1).np, 1024);
  assert.match(readFileSync(path.join(cwd, "pi.svg"), "utf8"), /^<svg [^]*strong scaling/);
  assert.match(readFileSync(path.join(cwd, "pi.html"), "utf8"), /<pre>pi on 1024 ranks with n = 1000000[^]*predicted time on [^]*<svg/);
}));

test("what is wrong with the words and files", () => withDirectory(async (cwd) => {
  writeFileSync(path.join(cwd, "bad.json"), "{}");
  const told = async (...words: string[]): Promise<string> => {
    const { status, stderr } = await command("spmdc", ["explain", ...words], { cwd });
    return `${status} ${stderr}`;
  };
  assert.match(await told(pi, "--machine", "bad.json"), /^1 error SPMD6011: 'bad.json' is no machine file: its "format" is undefined/);
  assert.match(await told(pi, "--machine", "none.json"), /^2 error SPMD6002: there is no file 'none.json'/);
  assert.match(await told(pi, "--svg", "x.svg"), /^2 error SPMD6001: --svg needs a machine/);
  assert.match(await told(pi, "--machine", machine, "--grows", "m"), /^2 error SPMD6001: the program has no param 'm'/);
  assert.match(await told(pi, "--machine", machine, "--svg", "no/such/x.svg"), /^1 error SPMD6010: cannot write 'no\/such\/x.svg': its directory does not exist/);
  assert.match(await told("SPMD7777"), /^2 error SPMD6012: there is no diagnostic SPMD7777/);
}));

test.run();
