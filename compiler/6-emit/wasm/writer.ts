// One function of WebAssembly text while it is written: its lines with their indentation, the locals it turned out to need, the routines it calls.
import type { LaneType } from "../../ir/lanes.ts";

export type WasmType = "i32" | "i64" | "f32" | "f64" | "v128";

export interface FunctionWriter {
  readonly lines: string[];
  readonly locals: Map<string, WasmType>;
  /** Names of `routines.ts`. */
  readonly routines: Set<string>;
  depth: number;
  temporaries: number;
}

export const newWriter = (): FunctionWriter => ({ lines: [], locals: new Map(), routines: new Set(), depth: 0, temporaries: 0 });

export function write(writer: FunctionWriter, ...lines: readonly string[]): void {
  for (const line of lines) writer.lines.push("  ".repeat(writer.depth) + line);
}

/** `(block $x` ... `)`: what `inner` writes stands between, indented. */
export function nested(writer: FunctionWriter, open: string, inner: () => void): void {
  write(writer, open);
  writer.depth++;
  inner();
  writer.depth--;
  const last = writer.lines.length - 1;
  writer.lines[last] += writer.lines[last]!.includes(";;") ? `\n${"  ".repeat(writer.depth)})` : ")";
}

/** Declares a local once; a second declaration must agree. Returns its WAT name. */
export function declare(writer: FunctionWriter, name: string, type: WasmType): string {
  const known = writer.locals.get(name);
  if (known !== undefined && known !== type) throw new Error(`local ${name} is both ${known} and ${type}`);
  writer.locals.set(name, type);
  return watName(name);
}

export function temporary(writer: FunctionWriter, type: WasmType): string {
  return declare(writer, `t$${writer.temporaries++}`, type);
}

export const machineType = (type: LaneType): "i32" | "f32" | "f64" => (type === "f64" || type === "f32" ? type : "i32");

/** WAT identifiers are ASCII: other letters of a user's name are written as their code. */
export const watName = (name: string): string => `$${name.replace(/[^\w.$]/g, (c) => `_u${c.codePointAt(0)!.toString(16)}_`)}`;

/** A number as WAT writes it: exact, with the sign of zero. */
export function watNumber(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Object.is(value, -0) ? "-0" : String(value);
}
