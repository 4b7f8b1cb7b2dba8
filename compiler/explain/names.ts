// What people call the values of a plan.
//
//   export const C = map(...)      %3 is "C";  write u = %5: %5 is "u";  const f = sum(a): its result is "f";  print(sum(a)): "sum";  reshard %3: still "C"
import { nodesIn, statementsIn } from "../ir/blocks.ts";
import { foldsOf, movesOf, outputsOf } from "../ir/localUses.ts";
import type { SourceNames } from "../ir/sourceNames.ts";
import { showSpan } from "../ir/span.ts";
import type { LocalProgram } from "../ir/spmd.ts";
import type { Span, ValueId } from "../ir/types.ts";

/** Names of the user's where there are any, else the operator's that made the value; a moved array keeps its name. */
export function valueNames(program: LocalProgram, said: SourceNames): ReadonlyMap<ValueId, string> {
  const names = new Map<ValueId, string>(said.variables), ops = new Map<string, string>();
  for (const result of program.results) if (result.kind === "array") names.set(result.value, result.name);
  for (const s of statementsIn(program.body)) {
    if (s.kind === "scalar" && !s.name.startsWith("$")) names.set(s.value, s.name);
    if (s.kind === "write" || s.kind === "read") names.set(s.kind === "write" ? s.value : s.result, s.slot);
    if (s.kind === "array" && s.node.kind === "launch") for (const { op, span } of s.node.ops) ops.set(showSpan(span), op);
  }
  const written = (op: string, span: Span): string => said.operators.get(showSpan(span)) ?? op;
  const name = (value: ValueId, otherwise: string | undefined): void => {
    const found = said.makers.get(value) ?? otherwise;
    if (!names.has(value) && found !== undefined) names.set(value, found);
  };
  for (const node of nodesIn(program.body)) {
    for (const fold of foldsOf(node)) name(fold.result.value, said.operators.get(showSpan(fold.cause.span)) ?? ops.get(showSpan(fold.cause.span)));
    const last = node.kind === "launch" ? node.ops.at(-1)! : undefined;
    for (const { input, result } of movesOf(node)) name(result.value, names.get(input) ?? said.makers.get(input));
    const made = node.kind !== "launch" && node.kind !== "call" ? undefined
      : node.kind === "call" ? written(node.op, node.span)
      : node.ops.length === 1 || node.outputs.length === 1 ? written(last!.op, last!.span) : undefined;
    for (const { value } of outputsOf(node)) name(value, made);
  }
  return names;
}
