// Runs the uvu suites and ends with "N passed, N failed".
//   node test/run.mjs [PATTERN ...]      only files whose path contains one of the patterns
//
// Tests are bundled first, since Node 20 runs no TypeScript. Each file then has a Node of its own, as many at a time as there are cores: a test that
// hangs, calls process.exit or leaves a thread behind is a failure with a name and cannot hide others. uvu alone passes when a hook throws,
// when `test.run()` is forgotten, and when a test never ends; here these fail.
import { build } from "esbuild";
import { fork } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { threadsPlugin } from "../cli/threadsPlugin.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const long = process.env.SPMD_TEST_LONG === "1";
const limitMs = long ? 3_600_000 : 600_000;

if (process.argv[2] === "--file") await runFile(process.argv[3]);
else await runAll(process.argv.slice(2));

async function runAll(patterns) {
  const files = ["compiler", "runtime", "cli", "test"]
    .flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`.replaceAll("\\", "/")))
    .filter((name) => name.endsWith(".test.ts") && (patterns.length === 0 || patterns.some((pattern) => name.includes(pattern))))
    .sort();
  // Below node_modules, so that the packages the bundles leave outside are found.
  const outdir = path.join(root, "node_modules/.cache/spmd-tests", String(process.pid));
  const total = { passed: 0, failed: 0, skipped: 0 };
  try {
    await build({
      absWorkingDir: root, entryPoints: files, outdir, outbase: root, outExtension: { ".js": ".mjs" }, bundle: true, splitting: true, format: "esm", platform: "node",
      target: "node20", packages: "external", sourcemap: "inline", logLevel: "error", plugins: [threadsPlugin],
    });
    const queue = files.map((file) => ({ file, bundle: path.join(outdir, file.replace(/\.ts$/, ".mjs")) }));
    await Promise.all(Array.from({ length: availableParallelism() }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) add(total, next.file, await runInChild(next.bundle));
    }));
  } catch (error) {
    total.failed++;
    console.error(error instanceof Error ? error.message : error);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
  if (total.passed + total.failed === 0) {
    total.failed++;
    console.error(`no test file matches ${patterns.join(" ")}`);
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
  process.exit(total.failed > 0 ? 1 : 0);
}

function add(total, file, { passed, failed, skipped, text, ms }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  console.log(`${failed > 0 ? "FAIL" : " ok "} ${file}  ${passed} passed${failed > 0 ? `, ${failed} failed` : ""}${skipped > 0 ? `, ${skipped} skipped` : ""}  ${(ms / 1000).toFixed(1)} s`);
  if (text !== "") console.log(text.replace(/^/gm, "     "));
}

function runInChild(bundle) {
  return new Promise((resolve) => {
    const start = performance.now();
    const child = fork(fileURLToPath(import.meta.url), ["--file", bundle], { cwd: root, stdio: ["ignore", "pipe", "pipe", "ipc"], execArgv: ["--enable-source-maps"] });
    let output = "", result, late = false;
    const timer = setTimeout(() => { late = true; child.kill("SIGKILL"); }, limitMs);
    child.stdout.on("data", (text) => { output += text; });
    child.stderr.on("data", (text) => { output += text; });
    child.on("message", (message) => { result = message; });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const ms = performance.now() - start;
      if (result) resolve({ ...result, text: result.failed > 0 || long ? output + result.text : result.text, ms });
      else resolve({ passed: 0, failed: 1, skipped: 0, text: `${output}${late ? `no end after ${limitMs / 1000} s` : `ended early (${signal ?? `status ${code}`}): process.exit in a test, or nothing left to wait for`}`, ms });
    });
  });
}

/** In the child: imports one file and drains the suites that uvu has queued. */
async function runFile(bundle) {
  globalThis.UVU_DEFER = 1;
  globalThis.UVU_QUEUE = [[]];
  globalThis.UVU_INDEX = 0;
  await import("uvu");
  const result = { passed: 0, failed: 0, skipped: 0, text: "" };
  try {
    await import(pathToFileURL(bundle).href);
  } catch (error) {
    result.failed++;
    result.text += `could not be loaded: ${error?.stack ?? error}\n`;
  }
  const suites = globalThis.UVU_QUEUE[0];
  if (suites.length === 0 && result.failed === 0) {
    result.failed++;
    result.text += "no suite ran: is `test.run()` missing?\n";
  }
  for (const suite of suites) {
    const [errors, ran, skipped, all] = await suite();
    result.passed += ran;
    result.skipped += skipped;
    result.failed += all - ran;
    if (errors === true || (all > ran && errors === "")) result.text += all > ran ? "a before or after hook threw\n" : "";
    else result.text += errors;
  }
  process.send(result, () => process.exit(0));
}
