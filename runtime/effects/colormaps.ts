// Colormaps by name: d3-scale-chromatic's continuous ones, and `spectral`, which runs through black, purple, blue, green, yellow and red
// as matplotlib's nipy_spectral does (its name in older pylab programs). Each becomes a table of 256 colours.
import {
  interpolateBlues, interpolateCividis, interpolateCool, interpolateCubehelixDefault, interpolateGreens, interpolateGreys, interpolateInferno, interpolateMagma, interpolateOranges, interpolatePlasma,
  interpolatePuOr, interpolateRainbow, interpolateRdBu, interpolateRdYlBu, interpolateReds, interpolateSinebow, interpolateSpectral, interpolateTurbo, interpolateViridis, interpolateWarm,
} from "d3-scale-chromatic";
import { spmdError } from "../errors.ts";

/** The colour at t in 0 .. 1, in CSS's words. */
type Interpolate = (t: number) => string;
type Colour = readonly [red: number, green: number, blue: number];

/** Evenly spaced colours of `spectral`; between them it is linear. */
const spectralColours = [
  "#000000", "#77008b", "#88009c", "#0000aa", "#0000dd", "#0078dd", "#0099dd", "#00aaaa", "#00aa88", "#009900", "#00bb00",
  "#00dd00", "#00ff00", "#bbff00", "#eeee00", "#ffcc00", "#ff9900", "#ff0000", "#dd0000", "#cc0000", "#cccccc",
];

const maps: { readonly [name: string]: Interpolate } = {
  viridis: interpolateViridis, magma: interpolateMagma, inferno: interpolateInferno, plasma: interpolatePlasma, cividis: interpolateCividis, turbo: interpolateTurbo,
  spectral: (t) => between(spectralColours, t),
  greys: (t) => interpolateGreys(1 - t), gray: (t) => between(["#000000", "#ffffff"], t), blues: interpolateBlues, greens: interpolateGreens, reds: interpolateReds, oranges: interpolateOranges,
  rdbu: interpolateRdBu, puor: interpolatePuOr, rdylbu: interpolateRdYlBu, "spectral-diverging": interpolateSpectral,
  rainbow: interpolateRainbow, sinebow: interpolateSinebow, warm: interpolateWarm, cool: interpolateCool, cubehelix: interpolateCubehelixDefault,
};

export const colormapNames: readonly string[] = Object.keys(maps);

/** "#1f77b4" or "rgb(31, 119, 180)". */
function parseColour(text: string): Colour {
  const hex = /^#(..)(..)(..)$/.exec(text), parts = hex ? hex.slice(1).map((part) => Number.parseInt(part, 16)) : (text.match(/-?[\d.]+/g) ?? []).map(Number);
  return [parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0];
}

function between(colours: readonly string[], t: number): string {
  const place = t * (colours.length - 1), k = Math.min(colours.length - 2, Math.floor(place)), a = parseColour(colours[k]!), b = parseColour(colours[k + 1]!);
  return `rgb(${a.map((part, channel) => part + (b[channel]! - part) * (place - k)).join(", ")})`;
}

/** 256 colours, three bytes each. Names are read without regard to case. */
export function colormapTable(name: string): Uint8Array {
  const interpolate = Object.hasOwn(maps, name.toLowerCase()) ? maps[name.toLowerCase()] : undefined;
  if (!interpolate) throw spmdError("SPMD5012", { name, known: colormapNames.join(", ") });
  const table = new Uint8Array(256 * 3);
  for (let k = 0; k < 256; k++) table.set(parseColour(interpolate(k / 255)).map((part) => Math.max(0, Math.min(255, Math.round(part)))), 3 * k);
  return table;
}
