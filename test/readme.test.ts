// The texts that the READMEs show are made by the compiler: each code block below a marker `<!-- after PASS -->` is compared with what that pass gives.
// SPMD_UPDATE=1 node test/run.mjs readme    writes them anew.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dumpAfter, emit } from "../compiler/compile.ts";
import { compileOptions, sourcesOfText } from "./support/compiled.ts";

const test = suite("readme");
const file = "compiler/README.md";

const program = `import { generate, sum } from "spmd";

const n = 1_000_000, step = 1 / n;
const area = generate([n], (i) => {
  const x = step * (i + 0.5);
  return 4 / (1 + x * x);
});
export const pi = step * sum(area);
`;

async function textFor(marker: string): Promise<string> {
  const sources = sourcesOfText({ "pi.ts": program }, "pi.ts"), [kind, name] = marker.split(" ");
  if (kind === "source") return program;
  const { text, diagnostics } = kind === "after" ? await dumpAfter(sources, name!, compileOptions) : await emit(sources, "spmd", compileOptions);
  assert.equal(diagnostics, []);
  return text!;
}

test("compiler/README.md shows what the compiler makes", async () => {
  const text = readFileSync(file, "utf8"), parts = text.split(/^(<!-- .* -->\n```\w*\n)([\s\S]*?)(?=^```$)/m);
  let made = parts[0]!;
  for (let k = 1; k < parts.length; k += 3) {
    const head = parts[k]!, marker = /<!-- (.*) -->/.exec(head)![1]!;
    made += `${head}${(await textFor(marker)).trimEnd()}\n${parts[k + 2]!}`;
  }
  if (process.env["SPMD_UPDATE"] === "1") writeFileSync(file, made);
  else assert.is(text, made);
});

const languagePage = "compiler/LANGUAGE.md";

/** The headings and doc comments of what users import are the page's tables. */
function operatorTable(group: string): string {
  const parts = readFileSync("compiler/lang.ts", "utf8").split(/^\/\/ -{20,} (.*)$/m), at = parts.findIndex((heading, k) => k % 2 === 1 && heading.split(":")[0] === group);
  assert.ok(at > 0, `compiler/lang.ts has no group ${group}`);
  const rows = [...parts[at + 1]!.matchAll(/^ *\/\*\*([^/]*(?:\/(?!\*)[^/]*)*?)\*\/\n *(?:export const (\w+)|export \{ (\w+) \}|(\w+),$)/gm)].map(([, comment, ...names]) => {
    const text = comment!.split("\n").map((line) => line.replace(/^\s*\*?\s*/, "").trim()).join(" ").trim();
    return `| \`${names.find((name) => name !== undefined)!}\` | ${text.replaceAll("|", "\\|")} |`;
  });
  return ["| | |", "| --- | --- |", ...rows].join("\n");
}

test("compiler/LANGUAGE.md lists what there is to import", () => {
  const text = readFileSync(languagePage, "utf8"), made = text.replace(/^<!-- operators (.*) -->\n(?:\n(?:\|.*\n)+)?/gm, (_, group: string) => `<!-- operators ${group} -->\n\n${operatorTable(group)}\n`);
  if (process.env["SPMD_UPDATE"] === "1") writeFileSync(languagePage, made);
  else assert.is(text, made);
  const exported = [...readFileSync("compiler/lang.ts", "utf8").matchAll(/^export const (\w+)/gm)].map(([, name]) => name!);
  assert.equal(exported.filter((name) => !made.includes(`| \`${name}\` |`)), [], "missing from the page");
});

test("the programs of the pages are right", async () => {
  for (const page of ["README.md", languagePage])
    for (const [, source] of readFileSync(page, "utf8").matchAll(/^```ts\n([^]*?)^```$/gm)) assert.equal((await dumpAfter(sourcesOfText({ "page.ts": source! }, "page.ts"), "check", compileOptions)).diagnostics, [], page);
});

test("examples/README.md has each example once", () => {
  const text = readFileSync("examples/README.md", "utf8"), listed = [...text.matchAll(/^\| \[(\w+)\]\((\w+)\) \|/gm)].map(([, name, target]) => (name === target ? name! : `${name!} leads to ${target!}`));
  assert.equal(listed.sort(), readdirSync("examples", { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort());
});

test("links lead somewhere", () => {
  for (const page of ["README.md", "compiler/README.md", "examples/README.md", languagePage, "runtime/README.md", ...readdirSync("examples").map((name) => `examples/${name}/README.md`)].filter((name) => existsSync(name)))
    for (const [, target] of readFileSync(page, "utf8").matchAll(/\]\((?!https?:)([^)#]+)/g)) assert.ok(existsSync(path.join(path.dirname(page), target!)), `${page}: ${target!}`);
});

test("files that the pages name are there", () => {
  for (const page of ["compiler/README.md", "runtime/README.md"].filter((name) => existsSync(name)))
    for (const [, name] of readFileSync(page, "utf8").matchAll(/`((?:compiler|runtime|test|cli|ir|ops|examples)\/[\w./-]+\.ts)`/g))
      assert.ok([name!, `${path.dirname(page)}/${name!}`].some((candidate) => existsSync(candidate) || candidate.includes("NAME")), `${page}: ${name!}`);
});

test.run();
