// Runs programs given as text (or as files) on ranks, each a job of its own, and reads the last line that each prints as JSON.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { commandError } from "../errors.ts";
import { dist } from "../files.ts";
import { environment } from "../options.ts";

export interface JobOptions {
  readonly np: number;
  readonly words?: readonly string[];
  readonly timeoutSeconds?: number;
  readonly env?: { readonly [variable: string]: string };
}

export interface Workshop {
  /** A file with the text. */
  program(name: string, text: string): string;
  path(name: string): string;
  /** What the job printed. SPMD6015 where it fails. */
  run(file: string, options: JobOptions): Promise<string>;
  /** The last line that it printed, as data. */
  figures<T>(file: string, options: JobOptions): Promise<T>;
}

/** A directory for the time of `use`. */
export async function withWorkshop<T>(use: (workshop: Workshop) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(path.join(tmpdir(), "spmd-bench-")), at = (name: string): string => path.join(directory, name);
  const run: Workshop["run"] = (file, { np, words = [], timeoutSeconds = 300, env = {} }) => new Promise((resolve, reject) => {
    const flags = words.filter((_, k) => k < words.indexOf("--") || !words.includes("--")), params = words.includes("--") ? words.slice(words.indexOf("--") + 1) : [];
    const child = execFile(process.execPath, [path.join(dist, "spmd.mjs"), "run", "-np", String(np), ...flags, file, ...params], { cwd: directory, env: { ...environment(), ...env } as NodeJS.ProcessEnv, maxBuffer: 1 << 28, timeout: timeoutSeconds * 1000, killSignal: "SIGKILL" }, (_, stdout, stderr) => {
      if (child.exitCode === 0) resolve(stdout);
      else reject(commandError("SPMD6015", { file: path.basename(file), np, reason: stderr.split("\n").find((line) => line.trim() !== "") ?? "it did not end in time" }));
    });
  });
  try {
    return await use({
      path: at, run,
      program(name, text) {
        writeFileSync(at(`${name}.ts`), text);
        return at(`${name}.ts`);
      },
      figures: async <T>(file: string, options: JobOptions) => JSON.parse((await run(file, options)).trim().split("\n").at(-1)!) as T,
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
