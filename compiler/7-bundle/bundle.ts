// Stage 7: one universal ES module, for Node and browsers, with everything in it: the driver, the kernels, the runtime, what the user's host code imports.
//
//   entry     import { main } from runtime; import { driver } from driver; ...; export const job = main({ ... }, import.meta.url)
//   result    // spmd bundle abi=1 version=0.1.0
//             ... the modules, their source maps chained down to the user's lines
//
// The runtime is prebuilt, so only the program's own modules are parsed as TypeScript. Nothing of the compiler gets in: that is checked.
import { build } from "esbuild";
import type { BuildFailure, Metafile } from "esbuild";
import path from "node:path/posix";
import { abiVersion } from "../../runtime/abi.ts";
import type { EmittedKernels, SourceMap } from "../artifacts.ts";
import { CompileError } from "../diagnostics/diagnostic.ts";
import { diagnosticsOf } from "./failures.ts";
import { programModules } from "./modules.ts";

export interface BundleRequest {
  readonly files: ProgramFiles;
  readonly program: BundledProgram;
  readonly options: BundleOptions;
}

export interface ProgramFiles {
  /** Absolute paths with forward slashes. */
  readonly entry: string;
  readFile(path: string): string | undefined;
  fileExists(path: string): boolean;
}

export type BundledProgram =
  | { readonly view: "global"; readonly driver: { readonly text: string; readonly map: SourceMap }; readonly kernels: EmittedKernels }
  /** The user's module itself is what each rank runs. */
  | { readonly view: "local" }
  /** Uncompiled: the user's module with the eager meaning of every operator, for one rank. */
  | { readonly view: "serial" };

export interface BundleOptions {
  /** Path of the prebuilt runtime; `mpi.mjs` lies beside it. */
  readonly runtime: string;
  readonly target?: "node" | "browser";
  readonly minify?: boolean;
  /** Packages that stay imports. */
  readonly external?: readonly string[];
  /** Where the bundle will be written: the source map names files relative to it. The entry's directory if absent. */
  readonly directory?: string;
  /** Of the product, for the first line. */
  readonly version?: string;
}

export interface Bundle {
  readonly text: string;
  /** What is in it, with the bytes that each module takes. */
  readonly modules: readonly { readonly path: string; readonly bytes: number }[];
}

export async function bundle({ files, program, options }: BundleRequest): Promise<Bundle> {
  const directory = options.directory ?? path.dirname(files.entry);
  const first = `// spmd bundle abi=${abiVersion} version=${options.version ?? "0.1.0"}`;
  const result = await build({
    absWorkingDir: directory,
    entryPoints: ["spmd:entry"],
    bundle: true,
    write: false,
    metafile: true,
    outfile: path.join(directory, `${programName(files.entry)}.spmd.mjs`),
    format: "esm",
    platform: "neutral",
    mainFields: options.target === "browser" ? ["browser", "module", "main"] : ["module", "main"],
    conditions: [options.target === "browser" ? "browser" : "node", "module", "import"],
    target: "es2022",
    external: ["node:*", ...(options.external ?? [])],
    sourcemap: "external",
    minify: options.minify ?? false,
    keepNames: options.minify ?? false,
    legalComments: "none",
    logLevel: "silent",
    tsconfigRaw: {},
    banner: { js: first },
    plugins: [programModules(files, program, options)],
  }).catch((error: BuildFailure) => {
    throw error.errors === undefined ? error : new CompileError(diagnosticsOf(error.errors, files));
  });
  const [map, code] = [result.outputFiles.find((file) => file.path.endsWith(".map")), result.outputFiles.find((file) => !file.path.endsWith(".map"))];
  if (!map || !code) throw new Error("the bundler gave no text");
  const modules = modulesOf(result.metafile);
  if (program.view !== "serial") refuseCompiler(modules, path.dirname(options.runtime), directory);
  return { text: `${code.text.trimEnd()}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(leanMap(JSON.parse(map.text) as SourceMap, path.dirname(options.runtime), directory))).toString("base64")}\n`, modules };
}

/** "mandelbrot" for /home/u/mandelbrot.ts. */
export const programName = (entry: string): string => path.basename(entry).replace(/\.[cm]?[jt]sx?$/, "");

function modulesOf(metafile: Metafile): Bundle["modules"] {
  const output = Object.entries(metafile.outputs).find(([name]) => !name.endsWith(".map"))?.[1];
  return Object.entries(output?.inputs ?? {}).map(([name, { bytesInOutput }]) => ({ path: name, bytes: bytesInOutput }));
}

/** Throws if anything of the compiler is there: a bundle that carried the eager meaning would run it, slowly and on every rank. */
function refuseCompiler(modules: Bundle["modules"], dist: string, directory: string): void {
  const ofCompiler = [path.join(dist, "lang.mjs"), path.join(dist, "spmdc.mjs"), `${path.join(dist, "../compiler")}/`];
  const stray = modules.filter((module) => ofCompiler.some((place) => path.resolve(directory, module.path).startsWith(place)));
  if (stray.length > 0) throw new Error(`the bundle holds parts of the compiler: ${stray.map((module) => module.path).join(", ")}`);
}

/** The map without the runtime's own text (its lines stay mapped): half the size of a small bundle. */
function leanMap(map: SourceMap, runtime: string, directory: string): SourceMap {
  const ours = map.sources.map((source) => source !== null && path.resolve(directory, source).startsWith(`${runtime}/`));
  return { ...map, sourcesContent: (map.sourcesContent ?? []).map((text, k) => (ours[k] ? null : text)) };
}
