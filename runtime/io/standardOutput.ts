// The process's own output: whole before a call returns where that matters, and the program's end when nobody reads it any more (`| head -1`) or the disk is full.
import { spmdError } from "../errors.ts";

/** Writes all of it to a file descriptor before it returns. */
export function writeOut(descriptor: number, text: string | Uint8Array): void {
  const { writeSync } = process.getBuiltinModule("node:fs"), bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const code = codeOf(error);
      if (code === "EPIPE") process.exit(141);
      // A pipe that does not wait by itself, whose reader is slow.
      if (code !== "EAGAIN") throw error;
    }
  }
}

/**
 * Ends the program when its output cannot be written: quietly, with the status of SIGPIPE, when the reader has gone, as other programs do; else with an error.
 * `whole`: the program runs in this thread and may never return to its event loop, so nothing may be left for later: streams would keep it all in memory.
 */
export function endWithReader({ whole }: { readonly whole: boolean }): void {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write;
    stream.on("error", leave);
    Reflect.set(stream, "write", (...args: readonly unknown[]) => {
      if (stream.errored) leave(stream.errored);
      const [text, ...others] = args, { fd } = stream;
      // Terminals and files take all at once by themselves. Of a stream in the hands of others (tests) nothing is known.
      if (!whole || stream.isTTY || typeof fd !== "number" || !(typeof text === "string" || text instanceof Uint8Array)) return Reflect.apply(write, stream, args) as unknown;
      try {
        writeOut(fd, text);
      } catch (error) {
        leave(error);
      }
      const written = others.find((argument) => typeof argument === "function") as (() => void) | undefined;
      if (written) process.nextTick(written);
      return true;
    });
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

function leave(error: unknown): never {
  if (codeOf(error) === "EPIPE") process.exit(141);
  const { code, message, help } = spmdError("SPMD5009", { action: "write", file: "the output", reason: error instanceof Error ? error.message : String(error) });
  process.getBuiltinModule("node:fs").writeSync(2, `error ${code}: ${message}\n  help: ${help}\n`);
  process.exit(1);
}
