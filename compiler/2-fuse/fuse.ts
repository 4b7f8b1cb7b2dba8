// 2-fuse: operators become loops, and loops that can be one become one.
//
//   %1 = iota [n]; %2 = map %1 @f; %3 = sum %2; const s = %3      ->      %3 = loop [n] { s0 = @f(i0); reduce %3 = s0 by add }; const s = %3
//
// The meaning is kept to the bit: a value that is no longer stored is still read back through its storage dtype, and no work is done twice but where that is cheaper than storing (`recompute`). Array nodes
// are pure, so they move across host statements as far as the names they need allow; effects and host statements keep their order.
// A neighbour access (stencil) needs its whole input first, so it is never merged with the loop that makes it.
import type { ArrayNode, ArrayOp } from "../ir/array.ts";
import type { Block, Program } from "../ir/host.ts";
import type { KernelId } from "../ir/kernel.ts";
import { statementsIn } from "../ir/blocks.ts";
import { isControl, reachedFunctions, throwing, withBlocks } from "../ir/traverse.ts";
import type { OperatorDefinition } from "../ops/defineOp.ts";
import { operators as allOperators } from "../ops/index.ts";
import { nodeFunctions } from "./blockGraph.ts";
import { expandOps } from "./expandOps.ts";
import { forwardSlots } from "./forwardSlots.ts";
import { fuseBlock } from "./fuseBlock.ts";
import { recompute } from "./recompute.ts";
import { removeDead, usesOf } from "./removeDead.ts";

export function fuse(program: Program<ArrayOp>, operators: ReadonlyMap<string, OperatorDefinition> = allOperators): Program<ArrayNode> {
  let now = lean(forwardSlots(expandOps(program, operators)));
  // A chain of loops that has become one is computed again as one: what that costs is known only then.
  for (let round = 0; round < 2; round++) now = merged(lean(recompute(now, throwing(now.kernels))), (node) => node.kind === "op" && operators.get(node.op)?.library?.readsFiles === true);
  return { ...now, kernels: reachedFunctions(now.kernels, rootsOf(now.body)) };
}

/** The loops of every block that can be one are one. */
function merged(program: Program<ArrayNode>, readsFiles: (node: ArrayNode) => boolean): Program<ArrayNode> {
  const { uses } = usesOf(program), kernels = new Map(program.kernels.map((fn) => [fn.id, fn])), given = new Set(kernels.keys()), throws = throwing(program.kernels);
  // What fusing brings of its own (in blocks that were fused before) only copies.
  const mayThrow = (fn: KernelId): boolean => given.has(fn) && throws(fn);
  const fuseAll = (block: Block<ArrayNode>): Block<ArrayNode> => {
    const inside = block.map((s) => (isControl(s) ? withBlocks(s, fuseAll) : s)), fused = fuseBlock(inside, { uses, mayThrow, readsFiles });
    for (const fn of fused.kernels) kernels.set(fn.id, fn);
    return fused.block;
  };
  const body = fuseAll(program.body);
  return lean({ ...program, body, kernels: [...kernels.values()] });
}

const lean = (program: Program<ArrayNode>): Program<ArrayNode> => removeDead(program, throwing(program.kernels));

function rootsOf(body: Block<ArrayNode>): Set<KernelId> {
  const roots = new Set<KernelId>();
  for (const s of statementsIn(body)) if (s.kind === "array") nodeFunctions(s.node).forEach((fn) => roots.add(fn));
  return roots;
}
