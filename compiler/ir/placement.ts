// Where the elements of an array are: data that 3-distribute chooses, 4-communicate turns into collectives, and the runtime carries with
// each array. The type itself is part of the contract with generated code (`runtime/abi.ts`); this file is its text form and its algebra.
import type { Placement } from "../../runtime/abi.ts";

export type { Placement } from "../../runtime/abi.ts";

export const replicated: Placement = { kind: "replicated" };
export const root: Placement = { kind: "root" };
export const block = (axis: number, align = 1, halo = 0): Placement => ({ kind: "block", axis, align, halo });
export const cyclic = (axis: number): Placement => ({ kind: "cyclic", axis });

/** `replicated`, `root`, `block(0)`, `block(0, align 128)`, `block(0, halo 1)`, `cyclic(0)`. */
export function showPlacement(p: Placement): string {
  if (p.kind === "cyclic") return `cyclic(${p.axis})`;
  if (p.kind !== "block") return p.kind;
  return `block(${p.axis}${p.align > 1 ? `, align ${p.align}` : ""}${p.halo > 0 ? `, halo ${p.halo}` : ""})`;
}

export function parsePlacement(text: string): Placement {
  const match = /^(?:(replicated|root)|cyclic\((\d+)\)|block\((\d+)(?:, align (\d+))?(?:, halo (\d+))?\))$/.exec(text);
  if (!match) throw new SyntaxError(`not a placement: ${text}`);
  const [, whole, cyclicAxis, blockAxis, align, halo] = match;
  if (whole !== undefined) return whole === "root" ? root : replicated;
  if (cyclicAxis !== undefined) return cyclic(Number(cyclicAxis));
  return block(Number(blockAxis), Number(align ?? 1), Number(halo ?? 0));
}

export function samePlacement(a: Placement, b: Placement): boolean {
  return showPlacement(a) === showPlacement(b);
}
