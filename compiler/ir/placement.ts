// Where the elements of an array are: data that 3-distribute chooses, 4-communicate turns into collectives, and the runtime carries with
// each array. The type itself is part of the contract with generated code (`runtime/abi.ts`); this file is its text form and its algebra.
import type { Boundary, Placement } from "../../runtime/abi.ts";

export type { Placement } from "../../runtime/abi.ts";

export const replicated: Placement = { kind: "replicated" };
export const root: Placement = { kind: "root" };
export const block = (axis: number, align = 1): Placement => ({ kind: "block", axis, align, halo: 0 });
export const withHalo = (axis: number, align: number, halo: number, boundary: Boundary): Placement => ({ kind: "block", axis, align, halo, boundary });
export const cyclic = (axis: number): Placement => ({ kind: "cyclic", axis });

/** `replicated`, `root`, `block(0)`, `block(0, align 128)`, `block(0, halo 1 wrap)`, `block(0, halo 2 value 0.5)`, `cyclic(0)`. */
export function showPlacement(p: Placement): string {
  if (p.kind === "cyclic") return `cyclic(${p.axis})`;
  if (p.kind !== "block") return p.kind;
  const halo = p.boundary ? `, halo ${p.halo} ${p.boundary.kind}${p.boundary.kind === "value" ? ` ${typeof p.boundary.value === "number" ? showNumber(p.boundary.value) : `$${p.boundary.value.host}`}` : ""}` : "";
  return `block(${p.axis}${p.align > 1 ? `, align ${p.align}` : ""}${halo})`;
}

/** Keeps -0, which `String` does not. */
const showNumber = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

export function parsePlacement(text: string): Placement {
  const match = /^(?:(replicated|root)|cyclic\((\d+)\)|block\((\d+)(?:, align (\d+))?(?:, halo (\d+) (?:(clamp|wrap|reflect)|value ([^ )]+)))?\))$/.exec(text);
  if (!match) throw new SyntaxError(`not a placement: ${text}`);
  const [, whole, cyclicAxis, blockAxis, align, halo, kind, value] = match;
  if (whole !== undefined) return whole === "root" ? root : replicated;
  if (cyclicAxis !== undefined) return cyclic(Number(cyclicAxis));
  if (halo === undefined) return block(Number(blockAxis), Number(align ?? 1));
  const boundary: Boundary = value !== undefined ? { kind: "value", value: value.startsWith("$") ? { host: value.slice(1) } : Number(value) } : { kind: kind as "clamp" };
  return withHalo(Number(blockAxis), Number(align ?? 1), Number(halo), boundary);
}

/** Where an effect wants an array that is at `from`: rows stay as they are cut, without their halo. */
export function effectPlacement(wanted: "replicated" | "root" | "rows", from: Placement, ndim: number): Placement {
  if (wanted !== "rows") return { kind: wanted };
  return ndim === 0 ? replicated : block(0, from.kind === "block" && from.axis === 0 ? from.align : 1);
}

export function samePlacement(a: Placement, b: Placement): boolean {
  return showPlacement(a) === showPlacement(b);
}
