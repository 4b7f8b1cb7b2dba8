// Draws lines as an SVG file: axes with ticks, a grid, a legend where lines have labels. Written by hand, since all it needs is text.
//
//   plot(y, { file: "loss.svg", title: "loss" })        against 0, 1, 2, ...; a 2-D array gives one line a column
//   plot([x, y], { labels: ["sin"] })                   or plot(x, y, ...)
import { showShape, showValue, spmdError } from "../errors.ts";
import { showElement } from "../memory/elements.ts";
import { linePath, type Line, type Scale } from "./plotLine.ts";
import { ticksOf } from "./ticks.ts";
import { isWhole, type Output, type Whole } from "./whole.ts";

export interface PlotOptions {
  /** An SVG file; relative to the current directory. */
  readonly file?: string;
  readonly title?: string;
  readonly xlabel?: string;
  readonly ylabel?: string;
  /** One a line, for the legend. */
  readonly labels?: readonly string[];
  /** Pixels; 640 x 400 if absent. */
  readonly width?: number;
  readonly height?: number;
  /** A logarithmic axis of powers of 10: what is not positive is left out. */
  readonly logx?: boolean;
  readonly logy?: boolean;
}

const kinds: { readonly [name: string]: string } = { file: "string", title: "string", xlabel: "string", ylabel: "string", labels: "object", width: "number", height: "number", logx: "boolean", logy: "boolean" };
const colours = ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"];
const margin = { left: 64, right: 16, top: 36, bottom: 48 };

export function plot(args: readonly unknown[], output: Output): void {
  const arrays = args.filter(isWhole), options = checkOptions(args.filter((arg) => !isWhole(arg) && arg !== undefined)), number = output.nextPicture(), file = options.file ?? `${output.program}${number === 0 ? "" : `-${number + 1}`}.svg`;
  if (!file.endsWith(".svg")) refuse(`it writes SVG, and ${showValue(file)} is another kind of file`);
  output.write(file, new TextEncoder().encode(drawing(linesOf(arrays), options)));
  output.line(`plot: written to ${file}`);
}

function refuse(reason: string): never {
  throw spmdError("SPMD5014", { reason });
}

function checkOptions(given: readonly unknown[]): PlotOptions {
  const [options = {}, ...more] = given;
  if (typeof options !== "object" || options === null || more.length > 0) return refuse(`its options are ${showValue(more.length > 0 ? more[0] : options)}`);
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(kinds, name)) refuse(`it has no option ${name}`);
    if (value !== undefined && (typeof value !== kinds[name] || (name === "labels" && !Array.isArray(value)))) refuse(`${name} is ${showValue(value)}`);
  }
  return options;
}

/** One array: lines against 0, 1, ...; two: x, and lines. */
export function linesOf(arrays: readonly Whole[]): readonly Line[] {
  const y = arrays.at(-1), x = arrays.length === 2 ? arrays[0] : undefined;
  if (!y || arrays.length > 2) return refuse(`it draws one array, or two: [x, y]; here are ${arrays.length}`);
  for (const a of arrays) if (typeof a.element !== "string") refuse(`elements ${showElement(a.element)} have no height; take a field`);
  if (y.shape.length < 1 || y.shape.length > 2) refuse(`an array ${showShape(y.shape)} is neither a line nor columns of lines`);
  const [n, lines = 1] = y.shape as readonly [number, number?], values = y.data[""]!;
  if (x && (x.shape.length !== 1 || x.shape[0] !== n)) refuse(`positions ${showShape(x.shape)} for lines ${showShape(y.shape)}`);
  const xs = x ? Float64Array.from(x.data[""]!) : Float64Array.from({ length: n }, (_, k) => k);
  return Array.from({ length: lines }, (_, line) => ({ x: xs, y: Float64Array.from({ length: n }, (_, k) => values[k * lines + line]!) }));
}

export function drawing(lines: readonly Line[], options: PlotOptions): string {
  const { width = 640, height = 400, title, xlabel, ylabel, labels = [], logx = false, logy = false } = options, right = width - margin.right, bottom = height - margin.bottom;
  if (!(width >= 160 && height >= 120)) refuse(`a picture of ${width} x ${height} is too small`);
  const x = scaleOf(lines.map((line) => line.x), logx, margin.left, right), y = scaleOf(lines.map((line) => line.y), logy, bottom, margin.top), parts: string[] = [];
  for (const { at, text } of x.ticks) parts.push(`<path d="M${at} ${margin.top}V${bottom}" stroke="#ddd"/>`, label(at, bottom + 16, text, "middle"));
  for (const { at, text } of y.ticks) parts.push(`<path d="M${margin.left} ${at}H${right}" stroke="#ddd"/>`, label(margin.left - 6, at + 4, text, "end"));
  parts.push(`<rect x="${margin.left}" y="${margin.top}" width="${right - margin.left}" height="${bottom - margin.top}" fill="none" stroke="#444"/>`);
  lines.forEach((line, k) => parts.push(`<path d="${linePath(line, x, y)}" fill="none" stroke="${colours[k % colours.length]!}" stroke-width="1.5" stroke-linejoin="round" clip-path="url(#frame)"/>`));
  if (title !== undefined) parts.push(label((margin.left + right) / 2, 22, title, "middle", ' font-size="15"'));
  if (xlabel !== undefined) parts.push(label((margin.left + right) / 2, height - 10, xlabel, "middle"));
  if (ylabel !== undefined) parts.push(label(0, 0, ylabel, "middle", ` transform="translate(14 ${(margin.top + bottom) / 2}) rotate(-90)"`));
  labels.slice(0, lines.length).forEach((text, k) => parts.push(`<path d="M${right - 12} ${margin.top + 14 + 16 * k}h-22" stroke="${colours[k % colours.length]!}" stroke-width="2"/>`, label(right - 40, margin.top + 18 + 16 * k, text, "end")));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<defs><clipPath id="frame"><rect x="${margin.left}" y="${margin.top}" width="${right - margin.left}" height="${bottom - margin.top}"/></clipPath></defs>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`, ...parts, "</svg>", "",
  ].join("\n");
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const label = (x: number, y: number, text: string, anchor: string, more = ""): string => `<text x="${x}" y="${y}" text-anchor="${anchor}"${more}>${escaped(String(text))}</text>`;

/** From values to pixels, over all finite values and a little more; ticks are rounded to a hundredth of a pixel. */
function scaleOf(lists: readonly Float64Array[], log: boolean, from: number, to: number): Scale & { readonly ticks: readonly { readonly at: number; readonly text: string }[] } {
  const of = (value: number): number => (log ? Math.log10(value) : value);
  let low = Infinity, high = -Infinity;
  for (const list of lists) for (const value of list) {
    const v = of(value);
    if (Number.isFinite(v)) [low, high] = [Math.min(low, v), Math.max(high, v)];
  }
  if (low > high) [low, high] = [0, 1];
  const room = high > low ? (high - low) * 0.02 : Math.abs(low) * 0.1 || 1, start = low - room, end = high + room, at = (v: number): number => Math.round((from + ((v - start) / (end - start)) * (to - from)) * 100) / 100;
  return { log, at: (value) => at(of(value)), ticks: ticksOf(start, end, log).map(({ value, text }) => ({ at: at(value), text })) };
}
