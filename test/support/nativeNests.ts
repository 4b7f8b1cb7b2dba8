// Nests as machine code of this machine's C compiler, for tests; where there is none, or no koffi, tests say so and leave it out.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { systemCompiler } from "../../cli/nativeCompiler.ts";
import { emitC } from "../../compiler/6-emit/c/emitC.ts";
import type { NativeCompiler } from "../../compiler/6-emit/c/nativeCompiler.ts";
import type { LaneModule } from "../../compiler/ir/lanes.ts";
import type { LibraryKernel } from "../../compiler/ir/written.ts";
import { findKoffi } from "../../runtime/launcher/nativeKernels.ts";
import type { NativeLibrary } from "../../runtime/native/library.ts";
import { openLibrary } from "../../runtime/native/library.ts";

export interface NativeTools {
  readonly compiler: NativeCompiler;
  readonly koffi: string;
}

/** Why native kernels cannot be tested here, if so. `compiler`: as in the variable CC. */
export async function nativeTools(compiler?: string): Promise<NativeTools | string> {
  const koffi = findKoffi([`${process.cwd()}/`]);
  if (koffi === undefined) return "koffi is not installed";
  try {
    return { compiler: await systemCompiler({ command: compiler }), koffi };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The file goes once it is loaded. */
export async function openNests(lanes: LaneModule, { compiler, koffi }: NativeTools, written: readonly LibraryKernel[] = []): Promise<{ readonly library: NativeLibrary; readonly source: string }> {
  const source = emitC(lanes, compiler.vectorBytes, written), directory = mkdtempSync(path.join(tmpdir(), "spmd-nests-")), object = path.join(directory, "nests.so");
  try {
    writeFileSync(object, (await compiler.compile(source))!.object);
    return { library: openLibrary({ object, koffi }), source };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
