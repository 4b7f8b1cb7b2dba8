import { filled } from "../../common/parts.mjs";

/** Parts would have to be merged: not for several workers. */
export const alone = true;

export function part() {
  const a = filled(1 << 21, 0, 1, (i) => (Math.imul(i, -1640531535) >>> 0) - 2147483648);
  let s = a;
  return { once() { s = a.slice().sort(); }, check: () => s.reduce((w, x, i) => w + x * i, 0) };
}
