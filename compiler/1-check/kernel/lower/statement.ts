// Statements. A loop's test may need statements of its own; they run before the first test and, as part of the step, before each other one:
//
//   while (n++ < 9) body     ->     old = n; n = n + 1; while (old < 9) { body } step { old = n; n = n + 1 }
import type { KernelStatement } from "../../../ir/kernel.ts";
import type { StatementSyntax } from "../syntax.ts";
import { leavesOf, nothing } from "../valueType.ts";
import { assignPattern } from "./assign.ts";
import { lowerAll, lowerExpression, lowerTest, lowerUnused } from "./expression.ts";
import type { Frame } from "./frame.ts";
import { scalarOperand } from "./operators.ts";
import { constant, scalarsAs, toScalar, typeOf } from "./value.ts";

/** A function without a result gives `false`: every kernel function gives something. */
export const nothingReturned: KernelStatement = { kind: "return", values: [constant("bool", false)] };

export function lowerStatements(frame: Frame, body: readonly StatementSyntax[]): KernelStatement[] {
  const out: KernelStatement[] = [];
  for (const s of body) lowerStatement(frame, s, out);
  return out;
}

function lowerStatement(frame: Frame, s: StatementSyntax, out: KernelStatement[]): void {
  switch (s.kind) {
    case "expression":
      lowerUnused(frame, s.value, out);
      return;
    case "declare":
      assignPattern(frame, s.target, lowerExpression(frame, s.value, out), out);
      return;
    case "if": {
      const test = lowerTest(frame, s.test, out);
      out.push({ kind: "if", test, then: lowerStatements(frame, s.then), else: lowerStatements(frame, s.else) });
      return;
    }
    case "loop": {
      const before: KernelStatement[] = [], test = lowerTest(frame, s.test, before);
      if (s.testFirst) out.push(...before);
      const body = lowerStatements(frame, s.body), step = [...lowerStatements(frame, s.step), ...before];
      out.push({ kind: "while", label: s.label, test, testFirst: s.testFirst, body, step });
      return;
    }
    case "break":
    case "continue":
      out.push({ kind: s.kind, label: s.label });
      return;
    case "return": {
      const value = s.value ? lowerExpression(frame, s.value, out) : { kind: "nothing" as const };
      frame.returns.push({ node: s.value?.node ?? s.node, type: s.value ? typeOf(value) : nothing });
      if (frame.last.result.kind === "nothing") {
        out.push(nothingReturned);
        return;
      }
      // In a round whose types are not final yet, value and result may have other shapes.
      const scalars = scalarsAs(value, frame.last.result);
      out.push({ kind: "return", values: leavesOf(frame.last.result).map(([, type], k) => (scalars[k] ? toScalar(scalars[k].expr, type.type) : constant(type.type, 0))) });
      return;
    }
    case "throw": {
      const values = lowerAll(frame, s.values, out).map((v, k) => scalarOperand(frame, v, "${}", s.values[k]!.node)?.expr ?? constant("f64", 0));
      out.push({ kind: "throw", error: s.error, parts: s.parts, values, span: frame.lowering.context.span(s.node) });
      return;
    }
  }
}
