// Draws a 2-D array as a picture: each element one pixel (or a square of `scale` pixels), row 0 on top; values from `vmin` to `vmax` run through the colormap.
//
//   imshow(C, { colormap: "spectral", file: "mandelbrot.png", scale: 2 })   ->   mandelbrot.png, and a line that says so
import { spmdError, showShape, showValue } from "../errors.ts";
import { encodePng } from "../io/png.ts";
import { showElement } from "../memory/elements.ts";
import { colormapTable } from "./colormaps.ts";
import type { Output, Picture, Whole } from "./whole.ts";

export interface ImshowOptions {
  /** `viridis` if absent. */
  readonly colormap?: string;
  /** A PNG file; relative to the current directory. */
  readonly file?: string;
  /** The values that get the first and the last colour; the array's least and greatest if absent. */
  readonly vmin?: number;
  readonly vmax?: number;
  /** Pixels an element, along each axis; 1 if absent. */
  readonly scale?: number;
}

const longestSide = 32767;

export function imshow(array: Whole, options: ImshowOptions, output: Output): void {
  const picture = draw(array, checkOptions(options)), number = output.nextPicture();
  if (output.show(picture) && options.file === undefined) return;
  const file = options.file ?? `${output.program}${number === 0 ? "" : `-${number + 1}`}.png`;
  output.write(file, encodePng(picture));
  output.line(`imshow: ${array.shape.join(" x ")} written to ${file}`);
}

function checkOptions(options: unknown): ImshowOptions {
  if (options === undefined || options === null) return {};
  if (typeof options !== "object") throw spmdError("SPMD5010", { reason: `its options are ${showValue(options)}` });
  const kinds: { readonly [name: string]: string } = { colormap: "string", file: "string", vmin: "number", vmax: "number", scale: "number" };
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(kinds, name)) throw spmdError("SPMD5010", { reason: `it has no option ${name}` });
    if (value !== undefined && typeof value !== kinds[name]) throw spmdError("SPMD5010", { reason: `${name} is ${showValue(value)}, but must be a ${kinds[name]!}` });
  }
  return options;
}

export function draw(array: Whole, { colormap = "viridis", vmin, vmax, scale = 1 }: ImshowOptions): Picture {
  const { shape, element } = array;
  if (shape.length !== 2) throw spmdError("SPMD5010", { reason: `an array ${showShape(shape)} is not 2-D` });
  if (typeof element !== "string") throw spmdError("SPMD5010", { reason: `elements ${showElement(element)} have no colour; take a field` });
  const [rows, columns] = shape as readonly [number, number];
  if (rows === 0 || columns === 0) throw spmdError("SPMD5010", { reason: `an array ${showShape(shape)} has nothing to show` });
  if (!Number.isInteger(scale) || scale < 1) throw spmdError("SPMD5010", { reason: `scale is ${showValue(scale)}, but must be 1, 2, 3, ...` });
  if (Math.max(rows, columns) * scale > longestSide) throw spmdError("SPMD5010", { reason: `a picture of ${columns * scale} x ${rows * scale} pixels is too large` });
  const values = array.data[""]!, table = colormapTable(colormap), range = valueRange(values), low = vmin ?? range.low, high = vmax ?? range.high, width = columns * scale;
  const pixels = new Uint8Array(4 * width * rows * scale), factor = high > low ? 255 / (high - low) : 0;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const value = values[y * columns + x]!, colour = Number.isNaN(value) ? -1 : Math.max(0, Math.min(255, Math.round((value - low) * factor)));
      for (let k = 0; k < scale; k++) {
        const at = 4 * (y * scale * width + x * scale + k);
        // What is not a number stays transparent.
        if (colour >= 0) {
          pixels[at] = table[3 * colour]!;
          pixels[at + 1] = table[3 * colour + 1]!;
          pixels[at + 2] = table[3 * colour + 2]!;
          pixels[at + 3] = 255;
        }
      }
    }
    const line = pixels.subarray(4 * y * scale * width, 4 * (y * scale + 1) * width);
    for (let k = 1; k < scale; k++) pixels.set(line, 4 * (y * scale + k) * width);
  }
  return { width, height: rows * scale, pixels };
}

function valueRange(values: ArrayLike<number>): { readonly low: number; readonly high: number } {
  let low = Infinity, high = -Infinity;
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (Number.isFinite(value)) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? { low, high } : { low: 0, high: 1 };
}
