// The system's C compiler: found by running it, asked once what this processor has, and then for a shared object for each program. Objects are kept in the user's
// cache, since the same program is often run again.
//
//   cc -march=native -O3 ... -ffp-contract=off   CC names another one, with flags if need be: CC="clang -march=haswell"
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { NativeCompiler } from "../compiler/6-emit/c/nativeCompiler.ts";
import { cacheDirectory, findKoffi, keepFresh, writeWhole } from "../runtime/launcher/nativeKernels.ts";
import { commandError } from "./errors.ts";
import { dist } from "./files.ts";
import { environment } from "./options.ts";

/** For this very machine, in the words of compilers for different processors. */
const forThisMachine = [["-march=native"], ["-mcpu=native"], []];
/** The bits of the other backends: no fused multiply-add, integers wrap; nobody asks for errno or floating-point traps. */
const meaning = ["-O3", "-fwrapv", "-fno-math-errno", "-fno-trapping-math", "-fno-strict-aliasing", "-fPIC", "-shared", "-w", "-x", "c"];

export interface CompilerWishes {
  /** CC of the environment, where absent. */
  readonly command?: string | undefined;
  /** Multiplications may be fused with additions (`--fast-math`). */
  readonly fused?: boolean;
}

/** SPMD6020 where there is no compiler, SPMD6021 where it does not work. */
export async function systemCompiler({ command = environment().CC || "cc", fused = false }: CompilerWishes = {}): Promise<NativeCompiler> {
  const [name = "cc", ...own] = command.trim().split(/\s+/), tried: string[] = [];
  for (const flags of forThisMachine) {
    const { status, stdout, stderr } = await runCompiler(name, [...flags, ...own, "-dM", "-E", "-x", "c", "-"], "");
    if (status === undefined) throw commandError("SPMD6020", { compiler: name });
    if (status !== 0 || !/#define __(GNUC|clang)__ /.test(stdout)) {
      tried.push(firstLine(stderr) || "it is neither gcc nor clang");
      continue;
    }
    const macros = new Set([...stdout.matchAll(/^#define (\w+) /gm)].map(([, macro]) => macro)), has = (...names: string[]): boolean => names.every((macro) => macros.has(`__${macro}__`));
    const vectorBytes = has("AVX512F", "AVX512BW", "AVX512DQ", "AVX512VL") ? 64 : has("AVX2") ? 32 : 16;
    return { machine: `${process.platform}-${process.arch}`, vectorBytes, compile: async (source) => {
      const object = await compileObject(name, [...flags, ...own, ...meaning, `-ffp-contract=${fused ? "fast" : "off"}`], source, stdout);
      return { object, sha256: createHash("sha256").update(object).digest("hex") };
    } };
  }
  throw commandError("SPMD6021", { compiler: name, reason: tried[0]! });
}

/** What a build without a word about kernels uses: the system's compiler, if there is one that works and koffi to call its code. */
export async function systemCompilerIfAny(wishes: CompilerWishes): Promise<NativeCompiler | undefined> {
  if (findKoffi([`${dist}/`, `${process.cwd()}/`]) === undefined) return undefined;
  const compiler = await systemCompiler(wishes).catch(() => undefined);
  return compiler && { ...compiler, compile: (source) => compiler.compile(source).catch(() => undefined) };
}

/** `identity`: what tells this compiler and processor from others. */
async function compileObject(compiler: string, flags: readonly string[], source: string, identity: string): Promise<Uint8Array> {
  const key = createHash("sha256").update([compiler, ...flags, identity, source].join("\0")).digest("hex"), kept = cacheDirectory("objects", environment()), file = kept === undefined ? undefined : path.join(kept, `${key}.so`);
  const known = file === undefined ? undefined : readKept(file);
  if (known) return known;
  const directory = mkdtempSync(path.join(tmpdir(), "spmd-cc-"));
  try {
    const out = path.join(directory, "kernels.so"), { status, stderr } = await runCompiler(compiler, [...flags, "-o", out, "-"], source);
    if (status !== 0) throw commandError("SPMD6021", { compiler, reason: firstLine(stderr) || `status ${String(status)}` });
    const object = new Uint8Array(readFileSync(out));
    if (file !== undefined) writeWhole(file, object);
    return object;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function readKept(file: string): Uint8Array | undefined {
  try {
    const kept = new Uint8Array(readFileSync(file));
    keepFresh(file);
    return kept;
  } catch {
    return undefined;
  }
}

interface Ran {
  /** undefined: it could not be started. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

function runCompiler(compiler: string, args: readonly string[], input: string): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(compiler, [...args], { maxBuffer: 1 << 26, env: { ...environment(), LC_ALL: "C" } }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : typeof error.code === "number" ? error.code : error.code === "ENOENT" || error.code === "EACCES" ? undefined : 1, stdout, stderr }));
    // One that never reads its input says so by its status.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

const firstLine = (text: string): string => (text.split("\n").find((line) => /error/i.test(line)) ?? text.split("\n")[0] ?? "").trim();
