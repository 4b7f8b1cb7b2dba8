// `switch` with arrays or outer jumps inside: which clause is entered is plain host code; the clauses become `if`s in a block that `break` leaves.
//
//   switch (k) { case 1: A; case 2: B; break; default: C }
//     const $t1 = k; const $c1 = $t1 === 1 ? 0 : $t1 === 2 ? 1 : 2;
//     switch$1: { if ($c1 <= 0) { A }  if ($c1 <= 1) { B; break switch$1 }  if ($c1 <= 2) { C } }
import { ts } from "ts-morph";
import { hostText } from "./hostText.ts";
import { lowerHost } from "./lowerExpression.ts";
import { lowerStatements } from "./lowerStatement.ts";
import { fail, hostCode, innerBlock, pushHost } from "./place.ts";
import type { Place } from "./place.ts";
import { hold } from "./value.ts";

export function lowerSwitch(place: Place, statement: ts.SwitchStatement): void {
  const { names, parts } = place.lowering, { clauses } = statement.caseBlock, span = place.lowering.span(statement);
  const subject = hold(place, lowerHost(place, statement.expression), statement.expression, "$t", false), chosen = names.fresh("$c"), reads = new Set([subject]);
  const otherwise = clauses.findIndex(ts.isDefaultClause);
  const tests = [...clauses.entries()].flatMap(([k, clause]) => {
    if (!ts.isCaseClause(clause)) return [];
    if (parts.has(clause.expression)) fail(place, "SPMD1208", clause.expression, { what: "a case that computes with arrays", instead: "compute it before the switch, into a const" });
    const code = hostText(place, clause.expression);
    for (const name of code.reads) reads.add(name);
    return [`${subject} === (${code.text}) ? ${k} : `];
  });
  pushHost(place, span, `const ${chosen} = ${tests.join("")}${otherwise < 0 ? clauses.length : otherwise};`, reads, [chosen]);
  const label = names.fresh("switch"), jumps = { ...place.jumps, breakLabel: label };
  const body = innerBlock(place, (inner) => {
    for (const [k, clause] of clauses.entries()) {
      const then = innerBlock(inner, (at) => lowerStatements(at, clause.statements), { jumps });
      inner.out.push({ kind: "if", test: hostCode(place.lowering.span(clause), `${chosen} <= ${k}`, [chosen]), then, else: [], span: place.lowering.span(clause) });
    }
  });
  place.out.push({ kind: "block", label, body, span });
}
