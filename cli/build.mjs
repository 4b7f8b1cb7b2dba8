// Builds dist/: what users import (lang.mjs, mpi.mjs), what every bundle contains (runtime.mjs), the two commands, and the types.
//   node cli/build.mjs            all of it, in about a second
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { threadsPlugin } from "./threadsPlugin.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const dist = path.join(root, "dist");

const common = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  target: "es2022",
  sourcemap: "linked",
  metafile: true,
  logLevel: "warning",
  define: { "process.env.SPMD_VERSION": JSON.stringify(version) },
};
/** Runs in Node and in browsers: nothing but `node:` modules stays outside, and those are loaded only where they exist. */
const universal = { ...common, platform: "neutral", mainFields: ["module", "main"], external: ["node:*"], plugins: [threadsPlugin] };

const results = await Promise.all([
  build({ ...universal, entryPoints: { lang: "compiler/lang.ts", math: "compiler/math/install.ts", host: "runtime/host.ts", mpi: "runtime/mpi.ts", runtime: "runtime/main.ts" }, outdir: dist, outExtension: { ".js": ".mjs" }, splitting: true, chunkNames: "shared-[hash]" }),
  build({
    ...common,
    platform: "node",
    packages: "external",
    entryPoints: { spmdc: "cli/spmdc.ts", spmd: "cli/spmd.ts", libraryProbe: "cli/doctor/libraryProbe.ts" },
    outdir: dist,
    outExtension: { ".js": ".mjs" },
    splitting: true,
    chunkNames: "command-[name]-[hash]",
    banner: { js: "#!/usr/bin/env node" },
  }),
]);
// What an earlier build left under names that no longer exist.
const written = new Set(results.flatMap(({ metafile }) => Object.keys(metafile.outputs)).map((file) => path.join(root, file)));
for (const name of readdirSync(dist)) if (name !== "types" && name !== "diagnostics" && !written.has(path.join(dist, name))) rmSync(path.join(dist, name), { recursive: true });

// What `spmdc explain SPMD2010` shows: the wrong programs of the tests, with what is said of them.
mkdirSync(path.join(dist, "diagnostics"), { recursive: true });
for (const name of readdirSync(path.join(root, "test/diagnostics")).filter((file) => /^SPMD\d+\.md$/.test(file))) copyFileSync(path.join(root, "test/diagnostics", name), path.join(dist, "diagnostics", name));

try {
  execFileSync(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), "-p", "cli/types.tsconfig.json"], { cwd: root, stdio: "pipe" });
} catch (failure) {
  process.stdout.write(failure.stdout);
  process.exitCode = 1;
}
