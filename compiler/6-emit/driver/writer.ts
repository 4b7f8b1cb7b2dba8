// Text with a memory of where it came from: lines are written one by one, indented, and each says which place of the user's source it stands for.
// User code goes in unchanged, token by token mapped, so that a stack trace names the user's own column.
//
//   writer.line(span, "const total = ", userCode("a + b", span), ";")
import { GenMapping, addMapping, setSourceContent, toEncodedMap } from "@jridgewell/gen-mapping";
import type { SourceMap } from "../../artifacts.ts";
import type { HostCode } from "../../ir/host.ts";
import type { Span } from "../../ir/types.ts";

/** Text of the generator's own, or the user's code as it is. */
export type Piece = string | HostCode;

export interface Writer {
  /** One line (more where user code has more). With a span, the generator's own text stands for that place. */
  line(span: Span | undefined, ...pieces: Piece[]): void;
  /** What `body` writes is one level deeper. */
  indented(body: () => void): void;
  finish(): { readonly text: string; readonly map: SourceMap };
}

export function createWriter(file: string, readFile: (path: string) => string | undefined): Writer {
  const map = new GenMapping({ file });
  const lines: string[] = [];
  let depth = 0;

  function mark(line: number, column: number, span: Span, lineOffset = 0, originalColumn = span.column - 1): void {
    addMapping(map, { generated: { line, column }, source: span.file, original: { line: span.line + lineOffset, column: originalColumn } });
  }

  /** Appends the user's text to the line under construction; its further lines keep their own indentation, since they may lie in a template string. */
  function appendCode(current: string, code: HostCode): string {
    code.text.split("\n").forEach((text, k) => {
      if (k > 0) {
        lines.push(current);
        current = "";
      }
      // What stood before the code on its first line (`export`, for one) may have left blanks.
      const blank = k === 0 ? text.length - text.trimStart().length : 0, start = (k === 0 ? code.span.column - 1 : 0) + blank;
      text = text.slice(blank);
      for (const token of text.matchAll(/[\w$]+|[^\w$\s]/g)) mark(lines.length + 1, current.length + token.index, code.span, k, start + token.index);
      current += text;
    });
    return current;
  }

  return {
    line(span, ...pieces) {
      let current = "  ".repeat(depth);
      for (const piece of pieces) {
        if (typeof piece !== "string") current = appendCode(current, piece);
        else if (piece !== "") {
          if (span) mark(lines.length + 1, current.length, span);
          current += piece;
        }
      }
      lines.push(current.trimEnd() === "" ? "" : current);
    },
    indented(body) {
      depth++;
      body();
      depth--;
    },
    finish() {
      const encoded = toEncodedMap(map);
      for (const source of encoded.sources) if (source !== null) setSourceContent(map, source, readFile(source) ?? null);
      const finished = toEncodedMap(map);
      return { text: `${lines.join("\n")}\n`, map: { version: 3, file, names: finished.names, sources: finished.sources, sourcesContent: finished.sourcesContent ?? [], mappings: finished.mappings } };
    },
  };
}
