// Diagnostics for people: what is wrong, where, the lines with what is meant underlined, and the way out.
//
//   error SPMD1201: 'Math.random()' gives every rank another number, so the ranks would go different ways
//     main.ts:2:11
//
//   2 | const r = Math.random();
//     |           ^^^^^^^^^^^^^
//     help: take a seed from param("seed", 1) and compute the numbers from it
import picocolors from "picocolors";
import type { Span } from "../ir/types.ts";
import type { Diagnostic } from "./diagnostic.ts";

export interface RenderOptions {
  /** The text of the file with this name, as spans have it; undefined: no code frame. */
  readFile(file: string): string | undefined;
  readonly colours?: boolean;
  /** How the file is called before `:line:column`; its own name unless given. */
  show?(file: string): string;
}

type Colours = ReturnType<typeof picocolors.createColors>;

/** All diagnostics, one below the other, and a summary line. "" for none. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  const colours = picocolors.createColors(options.colours ?? false);
  return diagnostics.length === 0 ? "" : `${diagnostics.map((diagnostic) => renderOne(diagnostic, options, colours)).join("\n\n")}\n\n${summary(diagnostics, colours)}\n`;
}

function renderOne(diagnostic: Diagnostic, options: RenderOptions, colours: Colours): string {
  const { severity, code, message, span, length = 1, help, related = [] } = diagnostic;
  const paint = severity === "error" ? colours.red : colours.yellow, [first = "", ...rest] = message.split("\n");
  const lines = [`${paint(colours.bold(severity))} ${colours.bold(code)}: ${first}`, ...rest.map((line) => `  ${line}`)];
  const here = frame(span, length, options, colours, paint);
  lines.push(...here);
  for (const other of related) lines.push(`  ${other.message}`, ...frame(other.span, 1, options, colours, colours.cyan));
  if (help) lines.push(`  ${colours.cyan("help:")} ${help}`);
  return lines.join("\n");
}

/** The place, the line and its underline. A line too long for a terminal is shown around the place. */
function frame(span: Span, length: number, options: RenderOptions, colours: Colours, paint: (text: string) => string): string[] {
  const place = `  ${colours.cyan(`${options.show?.(span.file) ?? span.file}:${span.line}:${span.column}`)}`, line = options.readFile(span.file)?.split(/\r?\n/)[span.line - 1];
  if (line === undefined) return [place];
  const { text, column } = window(line, span.column - 1), width = String(span.line).length;
  const before = text.slice(0, column).replace(/[^\t]/g, " "), marks = "^".repeat(Math.max(1, Math.min(length, text.length - column)));
  const bar = colours.dim("|");
  return [place, "", `${colours.dim(String(span.line))} ${bar} ${text}`, `${" ".repeat(width)} ${bar} ${before}${paint(marks)}`];
}

const widest = 160;

function window(line: string, column: number): { readonly text: string; readonly column: number } {
  if (line.length <= widest) return { text: line, column };
  const start = Math.max(0, Math.min(column - widest / 4, line.length - widest));
  const cut = line.slice(start, start + widest), [head, tail] = [start > 0 ? "..." : "", start + widest < line.length ? "..." : ""];
  return { text: `${head}${cut.slice(head.length, widest - tail.length)}${tail}`, column: column - start };
}

/** "2 errors, 1 warning" */
export function summary(diagnostics: readonly Diagnostic[], colours: Colours = picocolors.createColors(false)): string {
  const count = (severity: Diagnostic["severity"], name: string): string[] => {
    const n = diagnostics.filter((d) => d.severity === severity).length;
    return n === 0 ? [] : [`${n} ${name}${n === 1 ? "" : "s"}`];
  };
  const errors = count("error", "error"), warnings = count("warning", "warning");
  return [...errors.map((text) => colours.red(text)), ...warnings.map((text) => colours.yellow(text))].join(", ");
}
