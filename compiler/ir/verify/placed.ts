// Rules of the global view with placements: everything has one, and it is legal for what it places.
import { nodesIn, statementsIn } from "../blocks.ts";
import type { Placed } from "../placed.ts";
import { inputsOf, resultsOf, typesOf } from "../traverse.ts";
import type { Report } from "./kernels.ts";
import { verifyPlacement } from "./placements.ts";

export function verifyPlacements({ program, placements, loops, calls, slotPlacements }: Placed, report: Report): void {
  const types = typesOf(program);
  for (const [value, type] of types) {
    const placement = placements.get(value);
    if (!placement) report(`${value} has no placement`);
    else verifyPlacement(value, placement, type.shape.length, report);
  }
  for (const { name, type } of program.slots) {
    const placement = slotPlacements[name];
    if (!placement) report(`slot ${name} has no placement`);
    else verifyPlacement(`slot ${name}`, placement, type.shape.length, report);
  }
  for (const node of nodesIn(program.body)) {
    const first = resultsOf(node)[0];
    if (!first) continue;
    if (node.kind === "loop") {
      const placement = loops.get(first.value);
      if (!placement) report(`the loop of ${first.value} has no placement`);
      else verifyPlacement(`the loop of ${first.value}`, placement, node.shape.length, report);
    } else {
      const wanted = calls.get(first.value);
      if (!wanted || wanted.length !== inputsOf(node).length) report(`the inputs of ${first.value} have no placements`);
    }
  }
  for (const s of statementsIn(program.body)) if (s.kind === "effect") for (const input of s.inputs) if (!placements.has(input)) report(`${s.effect} takes ${input}, which has no placement`);
}
