// Arrays as text, as NumPy writes them: aligned columns, large arrays summarised to three elements at each end of an axis.
//
//   f64 [2, 3]   ->   [[1.   2.5  3.25]
//                      [4.   5.   6.  ]]
import type { DType } from "../abi.ts";
import { rowMajorStrides, elementCount } from "../layout/shard.ts";
import { fieldsOf, type ElementArray } from "../memory/elements.ts";
import type { Whole } from "./whole.ts";

/** Arrays of more elements are summarised. */
const threshold = 1000;
const edge = 3;
const lineWidth = 88;
const precision = 8;

export function formatArray(array: Whole, indent = ""): string {
  const { shape } = array, summarise = elementCount(shape) > threshold, strides = rowMajorStrides(shape);
  if (elementCount(shape) === 0) return shape.length <= 1 ? "[]" : `[] (${shape.join(" x ")})`;
  const shown = shape.map((extent) => positions(extent, summarise)), offsets: number[] = [];
  const collect = (axis: number, offset: number): void => {
    if (axis === shape.length) offsets.push(offset);
    else for (const p of shown[axis]!) if (p !== undefined) collect(axis + 1, offset + p * strides[axis]!);
  };
  collect(0, 0);
  const texts = elementTexts(array, offsets);
  let next = 0;
  const print = (axis: number): string => {
    if (axis === shape.length) return texts[next++]!;
    const items = shown[axis]!.map((p) => (p === undefined ? "..." : print(axis + 1)));
    const inner = `${indent}${" ".repeat(axis + 1)}`;
    return axis === shape.length - 1 ? `[${wrap(items, inner)}]` : `[${items.join(`${"\n".repeat(shape.length - axis - 1)}${inner}`)}]`;
  };
  return print(0);
}

/** Positions of an axis that are shown; undefined stands for those left out. */
function positions(extent: number, summarise: boolean): (number | undefined)[] {
  const all = (first: number, end: number): number[] => Array.from({ length: end - first }, (_, k) => first + k);
  return summarise && extent > 2 * edge + 1 ? [...all(0, edge), undefined, ...all(extent - edge, extent)] : all(0, extent);
}

function wrap(items: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = "";
  for (const item of items) {
    if (line !== "" && indent.length + line.length + 1 + item.length > lineWidth) {
      lines.push(line);
      line = item;
    } else line = line === "" ? item : `${line} ${item}`;
  }
  return [...lines, line].join(`\n${indent}`);
}

function elementTexts(array: Whole, offsets: readonly number[]): string[] {
  const columns = fieldsOf(array.element).map(([field, dtype]) => ({ field, texts: numberTexts(array.data[field]!, dtype, offsets) }));
  if (typeof array.element === "string") return columns[0]!.texts;
  return offsets.map((_, k) => `{ ${columns.map(({ field, texts }) => `${field}: ${texts[k]!}`).join(", ")} }`);
}

function numberTexts(data: ElementArray, dtype: DType, offsets: readonly number[]): string[] {
  const values = offsets.map((offset) => data[offset]!);
  if (dtype === "bool") return padStart(values.map((value) => (value === 0 ? "false" : "true")));
  if (dtype !== "f64" && dtype !== "f32") return padStart(values.map(String));
  return floatTexts(values, dtype === "f32");
}

/** All with as many places as the one that needs most, or all in powers of ten where sizes differ much. */
function floatTexts(values: readonly number[], single: boolean): string[] {
  const finite = values.filter(Number.isFinite), sizes = finite.map(Math.abs).filter((size) => size > 0), largest = Math.max(0, ...sizes), smallest = Math.min(Infinity, ...sizes);
  const powers = sizes.length > 0 && (largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000);
  const digits = (value: number): string => shortest(value, single, powers);
  const split = values.map((value) => (Number.isFinite(value) ? parts(digits(value)) : undefined)), places = Math.max(0, ...split.map((part) => part?.places.length ?? 0));
  return padStart(values.map((value, k) => {
    const part = split[k];
    if (!part) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    return powers ? `${part.whole}.${part.places.padEnd(places, "0")}${part.power}` : `${part.whole}.${part.places.padEnd(places, " ")}`;
  }));
}

/** At most `precision` places, fewer if they say the same. */
function shortest(value: number, single: boolean, powers: boolean): string {
  const exact = Object.is(value, -0) ? "-0" : String(value), limit = single ? Math.min(precision, 7) : precision;
  if (!powers) return value.toFixed(limit).length < exact.length || exact.includes("e") ? (Object.is(value, -0) ? "-" : "") + value.toFixed(limit) : exact;
  for (let places = 0; places < limit; places++) {
    const text = value.toExponential(places);
    if (Number(text) === value || (single && Math.fround(Number(text)) === value)) return text;
  }
  return value.toExponential(limit);
}

function parts(text: string): { readonly whole: string; readonly places: string; readonly power: string } {
  const match = /^(-?\d+)(?:\.(\d*))?(?:e([+-])(\d+))?$/.exec(text), [, whole = text, places = "", sign, power] = match ?? [];
  return { whole, places: places.replace(/0+$/, ""), power: power === undefined ? "" : `e${sign ?? "+"}${power.padStart(2, "0")}` };
}

function padStart(texts: readonly string[]): string[] {
  const width = Math.max(...texts.map((text) => text.length));
  return texts.map((text) => text.padStart(width));
}
