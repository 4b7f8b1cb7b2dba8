// How this rank calls its kernels: WebAssembly and machine code get byte addresses in the rank's memory, JavaScript gets views. The order of the arguments
// is the head of runtime/abi.ts. A throw in a kernel becomes an error of the user's class at the user's line.
import type { FailureSite, Kernels } from "../abi.ts";
import { KernelError, spmdError } from "../errors.ts";
import { elementBytes } from "../memory/elements.ts";
import type { Buffer, RankMemory } from "../memory/rankMemory.ts";
import type { NativeLibrary } from "../native/library.ts";

/** A buffer as the loop walks it: the element at local position 0 of the loop, and the distance of the next along each axis, in elements. */
export interface BufferArgument {
  readonly buffer: Buffer;
  readonly base: number;
  readonly strides: readonly number[];
}

export interface CallKernel {
  (name: string, axes: readonly number[], buffers: readonly BufferArgument[], captures: readonly number[]): void;
  /** The kernels are JavaScript, where scans are done in two passes. */
  readonly plain?: true;
}

export function scriptKernels(kernels: Kernels, memory: RankMemory): CallKernel {
  const nests = kernels.script(fail(kernels.failures));
  const call = (name: string, axes: readonly number[], buffers: readonly BufferArgument[], captures: readonly number[]): void => {
    const kernel = nests[name];
    if (!kernel) throw new Error(`internal: there is no kernel ${name}`);
    const numbers = [...axes];
    for (const { base, strides } of buffers) numbers.push(base, ...strides);
    kernel(buffers.map((b) => memory.view(b.buffer)), ...numbers, ...captures);
  };
  return Object.assign(call, { plain: true } as const);
}

export function wasmKernels(module: WebAssembly.Module, failures: readonly FailureSite[], memory: RankMemory): CallKernel {
  const { exports } = instantiate(module, { env: { memory: memory.memory, fail: fail(failures) } });
  return (name, axes, buffers, captures) => {
    const kernel = exports[name];
    if (typeof kernel !== "function") throw new Error(`internal: there is no kernel ${name}`);
    const numbers = [...axes];
    for (const { buffer, base, strides } of buffers) numbers.push(buffer.address + base * elementBytes(buffer.dtype), ...strides);
    kernel(...numbers, ...captures);
  };
}

/** The memory grows where it is (V8 reserves the addresses of a shared one), so its address stays. */
export function nativeKernels(library: NativeLibrary, failures: readonly FailureSite[], memory: RankMemory): CallKernel {
  const kernels = new Map<string, ReturnType<NativeLibrary["kernel"]>>(), base = library.address(new Uint8Array(memory.memory.buffer)), failed = fail(failures);
  let numbers = new Float64Array(256), address = library.address(numbers);
  return (name, axes, buffers, captures) => {
    const kernel = kernels.get(name) ?? library.kernel(name), length = axes.length + captures.length + buffers.reduce((sum, { strides }) => sum + 1 + strides.length, 0);
    kernels.set(name, kernel);
    if (length > numbers.length) address = library.address((numbers = new Float64Array(2 * length)));
    let k = 0;
    for (const number of axes) numbers[k++] = number;
    for (const { buffer, base: first, strides } of buffers) {
      numbers[k++] = buffer.address + first * elementBytes(buffer.dtype);
      for (const stride of strides) numbers[k++] = stride;
    }
    numbers.set(captures, k);
    const site = kernel(base, address);
    if (site >= 0) failed(site, ...numbers.subarray(0, 4));
  };
}

function instantiate(module: WebAssembly.Module, imports: WebAssembly.Imports): WebAssembly.Instance {
  try {
    return new WebAssembly.Instance(module, imports);
  } catch (error) {
    throw spmdError("SPMD5016", { reason: error instanceof Error ? error.message : String(error) });
  }
}

function fail(failures: readonly FailureSite[]): (site: number, ...values: number[]) => never {
  return (site, ...values) => {
    const found = failures[site];
    if (!found) throw new Error(`internal: kernel failure ${site} is not in the table`);
    const text = found.parts.map((part, k) => (k < found.values.length ? part + (found.values[k] === "bool" ? String(values[k] !== 0) : String(values[k])) : part)).join("");
    throw new KernelError(found.error, text, found.site);
  };
}
