// For tests: a program's text, its kernels lowered, and the same functions as JavaScript.
import { ts } from "ts-morph";
import { readFileSync, existsSync } from "node:fs";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { KernelFunction } from "../../ir/kernel.ts";
import { openProject } from "../project.ts";
import { sourcesOf } from "../sources.ts";
import type { KernelContext } from "./request.ts";
import { newKernelCache } from "./request.ts";

const language = `
export interface NDArray { readonly isArray: unique symbol }
export interface Monoid { readonly isMonoid: unique symbol }
type Convert = (x: number | boolean) => number;
export declare const f64: Convert, f32: Convert, i32: Convert, u32: Convert, i16: Convert, u16: Convert, i8: Convert, u8: Convert;
export declare const bool: (x: number | boolean) => boolean;
export declare const add: Monoid, mul: Monoid, min: Monoid & ((a: NDArray) => number), max: Monoid, and: Monoid, or: Monoid, xor: Monoid;
export declare const monoid: <T>(identity: T, f: (a: any, b: any) => unknown) => Monoid;
export declare const zeros: (shape: number[]) => NDArray;
export declare const sum: (a: NDArray) => number;
export declare const print: (...values: unknown[]) => void;
export declare const param: (name: string, value: number) => number;
export declare const read: (a: NDArray, ...index: number[]) => number;
`;

export interface Fixture {
  readonly context: KernelContext;
  readonly diagnostics: Diagnostic[];
  readonly checker: ts.TypeChecker;
  /** The initialiser of an exported constant, or an exported function's name. */
  node(name: string): ts.Node;
  /** The program as JavaScript: its exports. */
  readonly exports: { readonly [name: string]: unknown };
}

type Files = string | { readonly [name: string]: string };
type Rest = Partial<Pick<KernelContext, "mathFunction" | "binding">>;

export const fixture = (files: Files, rest: Rest = {}): Fixture => fixtures([files], rest)[0]!;

/** Programs that TypeScript reads all at once, each with its own main.ts. */
export function fixtures(programs: readonly Files[], rest: Rest = {}): readonly Fixture[] {
  const texts = programs.map((files) => (typeof files === "string" ? { "main.ts": files } : files));
  const all = Object.fromEntries(texts.flatMap((files, k) => Object.entries(files).map(([name, text]) => [`${k}/${name}`, text])));
  const entry = texts.map((_, k) => `import "./${k}/main.ts";`).join("\n");
  const sources = sourcesOf({ ...all, "main.ts": entry, "spmd.d.ts": language }, "/program/spmd.d.ts", { readFile: (file) => (existsSync(file) ? readFileSync(file, "utf8") : undefined), fileExists: existsSync });
  const project = openProject(sources), { checker } = project, module = project.language ?? project.program.getSourceFile("/program/spmd.d.ts");
  const moduleSymbol = module && checker.getSymbolAtLocation(module);
  const names = new Map((moduleSymbol ? checker.getExportsOfModule(moduleSymbol) : []).map((s) => [s, s.name]));
  return texts.map((files, k) => one(project.program.getSourceFile(`/program/${k}/main.ts`)!, files, checker, names, rest));
}

function one(entry: ts.SourceFile, texts: { readonly [name: string]: string }, checker: ts.TypeChecker, names: ReadonlyMap<ts.Symbol, string>, rest: Rest): Fixture {
  const diagnostics: Diagnostic[] = [], functions: KernelFunction[] = [];
  const context: KernelContext = {
    checker, functions, cache: newKernelCache(), unchecked: false,
    report: (d) => void diagnostics.push(d),
    span: (node) => {
      const file = node.getSourceFile(), { line, character } = file.getLineAndCharacterOfPosition(node.getStart());
      return { file: file.fileName.replace(/^\/program\/\d+\//, ""), line: line + 1, column: character + 1 };
    },
    builtin: (symbol) => names.get(symbol),
    binding: () => undefined,
    arrayType: () => undefined, mathFunction: () => undefined,
    ...rest,
  };
  const node = (name: string): ts.Node => {
    for (const statement of entry.statements) {
      if (ts.isFunctionDeclaration(statement) && statement.name?.text === name) return statement.name;
      if (!ts.isVariableStatement(statement)) continue;
      const found = statement.declarationList.declarations.find((d) => d.name.getText() === name);
      if (found?.initializer) return found.initializer;
    }
    throw new Error(`no ${name} in the program`);
  };
  return { context, diagnostics, checker, node, get exports() { return run(texts, "main.ts"); } };
}

const conversions = {
  f64: Number, f32: Math.fround, i32: (x: number) => x | 0, u32: (x: number) => x >>> 0, bool: Boolean,
  i16: (x: number) => (x << 16) >> 16, u16: (x: number) => x & 0xffff, i8: (x: number) => (x << 24) >> 24, u8: (x: number) => x & 0xff,
  param: (_: string, value: number) => value, zeros: () => ({}), sum: () => 0, print: () => undefined,
};

/** A module's exports; imports of other files of the program included. */
function run(texts: { readonly [name: string]: string }, file: string): { readonly [name: string]: unknown } {
  const { outputText } = ts.transpileModule(texts[file]!, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS } });
  const exports: { [name: string]: unknown } = {};
  const load = (name: string): unknown => (name === "spmd" ? conversions : run(texts, `${name.replace(/^\.\//, "").replace(/\.ts$/, "")}.ts`));
  new Function("exports", "require", outputText)(exports, load);
  return exports;
}
