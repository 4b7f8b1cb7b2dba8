// TypeScript's own errors as diagnostics, under TypeScript's numbers; those that are mistakes in the language are said as such (`languageErrors.ts`).
import { ts } from "ts-morph";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../ir/types.ts";
import type { Language } from "./language.ts";
import { inLanguage, isOfKernel } from "./languageErrors.ts";
import { optionError } from "./optionErrors.ts";

/** Where a position of a file is, and how many columns of its line a range takes. */
export type SpanOf = (file: ts.SourceFile, start: number) => Span;

/** `kernelEnd`: it is about a kernel as a whole, whose last line this is; what the kernel's own rules say of it is the cause. */
export type TypeError = Diagnostic & { readonly kernelEnd?: number };

export function typescriptErrors(program: ts.Program, language: Language, files: readonly ts.SourceFile[], spanOf: SpanOf): TypeError[] {
  const errors = files.flatMap((file) => {
    const syntactic = program.getSyntacticDiagnostics(file);
    return syntactic.length > 0 ? syntactic : program.getSemanticDiagnostics(file);
  });
  const told = errors.filter((error) => !isHarmless(error)).map((error) => asDiagnostic(error, program, language, spanOf));
  // One mistake among a call's options may be several errors to TypeScript.
  return told.filter((one, k) => !told.slice(0, k).some((other) => other.code === one.code && JSON.stringify(other.span) === JSON.stringify(one.span) && other.message === one.message));
}

/** A package without types is used as `any`. */
const isHarmless = (error: ts.Diagnostic): boolean => error.code === 7016;

function asDiagnostic(error: ts.Diagnostic, program: ts.Program, language: Language, spanOf: SpanOf): TypeError {
  const text = ts.flattenDiagnosticMessageText(error.messageText, "\n"), { file, start = 0, length = 1 } = error, span = file ? spanOf(file, start) : { file: "", line: 1, column: 1 };
  const columns = Math.max(1, file ? (file.text.slice(start, start + length).split("\n", 1)[0] ?? "").trimEnd().length : 1);
  const option = file && optionError(innermostAt(file, start), (callee) => language.nameOf(language.symbolOf(callee)), (node) => spanOf(file, node.getStart(file)));
  if (option) return option;
  const own = inLanguage(error.code, text, { typeThere: () => (file ? typeAt(program.getTypeChecker(), file, start, start + length) : ""), arraysThere: () => (file ? arraysAt(program.getTypeChecker(), file, start, start + length) : []) }, span, columns);
  if (own && "code" in own) return isOfKernel(text) && file ? { ...own, kernelEnd: spanOf(file, functionAt(file, start)?.end ?? start).line } : own;
  const related = (error.relatedInformation ?? []).flatMap((part) => (part.file && !part.file.isDeclarationFile && isUsers(part.file) ? [{ span: spanOf(part.file, part.start ?? 0), message: ts.flattenDiagnosticMessageText(part.messageText, "\n") }] : []));
  return {
    code: `TS${error.code}`, severity: error.category === ts.DiagnosticCategory.Error ? "error" : "warning", message: text,
    span, length: columns, ...(related.length > 0 ? { related } : {}), ...own,
  };
}

const isUsers = (file: ts.SourceFile): boolean => !/\/(compiler\/(types|ops)|node_modules)\//.test(file.fileName);

function innermostAt(file: ts.SourceFile, position: number): ts.Node | undefined {
  const find = (node: ts.Node): ts.Node | undefined => (node.getStart(file) <= position && position < node.end ? (ts.forEachChild(node, find) ?? node) : undefined);
  return find(file);
}

/** The innermost function around a position. */
function functionAt(file: ts.SourceFile, position: number): ts.Node | undefined {
  const find = (node: ts.Node, around: ts.Node | undefined): ts.Node | undefined => {
    if (position < node.getStart(file) || position >= node.end) return undefined;
    const inner = ts.isFunctionLike(node) ? node : around;
    return ts.forEachChild(node, (child) => find(child, inner)) ?? inner;
  };
  return find(file, undefined);
}

/** The expression that takes exactly this range. */
function nodeAt(file: ts.SourceFile, start: number, end: number): ts.Node | undefined {
  const find = (node: ts.Node): ts.Node | undefined => (node.getStart(file) === start && node.end === end ? node : node.pos <= start && end <= node.end ? ts.forEachChild(node, find) : undefined);
  return find(file);
}

/** The arrays among the arguments of the call that the range is in. */
function arraysAt(checker: ts.TypeChecker, file: ts.SourceFile, start: number, end: number): readonly string[] {
  let call = nodeAt(file, start, end);
  while (call && !ts.isCallExpression(call)) call = call.parent;
  return (call?.arguments ?? []).flatMap((argument) => {
    const type = checker.getTypeAtLocation(argument), [element, shape] = type.symbol?.name === "NDArray" && isReference(type) ? checker.getTypeArguments(type) : [];
    return element && shape ? [`${argument.getText(file).replace(/\s+/g, " ")} is ${elementText(checker, element)} ${checker.typeToString(shape)}`] : [];
  });
}

const isReference = (type: ts.Type): type is ts.TypeReference => (type.flags & ts.TypeFlags.Object) !== 0 && ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;

/** `f64`, `{ re: f64, im: f64 }` */
function elementText(checker: ts.TypeChecker, element: ts.Type): string {
  if (element.isStringLiteral()) return element.value;
  const fields = element.isUnion() ? [] : element.getProperties();
  return fields.length === 0 ? checker.typeToString(element) : `{ ${fields.map((field) => `${field.name}: ${elementText(checker, checker.getTypeOfSymbol(field))}`).join(", ")} }`;
}

function typeAt(checker: ts.TypeChecker, file: ts.SourceFile, start: number, end: number): string {
  const node = nodeAt(file, start, end);
  return node ? checker.typeToString(checker.getTypeAtLocation(node)) : "";
}
