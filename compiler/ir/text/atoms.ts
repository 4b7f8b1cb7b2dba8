// The text of what all levels share: names, numbers, types, places. Each `show` has its `read` beside it.
import type { Placement } from "../placement.ts";
import { parsePlacement, showPlacement } from "../placement.ts";
import type { Attribute } from "../array.ts";
import type { ArrayType, DType, ElementType, Extent, ScalarType, Span, ValueId } from "../types.ts";
import { bytesOf } from "../types.ts";
import { parseSpan, showSpan } from "../span.ts";
import type { KernelId } from "../kernel.ts";
import type { Reader } from "./reader.ts";
import { listOf } from "./reader.ts";

/** Identifiers, dotted ones too, as they are; anything else quoted. */
export const showName = (name: string): string => (/^[\p{ID_Start}$_][\p{ID_Continue}$]*(\.[\p{ID_Continue}$]+)*$/u.test(name) ? name : `'${encodeURIComponent(name).replaceAll("'", "%27")}'`);
export function readName(reader: Reader): string {
  const match = reader.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Continue}$]+)*|'[^']*'/u) ?? reader.fail("a name");
  return match[0].startsWith("'") ? decodeURIComponent(match[0].slice(1, -1)) : match[0];
}

export const showKernelId = (id: KernelId): string => `@${showName(id.slice(1))}`;
export function readKernelId(reader: Reader): KernelId {
  reader.expect("@");
  return `@${readName(reader)}`;
}

export const showNumber = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));
export const numberPattern = /-?(?:NaN|Infinity|\d+(?:\.\d+)?(?:e[+-]?\d+)?)/;
export function readNumber(reader: Reader): number {
  return Number((reader.match(numberPattern) ?? reader.fail("a number"))[0]);
}
export const readCount = (reader: Reader): number => Number((reader.match(/\d+/) ?? reader.fail("a count"))[0]);

export const showConstant = (value: number | boolean): string => (typeof value === "boolean" ? String(value) : showNumber(value));
export function readConstant(reader: Reader): number | boolean {
  return reader.accept("true") ? true : reader.accept("false") ? false : readNumber(reader);
}

export const showText = (text: string): string => JSON.stringify(text);
export function readText(reader: Reader): string {
  return JSON.parse((reader.match(/"(?:[^"\\]|\\.)*"/) ?? reader.fail("a text in quotes"))[0]) as string;
}

export const readValue = (reader: Reader): ValueId => (reader.match(/%\d+/) ?? reader.fail("a value"))[0] as ValueId;
export const readDtype = (reader: Reader): DType => word(reader, Object.keys(bytesOf) as DType[], "a dtype");
export const readScalarType = (reader: Reader): ScalarType => word(reader, ["f64", "f32", "int", "bool"], "a scalar type");

/** One of a few words. */
export function word<T extends string>(reader: Reader, words: readonly T[], wanted: string): T {
  return words.find((candidate) => reader.accept(candidate)) ?? reader.fail(wanted);
}

/** A list of extents: `[h, 250]`. */
export const showShape = (shape: readonly Extent[]): string => `[${shape.join(", ")}]`;
export const readShape = (reader: Reader): Extent[] => listOf(reader, "[", "]", (r) => {
  const literal = r.match(/\d+/);
  return literal ? Number(literal[0]) : readName(r);
});

/** An element: `f64`, `{re: f64, im: f64}`. */
export const showElement = (element: ElementType): string => (typeof element === "string" ? element : `{${Object.entries(element).map(([field, dtype]) => `${showName(field)}: ${dtype}`).join(", ")}}`);
export function readElement(reader: Reader): ElementType {
  if (!reader.at("{")) return readDtype(reader);
  return Object.fromEntries(listOf(reader, "{", "}", (r) => {
    const field = readName(r);
    r.expect(":");
    return [field, readDtype(r)] as const;
  }));
}

export const showType = (type: ArrayType): string => `${showElement(type.element)} ${showShape(type.shape)}`;
export const readType = (reader: Reader): ArrayType => ({ element: readElement(reader), shape: readShape(reader) });

/** ` at mandelbrot.ts:14:20` at the end of whatever stands there. */
export const showAt = (span: Span): string => ` at ${encodeURI(showSpan(span))}`;
export function readAt(reader: Reader): Span {
  reader.expect("at");
  const match = reader.match(/[^\s,;(){}]*:\d+:\d+/) ?? reader.fail("a place (file:line:column)");
  return parseSpan(decodeURI(match[0]));
}

export const readPlacement = (reader: Reader): Placement => parsePlacement((reader.match(/replicated|root|(?:cyclic|block|grid|window)\([^)]*\)/) ?? reader.fail("a placement"))[0]);
export { showPlacement };

/** Plain data; a host variable is `$name`. */
export function showAttribute(value: Attribute): string {
  if (typeof value === "number") return showNumber(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(showAttribute).join(", ")}]`;
  const entries = Object.entries(value as { readonly [key: string]: Attribute });
  if (entries.length === 1 && entries[0]![0] === "host" && typeof entries[0]![1] === "string") return `$${showName(entries[0]![1])}`;
  return `{${entries.map(([key, item]) => `${showName(key)}: ${showAttribute(item)}`).join(", ")}}`;
}
export function readAttribute(reader: Reader): Attribute {
  if (reader.accept("null")) return null;
  if (reader.accept("true")) return true;
  if (reader.accept("false")) return false;
  if (reader.at('"')) return readText(reader);
  if (reader.at("[")) return listOf(reader, "[", "]", readAttribute);
  if (reader.match(/\$/)) return { host: readName(reader) };
  if (reader.at("{")) return readAttributes(reader);
  return readNumber(reader);
}
export function readAttributes(reader: Reader): { readonly [key: string]: Attribute } {
  return Object.fromEntries(listOf(reader, "{", "}", (r) => {
    const key = readName(r);
    r.expect(":");
    return [key, readAttribute(r)] as const;
  }));
}

/** A list of names in brackets. */
export const showNames = (names: readonly string[]): string => `(${names.map(showName).join(", ")})`;
export const readNames = (reader: Reader): string[] => listOf(reader, "(", ")", readName);
