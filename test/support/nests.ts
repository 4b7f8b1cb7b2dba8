// Runs one loop nest in several ways: by its definition (the kernel interpreter, element by element), as emitted JavaScript, WebAssembly and C, and
// compares every bit of the outputs' buffers. Buffers have gaps and foreign strides where the case says so; gaps must stay as they were.
import { emitScript } from "../../compiler/6-emit/js/emitScript.ts";
import { loadAssembler } from "../../compiler/6-emit/wasm/assembler.ts";
import { emitWasm } from "../../compiler/6-emit/wasm/emitWasm.ts";
import type { VectorizeOptions } from "../../compiler/5-vectorize/vectorize.ts";
import { vectorize } from "../../compiler/5-vectorize/vectorize.ts";
import { identityOf } from "../../compiler/ir/array.ts";
import type { StepArgument } from "../../compiler/ir/array.ts";
import { printLanes } from "../../compiler/ir/print.ts";
import { verifyLanes } from "../../compiler/ir/verify.ts";
import type { LaneModule } from "../../compiler/ir/lanes.ts";
import type { KernelFunction } from "../../compiler/ir/kernel.ts";
import type { Nest, NestInput, NestModule, NestOutput } from "../../compiler/ir/nest.ts";
import type { DType } from "../../compiler/ir/types.ts";
import { bytesOf } from "../../compiler/ir/types.ts";
import type { DenseData } from "../../compiler/reference/dense.ts";
import { readsOf } from "../../compiler/reference/interpretLoop.ts";
import { allocateData, loaded, stored, throughDType } from "../../compiler/reference/dense.ts";
import type { KernelEvaluator, KernelValue } from "../../compiler/reference/evaluate.ts";
import { convertScalar, kernelEvaluator } from "../../compiler/reference/evaluate.ts";
import { leafLanes, leafLength, sliceLeafLength } from "../../runtime/abi.ts";
import type { FailureSite, ScriptKernel } from "../../runtime/abi.ts";
import type { NativeLibrary } from "../../runtime/native/library.ts";
import type { NativeTools } from "./nativeNests.ts";
import { openNests } from "./nativeNests.ts";

export interface NestAxis { readonly count: number; readonly start: number; readonly step: number; readonly extent: number }
export interface NestBuffer { readonly dtype: DType; readonly data: DenseData; readonly base: number; readonly strides: readonly number[] }
export interface NestCase {
  readonly nest: Nest;
  readonly functions: readonly KernelFunction[];
  readonly axes: readonly NestAxis[];
  /** One a field of each input. */
  readonly inputs: readonly NestBuffer[];
  readonly captures: readonly number[];
  /** Strides of the outputs: elements of the last axis adjacent unless set. */
  readonly outputStep?: number;
}
/** Output buffers, or the text of what was thrown. */
export type Ran = readonly DenseData[] | string;

/** Buffers of the outputs: dense local arrays (`outputStep` apart), leaves where the mode says so, filled with a pattern. */
export function outputBuffers({ nest, axes, outputStep = 1 }: NestCase): NestBuffer[] {
  const make = (dtype: DType, leafAxis?: number, leaf = 1): NestBuffer => {
    const shape = axes.map((a, k) => (k === leafAxis ? Math.ceil(a.count / leaf) : a.count)), strides: number[] = [];
    let size = outputStep;
    for (let k = shape.length - 1; k >= 0; k--) { strides[k] = size; size *= Math.max(1, shape[k]!); }
    const data = allocateData(dtype, size + 2);
    return { dtype, data: data.fill(dtype === "bool" ? 1 : 77), base: 1, strides };
  };
  return nest.outputs.flatMap((o) => {
    if (o.mode === "store") return o.fields.map((f) => make(f.dtype));
    const last = nest.ndim - 1;
    const leaves = o.mode === "scan" ? [last, leafLength] as const : [o.axis, o.axis === last ? leafLength : sliceLeafLength] as const;
    return [...(o.mode === "scan" ? o.fields.map((f) => make(f.dtype)) : []), ...o.fields.map((f) => make(f.dtype, ...leaves))];
  });
}

/** What the nest means. */
export function runReference(run: NestCase): Ran {
  const { nest, axes } = run, outputs = outputBuffers(run), evaluate = kernelEvaluator(run.functions);
  const address = (b: NestBuffer, at: readonly number[]): number => at.reduce((sum, q, k) => sum + q * b.strides[k]!, b.base);
  const place = (o: NestBuffer, at: readonly number[], value: KernelValue): void => void (o.data[address(o, at)] = stored(o.dtype, value));
  try {
    let first = 0;
    for (const output of nest.outputs) {
      const buffers = outputs.slice(first, (first += output.fields.length * (output.mode === "scan" ? 2 : 1)));
      if (output.mode === "store") {
        forEachPosition(axes.map((a) => a.count), (at) => {
          const values = stepMemo(run, evaluate, at);
          output.fields.forEach((f, k) => place(buffers[k]!, at, values(f.value)));
        });
      } else referenceLeaves(run, evaluate, output, buffers, place);
    }
  } catch (error) {
    return String(error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
  return outputs.map((o) => o.data);
}

function referenceLeaves(run: NestCase, evaluate: KernelEvaluator, output: Exclude<NestOutput, { readonly mode: "store" }>, buffers: readonly NestBuffer[], place: (o: NestBuffer, at: readonly number[], value: KernelValue) => void): void {
  const { nest, axes } = run, last = nest.ndim - 1, axis = output.mode === "scan" ? last : output.axis, length = axis === last ? leafLength : sliceLeafLength;
  const lanes = output.mode === "leaf" && axis === last ? leafLanes(output.fields.map((f) => f.dtype)) : 1, results = run.functions.find((f) => f.id === output.monoid.fn)!.results;
  const through = (values: readonly KernelValue[]): readonly KernelValue[] => output.fields.map((f, k) => throughDType(f.dtype, values[k]!));
  const combine = (a: readonly KernelValue[], b: readonly KernelValue[]): readonly KernelValue[] => through(evaluate(output.monoid.fn, [...a, ...b]));
  const count = axes[axis]!.count, leaves = axes.map((a, k) => (k === axis ? Math.ceil(a.count / length) : a.count)), width = output.fields.length;
  const placeAll = (first: number, at: readonly number[], values: readonly KernelValue[]): void => values.forEach((value, k) => place(buffers[first + k]!, at, value));
  forEachPosition(leaves, (leafAt) => {
    const parts = Array.from({ length: lanes }, () => through(results.map((r) => identityOf(output.monoid.identity, r.field))));
    for (let k = 0; k < length; k++) {
      const at = leafAt.map((q, a) => (a === axis ? q * length + k : q));
      if (at[axis]! >= count) break;
      const value = stepMemo(run, evaluate, at), values = through(output.fields.map((f) => value(f.value))), lane = k % lanes;
      if (output.mode === "scan" && output.exclusive) placeAll(0, at, parts[0]!);
      parts[lane] = combine(parts[lane]!, values);
      if (output.mode === "scan" && !output.exclusive) placeAll(0, at, parts[0]!);
    }
    for (let half = lanes / 2; half >= 1; half /= 2) for (let k = 0; k < half; k++) parts[k] = combine(parts[k]!, parts[k + half]!);
    placeAll(output.mode === "scan" ? width : 0, leafAt, parts[0]!);
  });
}

function stepMemo(run: NestCase, evaluate: KernelEvaluator, at: readonly number[]): (arg: StepArgument) => KernelValue {
  const { nest, axes } = run, done = new Map<number, readonly KernelValue[]>();
  const value = (arg: StepArgument): KernelValue => {
    switch (arg.kind) {
      case "const": return arg.value;
      case "capture": return convertScalar(nest.captures[arg.capture]!.type, run.captures[arg.capture]!);
      case "index": return axes[arg.axis]!.start + at[arg.axis]! * axes[arg.axis]!.step;
      case "element": return element(run, nest.inputs[arg.input]!, fieldBuffer(run, arg.input, arg.field), at);
      case "step": {
        const step = nest.steps[arg.step]!, results = done.get(arg.step) ?? evaluate(step.fn, step.args.map(value), readsOf(step, (input) => ({ element: nest.inputs[input]!.fields[0]!.dtype, data: wholeData(run, input) })));
        done.set(arg.step, results);
        return throughDType(arg.dtype, results[arg.result]!);
      }
    }
  };
  return value;
}

/** Of an array of one field that steps read at any position. */
function wholeData(run: NestCase, input: number): { readonly [field: string]: DenseData } {
  const { data, base } = fieldBuffer(run, input, "");
  return { "": data.subarray(base) as DenseData };
}

function fieldBuffer(run: NestCase, input: number, field: string): NestBuffer {
  const before = run.nest.inputs.slice(0, input).reduce((n, i) => n + i.fields.length, 0);
  return run.inputs[before + run.nest.inputs[input]!.fields.findIndex((f) => f.field === field)]!;
}

function element(run: NestCase, input: NestInput, buffer: NestBuffer, at: readonly number[]): KernelValue {
  let address = buffer.base;
  for (const { loop, offset, per } of input.axes) {
    const { count, extent } = run.axes[loop]!;
    let q = at[loop]! + offset;
    if (offset !== 0 && input.boundary && count === extent && (q < 0 || q >= count)) {
      if (input.boundary.kind === "value") {
        const outside = input.boundary.value;
        return throughDType(buffer.dtype, typeof outside === "number" ? outside : run.captures[run.nest.captures.findIndex((c) => c.name === outside.host)]!);
      }
      while (q < 0 || q >= count) {
        if (input.boundary.kind === "clamp") q = q < 0 ? 0 : count - 1;
        else if (input.boundary.kind === "wrap") q += q < 0 ? count : -count;
        else q = count === 1 ? 0 : q < 0 ? -q : 2 * (count - 1) - q;
      }
    }
    address += Math.floor(q / per) * buffer.strides[loop]!;
  }
  return loaded(buffer.dtype, buffer.data[address]!);
}

export function forEachPosition(counts: readonly number[], visit: (at: readonly number[]) => void): void {
  const walk = (at: readonly number[]): void => {
    if (at.length === counts.length) return visit(at);
    for (let k = 0; k < counts[at.length]!; k++) walk([...at, k]);
  };
  walk([]);
}

/** The error that a failing kernel means. */
const failWith = (sites: readonly FailureSite[]) => (site: number, ...values: number[]): never => {
  const { error, parts, values: kinds } = sites[site]!;
  throw new Error(`${error}: ${parts.map((part, k) => part + (k < kinds.length ? (kinds[k] === "bool" ? values[k] !== 0 : values[k]) : "")).join("")}`);
};

export interface Compiled {
  runScript(run: NestCase): Ran;
  runWasm(run: NestCase): Ran;
  readonly script: string;
  readonly wat: string;
  /** With native tools. */
  readonly native?: { run(run: NestCase): Ran; readonly source: string };
}

export interface NestOptions extends VectorizeOptions {
  /** Machine code besides. */
  readonly native?: NativeTools;
  /** Of the index space, where the compiler is to know them. */
  readonly extents?: readonly number[];
}

const sharedMemory = (): WebAssembly.Memory => new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });

function attempt(outputs: readonly NestBuffer[], call: () => void): Ran {
  try { call(); } catch (error) { return error instanceof Error ? error.message : String(error); }
  return outputs.map((o) => o.data);
}

const argumentsOf = (run: NestCase, buffers: readonly NestBuffer[], baseOf: (b: NestBuffer, k: number) => number): number[] => [
  ...run.axes.flatMap((a) => [a.count, a.start, a.step, a.extent]), ...buffers.flatMap((b, k) => [baseOf(b, k), ...b.strides]), ...run.captures,
];

/** Runs a kernel on buffers that are copied into `memory`. */
function inMemory(memory: WebAssembly.Memory, run: NestCase, call: (numbers: readonly number[]) => void): Ran {
  const outputs = outputBuffers(run), buffers = [...run.inputs, ...outputs], offsets: number[] = [];
  let end = 8;
  for (const b of buffers) { offsets.push(end); end += Math.ceil((b.data.byteLength + 8) / 8) * 8; }
  if (end > memory.buffer.byteLength) memory.grow(Math.ceil((end - memory.buffer.byteLength) / 65536));
  const bytes = new Uint8Array(memory.buffer);
  buffers.forEach((b, k) => bytes.set(new Uint8Array(b.data.buffer, b.data.byteOffset, b.data.byteLength), offsets[k]));
  const ran = attempt(outputs, () => call(argumentsOf(run, buffers, (b, k) => offsets[k]! + b.base * bytesOf[b.dtype])));
  if (typeof ran === "string") return ran;
  outputs.forEach((o, k) => { const at = offsets[run.inputs.length + k]!; new Uint8Array(o.data.buffer).set(bytes.slice(at, at + o.data.byteLength)); });
  return ran;
}

const assembler = loadAssembler();

export async function compileNests(nests: readonly Nest[], functions: readonly KernelFunction[], { native, ...options }: NestOptions = {}): Promise<Compiled> {
  const lanes = vectorize(moduleOf(nests, functions, options), options), wrong = verifyLanes(lanes);
  if (wrong.length > 0) throw new Error(`${wrong.join("\n")}\n${printLanes(lanes)}`);
  const { text } = emitScript(lanes), { wat, wasm } = emitWasm(lanes, await assembler);
  const { script, failures } = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { script: (fail: (site: number, ...values: number[]) => never) => { [nest: string]: ScriptKernel }; failures: readonly FailureSite[] };
  const fail = failWith(failures), kernels = script(fail), memory = sharedMemory();
  const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm as BufferSource), { env: { memory, fail } });
  const opened = native && await openNests(nativeLanes(nests, functions, native, options), native);
  return {
    script: text,
    wat,
    ...(opened ? { native: { run: (run) => runNative(opened.library, run.nest.name, failures, run), source: opened.source } } : {}),
    runScript: (run) => {
      const outputs = outputBuffers(run), buffers = [...run.inputs, ...outputs];
      return attempt(outputs, () => kernels[run.nest.name]!(buffers.map((b) => b.data), ...argumentsOf(run, buffers, (b) => b.base)));
    },
    runWasm: (run) => inMemory(memory, run, (given) => (instance.exports[run.nest.name] as (...numbers: number[]) => void)(...given)),
  };
}

/** "" if all bits agree (any NaN is any other), else where they differ. */
export function difference(expected: Ran, got: Ran): string {
  if (typeof expected === "string" || typeof got === "string") return expected === got ? "" : `expected ${typeof expected === "string" ? expected : "values"}, got ${typeof got === "string" ? got : "values"}`;
  for (const [k, want] of expected.entries()) for (let i = 0; i < want.length; i++) if (!Object.is(want[i], got[k]![i])) return `output ${k}[${i}]: expected ${want[i]}, got ${got[k]![i]}`;
  return "";
}

function moduleOf(nests: readonly Nest[], functions: readonly KernelFunction[], { extents }: Pick<NestOptions, "extents">): NestModule {
  return { nests, functions, ...(extents && { extents: new Map(nests.map(({ name }) => [name, extents])) }) };
}

/** Vectorized for the native tools' machine. */
export function nativeLanes(nests: readonly Nest[], functions: readonly KernelFunction[], { compiler }: NativeTools, options: Omit<NestOptions, "native"> = {}): LaneModule {
  const lanes = vectorize(moduleOf(nests, functions, options), { ...options, vectorBytes: compiler.vectorBytes }), wrong = verifyLanes(lanes);
  if (wrong.length > 0) throw new Error(`${wrong.join("\n")}\n${printLanes(lanes)}`);
  return lanes;
}

/** A nest as the library's kernel `name`. */
export function runNative(library: NativeLibrary, name: string, failures: readonly FailureSite[], run: NestCase): Ran {
  return inMemory(nativeMemory, run, (numbers) => {
    const given = new Float64Array(1024);
    given.set(numbers);
    const site = library.kernel(name)(library.address(new Uint8Array(nativeMemory.buffer)), library.address(given));
    if (site >= 0) failWith(failures)(site, ...given.subarray(0, 4));
  });
}

const nativeMemory = sharedMemory();

const meant = new WeakMap<NestCase, Ran>();

export function meantBy(run: NestCase): Ran {
  const known = meant.get(run) ?? runReference(run);
  meant.set(run, known);
  return known;
}

/** Throws unless all backends do what the nest means. */
export function checkNest(compiled: Compiled, run: NestCase, what = ""): void {
  const expected = meantBy(run);
  const ran = compiled.runScript(run), ordered = run.nest.outputs.every((o) => o.mode === "store");
  // Which of several failing elements is met first is fixed in row-major order only; folds walk otherwise, alike on all backends.
  const script = typeof expected === "string" && typeof ran === "string" && !ordered ? "" : difference(expected, ran), wanted = script === "" ? ran : expected, wasm = difference(wanted, compiled.runWasm(run));
  const native = compiled.native ? difference(wanted, compiled.native.run(run)) : "";
  if (script !== "") throw new Error(`${what} JavaScript ${script}\n${compiled.script}`);
  if (wasm !== "") throw new Error(`${what} WebAssembly ${wasm}\n${compiled.wat}`);
  if (native !== "") throw new Error(`${what} machine code ${native}\n${compiled.native!.source.replace(/[^]*?(?=int spmd_(?!fits))/, "")}`);
}
