// `switch` becomes tests in a block that `break` leaves. Where each group of clauses ends by leaving, an `if` chain:
//
//   switch (k) { case 0: a; break; case 1: case 2: b; break; default: c }   ->   if (v == 0) { a } else if (v == 1 || v == 2) { b } else { c }
//
// and otherwise (a clause falls into the next) the number of the first clause to run, and one test a clause: `if (first <= 1) { b }`.
import { ts } from "ts-morph";
import type { ExpressionSyntax, PatternSyntax, Reading, StatementSyntax, Variable } from "../syntax.ts";
import { completes, jumpsTo } from "./flow.ts";
import { readExpression } from "./readExpression.ts";
import { once, readStatements } from "./readStatements.ts";

interface Clause {
  /** Undefined for `default`. */
  readonly value: ExpressionSyntax | undefined;
  readonly body: readonly StatementSyntax[];
}

export function readSwitch(reading: Reading, node: ts.SwitchStatement, user: string | undefined): readonly StatementSyntax[] {
  const selected: Variable = { name: "selected" };
  const use: ExpressionSyntax = { kind: "variable", variable: selected, node: node.expression };
  const declare: StatementSyntax = { kind: "declare", node: node.expression, target: target(selected, node.expression), value: readExpression(reading, node.expression) };
  const block = once(reading, node, user, true, () => {
    const clauses = node.caseBlock.clauses.map((c): Clause => ({ value: ts.isCaseClause(c) ? readExpression(reading, c.expression) : undefined, body: readStatements(reading, c.statements) }));
    const separate = clauses.every((c, k) => c.body.length === 0 || k === clauses.length - 1 || !completes(c.body));
    return separate ? chain(clauses, use, node) : falling(clauses, use, node);
  });
  const [only] = block;
  if (only?.kind !== "loop") return [declare, ...block];
  const body = withoutLastBreaks(only.label, only.body);
  return jumpsTo("break", only.label, body) ? [declare, { ...only, body }] : [declare, ...body];
}

const target = (variable: Variable, node: ts.Node): PatternSyntax => ({ kind: "variable", variable, node });
const equals = (use: ExpressionSyntax, value: ExpressionSyntax): ExpressionSyntax => ({ kind: "binary", op: "==", node: value.node, left: use, right: value });

function chain(clauses: readonly Clause[], use: ExpressionSyntax, node: ts.Node): readonly StatementSyntax[] {
  const groups: { tests: ExpressionSyntax[]; isDefault: boolean; body: readonly StatementSyntax[] }[] = [];
  let open = true;
  for (const c of clauses) {
    if (open) groups.push({ tests: [], isDefault: false, body: [] });
    const group = groups.at(-1)!;
    if (c.value) group.tests.push(equals(use, c.value));
    else group.isDefault = true;
    group.body = c.body;
    open = c.body.length > 0;
  }
  // A default group is taken when no other is, wherever it stands.
  let rest: readonly StatementSyntax[] = groups.find((g) => g.isDefault)?.body ?? [];
  for (const g of groups.filter((g) => !g.isDefault).reverse()) {
    const test = g.tests.reduce((left, right): ExpressionSyntax => ({ kind: "logical", op: "||", node, left, right }));
    rest = [{ kind: "if", node, test, then: g.body, else: rest }];
  }
  return rest;
}

function falling(clauses: readonly Clause[], use: ExpressionSyntax, node: ts.Node): readonly StatementSyntax[] {
  const first: Variable = { name: "first" };
  const number = (value: number): ExpressionSyntax => ({ kind: "number", value, node });
  const otherwise = clauses.findIndex((c) => !c.value);
  let which = number(otherwise < 0 ? clauses.length : otherwise);
  for (const [k, c] of [...clauses.entries()].reverse()) {
    if (c.value) which = { kind: "conditional", node, test: equals(use, c.value), then: number(k), else: which };
  }
  return [
    { kind: "declare", node, target: target(first, node), value: which },
    ...clauses.map((c, k): StatementSyntax => ({ kind: "if", node, test: { kind: "binary", op: "<=", node, left: { kind: "variable", variable: first, node }, right: number(k) }, then: c.body, else: [] })),
  ];
}

/** Without the `break`s that only go where control goes anyway. */
function withoutLastBreaks(label: string, body: readonly StatementSyntax[]): readonly StatementSyntax[] {
  const last = body.at(-1);
  if (last?.kind === "break" && last.label === label) return withoutLastBreaks(label, body.slice(0, -1));
  if (last?.kind === "if") return [...body.slice(0, -1), { ...last, then: withoutLastBreaks(label, last.then), else: withoutLastBreaks(label, last.else) }];
  return body;
}
