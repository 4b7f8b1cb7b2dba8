// Where control goes: whether the end of a list of statements can be reached.
import type { StatementSyntax } from "../syntax.ts";

/** Nothing after it in its list runs. */
export const isLeaving = (s: StatementSyntax): boolean => s.kind === "return" || s.kind === "throw" || s.kind === "break" || s.kind === "continue";

export function completes(body: readonly StatementSyntax[]): boolean {
  return body.every((s) => {
    switch (s.kind) {
      case "if":
        return completes(s.then) || completes(s.else);
      case "loop": {
        if (jumpsTo("break", s.label, s.body)) return true;
        // A body that never ends well never comes to the test.
        const tested = s.testFirst || completes(s.body) || jumpsTo("continue", s.label, s.body);
        return tested && !(s.test.kind === "boolean" && s.test.value);
      }
      default:
        return !isLeaving(s);
    }
  });
}

export function jumpsTo(kind: "break" | "continue", label: string, body: readonly StatementSyntax[]): boolean {
  return body.some((s) => (s.kind === kind && s.label === label) || (s.kind === "if" && (jumpsTo(kind, label, s.then) || jumpsTo(kind, label, s.else))) || (s.kind === "loop" && jumpsTo(kind, label, s.body)));
}

/** The first `return` with a value. */
export function returnsValue(body: readonly StatementSyntax[]): boolean {
  return body.some((s) => (s.kind === "return" && s.value !== undefined) || (s.kind === "if" && (returnsValue(s.then) || returnsValue(s.else))) || (s.kind === "loop" && returnsValue(s.body)));
}
