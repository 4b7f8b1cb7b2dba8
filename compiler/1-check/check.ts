// The first stage: TypeScript in, the host program of array operators out, with everything that is wrong said at once. Types are TypeScript's; what is
// an array, an operator or a kernel is found by symbol; the user's statements are then lowered in order.
//
//   const a = generate([n], i => i); print(sum(a));
//     %1 = generate [n] @generate    %2 = sum %1    scalar $s1 = %2    effect print ($s1)
import path from "node:path/posix";
import { ts } from "ts-morph";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ArrayOp } from "../ir/array.ts";
import type { HostCode, Program } from "../ir/host.ts";
import type { SourceNames } from "../ir/sourceNames.ts";
import { noNames } from "../ir/sourceNames.ts";
import { showSpan } from "../ir/span.ts";
import type { Span } from "../ir/types.ts";
import { hostFunctions } from "../ops/hostFunctions.ts";
import { arrayPartsOf } from "./arrayParts.ts";
import type { ArrayParts } from "./arrayParts.ts";
import { assignedVariables } from "./assigned.ts";
import { newBindings } from "./bindings.ts";
import { newFacts } from "./facts.ts";
import { reportImpure } from "./impure.ts";
import { newKernelCache } from "./kernel/request.ts";
import { languageOf } from "./language.ts";
import { lowerStatements } from "./lowerStatement.ts";
import { importedNames, importsOf, modulesOf, userFiles } from "./modules.ts";
import { newNames } from "./names.ts";
import { paramsOf } from "./params.ts";
import type { Lowering, Place, Vocabulary } from "./place.ts";
import { hostCode, slotList } from "./place.ts";
import type { ParseCache, TypedProgram } from "./project.ts";
import { openProject } from "./project.ts";
import { eachRead, prune } from "./prune.ts";
import { resultsOf } from "./results.ts";
import type { Sources } from "./sources.ts";
import { displayPath } from "./sources.ts";
import { declaredNames } from "./syntax.ts";
import type { TypeError } from "./typescriptErrors.ts";
import { typescriptErrors } from "./typescriptErrors.ts";
import { newVocabulary } from "./vocabulary.ts";

export interface CheckOptions {
  /** Operators and effects; those of `ops/` unless given. */
  readonly vocabulary?: Vocabulary;
  /** Files parsed before; see `project.ts`. */
  readonly cache?: ParseCache;
  /** Kernels do not check the positions that they `read`. */
  readonly unchecked?: boolean;
  /** Told how long each part took. */
  readonly onPart?: (part: string, ms: number) => void;
}

export interface Checked {
  /** Means something only if no diagnostic is an error. */
  readonly program: Program<ArrayOp>;
  readonly diagnostics: readonly Diagnostic[];
  readonly names: SourceNames;
}

export function check(sources: Sources, options: CheckOptions = {}): Checked {
  const timed = <T>(part: string, run: () => T): T => {
    const start = performance.now(), result = run();
    options.onPart?.(part, performance.now() - start);
    return result;
  };
  const typed = timed("parse", () => openProject(sources, options.cache));
  const spanOf = (file: ts.SourceFile, start: number): Span => {
    const { line, character } = file.getLineAndCharacterOfPosition(start);
    return { file: displayPath(sources, file.fileName), line: line + 1, column: character + 1 };
  };
  const own = typed.program.getSourceFiles().filter((f) => !f.isDeclarationFile && isUsers(f, typed));
  const language = languageOf(typed.checker, typed.language), errors = timed("types", () => typescriptErrors(typed.program, language, own, spanOf));
  // What cannot be parsed has no meaning to look into.
  if (own.some((file) => typed.program.getSyntacticDiagnostics(file).length > 0)) return { program: emptyProgram(sources), diagnostics: inOrder(errors, []), names: noNames };
  const vocabulary = options.vocabulary ?? newVocabulary();
  const lowered = timed("lower", () => {
    const stays = (name: string): boolean => ["param", "wtime", "progress", "message", "conversion", "complex"].includes(hostFunctions.get(name)?.kind ?? "");
    const changingAxes = new Set<string>(), needed = new Set<ts.SourceFile>();
    // Again while something new is learned of slots and modules: finitely often, since what there is to learn is.
    for (;;) {
      const known = changingAxes.size + needed.size, modules = modulesOf(typed, needed);
      const parts = arrayPartsOf(modules, language, stays), assigned = assignedVariables(modules, language), diagnostics: Diagnostic[] = [];
      const lowering: Lowering = {
        language, parts, vocabulary, assigned, changingAxes, needed,
        names: newNames(reserved), kernels: { functions: [], cache: newKernelCache(), unchecked: options.unchecked ?? false }, types: new Map(), said: { variables: new Map(), makers: new Map(), operators: new Map() }, slots: new Map(), mutableNames: new Set(), removable: new Set(), copied: new WeakMap(), files: new Set(modules),
        span: (node) => spanOf(node.getSourceFile(), node.getStart()), report: (diagnostic) => void diagnostics.push(diagnostic),
      };
      const program = lowerProgram(lowering, sources, typed, modules, parts);
      if (changingAxes.size + needed.size === known) return { program, diagnostics, names: lowering.said };
    }
  });
  return { program: lowered.program, diagnostics: inOrder(errors, lowered.diagnostics), names: lowered.names };
}

const emptyProgram = (sources: Sources): Program<ArrayOp> => ({ name: nameOf(sources), params: [], kernels: [], slots: [], imports: [], body: [], results: [] });
/** The module's name without its ending. */
const nameOf = (sources: Sources): string => path.basename(sources.entry).replace(/\.[cm]?tsx?$/, "");

const reserved = ["$rt", "driver", "undefined", "NaN", "Infinity", "arguments", "eval", "await"];

/** Not a package's, nor the language's own. */
function isUsers(file: ts.SourceFile, typed: TypedProgram): boolean {
  return !file.fileName.includes("/node_modules/") && (file === typed.entry || userFiles(typed).has(file));
}

function lowerProgram(lowering: Lowering, sources: Sources, typed: TypedProgram, modules: readonly ts.SourceFile[], parts: ArrayParts): Program<ArrayOp> {
  const place: Place = { lowering, out: [], bindings: newBindings(), facts: newFacts(), jumps: { labels: new Map() }, inlined: undefined };
  // Names that imports bring are taken before any variable gets one.
  for (const name of importedNames(typed, modules)) lowering.names.declare(name);
  nameModuleVariables(place, modules, typed.entry, parts);
  const params = paramsOf(lowering, modules);
  reportImpure(lowering, modules, (fn) => isKernelArgument(lowering, fn));
  for (const file of modules) lowerStatements(place, file.statements);
  const results = resultsOf(place, typed.entry);
  const kept = results.flatMap((r) => (r.kind === "host" ? [r.variable] : [])), slots = slotList(lowering);
  const body = prune(place.out, lowering.removable, [...kept, ...slots.flatMap((s) => s.type.shape.filter((e) => typeof e === "string"))]);
  const read = new Set(kept);
  eachRead(body, (name) => read.add(name));
  return {
    name: nameOf(sources), params, kernels: lowering.kernels.functions, slots,
    imports: [...importsOf(typed, lowering.language, sources, modules, read, lowering.span), ...messageImports(lowering, typed.entry, read)], body, results,
  };
}

/** What host code takes from the message-passing layer. */
function messageImports(lowering: Lowering, entry: ts.SourceFile, read: ReadonlySet<string>): HostCode[] {
  const names = [...hostFunctions].flatMap(([name, { kind }]) => (kind === "message" && read.has(`$${name}`) ? [name] : []));
  return names.length === 0 ? [] : [hostCode(lowering.span(entry), `import { ${names.map((name) => `${name} as $${name}`).join(", ")} } from "spmd:host";`, [], names.map((name) => `$${name}`))];
}

/** Variables of modules have their names from the start, since functions may mention them before they are declared; the entry's come first. */
function nameModuleVariables(place: Place, modules: readonly ts.SourceFile[], entry: ts.SourceFile, parts: ArrayParts): void {
  const declare = (name: ts.Identifier): void => {
    const symbol = place.lowering.language.symbolOf(name);
    // Overloads are one variable.
    if (symbol && !place.bindings.get(symbol)) place.bindings.set(symbol, { kind: "host", name: place.lowering.names.declare(name.text), mutable: place.lowering.assigned.has(symbol) });
  };
  for (const file of [entry, ...modules.filter((m) => m !== entry)]) {
    for (const statement of file.statements) {
      if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) && statement.name && !parts.has(statement)) declare(statement.name);
      if (!ts.isVariableStatement(statement)) continue;
      for (const declaration of statement.declarationList.declarations) if (!parts.has(declaration)) declaredNames(declaration.name).forEach(declare);
    }
  }
}

/** A function that is an argument of an operator: it has rules of its own. */
function isKernelArgument(lowering: Lowering, fn: ts.Node): boolean {
  const call = fn.parent;
  return ts.isCallExpression(call) && call.arguments.includes(fn as ts.Expression) && lowering.vocabulary.operators.has(lowering.language.nameOf(lowering.language.symbolOf(ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression)) ?? "");
}

/** By place; what TypeScript has said about a line is not said again in other words. */
function inOrder(errors: readonly TypeError[], own: readonly Diagnostic[]): readonly Diagnostic[] {
  const follows = ({ span, kernelEnd }: TypeError): boolean => kernelEnd !== undefined && own.some((d) => d.span.file === span.file && d.span.line >= span.line && d.span.line <= kernelEnd);
  // TypeScript may say several things about one place; the first is the cause.
  const said = new Set<string>(), first = errors.filter((error) => !follows(error)).filter(({ span }) => !said.has(showSpan(span)) && said.add(showSpan(span)));
  const lines = new Set(first.map((e) => `${e.span.file}:${e.span.line}`)), seen = new Set<string>();
  const all = [...first, ...own.filter((d) => !lines.has(`${d.span.file}:${d.span.line}`))].filter((d) => {
    const key = `${d.code} ${d.span.file}:${d.span.line}:${d.span.column}`;
    return !seen.has(key) && seen.add(key);
  });
  return all.sort((a, b) => (a.span.file === b.span.file ? a.span.line - b.span.line || a.span.column - b.span.column : a.span.file < b.span.file ? -1 : 1));
}
