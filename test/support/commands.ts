// The built commands, run as a user runs them.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export interface Outcome {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

const root = process.cwd();

/** `spmd run -np 4 x.ts` is `command("spmd", ["run", "-np", "4", "x.ts"])`. */
export function command(name: "spmd" | "spmdc" | "node", words: readonly string[], { cwd = root, timeoutMs = 60_000, signalAfterMs, env = {} }: { readonly cwd?: string; readonly timeoutMs?: number; readonly signalAfterMs?: readonly [NodeJS.Signals, number]; readonly env?: { readonly [name: string]: string } } = {}): Promise<Outcome> {
  const start = performance.now();
  return new Promise((resolve) => {
    const args = name === "node" ? [...words] : [path.join(root, `dist/${name}.mjs`), ...words];
    const child = execFile(process.execPath, args, { cwd, timeout: timeoutMs, killSignal: "SIGKILL", maxBuffer: 1 << 28, env: { ...process.env, NO_COLOR: "1", ...env } }, (_, stdout, stderr) => {
      clearTimeout(timer);
      resolve({ status: child.exitCode, signal: child.signalCode, stdout, stderr, ms: performance.now() - start });
    });
    const timer = signalAfterMs && setTimeout(() => child.kill(signalAfterMs[0]), signalAfterMs[1]);
  });
}

/** A directory of its own, removed afterwards. */
export async function withDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(path.join(tmpdir(), "spmd-test-"));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
