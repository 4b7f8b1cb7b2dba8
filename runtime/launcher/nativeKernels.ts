// Before a job: the machine code that a bundle carries is put where the system can load it, and tried. Or there is a reason why it cannot be used, and the
// job runs on WebAssembly: the same bits, only slower.
//
//   $XDG_CACHE_HOME/spmd/kernels/SHA256.so   (or ~/.cache/...)   made once, the same for every bundle that carries this code; old ones go when there are many
//
// What is loaded is what the bundle carries: the file's hash is compared before each use, and only a directory that nobody else can write to is trusted. Where
// there is none (read-only, shared), a directory of this process serves.
import type { NativeKernels } from "../abi.ts";
import { isNode } from "../platform.ts";
import { openLibrary, type NativeFiles } from "../native/library.ts";

export type Prepared =
  | { readonly ok: true; readonly files: NativeFiles }
  /** The end of a sentence: "it was built for darwin-arm64". */
  | { readonly ok: false; readonly reason: string };

type Environment = { readonly [variable: string]: string | undefined };

/** `near`: files or directories (these end with a slash) from which koffi may be found. */
export function prepareNative(native: NativeKernels | undefined, near: readonly string[], environment: Environment): Prepared {
  const not = (reason: string): Prepared => ({ ok: false, reason });
  if (!native) return not("this bundle has none (build it with --kernels native)");
  if (!isNode) return not("browsers run none");
  const here = `${process.platform}-${process.arch}`;
  if (native.machine !== here) return not(`they were built for ${native.machine}, and this is ${here}`);
  const koffi = findKoffi(near);
  if (koffi === undefined) return not("the package koffi is not installed here (npm install koffi)");
  if (sha256(native.object) !== native.sha256) return not("they are damaged");
  try {
    const files = { object: place(native, environment), koffi };
    return openLibrary(files).fits() ? { ok: true, files } : not("they were built for another processor");
  } catch (error) {
    return not(error instanceof Error ? error.message.trim().replace(/\s+/g, " ") : String(error));
  }
}

export function findKoffi(near: readonly string[]): string | undefined {
  const { createRequire } = process.getBuiltinModule("node:module");
  for (const place of near) {
    try {
      return createRequire(place).resolve("koffi");
    } catch {
      // The next place may have it.
    }
  }
  return undefined;
}

const sha256 = (bytes: Uint8Array): string => process.getBuiltinModule("node:crypto").createHash("sha256").update(bytes).digest("hex");

/** The path of a file that holds the object. */
function place({ object, sha256: hash }: NativeKernels, environment: Environment): string {
  const path = process.getBuiltinModule("node:path"), directory = cacheDirectory("kernels", environment);
  if (directory !== undefined) {
    const file = path.join(directory, `${hash}.so`);
    if (holds(file, hash)) {
      keepFresh(file);
      return file;
    }
    if (writeWhole(file, object) && holds(file, hash)) return file;
  }
  return path.join(placeForNow(`${hash}.so`, object), `${hash}.so`);
}

/** Whether a file is there, is ours, and has this hash. */
function holds(file: string, hash: string): boolean {
  const fs = process.getBuiltinModule("node:fs");
  try {
    return isOurs(fs.lstatSync(file)) && sha256(fs.readFileSync(file)) === hash;
  } catch {
    return false;
  }
}

/** Belongs to this user, and nobody else may write. */
function isOurs({ uid, mode }: { readonly uid: number; readonly mode: number }): boolean {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

/** A directory below the user's cache, made if need be; undefined where it cannot be trusted or made. */
export function cacheDirectory(name: string, environment: Environment): string | undefined {
  const fs = process.getBuiltinModule("node:fs"), path = process.getBuiltinModule("node:path"), os = process.getBuiltinModule("node:os");
  try {
    const given = environment.XDG_CACHE_HOME, root = given !== undefined && path.isAbsolute(given) ? given : path.join(os.homedir(), ".cache"), directory = path.join(root, "spmd", name);
    fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
    const kind = fs.lstatSync(directory);
    return kind.isDirectory() && isOurs(kind) ? directory : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a file that others see whole or not at all; false if the system refuses. */
export function writeWhole(file: string, bytes: Uint8Array): boolean {
  const fs = process.getBuiltinModule("node:fs"), part = `${file}.${process.pid}`;
  try {
    fs.writeFileSync(part, bytes, { mode: 0o600 });
    fs.renameSync(part, file);
    prune(file);
    return true;
  } catch {
    fs.rmSync(part, { force: true });
    return false;
  }
}

/** What a cache keeps: so many files, and all that were used within a day. */
const mostKept = 256, dayMs = 86_400_000;

/** A file of a cache is used: it is not old. */
export function keepFresh(file: string): void {
  const fs = process.getBuiltinModule("node:fs"), now = new Date();
  try {
    fs.utimesSync(file, now, now);
  } catch {
    // A cache that can only be read.
  }
}

/** Removes the files of its directory that have not been used for longest, where there are many; what is loaded from them stays. */
function prune(file: string): void {
  const fs = process.getBuiltinModule("node:fs"), path = process.getBuiltinModule("node:path"), directory = path.dirname(file);
  try {
    const kept = fs.readdirSync(directory).map((name) => ({ name, usedMs: fs.statSync(path.join(directory, name)).mtimeMs })).sort((a, b) => b.usedMs - a.usedMs);
    for (const { name, usedMs } of kept.slice(mostKept)) if (Date.now() - usedMs > dayMs) fs.rmSync(path.join(directory, name), { force: true });
  } catch {
    // Somebody else is at it.
  }
}

/** A directory of this process with the file in it; it goes when the process does. */
function placeForNow(name: string, bytes: Uint8Array): string {
  const fs = process.getBuiltinModule("node:fs"), path = process.getBuiltinModule("node:path"), directory = fs.mkdtempSync(path.join(process.getBuiltinModule("node:os").tmpdir(), "spmd-kernels-"));
  process.on("exit", () => fs.rmSync(directory, { recursive: true, force: true }));
  fs.writeFileSync(path.join(directory, name), bytes, { mode: 0o600 });
  return directory;
}
