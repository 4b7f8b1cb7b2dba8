// The table of operators: one line each. Stages look operators up here by name and know nothing else of them.
import type { OperatorDefinition } from "./defineOp.ts";
import { all } from "./all.ts";
import { any } from "./any.ts";
import { argmax } from "./argmax.ts";
import { argmin } from "./argmin.ts";
import { argsort } from "./argsort.ts";
import { broadcastTo } from "./broadcastTo.ts";
import { cast } from "./cast.ts";
import { compress } from "./compress.ts";
import { concat } from "./concat.ts";
import { count } from "./count.ts";
import { distribute } from "./distribute.ts";
import { dot } from "./dot.ts";
import { einsum } from "./einsum.ts";
import { fft } from "./fft.ts";
import { field } from "./field.ts";
import { filter } from "./filter.ts";
import { flip } from "./flip.ts";
import { fromArray } from "./fromArray.ts";
import { full } from "./full.ts";
import { gather } from "./gather.ts";
import { generate } from "./generate.ts";
import { histogram } from "./histogram.ts";
import { ifft } from "./ifft.ts";
import { iota } from "./iota.ts";
import { linspace } from "./linspace.ts";
import { map } from "./map.ts";
import { matmul } from "./matmul.ts";
import { matvec } from "./matvec.ts";
import { max } from "./max.ts";
import { mean } from "./mean.ts";
import { min } from "./min.ts";
import { norm } from "./norm.ts";
import { ones } from "./ones.ts";
import { outer } from "./outer.ts";
import { pad } from "./pad.ts";
import { permute } from "./permute.ts";
import { prod } from "./prod.ts";
import { random } from "./random.ts";
import { readCsv } from "./readCsv.ts";
import { readNpy } from "./readNpy.ts";
import { reduce } from "./reduce.ts";
import { reduceAll } from "./reduceAll.ts";
import { reduceCols } from "./reduceCols.ts";
import { reduceRows } from "./reduceRows.ts";
import { reshape } from "./reshape.ts";
import { scanAll } from "./scanAll.ts";
import { scanCols } from "./scanCols.ts";
import { scanRows } from "./scanRows.ts";
import { scatter } from "./scatter.ts";
import { segmentedScan } from "./segmentedScan.ts";
import { shift } from "./shift.ts";
import { slice } from "./slice.ts";
import { sort } from "./sort.ts";
import { sortBy } from "./sortBy.ts";
import { stencil } from "./stencil.ts";
import { sum } from "./sum.ts";
import { tile } from "./tile.ts";
import { topk } from "./topk.ts";
import { transpose } from "./transpose.ts";
import { where } from "./where.ts";
import { zeros } from "./zeros.ts";
import { zipWith } from "./zipWith.ts";

export { effects } from "./effects.ts";
export { hostFunctions } from "./hostFunctions.ts";
export { monoidNames } from "./monoid.ts";

const table: readonly OperatorDefinition[] = [
  generate, full, zeros, ones, iota, linspace, fromArray, random, readNpy, readCsv,
  map, zipWith, where, cast, field,
  reduceAll, reduceRows, reduceCols, sum, prod, min, max, mean, any, all, count, dot, norm, argmin, argmax, reduce,
  scanAll, scanRows, scanCols, segmentedScan,
  stencil, shift,
  transpose, permute, reshape, slice, concat, pad, flip, broadcastTo, tile,
  gather, scatter, histogram, filter, compress,
  matmul, matvec, outer, einsum, fft, ifft,
  sort, argsort, sortBy, topk,
  distribute,
];

export const operators: ReadonlyMap<string, OperatorDefinition> = new Map(table.map((op) => [op.name, op]));
