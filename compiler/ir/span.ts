// A span as text, `mandelbrot.ts:14:20`: how sites stand in generated code, in dumps and in messages.
import type { Span } from "./types.ts";

export const showSpan = (span: Span): string => `${span.file}:${span.line}:${span.column}`;

export function parseSpan(text: string): Span {
  const match = /^(.*):(\d+):(\d+)$/.exec(text);
  if (!match) throw new SyntaxError(`not a place in a file: ${text}`);
  return { file: match[1]!, line: Number(match[2]), column: Number(match[3]) };
}
