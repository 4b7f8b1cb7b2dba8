// The operators' own samples as one program: each a function of the input arrays, its result exported under its name. Extents are parameters, so
// that one program serves for empty, short and long arrays.
//
//   function s3(a: NDArray<"f64", [number]>) { return map(a, x => x * x + 1); }    export const map_1 = s3(f64_1);
import { check } from "../../compiler/1-check/check.ts";
import { sourcesOf } from "../../compiler/1-check/sources.ts";
import type { ArrayOp } from "../../compiler/ir/array.ts";
import type { Program } from "../../compiler/ir/host.ts";
import { fieldsOf } from "../../compiler/ir/types.ts";
import type { DType, ElementType } from "../../compiler/ir/types.ts";
import { complexNames } from "../../compiler/ops/hostFunctions.ts";
import { operators } from "../../compiler/ops/index.ts";
import type { OperatorSample } from "../../compiler/ops/defineOp.ts";
import { existsSync, readFileSync, statSync } from "node:fs";

/** What a sample calls beside operators. */
const others = ["add", "mul", "and", "or", "xor", "monoid", "param", "read", ...complexNames, "NDArray"];
const extents = ["n", "m", "k"];

/** An input of every sign and with ties; integers stay inside their dtype, halves are exact in f32. */
function inputSource(element: ElementType, ndim: number): string {
  const indices = ["i", "j", "l"].slice(0, ndim), parts = fieldsOf(element).map(([field, dtype], k) => [field, valueSource(dtype, ndim, k)] as const);
  const value = typeof element === "string" ? parts[0]![1] : `({ ${parts.map(([field, text]) => `${field}: ${text}`).join(", ")} })`;
  return `const ${inputName(element, ndim)} = generate([${extents.slice(0, ndim).join(", ")}], (${indices.join(", ")}) => ${value}${element === "bool" ? "" : `, ${JSON.stringify(element)}`});`;
}

const inputName = (element: ElementType, ndim: number): string => `${fieldsOf(element).map(([field, dtype]) => `${field}${dtype}`).join("_")}_${ndim}`;

function valueSource(dtype: DType, ndim: number, salt: number): string {
  const indices = ["i", "j", "l"].slice(0, ndim), mixed = `(${indices.map((name, axis) => `${name} * ${[37, 11, 5][axis]!}`).join(" + ")} + ${3 + 17 * salt}) % 101`;
  return dtype === "bool" ? `${mixed} < 40` : dtype === "f64" || dtype === "f32" ? `(${mixed} - 50) / 8` : dtype.startsWith("u") ? mixed : `${mixed} - 50`;
}

export interface NamedSample {
  readonly name: string;
  readonly sample: OperatorSample;
}

export const samples: readonly NamedSample[] = [...operators.values()].flatMap((op) => (op.samples ?? []).map((sample, k) => ({ name: `${op.name}_${k + 1}`, sample })));

export function sampleSource(chosen: readonly NamedSample[] = samples): string {
  const inputs = new Map<string, string>(), lines: string[] = [];
  for (const { name, sample } of chosen) {
    const params = sample.inputs.map(({ element, ndim }, k) => {
      const name = inputName(element, ndim);
      inputs.set(name, inputSource(element, ndim));
      return { argument: name, param: `${"abcd"[k]!}: NDArray<${JSON.stringify(element)}, [${Array(ndim).fill("number").join(", ")}]>` };
    });
    lines.push(`function the_${name}(${params.map((p) => p.param).join(", ")}) { return ${sample.source}; }`, `export const ${name} = the_${name}(${params.map((p) => p.argument).join(", ")});`);
  }
  const values = [...operators.keys(), ...others.filter((name) => name !== "NDArray")];
  return [`import { ${values.join(", ")} } from "spmd";`, `import type { NDArray } from "spmd";`, `const ${extents.map((e) => `${e} = param("${e}", 3)`).join(", ")};`, ...inputs.values(), ...lines].join("\n");
}

/** The program that a source text is. */
export function programOf(text: string): Program<ArrayOp> {
  const { program, diagnostics } = check(sourcesOf({ "main.ts": text }, `${process.cwd()}/compiler/lang.ts`, {
    readFile: (path) => (isFile(path) ? readFileSync(path, "utf8") : undefined),
    fileExists: isFile,
  }));
  const errors = diagnostics.filter((d) => d.severity === "error");
  if (errors.length > 0) throw new Error(errors.map((d) => `${d.span.line}:${d.span.column} ${d.code} ${d.message}\n  ${text.split("\n")[d.span.line - 1] ?? ""}`).join("\n"));
  return program;
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();
