// What the runtime must know of a nest to call its kernel (`NestInfo` of the contract), as text.
import type { NestInput } from "../../ir/nest.ts";
import type { LocalNode, LocalProgram } from "../../ir/spmd.ts";
import type { Replaceable } from "../inPlace.ts";
import { literal } from "./literal.ts";

type Launch = Extract<LocalNode, { kind: "launch" }>;

export function nestText(launch: Launch, program: LocalProgram, inPlace: readonly (readonly [input: number, output: number])[] = []): string {
  const nest = nestOf(launch, program);
  return literal({ name: nest.name, ndim: nest.ndim, inputs: nest.inputs.map(axesOf), outputs: outputsOf(launch, program), ...(inPlace.length > 0 ? { inPlace } : {}) });
}

/** Inputs whose memory outputs may have, by their numbers; of arrays of records, none. */
export function inPlaceOf(launch: Launch, program: LocalProgram, pairs: readonly Replaceable[] = []): readonly (readonly [input: number, output: number])[] {
  const { inputs, outputs } = nestOf(launch, program);
  if (inputs.some(({ fields }) => fields.length !== 1) || outputs.some((output) => output.mode === "scan" || output.fields.length !== 1)) return [];
  return pairs.map(({ input, output }) => [input, output - inputs.length]);
}

function nestOf(launch: Launch, program: LocalProgram) {
  const nest = program.nests.find((candidate) => candidate.name === launch.nest);
  if (!nest) throw new Error(`no nest is named ${launch.nest}`);
  return nest;
}

export const axesOf = (input: NestInput) => ({ axes: input.axes.map(({ loop, offset, per }) => ({ loop, offset, per })) });

export function outputsOf(launch: Launch, program: LocalProgram) {
  // A scan gives two values, prefixes and totals; the others one.
  let next = 0;
  return nestOf(launch, program).outputs.map((output) => {
    const { type, room } = launch.outputs[next] ?? {}, element = type?.element ?? "f64";
    next += output.mode === "scan" ? 2 : 1;
    if (output.mode === "store") return { mode: output.mode, element, ...(room === undefined ? {} : { room: { ...room } }) };
    return output.mode === "leaf" ? { mode: output.mode, axis: output.axis, element } : { mode: output.mode, element };
  });
}
