// Array computations of the global view as text: operators, and the loops that fusion makes of them.
//
//   %2: f64 [n] = map(%1) @g/1 (a, b) at p.ts:3:11
//   %3: f64 [] = reduceAll(%2) by add 0 @add_f64 at p.ts:4:11
//
//   loop [n] of map at p.ts:3:11, reduceAll at p.ts:4:11 at p.ts:4:11 {
//     in0 = %1: f64 [n] (i0)
//     captures (a, b)
//     s0 = @g(in0, c0, c1) at p.ts:3:11
//     %3: f64 [] = reduce s0.0 as f64 by add 0 @add_f64 over [0]
//   }
import type { ArrayNode, ArrayOp, KernelRef, Loop, LoopOutput } from "../array.ts";
import type { ArrayType, ValueId } from "../types.ts";
import { readAt, readAttributes, readCount, readKernelId, readName, readNames, readNumber, readShape, readType, readValue, showAt, showAttribute, showKernelId, showName, showNames, showNumber, showShape, showType } from "./atoms.ts";
import type { Lines } from "./lines.ts";
import { braced, line } from "./lines.ts";
import { readAccess, readArguments, readAxes, readMonoid, readOps, readStep, readView, showAccess, showArguments, showMonoid, showOps, showStep, showView } from "./operationText.ts";
import type { Reader } from "./reader.ts";
import { listOf } from "./reader.ts";

export const arrayLines = (node: ArrayNode): Lines => (node.kind === "op" ? line(operatorText(node)) : loopLines(node));
export const readArrayNode = (reader: Reader): ArrayNode => (reader.accept("loop") ? readLoop(reader) : readOperator(reader));

function operatorText(op: ArrayOp): string {
  const results = op.results.map((value, k) => `${value}: ${showType(op.types[k]!)}`).join(", ");
  const kernel = op.kernel ? ` ${showKernelRef(op.kernel)}` : "", monoid = op.monoid ? ` by ${showMonoid(op.monoid)}` : "";
  const attributes = Object.keys(op.attributes).length === 0 ? "" : ` with ${showAttribute(op.attributes)}`;
  return `${results} = ${showName(op.op)}(${op.inputs.join(", ")})${kernel}${monoid}${attributes}${showAt(op.span)}`;
}

function readOperator(reader: Reader): ArrayOp {
  const results: ValueId[] = [], types: ArrayType[] = [];
  do {
    results.push(readValue(reader));
    reader.expect(":");
    types.push(readType(reader));
  } while (reader.accept(","));
  reader.expect("=");
  const op = readName(reader), inputs = listOf(reader, "(", ")", readValue);
  const kernel = reader.at("@") ? { kernel: readKernelRef(reader) } : {}, monoid = reader.accept("by") ? { monoid: readMonoid(reader) } : {};
  return { kind: "op", op, results, types, inputs, ...kernel, ...monoid, attributes: reader.accept("with") ? readAttributes(reader) : {}, span: readAt(reader) };
}

/** `@f/2 (a, b)`: two indices, captures a and b; `@f/0 offsets [[-1], [1]] ()`. */
const showKernelRef = (kernel: KernelRef): string => `${showKernelId(kernel.fn)}/${kernel.indices}${kernel.offsets ? ` offsets [${kernel.offsets.map((offset) => `[${offset.map(showNumber).join(", ")}]`).join(", ")}]` : ""} ${showNames(kernel.captures)}${kernel.reads ? ` reading (${kernel.reads.map(({ array, value }) => `${array}: ${value}`).join(", ")})` : ""}`;
function readKernelRef(reader: Reader): KernelRef {
  const fn = readKernelId(reader);
  reader.expect("/");
  const indices = readCount(reader), offsets = reader.accept("offsets") ? { offsets: listOf(reader, "[", "]", (r) => listOf(r, "[", "]", readNumber)) } : {};
  const captures = readNames(reader), reads = reader.accept("reading") ? { reads: listOf(reader, "(", ")", readRead) } : {};
  return { fn, indices, ...offsets, captures, ...reads };
}

function readRead(reader: Reader): { readonly array: number; readonly value: ValueId } {
  const array = readCount(reader);
  reader.expect(":");
  return { array, value: readValue(reader) };
}

function loopLines(loop: Loop): Lines {
  return braced(`loop ${showShape(loop.shape)}${showOps(loop.ops)}${showAt(loop.span)}`, [
    ...loop.inputs.flatMap((input, k) => line(`in${k} = ${input.value}: ${showType(input.type)} ${input.view ? `view ${showView(input.view)} ` : ""}${showAccess(input.access)}`)),
    ...(loop.captures.length === 0 ? [] : line(`captures ${showNames(loop.captures)}`)),
    ...loop.steps.flatMap((step, k) => line(showStep(step, k))),
    ...loop.outputs.flatMap((output) => line(outputText(output))),
  ]);
}

function outputText(output: LoopOutput): string {
  const head = `${output.result}: ${showType(output.type)} = ${output.kind}${output.op === undefined ? "" : `#${output.op}`}`;
  if (output.kind === "store") return `${head} ${showArguments(output.fields)}`;
  return `${head}${output.kind === "scan" && output.exclusive ? " exclusive" : ""} ${showArguments(output.fields)} by ${showMonoid(output.monoid)} over [${output.axes.join(", ")}]`;
}

function readLoop(reader: Reader): Loop {
  const shape = readShape(reader), ops = readOps(reader), span = readAt(reader);
  const inputs: Loop["inputs"][number][] = [], steps: Loop["steps"][number][] = [], outputs: LoopOutput[] = [];
  reader.expect("{");
  while (reader.match(/in\d+/)) {
    reader.expect("=");
    const value = readValue(reader);
    reader.expect(":");
    const type = readType(reader), view = reader.accept("view") ? { view: readView(reader) } : {};
    inputs.push({ value, type, access: readAccess(reader), ...view });
  }
  const captures = reader.accept("captures") ? readNames(reader) : [];
  while (!reader.at("}") && !reader.at("%")) steps.push(readStep(reader));
  while (!reader.accept("}")) outputs.push(readOutput(reader));
  return { kind: "loop", ops, shape, inputs, captures, steps, outputs, span };
}

function readOutput(reader: Reader): LoopOutput {
  const result = readValue(reader);
  reader.expect(":");
  const type = readType(reader);
  reader.expect("=");
  const kind = reader.accept("store") ? "store" : reader.accept("reduce") ? "reduce" : (reader.expect("scan"), "scan");
  const made = { ...(reader.match(/#/) ? { op: readCount(reader) } : {}), result, type };
  if (kind === "store") return { kind, ...made, fields: readArguments(reader) };
  const exclusive = reader.accept("exclusive"), fields = readArguments(reader);
  reader.expect("by");
  const monoid = readMonoid(reader);
  reader.expect("over");
  const axes = readAxes(reader);
  return kind === "scan" ? { kind, ...made, fields, monoid, axes, exclusive } : { kind, ...made, fields, monoid, axes };
}
