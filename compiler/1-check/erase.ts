// TypeScript to JavaScript without moving anything: what only the type checker reads is replaced by blanks, so that a column of the text is a column of
// the user's file.
//
//   const x: number = f<number>(y as any)!;
//   const x         = f        (y       ) ;
//
// Enums, namespaces, decorators and parameter properties make code of their own; statements with them are translated by TypeScript instead.
import { ts } from "ts-morph";

/** Replaces `source.slice(start, end)`; edits of one text do not overlap. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function applyEdits(source: string, start: number, end: number, edits: readonly Edit[]): string {
  let text = "", at = start;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < at) continue;
    text += source.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + source.slice(at, end);
}

/** Blanks of the same length; line ends stay. */
export const blanks = (text: string): string => text.replace(/[^\r\n]/g, " ");

/** Whether a statement needs more than blanks to be JavaScript. */
export function needsTranslation(node: ts.Node): boolean {
  if (ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node) || ts.isDecorator(node) || ts.isImportEqualsDeclaration(node)) return true;
  if (ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent)) return true;
  return ts.forEachChild(node, (child) => needsTranslation(child) || undefined) ?? false;
}

export const translate = (text: string): string => ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, removeComments: false } }).outputText.trimEnd();

const typeOnlyModifiers: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.DeclareKeyword, ts.SyntaxKind.AbstractKeyword, ts.SyntaxKind.ReadonlyKeyword, ts.SyntaxKind.PublicKeyword, ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword,
  ts.SyntaxKind.OverrideKeyword, ts.SyntaxKind.ExportKeyword, ts.SyntaxKind.DefaultKeyword,
]);

/** Declarations that leave nothing behind. */
export const isTypeOnly = (node: ts.Node): boolean =>
  ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isIndexSignatureDeclaration(node)
  || (ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((m) => m.kind === ts.SyntaxKind.DeclareKeyword || m.kind === ts.SyntaxKind.AbstractKeyword) && !ts.isClassDeclaration(node))
  || ((ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node)) && !node.body);

/** The edits that one node itself needs (not those of its children), and whether its children are gone with it. */
export function erasure(node: ts.Node, source: string): { readonly edits: readonly Edit[]; readonly whole: boolean } {
  const edits: Edit[] = [];
  const blank = (start: number, end: number): void => {
    edits.push({ start, end, text: blanks(source.slice(start, end)) });
  };
  const blankNode = (part: ts.Node | undefined): void => {
    if (part) blank(part.getStart(), part.end);
  };
  const blankList = (list: ts.NodeArray<ts.Node> | undefined): void => {
    if (list) blank(list.pos - 1, source.indexOf(">", list.end) + 1);
  };
  const blankType = (type: ts.TypeNode | undefined): void => {
    if (type) blank(source.lastIndexOf(":", type.getStart() - 1), type.end);
  };
  if (isTypeOnly(node)) {
    blankNode(node);
    return { edits, whole: true };
  }
  if (ts.canHaveModifiers(node)) for (const modifier of ts.getModifiers(node) ?? []) if (typeOnlyModifiers.has(modifier.kind)) blankNode(modifier);
  if (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) {
    blankType(node.type);
    blankNode(node.exclamationToken);
  }
  if (ts.isPropertyDeclaration(node) || ts.isParameter(node) || ts.isMethodDeclaration(node)) blankNode(node.questionToken);
  if (ts.isParameter(node)) {
    if (ts.isIdentifier(node.name) && node.name.text === "this") {
      const comma = /^\s*,/.exec(source.slice(node.end));
      blank(node.getStart(), node.end + (comma ? comma[0].length : 0));
      return { edits, whole: true };
    }
    blankType(node.type);
  }
  if (ts.isFunctionLike(node) && !ts.isConstructSignatureDeclaration(node)) {
    blankList(node.typeParameters);
    if (ts.isArrowFunction(node) && node.type) {
      // No line may end before `=>`.
      const start = source.lastIndexOf(":", node.type.getStart() - 1);
      edits.push({ start, end: node.type.end, text: blanks(source.slice(start, node.type.end)).replace(/[\r\n]/g, " ") });
    } else blankType(node.type);
  }
  if (ts.isClassLike(node)) blankList(node.typeParameters);
  if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) {
    blankNode(node);
    return { edits, whole: true };
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isExpressionWithTypeArguments(node) || ts.isTaggedTemplateExpression(node)) blankList(node.typeArguments);
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) blank(node.expression.end, node.end);
  if (ts.isNonNullExpression(node)) blank(node.end - 1, node.end);
  if (ts.isTypeAssertionExpression(node)) blank(node.getStart(), node.expression.getStart());
  return { edits, whole: false };
}
