// How reading reports: the diagnostic goes out at once, and an expression that is `wrong` takes the place of what was reported.
import type { ts } from "ts-morph";
import type { ExpressionSyntax, Reading } from "../syntax.ts";
import { reportNode } from "./report.ts";
import type { DiagnosticValues } from "./report.ts";

export function wrong(reading: Reading, code: `SPMD${number}`, node: ts.Node, values: DiagnosticValues = {}): ExpressionSyntax {
  reading.wrong = true;
  reportNode(reading.context, code, node, values);
  return { kind: "wrong", node };
}

/** Something of a kind that kernels do not have. It is said once a function: where it came in, not each time it is used. */
export function absent(reading: Reading, kind: "text" | "bigint" | "suspension", code: `SPMD${number}`, node: ts.Node, values: DiagnosticValues = {}): ExpressionSyntax {
  if (reading.absent.has(kind)) return wrongAgain(node);
  reading.absent.add(kind);
  return wrong(reading, code, node, values);
}

/** The value of something reported before. */
export const wrongAgain = (node: ts.Node): ExpressionSyntax => ({ kind: "wrong", node });

/** `what` is not in the language; write `instead`. */
export const unsupported = (reading: Reading, node: ts.Node, what: string, instead: string): ExpressionSyntax => wrong(reading, "SPMD1022", node, { what, instead });
