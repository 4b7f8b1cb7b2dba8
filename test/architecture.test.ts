// The import rules that keep the parts apart. Read from the files' own import lines.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("architecture");

interface Import {
  readonly from: string;
  /** A path from the root for our own files, else the package's name. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const sources = ["compiler", "runtime", "cli"].flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name.replaceAll("\\", "/")}`))
  .filter((name) => /\.ts$/.test(name) && !name.endsWith(".test.ts"));

const imports: readonly Import[] = sources.flatMap((from) => {
  const text = readFileSync(from, "utf8");
  return [...text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^;"']*?from\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm)].map(([, type, named, dynamic]) => {
    const target = (named ?? dynamic)!;
    return { from, to: target.startsWith(".") ? path.posix.join(path.posix.dirname(from), target) : target, typeOnly: type !== undefined };
  });
});

const lines = (found: readonly Import[]): string => found.map(({ from, to }) => `${from} -> ${to}`).join("\n");
const none = (found: readonly Import[], rule: string): void => assert.is(lines(found), "", rule);
const stageOf = (file: string): string | undefined => /^compiler\/(\d-\w+)\//.exec(file)?.[1];

test("there is something to look at", () => assert.ok(imports.length > 100 && sources.length > 50));

test("runtime imports nothing of compiler or cli", () => none(imports.filter(({ from, to }) => from.startsWith("runtime/") && /^(compiler|cli)\//.test(to)), "runtime stands alone"));

test("compiler takes only runtime/abi, and lang.ts what host code calls", () =>
  none(imports.filter(({ from, to }) => from.startsWith("compiler/") && /^(runtime|cli)\//.test(to) && to !== "runtime/abi.ts" && !(from === "compiler/lang.ts" && /^runtime\/(effects\/|host\.ts|mpi\/comm\.ts)/.test(to))), "see compiler/README.md"));

test("a numbered stage never imports another", () => none(imports.filter(({ from, to }) => {
  const a = stageOf(from), b = stageOf(to);
  return a !== undefined && b !== undefined && a !== b;
}), "data between stages is in compiler/ir"));

test("packages stay where they belong", () => {
  const homes: readonly (readonly [RegExp, RegExp])[] = [
    [/^(ts-morph|typescript)$/, /^compiler\/(1-check|editor)\//],
    [/^esbuild$/, /^(compiler\/7-bundle\/|cli\/)/],
    [/^threads(\/|$)/, /^runtime\/(launcher|rank)\//],
    [/^koffi$/, /^runtime\/transport\//],
    [/^wabt$/, /^compiler\/6-emit\/wasm\//],
  ];
  for (const [name, home] of homes) none(imports.filter(({ from, to }) => name.test(to) && !home.test(from)), String(name));
});

test("collectives never see a transport's inside", () => none(imports.filter(({ from, to }) => from.startsWith("runtime/collectives/") && /^runtime\/transport\/./.test(to) && to !== "runtime/transport/transport.ts"), "through transport.ts only"));

test("Atomics stay in transport/threads", () =>
  assert.equal(sources.filter((file) => !file.startsWith("runtime/transport/") && /\bAtomics\./.test(withoutComments(readFileSync(file, "utf8")))), []));

test("the environment is read at the front door only", () =>
  assert.equal(sources.filter((file) => !/^(cli|runtime\/launcher)\/|^runtime\/(platform|main)\.ts/.test(file) && /process\.env\b|\benvironment\(\)/.test(withoutComments(readFileSync(file, "utf8")))), []));

test("stages name no operator", () => {
  // Names of collectives and of kernel expressions are words too, so what counts is asking for an operator: `op === "map"`, `operators.get("map")`.
  const asks = /\b(?:op|ops|operator|operators|name)\b[^;\n"]{0,30}(?:===|!==|\.get\(|\.has\()\s*"(\w+)"/g;
  const known = new Set(readdirSync("compiler/ops").filter((file) => /^[a-z]\w*\.ts$/.test(file)).map((file) => file.replace(".ts", "")).filter((name) => new RegExp(`\\bname: "${name}"`).test(readFileSync(`compiler/ops/${name}.ts`, "utf8"))));
  const named = sources.filter((file) => stageOf(file) !== undefined && !file.startsWith("compiler/1-check/kernel/")).flatMap((file) =>
    [...withoutComments(readFileSync(file, "utf8")).matchAll(asks)].filter(([, name]) => known.has(name!)).map(([found]) => `${file}: ${found}`));
  assert.ok(known.size > 20, `only ${known.size} operators found`);
  assert.equal(named, []);
});

test("no module keeps state", () => assert.equal(sources.filter((file) => /^(compiler|runtime)\//.test(file) && /^(export )?let /m.test(readFileSync(file, "utf8"))), []));

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}

test.run();
