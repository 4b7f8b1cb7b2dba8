// Kernel functions as text:
//
//   kernel @f(x: f64, i: int from index) -> int at p.ts:3:21 {
//     var n: int
//     n = 0
//     while L1 ((x * f64(n)) < 4.0 && n < i) { n = n + 1 }
//     return n
//   }
import type { KernelExpression, KernelFunction, KernelLocal, KernelResult, KernelStatement } from "../kernel.ts";
import { bytesOf } from "../types.ts";
import type { DType } from "../types.ts";
import { readAt, readKernelId, readName, readScalarType, readText, showAt, showKernelId, showName, showText, word } from "./atoms.ts";
import { readSyntax, showSyntax } from "./expression.ts";
import type { LocalTypes } from "./kernelExpression.ts";
import { kernelExpression, kernelSyntax } from "./kernelExpression.ts";
import type { Lines } from "./lines.ts";
import { braced, line, nested } from "./lines.ts";
import type { Reader } from "./reader.ts";
import { listOf, until } from "./reader.ts";

const show = (e: KernelExpression): string => showSyntax(kernelSyntax(e));
const showLocal = ({ name, type, from }: KernelLocal): string => `${showName(name)}: ${type}${from === undefined ? "" : ` from ${from}`}`;
const showResults = (results: readonly KernelResult[]): string => (results.length === 1 && results[0]!.field === "" ? results[0]!.type : `(${results.map(({ field, type }) => `${showName(field)}: ${type}`).join(", ")})`);

export function kernelLines(fn: KernelFunction): Lines {
  return braced(`kernel ${showKernelId(fn.id)}(${fn.params.map(showLocal).join(", ")}) -> ${showResults(fn.results)}${showAt(fn.span)}`, [...fn.locals.flatMap((local) => line(`var ${showLocal(local)}`)), ...fn.body.flatMap(statementLines)]);
}

function statementLines(s: KernelStatement): Lines {
  switch (s.kind) {
    case "assign": return line(`${showName(s.target)} = ${show(s.value)}`);
    case "callRecord": return line(`record ${s.targets.map(showName).join(", ")} = ${showKernelId(s.fn)}(${s.args.map(show).join(", ")})`);
    case "if": return s.else.length === 0 ? braced(`if (${show(s.test)})`, s.then.flatMap(statementLines)) : [...line(`if (${show(s.test)}) {`), ...nested(s.then.flatMap(statementLines)), ...line("} else {"), ...nested(s.else.flatMap(statementLines)), ...line("}")];
    case "while": {
      const loop = braced(s.testFirst ? `while ${showName(s.label)} (${show(s.test)})` : `do ${showName(s.label)}`, s.body.flatMap(statementLines), s.testFirst ? "" : ` while (${show(s.test)})`);
      return s.step.length === 0 ? loop : [...loop, ...braced("step", s.step.flatMap(statementLines))];
    }
    case "break":
    case "continue": return line(`${s.kind} ${showName(s.label)}`);
    case "return": return line(`return ${s.values.map(show).join(", ")}`.trimEnd());
    case "throw": return line(`throw ${showName(s.error)}(${s.parts.map((part, k) => `${showText(part)}${k < s.values.length ? `, ${show(s.values[k]!)}` : ""}`).join(", ")})${showAt(s.span)}`);
  }
}

export function readKernel(reader: Reader): KernelFunction {
  reader.expect("kernel");
  const id = readKernelId(reader), params = listOf(reader, "(", ")", readLocal);
  reader.expect("->");
  const results = reader.at("(")
    ? listOf(reader, "(", ")", (r): KernelResult => {
        const field = readName(r);
        r.expect(":");
        return { field, type: readScalarType(r) };
      })
    : [{ field: "", type: readScalarType(reader) }];
  const span = readAt(reader), locals: KernelLocal[] = [];
  reader.expect("{");
  while (reader.accept("var")) locals.push(readLocal(reader));
  const types: LocalTypes = new Map([...params, ...locals].map(({ name, type }) => [name, type]));
  return { id, params, locals, results, body: until(reader, "}", (r) => readStatement(r, types)), span };
}

function readLocal(reader: Reader): KernelLocal {
  const name = readName(reader);
  reader.expect(":");
  const type = readScalarType(reader);
  return reader.accept("from") ? { name, type, from: word(reader, [...(Object.keys(bytesOf) as DType[]), "index" as const], "a dtype") } : { name, type };
}

function readStatement(reader: Reader, types: LocalTypes): KernelStatement {
  const expression = (): KernelExpression => kernelExpression(readSyntax(reader), types);
  const block = (): KernelStatement[] => {
    reader.expect("{");
    return until(reader, "}", (r) => readStatement(r, types));
  };
  const inBrackets = (): KernelExpression => {
    reader.expect("(");
    const e = expression();
    reader.expect(")");
    return e;
  };
  if (reader.accept("if")) return { kind: "if", test: inBrackets(), then: block(), else: reader.accept("else") ? block() : [] };
  if (reader.accept("while")) return { kind: "while", label: readName(reader), test: inBrackets(), testFirst: true, body: block(), step: readStep(reader, block) };
  if (reader.accept("do")) {
    const label = readName(reader), body = block();
    reader.expect("while");
    return { kind: "while", label, test: inBrackets(), testFirst: false, body, step: readStep(reader, block) };
  }
  if (reader.accept("break")) return { kind: "break", label: readName(reader) };
  if (reader.accept("continue")) return { kind: "continue", label: readName(reader) };
  if (reader.accept("return")) {
    const values: KernelExpression[] = [];
    if (!reader.at("}")) do values.push(expression()); while (reader.accept(","));
    return { kind: "return", values };
  }
  if (reader.accept("throw")) return readThrow(reader, expression);
  const first = readName(reader);
  if (first === "record" && !reader.at("=")) {
    const targets = [readName(reader)];
    while (reader.accept(",")) targets.push(readName(reader));
    reader.expect("=");
    return { kind: "callRecord", targets, fn: readKernelId(reader), args: listOf(reader, "(", ")", expression) };
  }
  reader.expect("=");
  return { kind: "assign", target: first, value: expression() };
}

/** `step` is a word here only before a brace: a local may have that name. */
function readStep(reader: Reader, block: () => KernelStatement[]): KernelStatement[] {
  return reader.match(/step(?=\s*\{)/) ? block() : [];
}

function readThrow(reader: Reader, expression: () => KernelExpression): KernelStatement {
  const error = readName(reader), parts: string[] = [], values: KernelExpression[] = [];
  reader.expect("(");
  do {
    if (parts.length > values.length) values.push(expression());
    else parts.push(readText(reader));
  } while (reader.accept(","));
  reader.expect(")");
  return { kind: "throw", error, parts, values, span: readAt(reader) };
}
