// Kernels that operators bring along, on every machine that there is here: WebAssembly, JavaScript, and the machine code of a C compiler. All must leave the same in memory.
import * as assert from "uvu/assert";
import { emitScript } from "../../compiler/6-emit/js/emitScript.ts";
import { loadAssembler } from "../../compiler/6-emit/wasm/assembler.ts";
import { emitWasm } from "../../compiler/6-emit/wasm/emitWasm.ts";
import type { LibraryKernel } from "../../compiler/ir/written.ts";
import type { ElementArray } from "../../runtime/memory/elements.ts";
import type { NativeLibrary } from "../../runtime/native/library.ts";
import { nativeTools, openNests } from "./nativeNests.ts";

/** Numbers as a kernel gets them; a list stands for its base. */
export type KernelArgument = number | ElementArray;

/** Calls kernels one after the other; what they write stays in the lists. */
export type CallKernels = (name: string, ...args: readonly KernelArgument[]) => void;

const assembler = loadAssembler(), tools = await nativeTools();
/** What was compiled before, by the kernels' JavaScript. */
const known = new Map<string, { readonly module: WebAssembly.Module; readonly library: NativeLibrary }>();

/** `run` calls the kernels on lists that it makes anew each time and gives what is to be the same everywhere. */
export async function sameEverywhere<T>(kernels: readonly LibraryKernel[], run: (call: CallKernels) => T): Promise<T> {
  const lanes = { nests: [], sites: [] }, memory = new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: true });
  const { text } = emitScript(lanes, kernels), module = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { script(fail: () => void): { readonly [name: string]: (buffers: readonly ElementArray[], ...numbers: number[]) => void } };
  const scripts = module.script(() => assert.unreachable()), isList = (x: KernelArgument): x is ElementArray => typeof x === "object";
  const expected = run((name, ...args) => scripts[name]!(args.filter(isList), ...args.map((x) => (isList(x) ? 0 : x))));
  /** Puts the lists into the memory, and takes them out again. */
  const inMemory = (call: (name: string, numbers: readonly number[]) => void): CallKernels => (name, ...args) => {
    const lists = args.filter(isList), places: number[] = [];
    let end = 1024;
    const viewOf = (list: ElementArray, at: number): ElementArray => new (list.constructor as new (buffer: ArrayBufferLike, at: number, length: number) => ElementArray)(memory.buffer, at, list.length);
    for (const list of lists) {
      places.push(end);
      viewOf(list, end).set(list);
      end += Math.ceil(list.byteLength / 64) * 64 + 64;
    }
    call(name, args.map((x) => (isList(x) ? places[lists.indexOf(x)]! : x)));
    lists.forEach((list, k) => list.set(viewOf(list, places[k]!)));
  };
  const compiled = known.get(text)?.module ?? new WebAssembly.Module(emitWasm(lanes, await assembler, kernels).wasm as BufferSource), instance = new WebAssembly.Instance(compiled, { env: { memory, fail: () => assert.unreachable() } });
  assert.equal(run(inMemory((name, numbers) => (instance.exports[name] as (...numbers: readonly number[]) => void)(...numbers))), expected, "WebAssembly");
  if (typeof tools === "string") return expected;
  const library = known.get(text)?.library ?? (await openNests(lanes, tools, kernels)).library, base = library.address(new Uint8Array(memory.buffer));
  known.set(text, { module: compiled, library });
  assert.equal(run(inMemory((name, numbers) => {
    const given = new Float64Array(256);
    given.set(numbers);
    assert.is(library.kernel(name)(base, library.address(given)), -1);
  })), expected, "machine code");
  return expected;
}
