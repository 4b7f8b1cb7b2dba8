// The kernels that the program's operators write themselves, each once.
import { statementsIn } from "../ir/blocks.ts";
import { outputsOf } from "../ir/localUses.ts";
import type { LocalProgram } from "../ir/spmd.ts";
import type { ArrayType, ValueId } from "../ir/types.ts";
import type { LibraryKernel } from "../ir/written.ts";
import type { OperatorDefinition } from "../ops/defineOp.ts";
import { operators as allOperators } from "../ops/index.ts";

export function writtenKernels(local: LocalProgram, operators: ReadonlyMap<string, OperatorDefinition> = allOperators): readonly LibraryKernel[] {
  const found = new Map<string, LibraryKernel>(), types = new Map<ValueId, ArrayType>(), slots = new Map(local.slots.map(({ name, type }) => [name, type]));
  for (const s of statementsIn(local.body)) {
    if (s.kind === "read") types.set(s.result, s.type ?? slots.get(s.slot)!);
    if (s.kind === "array") for (const { value, type } of outputsOf(s.node)) types.set(value, type);
  }
  for (const s of statementsIn(local.body)) {
    if (s.kind !== "array" || s.node.kind !== "call") continue;
    const { op, inputs, results, attributes } = s.node;
    for (const kernel of operators.get(op)?.library?.kernels?.({ inputs: inputs.map((value) => types.get(value)!), results: results.map((r) => r.type), attributes }) ?? []) found.set(kernel.name, kernel);
  }
  return [...found.values()];
}
