// The packer changes some values: -0 becomes 0, and a surrogate without its partner another character. Values in which there is one, anywhere, go with a mark in its place:
//
//   { a: [1, -0] }   ->   { a: [1, minusZero] }        and shared or cyclic references stay what they are
//
// Looking for one costs a walk over the value, which is little beside packing it.
export class MinusZero {}
/** Text that is no valid Unicode, as its code units. */
export class CodeUnits {
  constructor(readonly units: Uint16Array) {}
  static of(text: string): CodeUnits { return new CodeUnits(Uint16Array.from({ length: text.length }, (_, k) => text.charCodeAt(k))); }
  get text(): string {
    let text = "";
    for (const unit of this.units) text += String.fromCharCode(unit);
    return text;
  }
}

const minusZero = new MinusZero();

const isMinusZero = (value: number): boolean => value === 0 && Object.is(value, -0);
/** Newer than the library's types; quick for most texts. */
const isIllFormed = (text: string): boolean => (text as string & { isWellFormed?(): boolean }).isWellFormed?.() === false;
const isChanged = (value: unknown): boolean => (typeof value === "number" ? isMinusZero(value) : typeof value === "string" && isIllFormed(value));
const mark = (value: unknown): unknown => (typeof value === "number" ? minusZero : CodeUnits.of(value as string));

const isPlain = (value: object): value is { [key: string]: unknown } => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** The value itself if nothing in it has to be marked, else a copy with marks. */
export function withMarks(value: unknown): unknown {
  if (isChanged(value)) return mark(value);
  return typeof value === "object" && value !== null && contains(value) ? marked(value, new Map()) : value;
}

/** Without recursion: values may be nested deeply. */
function contains(value: object): boolean {
  const seen = new Set<object>(), rest: object[] = [value];
  const look = (part: unknown): boolean => {
    if (typeof part === "object" && part !== null) {
      rest.push(part);
      return false;
    }
    return isChanged(part);
  };
  for (let next = rest.pop(); next; next = rest.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (Array.isArray(next)) {
      for (const part of next) if (look(part)) return true;
    } else if (next instanceof Map) {
      for (const [key, part] of next) if (look(key) || look(part)) return true;
    } else if (next instanceof Set) {
      for (const part of next) if (look(part)) return true;
    } else if (isPlain(next)) {
      for (const key in next) if (look(next[key])) return true;
    }
  }
  return false;
}

function marked(value: unknown, made: Map<object, unknown>): unknown {
  if (isChanged(value)) return mark(value);
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
