// Loop nests as text:
//
//   nest k0 2d at m.ts:12:18 {
//     in0 = f64 (i0, i1-1) wrap
//     capture maxit: int
//     s0 = @escapeTime(i0, i1, c0) at m.ts:12:18
//     store s0.0 as i32 into i32
//   }
import type { KernelLocal } from "../kernel.ts";
import type { Nest, NestInput, NestOutput } from "../nest.ts";
import { bytesOf } from "../types.ts";
import type { DType } from "../types.ts";
import { readAt, readCount, readDtype, readElement, readName, readScalarType, showAt, showElement, showName, word } from "./atoms.ts";
import type { Lines } from "./lines.ts";
import { braced, line } from "./lines.ts";
import { readArgument, readArguments, readAxis, readMonoid, readOptionalBoundary, readStep, showArgument, showArguments, showAxis, showBoundary, showMonoid, showStep } from "./operationText.ts";
import type { Reader } from "./reader.ts";
import { listOf } from "./reader.ts";

export function nestLines(nest: Nest): Lines {
  return braced(`nest ${showName(nest.name)} ${nest.ndim}d${showAt(nest.span)}`, [
    ...nest.inputs.flatMap((input, k) => line(`in${k} = ${inputText(input)}`)),
    ...nest.captures.flatMap(({ name, type, from }) => line(`capture ${showName(name)}: ${type}${from === undefined ? "" : ` from ${from}`}`)),
    ...nest.steps.flatMap((step, k) => line(showStep(step, k))),
    ...nest.outputs.flatMap((output) => line(outputText(output))),
  ]);
}

function inputText({ fields, axes, boundary }: NestInput): string {
  const plain = fields.length === 1 && fields[0]!.field === "";
  return `${showElement(plain ? fields[0]!.dtype : Object.fromEntries(fields.map(({ field, dtype }) => [field, dtype])))} (${axes.map(showAxis).join(", ")})${boundary ? ` ${showBoundary(boundary)}` : ""}`;
}

function outputText(output: NestOutput): string {
  if (output.mode === "store") return `store ${output.fields.map(({ dtype, value }) => `${showArgument(value)} into ${dtype}`).join(", ")}`;
  return `${output.mode}${output.mode === "leaf" ? ` axis ${output.axis}` : output.exclusive ? " exclusive" : ""} ${showArguments(output.fields.map(({ value }) => value))} by ${showMonoid(output.monoid)} in ${output.fields.map(({ dtype }) => dtype).join(", ")}`;
}

export function readNest(reader: Reader): Nest {
  reader.expect("nest");
  const name = readName(reader), ndim = Number((reader.match(/(\d+)d/) ?? reader.fail("the number of axes, such as 2d"))[1]), span = readAt(reader);
  const inputs: NestInput[] = [], captures: KernelLocal[] = [], steps: Nest["steps"][number][] = [], outputs: NestOutput[] = [];
  reader.expect("{");
  while (reader.match(/in\d+/)) {
    reader.expect("=");
    const element = readElement(reader), fields = typeof element === "string" ? [{ field: "", dtype: element }] : Object.entries(element).map(([field, dtype]) => ({ field, dtype }));
    inputs.push({ fields, axes: listOf(reader, "(", ")", readAxis), ...readOptionalBoundary(reader) });
  }
  while (reader.accept("capture")) {
    const capture = readName(reader);
    reader.expect(":");
    const type = readScalarType(reader);
    captures.push(reader.accept("from") ? { name: capture, type, from: word(reader, [...(Object.keys(bytesOf) as DType[]), "index" as const], "a dtype") } : { name: capture, type });
  }
  while (!reader.accept("}")) {
    if (reader.accept("store")) outputs.push(readStore(reader));
    else if (reader.accept("leaf")) outputs.push(readLeaf(reader));
    else if (reader.accept("scan")) outputs.push({ mode: "scan", exclusive: reader.accept("exclusive"), ...readFold(reader) });
    else steps.push(readStep(reader));
  }
  return { name, ndim, inputs, captures, steps, outputs, span };
}

function readStore(reader: Reader): NestOutput {
  const fields: { dtype: DType; value: ReturnType<typeof readArgument> }[] = [];
  do {
    const value = readArgument(reader);
    reader.expect("into");
    fields.push({ dtype: readDtype(reader), value });
  } while (reader.accept(","));
  return { mode: "store", fields };
}

function readLeaf(reader: Reader): NestOutput {
  reader.expect("axis");
  return { mode: "leaf", axis: readCount(reader), ...readFold(reader) };
}

function readFold(reader: Reader): Pick<NestOutput & { readonly mode: "leaf" }, "fields" | "monoid"> {
  const values = readArguments(reader);
  reader.expect("by");
  const monoid = readMonoid(reader);
  reader.expect("in");
  const dtypes = values.map((_, k) => {
    if (k > 0) reader.expect(",");
    return readDtype(reader);
  });
  return { fields: values.map((value, k) => ({ dtype: dtypes[k]!, value })), monoid };
}
