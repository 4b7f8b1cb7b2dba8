// The programs that words of a command line mean: files, folders (all programs below them) and patterns for shells that leave them alone.
//
//   examples              every .ts below examples that imports spmd or spmd/mpi
//   'examples/*/*.ts'     * and ? inside a name, ** for any folders, {a,b} for either
import { readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { commandError } from "./errors.ts";
import { isTypeScript } from "./files.ts";

const skipped = new Set(["node_modules", "dist"]);
const isProgramFile = (file: string): boolean => isTypeScript(file) && !/\.d\.[cm]?ts$|\.test\.[cm]?tsx?$/.test(file);

/** In the order of the words, each once. SPMD6002 where nothing is meant. */
export function programFiles(words: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const word of words) {
    const kind = statSync(word, { throwIfNoEntry: false });
    const files = kind?.isDirectory() ? below(word).filter((file) => importsSpmd(readFileSync(file, "utf8"))) : kind ? [word] : /[*?{]/.test(word) ? matching(word) : [];
    if (files.length === 0) throw commandError(kind?.isDirectory() ? "SPMD6014" : "SPMD6002", { file: word });
    for (const file of files) found.add(file);
  }
  return [...found];
}

function below(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) || entry.name.startsWith(".") ? [] : below(file);
    return entry.isFile() && isProgramFile(entry.name) ? [file] : [];
  });
}

const importsSpmd = (text: string): boolean => /\bfrom\s*["']spmd(?:\/mpi)?["']/.test(text);

function matching(pattern: string): string[] {
  const normal = path.normalize(pattern).replaceAll("\\", "/"), fixed = normal.split("/").slice(0, normal.split("/").findIndex((part) => /[*?{]/.test(part))).join("/");
  const start = fixed === "" ? (normal.startsWith("/") ? "/" : ".") : fixed, test = new RegExp(`^${expression(normal)}$`);
  if (!statSync(start, { throwIfNoEntry: false })?.isDirectory()) return [];
  return below(start).map((file) => file.replaceAll("\\", "/")).filter((file) => test.test(file));
}

/** `a/**` + `/b*.{ts,mts}` as a regular expression. */
function expression(pattern: string): string {
  let text = "", open = 0;
  for (let k = 0; k < pattern.length; k++) {
    const c = pattern[k]!;
    if (pattern.startsWith("**/", k)) {
      text += "(?:[^/]+/)*";
      k += 2;
    } else if (c === "*") text += "[^/]*";
    else if (c === "?") text += "[^/]";
    else if (c === "{") {
      text += "(?:";
      open++;
    } else if (c === "}" && open > 0) {
      text += ")";
      open--;
    } else text += c === "," && open > 0 ? "|" : c.replace(/[.+^$()|[\]\\]/, "\\$&");
  }
  return text + ")".repeat(open);
}
