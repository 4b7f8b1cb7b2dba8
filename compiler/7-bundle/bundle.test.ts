import { suite } from "uvu";
import * as assert from "uvu/assert";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CompileError } from "../diagnostics/diagnostic.ts";
import { createWriter } from "../6-emit/driver/writer.ts";
import type { BundleOptions, BundledProgram } from "./bundle.ts";
import { bundle } from "./bundle.ts";

const test = suite("bundle");
const folder = mkdtempSync(path.join(tmpdir(), "spmd-bundle-"));
test.after(() => rmSync(folder, { recursive: true }));
mkdirSync(path.join(folder, "dist"));
// A runtime that runs one rank and prints what the program gives.
writeFileSync(path.join(folder, "dist/runtime.mjs"), `
  export async function main(program) {
    try {
      if (program.view === "local") return void (await program.load());
      console.log(JSON.stringify(await program.driver.run({ wasm: program.kernels.wasm && [...program.kernels.wasm], script: program.kernels.script() })));
    } catch (error) { console.error(error.stack); process.exitCode = 1; }
  }
  export const marker = 7;
`);
writeFileSync(path.join(folder, "dist/mpi.mjs"), `import { marker } from "./runtime.mjs"; export const MPI = { marker };`);
writeFileSync(path.join(folder, "dist/math.mjs"), "");

const options: BundleOptions = { runtime: path.join(folder, "dist/runtime.mjs") };

async function built(texts: { readonly [name: string]: string }, program: BundledProgram, more: Partial<BundleOptions> = {}) {
  const own = new Map(Object.entries(texts).map(([name, text]) => [path.join(folder, name), text]));
  return bundle({ files: { entry: path.join(folder, "prog.ts"), readFile: (file) => own.get(file), fileExists: (file) => own.has(file) }, program, options: { ...options, ...more } });
}

function run(text: string): { readonly status: number; readonly out: string } {
  const file = path.join(folder, "prog.spmd.mjs");
  writeFileSync(file, text);
  try {
    return { status: 0, out: execFileSync(process.execPath, ["--enable-source-maps", file], { encoding: "utf8", stdio: "pipe", timeout: 10_000 }) };
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: string };
    return { status, out: stderr };
  }
}

const emptyMap = { version: 3, sources: [], names: [], mappings: "" } as const;
const script = { text: "export const script = () => ({ k: () => 0 });\nexport const failures = [];\n", map: emptyMap };

function driver(source: string, code: { readonly text: string; readonly line: number; readonly column: number }, imports = "") {
  const writer = createWriter("prog.driver.js", () => source);
  if (imports !== "") writer.line(undefined, imports);
  writer.line(undefined, "export const driver = { params: [], async run($rt) {");
  writer.indented(() => writer.line(undefined, { text: code.text, reads: [], writes: [], span: { file: "prog.ts", line: code.line, column: code.column } }));
  writer.line(undefined, "} };");
  return writer.finish();
}

test("driver, kernels and runtime are one module that says what it is", async () => {
  const program: BundledProgram = { view: "global", driver: driver("", { text: "return { wasm: $rt.wasm, kernels: Object.keys($rt.script) };", line: 1, column: 1 }), kernels: { script, wasm: new Uint8Array([0, 97, 115, 109]) } };
  const { text, modules } = await built({}, program);
  assert.match(text.split("\n")[0]!, /^\/\/ spmd bundle abi=\d+ version=\d/);
  assert.equal(run(text), { status: 0, out: '{"wasm":[0,97,115,109],"kernels":["k"]}\n' });
  assert.ok(modules.some((module) => module.path.endsWith("runtime.mjs")));
  assert.equal(run((await built({}, program, { minify: true })).text).status, 0);
});

test("a bundle without WebAssembly has none", async () => {
  const { text } = await built({}, { view: "global", driver: driver("", { text: "return { wasm: $rt.wasm ?? null };", line: 1, column: 1 }), kernels: { script } });
  assert.equal(run(text).out, '{"wasm":null}\n');
});

test("modules of the user's and of Node are found from the entry's directory", async () => {
  const program: BundledProgram = { view: "global", driver: driver("", { text: "return { x: twice(4), sep, read: typeof readFile };", line: 1, column: 1 }, 'import { twice } from "./lib/twice.js"; import { sep } from "path"; import { readFile } from "fs/promises";'), kernels: { script } };
  const texts = { "lib/twice.ts": 'import { two } from "./two";\nexport const twice = (x: number): number => two * x;', "lib/two.ts": "export const two = 2;" };
  assert.equal(run((await built(texts, program)).text).out, '{"x":8,"sep":"/","read":"function"}\n');
});

test("a throw in host code names the user's line, minified too", async () => {
  const source = "const a = 1;\n\n  if (a) throw new Error('no');\n";
  const program: BundledProgram = { view: "global", driver: driver(source, { text: "if (1) throw new Error('no');", line: 3, column: 3 }), kernels: { script } };
  for (const minify of [false, true]) {
    const { status, out } = run((await built({}, program, { minify })).text);
    assert.is(status, 1);
    assert.match(out, /prog\.ts:3:\d+/);
  }
});

test("a message-passing program is its own module, with spmd/mpi from the runtime", async () => {
  const { text } = await built({ "prog.ts": 'import { MPI } from "spmd/mpi";\nconst n: number = MPI.marker;\nconsole.log(n);\nif (n > 6) throw new Error("line four");\n' }, { view: "local" });
  const { status, out } = run(text);
  assert.is(status, 1);
  assert.match(out, /prog\.ts:4:/);
});

async function refused(texts: { readonly [name: string]: string }, program: BundledProgram, more: Partial<BundleOptions> = {}) {
  try {
    await built(texts, program, more);
  } catch (error) {
    if (error instanceof CompileError) return error.diagnostics.map(({ code, span }) => `${code} ${span.file}:${span.line}:${span.column}`);
    throw error;
  }
  return [];
}

test("what cannot be bundled is said at the import", async () => {
  assert.equal(await refused({ "prog.ts": 'import "spmd/mpi";\nimport { x } from "./gone.ts";\nx();' }, { view: "local" }), ["SPMD4001 prog.ts:2:19"]);
  assert.equal(await refused({ "prog.ts": 'import "spmd/mpi";\nimport { map } from "spmd";\nmap();' }, { view: "local" }), ["SPMD4002 prog.ts:2:21"]);
  assert.equal(await refused({ "prog.ts": 'import { sep } from "path";\nconsole.log(sep);' }, { view: "local" }, { target: "browser" }), ["SPMD4003 prog.ts:1:21"]);
  assert.equal(await refused({ "prog.ts": 'import "spmd/mpi";\nimport x from "no-such-package";\nx();' }, { view: "local" }), ["SPMD4001 prog.ts:2:15"]);
});

test("the eager language cannot slip in", async () => {
  writeFileSync(path.join(folder, "dist/lang.mjs"), "export const map = 1;");
  try {
    await built({ "prog.ts": 'import { map } from "./dist/lang.mjs";\nconsole.log(map);' }, { view: "local" });
    assert.unreachable();
  } catch (error) {
    assert.match((error as Error).message, "the bundle holds parts of the compiler: dist/lang.mjs");
  }
});

test("the runtime's text is not in the source map, and bundling is fast", async () => {
  const program: BundledProgram = { view: "global", driver: driver("const mine = 1;", { text: "return {};", line: 1, column: 1 }), kernels: { script } };
  await built({}, program);
  const start = performance.now();
  const { text } = await built({}, program);
  assert.ok(performance.now() - start < 400, "far above 100 ms");
  const map = JSON.parse(Buffer.from(/base64,(.*)/.exec(text)![1]!, "base64").toString()) as { sources: string[]; sourcesContent: (string | null)[] };
  assert.is(map.sourcesContent[map.sources.findIndex((name) => name.endsWith("runtime.mjs"))], null);
  assert.is(map.sourcesContent[map.sources.indexOf("prog.ts")], "const mine = 1;");
});

test.run();
