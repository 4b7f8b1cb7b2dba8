// slice, pad, tile, concat, reshape: arrays made of pieces of others. What each position of the result holds is layout/pieces.ts; here the shapes are found
// and the pieces moved.
import type { Boundary, Placement, Shape } from "../../abi.ts";
import { showShape, spmdError } from "../../errors.ts";
import { elementCount } from "../../layout/shard.ts";
import { concatPieces, paddedRuns, piecesOf, rangeRun, repeatedRuns, type AxisRun, type Piece, type Range } from "../../layout/pieces.ts";
import { asItIs, flattened, move } from "../move.ts";
import type { StoredArray } from "../store.ts";
import type { LibraryCall, LibraryOperator } from "./index.ts";

const boundaryOf = (options: unknown): Boundary["kind"] | number => {
  const given = (options as { readonly boundary?: unknown } | undefined)?.boundary ?? 0;
  return typeof given === "string" ? (given as Boundary["kind"]) : Number(given);
};

/** A result whose pieces are known, filled with `outside` where there are none. */
const assemble: (...args: [...Parameters<LibraryOperator>, Shape, readonly Piece[], number?]) => StoredArray[] = (store, { inputs, placements, site, comm }, shape, pieces, outside) => {
  const target = store.make(inputs[0]!.element, shape, placements[0] as Placement, site);
  if (outside !== undefined) target.buffers.forEach((_, field) => store.view(target, field).fill(outside));
  move(comm, pieces, inputs.map((a) => asItIs(store, a)), asItIs(store, target), site);
  return [target];
};

/** One run list an axis; the extents are where they end. */
const ofRuns = (store: Parameters<LibraryOperator>[0], call: LibraryCall, axes: readonly (readonly AxisRun[])[]): StoredArray[] =>
  assemble(store, call, axes.map((runs) => runs.reduce((end, run) => Math.max(end, run.to + run.count), 0)), piecesOf(axes));

export const slice: LibraryOperator = (store, call) => {
  const { shape } = call.inputs[0]!, ranges = shape.map((_, axis) => (call.attributes[`axis${axis}`] ?? []) as Range);
  if (ranges.some((range) => range[2] === 0)) throw spmdError("SPMD2070", { op: "slice", what: "a step of 0", shape: showShape(shape), instead: "a step is 1 or more, or -1 or less" }, call.site);
  return ofRuns(store, call, shape.map((extent, axis) => [rangeRun(extent, ranges[axis]!)]));
};

export const tile: LibraryOperator = (store, call) => {
  const times = call.attributes.times as readonly number[];
  return ofRuns(store, call, call.inputs[0]!.shape.map((extent, axis) => repeatedRuns(extent, times[axis]!)));
};

export const pad: LibraryOperator = (store, call) => {
  const { shape } = call.inputs[0]!, widths = call.attributes.widths as readonly (readonly [before: number, after: number])[], boundary = boundaryOf(call.attributes.options);
  if (widths.flat().some((width) => width < 0)) throw spmdError("SPMD2070", { op: "pad", what: `widths ${widths.map(showShape).join(" ")}`, shape: showShape(shape), instead: "widths are 0 or more; slice cuts off" }, call.site);
  const runs = shape.map((extent, axis) => paddedRuns(extent, widths[axis]![0], widths[axis]![1], typeof boundary === "number" ? "value" : boundary));
  return assemble(store, call, shape.map((extent, axis) => widths[axis]![0] + extent + widths[axis]![1]), piecesOf(runs), typeof boundary === "number" ? boundary : 0);
};

export const concat: LibraryOperator = (store, call) => {
  const { inputs, attributes } = call, [first] = inputs, ndim = first!.shape.length, given = (attributes.options as { readonly axis?: number } | undefined)?.axis ?? 0, axis = given < 0 ? given + ndim : given;
  const different = inputs.find((a) => a.shape.some((extent, k) => k !== axis && extent !== first!.shape[k]));
  if (different) throw spmdError("SPMD2070", { op: "concat", what: `shape ${showShape(different.shape)} along axis ${axis}`, shape: showShape(first!.shape), instead: "all extents but those along the axis must be equal" }, call.site);
  return assemble(store, call, first!.shape.map((extent, k) => (k === axis ? inputs.reduce((sum, a) => sum + a.shape[axis]!, 0) : extent)), concatPieces(inputs.map((a) => a.shape), axis));
};

export const reshape: LibraryOperator = (store, { inputs: [a], attributes, placements, site, comm }) => {
  const size = elementCount(a!.shape), given = attributes.shape as readonly number[], left = size / elementCount(given.filter((extent) => extent !== -1)), shape = given.map((extent) => (extent === -1 ? left : extent));
  if (elementCount(shape) !== size || !shape.every(Number.isInteger)) throw spmdError("SPMD2012", { op: "reshape", size, shape: showShape(given) }, site);
  const target = store.make(a!.element, shape, placements[0]!, site);
  move(comm, [{ source: 0, runs: [{ to: 0, count: size, from: 0, step: 1 }] }], [flattened(store, a!)], flattened(store, target), site);
  return [target];
};
