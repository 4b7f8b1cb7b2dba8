// .npy files on disk: whole, or a run of their elements.
import type { Site } from "../abi.ts";
import type { Whole } from "../effects/whole.ts";
import { SpmdError, spmdError } from "../errors.ts";
import type { ElementArray } from "../memory/elements.ts";
import type { Files } from "../platform.ts";
import { decodeField, decodeNpy, readNpyHeader, type NpyHeader } from "./npy.ts";

/** Headers are shorter; a longer one is read again. */
const headBytes = 4096;

export function readNpyFile(files: Files, file: string, site?: Site): { readonly header: NpyHeader; read(): Whole } {
  return at(file, site, () => {
    const size = files.size(file), header = readNpyHeader(files.readPart(file, 0, Math.min(size, headBytes)), size, file, () => files.readPart(file, 0, Math.min(size, 1 << 20)));
    return { header, read: () => at(file, site, () => decodeNpy(files.read(file), file)) };
  });
}

/** Fills the targets, one a field, with the elements from `first` on, in the file's order. */
export function readNpyRows(files: Files, file: string, header: NpyHeader, first: number, targets: readonly ElementArray[], site?: Site): void {
  at(file, site, () => {
    const size = header.bytes, count = targets[0]!.length, step = Math.max(1, Math.floor(2 ** 24 / size));
    for (let k = 0; k < count; k += step) {
      const end = Math.min(count, k + step), bytes = files.readPart(file, header.start + (first + k) * size, (end - k) * size);
      targets.forEach((target, field) => decodeField(header, field, bytes, 0, target.subarray(k, end), file));
    }
  });
}

/** What the file system says becomes an error of the user's line. */
function at<T>(file: string, site: Site | undefined, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof SpmdError) throw new SpmdError(error.code, error.message, error.help, site);
    throw fileError("read", file, error, site);
  }
}

const reasons: { readonly [code: string]: string } = { ENOENT: "there is no such file or directory", EACCES: "permission is denied", EISDIR: "it is a directory", ENOTDIR: "a part of its path is not a directory", ENOSPC: "the disk is full", EROFS: "the disk is read-only" };

/** Why the file system refused. */
export function reasonOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

export const fileError = (action: "read" | "write", file: string, error: unknown, site?: Site): SpmdError => spmdError("SPMD5009", { action, file, reason: reasonOf(error) }, site);
