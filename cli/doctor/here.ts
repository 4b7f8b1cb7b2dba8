// This machine: Node, cores, WebAssembly, compiler, koffi, the cache.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import path from "node:path";
import { cacheDirectory, findKoffi } from "../../runtime/launcher/nativeKernels.ts";
import { CommandError } from "../errors.ts";
import { dist } from "../files.ts";
import { systemCompiler } from "../nativeCompiler.ts";
import { environment } from "../options.ts";
import type { Finding } from "./finding.ts";
import { fail, none, ok } from "./finding.ts";

/** What package.json asks for. */
const leastNode = [20, 19] as const;

export function nodeFinding(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number), what = `Node ${version} on ${process.platform}-${process.arch}`, needed = leastNode.join(".");
  return major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]) ? ok(what) : fail(`${what}: ${needed} or later is needed`, "install it from nodejs.org, or by your package manager or nvm");
}

export function coresFinding(): Finding {
  const cores = availableParallelism(), model = cpus()[0]?.model?.trim();
  return ok(`${cores} ${cores === 1 ? "core" : "cores"}${model ? ` (${model})` : ""}, ${(totalmem() / 2 ** 30).toFixed(1)} GiB of memory`);
}

/** A function that gives i8x16.splat(0); another with i8x16.relaxed_swizzle. */
const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0];
const simd = [...header, 10, 8, 1, 6, 0, 0x41, 0, 0xfd, 15, 0x0b], relaxed = [...header, 10, 15, 1, 13, 0, 0x41, 0, 0xfd, 15, 0x41, 0, 0xfd, 15, 0xfd, 0x80, 2, 0x0b];

export function simdFinding(validates: (bytes: Uint8Array<ArrayBuffer>) => boolean = (bytes) => WebAssembly.validate(bytes)): Finding {
  if (!validates(new Uint8Array(simd))) return fail("WebAssembly without SIMD", "a newer Node has it; --kernels js runs without");
  return ok(`WebAssembly with SIMD${validates(new Uint8Array(relaxed)) ? " and relaxed SIMD" : " (no relaxed SIMD, which is not needed)"}`);
}

export async function compilerFinding(): Promise<Finding> {
  const command = environment().CC || "cc";
  try {
    const { vectorBytes, machine } = await systemCompiler({ command });
    return ok(`C compiler ${command}: machine code for ${machine}, vectors of ${8 * vectorBytes} bits`);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    // One that was named is to work.
    return (environment().CC ? fail : none)(`${error.message}; kernels run as WebAssembly`, "install gcc or clang for faster kernels (Debian, Ubuntu: apt-get install gcc; Fedora: dnf install gcc; macOS: xcode-select --install)");
  }
}

/** The package's file, where it is there. */
export const koffiFile = (): string | undefined => findKoffi([`${dist}/`, `${process.cwd()}/`]);

export function koffiFinding(file = koffiFile()): Finding {
  if (file === undefined) return none("no package koffi: no machine code and no MPI", "npm install koffi");
  const folder = file.slice(0, file.lastIndexOf(`koffi${path.sep}`) + 5), manifest = path.join(folder, "package.json");
  return ok(`koffi${existsSync(manifest) ? ` ${(JSON.parse(readFileSync(manifest, "utf8")) as { readonly version?: string }).version ?? ""}` : ""}, through which machine code and MPI are called`);
}

export function cacheFinding(): Finding {
  const directory = cacheDirectory("kernels", environment()), help = "set XDG_CACHE_HOME to a directory of yours that nobody else can write; without one, kernels are compiled for each run";
  if (directory === undefined) return none("no directory for compiled kernels that can be trusted", help);
  const file = path.join(directory, `try-${process.pid}`);
  try {
    writeFileSync(file, "");
    rmSync(file);
    return ok(`compiled kernels are kept in ${directory}`);
  } catch {
    return none(`${directory} cannot be written`, help);
  }
}
