// Arrays that are gathered to all ranks one after another are gathered together: one message from each rank to each other, not one an array.
//
//   %5 = reshard %2 by allgather; %6 = reshard %3 by allgather     ->     %5, %6 = moves { reshard %2, reshard %3 } by allgather
//
// Nothing stands between them but reads of slots, so nothing sees that they come at one time. Where they are large the runtime sends them one by one.
import type { Block, Statement } from "../ir/host.ts";
import type { LocalNode, LocalReshard } from "../ir/spmd.ts";
import { isControl, withBlocks } from "../ir/traverse.ts";
import { inputsOf } from "../ir/localUses.ts";

export function joinMoves(block: Block<LocalNode>): Block<LocalNode> {
  const out: Statement<LocalNode>[] = [], waiting: LocalReshard[] = [];
  const flush = (): void => {
    if (waiting.length > 0) out.push({ kind: "array", node: joined([...waiting]) });
    waiting.length = 0;
  };
  for (const s of block) {
    const node = s.kind === "array" && s.node.kind === "reshard" && s.node.collective === "allgather" && s.node.result.placement.kind === "replicated" ? s.node : undefined;
    if (node && !waiting.some((move) => inputsOf(node).includes(move.result.value))) {
      waiting.push(node);
      continue;
    }
    if (s.kind !== "read") flush();
    out.push(isControl(s) ? withBlocks(s, joinMoves) : s);
  }
  flush();
  return out;
}

function joined(moves: readonly LocalReshard[]): LocalNode {
  const [first] = moves, reasons = [...new Set(moves.map((move) => move.cause.reason))];
  return moves.length === 1 ? first! : { kind: "moves", moves, collective: "allgather", cause: { span: first!.cause.span, reason: reasons.join("; ") } };
}
