// .npy files written by all ranks together, through the built commands: the same bytes for any number of ranks and over MPI, and one error, with nothing broken
// left behind, when a disk refuses.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decodeNpy } from "../runtime/io/npy.ts";
import { command, type Outcome, withDirectory } from "./support/commands.ts";
import { launch, mpis } from "./support/overMpi.ts";

const test = suite("writeNpy");
const long = process.env["SPMD_TEST_LONG"] === "1", spmd = path.resolve("dist/spmd.mjs");

const program = `import { distribute, generate, map, param, sum, writeNpy, zeros } from "spmd";
const n = param("n", 5), m = param("m", 3);
const a = generate([n, m], (i, j) => i * 100 + j + 0.5);
writeNpy("rows.npy", a);
writeNpy("columns.npy", distribute(map(a, x => x + 1), "cols"));
writeNpy("cyclic.npy", distribute(generate([n], i => i * 3, "i16"), "cyclic"));
writeNpy("replicated.npy", distribute(map(a, x => x - 1), "replicated"));
writeNpy("bool.npy", generate([n, m], (i, j) => (i + j) % 3 === 0, "bool"));
writeNpy("record.npy", map(a, (x, i) => ({ x, n: i, on: x > 200 })));
writeNpy("complex.npy", map(a, x => ({ re: x, im: -x })));
writeNpy("empty.npy", zeros([0, m]));
writeNpy("narrow.npy", zeros([n, 0]));
writeNpy("cube.npy", generate([2, n, m], (k, i, j) => k * 1000 + i * 10 + j, "i32"));
writeNpy("twice.npy", a);
writeNpy("twice.npy", map(a, x => -x));
export const c = map(a, x => x * 2);
export const r = map(a, (x, i) => ({ x, odd: i % 2 === 1 }));
export const total = sum(a);
`;

async function built(directory: string, source: string): Promise<string> {
  writeFileSync(path.join(directory, "program.ts"), source);
  const { status, stderr } = await command("spmdc", ["build", "program.ts"], { cwd: directory });
  assert.is(status, 0, stderr);
  return path.join(directory, "program.spmd.mjs");
}

const filesOf = (directory: string): { readonly [name: string]: string } =>
  Object.fromEntries(readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) => /\.\w+$/.test(name)).sort().map((name) => [name, readFileSync(path.join(directory, name)).toString("base64")]));

test("the same bytes on any number of ranks", () => withDirectory(async (directory) => {
  const bundle = await built(directory, program), words = ["run", "--save", "out", bundle];
  const files = async (name: string, run: (cwd: string) => Promise<Pick<Outcome, "status" | "stderr">>): Promise<{ readonly [name: string]: string }> => {
    const cwd = path.join(directory, name);
    mkdirSync(cwd);
    const { status, stderr } = await run(cwd);
    assert.equal([status, stderr], [0, ""], name);
    return filesOf(cwd);
  };
  const one = await files("1", (cwd) => command("spmd", ["run", "-np", "1", ...words.slice(1)], { cwd }));
  for (const np of [2, 3, 4, 7]) assert.equal(await files(String(np), (cwd) => command("spmd", ["run", "-np", String(np), ...words.slice(1)], { cwd })), one, `${np} ranks`);
  for (const mpi of mpis)
    for (const np of long ? [1, 2, 3, 4, 7] : [3]) assert.equal(await files(`${mpi.name} ${np}`, (cwd) => launch(mpi, np, [process.execPath, spmd, ...words], { cwd })), one, `${mpi.name}, ${np} ranks`);
  const read = (name: string) => decodeNpy(new Uint8Array(Buffer.from(one[name]!, "base64")), name), a = Array.from({ length: 15 }, (_, k) => Math.floor(k / 3) * 100 + (k % 3) + 0.5);
  assert.equal(Object.keys(one).length, 14);
  for (const [name, want] of [["rows.npy", a], ["columns.npy", a.map((x) => x + 1)], ["replicated.npy", a.map((x) => x - 1)], ["twice.npy", a.map((x) => -x)], ["out/c.npy", a.map((x) => 2 * x)]] as const) {
    assert.equal([read(name).shape, [...read(name).data[""]!]], [[5, 3], want], name);
  }
  assert.equal([...read("cyclic.npy").data[""]!], [0, 3, 6, 9, 12]);
  assert.equal([...read("cube.npy").data[""]!], Array.from({ length: 30 }, (_, k) => Math.floor(k / 15) * 1000 + (Math.floor(k / 3) % 5) * 10 + (k % 3)));
  assert.equal([read("bool.npy").element, [...read("bool.npy").data[""]!]], ["bool", Array.from({ length: 15 }, (_, k) => Number((Math.floor(k / 3) + (k % 3)) % 3 === 0))]);
  assert.equal([[...read("record.npy").data.x!], [...read("record.npy").data.on!]], [a, a.map((x) => Number(x > 200))]);
  assert.equal([[...read("complex.npy").data.re!], [...read("complex.npy").data.im!]], [a, a.map((x) => -x)]);
  assert.equal([read("empty.npy").shape, read("narrow.npy").shape], [[0, 3], [5, 0]]);
}));

test("each rank writes its rows: nothing is gathered", () => withDirectory(async (directory) => {
  writeFileSync(path.join(directory, "program.ts"), 'import { generate, param, writeNpy } from "spmd";\nwriteNpy("a.npy", generate([param("n", 1000), 3], (i, j) => i * j));\n');
  const { status, stdout, stderr } = await command("spmdc", ["explain", "-np", "4", "program.ts"], { cwd: directory });
  assert.is(status, 0, stderr);
  assert.match(stdout, /rows in blocks/);
  assert.not.match(stdout, /gather|alltoall/);
}));

const failing = `import { generate, param, writeNpy } from "spmd";
const n = param("n", 40000), file = param("file", "a.npy");
writeNpy(file, generate([n], i => i)); // here
`;
const refused = (outcome: Pick<Outcome, "status" | "stderr">, reason: string, what: string): void => {
  assert.is(outcome.status, 1, what);
  assert.match(outcome.stderr, new RegExp(`^error SPMD5009: cannot write \\S+: ${reason}\\n {2}\\S*program\\.ts:3:1\\n.*// here\\n.*\\n {2}help: [^\\n]*\\n$`), what);
};

test("places that cannot be written", () => withDirectory(async (directory) => {
  const bundle = await built(directory, failing);
  for (const np of [1, 3]) {
    const run = (file: string): Promise<Outcome> => command("spmd", ["run", "-np", String(np), bundle, "--file", file], { cwd: directory });
    refused(await run("gone/a.npy"), "there is no such file or directory", `${np}`);
    refused(await run("program.ts/a.npy"), "a part of its path is not a directory", `${np}`);
    refused(await run("."), "it is a directory", `${np}`);
    if (existsSync("/dev/full")) refused(await run("/dev/full"), "the disk is full", `${np}`);
  }
  assert.equal(readdirSync(directory).sort(), ["program.spmd.mjs", "program.ts"]);
}));

test("a disk that fills up while ranks write", () => withDirectory(async (directory) => {
  const bundle = await built(directory, failing), disk = path.join(directory, "disk");
  mkdirSync(disk);
  // Only the administrator can make a small disk.
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "none", disk]).status !== 0) return;
  try {
    const words = ["run", bundle, "--file", "disk/a.npy"], before = await command("spmd", [...words, "--n", "100"], { cwd: directory }), content = readFileSync(path.join(disk, "a.npy"));
    assert.is(before.status, 0, before.stderr);
    refused(await command("spmd", ["run", "-np", "4", ...words.slice(1)], { cwd: directory }), "the disk is full", "threads");
    for (const mpi of mpis) refused(await command("spmd", ["run", "-np", "3", "--transport", "mpi", ...words.slice(1)], { cwd: directory, env: { OMPI_ALLOW_RUN_AS_ROOT: "1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1", SPMD_LIBMPI: mpi.library } }), "the disk is full", mpi.name);
    assert.equal(readdirSync(disk), ["a.npy"]);
    assert.equal(readFileSync(path.join(disk, "a.npy")), content);
  } finally {
    spawnSync("umount", [disk]);
  }
}));

test.run();
