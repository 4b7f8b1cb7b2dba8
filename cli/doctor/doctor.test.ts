import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { command, withDirectory } from "../../test/support/commands.ts";
import { fail, none, ok, showFinding, verdict } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { nodeFinding, simdFinding } from "./here.ts";
import { hostFinding, hostNames } from "./hosts.ts";

const test = suite("doctor");

test("what each thing needs", () => {
  assert.is(nodeFinding("20.19.0").state, "ok");
  assert.is(nodeFinding("24.0.1").state, "ok");
  assert.match(nodeFinding("20.9.0").what, "20.19 or later is needed");
  assert.is(nodeFinding("18.20.0").state, "fail");
  assert.match(simdFinding(() => true).what, "SIMD and relaxed SIMD");
  let asked = 0;
  assert.match(simdFinding(() => asked++ === 0).what, "no relaxed SIMD");
  assert.is(simdFinding(() => false).state, "fail");
  assert.is(simdFinding().state, "ok", "every Node that is supported has it");
});

test("findings and the verdict as text", () => {
  assert.is(showFinding(fail("a broken thing", "mend it")), "  fail  a broken thing\n          mend it\n");
  assert.is(verdict([ok("a"), ok("b")]), "all works");
  assert.is(verdict([ok("a"), none("b", "c")]), "all that is here works; 1 thing is not here, which spmd can do without");
  assert.is(verdict([fail("a", "b"), none("b", "c"), fail("a", "b")]), "2 things do not work");
});

test("host files of both forms; hosts that are here, and that are nowhere", async () => {
  assert.equal(hostNames("# hosts\nnode1 slots=4\nnode2:8  # rack 3\n\n10.0.0.7:2\nnode1\n[fe80::1]:4\nfe80::2\n"), ["node1", "node2", "10.0.0.7", "[fe80::1]", "fe80::2"]);
  assert.is((await hostFinding("localhost")).state, "ok");
  assert.match((await hostFinding("no-such-host.invalid")).what, "its name means no address");
});

/** A machine with nothing but Node. */
const bare = <T>(use: (options: { readonly cwd: string; readonly env: { readonly [name: string]: string }; readonly timeoutMs: number }) => Promise<T>): Promise<T> =>
  withDirectory((directory) => {
    mkdirSync(path.join(directory, "bin"));
    symlinkSync(process.execPath, path.join(directory, "bin/node"));
    return use({ cwd: directory, env: { PATH: path.join(directory, "bin"), CC: "", SPMD_MPIRUN: "", SPMD_LIBMPI: "", XDG_CACHE_HOME: path.join(directory, "cache") }, timeoutMs: 180_000 });
  });

test("a machine without compiler and launchers is told what to install, and is well", () => bare(async (options) => {
  const { status, stdout, stderr } = await command("spmd", ["doctor", "--json"], options), findings = JSON.parse(stdout) as readonly Finding[];
  assert.is(status, 0, stdout + stderr);
  const of = (text: string): Finding => findings.find(({ what }) => what.includes(text))!;
  assert.match(of("there is no C compiler").help!, "apt-get install gcc");
  assert.is(of("two ranks on threads").state, "ok");
  assert.match(of("compiled kernels are kept in").what, options.cwd);
  assert.ok(findings.every(({ state }) => state !== "fail"));
  assert.ok(findings.some(({ state, what }) => state === "none" && /MPI/.test(what)), stdout);
}));

test("a host that does not exist fails, and a file that is not there is no command", () => bare(async (options) => {
  writeFileSync(path.join(options.cwd, "hosts"), "localhost\nno-such-host.invalid slots=2\n");
  const { status, stdout } = await command("spmd", ["doctor", "--hostfile", "hosts"], options);
  assert.is(status, 1);
  assert.match(stdout, /^ {2}ok {4}host localhost is this machine$/m);
  assert.match(stdout, /^ {2}fail {2}host no-such-host\.invalid: its name means no address here\n {10}check the name/m);
  assert.match(stdout, /1 thing does not work\n$/);
  const none = await command("spmd", ["doctor", "--hostfile", "nowhere"], options);
  assert.is(none.status, 2);
  assert.match(none.stderr, "there is no file 'nowhere'");
}));

test.run();
