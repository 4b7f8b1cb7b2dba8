// What statements assign and expressions read.
import type { KernelExpression, KernelStatement } from "../../../ir/kernel.ts";
import { kernelStatements, operandsOf } from "../../../ir/traverse.ts";

export function mentions(e: KernelExpression, names: ReadonlySet<string>): boolean {
  return e.kind === "local" ? names.has(e.name) : operandsOf(e).some((inner) => mentions(inner, names));
}

/** Whether evaluating it may not end well: a call may throw. */
export const calls = (e: KernelExpression): boolean => e.kind === "call" || operandsOf(e).some(calls);

export function assignedNames(body: readonly KernelStatement[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const s of kernelStatements(body)) {
    if (s.kind === "assign") names.add(s.target);
    else if (s.kind === "callRecord") for (const target of s.targets) names.add(target);
  }
  return names;
}
