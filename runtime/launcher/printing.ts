// What ranks print, on its way to the terminal: lines of one rank stay whole and in order; with tags each line says whose it is.
//
//   rank 2 prints "a\nb"   ->   [stdout:2] a        (the unfinished "b" waits for its end, or for the job's)
import type { JobOutput } from "./options.ts";

export interface Printing {
  print(rank: number, stream: "stdout" | "stderr", text: string): void;
  /** Lets go of what has no newline yet. */
  flush(): void;
}

/** `single`: only one rank prints; its text then passes as it comes. */
export function printing(output: JobOutput, how: { readonly tag: boolean; readonly single: boolean }): Printing {
  const rests = new Map<string, string>();
  const write = (rank: number, stream: "stdout" | "stderr", text: string): void => output[stream](how.tag ? text.replace(/^(?!$(?![\s\S]))/gm, `[${stream}:${rank}] `) : text);
  return {
    print(rank, stream, text) {
      if (how.single && !how.tag) return output[stream](text);
      const key = `${stream}:${rank}`, all = (rests.get(key) ?? "") + text, end = all.lastIndexOf("\n") + 1;
      if (end > 0) write(rank, stream, all.slice(0, end));
      rests.set(key, all.slice(end));
    },
    flush() {
      for (const [key, rest] of rests) {
        const [stream, rank] = key.split(":") as ["stdout" | "stderr", string];
        if (rest !== "") write(Number(rank), stream, `${rest}\n`);
      }
      rests.clear();
    },
  };
}
