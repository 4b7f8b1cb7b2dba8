// Several loops over one index space become one: each in turn adds its steps, and reads what an earlier one stored from that one's steps.
//
//   %1 = loop [n] { s0 = @f(i0); store %1 = s0 }                          loop [n] { s0 = @f(i0); s1 = @g(s0); store %2 = s1; reduce %3 = s1 by add }
//   %2 = loop [n] { s0 = @g(%1[i0]); store %2 = s0 }             ->
//   %3 = loop [n] { reduce %3 = %2[i0] by add }
//
// Equal inputs, captures and steps are one. Outputs that nobody else needs are dropped, and the steps that only they used.
// Invariant: a loop reads values of the others only at its own position (`fuseBlock` sees to that).
import type { Loop, LoopOutput, LoopStep, StepArgument } from "../ir/array.ts";
import type { KernelFunction, KernelId } from "../ir/kernel.ts";
import { showSpan } from "../ir/span.ts";
import { dtypeOfField, fieldsOf } from "../ir/types.ts";
import type { ArrayType, Span, ValueId } from "../ir/types.ts";
import { copyFunction, copyId, readBack } from "./copyStep.ts";
import { pruneLoop } from "./pruneLoop.ts";

export interface Merged {
  readonly loop: Loop;
  readonly kernels: readonly KernelFunction[];
}

export function mergeLoops(loops: readonly Loop[], needed: (value: ValueId) => boolean): Merged {
  const inputs: Loop["inputs"][number][] = [], captures: string[] = [], steps: LoopStep[] = [], outputs: LoopOutput[] = [], ops: Loop["ops"][number][] = [];
  const stored = new Map<ValueId, { readonly type: ArrayType; readonly fields: readonly StepArgument[] }>();
  const kernels = new Map<KernelId, KernelFunction>(), inputAt = new Map<string, number>(), stepAt = new Map<string, number>(), opAt = new Map<string, number>();

  const addInput = (input: Loop["inputs"][number]): number => place(inputAt, JSON.stringify([input.value, input.access, input.view]), inputs, input);
  const addStep = (fn: KernelId, args: readonly StepArgument[], span: Span, reads?: LoopStep["reads"]): number =>
    place(stepAt, `${fn}(${args.map(argumentKey).join()})${JSON.stringify(reads ?? [])}`, steps, { fn, args, ...(reads ? { reads } : {}), span });
  const addCapture = (name: string): number => (captures.includes(name) ? captures.indexOf(name) : captures.push(name) - 1);

  for (const loop of loops) {
    const stepHere: number[] = [], opHere = loop.ops.map((op) => place(opAt, `${op.op} ${showSpan(op.span)}`, ops, op));
    const here = (arg: StepArgument, typed: boolean): StepArgument => {
      switch (arg.kind) {
        case "capture":
          return { kind: "capture", capture: addCapture(loop.captures[arg.capture]!) };
        case "step":
          return { ...arg, step: stepHere[arg.step]! };
        case "element": {
          const input = loop.inputs[arg.input]!, source = stored.get(input.value);
          if (!source) return { kind: "element", input: addInput(input), field: arg.field };
          const dtype = dtypeOfField(source.type.element, arg.field), value = source.fields[fieldsOf(source.type.element).findIndex(([field]) => field === arg.field)]!;
          const back = readBack(inputs, value, dtype);
          const plain = typeof back !== "string" && (!typed || back.kind === "element" || back.kind === "step");
          if (plain) return back;
          const type = typeof back === "string" ? back : back.kind === "index" ? "int" : dtype === "bool" ? "bool" : "f64";
          if (!kernels.has(copyId(type))) kernels.set(copyId(type), copyFunction(type, loop.span));
          return { kind: "step", step: addStep(copyId(type), [value], loop.span), result: 0, dtype };
        }
        default:
          return arg;
      }
    };
    for (const step of loop.steps) stepHere.push(addStep(step.fn, step.args.map((a) => here(a, false)), step.span, step.reads?.map((r) => ({ ...r, input: addInput(loop.inputs[r.input]!) }))));
    for (const output of loop.outputs) {
      // What a fold accumulates in follows from its values' dtypes, which a bare constant or position would lose.
      const op = opHere[output.op ?? loop.ops.length - 1]!, fields = output.fields.map((f) => here(f, output.kind !== "store"));
      if (output.kind === "store") stored.set(output.result, { type: output.type, fields });
      outputs.push({ ...output, op, fields });
    }
  }
  const last = loops.at(-1)!;
  const loop: Loop = { kind: "loop", ops, shape: last.shape, inputs, captures, steps, outputs, span: last.span };
  return { loop: pruneLoop(loop, needed), kernels: [...kernels.values()] };
}

/** The position of an equal item, or of this one, added at the end. */
function place<T>(known: Map<string, number>, key: string, items: T[], item: T): number {
  const found = known.get(key);
  if (found !== undefined) return found;
  known.set(key, items.length);
  return items.push(item) - 1;
}

/** Equal exactly for equal arguments; -0 and NaN are themselves. */
function argumentKey(arg: StepArgument): string {
  if (arg.kind !== "const") return JSON.stringify(arg);
  return `const ${Object.is(arg.value, -0) ? "-0" : String(arg.value)}`;
}
