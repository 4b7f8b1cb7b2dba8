// The kernels that the program's operators write themselves, each once.
import { statementsIn } from "../ir/blocks.ts";
import type { LocalProgram } from "../ir/spmd.ts";
import type { WrittenKernel } from "../ir/written.ts";
import type { OperatorDefinition } from "../ops/defineOp.ts";
import { operators as allOperators } from "../ops/index.ts";

export function writtenKernels(local: LocalProgram, operators: ReadonlyMap<string, OperatorDefinition> = allOperators): readonly WrittenKernel[] {
  const found = new Map<string, WrittenKernel>();
  for (const s of statementsIn(local.body)) {
    if (s.kind !== "array" || s.node.kind !== "call") continue;
    const { op, results, attributes } = s.node;
    for (const kernel of operators.get(op)?.library?.kernels?.({ results: results.map((r) => r.type), attributes }) ?? []) found.set(kernel.name, kernel);
  }
  return [...found.values()];
}
