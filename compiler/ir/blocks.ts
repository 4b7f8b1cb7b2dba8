// Walking structured host programs, whatever stands for an array computation in them.
import type { Block, Statement } from "./host.ts";

/** The blocks inside a statement, in the order in which they first run. */
export function blocksOf<Node>(statement: Statement<Node>): readonly Block<Node>[] {
  switch (statement.kind) {
    case "if": return [statement.then, statement.else];
    case "while": return statement.testFirst ? [statement.before, statement.body, statement.step] : [statement.body, statement.step, statement.before];
    case "forOf":
    case "block": return [statement.body];
    default: return [];
  }
}

/** All statements of a block and of the blocks inside, outer ones first. */
export function* statementsIn<Node>(block: Block<Node>): Generator<Statement<Node>> {
  for (const statement of block) {
    yield statement;
    for (const inner of blocksOf(statement)) yield* statementsIn(inner);
  }
}

/** The array computations of a program, in program order. */
export function* nodesIn<Node>(block: Block<Node>): Generator<Node> {
  for (const statement of statementsIn(block)) if (statement.kind === "array") yield statement.node;
}
