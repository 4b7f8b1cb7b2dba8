// Programs written by hand as the compiler's output would be (a driver and JavaScript kernels), bundled with the runtime from source, and run as users do.
import { build } from "esbuild";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { threadsPlugin } from "../../cli/threadsPlugin.mjs";
import { command, type Outcome } from "./commands.ts";

const root = process.cwd();

export interface HandWritten {
  /** Body of `async run($rt)`. */
  readonly run?: string;
  readonly params?: string;
  /** Body of the function that makes the kernels, given `fail`. */
  readonly kernels?: string;
  readonly failures?: string;
  /** A message-passing program instead: the text of the user's module. */
  readonly local?: string;
}

const directory = path.join(tmpdir(), `spmd-jobs-${process.pid}`);
const prebuilt = new Map<string, Promise<string>>();

/** The runtime as dist/ has it. */
async function buildRuntime(): Promise<string> {
  mkdirSync(directory, { recursive: true });
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  const outfile = path.join(directory, "dist/runtime.mjs");
  await build({ absWorkingDir: root, bundle: true, format: "esm", platform: "neutral", mainFields: ["module", "main"], external: ["node:*"], target: "es2022", logLevel: "error", entryPoints: ["runtime/main.ts"], outfile, plugins: [threadsPlugin] });
  return outfile;
}

/** Writes the bundle; the user's module is `NAME.ts` for the source map. */
export async function writeBundle(name: string, { run = "return {};", params = "[]", kernels = "return {};", failures = "[]", local }: HandWritten): Promise<string> {
  const runtime = await (prebuilt.get("runtime") ?? prebuilt.set("runtime", buildRuntime()).get("runtime")!), user = path.join(directory, `${name}.ts`), outfile = path.join(directory, `${name}.spmd.mjs`);
  writeFileSync(user, local ?? `export const driver = { params: ${params}, async run($rt: any) {\n${run}\n} };\nexport const script = (fail: any): any => {\n${kernels}\n};\nexport const failures = ${failures};\n`);
  const entry = local === undefined
    ? `import { main } from ${JSON.stringify(runtime)}; import { driver, script, failures } from ${JSON.stringify(user)}; export const job = main({ view: "global", name: "${name}", driver, kernels: { script, failures } }, import.meta.url);`
    : `import { main } from ${JSON.stringify(runtime)}; export const job = main({ view: "local", name: "${name}", load: () => import(${JSON.stringify(user)}) }, import.meta.url);`;
  const { outputFiles } = await build({
    absWorkingDir: directory, bundle: true, format: "esm", platform: "neutral", mainFields: ["module", "main"], external: ["node:*"], target: "es2022", outfile, sourcemap: "external", logLevel: "error", write: false,
    stdin: { contents: entry, resolveDir: directory, loader: "ts", sourcefile: "spmd:entry" },
  });
  // The runtime's lines have no text, as in what 7-bundle makes.
  const map = JSON.parse(outputFiles.find((file) => file.path.endsWith(".map"))!.text) as { sources: string[]; sourcesContent: (string | null)[] };
  map.sourcesContent = map.sourcesContent.map((text, k) => (map.sources[k]!.endsWith("runtime.mjs") ? null : text));
  writeFileSync(outfile, `${outputFiles.find((file) => !file.path.endsWith(".map"))!.text}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString("base64")}\n`);
  return outfile;
}

export function runBundle(file: string, words: readonly string[], options: Parameters<typeof command>[2] = {}): Promise<Outcome> {
  return command("node", [file, ...words], { timeoutMs: 30_000, ...options });
}
