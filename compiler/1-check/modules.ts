// Which modules make the program. Those that reach `spmd` through imports of each other are lowered together, in the order in which JavaScript would
// run them; every other module (a package, Node's own, a file without arrays) stays an import of the emitted program.
//
//   main.ts: import { step } from "./steps.ts"; import { readFileSync } from "node:fs"; import { zeros } from "spmd"
//   modules  steps.ts, main.ts         imports  import { readFileSync } from "node:fs";
import path from "node:path/posix";
import { ts } from "ts-morph";
import type { HostCode } from "../ir/host.ts";
import type { Language } from "./language.ts";
import { hostCode } from "./place.ts";
import type { TypedProgram } from "./project.ts";
import type { Sources } from "./sources.ts";
import type { Span } from "../ir/types.ts";

/** Files of the program, in the order in which they run; the entry is the last. `needed` are among them in any case. */
export function modulesOf(typed: TypedProgram, needed: ReadonlySet<ts.SourceFile>): readonly ts.SourceFile[] {
  const reaches = new Map<ts.SourceFile, boolean>(), order: ts.SourceFile[] = [];
  const visit = (file: ts.SourceFile): boolean => {
    const known = reaches.get(file);
    if (known !== undefined) return known;
    reaches.set(file, false);
    let found = needed.has(file);
    for (const target of runtimeImports(file).map((specifier) => resolve(typed, specifier))) {
      if (target === undefined) continue;
      if (target === typed.language) found = true;
      else if (!target.isDeclarationFile && isOwn(target) && visit(target)) found = true;
    }
    reaches.set(file, found);
    if (found || file === typed.entry) order.push(file);
    return found;
  };
  visit(typed.entry);
  return order;
}

/** The user's files that the entry reaches, itself among them. */
export function userFiles(typed: TypedProgram): ReadonlySet<ts.SourceFile> {
  const found = new Set<ts.SourceFile>();
  const visit = (file: ts.SourceFile): void => {
    if (found.has(file) || file === typed.language || !isOwn(file)) return;
    found.add(file);
    for (const statement of file.statements) {
      if (!(ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) || !statement.moduleSpecifier) continue;
      const target = resolve(typed, statement.moduleSpecifier);
      if (target) visit(target);
    }
  };
  visit(typed.entry);
  return found;
}

const isOwn = (file: ts.SourceFile): boolean => !file.fileName.includes("/node_modules/") && !file.fileName.endsWith(".json");

function resolve(typed: TypedProgram, specifier: ts.Expression): ts.SourceFile | undefined {
  return typed.checker.getSymbolAtLocation(specifier)?.declarations?.find(ts.isSourceFile);
}

/** Module specifiers of imports and re-exports that are not for types only. */
function runtimeImports(file: ts.SourceFile): ts.Expression[] {
  return file.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement) && !statement.importClause?.isTypeOnly) return [statement.moduleSpecifier];
    return ts.isExportDeclaration(statement) && !statement.isTypeOnly && statement.moduleSpecifier ? [statement.moduleSpecifier] : [];
  });
}

/** Import declarations that stay, without what host code does not read; `read` are the names it does. */
export function importsOf(typed: TypedProgram, language: Language, sources: Sources, modules: readonly ts.SourceFile[], read: ReadonlySet<string>, span: (node: ts.Node) => Span): HostCode[] {
  const merged = new Set(modules), seen = new Set<string>();
  return modules.flatMap((file) => file.statements).flatMap((statement): HostCode[] => {
    if (!ts.isImportDeclaration(statement) || statement.importClause?.isTypeOnly) return [];
    const target = resolve(typed, statement.moduleSpecifier), clause = statement.importClause;
    if (target && (target === typed.language || merged.has(target))) return [];
    const names = clause ? namesOf(clause) : [], values = names.filter((name) => isValue(language, name)), used = values.filter((name) => read.has(name.text));
    // An import whose names are all types brings nothing at run time.
    if (clause && values.length === 0 && names.length > 0) return [];
    const from = JSON.stringify(specifierFrom(sources, statement));
    const text = used.length === 0 ? `import ${from};` : `import ${clauseText(clause!, new Set(used))} from ${from};`;
    if (seen.has(text)) return [];
    seen.add(text);
    return [hostCode(span(statement), text, [], used.map((name) => name.text))];
  });
}

/** Names under which modules of the program import from modules that stay imports. */
export function importedNames(typed: TypedProgram, modules: readonly ts.SourceFile[]): string[] {
  const merged = new Set(modules);
  return modules.flatMap((file) => file.statements).flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !statement.importClause) return [];
    const target = resolve(typed, statement.moduleSpecifier);
    return target && (target === typed.language || merged.has(target)) ? [] : namesOf(statement.importClause).map((name) => name.text);
  });
}

/** A relative path as it is from the entry's directory, where the emitted program stands. */
function specifierFrom(sources: Sources, statement: ts.ImportDeclaration): string {
  const specifier = (statement.moduleSpecifier as ts.StringLiteral).text;
  if (!specifier.startsWith(".")) return specifier;
  const relative = path.relative(path.dirname(sources.entry), path.join(path.dirname(statement.getSourceFile().fileName), specifier));
  return relative.startsWith(".") ? relative : `./${relative}`;
}

function namesOf(clause: ts.ImportClause): ts.Identifier[] {
  const named = clause.namedBindings;
  const rest = !named ? [] : ts.isNamespaceImport(named) ? [named.name] : named.elements.filter((e) => !e.isTypeOnly).map((e) => e.name);
  return clause.name ? [clause.name, ...rest] : rest;
}

function isValue(language: Language, name: ts.Identifier): boolean {
  const symbol = language.symbolOf(name);
  // What cannot be resolved (a module without types) counts as a value.
  return !symbol || symbol.flags === 0 || (symbol.flags & (ts.SymbolFlags.Value | ts.SymbolFlags.Alias | ts.SymbolFlags.ValueModule)) !== 0 || !symbol.declarations?.length;
}

function clauseText(clause: ts.ImportClause, used: ReadonlySet<ts.Identifier>): string {
  const named = clause.namedBindings, parts: string[] = [];
  if (clause.name && used.has(clause.name)) parts.push(clause.name.text);
  if (named && ts.isNamespaceImport(named) && used.has(named.name)) parts.push(`* as ${named.name.text}`);
  if (named && ts.isNamedImports(named)) {
    const elements = named.elements.filter((e) => used.has(e.name)).map((e) => (e.propertyName ? `${e.propertyName.getText()} as ${e.name.text}` : e.name.text));
    if (elements.length > 0) parts.push(`{ ${elements.join(", ")} }`);
  }
  return parts.join(", ");
}
