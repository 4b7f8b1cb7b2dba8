// What people call the values of a plan.
//
//   export const C = map(...)      %3 is "C";  write u = %5: %5 is "u";  sum(a): its result is "sum";  reshard %3: still "C"
import { nodesIn, statementsIn } from "../ir/blocks.ts";
import { foldsOf, outputsOf } from "../ir/localUses.ts";
import { showSpan } from "../ir/span.ts";
import type { LocalProgram } from "../ir/spmd.ts";
import type { ValueId } from "../ir/types.ts";

/** Names of the user's where there are any, else the operator's that made the value; a moved array keeps its name. */
export function valueNames(program: LocalProgram): ReadonlyMap<ValueId, string> {
  const names = new Map<ValueId, string>(), ops = new Map<string, string>();
  for (const result of program.results) if (result.kind === "array") names.set(result.value, result.name);
  for (const s of statementsIn(program.body)) {
    if (s.kind === "scalar" && !s.name.startsWith("$")) names.set(s.value, s.name);
    if (s.kind === "write" || s.kind === "read") names.set(s.kind === "write" ? s.value : s.result, s.slot);
    if (s.kind === "array" && s.node.kind === "launch") for (const { op, span } of s.node.ops) ops.set(showSpan(span), op);
  }
  for (const node of nodesIn(program.body)) {
    for (const fold of foldsOf(node)) if (!names.has(fold.result.value) && ops.has(showSpan(fold.cause.span))) names.set(fold.result.value, ops.get(showSpan(fold.cause.span))!);
    const made = node.kind === "combine" || node.kind === "carry" || node.kind === "together" ? undefined : node.kind === "reshard" ? names.get(node.input) : node.kind === "call" ? node.op : node.ops.length === 1 || node.outputs.length === 1 ? node.ops.at(-1)!.op : undefined;
    if (made !== undefined) for (const { value } of outputsOf(node)) if (!names.has(value)) names.set(value, made);
  }
  return names;
}
