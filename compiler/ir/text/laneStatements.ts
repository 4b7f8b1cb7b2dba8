// Statements of lanes as text: those of kernels, with stores, masks and labelled blocks.
//
//   store 0 = toInt32(n) where alive
//   while L1 (any(alive)) { ... } before { alive = x < 4.0 } step { ... }
//   throw 0 (x) where bad
import type { LaneExpression, LaneStatement } from "../lanes.ts";
import { readCount, readName, showName } from "./atoms.ts";
import { readSyntax, showSyntax } from "./expression.ts";
import type { LaneLocals } from "./laneExpression.ts";
import { laneExpression, laneSyntax } from "./laneExpression.ts";
import type { Lines } from "./lines.ts";
import { braced, line, nested } from "./lines.ts";
import type { Reader } from "./reader.ts";
import { listOf, until } from "./reader.ts";

const show = (e: LaneExpression): string => showSyntax(laneSyntax(e));
const where = (mask: LaneExpression | undefined): string => (mask ? ` where ${show(mask)}` : "");

export const laneStatementLines = (statements: readonly LaneStatement[]): Lines => statements.flatMap(statementLines);

function statementLines(s: LaneStatement): Lines {
  switch (s.kind) {
    case "assign": return line(`${showName(s.target)} = ${show(s.value)}`);
    case "store": return line(`store ${s.buffer} = ${show(s.value)}${where(s.mask)}`);
    case "if": return s.else.length === 0 ? braced(`if (${show(s.test)})`, laneStatementLines(s.then)) : [...line(`if (${show(s.test)}) {`), ...nested(laneStatementLines(s.then)), ...line("} else {"), ...nested(laneStatementLines(s.else)), ...line("}")];
    case "while": return [
      ...braced(`while ${showName(s.label)} (${show(s.test)}) ${s.testFirst ? "first" : "last"}`, laneStatementLines(s.body)),
      ...(s.before.length === 0 ? [] : braced("before", laneStatementLines(s.before))),
      ...(s.step.length === 0 ? [] : braced("step", laneStatementLines(s.step))),
    ];
    case "block": return braced(`block ${showName(s.label)}`, laneStatementLines(s.body));
    case "break":
    case "continue": return line(`${s.kind} ${showName(s.label)}`);
    case "throw": return line(`throw ${s.site} (${s.values.map(show).join(", ")})${where(s.mask)}`);
  }
}

/** Statements up to the closing brace, which is passed. */
export const readLaneStatements = (reader: Reader, locals: LaneLocals): LaneStatement[] => until(reader, "}", (r) => readStatement(r, locals));

function readStatement(reader: Reader, locals: LaneLocals): LaneStatement {
  const expression = (): LaneExpression => laneExpression(readSyntax(reader), locals);
  const inBrackets = (): LaneExpression => {
    reader.expect("(");
    const e = expression();
    reader.expect(")");
    return e;
  };
  const block = (): LaneStatement[] => {
    reader.expect("{");
    return readLaneStatements(reader, locals);
  };
  // Words that may be names of locals as well count only before what must follow them.
  const optional = (word: RegExp): LaneStatement[] => (reader.match(word) ? block() : []);
  const mask = (): { readonly mask?: LaneExpression } => (reader.match(/where(?=\s[^=]|\s*\()/) ? { mask: expression() } : {});
  if (reader.accept("if")) return { kind: "if", test: inBrackets(), then: block(), else: reader.accept("else") ? block() : [] };
  if (reader.accept("while")) {
    const label = readName(reader), test = inBrackets(), testFirst = !reader.accept("last");
    if (testFirst) reader.expect("first");
    const body = block(), before = optional(/before(?=\s*\{)/);
    return { kind: "while", label, before, test, testFirst, body, step: optional(/step(?=\s*\{)/) };
  }
  if (reader.accept("break")) return { kind: "break", label: readName(reader) };
  if (reader.accept("continue")) return { kind: "continue", label: readName(reader) };
  if (reader.accept("throw")) {
    const site = readCount(reader), values = listOf(reader, "(", ")", expression);
    return { kind: "throw", site, values, ...mask() };
  }
  const first = readName(reader);
  if (first === "block" && !reader.at("=")) return { kind: "block", label: readName(reader), body: block() };
  if (first === "store" && !reader.at("=")) {
    const buffer = readCount(reader);
    reader.expect("=");
    const value = expression();
    return { kind: "store", buffer, value, ...mask() };
  }
  reader.expect("=");
  return { kind: "assign", target: first, value: expression() };
}
