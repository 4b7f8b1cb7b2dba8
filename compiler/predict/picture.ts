// Scaling as a picture (SVG): the time of a step over the number of ranks, both logarithmic, for a problem of one size and for one that grows, each beside what it would be if
// nothing was lost; what was measured stands there as dots.
import type { Scaling, ScalingPoint } from "./scaling.ts";
import { stepText, timeText } from "./render.ts";

export interface MeasuredPoint {
  readonly np: number;
  readonly step_us: number;
}

const width = 860, height = 420, box = { left: 70, top: 70, width: 320, height: 270, gap: 90 };
const colours = { time: "#1f5fa8", ideal: "#999999", communication: "#c05a1c", measured: "#222222" };

export function scalingPicture(title: string, scale: Scaling, measured: readonly MeasuredPoint[] = []): string {
  const strong = panel(0, "strong scaling", scale.strong, (np, one) => one / np, measured), weak = scale.weak ? panel(1, `weak scaling: ${scale.weak.param} grows`, scale.weak.points, (_, one) => one, []) : "";
  const key = [["step", colours.time, ""], ["of it communication", colours.communication, ""], ["nothing lost", colours.ideal, "5 4"], ...(measured.length > 0 ? [["measured", colours.measured, "dot"] as const] : [])] as const;
  const legend = key.map(([name, colour, style], k) => {
    const x = box.left + k * 180, y = height - 22;
    const mark = style === "dot" ? `<circle cx="${x + 12}" cy="${y - 4}" r="4" fill="${colour}"/>` : `<line x1="${x}" y1="${y - 4}" x2="${x + 24}" y2="${y - 4}" stroke="${colour}" stroke-width="2"${style === "" ? "" : ` stroke-dasharray="${style}"`}/>`;
    return `${mark}<text x="${x + 30}" y="${y}">${name}</text>`;
  }).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>`
    + `<text x="${box.left}" y="24" font-size="15">${escaped(title)}</text><text x="${box.left}" y="42" fill="#555555">${escaped(`predicted time of ${stepText(scale.step)}`)}</text>${strong}${weak}${legend}</svg>\n`;
}

function panel(column: number, name: string, points: readonly ScalingPoint[], ideal: (np: number, one: number) => number, measured: readonly MeasuredPoint[]): string {
  const left = box.left + column * (box.width + box.gap), bottom = box.top + box.height, one = points[0]!.step_us, most = points.at(-1)!.np;
  const steps = [...points.flatMap((p) => [p.step_us, ideal(p.np, one)]), ...measured.map((p) => p.step_us)].filter((t) => t > 0);
  // What is a hundred-thousandth of the whole would press all else together.
  const communication = points.filter((p) => p.communication_us > Math.max(...steps) / 1e5), times = [...steps, ...communication.map((p) => p.communication_us)];
  const low = Math.floor(Math.log10(Math.min(...times))), high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...times))));
  const x = (np: number): number => left + (most === 1 ? 0 : (Math.log2(np) / Math.log2(most)) * box.width), y = (us: number): number => bottom - ((Math.min(high, Math.max(low, Math.log10(us))) - low) / (high - low)) * box.height;
  const path = (list: readonly (readonly [np: number, us: number])[]): string => list.map(([np, us], k) => `${k === 0 ? "M" : "L"}${x(np).toFixed(1)} ${y(us).toFixed(1)}`).join("");
  const curve = (list: readonly (readonly [np: number, us: number])[], colour: string, dashes = ""): string => `<path d="${path(list)}" fill="none" stroke="${colour}" stroke-width="2"${dashes === "" ? "" : ` stroke-dasharray="${dashes}"`}/>`;
  const each = Math.max(1, Math.ceil(points.length / 6));
  return [
    `<text x="${left}" y="${box.top - 8}" font-weight="bold">${escaped(name)}</text><rect x="${left}" y="${box.top}" width="${box.width}" height="${box.height}" fill="none" stroke="#bbbbbb"/>`,
    ...Array.from({ length: high - low + 1 }, (_, k) => {
      const at = y(10 ** (low + k));
      return `<line x1="${left}" y1="${at.toFixed(1)}" x2="${left + box.width}" y2="${at.toFixed(1)}" stroke="#eeeeee"/><text x="${left - 6}" y="${(at + 4).toFixed(1)}" text-anchor="end">${timeText(10 ** (low + k)).replace(/\.0+(?= )/, "")}</text>`;
    }),
    ...points.filter((_, k) => k % each === 0 || k === points.length - 1).map(({ np }) => `<text x="${x(np).toFixed(1)}" y="${bottom + 16}" text-anchor="middle">${np}</text>`),
    `<text x="${left + box.width / 2}" y="${bottom + 34}" text-anchor="middle" fill="#555555">ranks</text>`,
    curve(points.map((p) => [p.np, ideal(p.np, one)]), colours.ideal, "5 4"), communication.length > 1 ? curve(communication.map((p) => [p.np, p.communication_us]), colours.communication) : "", curve(points.map((p) => [p.np, p.step_us]), colours.time),
    ...measured.map((p) => `<circle cx="${x(p.np).toFixed(1)}" cy="${y(p.step_us).toFixed(1)}" r="4" fill="${colours.measured}"/>`),
  ].join("");
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
