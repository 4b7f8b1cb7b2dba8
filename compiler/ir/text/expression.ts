// Expressions as text, before anyone asks what they mean: atoms, calls, and operators with parentheses around every inner one. Kernels and lanes print to
// this syntax and read from it.
//
//   ((x * x) + (y * y)) < 4.0        floor:int(x)        load:f64(0)        test ? 1 : n + 1
import type { Span } from "../types.ts";
import { numberPattern, readAt, readName, readText, showAt, showKernelId, showName, showNumber, showText } from "./atoms.ts";
import type { Reader } from "./reader.ts";
import { listOf } from "./reader.ts";

/** How a number says its type: digits alone are an integer, a point or exponent makes f64, a final `f` f32, a final `i` an integer in spite of its exponent. */
export type NumberType = "integer" | "f64" | "f32";

export type Syntax =
  | { readonly kind: "number"; readonly value: number; readonly type: NumberType }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "name"; readonly name: string }
  /** `head:type(args) at place`; a head that starts with "@" is a kernel function. */
  | { readonly kind: "call"; readonly head: string; readonly type?: string; readonly args: readonly Syntax[]; readonly span?: Span }
  | { readonly kind: "prefix"; readonly op: string; readonly operand: Syntax }
  | { readonly kind: "infix"; readonly op: string; readonly left: Syntax; readonly right: Syntax }
  | { readonly kind: "conditional"; readonly test: Syntax; readonly then: Syntax; readonly else: Syntax };

const infixPattern = /&&|\|\||>>>|<<|>>|<=|>=|==|!=|[-+*/%<>&|^]/;

export function showSyntax(e: Syntax, inner = false): string {
  switch (e.kind) {
    case "number": return numberText(e.value, e.type);
    case "bool": return String(e.value);
    case "text": return showText(e.value);
    case "name": return showName(e.name);
    case "call": return `${e.head.startsWith("@") ? showKernelId(e.head as `@${string}`) : e.head}${e.type === undefined ? "" : `:${e.type}`}(${e.args.map((arg) => showSyntax(arg)).join(", ")})${e.span ? showAt(e.span) : ""}`;
    case "prefix": return `${e.op}(${showSyntax(e.operand)})`;
    case "infix": return wrap(`${showSyntax(e.left, true)} ${e.op} ${showSyntax(e.right, true)}`, inner);
    case "conditional": return wrap(`${showSyntax(e.test, true)} ? ${showSyntax(e.then, true)} : ${showSyntax(e.else, true)}`, inner);
  }
}

const wrap = (text: string, inner: boolean): string => (inner ? `(${text})` : text);

function numberText(value: number, type: NumberType): string {
  const text = showNumber(value), whole = /^-?\d+$/.test(text);
  if (type === "f32") return `${text}f`;
  if (type === "integer") return whole ? text : `${text}i`;
  return whole ? `${text}.0` : text;
}

export function readSyntax(reader: Reader): Syntax {
  const left = readAtom(reader);
  if (reader.accept("?")) {
    const then = readAtom(reader);
    reader.expect(":");
    return { kind: "conditional", test: left, then, else: readAtom(reader) };
  }
  const op = reader.match(infixPattern);
  return op ? { kind: "infix", op: op[0], left, right: readAtom(reader) } : left;
}

function readAtom(reader: Reader): Syntax {
  if (reader.accept("(")) {
    const inside = readSyntax(reader);
    reader.expect(")");
    return inside;
  }
  const prefix = reader.match(/[-!~](?=\()/);
  if (prefix) {
    reader.expect("(");
    const operand = readSyntax(reader);
    reader.expect(")");
    return { kind: "prefix", op: prefix[0], operand };
  }
  if (reader.at('"')) return { kind: "text", value: readText(reader) };
  if (reader.accept("true")) return { kind: "bool", value: true };
  if (reader.accept("false")) return { kind: "bool", value: false };
  const number = reader.match(new RegExp(`(${numberPattern.source})([fi]?)(?![\\p{ID_Continue}$])`, "u"));
  if (number) return { kind: "number", value: Number(number[1]), type: number[2] === "f" ? "f32" : number[2] === "i" || /^-?\d+$/.test(number[1]!) ? "integer" : "f64" };
  const head = reader.accept("@") ? `@${readName(reader)}` : readName(reader);
  const type = reader.match(/:([a-z0-9]+)(?=\()/)?.[1];
  if (!reader.at("(")) return head.startsWith("@") ? reader.fail("the function's arguments") : { kind: "name", name: head };
  const args = listOf(reader, "(", ")", readSyntax);
  return { kind: "call", head, ...(type === undefined ? {} : { type }), args, ...(head === "read" && reader.at("at") ? { span: readAt(reader) } : {}) };
}
