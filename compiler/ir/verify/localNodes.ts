// Rules of the local view: launches fit their nests, a reshard starts where its input is, results are placed legally, slots keep their placement, and
// every collective says why it is there.
import { statementsIn } from "../blocks.ts";
import { inputsOf, outputsOf } from "../localUses.ts";
import type { Placement } from "../placement.ts";
import { samePlacement, showPlacement } from "../placement.ts";
import { collectiveFor } from "../reshard.ts";
import type { LocalNode, LocalProgram } from "../spmd.ts";
import type { ValueId } from "../types.ts";
import { fieldsOf } from "../types.ts";
import { verifyMonoid } from "./arrayNodes.ts";
import type { NodeRules } from "./hostProgram.ts";
import type { Functions, Report } from "./kernels.ts";
import { verifyPlacement } from "./placements.ts";

export function localRules(program: LocalProgram, functions: Functions): NodeRules<LocalNode> {
  const places = placesOf(program);
  return {
    outputs: outputsOf,
    inputs: inputsOf,
    span: (node) => (node.kind === "launch" || node.kind === "call" ? node.span : node.cause.span),
    verify(node, _, report) {
      for (const { value, type, placement } of outputsOf(node)) verifyPlacement(value, placement, type.shape.length, report);
      verifyNode(node, program, functions, places, report);
    },
    statement(s, report) {
      if (s.kind === "write") {
        const at = places.get(s.value), slot = program.slotPlacements[s.slot];
        if (!slot) report(`the slot ${s.slot} has no placement`);
        else if (at && !samePlacement(at, slot)) report(`writes ${s.value}, which is ${showPlacement(at)}, into ${s.slot}, which is ${showPlacement(slot)}`);
      }
      if (s.kind === "scalar" && places.get(s.value)?.kind !== "replicated") report(`${s.name} is taken from ${s.value}, which is not on every rank`);
    },
  };
}

function placesOf(program: LocalProgram): ReadonlyMap<ValueId, Placement> {
  const places = new Map<ValueId, Placement>();
  for (const s of statementsIn(program.body)) {
    if (s.kind === "array") for (const { value, placement } of outputsOf(s.node)) places.set(value, placement);
    if (s.kind === "read" && program.slotPlacements[s.slot]) places.set(s.result, program.slotPlacements[s.slot]!);
  }
  return places;
}

function verifyNode(node: LocalNode, program: LocalProgram, functions: Functions, places: ReadonlyMap<ValueId, Placement>, report: Report): void {
  switch (node.kind) {
    case "launch": {
      const nest = program.nests.find((candidate) => candidate.name === node.nest);
      if (!nest) return report(`launches ${node.nest}, which does not exist`);
      verifyPlacement(`the launch of ${node.nest}`, node.placement, node.shape.length, report);
      if (nest.ndim !== node.shape.length) report(`launches ${node.nest}, which has ${nest.ndim} axes, over ${node.shape.length}`);
      if (nest.inputs.length !== node.inputs.length) report(`gives ${node.nest} ${node.inputs.length} inputs; it has ${nest.inputs.length}`);
      if (node.views && node.views.length !== node.inputs.length) report(`sees ${node.views.length} inputs of ${node.inputs.length} in part`);
      if (nest.captures.length !== node.captures.length) report(`gives ${node.nest} ${node.captures.length} captured scalars; it has ${nest.captures.length}`);
      const values = nest.outputs.reduce((sum, output) => sum + (output.mode === "scan" ? 2 : 1), 0);
      if (values !== node.outputs.length) report(`takes ${node.outputs.length} values from ${node.nest}, which gives ${values}`);
      return;
    }
    case "reshard": {
      const at = places.get(node.input), to = node.result.placement;
      if (at && !samePlacement(at, node.from)) report(`moves ${node.input} from ${showPlacement(node.from)}; it is ${showPlacement(at)}`);
      if (node.collective !== collectiveFor(node.from, to)) report(`moves ${node.input} from ${showPlacement(node.from)} to ${showPlacement(to)} by ${node.collective}, not ${collectiveFor(node.from, to)}`);
      return verifyCause(node.cause, report);
    }
    case "combine":
    case "carry":
      verifyPlacement(`the ${node.kind} of ${inputsOf(node)[0]}`, node.placement, node.shape.length, report);
      if (node.kind === "combine" && node.axis >= node.shape.length) report(`combines along axis ${node.axis} of ${node.shape.length}`);
      verifyMonoid(node.monoid, functions, report, fieldsOf(node.accumulator).length);
      return verifyCause(node.cause, report);
    case "moves":
      if (node.moves.length < 2) report(`shares an exchange among ${node.moves.length} arrays`);
      for (const move of node.moves) {
        if (move.collective !== node.collective) report(`${move.result.value} is moved by ${move.collective}, and shares an ${node.collective}`);
        verifyNode(move, program, functions, places, report);
      }
      return verifyCause(node.cause, report);
    case "together":
      if (node.folds.length < 2) report(`shares an exchange among ${node.folds.length} folds`);
      for (const fold of node.folds) {
        if (fold.collective === "none") report(`${fold.result.value} needs no exchange, and shares one`);
        verifyNode(fold, program, functions, places, report);
      }
      return verifyCause(node.cause, report);
    case "call": return node.fold && verifyMonoid(node.fold.monoid, functions, report);
  }
}

function verifyCause(cause: { readonly reason: string }, report: Report): void {
  if (cause.reason.trim() === "") report("a collective does not say why it is there");
}
