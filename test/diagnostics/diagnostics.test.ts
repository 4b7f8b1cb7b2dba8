// Every code of the compiler: `SPMD1001.md` beside this file holds small wrong programs, as users write them, each followed by what they are told. A
// mistake is told once, at its place, with a way out. `SPMD_UPDATE=1 node test/run.mjs test/diagnostics` writes the texts anew: read them then.
//
//   ```ts main.ts               a program, or several files of one (the name may be left out where there is only main.ts);
//   // spmdc build --target browser           in its first line: how it is built or checked, if it matters; `// spmd run --serial`: what shows only then
//   ```
//   ```                         what is printed
//   ```ts right                 the same program as it should be: nothing is said of it
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { sourcesOf } from "../../compiler/1-check/sources.ts";
import { compile } from "../../compiler/compile.ts";
import { catalogue } from "../../compiler/diagnostics/catalogue/index.ts";
import { renderDiagnostics } from "../../compiler/diagnostics/render.ts";
import { catalogue as runtimeCatalogue } from "../../runtime/errors.ts";
import { command, withDirectory } from "../support/commands.ts";
import { compileOptions } from "../support/compiled.ts";

const test = suite("diagnostics");
const root = process.cwd(), folder = path.join(root, "test/diagnostics"), update = process.env.SPMD_UPDATE === "1";
const isFile = (file: string): boolean => existsSync(file) && statSync(file).isFile();
const disk = { readFile: (file: string) => (isFile(file) ? readFileSync(file, "utf8") : undefined), fileExists: isFile };

type Files = { readonly [name: string]: string };

/** What the compiler says of a program. */
async function toldOf(files: Files): Promise<{ readonly codes: readonly string[]; readonly text: string }> {
  if (files["main.ts"]!.startsWith("// spmd run --serial")) return toldSerially(files);
  // The types that users have, not the sources that these are made from.
  const sources = sourcesOf(files, path.join(root, "dist/types/compiler/lang.d.ts"), disk), browser = files["main.ts"]!.startsWith("// spmdc build --target browser"), probe = files["main.ts"]!.startsWith("// spmdc check --probe");
  const { diagnostics } = await compile({ ...sources, messagePassing: path.join(root, "dist/types/runtime/mpi.d.ts") }, { ...compileOptions, ...(browser ? { target: "browser" } : {}), ...(probe ? { probe } : {}) });
  return { codes: diagnostics.map((d) => (d.help ? d.code : `${d.code} without help`)), text: renderDiagnostics(diagnostics, { readFile: (file) => files[file] }) };
}

/** What only whole arrays can tell: the same words as at compile time, at the user's line. */
const toldSerially = (files: Files): ReturnType<typeof toldOf> => withDirectory(async (directory) => {
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
  const { stderr } = await command("spmd", ["run", "--serial", "main.ts"], { cwd: directory });
  return { codes: [...stderr.matchAll(/^error (SPMD\d+)/gm)].map((match) => match[1]!), text: stderr };
});

/** The fences of a fixture: files until one without a language, which holds what is printed. */
const fence = /^```(\w*) ?(\S*)\n([^]*?)^```$/gm;

for (const code of Object.keys(catalogue)) {
  test(code, async () => {
    const file = path.join(folder, `${code}.md`);
    assert.ok(existsSync(file), `test/diagnostics/${code}.md is missing: a wrong program that gets ${code}`);
    const fixture = readFileSync(file, "utf8"), texts: string[] = [], codes: string[] = [];
    let files: Files = {}, rights = 0;
    for (const [, language, name, text] of fixture.matchAll(fence)) {
      if (name === "right") {
        rights++;
        if (!text!.startsWith("// spmd run")) assert.equal((await toldOf({ "main.ts": text! })).text, "", `${code}: the right program`);
        continue;
      }
      if (language !== "") {
        files = { ...files, [name || "main.ts"]: text! };
        continue;
      }
      const told = await toldOf(files);
      texts.push(told.text);
      if (!update) assert.is(text, told.text, `${code}: the text has changed`);
      codes.push(...told.codes);
      files = {};
    }
    assert.ok(texts.length > 0, `${code}.md has no program`);
    assert.ok(rights <= 1, `${code}.md has several right programs`);
    assert.equal(codes, texts.map(() => code), texts.join("\n"));
    assert.not.match(texts.join("\n").replace(/^.*\d+ \| .*$/gm, ""), /(?<!\$)\{\w+\}/, `a name of the text was not filled in:\n${texts.join("\n")}`);
    if (update) writeFileSync(file, fixture.replace(fence, (whole, language: string) => (language === "" ? `\`\`\`\n${texts.shift()!}\`\`\`` : whole)));
  });
}

test("a mistake that is found while the program runs has the same words as at compile time", () => {
  const atRunTime: { readonly [code: string]: { readonly message: string; readonly help: string } } = runtimeCatalogue;
  for (const [code, { message, help }] of Object.entries(catalogue)) if (code in atRunTime) assert.equal(atRunTime[code], { message, help }, code);
});

test.run();
