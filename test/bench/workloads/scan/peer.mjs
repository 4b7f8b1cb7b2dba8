import { filled, total } from "../../common/parts.mjs";

/** One part after the other: not for several workers. */
export const alone = true;

export function part() {
  const a = filled(1 << 24, 0, 1, (i) => i % 10), s = new Float64Array(a.length);
  return { once() { let before = 0; for (let i = 0; i < a.length; i++) s[i] = before += a[i]; }, check: () => total(s) };
}
