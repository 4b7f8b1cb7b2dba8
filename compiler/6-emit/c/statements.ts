// Lane statements as C. Structure is the same for scalar and wide code; what an assignment, a store, a test or a throw is, differs.
//
//   while (test) { body; step }   ->   for (;;) { if (!test) goto L; body L$next:; step } L:;
import type { LaneExpression, LaneStatement } from "../../ir/lanes.ts";
import { continues } from "../visit.ts";
import type { CWriter } from "./writer.ts";
import { braces, freshLabel, line } from "./writer.ts";

export interface StatementPrinter {
  assign(s: LaneStatement & { readonly kind: "assign" }): void;
  store(s: LaneStatement & { readonly kind: "store" }): void;
  /** An int, 0 for false. */
  test(e: LaneExpression): string;
  throws(s: LaneStatement & { readonly kind: "throw" }): void;
}

/** Where `break` and `continue` of a label go. */
type Labels = ReadonlyMap<string, string>;

export function printStatements(writer: CWriter, printer: StatementPrinter, statements: readonly LaneStatement[], labels: Labels = new Map()): void {
  const list = (inner: readonly LaneStatement[], names = labels): void => printStatements(writer, printer, inner, names);
  for (const s of statements) {
    switch (s.kind) {
      case "assign": printer.assign(s); break;
      case "store": printer.store(s); break;
      case "throw": printer.throws(s); break;
      case "break": line(writer, `goto ${labels.get(s.label)!};`); break;
      case "continue": line(writer, `goto ${labels.get(`${s.label}.next`)!};`); break;
      case "if":
        braces(writer, `if (${printer.test(s.test)})`, () => list(s.then));
        if (s.else.length > 0) braces(writer, "else", () => list(s.else));
        break;
      case "block": {
        const leave = freshLabel(writer, s.label);
        braces(writer, "", () => list(s.body, new Map(labels).set(s.label, leave)));
        line(writer, `${leave}:;`);
        break;
      }
      case "while": {
        const leave = freshLabel(writer, s.label), next = freshLabel(writer, `${s.label}$next`), names = new Map(labels).set(s.label, leave).set(`${s.label}.next`, next);
        const test = (): void => {
          list(s.before, names);
          line(writer, `if (!${printer.test(s.test)}) break;`);
        };
        braces(writer, "for (;;)", () => {
          if (s.testFirst) test();
          list(s.body, names);
          if (continues(s.body, s.label)) line(writer, `${next}:;`);
          list(s.step, names);
          if (!s.testFirst) test();
        });
        line(writer, `${leave}:;`);
        break;
      }
    }
  }
}
