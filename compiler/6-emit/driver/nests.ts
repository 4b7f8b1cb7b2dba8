// What the runtime must know of a nest to call its kernel (`NestInfo` of the contract), as text.
import type { LocalNode, LocalProgram } from "../../ir/spmd.ts";
import { literal } from "./literal.ts";

export function nestText(launch: Extract<LocalNode, { kind: "launch" }>, program: LocalProgram): string {
  const nest = program.nests.find((candidate) => candidate.name === launch.nest);
  if (!nest) throw new Error(`no nest is named ${launch.nest}`);
  const inputs = nest.inputs.map((input) => ({ axes: input.axes.map(({ loop, offset, per }) => ({ loop, offset, per })) }));
  // A scan gives two values, prefixes and totals; the others one.
  let next = 0;
  const outputs = nest.outputs.map((output) => {
    const { type, room } = launch.outputs[next] ?? {}, element = type?.element ?? "f64";
    next += output.mode === "scan" ? 2 : 1;
    if (output.mode === "store") return { mode: output.mode, element, ...(room === undefined ? {} : { room }) };
    return output.mode === "leaf" ? { mode: output.mode, axis: output.axis, element } : { mode: output.mode, element };
  });
  return literal({ name: nest.name, ndim: nest.ndim, inputs, outputs });
}
