// A program as plain TypeScript: its types taken away, `spmd` the module that users import, `Math` with the functions of the kernels. What the compiler makes
// of a kernel's text is so compared with what JavaScript makes of it.
import { transformSync } from "esbuild";
import * as language from "../../compiler/lang.ts";
import { useExactMath } from "../../compiler/math/exactMath.ts";
import { formatValues } from "../../runtime/platform.ts";
import type { Interpreted } from "../../compiler/reference/interpret.ts";
import type { Files } from "./ways.ts";

export function runUncompiled(files: Files): Interpreted {
  const printed: string[] = [], modules = new Map<string, { readonly exports: { readonly [name: string]: unknown } }>();
  const load = (file: string): { readonly [name: string]: unknown } => {
    const known = modules.get(file);
    if (known) return known.exports;
    const module = { exports: {} }, { code } = transformSync(files[file]!, { loader: "ts", format: "cjs", target: "es2022" });
    modules.set(file, module);
    const run = new Function("require", "module", "exports", code) as (require: (name: string) => unknown, module: unknown, exports: unknown) => void;
    run((name) => (name === "spmd" ? language : load(name.replace("./", ""))), module, module.exports);
    return module.exports;
  };
  const results = withExactMath(() => withConsole((text) => void printed.push(...text.split("\n")), () => load("main.ts")));
  return { results, printed };
}

function withConsole<T>(line: (text: string) => void, run: () => T): T {
  const { log } = console;
  console.log = (...values: unknown[]) => line(formatValues(values));
  try {
    return run();
  } finally {
    console.log = log;
  }
}

/** As `spmd run --serial` has it. */
function withExactMath<T>(run: () => T): T {
  const undo = useExactMath();
  try {
    return run();
  } finally {
    undo();
  }
}
