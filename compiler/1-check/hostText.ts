// Host code as JavaScript text: the user's own characters, with TypeScript's blanked out, variables under their names in the emitted program, and the
// parts that were lifted out replaced by the names of their results.
//
//   const r: number = Math.sqrt(sum(map(a, f))) / n      `const r         = Math.sqrt($s1) / n;`, reads $s1 n, writes r
import { ts } from "ts-morph";
import type { HostCode } from "../ir/host.ts";
import { hostFunctions } from "../ops/hostFunctions.ts";
import { isArithmetic } from "./arithmetic.ts";
import { applyEdits, erasure, isTypeOnly, needsTranslation, translate } from "./erase.ts";
import type { Edit } from "./erase.ts";
import { complain, hostCode } from "./place.ts";
import type { Place } from "./place.ts";
import { isAssignment, isReference, isUpdate } from "./syntax.ts";

/** Text with the program's variables in it. */
export interface Code {
  readonly text: string;
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
  /** It is an expression that only computes numbers of numbers (arithmetic.ts). */
  readonly arithmetic?: true;
}

export const codeOf = (text: string, reads: Iterable<string> = [], writes: Iterable<string> = []): Code => ({ text, reads: new Set(reads), writes: new Set(writes) });

/** What `f32(x)`, ... is in host code. */
const conversionText: Readonly<Record<string, string>> = {
  f64: "Number", f32: "Math.fround", i32: "(x => x | 0)", u32: "(x => x >>> 0)", i16: "(x => x << 16 >> 16)", u16: "(x => x & 65535)", i8: "(x => x << 24 >> 24)", u8: "(x => x & 255)", bool: "Boolean",
};

/** What `cmul(a, b)`, ... is in host code, which has the `Math` of where it runs. */
const complexText: Readonly<Record<string, string>> = {
  cadd: "((a, b) => ({ re: a.re + b.re, im: a.im + b.im }))", csub: "((a, b) => ({ re: a.re - b.re, im: a.im - b.im }))",
  cmul: "((a, b) => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re }))",
  cdiv: "((a, b) => { const r = Math.abs(b.re) >= Math.abs(b.im) ? b.im / b.re : b.re / b.im; if (b.re === 0 && b.im === 0) return { re: a.re / Math.abs(b.re), im: a.im / Math.abs(b.re) }; return Math.abs(b.re) >= Math.abs(b.im) ? { re: (a.re + a.im * r) / (b.re + b.im * r), im: (a.im - a.re * r) / (b.re + b.im * r) } : { re: (a.re * r + a.im) / (b.re * r + b.im), im: (a.im * r - a.re) / (b.re * r + b.im) }; })",
  conj: "((a) => ({ re: a.re, im: -a.im }))", cabs: "((a) => Math.hypot(a.re, a.im))", cabs2: "((a) => a.re * a.re + a.im * a.im)",
  cexp: "((a) => { const s = Math.exp(a.re); return a.im === 0 ? { re: s, im: a.im } : s === 0 ? { re: 0, im: 0 } : { re: s * Math.cos(a.im), im: s * Math.sin(a.im) }; })",
};

/** The text of a node; `lifted` parts stand for what they are mapped to. */
export function hostText(place: Place, node: ts.Node, lifted: ReadonlyMap<ts.Node, Code> = new Map()): Code {
  const source = node.getSourceFile().text, edits: Edit[] = [], reads = new Set<string>(), writes = new Set<string>();
  const translated = ts.isStatement(node) && needsTranslation(node);
  const visit = (part: ts.Node): void => {
    const replaced = lifted.get(part);
    if (replaced) {
      const shorthand = ts.isShorthandPropertyAssignment(part.parent) ? `${part.getText()}: ` : "";
      edits.push({ start: part.getStart(), end: part.end, text: shorthand + keepLines(replaced.text, source.slice(part.getStart(), part.end)) });
      for (const name of replaced.reads) reads.add(name);
      for (const name of replaced.writes) writes.add(name);
      return;
    }
    if (ts.isTypeNode(part) && !ts.isExpressionWithTypeArguments(part)) return;
    if (translated) {
      if (isTypeOnly(part)) return;
      if (part === node && ts.canHaveModifiers(part)) for (const modifier of ts.getModifiers(part) ?? []) if (modifier.kind === ts.SyntaxKind.ExportKeyword || modifier.kind === ts.SyntaxKind.DefaultKeyword) edits.push({ start: modifier.getStart(), end: modifier.end, text: "" });
    } else {
      const { edits: own, whole } = erasure(part, source);
      edits.push(...own);
      if (whole) return;
    }
    if (isPower(place, part)) edits.push(...powerEdits(part));
    if (ts.isIdentifier(part)) {
      if (isReference(part)) identifier(part);
    } else if (ts.isPropertyAccessExpression(part) && isNamespace(place, part.expression)) member(part);
    else ts.forEachChild(part, visit);
  };
  // `steps.count` of `import * as steps`: the module may have become part of the program, or be `spmd` itself.
  const member = (part: ts.PropertyAccessExpression): void => {
    const symbol = place.lowering.language.symbolOf(part.name), builtin = place.lowering.language.nameOf(symbol), binding = symbol && place.bindings.get(symbol);
    if (builtin !== undefined) {
      const text = builtinText(place, part.name, builtin);
      edits.push({ start: part.getStart(), end: part.end, text });
      if (hostFunctions.get(builtin)?.kind === "message") reads.add(text);
    } else if (binding?.kind === "host") {
      edits.push({ start: part.getStart(), end: part.end, text: binding.name });
      reads.add(binding.name);
    } else ts.forEachChild(part, visit);
  };
  const identifier = (part: ts.Identifier): void => {
    const symbol = place.lowering.language.symbolOf(part);
    if (!symbol) return;
    const builtin = place.lowering.language.nameOf(symbol);
    if (builtin !== undefined) {
      const shorthand = ts.isShorthandPropertyAssignment(part.parent) ? `${part.text}: ` : "", text = builtinText(place, part, builtin);
      edits.push({ start: part.getStart(), end: part.end, text: shorthand + text });
      if (hostFunctions.get(builtin)?.kind === "message") reads.add(text);
      return;
    }
    const binding = place.bindings.get(symbol);
    if (!binding) {
      if (place.lowering.files.has(symbol.declarations?.[0] as ts.SourceFile)) complain(place.lowering, "SPMD1208", part, { what: `the module '${part.text}' as a value`, instead: "name what is needed of it: import { f } from ..." });
      else if (isImported(place, part)) reads.add(part.text);
      return;
    }
    if (binding.kind !== "host") {
      if (binding.kind !== "unknown") complain(place.lowering, binding.kind === "function" ? "SPMD1216" : "SPMD1204", part, { name: part.text });
      return;
    }
    const use = usage(part);
    if (use !== "write") reads.add(binding.name);
    if (use !== "read") writes.add(binding.name);
    if (binding.name === part.text) return;
    const shorthand = ts.isShorthandPropertyAssignment(part.parent) || (ts.isBindingElement(part.parent) && ts.isObjectBindingPattern(part.parent.parent) && !part.parent.propertyName && part.parent.name === part && !part.parent.dotDotDotToken);
    edits.push({ start: part.getStart(), end: part.end, text: shorthand ? `${part.text}: ${binding.name}` : binding.name });
  };
  visit(node);
  const text = applyEdits(source, node.getStart(), node.end, edits);
  // Lines kept for what follows a lifted part serve nobody where nothing follows.
  const kept = text.replace(/\n\s*(;?)$/, "$1");
  const computes = ts.isExpression(node) && isArithmetic(place, node, lifted);
  return { text: translated ? translate(kept) : kept, reads, writes, ...(computes ? { arithmetic: true } : {}) };
}

/** `a ** b` of numbers: host code has the powers that kernels have, which are `Math`'s there, whatever the engine's operator computes. */
function isPower(place: Place, node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken && place.lowering.language.isOf(node, ts.TypeFlags.NumberLike);
}

const powerEdits = ({ left, operatorToken, right }: ts.BinaryExpression): Edit[] => [
  { start: left.getStart(), end: left.getStart(), text: "Math.pow(" }, { start: operatorToken.getStart(), end: operatorToken.end, text: "," }, { start: right.end, end: right.end, text: ")" },
];

/** Line ends stay where they were, so that lines after a lifted part keep their distance. */
const keepLines = (text: string, was: string): string => text + "\n".repeat(Math.max(0, was.split("\n").length - text.split("\n").length));

function builtinText(place: Place, part: ts.MemberName, name: string): string {
  const known = hostFunctions.get(name);
  if (known?.kind === "conversion") return conversionText[known.dtype]!;
  if (known?.kind === "complex") return complexText[name]!;
  if (known?.kind === "message") return `$${name}`;
  if (known?.kind === "param" || known?.kind === "wtime" || known?.kind === "progress") return `$rt.${known.kind}`;
  complain(place.lowering, "SPMD1215", part, { name });
  return "undefined";
}

/** Whether an import declaration of the emitted program brings the name. */
function isImported(place: Place, part: ts.Identifier): boolean {
  const symbol = place.lowering.language.checker.getSymbolAtLocation(part);
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
}

const isNamespace = (place: Place, node: ts.Expression): boolean => ts.isIdentifier(node) && ((place.lowering.language.symbolOf(node)?.flags ?? 0) & ts.SymbolFlags.ValueModule) !== 0;

function usage(part: ts.Identifier): "read" | "write" | "both" {
  const parent = part.parent;
  if ((ts.isVariableDeclaration(parent) || ts.isFunctionDeclaration(parent) || ts.isClassDeclaration(parent) || ts.isEnumDeclaration(parent) || ts.isBindingElement(parent) || ts.isModuleDeclaration(parent) || ts.isParameter(parent)) && parent.name === part) return "write";
  if (isUpdate(parent)) return "both";
  if (isAssignment(parent) && parent.left === part) return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken ? "write" : "both";
  if ((ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.initializer === part) return "write";
  return isPatternTarget(part) ? "write" : "read";
}

/** `x` in `[x, y] = ...` and `({ x } = ...)`. */
export function isPatternTarget(node: ts.Node): boolean {
  let part = node;
  for (let parent = part.parent; ; part = parent, parent = part.parent) {
    if (ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent) || ts.isObjectLiteralExpression(parent)) continue;
    if (ts.isPropertyAssignment(parent) && parent.initializer === part) continue;
    if (ts.isShorthandPropertyAssignment(parent) && parent.name === part) continue;
    if (isAssignment(parent)) {
      if (parent.left !== part) return false;
      if (ts.isArrayLiteralExpression(part) || ts.isObjectLiteralExpression(part)) return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
      continue;
    }
    return (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.initializer === part;
  }
}

/** Code as a statement of the program: it ends with `;` where JavaScript would otherwise have to guess. */
export function asStatement(place: Place, node: ts.Node, code: Omit<Code, "arithmetic"> & { readonly arithmetic?: boolean }): HostCode {
  const text = code.text.trimEnd();
  const complete = text.endsWith(";") || (text.endsWith("}") && !ts.isVariableStatement(node) && !ts.isExpressionStatement(node) && !ts.isExpression(node));
  return hostCode(place.lowering.span(node), complete ? text : `${text};`, code.reads, code.writes, code.arithmetic);
}

export const asExpression = (place: Place, node: ts.Node, code: Code): HostCode => hostCode(place.lowering.span(node), code.text, code.reads, code.writes);
