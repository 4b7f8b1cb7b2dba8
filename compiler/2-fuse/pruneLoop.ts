// A loop keeps the outputs that someone needs, the steps these need, and the inputs and captures those need.
//
//   loop { s0 = @f(a); s1 = @g(b); store %1 = s0; store %2 = s1 }  with only %2 needed   ->   loop { s0 = @g(b); store %2 = s0 }
import type { Loop, StepArgument } from "../ir/array.ts";
import type { ValueId } from "../ir/types.ts";

export function pruneLoop(loop: Loop, needed: (value: ValueId) => boolean): Loop {
  const outputs = loop.outputs.filter((o) => needed(o.result)), steps = new Set<number>(), inputs = new Set<number>(), captures = new Set<number>();
  const use = (arg: StepArgument): void => {
    if (arg.kind === "element") inputs.add(arg.input);
    else if (arg.kind === "capture") captures.add(arg.capture);
    else if (arg.kind === "step" && !steps.has(arg.step)) {
      steps.add(arg.step);
      loop.steps[arg.step]!.args.forEach(use);
      loop.steps[arg.step]!.reads?.forEach((r) => inputs.add(r.input));
    }
  };
  for (const output of outputs) output.fields.forEach(use);

  const inputAt = renumber(inputs), captureAt = renumber(captures), stepAt = renumber(steps);
  const move = (arg: StepArgument): StepArgument => {
    if (arg.kind === "element") return { ...arg, input: inputAt.get(arg.input)! };
    if (arg.kind === "capture") return { ...arg, capture: captureAt.get(arg.capture)! };
    return arg.kind === "step" ? { ...arg, step: stepAt.get(arg.step)! } : arg;
  };
  return {
    ...loop,
    inputs: loop.inputs.filter((_, k) => inputs.has(k)),
    captures: loop.captures.filter((_, k) => captures.has(k)),
    steps: loop.steps.filter((_, k) => steps.has(k)).map((s) => ({ ...s, args: s.args.map(move), ...(s.reads ? { reads: s.reads.map((r) => ({ ...r, input: inputAt.get(r.input)! })) } : {}) })),
    outputs: outputs.map((o) => ({ ...o, fields: o.fields.map(move) })),
  };
}

/** Old number -> new number, keeping the order. */
function renumber(kept: ReadonlySet<number>): Map<number, number> {
  return new Map([...kept].sort((a, b) => a - b).map((old, k) => [old, k]));
}
