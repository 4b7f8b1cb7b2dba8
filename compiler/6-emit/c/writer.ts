// One C function while it is written: lines with their indentation, the variables it turned out to need, labels that are used once each.
import type { LaneType } from "../../ir/lanes.ts";

export interface CWriter {
  readonly lines: string[];
  /** Variables of the block that is being written, by name: their C types. */
  readonly variables: Map<string, string>;
  /** Lanes of the vectors that the module needs types and functions for. */
  readonly widths: Set<number>;
  depth: number;
  labels: number;
}

export const newCWriter = (): CWriter => ({ lines: [], variables: new Map(), widths: new Set(), depth: 0, labels: 0 });

export function line(writer: CWriter, ...lines: readonly string[]): void {
  for (const text of lines) writer.lines.push("  ".repeat(writer.depth) + text);
}

/** `open {` ... `}`. */
export function braces(writer: CWriter, open: string, inner: () => void, close = "}"): void {
  line(writer, open === "" ? "{" : `${open} {`);
  writer.depth++;
  inner();
  writer.depth--;
  line(writer, close);
}

/** Declares a variable once; a second declaration must agree. */
export function declare(writer: CWriter, name: string, type: string): string {
  const known = writer.variables.get(name);
  if (known !== undefined && known !== type) throw new Error(`variable ${name} is both ${known} and ${type}`);
  writer.variables.set(name, type);
  return name;
}

/** A label's name, unlike any other of the function. */
export const freshLabel = (writer: CWriter, like: string): string => `${cIdentifier(like)}$${writer.labels++}`;

/** C identifiers are ASCII: other characters of a user's name are written as their code. */
export const cIdentifier = (name: string): string => name.replace(/[^\w$]/g, (c) => `$u${c.codePointAt(0)!.toString(16)}$`);

/** A lane local; no keyword of C begins like this. */
export const localName = (name: string, u?: number): string => `v_${cIdentifier(name)}${u === undefined ? "" : `$${u}`}`;

/** bool is an int of 0 or 1. */
export const scalarType = (type: LaneType): string => (type === "bool" ? "int" : type);
export const vectorType = (type: LaneType, width: number): string => (type === "bool" ? `m${width}` : `${type}x${width}`);

/** A number as C writes it: exact, with the sign of zero. */
export function cNumber(value: number, type: "f64" | "f32"): string {
  const suffix = type === "f32" ? "f" : "";
  if (Number.isNaN(value)) return `__builtin_nan${suffix}("")`;
  if (!Number.isFinite(value)) return `${value < 0 ? "-" : ""}__builtin_inf${suffix}()`;
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /[.e]/.test(text) ? text + suffix : `${text}.0${suffix}`;
}
