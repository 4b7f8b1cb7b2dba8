// Running a program uncompiled: its module as it is, every operator with its reference meaning, on one rank.
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { DiskSources } from "../files.ts";
import { dist } from "../files.ts";

/** The program's module and the language in one module; `directory` is where it will be written. */
export async function bundleSerial(sources: DiskSources, directory: string): Promise<string> {
  const { bundle } = await import("../../compiler/7-bundle/bundle.ts");
  return (await bundle({ files: sources, program: { view: "serial" }, options: { runtime: path.join(dist, "runtime.mjs"), directory } })).text;
}

/** Gives the program its params, and `Math` the functions that compiled kernels use: then even a sum of sines has the same bits. */
export async function useExactMath(params: { readonly [name: string]: string }): Promise<void> {
  const { mathFunctions } = (await import(pathToFileURL(path.join(dist, "math.mjs")).href)) as typeof import("../../compiler/math/index.ts");
  const { hypot, ...others } = mathFunctions;
  Object.assign(Math, others, { hypot: (...lengths: number[]) => lengths.reduce((a, b) => hypot!(a, b), 0) });
  Reflect.set(globalThis, Symbol.for("spmd.params"), params);
}
