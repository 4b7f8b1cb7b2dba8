// Where the elements of an array are: data that 3-distribute chooses, 4-communicate turns into collectives, and the runtime carries with
// each array. The type itself is part of the contract with generated code (`runtime/abi.ts`); this file is its text form and its algebra.
import type { Boundary, Grid, Placement, Room, Window } from "../../runtime/abi.ts";
import { distributedAxes, haloAlong } from "../../runtime/abi.ts";

export type { Grid, Placement, Room, Window } from "../../runtime/abi.ts";
export { distributedAxes, haloAlong, hasHalo, isSpread } from "../../runtime/abi.ts";

export const replicated: Placement = { kind: "replicated" };
export const root: Placement = { kind: "root" };
export const block = (axis: number, align = 1): Placement => ({ kind: "block", axis, align, halo: 0 });
export const withHalo = (axis: number, align: number, halo: number, boundary: Boundary): Placement => ({ kind: "block", axis, align, halo, boundary });
/** Position `from` of an axis on every rank. */
export const onePosition = (axis: number, from: Window["from"]): Window => ({ kind: "window", axis, align: 1, extent: 1, from, step: 0, more: 0 });
export const cyclic = (axis: number): Placement => ({ kind: "cyclic", axis });

export const grid = (axes: Grid["axes"] = [0, 1], aligns: Grid["aligns"] = [1, 1]): Grid => ({ kind: "grid", axes, aligns, halos: [0, 0], corners: false });

/** `replicated`, `root`, `block(0)`, `block(0, align 128)`, `block(0, halo 1 wrap)`, `block(0, halo 2 value 0.5)`, `cyclic(0)`,
 * `grid(0 1, align 1 128)`, `grid(0 1, halo 1 1 corners wrap)`, `window(0, align 8, of $n, from 1 step 1 more 2)`. */
export function showPlacement(p: Placement): string {
  if (p.kind === "cyclic") return `cyclic(${p.axis})`;
  if (p.kind === "window") return `window(${p.axis}${p.align > 1 ? `, align ${p.align}` : ""}, of ${typeof p.extent === "number" ? p.extent : `$${p.extent.host}`}, from ${showFrom(p.from)} step ${p.step} more ${p.more})`;
  if (p.kind !== "block" && p.kind !== "grid") return p.kind;
  const outside = p.boundary ? ` ${p.boundary.kind}${p.boundary.kind === "value" ? ` ${typeof p.boundary.value === "number" ? showNumber(p.boundary.value) : `$${p.boundary.value.host}`}` : ""}` : "";
  if (p.kind === "grid") return `grid(${p.axes.join(" ")}${p.aligns.some((align) => align > 1) ? `, align ${p.aligns.join(" ")}` : ""}${p.boundary ? `, halo ${p.halos.join(" ")}${p.corners ? " corners" : ""}${outside}` : ""})`;
  const halo = p.boundary ? `, halo ${p.halo}${outside}` : "";
  return `block(${p.axis}${p.align > 1 ? `, align ${p.align}` : ""}${halo})`;
}

const showFrom = (from: Window["from"]): string => (typeof from === "number" ? String(from) : `$${from.host}${from.plus === 0 ? "" : from.plus > 0 ? `+${from.plus}` : from.plus}`);

/** Keeps -0, which `String` does not. */
const showNumber = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

function parseWindow(text: string): Window | undefined {
  const match = /^window\((\d+)(?:, align (\d+))?, of (?:(\d+)|\$([^ ,]+)), from (?:(-?\d+)|\$([^ +-]+)([+-]\d+)?) step (-?\d+) more (\d+)\)$/.exec(text);
  if (!match) return undefined;
  const [, axis, align, extent, extentHost, from, fromHost, plus, step, more] = match;
  return {
    kind: "window", axis: Number(axis), align: Number(align ?? 1), extent: extentHost === undefined ? Number(extent) : { host: extentHost },
    from: fromHost === undefined ? Number(from) : { host: fromHost, plus: Number(plus ?? 0) }, step: Number(step), more: Number(more),
  };
}

/** The host variables that a placement is given by. */
export function hostsOfPlacement(p: Placement): readonly string[] {
  if (p.kind === "window") return [p.extent, p.from].flatMap((x) => (typeof x === "number" ? [] : [x.host]));
  return (p.kind === "block" || p.kind === "grid") && p.boundary?.kind === "value" && typeof p.boundary.value === "object" ? [p.boundary.value.host] : [];
}

/** The placement with the values of host variables in place of their names. */
export function evaluatedPlacement(p: Placement, value: (host: string) => number): Placement {
  if (p.kind === "window") return { ...p, extent: typeof p.extent === "number" ? p.extent : value(p.extent.host), from: typeof p.from === "number" ? p.from : value(p.from.host) + p.from.plus };
  if ((p.kind !== "block" && p.kind !== "grid") || p.boundary?.kind !== "value" || typeof p.boundary.value === "number") return p;
  return { ...p, boundary: { kind: "value", value: value(p.boundary.value.host) } };
}

export function parsePlacement(text: string): Placement {
  const window = parseWindow(text);
  if (window) return window;
  const grid = parseGrid(text);
  if (grid) return grid;
  const match = /^(?:(replicated|root)|cyclic\((\d+)\)|block\((\d+)(?:, align (\d+))?(?:, halo (\d+) (?:(clamp|wrap|reflect)|value ([^ )]+)))?\))$/.exec(text);
  if (!match) throw new SyntaxError(`not a placement: ${text}`);
  const [, whole, cyclicAxis, blockAxis, align, halo, kind, value] = match;
  if (whole !== undefined) return whole === "root" ? root : replicated;
  if (cyclicAxis !== undefined) return cyclic(Number(cyclicAxis));
  if (halo === undefined) return block(Number(blockAxis), Number(align ?? 1));
  return withHalo(Number(blockAxis), Number(align ?? 1), Number(halo), boundaryOf(kind, value));
}

function parseGrid(text: string): Grid | undefined {
  const match = /^grid\((\d+) (\d+)(?:, align (\d+) (\d+))?(?:, halo (\d+) (\d+)( corners)? (?:(clamp|wrap|reflect)|value ([^ )]+)))?\)$/.exec(text);
  if (!match) return undefined;
  const [, first, second, align, secondAlign, halo, secondHalo, corners, kind, value] = match, cut = grid([Number(first), Number(second)], [Number(align ?? 1), Number(secondAlign ?? 1)]);
  return halo === undefined ? cut : { ...cut, halos: [Number(halo), Number(secondHalo)], corners: corners !== undefined, boundary: boundaryOf(kind, value) };
}

function boundaryOf(kind: string | undefined, value: string | undefined): Boundary {
  if (value === undefined) return { kind: kind as "clamp" };
  return { kind: "value", value: value.startsWith("$") ? { host: value.slice(1) } : Number(value) };
}

/** The room that an array needs which will get the halo of this placement. */
export function roomFor(p: Placement): Room {
  return { halos: distributedAxes(p).map((axis) => haloAlong(p, axis)), corners: p.kind === "grid" && p.corners };
}

/** Room for both. */
export function widerRoom(a: Room | undefined, b: Room | undefined): Room | undefined {
  return a && b ? { halos: a.halos.map((halo, k) => Math.max(halo, b.halos[k] ?? 0)), corners: a.corners || b.corners } : (a ?? b);
}

/** What there is of both. */
export function narrowerRoom(a: Room | undefined, b: Room | undefined): Room | undefined {
  return a && b && { halos: a.halos.map((halo, k) => Math.min(halo, b.halos[k] ?? 0)), corners: a.corners && b.corners };
}

export const fitsRoom = (room: Room | undefined, needed: Room): boolean => room !== undefined && needed.halos.every((halo, k) => halo <= (room.halos[k] ?? 0)) && (room.corners || !needed.corners);

/** `1`, `1 1`, `1 1 corners` */
export const showRoom = ({ halos, corners }: Room): string => `${halos.join(" ")}${corners ? " corners" : ""}`;

/** Where an effect wants an array that is at `from`: rows stay as they are cut, without their halo. */
export function effectPlacement(wanted: "replicated" | "root" | "rows", from: Placement, ndim: number): Placement {
  if (wanted !== "rows") return { kind: wanted };
  return ndim === 0 ? replicated : block(0, from.kind === "block" && from.axis === 0 ? from.align : 1);
}

export function samePlacement(a: Placement, b: Placement): boolean {
  return showPlacement(a) === showPlacement(b);
}
