// spmdc explain SPMD2010: what a diagnostic says and what to do about it, with the wrong program of its test (and a right one, where there is one).
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { catalogue as compilerCatalogue } from "../compiler/diagnostics/catalogue/index.ts";
import { catalogue as runtimeCatalogue } from "../runtime/errors.ts";
import { catalogue as commandCatalogue, commandError } from "./errors.ts";
import { dist } from "./files.ts";

interface Entry {
  readonly message: string;
  readonly help: string;
  readonly severity?: "error" | "warning";
}

const entries: { readonly [code: string]: Entry } = { ...runtimeCatalogue, ...commandCatalogue, ...compilerCatalogue };
const groups: { readonly [digit: string]: string } = {
  1: "what the language does not allow", 2: "types and shapes", 3: "where arrays are, and what moving them costs", 4: "what a program is built for", 5: "what goes wrong while a program runs", 6: "command lines and files",
};

/** SPMD6012 where there is no such code. */
export function explainCode(code: string): string {
  const entry = entries[code];
  if (!entry) throw commandError("SPMD6012", { code });
  const file = path.join(dist, "diagnostics", `${code}.md`), words = (text: string): string => text.replace(/\{\w+\}/g, "...");
  return [
    `${code}: ${entry.severity === "warning" ? "a warning" : "an error"} (${groups[code[4]!] ?? "others"})`,
    "",
    `  ${words(entry.message)}`,
    ...(words(entry.help) === "..." ? [] : [`  help: ${words(entry.help)}`]),
    ...(entry.severity === "warning" ? [`  silence it: \`// spmd-ignore ${code}\` on the line or above it, or --ignore ${code}`] : []),
    ...(existsSync(file) ? programs(readFileSync(file, "utf8")) : []),
    "",
  ].join("\n");
}

/** The fences of a fixture with what they are. */
function programs(fixture: string): readonly string[] {
  const indented = (text: string): string => text.trimEnd().split("\n").map((line) => `    ${line}`.trimEnd()).join("\n");
  return [...fixture.matchAll(/^```(\w*) ?(\S*)\n([^]*?)^```$/gm)].flatMap(([, language, name, text]) => {
    const title = language === "" ? "  is told:" : name === "right" ? "  right:" : `  wrong${name ? ` (${name})` : ""}:`;
    return ["", title, "", indented(text!)];
  });
}
