// Uses of some array values become uses of others.
import type { ArrayNode, ArrayOp } from "../ir/array.ts";
import type { Block, Statement } from "../ir/host.ts";
import { isControl, withBlocks } from "../ir/traverse.ts";
import type { ValueId } from "../ir/types.ts";

function renamedOp(op: ArrayOp, rename: (value: ValueId) => ValueId): ArrayOp {
  const kernel = op.kernel?.reads ? { kernel: { ...op.kernel, reads: op.kernel.reads.map((r) => ({ ...r, value: rename(r.value) })) } } : {};
  return { ...op, inputs: op.inputs.map(rename), ...kernel };
}

export function renameValues(block: Block<ArrayNode>, names: ReadonlyMap<ValueId, ValueId>): Block<ArrayNode> {
  if (names.size === 0) return block;
  const rename = (value: ValueId): ValueId => names.get(value) ?? value;
  return block.map((s): Statement<ArrayNode> => {
    switch (s.kind) {
      case "array":
        return { kind: "array", node: s.node.kind === "op" ? renamedOp(s.node, rename) : { ...s.node, inputs: s.node.inputs.map((i) => ({ ...i, value: rename(i.value) })) } };
      case "scalar":
      case "extent":
      case "write":
        return { ...s, value: rename(s.value) };
      case "effect":
        return { ...s, inputs: s.inputs.map(rename) };
      default:
        return isControl(s) ? withBlocks(s, (b) => renameValues(b, names)) : s;
    }
  });
}
