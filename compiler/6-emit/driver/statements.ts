// Structured control of the host program as JavaScript. Blocks are blocks, so host variables keep their scopes.
//
// Memory: arrays belong to the scope they are made in, which lets go of them after their last use. A loop that makes arrays marks before its first trip and sweeps at the head of every trip, so that
// `continue` needs no code and a loop runs in the memory of one trip; slots count what they hold.
//
//   const $m1 = $rt.mark();
//   while (residual > 1e-6) { $rt.sweep($m1); ...; u = $assign($rt, u, $7); $rt.drop($7); }
//   $rt.sweep($m1);
//
// A scan that kernels can do in one pass (ir/chains.ts) is one call, though it is three statements.
import { statementsIn } from "../../ir/blocks.ts";
import type { Chain } from "../../ir/chains.ts";
import type { Block, Statement } from "../../ir/host.ts";
import type { LocalNode } from "../../ir/spmd.ts";
import { showSpan } from "../../ir/span.ts";
import type { ValueId } from "../../ir/types.ts";
import { variableOf } from "./literal.ts";
import type { LastUses } from "./lastUses.ts";
import type { NodePrinter } from "./nodes.ts";
import type { Spent } from "./spent.ts";
import { nodeText, scanText } from "./nodes.ts";
import type { Writer } from "./writer.ts";

export interface StatementPrinter extends NodePrinter {
  readonly writer: Writer;
  readonly held: ReadonlySet<ValueId>;
  readonly lastUses: LastUses;
  readonly spent: Spent;
  /** Scans in one call, by their first statements. */
  readonly chains: ReadonlyMap<Statement<LocalNode>, Chain>;
  /** A fresh name for a mark. */
  freshMark(): string;
  /** Loops whose `continue` must still run the step: their body is a labelled block. */
  readonly steps: ReadonlySet<string>;
}

export function printBlock(block: Block<LocalNode>, printer: StatementPrinter): void {
  for (let k = 0; k < block.length; k++) {
    const statement = block[k]!, chain = statement.kind === "array" ? printer.chains.get(statement) : undefined, together = chain?.statements ?? [statement];
    for (const slot of printer.spent.slots.get(statement) ?? []) printer.writer.line(undefined, `${slot} = $letGo($rt, ${slot});`);
    if (chain) printer.writer.line(chain.finish.span, scanText(chain, printer));
    else printStatement(statement, printer);
    // Between the statements of a chain nothing is made.
    const inner = new Set(chain ? [...chain.first.outputs.map(({ value }) => value), chain.carry.result.value] : []), done = together.flatMap((s) => printer.lastUses.get(s) ?? []).filter((value) => !inner.has(value));
    if (done.length > 0) printer.writer.line(undefined, `$rt.drop(${done.map(variableOf).join(", ")});`);
    k += together.length - 1;
  }
}

function printStatement(statement: Statement<LocalNode>, printer: StatementPrinter): void {
  const { writer } = printer;
  switch (statement.kind) {
    case "array": return writer.line(statement.node.kind === "launch" || statement.node.kind === "call" ? statement.node.span : statement.node.cause.span, nodeText(statement.node, printer, new Set([...(printer.lastUses.get(statement) ?? []), ...(printer.spent.inputs.get(statement) ?? [])])));
    case "host": return writer.line(undefined, statement.code);
    case "scalar": return writer.line(statement.span, `const ${statement.name} = $rt.value(${variableOf(statement.value)});`);
    case "extent": return writer.line(statement.span, `const ${statement.name} = ${variableOf(statement.value)}.shape[${statement.axis}];`);
    case "effect": {
      const open = `${statement.name === null ? "" : `const ${statement.name} = `}$rt.effect(${JSON.stringify(statement.effect)}, [${statement.inputs.map(variableOf).join(", ")}], [`;
      return writer.line(statement.span, open, ...statement.arguments.flatMap((code, k) => (k === 0 ? [code] : [", ", code])), `], ${JSON.stringify(showSpan(statement.span))});`);
    }
    case "read": return writer.line(statement.span, `const ${variableOf(statement.result)} = ${printer.held.has(statement.result) ? `$rt.hold(${statement.slot})` : statement.slot};`);
    case "write": return writer.line(statement.span, `${statement.slot} = $assign($rt, ${statement.slot}, ${variableOf(statement.value)});`);
    case "if": return printIf(statement, printer);
    case "while": return printWhile(statement, printer);
    case "forOf":
      return printLoop(statement, printer, () => {
        writer.line(statement.span, `${labelText(statement.label, statement.body)}for (const ${statement.binding} of `, statement.iterable, ") {");
        return () => printBlock(statement.body, printer);
      });
    case "block":
      writer.line(statement.span, `${labelText(statement.label, statement.body)}{`);
      writer.indented(() => printBlock(statement.body, printer));
      return writer.line(undefined, "}");
    case "break": return writer.line(statement.span, `break ${statement.label};`);
    case "continue": return writer.line(statement.span, printer.steps.has(statement.label) ? `break ${bodyLabel(statement.label)};` : `continue ${statement.label};`);
  }
}

type Of<Kind> = Extract<Statement<LocalNode>, { readonly kind: Kind }>;

function printIf(statement: Of<"if">, printer: StatementPrinter): void {
  const { writer } = printer;
  writer.line(statement.span, "if (", statement.test, ") {");
  writer.indented(() => printBlock(statement.then, printer));
  if (statement.else.length > 0) {
    writer.line(undefined, "} else {");
    writer.indented(() => printBlock(statement.else, printer));
  }
  writer.line(undefined, "}");
}

/** `before` and `step` are often empty; then the loop is a plain `while`. */
function printWhile(statement: Of<"while">, printer: StatementPrinter): void {
  const { writer } = printer;
  const { label, before, test, body, step, testFirst } = statement;
  const all = [...before, ...body, ...step];
  const stepLater = (step.length > 0 || !testFirst) && jumps(body, "continue", label);
  const inner: StatementPrinter = stepLater ? { ...printer, steps: new Set([...printer.steps, label]) } : printer;
  const leave = (): void => {
    writer.line(test.span, "if (!(", test, ")) break;");
  };
  printLoop(statement, printer, () => {
    const plain = testFirst && before.length === 0;
    if (plain) writer.line(statement.span, `${labelText(label, all, stepLater ? body : [])}while (`, test, ") {");
    else writer.line(statement.span, `${labelText(label, all, stepLater ? body : [])}for (;;) {`);
    return () => {
      if (testFirst && !plain) {
        printBlock(before, printer);
        leave();
      }
      if (stepLater) {
        writer.line(undefined, `${bodyLabel(label)}: {`);
        writer.indented(() => printBlock(body, inner));
        writer.line(undefined, "}");
      } else printBlock(body, printer);
      printBlock(step, printer);
      if (!testFirst) {
        printBlock(before, printer);
        leave();
      }
    };
  });
}

/** The loop with its sweeps: `open` writes its head and returns what writes its body. */
function printLoop(statement: Of<"while" | "forOf">, printer: StatementPrinter, open: () => () => void): void {
  const { writer } = printer;
  const makesArrays = [...statementsIn([statement])].some((inner) => inner.kind === "array" || inner.kind === "effect" || (inner.kind === "read" && printer.held.has(inner.result)));
  const mark = makesArrays ? printer.freshMark() : "";
  if (makesArrays) writer.line(undefined, `const ${mark} = $rt.mark();`);
  const body = open();
  writer.indented(() => {
    if (makesArrays) writer.line(undefined, `$rt.sweep(${mark});`);
    body();
  });
  writer.line(undefined, "}");
  if (makesArrays) writer.line(undefined, `$rt.sweep(${mark});`);
}

const bodyLabel = (label: string): string => `${label}$body`;

/** `label: ` where something inside jumps to it; the jumps of `handled` that `continue` have another target. */
function labelText(label: string, block: Block<LocalNode>, handled: Block<LocalNode> = []): string {
  const needed = jumps(block, "break", label) || (handled.length === 0 && jumps(block, "continue", label));
  return needed ? `${label}: ` : "";
}

function jumps(block: Block<LocalNode>, kind: "break" | "continue", label: string): boolean {
  return [...statementsIn(block)].some((inner) => inner.kind === kind && inner.label === label);
}
