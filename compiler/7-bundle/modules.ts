// The modules of a program that are not on disk, and where its imports lead: an esbuild plugin.
//
//   spmd:entry          starts the runtime with the program
//   spmd:driver         the generated driver, standing in the entry's directory, so that the user's own imports resolve as they did
//   spmd:kernels.js     the kernels as JavaScript       spmd:kernels.wasm, spmd:kernels.native   as WebAssembly and machine code, if there are any
//   spmd:runtime        the prebuilt runtime            spmd/mpi            its message-passing face
//   spmd:host           what host code takes from the message-passing layer: comm, once
//   spmd:math           gives `Math` the functions that kernels use, before anything else is loaded; only where host code could tell
import { transform } from "esbuild";
import type { OnLoadResult, OnResolveArgs, OnResolveResult, Plugin } from "esbuild";
import { readFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import path from "node:path/posix";
import type { NativeKernels } from "../../runtime/abi.ts";
import type { SourceMap } from "../artifacts.ts";
import { moduleFile } from "../view.ts";
import type { BundleOptions, BundledProgram, ProgramFiles } from "./bundle.ts";
import { programName } from "./bundle.ts";

export function programModules(files: ProgramFiles, program: BundledProgram, options: BundleOptions): Plugin {
  const directory = path.dirname(files.entry);
  // Virtual modules have paths in the entry's directory, so that the sources of their maps are found from there.
  const virtual = new Map<string, OnLoadResult>();
  const add = (name: string, contents: string | Uint8Array, loader: "js" | "binary"): void => void virtual.set(path.join(directory, `spmd:${name}`), { contents, loader, resolveDir: directory });
  const native = program.view === "global" && options.target !== "browser" ? program.kernels.native : undefined;
  add("entry", entryText(program, files.entry, native), "js");
  if (program.view === "global") {
    add("driver", withMap(program.driver.text, program.driver.map), "js");
    add("kernels.js", withMap(program.kernels.script.text, program.kernels.script.map), "js");
    if (native) add("kernels.native", native.object, "binary");
    add("kernels.wasm", program.kernels.wasm ?? new Uint8Array(), "binary");
  }
  const runtimeFolder = path.dirname(options.runtime);

  function resolve({ path: wanted, importer, resolveDir }: OnResolveArgs): OnResolveResult | undefined {
    if (wanted === "spmd:runtime") return { path: options.runtime };
    if (wanted === "spmd:host") return { path: path.join(runtimeFolder, "host.mjs") };
    if (wanted === "spmd:math") return { path: path.join(runtimeFolder, "math.mjs") };
    if (wanted.startsWith("spmd:")) return { path: path.join(directory, wanted) };
    if (wanted === "spmd/mpi") return { path: path.join(runtimeFolder, "mpi.mjs") };
    if (wanted === "spmd" && program.view === "serial") return { path: path.join(runtimeFolder, "lang.mjs") };
    if (wanted === "spmd" || wanted.startsWith("spmd/")) return { errors: [{ text: `"${wanted}" cannot be imported here`, detail: { code: "SPMD4002", specifier: wanted } }] };
    if (builtinModules.includes(wanted)) return resolve({ path: `node:${wanted}`, importer, resolveDir } as OnResolveArgs);
    const ours = importer.startsWith(`${runtimeFolder}/`);
    if (wanted.startsWith("node:")) return options.target === "browser" && !ours ? { errors: [{ text: `${wanted} is not there in a browser`, detail: { code: "SPMD4003", specifier: wanted } }] } : { path: wanted, external: true };
    if (ours || !(path.isAbsolute(wanted) || /^\.\.?(\/|$)/.test(wanted))) return undefined;
    const file = moduleFile(path.resolve(resolveDir, wanted), (candidate) => files.fileExists(candidate));
    return file === undefined ? undefined : { path: file };
  }

  return {
    name: "spmd program",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^(spmd|node:|\.|\/|[a-z_]+(\/[a-z_]+)?$)/ }, resolve);
      onLoad({ filter: /\/spmd:[a-z.]+$/ }, ({ path: file }) => virtual.get(file));
      // The runtime's own map would lead to files that users do not have.
      onLoad({ filter: /\.mjs$/ }, async ({ path: file }) => (file.startsWith(`${runtimeFolder}/`) ? { contents: (await readFile(file, "utf8")).replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"), loader: "js", resolveDir: runtimeFolder } : undefined));
      onLoad({ filter: /\.([cm]?[jt]sx?|json)$/ }, async ({ path: file }) => {
        const text = files.readFile(file), [, ending = ""] = /\.[cm]?(\w+)$/.exec(file) ?? [], loader = ending as "ts" | "tsx" | "js" | "jsx" | "json";
        if (text === undefined) return undefined;
        const plain = program.view !== "local" && raisesNumbers(text) && !file.includes("/node_modules/");
        return { contents: plain ? await withPowers(text, file, loader) : text, loader, resolveDir: path.dirname(file) };
      });
    },
  };
}

/** Whether `a ** b` may stand there, of numbers. */
const raisesNumbers = (text: string): boolean => /[^*/]\*\*[^*/]/.test(text) && !/\d+n\b|\bBigInt\b/.test(text);

/** `a ** b` as `Math.pow(a, b)`: compiled, both are what kernels compute, and no engine's operator can be told to be. */
async function withPowers(text: string, file: string, loader: "ts" | "tsx" | "js" | "jsx" | "json"): Promise<string> {
  const options = { loader, sourcefile: path.basename(file), sourcemap: "inline", target: "es2022", supported: { "exponent-operator": false }, tsconfigRaw: {}, logLevel: "silent" } as const;
  // Of what is wrong with it the bundler tells.
  return transform(text, options).then(({ code }) => code, () => text);
}

function entryText(program: BundledProgram, entry: string, native: NativeKernels | undefined): string {
  const name = JSON.stringify(programName(entry));
  if (program.view !== "global") return `import { main } from "spmd:runtime";\nexport const job = main({ view: "local", name: ${name}, load: () => import(${JSON.stringify(entry)}) }, import.meta.url);\n`;
  const wasm = program.kernels.wasm !== undefined;
  return [
    ...(needsExactMath(program.driver.text) ? [`import "spmd:math";`] : []),
    `import { main } from "spmd:runtime";`,
    `import { driver } from "spmd:driver";`,
    `import { script, failures } from "spmd:kernels.js";`,
    ...(wasm ? [`import wasm from "spmd:kernels.wasm";`] : []),
    ...(native ? [`import object from "spmd:kernels.native";`, `const native = { ${Object.entries(native).map(([key, value]) => (key === "object" ? key : `${key}: ${JSON.stringify(value)}`)).join(", ")} };`] : []),
    `export const job = main({ view: "global", name: ${name}, driver, kernels: { script, failures${wasm ? ", wasm" : ""}${native ? ", native" : ""} } }, import.meta.url);`,
    "",
  ].join("\n");
}

/** Whether host code may call a function of `Math` that engines compute each in its own way, itself or in what it imports. */
const needsExactMath = (driver: string): boolean => /^import /m.test(driver) || /\bMath\b(?!\.(abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc|PI|E|LN2|LN10|LOG2E|LOG10E|SQRT2|SQRT1_2)\b)/.test(driver);

const withMap = (text: string, map: SourceMap): string => `${text}//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString("base64")}\n`;
