// Whether a file is a whole bundle of this version: told before it is run, since a truncated module fails in ways that say nothing.
import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import path from "node:path";
import { abiVersion } from "../runtime/abi.ts";
import { commandError } from "./errors.ts";

/** The file's absolute path. */
export function checkBundle(file: string): string {
  if (!existsSync(file)) throw commandError("SPMD6002", { file });
  if (!statSync(file).isFile()) throw commandError("SPMD6003", { file });
  const { head, tail } = endsOf(file), [, abi] = /^\/\/ spmd bundle abi=(\d+) version=(\S+)/.exec(head) ?? [];
  if (abi === undefined) throw commandError("SPMD6005", { file });
  if (Number(abi) !== abiVersion) throw commandError("SPMD6006", { file, found: abi, wanted: abiVersion });
  // Its last line is the source map, longer than what is looked at.
  if (!/^[A-Za-z0-9+/=]+\n$/.test(tail)) throw commandError("SPMD6007", { file, reason: "its end is missing" });
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
