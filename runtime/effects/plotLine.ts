// The path of a line in a plot. What is not a number, or not positive on a logarithmic axis, breaks it; where many points share a column of pixels, the first, the
// least, the greatest and the last of them say as much as all.
export interface Line {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export interface Scale {
  readonly log: boolean;
  /** Pixels. */
  at(value: number): number;
}

export function linePath({ x, y }: Line, across: Scale, up: Scale): string {
  const path: string[] = [];
  let column: (readonly [number, number])[] = [], open = false;
  const flush = (): void => {
    if (column.length === 0) return;
    const heights = column.map((p) => p[1]), extremes = [heights.indexOf(Math.min(...heights)), heights.indexOf(Math.max(...heights))].sort((a, b) => a - b);
    const kept = column.length <= 4 ? column : [column[0]!, ...extremes.map((k) => column[k]!), column.at(-1)!];
    for (const [px, py] of kept) {
      path.push(`${open ? "L" : "M"}${px} ${py}`);
      open = true;
    }
    column = [];
  };
  for (let k = 0; k < x.length; k++) {
    const px = across.at(x[k]!), py = up.at(y[k]!);
    if (!Number.isFinite(px) || !Number.isFinite(py)) {
      flush();
      open = false;
      continue;
    }
    if (column.length > 0 && (Math.floor(px) !== Math.floor(column[0]![0]) || column.length >= 4096)) flush();
    column.push([px, py]);
  }
  flush();
  return path.join("");
}
