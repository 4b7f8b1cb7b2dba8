// Whether a file is a whole bundle of this version: told before it is run, since a truncated module fails in ways that say nothing.
import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import path from "node:path";
import { abiVersion } from "../runtime/abi.ts";
import { UsageError } from "./commandLine.ts";

/** The file's absolute path. */
export function checkBundle(file: string): string {
  if (!existsSync(file)) throw new UsageError(`there is no file '${file}'`);
  if (!statSync(file).isFile()) throw new UsageError(`'${file}' is not a file`);
  const { head, tail } = endsOf(file), [, abi] = /^\/\/ spmd bundle abi=(\d+) version=(\S+)/.exec(head) ?? [];
  if (abi === undefined) throw new UsageError(`'${file}' is no spmd bundle; make one with: spmdc build PROGRAM.ts`);
  if (Number(abi) !== abiVersion) throw new UsageError(`'${file}' was built by another version of spmdc (interface ${abi}, this is ${abiVersion}); build it again`);
  if (!tail.endsWith("\n")) throw new UsageError(`'${file}' is truncated; build it again`);
  return path.resolve(file);
}

function endsOf(file: string): { readonly head: string; readonly tail: string } {
  const { size } = statSync(file), length = Math.min(size, 256), descriptor = openSync(file, "r");
  try {
    const read = (position: number): string => {
      const bytes = Buffer.alloc(length);
      readSync(descriptor, bytes, 0, length, position);
      return bytes.toString("utf8");
    };
    return { head: read(0), tail: read(size - length) };
  } finally {
    closeSync(descriptor);
  }
}
