// Which values a computation of the local view takes and gives.
import type { Statement } from "./host.ts";
import type { LocalFold, LocalNode, LocalReshard, LocalValue } from "./spmd.ts";
import type { ValueId } from "./types.ts";

export function inputsOf(node: LocalNode): readonly ValueId[] {
  switch (node.kind) {
    case "launch":
    case "call": return node.inputs;
    case "reshard": return [node.input];
    case "combine": return [node.leaves];
    case "carry": return [node.totals];
    case "together": return node.folds.flatMap(inputsOf);
    case "moves": return node.moves.flatMap(inputsOf);
  }
}

export function outputsOf(node: LocalNode): readonly LocalValue[] {
  switch (node.kind) {
    case "launch": return node.outputs;
    case "call": return node.results;
    case "together": return node.folds.map((fold) => fold.result);
    case "moves": return node.moves.map((move) => move.result);
    default: return [node.result];
  }
}

/** The values that a statement itself uses, those of its blocks not among them. */
export function usedBy(statement: Statement<LocalNode>): readonly ValueId[] {
  switch (statement.kind) {
    case "array": return inputsOf(statement.node);
    case "scalar":
    case "extent":
    case "write": return [statement.value];
    case "effect": return statement.inputs;
    default: return [];
  }
}

/** The arrays that a computation moves: itself, or those that share its exchange. */
export function movesOf(node: LocalNode): readonly LocalReshard[] {
  return node.kind === "moves" ? node.moves : node.kind === "reshard" ? [node] : [];
}

/** The reductions and scans that a computation finishes: itself, or those that share its exchange. */
export function foldsOf(node: LocalNode): readonly LocalFold[] {
  if (node.kind === "together") return node.folds;
  return node.kind === "combine" || node.kind === "carry" ? [node] : [];
}
