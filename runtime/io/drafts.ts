// Files that are there whole or not at all: written under a name of their own beside their place, and renamed when nothing is missing. A run that fails leaves
// what was there before; one that is killed leaves at most `.spmd-….part`.
//
//   a.npy   ->   .spmd-1b9d….part, then renamed a.npy

export interface Draft {
  /** The whole path, the same for every rank that sees the disk. */
  readonly name: string;
  /** It takes its place. */
  finish(): void;
  /** It goes away, unless it took its place. */
  discard(): void;
}

export interface Drafts {
  /** A file of zeros that will be `file`; undefined where no other file may take its place: devices, pipes, files of others or with several names. */
  begin(file: string, bytes: number): Draft | undefined;
  /** Writes all of `bytes` into a file that is there. */
  writePart(file: string, offset: number, bytes: Uint8Array): void;
  write(file: string, bytes: Uint8Array): void;
}

export function draftsOn(fs: typeof import("node:fs"), path: typeof import("node:path")): Drafts {
  /** Where the file really is, if it can be replaced there. */
  const placeOf = (file: string): { readonly target: string; readonly mode: number | undefined } | undefined => {
    const given = path.resolve(file), found = fs.statSync(given, { throwIfNoEntry: false });
    if (!found && fs.lstatSync(given, { throwIfNoEntry: false })) return undefined;
    if (found && (!found.isFile() || found.nlink > 1 || (process.getuid && process.getuid() !== found.uid))) return undefined;
    const target = found ? fs.realpathSync(given) : given;
    try {
      if (found) fs.accessSync(target, fs.constants.W_OK);
      fs.accessSync(path.dirname(target), fs.constants.W_OK | fs.constants.X_OK);
    } catch {
      return undefined;
    }
    return { target, mode: found?.mode };
  };
  const begin = (file: string, bytes: number): Draft | undefined => {
    const place = placeOf(file);
    if (!place) return undefined;
    const name = path.join(path.dirname(place.target), `.spmd-${globalThis.crypto.randomUUID()}.part`), handle = fs.openSync(name, "wx"), discard = (): void => fs.rmSync(name, { force: true });
    try {
      if (place.mode !== undefined) fs.fchmodSync(handle, place.mode & 0o7777);
      fs.ftruncateSync(handle, bytes);
    } catch (error) {
      discard();
      throw error;
    } finally {
      fs.closeSync(handle);
    }
    return { name, finish: () => fs.renameSync(name, place.target), discard };
  };
  const writePart = (file: string, offset: number, bytes: Uint8Array): void => {
    const handle = fs.openSync(file, fs.constants.O_WRONLY);
    try {
      for (let at = 0; at < bytes.length; ) at += fs.writeSync(handle, bytes, at, bytes.length - at, offset + at);
    } finally {
      fs.closeSync(handle);
    }
  };
  return {
    begin,
    writePart,
    write(file, bytes) {
      const draft = begin(file, bytes.length);
      if (!draft) return fs.writeFileSync(path.resolve(file), bytes);
      try {
        writePart(draft.name, 0, bytes);
        draft.finish();
      } finally {
        draft.discard();
      }
    },
  };
}
