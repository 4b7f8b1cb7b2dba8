// The language: what users import as `spmd`. In an editor these are its types; run uncompiled, each operator computes its reference meaning at once.
// spmdc replaces all of it: no bundle contains this file. One list, however long: it is what users read in an editor, and what compiler/LANGUAGE.md is made of.
import { all as allOp, type AllCall } from "./ops/all.ts";
import { any as anyOp, type AnyCall } from "./ops/any.ts";
import { argmax as argmaxOp, type ArgmaxCall } from "./ops/argmax.ts";
import { argmin as argminOp, type ArgminCall } from "./ops/argmin.ts";
import { argsort as argsortOp, type ArgsortCall } from "./ops/argsort.ts";
import { broadcastTo as broadcastToOp, type BroadcastToCall } from "./ops/broadcastTo.ts";
import { cast as castOp, type CastCall } from "./ops/cast.ts";
import { compress as compressOp, type CompressCall } from "./ops/compress.ts";
import { concat as concatOp, type ConcatCall } from "./ops/concat.ts";
import { count as countOp, type CountCall } from "./ops/count.ts";
import { distribute as distributeOp, type DistributeCall } from "./ops/distribute.ts";
import { dot as dotOp, type DotCall } from "./ops/dot.ts";
import { einsum as einsumOp, type EinsumCall } from "./ops/einsum.ts";
import { fft as fftOp, type FftCall } from "./ops/fft.ts";
import { field as fieldOp, type FieldCall } from "./ops/field.ts";
import { filter as filterOp, type FilterCall } from "./ops/filter.ts";
import { flip as flipOp, type FlipCall } from "./ops/flip.ts";
import { fromArray as fromArrayOp, type FromArrayCall } from "./ops/fromArray.ts";
import { full as fullOp, type FullCall } from "./ops/full.ts";
import { gather as gatherOp, type GatherCall } from "./ops/gather.ts";
import { generate as generateOp, type GenerateCall } from "./ops/generate.ts";
import { histogram as histogramOp, type HistogramCall } from "./ops/histogram.ts";
import { ifft as ifftOp, type IfftCall } from "./ops/ifft.ts";
import { iota as iotaOp, type IotaCall } from "./ops/iota.ts";
import { linspace as linspaceOp, type LinspaceCall } from "./ops/linspace.ts";
import { map as mapOp, type MapCall } from "./ops/map.ts";
import { matmul as matmulOp, type MatmulCall } from "./ops/matmul.ts";
import { matvec as matvecOp, type MatvecCall } from "./ops/matvec.ts";
import { max as maxOp, type MaxCall } from "./ops/max.ts";
import { mean as meanOp, type MeanCall } from "./ops/mean.ts";
import { min as minOp, type MinCall } from "./ops/min.ts";
import { norm as normOp, type NormCall } from "./ops/norm.ts";
import { ones as onesOp, type OnesCall } from "./ops/ones.ts";
import { outer as outerOp, type OuterCall } from "./ops/outer.ts";
import { pad as padOp, type PadCall } from "./ops/pad.ts";
import { permute as permuteOp, type PermuteCall } from "./ops/permute.ts";
import { prod as prodOp, type ProdCall } from "./ops/prod.ts";
import { random as randomOp, type RandomCall } from "./ops/random.ts";
import { readCsv as readCsvOp, type ReadCsvCall } from "./ops/readCsv.ts";
import { readNpy as readNpyOp, type ReadNpyCall } from "./ops/readNpy.ts";
import { reduce as reduceOp, type ReduceCall } from "./ops/reduce.ts";
import { reduceAll as reduceAllOp, type ReduceAllCall } from "./ops/reduceAll.ts";
import { reduceCols as reduceColsOp, type ReduceColsCall } from "./ops/reduceCols.ts";
import { reduceRows as reduceRowsOp, type ReduceRowsCall } from "./ops/reduceRows.ts";
import { reshape as reshapeOp, type ReshapeCall } from "./ops/reshape.ts";
import { scanAll as scanAllOp, type ScanAllCall } from "./ops/scanAll.ts";
import { scanCols as scanColsOp, type ScanColsCall } from "./ops/scanCols.ts";
import { scanRows as scanRowsOp, type ScanRowsCall } from "./ops/scanRows.ts";
import { scatter as scatterOp, type ScatterCall } from "./ops/scatter.ts";
import { segmentedScan as segmentedScanOp, type SegmentedScanCall } from "./ops/segmentedScan.ts";
import { shift as shiftOp, type ShiftCall } from "./ops/shift.ts";
import { slice as sliceOp, type SliceCall } from "./ops/slice.ts";
import { sort as sortOp, type SortCall } from "./ops/sort.ts";
import { sortBy as sortByOp, type SortByCall } from "./ops/sortBy.ts";
import { stencil as stencilOp, type StencilCall } from "./ops/stencil.ts";
import { sum as sumOp, type SumCall } from "./ops/sum.ts";
import { tile as tileOp, type TileCall } from "./ops/tile.ts";
import { topk as topkOp, type TopkCall } from "./ops/topk.ts";
import { transpose as transposeOp, type TransposeCall } from "./ops/transpose.ts";
import { where as whereOp, type WhereCall } from "./ops/where.ts";
import { zeros as zerosOp, type ZerosCall } from "./ops/zeros.ts";
import { zipWith as zipWithOp, type ZipWithCall } from "./ops/zipWith.ts";
import { denseOf } from "./reference/handle.ts";
import { eager } from "./reference/eager.ts";
import { conversion, paramValue, seconds } from "./reference/host.ts";
import { asMonoid, builtin, custom } from "./reference/plainMonoid.ts";
import type { ArithmeticMonoid, BitwiseMonoid, DataOf, DType, Element, Index, Monoid, NDArray, RecordValue, Shape, TwoAxes, TypedArrays, Widen } from "./types/index.ts";
import type { ImshowOptions } from "../runtime/effects/imshow.ts";
import type { PlotOptions } from "../runtime/effects/plot.ts";
import { effects, type WriteCsvOptions } from "../runtime/effects/index.ts";
import { readCsvFile, readNpyFile, serialOutput, serialProgress as counted } from "../runtime/effects/serial.ts";
import { comm as world, once as onceOnly } from "../runtime/host.ts";
import type { Intracomm } from "../runtime/mpi/comm.ts";

export type { Complex128, Complex64, DType, Element, Monoid, NDArray, Shape, TypedArrays } from "./types/index.ts";
export type { ImshowOptions } from "../runtime/effects/imshow.ts";
export type { PlotOptions } from "../runtime/effects/plot.ts";

// ---------------------------------------------------------------- make
/** An array from the positions of its elements: `generate([h, w], (i, j) => i * w + j)`. dtype f64, bool for booleans, or the one named last. */
export const generate: GenerateCall = eager(generateOp);
/** Every element the same: `full([3, 4], 0.5)`. dtype f64, bool for a boolean, or the one named last. */
export const full: FullCall = eager(fullOp);
/** Zeros: `zeros([200, 250])`. dtype f64, or the one named last. */
export const zeros: ZerosCall = eager(zerosOp);
/** Ones: `ones([n], "i32")`. dtype f64, or the one named last. */
export const ones: OnesCall = eager(onesOp);
/** 0, 1, ..., n - 1. dtype i32, or the one named last. */
export const iota: IotaCall = eager(iotaOp);
/** `n` equally spaced numbers from `from` to `to`, both among them. */
export const linspace: LinspaceCall = eager(linspaceOp);
/** An array of host values: a typed array, or a nested list: `fromArray([[1, 2], [3, 4]])`, `fromArray(values, [rows, columns])`. An empty list has the dtype of its type; uncompiled, where there are no types, f64 or the one that is named. */
export const fromArray: FromArrayCall = eager(fromArrayOp);
/**
 * Random numbers, the same on any number of ranks: `random([n], { seed: 1, dist: "normal" })`, `random([n], { dist: { integers: [1, 7] } })`. Uniform from 0 to
 * below 1 if no distribution is named; the same seed (0 if there is none) gives the same numbers again.
 */
export const random: RandomCall = eager(randomOp);
/** An array from a NumPy file: `readNpy("a.npy", { dtype: "f32", ndim: 2 })`; f64 with one axis if not told. */
export const readNpy: ReadNpyCall = eager(readNpyOp, { readNpy: readNpyFile });

/** The numbers of a text file, [rows, columns]: `readCsv("a.csv", { header: true })`. */
export const readCsv: ReadCsvCall = eager(readCsvOp, { readCsv: readCsvFile });

// ---------------------------------------------------------------- element by element
/** A function of each element and its position: `map(a, (x, i, j) => x * 2)`. Keeps the dtype; bool for booleans; or the one named last. */
export const map: MapCall = eager(mapOp);
/** A function of the elements at the same position of two to four arrays: `zipWith(a, b, (x, y, i) => x * y)`. */
export const zipWith: ZipWithCall = eager(zipWithOp);
/** `a`'s element where `cond` is true, else `b`'s; both arrays or scalars. */
export const where: WhereCall = eager(whereOp);
/** The elements stored as another dtype, as a typed array would. */
export const cast: CastCall = eager(castOp);
/** One field of each record: `field(z, "re")`. */
export const field: FieldCall = eager(fieldOp);

// ---------------------------------------------------------------- reduce
/** All elements combined into one value that every rank knows: `reduceAll(a, max)`. */
export const reduceAll: ReduceAllCall = eager(reduceAllOp);
/** The elements of each row combined, one value a row: `reduceRows(a, add)`. */
export const reduceRows: ReduceRowsCall = eager(reduceRowsOp);
/** The elements of each column combined, one value a column: `reduceCols(a, add)`. */
export const reduceCols: ReduceColsCall = eager(reduceColsOp);
/** The sum of all elements. */
export const sum: SumCall = eager(sumOp);
/** The product of all elements. */
export const prod: ProdCall = eager(prodOp);
/** The mean of all elements; NaN if there is none. */
export const mean: MeanCall = eager(meanOp);
/** The least element, `min(a)`; and the monoid, `reduceRows(a, min)`. */
export const min: MinCall & ArithmeticMonoid = asMonoid("min", eager<MinCall>(minOp));
/** The greatest element, `max(a)`; and the monoid, `reduceRows(a, max)`. */
export const max: MaxCall & ArithmeticMonoid = asMonoid("max", eager<MaxCall>(maxOp));
/** Whether all elements are true (numbers: neither 0 nor NaN). */
export const all: AllCall = eager(allOp);
/** Whether some element is true (a number: neither 0 nor NaN). */
export const any: AnyCall = eager(anyOp);
/** Where the greatest element stands, as its number in row-major order: the first of equal ones, the first NaN if there is one; -1 of nothing. */
export const argmax: ArgmaxCall = eager(argmaxOp);
/** Where the least element stands, as `argmax`. */
export const argmin: ArgminCall = eager(argminOp);
/** How many elements are true (numbers: neither 0 nor NaN). */
export const count: CountCall = eager(countOp);
/** The sum of the products of the elements at the same positions; none is conjugated. */
export const dot: DotCall = eager(dotOp);
/** The square root of the sum of the squares of all elements, of complex ones of their absolute values. */
export const norm: NormCall = eager(normOp);
/** The elements along one axis combined: `reduce(a, add, { axis: 1 })`, -1 for the last. */
export const reduce: ReduceCall = eager(reduceOp);

// ---------------------------------------------------------------- scan
/** Prefixes along each row: `scanRows(a, add)`, `scanRows(a, add, { exclusive: true })`. */
export const scanRows: ScanRowsCall = eager(scanRowsOp);
/** Prefixes through all elements in row-major order. */
export const scanAll: ScanAllCall = eager(scanAllOp);
/** Prefixes along each column. */
export const scanCols: ScanColsCall = eager(scanColsOp);
/** Prefixes through all elements that begin anew where a flag is true: `segmentedScan(a, flags, add)`. */
export const segmentedScan: SegmentedScanCall = eager(segmentedScanOp);

// ---------------------------------------------------------------- monoids
/** Sums. */
export const add: ArithmeticMonoid = builtin("add");
/** Products. */
export const mul: ArithmeticMonoid = builtin("mul");
/** Conjunction: `&&` of bool elements, `&` of integers. */
export const and: BitwiseMonoid = builtin("and");
/** Disjunction: `||` of bool elements, `|` of integers. */
export const or: BitwiseMonoid = builtin("or");
/** Exclusive or: `!==` of bool elements, `^` of integers. */
export const xor: BitwiseMonoid = builtin("xor");
/** A monoid of your own: an associative function and the value that changes nothing. `monoid(0, (a, b) => Math.hypot(a, b))`, `monoid({ re: 0, im: 0 }, cadd)` */
export const monoid = <const T extends number | boolean | RecordValue>(identity: T, combine: (a: Widen<T>, b: Widen<T>) => Widen<T>): Monoid<T extends boolean ? "boolean" : T extends number ? "number" : Widen<T> & object> => custom(identity, combine);

// ---------------------------------------------------------------- complex numbers: records { re, im }, in kernels and host code
export {
  /** |a| */
  cabs,
  /** |a| squared */
  cabs2,
  /** a + b */
  cadd,
  /** a / b */
  cdiv,
  /** e to the power of a */
  cexp,
  /** a * b */
  cmul,
  /** The conjugate. */
  conj,
  /** a - b */
  csub,
  type Complex,
} from "./math/complex.ts";

// ---------------------------------------------------------------- neighbours
/**
 * A function of each element's neighbours: `stencil(a, at => at(-1, 0) + at(1, 0), { boundary: "wrap" })`. Offsets are known when the program is
 * compiled, also the counters of loops: `for (let d = -2; d <= 2; d++) s += at(d, 0)`. The boundary is "clamp" if not given.
 */
export const stencil: StencilCall = eager(stencilOp);
/** The array moved: `shift(a, [di, dj])[i, j]` is `a[i + di, j + dj]`. */
export const shift: ShiftCall = eager(shiftOp);

// ---------------------------------------------------------------- move
/** Rows become columns. */
export const transpose: TransposeCall = eager(transposeOp);
/** The axes in another order: axis k of `permute(a, axes)` is axis `axes[k]` of `a`. */
export const permute: PermuteCall = eager(permuteOp);
/** The same elements, row-major, under other extents: `reshape(a, [rows, columns])`, `reshape(a, [-1])`. */
export const reshape: ReshapeCall = eager(reshapeOp);
/** Parts of each axis, as NumPy's `a[from:to:step]`: `slice(a, [1, -1])`, `slice(a, [], [null, null, -1])`. Axes without a list stay whole. */
export const slice: SliceCall = eager(sliceOp);
/** One array after another along an axis, the first if none is named: `concat(a, b, { axis: 1 })`. */
export const concat: ConcatCall = eager(concatOp);
/** More positions before and after each axis: `pad(a, [[1, 1], [2, 0]], { boundary: "wrap" })`; filled with 0 if not told. */
export const pad: PadCall = eager(padOp);
/** Backwards along the named axes, or all: `flip(a, [1])`. */
export const flip: FlipCall = eager(flipOp);
/** The array repeated to a larger shape, as NumPy does: missing axes and those of extent 1 stretch. */
export const broadcastTo: BroadcastToCall = eager(broadcastToOp);
/** The array repeated along each axis: `tile(a, [2, 3])`. */
export const tile: TileCall = eager(tileOp);

// ---------------------------------------------------------------- index
/** The rows that indices name: `gather(a, indices)[i, ...]` is `a[indices[i], ...]`. -1 is the last row; an index outside is an error. */
export const gather: GatherCall = eager(gatherOp);
/** Values combined into the rows that indices name: `scatter(zeros([n]), indices, values, add)`. Without a monoid the last value stays. */
export const scatter: ScatterCall = eager(scatterOp);
/** How often each of 0 .. bins - 1 stands in an integer array: `histogram(indices, bins)`. */
export const histogram: HistogramCall = eager(histogramOp);
/** The elements for which a function is true, in row-major order: `filter(a, x => x > 0)`. */
export const filter: FilterCall = eager(filterOp);
/** The elements where a mask is true, in row-major order, NumPy's `a[mask]`; a mask with fewer axes chooses rows. */
export const compress: CompressCall = eager(compressOp);

/** In a kernel: one element of another array, `read(a, i, j)`. A position outside is an error. */
export { read } from "./reference/readElement.ts";

// ---------------------------------------------------------------- algebra
/** The product of two matrices: `matmul(a, b)[i, j]` is the sum of `a[i, k] * b[k, j]`. With more axes the leading ones are stacks of matrices. */
export const matmul: MatmulCall = eager(matmulOp);
/** A matrix times a vector. */
export const matvec: MatvecCall = eager(matvecOp);
/** The product of each element of one vector with each of another. */
export const outer: OuterCall = eager(outerOp);
/** Sums of products over named axes, as NumPy's: `einsum("ij,jk->ik", a, b)`; letters that the result does not have are summed over. `einsum("ij,ij->", a, b)` is a number. */
export const einsum: EinsumCall = eager<EinsumCall>(einsumOp);
/** The discrete Fourier transform along the last axis, or `fft(a, { axes: [0, 1] })`; real or complex in, complex out, as NumPy's. */
export const fft: FftCall = eager<FftCall>(fftOp);
/** The inverse of `fft`. */
export const ifft: IfftCall = eager<IfftCall>(ifftOp);

// ---------------------------------------------------------------- order
/** The elements of each row in order; not-a-number last. `sort(a, { descending: true })` */
export const sort: SortCall = eager(sortOp);
/** Where the elements of each row stand, in their order: `gather(a, argsort(a))` is `sort(a)`. Equal elements keep their order. */
export const argsort: ArgsortCall = eager(argsortOp);
/** Rows in the order of their keys: `sortBy(ages, names)`. Equal keys keep their order. */
export const sortBy: SortByCall = eager(sortByOp);
/** The k greatest elements of each row, the greatest first. */
export const topk: TopkCall = eager(topkOp);

// ---------------------------------------------------------------- layout
/** The same array, spread over the ranks by "rows" or "cols", in blocks of its first two axes ("grid"), "cyclic"ally, or "replicated". Never changes what the program computes. */
export const distribute: DistributeCall = eager(distributeOp);

// ---------------------------------------------------------------- out
interface PlotCall {
  (y: NDArray, options?: PlotOptions): void;
  (xy: readonly [x: NDArray, y: NDArray], options?: PlotOptions): void;
  (x: NDArray, y: NDArray, options?: PlotOptions): void;
}
/** What a rank has of an array. */
export interface LocalPart<D extends Element, S extends Shape> {
  /** A copy, row-major; of records an object of typed arrays. */
  readonly data: DataOf<D>;
  readonly shape: Index<S>;
  /** The first of its rows, in the array. */
  readonly start: number;
}

const output = serialOutput();
const effect = <Call extends (...args: never[]) => unknown>(name: string): Call =>
  ((...args: readonly unknown[]) => effects[name]!.run(args.flatMap((arg) => (Array.isArray(arg) && arg.some(denseOf) ? arg.map(denseOf) : [denseOf(arg) ?? arg])), output)) as unknown as Call;

/** Prints values and arrays, once for all ranks. */
export const print = effect<(...values: readonly unknown[]) => void>("print");
/** Draws a 2-D array: `imshow(a, { colormap: "spectral", file: "a.png" })`. */
export const imshow = effect<<S extends Shape>(a: NDArray<DType, S> & TwoAxes<"imshow", S>, options?: ImshowOptions) => void>("imshow");
/** The elements as a typed array, row-major, on every rank; of records an object of typed arrays. */
export const toArray = effect<<D extends Element>(a: NDArray<D, Shape>) => DataOf<D>>("toArray");
/**
 * This rank's part of an array, as it is spread by "rows": its elements, their shape, and the number of its first row. For a step that is written in messages:
 * `const mine = local(a); comm.allreduce(mine.data.length)`.
 */
export const local = effect<<D extends Element, S extends Shape>(a: NDArray<D, S>) => LocalPart<D, S>>("local");
/** Draws lines as SVG: `plot(y)`, `plot([x, y], { file: "a.svg", labels: ["u", "v"] })`; a 2-D array gives one line a column. */
export const plot = effect<PlotCall>("plot");
/** Writes an array as text, a row a line: `writeCsv("a.csv", a, { header: ["x", "y"] })`. */
export const writeCsv = effect<(file: string, a: NDArray<Element, Shape>, options?: WriteCsvOptions) => void>("writeCsv");
/** Writes a NumPy file; each rank its own rows, at their place in it. The file is there, whole, when the call returns; one that cannot be written leaves what was there before. */
export const writeNpy = effect<(file: string, a: NDArray<Element>) => void>("writeNpy");

// ---------------------------------------------------------------- host
/** A program parameter, set by `--name value`: a number, a string or a boolean, as its default is. */
export const param = <const T extends number | string | boolean>(name: string, fallback: T): Widen<T> => paramValue<Widen<T> & (number | string | boolean)>(name, fallback as Widen<T> & T);
/** Seconds since some moment in the past, the same on every rank. */
export const wtime = (): number => seconds();
/** 0 to n - 1, with a bar on the terminal that tells how far the loop is: `for (const step of progress(1000)) ...` */
export const progress = (n: number): Iterable<number> => counted(n);
/** What the function gives on rank 0, on every rank: for what only one should do, or what would differ, `once(() => readFileSync("a.txt", "utf8"))`, `once(() => Date.now())`. */
export const once: <T>(run: () => T) => T = onceOnly;
/** The communicator of all ranks, as `spmd/mpi` has it: for a step that is written in messages, together with `local`. Each rank then has values of its own. */
export const comm: Intracomm = world;

// ---------------------------------------------------------------- conversions: ordinary functions, in kernels too
type ToNumber = (x: number | boolean) => number;
/** A number, unchanged; 1 or 0 for a boolean. */
export const f64 = conversion("f64") as ToNumber;
/** Rounded to single precision. */
export const f32 = conversion("f32") as ToNumber;
/** As an Int32Array stores it: without its fraction, and wrapped. */
export const i32 = conversion("i32") as ToNumber;
/** As a Uint32Array stores it. */
export const u32 = conversion("u32") as ToNumber;
/** As an Int16Array stores it. */
export const i16 = conversion("i16") as ToNumber;
/** As a Uint16Array stores it. */
export const u16 = conversion("u16") as ToNumber;
/** As an Int8Array stores it. */
export const i8 = conversion("i8") as ToNumber;
/** As a Uint8Array stores it. */
export const u8 = conversion("u8") as ToNumber;
/** False for 0 and NaN. */
export const bool = conversion("bool") as (x: number | boolean) => boolean;
