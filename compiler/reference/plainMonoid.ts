// Monoids in uncompiled programs: the values `add`, `min`, `monoid(0, f)`, and plain functions that are known by their text.
//
//   reduceAll(a, add)                 reduceAll(a, (x, y) => x + y)        both: { name: "add", identity: 0, combine }
import type { Identity } from "../ir/array.ts";
import type { ElementType } from "../ir/types.ts";
import type { ReferenceCall } from "../ops/defineOp.ts";
import { accepts } from "../ops/monoid.ts";
import type { MonoidName } from "../ops/monoid.ts";
import { plainMonoid } from "../ops/reduction.ts";
import type { Monoid } from "../types/index.ts";

const tag = Symbol.for("spmd.monoid");

interface Custom {
  readonly identity: Identity;
  readonly combine: (a: never, b: never) => Identity;
}
type Tagged = { readonly [tag]: MonoidName | Custom };
const isTagged = (value: unknown): value is Tagged => (typeof value === "object" || typeof value === "function") && value !== null && tag in value;

/** Makes a value serve as a built-in monoid; `min` and `max` are operators as well. */
export const asMonoid = <Kind extends "arithmetic" | "bitwise", Value extends object>(name: MonoidName, value: Value): Value & Monoid<Kind> =>
  Object.defineProperty(value, tag, { value: name }) as Value & Monoid<Kind>;

export const builtin = <Kind extends "arithmetic" | "bitwise">(name: MonoidName): Monoid<Kind> => asMonoid<Kind, object>(name, {});

export const custom = <Kind extends "number" | "boolean" | object>(identity: Identity, combine: Custom["combine"]): Monoid<Kind> =>
  Object.defineProperty({}, tag, { value: { identity, combine } }) as Monoid<Kind>;

export const isMonoidValue = (value: unknown): boolean => isTagged(value) || typeof value === "function";

/** The monoid for elements of this dtype; undefined where no identity is known. A name that does not combine them comes without a function. */
export function monoidOf(value: unknown, element: ElementType): (Pick<NonNullable<ReferenceCall["monoid"]>, "name" | "identity"> & Partial<NonNullable<ReferenceCall["monoid"]>>) | undefined {
  const meant = isTagged(value) ? value[tag] : typeof value === "function" ? recognised(value.toString()) : undefined;
  if (meant === undefined) return undefined;
  if (typeof meant === "object") return { name: "custom", identity: meant.identity, combine: meant.combine as NonNullable<ReferenceCall["monoid"]>["combine"] };
  return accepts(meant, element) ? plainMonoid(meant, element) : { name: meant, identity: 0 };
}

const bodies: readonly (readonly [pattern: string, name: MonoidName])[] = [
  ["A+B", "add"], ["A*B", "mul"], ["Math.min(A,B)", "min"], ["Math.max(A,B)", "max"],
  ["A&&B", "and"], ["A||B", "or"], ["A!==B", "xor"], ["A!=B", "xor"], ["A&B", "and"], ["A|B", "or"], ["A^B", "xor"],
];

/** The built-in monoid that a function's text spells: `(a, b) => a + b`, `function (x, y) { return Math.max(x, y); }`. */
function recognised(text: string): MonoidName | undefined {
  const plain = text.replace(/\breturn\b/, "").replace(/\s+/g, ""), [, a, b, body] = /^(?:function\w*)?\(([\w$]+),([\w$]+)\)(?:=>)?(.*)$/.exec(plain) ?? [];
  if (a === undefined || b === undefined || body === undefined) return undefined;
  const bare = body.replace(/^\{(.*?);?\}$/, "$1").replace(/^\((.*)\)$/, "$1");
  return bodies.find(([pattern]) => [[a, b], [b, a]].some(([x, y]) => bare === pattern.replace("A", x!).replace("B", y!)))?.[1];
}
