import { existsSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { check } from "../1-check/check.ts";
import { sourcesOf } from "../1-check/sources.ts";
import { fuse } from "../2-fuse/fuse.ts";
import * as language from "../lang.ts";
import type { DType } from "../ir/types.ts";
import { fieldsOf } from "../ir/types.ts";
import { denseOf } from "../reference/handle.ts";
import { interpret, isDense } from "../reference/interpret.ts";
import { operators } from "./index.ts";
import type { OperatorSample } from "./defineOp.ts";

// Every operator's samples, as source text: uncompiled, interpreted as operators, and interpreted as fused loops they give one result.
const test = suite("ops: samples");
const disk = { readFile: (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : undefined), fileExists: existsSync };

const names = "abcd", axes = "ijk";

/** An array for a sample to work on. */
function input({ element, ndim }: OperatorSample["inputs"][number], shape: readonly number[], seed: number): string {
  const index = axes.slice(0, ndim).split(""), value = `((${index.map((i, k) => `${i} * ${[7, 3, 5][k]! + seed}`).join(" + ")}) % 23) / 2 - 4`;
  const made = (dtype: DType, k: number): string => (dtype === "bool" ? `${value} > ${k}` : dtype === "f64" || dtype === "f32" ? `${value} + ${k}` : `Math.floor(${value}) + ${k}`);
  const body = typeof element === "string" ? (element.startsWith("u") ? `Math.abs(${value})` : value) : `({ ${Object.entries(element).map(([field, dtype], k) => `${field}: ${made(dtype, k)}`).join(", ")} })`, call = `generate([${shape.slice(0, ndim).join(", ")}], (${index.join(", ")}) => ${body}`;
  return typeof element === "string" ? `cast(${call}), ${JSON.stringify(element)})` : `${call}, ${JSON.stringify(element)})`;
}

/** One program with all samples: r0, r1, ... */
function program(shape: readonly number[]): { readonly text: string; readonly sources: readonly string[] } {
  const samples = [...operators.values()].flatMap((op) => op.samples ?? []);
  const lines = samples.map(({ inputs, source }, k) => {
    const given = inputs.map((of, n) => input(of, shape, n)), call = inputs.reduce((text, _, n) => text.replace(new RegExp(`(?<![\\w.])${names[n]!}(?=[,).])`, "g"), () => `${names[n]!}${k}`), source);
    return `${given.map((text, n) => `const ${names[n]!}${k} = ${text};`).join(" ")} export const r${k} = ${call};`;
  });
  return { text: lines.join("\n"), sources: samples.map((s) => s.source) };
}

const show = (value: unknown): string => {
  const a = isDense(value) ? value : denseOf(value);
  if (!a) return typeof value === "object" ? JSON.stringify(value) : String(value);
  const texts = fieldsOf(a.element).map(([field]) => [...a.data[field]!].map((x) => (Object.is(x, -0) ? "-0" : x)).join(" "));
  return `${JSON.stringify(a.element)} [${a.shape.join(", ")}] ${texts.join("; ")}`;
};

for (const shape of [[0, 2, 2], [1, 1, 1], [5, 3, 2], [140, 2, 1]]) {
  test(`extents ${shape.join(", ")}`, () => {
    const { text, sources } = program(shape), imports = Object.keys(language).join(", ");
    const checked = check(sourcesOf({ "main.ts": `import { ${imports} } from "spmd";\n${text}` }, `${process.cwd()}/compiler/lang.ts`, disk));
    assert.equal(checked.diagnostics.filter((d) => d.severity === "error").map((d) => `${d.message}: ${sources[d.span.line - 2]!}`), []);
    const asOperators = interpret(checked.program).results, asLoops = interpret(fuse(checked.program)).results;
    const values = new Function(imports, `${text.replaceAll("export const", "const")}\nreturn [${sources.map((_, k) => `r${k}`).join(", ")}];`) as (...exported: unknown[]) => unknown[];
    const uncompiled = values(...Object.values(language));
    sources.forEach((source, k) => {
      const want = show(asOperators[`r${k}`]);
      assert.is(show(asLoops[`r${k}`]), want, `${source} as a loop`);
      // Uncompiled f32 kernels may round later.
      if (!want.includes(`"f32"`) && !source.includes("f32")) assert.is(show(uncompiled[k]), want, `${source} uncompiled`);
    });
  });
}

test.run();
