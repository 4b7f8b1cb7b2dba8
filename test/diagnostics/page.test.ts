// compiler/DIAGNOSTICS.md is made from the catalogues: `SPMD_UPDATE=1 node test/run.mjs diagnostics/page` writes its tables anew.
import { readFileSync, writeFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { catalogue as commandCatalogue } from "../../cli/errors.ts";
import { catalogue } from "../../compiler/diagnostics/catalogue/index.ts";
import { catalogue as runtimeCatalogue } from "../../runtime/errors.ts";

const test = suite("diagnostics page");
const update = process.env.SPMD_UPDATE === "1";

test("compiler/DIAGNOSTICS.md lists every code", () => {
  const page = "compiler/DIAGNOSTICS.md", text = readFileSync(page, "utf8"), made = text.replace(/^<!-- codes (\d)xxx -->\n(?:\n(?:\|.*\n)+)?/gm, (_, digit: string) => `<!-- codes ${digit}xxx -->\n\n${codeTable(digit)}\n`);
  if (update) writeFileSync(page, made);
  else assert.is(text, made, "SPMD_UPDATE=1 writes the page anew");
  for (const code of codes.keys()) assert.match(made, `| ${codeCell(code)} |`);
});

const codes: ReadonlyMap<string, { readonly message: string; readonly help: string; readonly severity?: string }> = new Map(Object.entries({ ...runtimeCatalogue, ...commandCatalogue, ...catalogue }));
const codeCell = (code: string): string => (code in catalogue ? `[${code}](../test/diagnostics/${code}.md)` : code);

/** In words, with what is filled in as `...`. */
function codeTable(digit: string): string {
  const cell = (text: string): string => text.replace(/\{\w+\}/g, "...").replaceAll("|", "\\|").replaceAll("<", "&lt;");
  const rows = [...codes].filter(([code]) => code.startsWith(`SPMD${digit}`)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, { message, help, severity = "error" }]) => `| ${codeCell(code)} | ${severity === "warning" ? "warning: " : ""}${cell(message)} | ${cell(help)} |`);
  return ["| code | says | what to do |", "| --- | --- | --- |", ...rows].join("\n");
}

test.run();
