// What is the same for a whole row is computed once before it: whatever depends only on captures, on positions along other axes, and on other such values.
//
//   r = x * (fromInt32 (index 0) * c)    ->    row { row_1 = fromInt32 (index 0) * c }    r = x * row_1
//
// It may be computed for nothing, where the code would not have come to it; so nothing that can trap moves.
import type { LaneBuffer, LaneCode, LaneExpression, LaneLocal, LaneStatement } from "../ir/lanes.ts";
import { local } from "../inline/convert.ts";
import { assignedIn } from "../ir/laneWalks.ts";
import { mapOperands, mapStatements } from "./rewrite.ts";

/** `inner`: axes that positions of a row differ in. `names` grows by those made. */
export function hoistRows(code: LaneCode, isVarying: (e: LaneExpression) => boolean, inner: ReadonlySet<number>, buffers: readonly LaneBuffer[], names: Set<string>): LaneCode {
  const row: LaneStatement[] = [], fixed = new Set<string>(), made = new Map<string, LaneExpression>(), locals: LaneLocal[] = [];
  const invariant = (e: LaneExpression): boolean => {
    if (e.kind === "local") return fixed.has(e.name);
    if (e.kind === "read") return false;
    if (e.kind === "index") return !inner.has(e.axis);
    if (e.kind === "load" && buffers[e.buffer]!.axes.some((a) => inner.has(a.loop))) return false;
    if (e.kind === "binary" && e.type === "i32" && (e.op === "rem" || e.op === "div") && e.right.kind !== "const") return false;
    return operands(e).every(invariant);
  };
  const assigns = new Map<string, number>();
  const countAssigns = (statements: readonly LaneStatement[], by: number): void => statements.forEach((s) => {
    for (const name of assignedIn([s])) assigns.set(name, (assigns.get(name) ?? 0) + (s.kind === "assign" ? by : 2));
  });
  countAssigns(code.body, 1);
  const hoist = (e: LaneExpression): LaneExpression => {
    if (operands(e).length === 0 && e.kind !== "load") return e;
    if (!invariant(e)) return mapOperands(e, hoist);
    const key = JSON.stringify(e), known = made.get(key);
    if (known) return known;
    let name = "row_1";
    for (let k = 2; names.has(name); k++) name = `row_${k}`;
    names.add(name);
    locals.push({ name, type: e.type, varying: false });
    fixed.add(name);
    row.push({ kind: "assign", target: name, value: e });
    const value = local(e.type, name);
    made.set(key, value);
    return value;
  };
  const body: LaneStatement[] = [];
  for (const s of code.body) {
    const whole = s.kind === "assign" && assigns.get(s.target) === 1 && !isVarying(local(s.value.type, s.target)) && s.value.kind !== "const" && invariant(s.value);
    if (!whole) {
      body.push(...mapStatements([s], hoist));
      continue;
    }
    fixed.add(s.target);
    row.push(s);
  }
  return { ...code, locals: [...code.locals, ...locals], row, body };
}

function operands(e: LaneExpression): LaneExpression[] {
  const found: LaneExpression[] = [];
  mapOperands(e, (operand) => (found.push(operand), operand));
  return found;
}
