// JavaScript text while it is written: lines with their indentation, and where in the user's source each comes from.
import type { Span } from "../../ir/types.ts";

export interface ScriptWriter {
  readonly lines: string[];
  readonly spans: (Span | undefined)[];
  depth: number;
  /** What the lines written now come from. */
  span: Span | undefined;
}

export const newScriptWriter = (): ScriptWriter => ({ lines: [], spans: [], depth: 0, span: undefined });

export function line(writer: ScriptWriter, text: string, span = writer.span): void {
  writer.lines.push("  ".repeat(writer.depth) + text);
  writer.spans.push(span);
}

/** `open {` ... `}`. */
export function braces(writer: ScriptWriter, open: string, inner: () => void, close = "}"): void {
  line(writer, `${open} {`);
  writer.depth++;
  inner();
  writer.depth--;
  line(writer, close);
}
