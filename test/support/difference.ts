// How two results of a program differ, to the bit: NaN equals NaN, 0 does not equal -0.
import { isDense } from "../../compiler/reference/interpret.ts";

/** Undefined if they are the same. */
export function difference(want: unknown, got: unknown): string | undefined {
  if (isDense(want) && isDense(got)) {
    if (JSON.stringify([want.element, want.shape]) !== JSON.stringify([got.element, got.shape])) return `${JSON.stringify([got.element, got.shape])} instead of ${JSON.stringify([want.element, want.shape])}`;
    for (const [field, data] of Object.entries(want.data)) {
      const other = got.data[field]!, at = data.findIndex((value, k) => !Object.is(value, other[k]));
      if (at >= 0) return `${show(other[at])} instead of ${show(data[at])} at ${at}`;
    }
    return undefined;
  }
  return Object.is(want, got) || (typeof want === "object" && JSON.stringify(want) === JSON.stringify(got)) ? undefined : `${show(got)} instead of ${show(want)}`;
}

const show = (value: unknown): string => (Object.is(value, -0) ? "-0" : String(value));
