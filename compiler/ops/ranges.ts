// Ranges of an axis, [from, to, step] as NumPy's from:to:step, in terms of an extent that only the run knows: how many positions they have and which is the first.
//
//   [1, -1] of n         Math.max(0, n - 2) positions from 1 on          [null, null, -1] of n     n positions from n - 1 on
//   [k, m] of n          both cut off at the ends, when the program runs
import type { Attribute, Position } from "../ir/array.ts";
import type { Extent } from "../ir/types.ts";
import { rangeRun } from "../../runtime/abi.ts";
import type { Range } from "../../runtime/abi.ts";
import type { HostText } from "./defineOp.ts";
import { hostScalar } from "./scalars.ts";

export type RangeParts = readonly Attribute[];

/** The step, where the program itself says it. */
export const stepOf = ([, , step = 1]: RangeParts): number | undefined => (step === null ? 1 : typeof step === "number" ? step : undefined);

/** How many positions the range has; undefined where its step is known only when the program runs. */
export function countOf(extent: Extent, range: RangeParts): Extent | HostText | undefined {
  const [from = null, to = null] = range, step = stepOf(range);
  if (step === undefined || step === 0) return undefined;
  if (typeof extent === "number" && isLiteral(range)) return rangeRun(extent, range as Range).count;
  if (from === null && to === null && Math.abs(step) === 1) return extent;
  // What is cut off at both ends by numbers is written alike, so that equal extents have one name.
  const first = from ?? 0, cut = typeof first === "number" && first >= 0 && (to === null || (typeof to === "number" && to < 0)) ? first - Number(to ?? 0) : undefined;
  if (step === 1 && cut !== undefined) return cut === 0 ? extent : text(`Math.max(0, ${extent} - ${cut})`, [extent]);
  const ends = step > 0 ? [placeText(from, "0", extent, step), placeText(to, String(extent), extent, step)] : [placeText(to, "-1", extent, step), placeText(from, `${extent} - 1`, extent, step)];
  const length = ends[0] === "0" ? ends[1]! : `${ends[1]!} - ${/[ (]/.test(ends[0]!) || ends[0]!.startsWith("-") ? `(${ends[0]!})` : ends[0]!}`;
  return text(`Math.max(0, ${Math.abs(step) === 1 ? length : `Math.ceil((${length}) / ${Math.abs(step)})`})`, [extent, from, to]);
}

/** The range's first position; its text where it must be computed. */
export function firstOf(extent: Extent, range: RangeParts): Position | HostText | undefined {
  const [from = null] = range, step = stepOf(range);
  if (step === undefined) return undefined;
  if (typeof extent === "number" && isLiteral(range)) return rangeRun(extent, range as Range).from;
  if (from === null) return step > 0 ? 0 : typeof extent === "number" ? extent - 1 : { host: extent, plus: -1 };
  // Beyond the end there are no positions, so none is first.
  if (typeof from === "number" && from >= 0 && step > 0) return from;
  return text(placeText(from, "", extent, step), [extent, from]);
}

const isLiteral = (range: RangeParts): boolean => range.every((part) => part === null || typeof part === "number");

/** An end of a range as a position of the axis: from the end where negative, cut off outside. */
function placeText(end: Attribute, missing: string, extent: Extent, step: number): string {
  if (end === null) return missing;
  const low = step > 0 ? "0" : "-1", high = step > 0 ? String(extent) : `${extent} - 1`, host = hostScalar(end);
  if (end === 0 && step > 0) return low;
  if (host === undefined) return Number(end) < 0 ? `Math.max(${low}, ${extent} - ${-Number(end)})` : `Math.min(${String(end)}, ${high})`;
  return `Math.min(${high}, Math.max(${low}, ${host} < 0 ? ${host} + ${extent} : ${host}))`;
}

const text = (of: string, parts: readonly (Extent | Attribute)[]): HostText => ({
  text: of,
  reads: [...new Set(parts.flatMap((part) => (typeof part === "string" ? [part] : hostScalar(part) ?? [])))],
});
