// Rules of loop nests: what their steps and outputs use is there.
import type { Nest } from "../nest.ts";
import { scalarOf } from "../types.ts";
import { verifyArgument, verifyMonoid, verifySteps } from "./arrayNodes.ts";
import type { StepScope } from "./arrayNodes.ts";
import type { Functions, Report } from "./kernels.ts";

export function verifyNest(nest: Nest, functions: Functions, outer: Report): void {
  const report: Report = (sentence) => outer(`nest ${nest.name}: ${sentence}`);
  const scope: StepScope = {
    ndim: nest.ndim, captures: nest.captures.length, functions,
    elementTypes: ({ input, field }) => {
      const found = nest.inputs[input]?.fields.find((candidate) => candidate.field === field);
      return found && scalarOf(found.dtype);
    },
  };
  if (!/^[A-Za-z_$][\w$]*$/.test(nest.name)) report("its name is not an identifier");
  nest.inputs.forEach(({ axes, fields }, k) => {
    if (axes.some((axis) => axis.loop >= nest.ndim || axis.per < 1)) report(`input ${k} is read along an axis that the nest does not have`);
    if (fields.length === 0) report(`input ${k} has no field`);
  });
  verifySteps(nest.steps, scope, report);
  for (const output of nest.outputs) {
    output.fields.forEach(({ value }) => verifyArgument(value, nest.steps, scope, report));
    if (output.mode !== "store") verifyMonoid(output.monoid, functions, report, output.fields.length);
    if (output.mode === "leaf" && output.axis >= nest.ndim) report(`makes leaves along axis ${output.axis} of ${nest.ndim}`);
  }
}
