// Arrays that will get a halo are made with room for it, so that neighbours' elements are put beside a rank's own and nothing is copied.
//
//   while { %2 = read u; %3 = reshard %2 to block(0, halo 1 clamp); %4 = launch over %3; write u = %4 }     ->     %4: ... room 1 = launch over %3
//
// What a slot holds needs the room of its widest halo. Only launches give room (`runtime/arrays/halo.ts`).
import { statementsIn } from "../ir/blocks.ts";
import type { Block, Statement } from "../ir/host.ts";
import type { Nest } from "../ir/nest.ts";
import type { LocalNode, LocalValue } from "../ir/spmd.ts";
import { isControl, withBlocks } from "../ir/traverse.ts";
import { hasHalo, isSpread, roomFor, showRoom, widerRoom } from "../ir/placement.ts";
import type { Room } from "../ir/placement.ts";
import type { ValueId } from "../ir/types.ts";

export function makeRoom(body: Block<LocalNode>, nests: readonly Nest[]): Block<LocalNode> {
  const rooms = roomsOf(body);
  if (rooms.size === 0) return body;
  const stores = new Map(nests.map((nest) => [nest.name, nest.outputs.flatMap((o) => (o.mode === "scan" ? [false, false] : [o.mode === "store"]))]));
  const withRoom = (output: LocalValue): LocalValue => {
    const room = rooms.get(output.value), { placement } = output;
    return room !== undefined && isSpread(placement) && !hasHalo(placement) ? { ...output, room } : output;
  };
  const change = (block: Block<LocalNode>): Block<LocalNode> =>
    block.map((s): Statement<LocalNode> => {
      if (isControl(s)) return withBlocks(s, change);
      if (s.kind !== "array" || s.node.kind !== "launch") return s;
      const { node } = s, stored = stores.get(node.nest)!;
      return { kind: "array", node: { ...node, outputs: node.outputs.map((output, k) => (stored[k] ? withRoom(output) : output)) } };
    });
  return change(body);
}

/** How wide the halos are that each value will get: by itself, or as what a slot holds. */
function roomsOf(body: Block<LocalNode>): ReadonlyMap<ValueId, Room> {
  const values = new Map<ValueId, Room>(), slots = new Map<string, Room>(), statements = [...statementsIn(body)];
  let changed = false;
  const widen = <Key>(map: Map<Key, Room>, key: Key, to: Room | undefined): void => {
    const known = map.get(key), wider = widerRoom(known, to);
    if (wider === undefined || (known && showRoom(known) === showRoom(wider))) return;
    map.set(key, wider);
    changed = true;
  };
  do {
    changed = false;
    for (const s of statements) {
      if (s.kind === "array" && s.node.kind === "reshard" && s.node.collective === "halo") widen(values, s.node.input, roomFor(s.node.result.placement));
      else if (s.kind === "read") widen(slots, s.slot, values.get(s.result));
      else if (s.kind === "write") widen(values, s.value, slots.get(s.slot));
    }
  } while (changed);
  return values;
}
