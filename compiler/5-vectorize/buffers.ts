// The buffers of a nest in the order of `runtime/abi.ts`: inputs' fields, then outputs (a scan: prefixes, then totals).
//
//   in f64 [i, j]; leaf f64 along axis 1   ->   in0 = f64[i, j], out0 = f64[i, floor(j / 128)]
import type { LaneBoundary, LaneBuffer } from "../ir/lanes.ts";
import type { Nest, NestInput, NestOutput } from "../ir/nest.ts";
import type { DType } from "../ir/types.ts";
import { constant, throughBuffer } from "../inline/convert.ts";
import { leafLanes, leafLength, sliceLeafLength } from "../../runtime/abi.ts";

export interface NestBuffers {
  readonly buffers: readonly LaneBuffer[];
  inputBuffer(input: number, field: string): number;
  /** First buffer of an output: its other fields follow, then a scan's totals. */
  outputBuffer(output: number): number;
}

/** How the leaves of an output along `axis` are made (`runtime/layout/tree.ts`). */
export interface LeafShape {
  readonly order: "leaf" | "sequence";
  readonly axis: number;
  readonly length: number;
  readonly lanes: number;
}

/** What order an output asks of the walk; stores ask for none. */
export function leafShape(nest: Nest, output: NestOutput): LeafShape | undefined {
  const last = nest.ndim - 1;
  if (output.mode === "store") return undefined;
  if (output.mode === "scan") return { order: "sequence", axis: last, length: leafLength, lanes: 1 };
  if (output.axis === last) return { order: "leaf", axis: last, length: leafLength, lanes: leafLanes(output.fields.map(({ dtype }) => dtype)) };
  return { order: "sequence", axis: output.axis, length: sliceLeafLength, lanes: 1 };
}

export function nestBuffers(nest: Nest): NestBuffers {
  const buffers: LaneBuffer[] = [], inputs = new Map<string, number>(), outputs: number[] = [];
  nest.inputs.forEach((input, k) => {
    if (input.carried === undefined) for (const { field, dtype } of input.fields) {
      const boundary = boundaryOf(nest, input, dtype);
      inputs.set(`${k} ${field}`, buffers.length);
      buffers.push({ name: nameOf("in", k, field), dtype, role: "input", axes: input.axes, ...(boundary && { boundary }) });
    }
  });
  nest.outputs.forEach((output, k) => {
    outputs.push(buffers.length);
    const add = (suffix: string, dtype: DType, leaf?: LeafShape): void => {
      const axes = Array.from({ length: nest.ndim }, (_, loop) => ({ loop, offset: 0, per: leaf?.axis === loop ? leaf.length : 1 }));
      buffers.push({ name: nameOf("out", k, suffix), dtype, role: "output", axes });
    };
    const addAll = (prefix: string, leaf?: LeafShape): void => output.fields.forEach(({ dtype }, f) => add(`${prefix}${output.fields.length > 1 ? String(f) : ""}`, dtype, leaf));
    if (output.mode === "scan" && output.carried) {
      output.fields.forEach(({ dtype }, f) => buffers.push({ name: nameOf("state", k, output.fields.length > 1 ? String(f) : ""), dtype, role: "state", axes: [] }));
      return;
    }
    if (output.mode === "scan") addAll("");
    addAll(output.mode === "scan" ? "totals" : "", leafShape(nest, output));
  });
  return {
    buffers,
    inputBuffer: (input, field) => {
      const found = inputs.get(`${input} ${field}`);
      if (found === undefined) throw new Error(`nest ${nest.name} has no input ${input} field "${field}"`);
      return found;
    },
    outputBuffer: (output) => outputs[output]!,
  };
}

const nameOf = (role: string, k: number, suffix: string): string => `${role}${k}${suffix === "" ? "" : `_${suffix}`}`;

/** A host variable that stands for the value outside is one of the nest's captures. */
function boundaryOf(nest: Nest, input: NestInput, dtype: DType): LaneBoundary | undefined {
  const boundary = input.boundary;
  if (!boundary || boundary.kind !== "value") return boundary as LaneBoundary | undefined;
  const value = boundary.value;
  if (typeof value === "number") return { kind: "value", value: throughBuffer(dtype, constant("f64", value)) };
  const capture = nest.captures.findIndex((c) => c.name === value.host);
  if (capture < 0) throw new Error(`nest ${nest.name}: the boundary's ${value.host} is not among its captures`);
  return { kind: "value", value: throughBuffer(dtype, { kind: "capture", type: "f64", capture }) };
}
