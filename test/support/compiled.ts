// Programs compiled inside a test, from the disk or from text, verified after every pass.
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Sources } from "../../compiler/1-check/sources.ts";
import { sourcesOf } from "../../compiler/1-check/sources.ts";
import type { Compilation, CompileOptions } from "../../compiler/compile.ts";
import { compile } from "../../compiler/compile.ts";

const root = process.cwd(), isFile = (file: string): boolean => existsSync(file) && statSync(file).isFile();
const disk = { readFile: (file: string) => (isFile(file) ? readFileSync(file, "utf8") : undefined), fileExists: isFile };
const language = path.join(root, "compiler/lang.ts"), messagePassing = path.join(root, "runtime/mpi.ts");

/** `sourcesOfText({ "main.ts": "..." })`: files in memory. */
export const sourcesOfText = (files: { readonly [name: string]: string }, entry = "main.ts"): Sources => sourcesOf(files, language, disk, entry);
export const exampleSources = (name: string): Sources => ({ entry: path.join(root, `examples/${name}/${name}.ts`), language, messagePassing, ...disk });

export const compileOptions: CompileOptions = { runtime: path.join(root, "dist/runtime.mjs"), kernels: "js", verify: true, cache: new Map() };

/** Compiles up to a pass and throws what the compiler says against the program. */
export async function compiled(sources: Sources, stopAfter: string, options: Partial<CompileOptions> = {}): Promise<Compilation["artifacts"]> {
  const { artifacts, diagnostics } = await compile(sources, { ...compileOptions, ...options, stopAfter });
  const errors = diagnostics.filter((d) => d.severity === "error");
  if (errors.length > 0) throw new Error(errors.map((d) => `${d.span.file}:${d.span.line}:${d.span.column} ${d.code} ${d.message}`).join("\n"));
  return artifacts;
}
