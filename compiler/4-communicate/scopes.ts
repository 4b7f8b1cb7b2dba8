// Where the statements of the rank-local program go, and which copies of an array in other placements are already there. A copy is made once
// and used by everything below; what does not change in a loop is moved before the loop.
//
//   %1 = ...; while { print %1; print %1 }     ->     %1 = ...; %9 = reshard %1 to root; while { print %9; print %9 }
import type { Statement } from "../ir/host.ts";
import { hostsOfPlacement, showPlacement } from "../ir/placement.ts";
import type { Placement } from "../ir/placement.ts";
import type { LocalNode } from "../ir/spmd.ts";
import type { ValueId } from "../ir/types.ts";

interface Frame {
  /** Host variables that statements here give a value. */
  readonly names: Set<string>;
  readonly out: Statement<LocalNode>[];
  readonly defined: Set<ValueId>;
  readonly copies: Map<string, ValueId>;
  /** A block that may run more than once for each time it is come to. */
  readonly repeats: boolean;
}

export interface Scopes {
  /** Runs `inside` with a block of its own, and gives the block. */
  block(repeats: boolean, inside: () => void): readonly Statement<LocalNode>[];
  emit(statement: Statement<LocalNode>, defines?: readonly ValueId[]): void;
  /** The copy of a value placed so, made by `make` if there is none yet. */
  copy(value: ValueId, to: Placement, make: () => { readonly node: LocalNode; readonly value: ValueId }): ValueId;
}

function namesOf(s: Statement<LocalNode>): readonly string[] {
  if (s.kind === "scalar" || s.kind === "extent") return [s.name];
  if (s.kind === "effect") return s.name === null ? [] : [s.name];
  return s.kind === "host" ? s.code.writes : [];
}

export function newScopes(): Scopes {
  const frames: Frame[] = [];
  const here = (): Frame => frames.at(-1)!;
  return {
    block(repeats, inside) {
      const frame: Frame = { names: new Set(), out: [], defined: new Set(), copies: new Map(), repeats };
      frames.push(frame);
      inside();
      frames.pop();
      return frame.out;
    },
    emit(statement, defines = []) {
      here().out.push(statement);
      namesOf(statement).forEach((name) => here().names.add(name));
      for (const value of defines) here().defined.add(value);
    },
    copy(value, to, make) {
      const key = `${value} ${showPlacement(to)}`;
      const known = frames.findLast((frame) => frame.copies.has(key))?.copies.get(key);
      if (known !== undefined) return known;
      // What is placed by a host variable is there only after that has its value; where that is not known, it stays.
      const named = hostsOfPlacement(to).map((name) => frames.findLastIndex((frame) => frame.names.has(name))).map((k) => (k < 0 ? frames.length - 1 : k));
      const from = Math.max(frames.findLastIndex((frame) => frame.defined.has(value)), ...named), loop = frames.findIndex((frame, k) => k > from && frame.repeats);
      const frame = loop < 0 ? here() : frames[loop - 1]!;
      const made = make();
      frame.out.push({ kind: "array", node: made.node });
      frame.defined.add(made.value);
      frame.copies.set(key, made.value);
      return made.value;
    },
  };
}
