// Where a rank's text goes. Ranks print by messages to the launcher, which arrive even while the rank is blocked; in the global view only rank 0 speaks.
import type { Output, Picture } from "../effects/whole.ts";
import { fileError } from "../io/npyFile.ts";
import { spmdError } from "../errors.ts";
import { files, formatValues, isNode, postToLauncher } from "../platform.ts";
import type { RankMessage } from "./job.ts";

export type Stream = "stdout" | "stderr";
export type Write = (stream: Stream, text: string) => void;

/** What effects write to. */
export function createOutput(program: string, write: Write): Output {
  let pictures = 0;
  return {
    program,
    line: (text) => write("stdout", `${text}\n`),
    format: formatValues,
    write(file, bytes) {
      if (!files) throw spmdError("SPMD5009", { action: "write", file, reason: "there are no files here" });
      try {
        files.write(file, bytes);
      } catch (error) {
        throw fileError("write", file, error);
      }
    },
    show: showPicture,
    nextPicture: () => pictures++,
  };
}

/** A page draws it; without a page nothing is shown. */
function showPicture({ width, height, pixels }: Picture): boolean {
  if (isNode) return false;
  const message: RankMessage = { type: "picture", width, height, pixels };
  postToLauncher(message);
  return true;
}

/** Everything the user's code writes (console, process.stdout) goes to `write` from now on. Returns how to undo it. */
export function captureOutput(write: Write): () => void {
  return isNode ? captureStreams(write) : captureConsole(write);
}

function captureStreams(write: Write): () => void {
  const undo = (["stdout", "stderr"] as const).map((stream) => {
    const target = process[stream], original = target.write;
    const replacement = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
      write(stream, typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk));
      const done = typeof encoding === "function" ? encoding : callback;
      if (typeof done === "function") queueMicrotask(() => done());
      return true;
    };
    target.write = replacement;
    return () => void (target.write = original);
  });
  return () => undo.forEach((restore) => restore());
}

function captureConsole(write: Write): () => void {
  const streams: { readonly [method: string]: Stream } = { log: "stdout", info: "stdout", debug: "stdout", warn: "stderr", error: "stderr" };
  const original = Object.keys(streams).map((method) => [method, Reflect.get(console, method)] as const);
  for (const [method, stream] of Object.entries(streams)) Reflect.set(console, method, (...values: unknown[]) => write(stream, `${formatValues(values)}\n`));
  return () => original.forEach(([method, value]) => Reflect.set(console, method, value));
}
