// A whole program as text: its parameters, slots, kernels, statements and results, whatever an array computation is at its level.
//
//   program mandelbrot
//   param maxit = 127 at mandelbrot.ts:3:15
//   kernel @escapeTime(cx: f64, cy: f64) -> int at mandelbrot.ts:7:1 { ... }
//   body { ... }
//   result C = %1
import type { Block, Param, Program, Result, Slot } from "../host.ts";
import type { KernelFunction } from "../kernel.ts";
import { readAt, readAttribute, readName, readType, readValue, showAt, showAttribute, showName, showType } from "./atoms.ts";
import type { NodeForm } from "./hostText.ts";
import { blockLines, readBlock, readCode, showCode } from "./hostText.ts";
import { kernelLines, readKernel } from "./kernelText.ts";
import type { Lines } from "./lines.ts";
import { braced, line } from "./lines.ts";
import type { Reader } from "./reader.ts";

/** `rest` are a level's own declarations, which stand before the body. */
export function programLines<Node>(program: Program<Node>, form: NodeForm<Node>, rest: Lines = []): Lines {
  return [
    ...line(`program ${showName(program.name)}`),
    ...program.params.flatMap(({ name, default: fallback, span }) => line(`param ${showName(name)} = ${showAttribute(fallback)}${showAt(span)}`)),
    ...program.imports.flatMap((code) => line(`import ${showCode(code)}`)),
    ...program.slots.flatMap(({ name, type, span }) => line(`slot ${showName(name)}: ${showType(type)}${showAt(span)}`)),
    ...program.kernels.flatMap(kernelLines),
    ...rest,
    ...braced("body", blockLines(program.body, form)),
    ...program.results.flatMap((result) => line(resultText(result))),
  ];
}

const resultText = (result: Result): string => `result ${showName(result.name)} = ${result.kind === "array" ? result.value : result.kind === "slot" ? `slot ${showName(result.slot)}` : `host ${showName(result.variable)}`}`;

/** `readRest` takes one of the level's own declarations, or says that there is none here. */
export function readProgram<Node>(reader: Reader, form: NodeForm<Node>, readRest: (reader: Reader) => boolean = () => false): Program<Node> {
  reader.expect("program");
  const name = readName(reader), params: Param[] = [], imports: Program["imports"][number][] = [], slots: Slot[] = [], kernels: KernelFunction[] = [], results: Result[] = [];
  let body: Block<Node> = [];
  while (!reader.atEnd()) {
    if (reader.accept("param")) params.push(readParam(reader));
    else if (reader.accept("import")) imports.push(readCode(reader));
    else if (reader.accept("slot")) slots.push(readSlot(reader));
    else if (reader.at("kernel")) kernels.push(readKernel(reader));
    else if (reader.accept("body")) body = readBlock(reader, form);
    else if (reader.accept("result")) results.push(readResult(reader));
    else if (!readRest(reader)) reader.fail("a declaration");
  }
  return { name, params, kernels, slots, imports, body, results };
}

function readParam(reader: Reader): Param {
  const name = readName(reader);
  reader.expect("=");
  return { name, default: readAttribute(reader) as Param["default"], span: readAt(reader) };
}

function readSlot(reader: Reader): Slot {
  const name = readName(reader);
  reader.expect(":");
  return { name, type: readType(reader), span: readAt(reader) };
}

function readResult(reader: Reader): Result {
  const name = readName(reader);
  reader.expect("=");
  if (reader.at("%")) return { kind: "array", name, value: readValue(reader) };
  if (reader.accept("slot")) return { kind: "slot", name, slot: readName(reader) };
  reader.expect("host");
  return { kind: "host", name, variable: readName(reader) };
}
