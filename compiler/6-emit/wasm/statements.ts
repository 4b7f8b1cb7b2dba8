// Lane statements as WebAssembly. Structure is the same for scalar and wide code; what an assignment, a store, a test or a throw is, differs.
//
//   while (test) { body; step }   ->   (block $L (loop $L.loop (br_if $L (i32.eqz test)) (block $L.next body) step (br $L.loop)))
import type { LaneExpression, LaneStatement } from "../../ir/lanes.ts";
import { continues } from "../visit.ts";
import type { FunctionWriter } from "./writer.ts";
import { nested, watName, write } from "./writer.ts";

export interface StatementPrinter {
  assign(s: LaneStatement & { readonly kind: "assign" }): void;
  store(s: LaneStatement & { readonly kind: "store" }): void;
  /** An i32, 0 for false. */
  test(e: LaneExpression): string;
  throws(s: LaneStatement & { readonly kind: "throw" }): void;
}

export function printStatements(writer: FunctionWriter, printer: StatementPrinter, statements: readonly LaneStatement[]): void {
  for (const s of statements) printStatement(writer, printer, s);
}

function printStatement(writer: FunctionWriter, printer: StatementPrinter, s: LaneStatement): void {
  const list = (inner: readonly LaneStatement[]): void => printStatements(writer, printer, inner);
  switch (s.kind) {
    case "assign":
      return printer.assign(s);
    case "store":
      return printer.store(s);
    case "if":
      nested(writer, `(if ${printer.test(s.test)}`, () => {
        if (s.then.length > 0) nested(writer, "(then", () => list(s.then));
        else write(writer, "(then)");
        if (s.else.length > 0) nested(writer, "(else", () => list(s.else));
      });
      return;
    case "while": {
      const leave = watName(s.label), again = watName(`${s.label}.loop`), next = watName(`${s.label}.next`);
      const body = (): void => {
        if (continues(s.body, s.label)) nested(writer, `(block ${next}`, () => list(s.body));
        else list(s.body);
        list(s.step);
      };
      nested(writer, `(block ${leave}`, () =>
        nested(writer, `(loop ${again}`, () => {
          if (s.testFirst) {
            list(s.before);
            write(writer, `(br_if ${leave} (i32.eqz ${printer.test(s.test)}))`);
            body();
            write(writer, `(br ${again})`);
          } else {
            body();
            list(s.before);
            write(writer, `(br_if ${again} ${printer.test(s.test)})`);
          }
        }),
      );
      return;
    }
    case "block":
      nested(writer, `(block ${watName(s.label)}`, () => (s.body.length > 0 ? list(s.body) : write(writer, "(nop)")));
      return;
    case "break":
      return write(writer, `(br ${watName(s.label)})`);
    case "continue":
      return write(writer, `(br ${watName(`${s.label}.next`)})`);
    case "throw":
      return printer.throws(s);
  }
}
