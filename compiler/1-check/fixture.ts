// For tests: small programs checked against the real language, run compiled (by the interpreter) and uncompiled (as plain JavaScript).
import { existsSync, readFileSync, statSync } from "node:fs";
import { ts } from "ts-morph";
import * as assert from "uvu/assert";
import type { ArrayOp } from "../ir/array.ts";
import type { Block, Program, Statement } from "../ir/host.ts";
import { printProgram } from "../ir/print.ts";
import { verifyProgram } from "../ir/verify.ts";
import * as lang from "../lang.ts";
import { interpret } from "../reference/interpret.ts";
import type { Dense } from "../reference/dense.ts";
import type { Checked } from "./check.ts";
import { check } from "./check.ts";
import type { ParseCache } from "./project.ts";
import type { Sources } from "./sources.ts";
import { sourcesOf } from "./sources.ts";

export type Files = string | { readonly [name: string]: string };

const disk: Pick<Sources, "readFile" | "fileExists"> = {
  readFile: (file) => (existsSync(file) && statSync(file).isFile() ? readFileSync(file, "utf8") : undefined),
  fileExists: (file) => existsSync(file) && statSync(file).isFile(),
};

export const programSources = (files: Files): Sources => sourcesOf(typeof files === "string" ? { "main.ts": files } : files, `${process.cwd().replaceAll("\\", "/")}/compiler/lang.ts`, disk);

/** The front end over a program whose entry is main.ts. */
export const checkFiles = (files: Files): Checked => check(programSources(files), { cache: parsed });
const parsed: ParseCache = new Map();

/** The program, which must be right. */
export function program(files: Files): Program<ArrayOp> {
  const { program, diagnostics } = checkFiles(files);
  assert.equal(diagnostics.filter((d) => d.severity === "error").map((d) => `${d.span.line}:${d.span.column} ${d.code} ${d.message}`), []);
  assert.equal(verifyProgram(program), [], printProgram(program));
  return program;
}

/** The statements of a program as text, without places, reads and writes. */
export const bodyText = (files: Files): string => block(program(files).body).join("\n");

/** "2:11+13 SPMD1201", a line each: where, how much is underlined, and what. */
export const complaints = (files: Files): string => checkFiles(files).diagnostics.map((d) => `${d.span.file === "main.ts" ? "" : `${d.span.file}:`}${d.span.line}:${d.span.column}+${d.length ?? 1} ${d.code}`).join("\n");

/** Compiled and uncompiled, a program gives the same results; these. */
export function results(files: Files, params: { readonly [name: string]: number | string | boolean } = {}): { readonly [name: string]: unknown } {
  const built = program(files), imported = new Set(built.imports.flatMap((code) => code.writes));
  const compiled = plain(interpret(built, { params, imports: importsFor(files, imported) }).results);
  const uncompiled = plain(Object.fromEntries(Object.entries(runPlain(files)).filter(([name]) => name in compiled)));
  if (Object.keys(params).length === 0) assert.equal(compiled, uncompiled);
  return compiled;
}

/** Arrays as "f64[3] 1 2 3". */
const plain = (values: { readonly [name: string]: unknown }): { readonly [name: string]: unknown } => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shown(value)]));

function shown(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("element" in value && "data" in value && "shape" in value) {
    const { element, shape, data } = value as Dense;
    return `${String(element)}[${shape.join(", ")}] ${[...(data[""] ?? [])].join(" ")}`;
  }
  if ("dtype" in value && "shape" in value) {
    const a = value as lang.NDArray;
    return `${a.dtype}[${a.shape.join(", ")}] ${[...lang.toArray(a)].join(" ")}`;
  }
  return JSON.parse(JSON.stringify(value)) as unknown;
}

/** The modules' exports when they are run as JavaScript. */
function runPlain(files: Files, entry = "main.ts"): { readonly [name: string]: unknown } {
  const texts: { readonly [name: string]: string } = typeof files === "string" ? { "main.ts": files } : files, loaded = new Map<string, object>();
  const load = (name: string): object => {
    const known = loaded.get(name);
    if (known) return known;
    const exports = {};
    loaded.set(name, exports);
    const { outputText } = ts.transpileModule(texts[name] ?? "", { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS } });
    new Function("exports", "require", outputText)(exports, (specifier: string) => (specifier === "spmd" ? lang : load(specifier.replace(/^\.\//, ""))));
    return exports;
  };
  return load(entry) as { readonly [name: string]: unknown };
}

/** What modules without arrays bring. */
function importsFor(files: Files, names: ReadonlySet<string>): { readonly [name: string]: unknown } {
  const texts = typeof files === "string" ? {} : files;
  const all = Object.assign({}, ...Object.entries(texts).filter(([name, text]) => name !== "main.ts" && !text.includes('"spmd"')).map(([name]) => runPlain(files, name))) as { readonly [name: string]: unknown };
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
}

function block(statements: Block<ArrayOp>): string[] {
  return statements.flatMap(statementText);
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

function statementText(s: Statement<ArrayOp>): string[] {
  switch (s.kind) {
    case "array": return [opText(s.node)];
    case "host": return [s.code.text.trim()];
    case "scalar": return [`${s.name} = scalar ${s.value}`];
    case "extent": return [`${s.name} = extent ${s.value} ${s.axis}`];
    case "effect": return [`${s.name === null ? "" : `${s.name} = `}${s.effect}(${s.arguments.map((a) => a.text).join(", ")}) of [${s.inputs.join(" ")}]`];
    case "read": return [`${s.result} = read ${s.slot}`];
    case "write": return [`write ${s.slot} = ${s.value}`];
    case "if": return [`if ${s.test.text}`, ...indented(block(s.then)), ...(s.else.length > 0 ? ["else", ...indented(block(s.else))] : [])];
    case "while": return [`${s.label}: while ${s.testFirst ? "" : "(after) "}${s.test.text}`, ...(s.before.length > 0 ? ["before", ...indented(block(s.before))] : []), ...indented(block(s.body)), ...(s.step.length > 0 ? ["step", ...indented(block(s.step))] : [])];
    case "forOf": return [`${s.label}: for ${s.binding} of ${s.iterable.text}`, ...indented(block(s.body))];
    case "block": return [`${s.label}:`, ...indented(block(s.body))];
    case "break":
    case "continue": return [`${s.kind} ${s.label}`];
  }
}

function opText(op: ArrayOp): string {
  const shape = op.types.map((type) => `${String(type.element)}[${type.shape.join(", ")}]`).join(" ");
  const captures = op.kernel && op.kernel.captures.length > 0 ? ` (${op.kernel.captures.join(", ")})` : "";
  return `${op.results.join(" ")} = ${[op.op, ...op.inputs].join(" ")}${captures}: ${shape}`;
}
