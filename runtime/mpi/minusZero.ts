// The packer writes -0 as 0. Values in which there is one, anywhere, go with a mark in its place:
//
//   { a: [1, -0] }   ->   { a: [1, minusZero] }        and shared or cyclic references stay what they are
//
// Looking for one costs a walk over the value, which is little beside packing it.
class MinusZero {}

export const minusZero: MinusZero = new MinusZero();
export const MinusZeroClass: typeof MinusZero = MinusZero;

const isMinusZero = (value: unknown): boolean => value === 0 && Object.is(value, -0);
const isPlain = (value: object): value is { [key: string]: unknown } => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** The value itself if there is no -0 in it, else a copy with marks. */
export function withMarks(value: unknown): unknown {
  if (typeof value === "number") return isMinusZero(value) ? minusZero : value;
  return typeof value === "object" && value !== null && contains(value, new Set()) ? marked(value, new Map()) : value;
}

function contains(value: object, seen: Set<object>): boolean {
  if (seen.has(value)) return false;
  seen.add(value);
  const inside = (part: unknown): boolean => (typeof part === "number" ? isMinusZero(part) : typeof part === "object" && part !== null && contains(part, seen));
  if (Array.isArray(value)) return value.some(inside);
  if (value instanceof Map) return [...value].some(([key, part]) => inside(key) || inside(part));
  if (value instanceof Set) return [...value].some(inside);
  if (!isPlain(value)) return false;
  for (const key in value) if (inside(value[key])) return true;
  return false;
}

function marked(value: unknown, made: Map<object, unknown>): unknown {
  if (typeof value === "number") return isMinusZero(value) ? minusZero : value;
  if (typeof value !== "object" || value === null) return value;
  const known = made.get(value);
  if (known !== undefined) return known;
  const keep = <T>(copy: T): T => {
    made.set(value, copy);
    return copy;
  };
  if (Array.isArray(value)) {
    const copy: unknown[] = keep([]);
    for (const part of value) copy.push(marked(part, made));
    return copy;
  }
  if (value instanceof Map) {
    const copy = keep(new Map<unknown, unknown>());
    for (const [key, part] of value) copy.set(marked(key, made), marked(part, made));
    return copy;
  }
  if (value instanceof Set) {
    const copy = keep(new Set<unknown>());
    for (const part of value) copy.add(marked(part, made));
    return copy;
  }
  if (!isPlain(value)) return value;
  const copy: { [key: string]: unknown } = keep({});
  for (const key in value) copy[key] = marked(value[key], made);
  return copy;
}
