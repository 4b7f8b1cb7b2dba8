// What the commands that compile have in common: loading the compiler, compiling a file of the disk, and showing what the compiler has to say.
import path from "node:path";
import type { Compilation, CompileOptions } from "../../compiler/compile.ts";
import type { Driver } from "../../runtime/abi.ts";
import { SpmdError } from "../../runtime/errors.ts";
import { typedParams } from "../../runtime/launcher/params.ts";
import type { NativeCompiler } from "../../compiler/6-emit/c/nativeCompiler.ts";
import { systemCompiler, systemCompilerIfAny } from "../nativeCompiler.ts";
import type { CommandLine } from "../commandLine.ts";
import { CommandError, commandError } from "../errors.ts";
import type { DiskSources } from "../files.ts";
import { dist } from "../files.ts";
import type { FlagValues } from "../options.ts";

export type Compiler = typeof import("../../compiler/compile.ts");

export interface Loaded {
  readonly compiler: Compiler;
  readonly options: CompileOptions;
  readonly loadMs: number;
}

/** The compiler's code takes as long to load as a program to compile: only commands that compile call this. */
export async function loadCompiler(values: FlagValues, needsKernels: boolean): Promise<Loaded> {
  const start = performance.now();
  const wasm = needsKernels && values.kernels !== "js";
  const [compiler, nativeCompiler, assembler] = await Promise.all([
    import("../../compiler/compile.ts"),
    needsKernels ? nativeCompilerFor(values) : undefined,
    wasm ? import("../../compiler/6-emit/wasm/assembler.ts").then((module) => module.loadAssembler()) : undefined,
  ]);
  const options: CompileOptions = {
    runtime: path.join(dist, "runtime.mjs"),
    ...(values.ignore === undefined ? {} : { ignore: await ignoredCodes(values.ignore) }),
    ...(assembler ? { assembler } : {}),
    ...(nativeCompiler ? { nativeCompiler } : {}),
    ...(values.kernels ? { kernels: values.kernels } : {}),
    ...(values.target ? { target: values.target } : {}),
    ...(values.unchecked ? { unchecked: true } : {}),
    ...(values.unroll ? { unroll: Number(values.unroll) } : {}),
    ...(values.np === undefined ? {} : { np: values.np }),
    ...(values.memory === undefined ? {} : { memory: values.memory * 2 ** 20 }),
    ...(values.minify ? { minify: true } : {}),
    ...(values.probe ? { probe: true } : {}),
    ...(values.verify ? { verify: true } : {}),
  };
  return { compiler, options, loadMs: performance.now() - start };
}

/** SPMD6013 where one is no warning's. */
async function ignoredCodes(words: string): Promise<readonly string[]> {
  const { catalogue } = await import("../../compiler/diagnostics/catalogue/index.ts"), warnings = Object.entries(catalogue).flatMap(([code, { severity }]) => (severity === "warning" ? [code] : []));
  return words.split(/[\s,]+/).filter((word) => word !== "").map((word) => {
    const code = word.toUpperCase();
    if (!warnings.includes(code)) throw commandError("SPMD6013", { code: word, known: warnings.join(", ") });
    return code;
  });
}

/** The C compiler that this build uses, if any; an error where it was asked for and does not work. */
async function nativeCompilerFor({ kernels = "auto", target, emit, "fast-math": fused = false }: FlagValues): Promise<NativeCompiler | undefined> {
  if (target === "browser" || kernels === "wasm" || kernels === "js") return undefined;
  return kernels === "native" || emit === "c" ? systemCompiler({ fused }) : systemCompilerIfAny({ fused });
}

/** Prints diagnostics to stderr; true if there are errors. */
export async function showDiagnostics(sources: DiskSources, { diagnostics }: Pick<Compilation, "diagnostics">): Promise<boolean> {
  if (diagnostics.length === 0) return false;
  const { renderDiagnostics } = await import("../../compiler/diagnostics/render.ts");
  const base = path.dirname(sources.entry);
  process.stderr.write(renderDiagnostics(diagnostics, {
    readFile: (file) => sources.readFile(path.resolve(base, file)),
    show: (file) => path.relative(process.cwd(), path.resolve(base, file)) || file,
    colours: process.stderr.isTTY === true && process.env.NO_COLOR === undefined,
  }));
  return diagnostics.some((d) => d.severity === "error");
}

/** Params as the program would read them. SPMD5003 and 5004 where they are not the program's; unchecked if it is not known what it declares. */
export function givenParams(declared: Driver["params"] | undefined, given: CommandLine["params"]): ReturnType<typeof typedParams> {
  const values = Object.fromEntries(given);
  try {
    return declared ? typedParams(declared, values) : values;
  } catch (error) {
    throw error instanceof SpmdError ? new CommandError(error.code, error.message, error.help, 2) : error;
  }
}

/** "check 312 ms, fuse 2 ms, ...": where the time of a build went. */
export function timingText(parts: readonly (readonly [name: string, ms: number])[]): string {
  const total = parts.reduce((sum, [, ms]) => sum + ms, 0), width = Math.max(...parts.map(([name]) => name.length), 5);
  return [...parts, ["total", total] as const].map(([name, ms]) => `  ${name.padEnd(width)} ${ms.toFixed(1).padStart(8)} ms`).join("\n") + "\n";
}
