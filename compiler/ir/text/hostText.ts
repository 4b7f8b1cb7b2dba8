// The structured host program as text, whatever an array computation is at its level: the caller brings the form of those.
//
//   host `const dx = (x2 - x1) / w;` (x2, x1, w -> dx) arithmetic at m.ts:5:1
//   while L1 test `r > 1e-6` (r -> ) at m.ts:7:8 first at m.ts:7:1 {
//     ...
//   } before { ... } step { ... }
//
// User code stands between backquotes exactly as it is; backquotes and backslashes in it have a backslash before them.
import type { Block, HostCode, Statement } from "../host.ts";
import { readAt, readCount, readName, readType, readValue, showAt, showName, showType } from "./atoms.ts";
import type { Lines } from "./lines.ts";
import { braced, line, nested } from "./lines.ts";
import type { Reader } from "./reader.ts";
import { listOf, until } from "./reader.ts";

/** The text form of what stands for an array computation. */
export interface NodeForm<Node> {
  lines(node: Node): Lines;
  read(reader: Reader): Node;
}

export const showCode = (code: HostCode): string => `\`${code.text.replace(/[\\`]/g, "\\$&")}\` (${code.reads.map(showName).join(", ")} -> ${code.writes.map(showName).join(", ")})${code.arithmetic ? " arithmetic" : ""}${showAt(code.span)}`;
export function readCode(reader: Reader): HostCode {
  const quoted = reader.match(/`((?:[^\\`]|\\[^])*)`/) ?? reader.fail("user code in backquotes");
  reader.expect("(");
  const reads: string[] = [], writes: string[] = [];
  while (!reader.accept("->")) {
    reads.push(readName(reader));
    reader.accept(",");
  }
  while (!reader.accept(")")) {
    writes.push(readName(reader));
    reader.accept(",");
  }
  const arithmetic = reader.accept("arithmetic") ? { arithmetic: true as const } : {};
  return { text: quoted[1]!.replace(/\\([^])/g, "$1"), reads, writes, ...arithmetic, span: readAt(reader) };
}

export const blockLines = <Node>(block: Block<Node>, form: NodeForm<Node>): Lines => block.flatMap((statement) => statementLines(statement, form));

function statementLines<Node>(s: Statement<Node>, form: NodeForm<Node>): Lines {
  const inner = (head: string, block: Block<Node>): Lines => braced(head, blockLines(block, form));
  switch (s.kind) {
    case "array": return form.lines(s.node);
    case "host": return line(`host ${showCode(s.code)}`);
    case "scalar": return line(`scalar ${showName(s.name)} = ${s.value}${showAt(s.span)}`);
    case "extent": return line(`extent ${showName(s.name)} = ${s.value} axis ${s.axis}${showAt(s.span)}`);
    case "effect": return s.arguments.length === 0 ? line(`${effectHead(s)}${showAt(s.span)}`) : [...line(`${effectHead(s)}${showAt(s.span)} with`), ...nested(s.arguments.flatMap((code) => line(`, ${showCode(code)}`)))];
    case "read": return line(`read ${s.result} = ${showName(s.slot)}${s.type ? `: ${showType(s.type)}` : ""}${showAt(s.span)}`);
    case "write": return line(`write ${showName(s.slot)} = ${s.value}${showAt(s.span)}`);
    case "if": return [...inner(`if ${showCode(s.test)} then${showAt(s.span)}`, s.then), ...(s.else.length === 0 ? [] : inner("else", s.else))];
    case "while": return [...inner(`while ${showName(s.label)} test ${showCode(s.test)} ${s.testFirst ? "first" : "last"}${showAt(s.span)}`, s.body), ...(s.before.length === 0 ? [] : inner("before", s.before)), ...(s.step.length === 0 ? [] : inner("step", s.step))];
    case "forOf": return inner(`for ${showName(s.label)} each ${showBinding(s.binding)} of ${showCode(s.iterable)} do${showAt(s.span)}`, s.body);
    case "block": return inner(`block ${showName(s.label)}${showAt(s.span)}`, s.body);
    case "break":
    case "continue": return line(`${s.kind} ${showName(s.label)}${showAt(s.span)}`);
  }
}

const effectHead = (s: Extract<Statement<never>, { kind: "effect" }>): string => `effect ${s.name === null ? "" : `${showName(s.name)} = `}${showName(s.effect)}(${s.inputs.join(", ")})`;
/** A binding may be a pattern, `[a, b]`. */
const showBinding = (binding: string): string => showCode({ text: binding, reads: [], writes: [], span: { file: "", line: 0, column: 0 } }).replace(/ \( -> \) at :0:0$/, "");

export function readBlock<Node>(reader: Reader, form: NodeForm<Node>): Statement<Node>[] {
  reader.expect("{");
  return until(reader, "}", (r) => readStatement(r, form));
}

function readStatement<Node>(reader: Reader, form: NodeForm<Node>): Statement<Node> {
  const block = (): Block<Node> => readBlock(reader, form);
  if (reader.accept("host")) {
    return { kind: "host", code: readCode(reader) };
  }
  if (reader.accept("scalar")) return { kind: "scalar", name: readNameThen(reader, "="), value: readValue(reader), span: readAt(reader) };
  if (reader.accept("extent")) {
    const name = readNameThen(reader, "="), value = readValue(reader);
    reader.expect("axis");
    return { kind: "extent", name, value, axis: readCount(reader), span: readAt(reader) };
  }
  if (reader.accept("effect")) return readEffect(reader);
  if (reader.accept("read")) {
    const result = readValue(reader);
    reader.expect("=");
    const slot = readName(reader), type = reader.accept(":") ? { type: readType(reader) } : {};
    return { kind: "read", result, slot, ...type, span: readAt(reader) };
  }
  if (reader.accept("write")) return { kind: "write", slot: readNameThen(reader, "="), value: readValue(reader), span: readAt(reader) };
  if (reader.accept("if")) {
    const test = readCode(reader);
    reader.expect("then");
    const span = readAt(reader), then = block();
    return { kind: "if", test, then, else: reader.accept("else") ? block() : [], span };
  }
  if (reader.accept("while")) {
    const label = readNameThen(reader, "test"), test = readCode(reader), testFirst = !reader.accept("last");
    if (testFirst) reader.expect("first");
    const span = readAt(reader), body = block(), before = reader.accept("before") ? block() : [];
    return { kind: "while", label, before, test, testFirst, body, step: reader.accept("step") ? block() : [], span };
  }
  if (reader.accept("for")) return readForOf(reader, block);
  if (reader.accept("block")) return { kind: "block", label: readName(reader), span: readAt(reader), body: block() };
  for (const kind of ["break", "continue"] as const) if (reader.accept(kind)) return { kind, label: readName(reader), span: readAt(reader) };
  return { kind: "array", node: form.read(reader) };
}

function readNameThen(reader: Reader, token: string): string {
  const name = readName(reader);
  reader.expect(token);
  return name;
}

function readForOf<Node>(reader: Reader, block: () => Block<Node>): Statement<Node> {
  const label = readNameThen(reader, "each"), quoted = reader.match(/`((?:[^\\`]|\\[^])*)`/) ?? reader.fail("a binding in backquotes");
  reader.expect("of");
  const iterable = readCode(reader);
  reader.expect("do");
  return { kind: "forOf", label, binding: quoted[1]!.replace(/\\([^])/g, "$1"), iterable, span: readAt(reader), body: block() };
}

function readEffect(reader: Reader): Extract<Statement<never>, { kind: "effect" }> {
  const first = readName(reader), name = reader.accept("=") ? first : null, effect = name === null ? first : readName(reader);
  const inputs = listOf(reader, "(", ")", readValue), span = readAt(reader), args: HostCode[] = [];
  if (reader.accept("with")) while (reader.accept(",")) args.push(readCode(reader));
  return { kind: "effect", effect, name, inputs, arguments: args, span };
}
