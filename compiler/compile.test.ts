import { suite } from "uvu";
import * as assert from "uvu/assert";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { checkOnly, compile, dumpAfter, emit, passes } from "./compile.ts";
import { nodesIn } from "./ir/blocks.ts";
import { parseLanes, parseLocal, parsePlaced, parseProgram } from "./ir/parse.ts";
import { printLanes, printLocal, printPlaced, printProgram } from "./ir/print.ts";
import { loadAssembler } from "./6-emit/wasm/assembler.ts";
import { command, withDirectory } from "../test/support/commands.ts";
import { compileOptions, compiled, exampleSources, sourcesOfText } from "../test/support/compiled.ts";

const test = suite("compile");

const examples = readdirSync("examples").filter((name) => existsSync(`examples/${name}/${name}.ts`));

for (const name of examples) {
  test(`${name} comes back from its text at every level`, async () => {
    const { checked, fused, placed, local, lanes } = await compiled(exampleSources(name), "vectorize");
    const same = <T>(program: T, print: (program: T) => string, parse: (text: string) => T): void => {
      const text = print(program);
      assert.is(print(parse(text)), text);
      assert.equal(parse(text), program);
    };
    same(checked!, printProgram, (text) => parseProgram(text) as typeof checked & {});
    same(fused!, printProgram, parseProgram);
    same(placed!, printPlaced, parsePlaced);
    same(local!, printLocal, parseLocal);
    same(lanes!, printLanes, parseLanes);
  });
}

test("pi is one kernel and one collective", async () => {
  const { local } = await compiled(exampleSources("pi"), "communicate");
  assert.equal([...nodesIn(local!.body)].map((node) => node.kind), ["launch", "combine"]);
});

test("every pass can be dumped, every emission printed", async () => {
  const sources = sourcesOfText({ "main.ts": 'import { iota, map, sum } from "spmd";\nexport const s = sum(map(iota(9), x => x * x));\n' });
  for (const { name } of passes.filter((pass) => pass.name !== "bundle")) {
    const { text, timing } = await dumpAfter(sources, name, compileOptions);
    assert.ok(text !== undefined && text.length > 20, name);
    assert.is(timing.at(-1)?.pass, name);
  }
  for (const what of ["ir", "spmd", "js"] as const) assert.match((await emit(sources, what, compileOptions)).text ?? "", /main/, what);
});

test("what is wrong with a program stops it", async () => {
  const sources = sourcesOfText({ "main.ts": 'import { iota, map } from "spmd";\nexport const s = map(iota(9), x => x + "a");\n' });
  const { diagnostics, artifacts } = await compile(sources, compileOptions);
  assert.ok(diagnostics.some((d) => d.severity === "error" && d.span.line === 2));
  assert.not.ok("fused" in artifacts);
  assert.is((await dumpAfter(sources, "fuse", compileOptions)).text, undefined);
  assert.is((await checkOnly(sources, compileOptions)).timing.length, 1);
});

test("a message-passing program is checked for types only", async () => {
  const { view, diagnostics } = await checkOnly(sourcesOfText({ "main.ts": 'import "spmd/mpi";\nconst n: number = Math.random();\nconst t: string = n;\n' }), compileOptions);
  assert.is(view, "local");
  assert.equal(diagnostics.filter((d) => d.code !== "TS2882" && d.code !== "TS2307").map((d) => `${d.code} ${d.span.line}`), ["TS2322 3"]);
});

test("from TypeScript to the same bits on any number of ranks", async () => {
  await withDirectory(async (directory) => {
    const outputs = new Set<string>(), { bundle } = await compiled(exampleSources("pi"), "bundle", { kernels: "wasm", assembler: await loadAssembler() });
    const file = path.join(directory, "pi.spmd.mjs");
    writeFileSync(file, bundle!.text);
    for (const words of [["-np", "1"], ["-np", "3"], ["-np", "3", "--kernels", "js"]]) {
      const { status, stdout, stderr } = await command("node", [file, "--print", ...words]);
      assert.is(status, 0, stderr);
      outputs.add(stdout);
    }
    assert.is(outputs.size, 1);
    assert.match([...outputs][0]!, /pi = 3\.14159265358/);
  });
});

test.run();
