// Several hosts, each a network namespace with an address of its own: launchers start ranks on them through an agent that enters the namespace instead of ssh, and the MPI libraries
// talk over TCP between them. One host is cut off in the middle: the job ends with a message that names it.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { command, withDirectory } from "./support/commands.ts";
import { type Ended, mpiEnvironment, type MpiHere, mpis, noMpi } from "./support/overMpi.ts";

const test = suite("several hosts");
const long = process.env["SPMD_TEST_LONG"] === "1";
const prefix = `spmd${process.pid}`, spmd = path.resolve("dist/spmd.mjs");

const ip = (...words: string[]): boolean => spawnSync("ip", words, { timeout: 10_000 }).status === 0;

/** Makes hosts 1 to n, at 10.77.0.1 to n, on one bridge; false if the system does not allow it. */
function makeHosts(n: number): boolean {
  const hub = `${prefix}-hub`, steps = [["netns", "add", hub], ["-n", hub, "link", "add", "name", "br0", "type", "bridge"], ["-n", hub, "link", "set", "br0", "up"]];
  for (let k = 1; k <= n; k++) {
    const host = `${prefix}-${k}`, wire = `w${k}`;
    steps.push(
      ["netns", "add", host], ["-n", hub, "link", "add", "name", wire, "type", "veth", "peer", "name", "eth0", "netns", host], ["-n", hub, "link", "set", wire, "master", "br0"],
      ["-n", hub, "link", "set", wire, "up"], ["-n", host, "addr", "add", `10.77.0.${k}/24`, "dev", "eth0"], ["-n", host, "link", "set", "eth0", "up"], ["-n", host, "link", "set", "lo", "up"],
    );
  }
  return steps.every((words) => ip(...words));
}

function removeHosts(): void {
  for (const name of ["hub", "1", "2", "3"]) {
    for (const pid of spawnSync("ip", ["netns", "pids", `${prefix}-${name}`], { encoding: "utf8" }).stdout?.split("\n") ?? []) if (pid !== "") spawnSync("kill", ["-KILL", pid]);
    ip("netns", "del", `${prefix}-${name}`);
  }
}

process.on("exit", removeHosts);
const possible = mpis.length > 0 && makeHosts(3);
if (mpis.length === 0) test.skip(noMpi, () => undefined);
else if (!possible) test.skip("network namespaces cannot be made here (they need root and CAP_NET_ADMIN, and the program ip of iproute2)", () => undefined);

/** What launchers use instead of ssh: AGENT [options] HOST COMMAND. It gives the host its name, too. */
function writeAgent(directory: string): string {
  const agent = path.join(directory, "agent");
  writeFileSync(agent, `#!/bin/bash
while [[ "$1" == -* ]]; do case "$1" in -l|-o|-p) shift 2 ;; *) shift ;; esac; done
number=\${1##*.}; shift
exec ip netns exec ${prefix}-$number unshare -u sh -c "hostname host$number; exec sh -c \\"\\$0\\"" "$*"
`);
  chmodSync(agent, 0o755);
  return agent;
}

/** Runs on `hosts` hosts, two ranks each, from the first of them. */
function onHosts(mpi: MpiHere, hosts: number, directory: string, words: readonly string[], { cutAfterMs, cwd = directory }: { readonly cutAfterMs?: number; readonly cwd?: string } = {}): Promise<Ended> {
  const agent = writeAgent(directory), file = path.join(directory, `hosts-${hosts}`), open = mpi.name === "Open MPI", start = performance.now();
  writeFileSync(file, Array.from({ length: hosts }, (_, k) => `10.77.0.${k + 1}${open ? " slots=2" : ":2"}\n`).join(""));
  const launcher = open ? ["--hostfile", file, "--mca", "plm_rsh_agent", agent, "-x", "SPMD_HOST_TIMEOUT", "-np"] : ["-f", file, "-launcher", "ssh", "-launcher-exec", agent, "-n"];
  return new Promise((resolve) => {
    const child = spawn("ip", ["netns", "exec", `${prefix}-1`, mpi.launcher, ...launcher, String(2 * hosts), process.execPath, spmd, "run", ...words], {
      cwd, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...mpiEnvironment, SPMD_HOST_TIMEOUT: "3" },
    });
    let stdout = "", stderr = "";
    child.stdout.on("data", (text) => (stdout += String(text)));
    child.stderr.on("data", (text) => (stderr += String(text)));
    const late = setTimeout(() => child.kill("SIGKILL"), 90_000);
    // What a host that was cut off still runs keeps the pipes open: the launcher's end counts.
    child.on("exit", (status) => {
      clearTimeout(late);
      setTimeout(() => resolve({ status, stdout, stderr, ms: performance.now() - start }), 300);
    });
    if (cutAfterMs === undefined) return;
    // The program says when it has begun: hosts take their time to start.
    child.stdout.once("data", () => setTimeout(() => ip("-n", `${prefix}-${hosts}`, "link", "set", "eth0", "down"), cutAfterMs));
  });
}

const build = async (source: string, directory: string): Promise<string> => {
  const bundle = path.join(directory, `${path.basename(source, ".ts")}.spmd.mjs`), { status, stderr } = await command("spmdc", ["build", source, "-o", bundle], { timeoutMs: 120_000 });
  assert.is(status, 0, stderr);
  return bundle;
};

const programs: readonly (readonly [source: string, array: string | undefined])[] = [["examples/mandelbrot/mandelbrot.ts", "C.npy"], ["examples/conjugateGradient/conjugateGradient.ts", undefined], ["examples/heat/heat.ts", undefined]];

for (const hosts of possible ? (long ? [2, 3] : [2]) : [])
  test(`Mandelbrot, CG and heat on ${hosts} hosts`, () => withDirectory(async (directory) => {
    for (const [source] of long ? programs : programs.slice(0, 1)) {
      const bundle = await build(source, directory), threads = await command("spmd", ["run", "-np", "2", "--save", path.join(directory, "threads"), bundle], { cwd: directory });
      for (const mpi of mpis) {
        const out = path.join(directory, mpi.launcher);
        mkdirSync(out, { recursive: true });
        const trace = path.join(out, "trace.json"), ended = await onHosts(mpi, hosts, directory, ["--save", out, "--trace", trace, bundle]);
        assert.is(ended.status, 0, `${mpi.name}: ${ended.stderr}`);
        assert.is(ended.stdout, threads.stdout, mpi.name);
        // The hosts have one clock here: so all times lie close together.
        const { traceEvents } = JSON.parse(readFileSync(trace, "utf8")) as { traceEvents: { ph: string; tid: number; ts: number; id?: number }[] }, begun = traceEvents.filter(({ ph }) => ph === "X");
        assert.equal([...new Set(begun.map(({ tid }) => tid))].sort((a, b) => a - b), Array.from({ length: 2 * hosts }, (_, r) => r));
        assert.ok(begun.every(({ ts }) => ts >= -1000 && ts < 120e6));
        assert.is(readFileSync(path.join(out, "results.json"), "utf8"), readFileSync(path.join(directory, "threads/results.json"), "utf8"));
      }
    }
  }));

for (const hosts of possible ? (long ? [2, 3] : [2]) : [])
  test(`${hosts} hosts, of which one is cut off in the middle`, () => withDirectory(async (directory) => {
    const source = path.join(directory, "endless.ts");
    writeFileSync(source, 'import { MPI } from "spmd/mpi";\nconst comm = MPI.COMM_WORLD, a = new Float64Array(1000), b = new Float64Array(1000);\nif (comm.rank === 0) console.log(`${comm.allgather(MPI.Get_processor_name()).length} ranks`);\nelse comm.allgather(MPI.Get_processor_name());\nfor (;;) comm.Allreduce(a, b);\n');
    const bundle = await build(source, directory);
    for (const mpi of mpis) {
      const ended = await onHosts(mpi, hosts, directory, [bundle], { cutAfterMs: 500 });
      ip("-n", `${prefix}-${hosts}`, "link", "set", "eth0", "up");
      for (const pid of spawnSync("ip", ["netns", "pids", `${prefix}-${hosts}`], { encoding: "utf8" }).stdout.split("\n")) if (pid !== "") spawnSync("kill", ["-KILL", pid]);
      assert.is(ended.stdout.trim(), `${2 * hosts} ranks`, `${mpi.name}: ${ended.stderr}`);
      assert.match(ended.stderr, new RegExp(`error SPMD5036: host host${hosts} \\(ranks ${2 * hosts - 2} and ${2 * hosts - 1}\\) has not answered for 3 s\\n`), mpi.name);
      assert.is.not(ended.status, 0, mpi.name);
      assert.ok(ended.ms < 60_000, `${mpi.name}: ${ended.ms} ms`);
    }
  }));

test.run();
