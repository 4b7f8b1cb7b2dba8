// Native kernels in all surroundings: with a C compiler and koffi, without one of them, with caches that cannot be used, on another machine. The results are the
// same everywhere, and whoever asked for native kernels and does not get them is told why.
import { chmodSync, mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { command, withDirectory, type Outcome } from "./support/commands.ts";
import { nativeTools } from "./support/nativeNests.ts";

const test = suite("native kernels");
const tools = await nativeTools(), here = `${process.platform}-${process.arch}`;

const program = `import { generate, sum, param } from "spmd";
const n = param("n", 5000);
const limit = param("limit", 1e9);
function checked(i: number): number {
  if (i > limit) throw new RangeError(\`\${i} is above \${limit}\`);
  return 1 / (1 + i * i);
}
export const total = sum(generate([n], (i) => checked(i)));
console.log(total);
`;
const expected = "2.0764740274699154\n";

/** A directory with the program and a cache of its own. */
function withProgram(use: (place: { readonly directory: string; readonly source: string; readonly bundle: string; readonly env: { readonly [name: string]: string } }) => Promise<void>): Promise<void> {
  return withDirectory(async (directory) => {
    const source = path.join(directory, "total.ts"), cache = path.join(directory, "cache");
    writeFileSync(source, program);
    mkdirSync(cache, { mode: 0o700 });
    await use({ directory, source, bundle: path.join(directory, "total.spmd.mjs"), env: { XDG_CACHE_HOME: cache } });
  });
}

const build = async (source: string, bundle: string, env: { readonly [name: string]: string }, ...words: readonly string[]): Promise<Outcome> => command("spmdc", ["build", source, "-o", bundle, ...words], { env });
const gives = ({ status, stdout, stderr }: Outcome, told: RegExp | "" = ""): void => {
  assert.is(status, 0, stderr);
  assert.is(stdout, expected);
  if (told === "") assert.is(stderr, "");
  else assert.match(stderr, told);
};

test("a compiler that was asked for and is missing, or does not work, is an error", () => withProgram(async ({ directory, source, bundle, env }) => {
  const missing = await build(source, bundle, { ...env, CC: "/no/such/cc" }, "--kernels", "native");
  assert.is(missing.status, 1);
  assert.match(missing.stderr, "error SPMD6020: there is no C compiler: '/no/such/cc' was not found");
  const broken = path.join(directory, "broken");
  writeFileSync(broken, "#!/bin/sh\necho 'cc: error: out of ink' >&2\nexit 3\n");
  chmodSync(broken, 0o755);
  assert.match((await build(source, bundle, { ...env, CC: broken }, "--kernels", "native")).stderr, `error SPMD6021: the C compiler '${broken}' cannot compile the kernels: cc: error: out of ink`);
  const foreign = await build(source, bundle, { ...env, CC: "true" }, "--kernels", "native");
  assert.match(foreign.stderr, "it is neither gcc nor clang");
}));

test("without a word about kernels such a compiler is not missed", () => withProgram(async ({ source, bundle, env }) => {
  for (const CC of ["/no/such/cc", "false"]) {
    const built = await build(source, bundle, { ...env, CC });
    assert.is(built.status, 0, built.stderr);
    assert.not.match(readFileSync(bundle, "utf8"), `machine: "${here}"`);
    gives(await command("spmd", ["run", "-np", "2", bundle], { env }));
  }
}));

if (typeof tools === "string") test.skip(`the others: ${tools}`, () => {});
else {
  test("built and run on any number of ranks", () => withProgram(async ({ source, bundle, env }) => {
    assert.is((await build(source, bundle, env, "--kernels", "native")).status, 0);
    for (const np of ["1", "2", "3"]) gives(await command("spmd", ["run", "-np", np, bundle], { env }));
    assert.is(readdirSync(path.join(env["XDG_CACHE_HOME"]!, "spmd/kernels")).length, 1, "unpacked once");
    for (const kernels of ["auto", "native", "wasm", "js"]) gives(await command("spmd", ["run", "-np", "2", "--kernels", kernels, bundle], { env }));
    gives(await command("node", [bundle, "-np", "2", "--kernels", "native"], { env }));
    gives(await command("spmd", ["run", "-np", "2", "--kernels", "native", source], { env }));
  }));

  test("a throw says what it says elsewhere", () => withProgram(async ({ source, env }) => {
    const told = await Promise.all(["native", "wasm"].map(async (kernels) => (await command("spmd", ["run", "-np", "2", "--kernels", kernels, source, "--limit", "99"], { env })).stderr));
    assert.match(told[0]!, /^error(?: on rank \d)?: RangeError: 100 is above 99\n/);
    assert.is(told[0], told[1]);
  }));

  test("without koffi WebAssembly serves, and a line says so", () => withProgram(async ({ directory, source, bundle, env }) => {
    await build(source, bundle, env);
    gives(await command("node", [bundle, "-np", "2"], { env, cwd: directory }), /^spmd: no native kernels: the package koffi is not installed here \(npm install koffi\); WebAssembly is used instead\n$/);
    gives(await command("node", [bundle, "--kernels", "wasm"], { env, cwd: directory }));
  }));

  test("a bundle without native kernels, when they are asked for", () => withProgram(async ({ source, bundle, env }) => {
    await build(source, bundle, env, "--kernels", "wasm");
    gives(await command("spmd", ["run", "--kernels", "native", bundle], { env }), /^spmd: no native kernels: this bundle has none/);
  }));

  test("another machine, another processor, damage", () => withProgram(async ({ source, bundle, env }) => {
    await build(source, bundle, env, "--kernels", "native");
    const text = readFileSync(bundle, "utf8"), changed = async (from: string | RegExp, to: string, told: RegExp): Promise<void> => {
      assert.match(text, from);
      writeFileSync(bundle, text.replace(from, to));
      gives(await command("spmd", ["run", "-np", "2", bundle], { env }), told);
    };
    await changed(`machine: "${here}"`, 'machine: "plan9-mips"', new RegExp(`^spmd: no native kernels: they were built for plan9-mips, and this is ${here}; WebAssembly is used instead\n$`));
    await changed(/sha256: "[0-9a-f]{8}/, 'sha256: "00000000', /they are damaged/);
    // A processor that nobody has had for long.
    if (process.arch === "x64" && (await build(source, bundle, { ...env, CC: "cc -mavx5124vnniw" }, "--kernels", "native")).status === 0)
      gives(await command("spmd", ["run", "-np", "2", bundle], { env }), /^spmd: no native kernels: they were built for another processor; WebAssembly is used instead\n$/);
  }));

  test("a cache of many objects loses those that were not used for longest", () => withProgram(async ({ source, bundle, env }) => {
    const kernels = path.join(env["XDG_CACHE_HOME"]!, "spmd/kernels"), age = (days: number): Date => new Date(Date.now() - days * 86_400_000);
    mkdirSync(kernels, { recursive: true, mode: 0o700 });
    for (let k = 0; k < 300; k++) {
      const file = path.join(kernels, `${k}.so`);
      writeFileSync(file, "old");
      utimesSync(file, age(2 + k), age(2 + k));
    }
    await build(source, bundle, env, "--kernels", "native");
    gives(await command("spmd", ["run", bundle], { env }));
    const left = readdirSync(kernels);
    assert.is(left.length, 256);
    assert.ok(left.includes("0.so") && !left.includes("299.so"));
  }));

  test("--fast-math fuses, --unroll interleaves as asked", () => withProgram(async ({ source, bundle, env }) => {
    for (const words of [[], ["--fast-math"], ["--unroll", "1"], ["--unroll", "4"]]) {
      assert.is((await build(source, bundle, env, "--kernels", "native", ...words)).status, 0);
      const { status, stdout } = await command("spmd", ["run", "-np", "2", bundle], { env });
      assert.is(status, 0);
      assert.ok(Math.abs(Number(stdout) - Number(expected)) < 1e-9, stdout);
      if (words[0] !== "--fast-math") assert.is(stdout, expected);
    }
    for (const vectors of ["1", "2", "4"]) assert.match((await command("spmdc", ["build", source, "--kernels", "wasm", "--emit", "wat", "--unroll", vectors], { env })).stdout, `; ${vectors} x 2 at a time`);
  }));

  test("caches that cannot be written or trusted", () => withProgram(async ({ directory, source, bundle, env }) => {
    await build(source, bundle, env, "--kernels", "native");
    gives(await command("spmd", ["run", "-np", "2", bundle], { env: { XDG_CACHE_HOME: "/dev/null" } }));
    const shared = path.join(directory, "shared"), kernels = path.join(shared, "spmd/kernels");
    mkdirSync(kernels, { recursive: true });
    chmodSync(kernels, 0o777);
    gives(await command("spmd", ["run", "-np", "2", bundle], { env: { XDG_CACHE_HOME: shared } }));
    assert.equal(readdirSync(kernels), [], "others could have changed what is there");
    // Somebody's own file under the right name.
    gives(await command("spmd", ["run", "-np", "2", bundle], { env }));
    const own = path.join(env["XDG_CACHE_HOME"]!, "spmd/kernels"), file = path.join(own, readdirSync(own)[0]!);
    writeFileSync(file, "not this");
    gives(await command("spmd", ["run", "-np", "2", bundle], { env }));
    assert.ok(readFileSync(file).length > 1000, "written anew");
  }));
}

test.run();
