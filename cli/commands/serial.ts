// Running a program uncompiled: its module as it is, every operator with its reference meaning, on one rank.
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { CompileError } from "../../compiler/diagnostics/diagnostic.ts";
import type { DiskSources } from "../files.ts";
import { dist } from "../files.ts";

/** The program's module and the language in one module, or what is wrong with it; `directory` is where it will be written. */
export async function bundleSerial(sources: DiskSources, directory: string): Promise<string | Pick<CompileError, "diagnostics">> {
  const [{ bundle }, { CompileError }] = await Promise.all([import("../../compiler/7-bundle/bundle.ts"), import("../../compiler/diagnostics/diagnostic.ts")]);
  try {
    return (await bundle({ files: sources, program: { view: "serial" }, options: { runtime: path.join(dist, "runtime.mjs"), directory } })).text;
  } catch (error) {
    if (error instanceof CompileError) return error;
    throw error;
  }
}

/** Gives the program its params, and `Math` the functions that compiled kernels use: then even a sum of sines has the same bits. */
export async function useExactMath(params: { readonly [name: string]: string }): Promise<void> {
  await import(pathToFileURL(path.join(dist, "math.mjs")).href);
  Reflect.set(globalThis, Symbol.for("spmd.params"), params);
}
