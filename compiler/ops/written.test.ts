// Kernels that operators write themselves: the WebAssembly text gives the bits of the JavaScript text.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emitScript } from "../6-emit/js/emitScript.ts";
import { loadAssembler } from "../6-emit/wasm/assembler.ts";
import { emitWasm } from "../6-emit/wasm/emitWasm.ts";
import type { WrittenKernel } from "../ir/written.ts";
import { stageKernel } from "./fftKernel.ts";
import { matmulKernel } from "./matmulKernel.ts";

const test = suite("ops: written kernels");
const assembler = loadAssembler();
type List = Float64Array | Float32Array;

/** Both, on the same memory: lists lie one after the other; `numbers` as a kernel gets them, where a list stands for its base. */
async function both(kernel: WrittenKernel, lists: readonly List[], numbers: readonly (number | List)[]): Promise<readonly [List[], List[]]> {
  const lanes = { nests: [], sites: [] }, { wasm } = emitWasm(lanes, await assembler, [kernel]), memory = new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: true });
  let end = 1024;
  const places = lists.map((list) => {
    const at = end;
    end += Math.ceil(list.byteLength / 64) * 64 + 64;
    viewOf(list, memory, at).set(list);
    return at;
  });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm as BufferSource), { env: { memory, fail: () => assert.unreachable() } }), call = instance.exports[kernel.name] as (...numbers: number[]) => void;
  call(...numbers.map((x) => (typeof x === "number" ? x : places[lists.indexOf(x)]!)));
  const { text } = emitScript(lanes, [kernel]), script = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { script(fail: () => void): { readonly [name: string]: (buffers: readonly List[], ...numbers: number[]) => void } };
  const copies = lists.map((list) => list.slice());
  script.script(() => assert.unreachable())[kernel.name]!(copies, ...numbers.map((x) => (typeof x === "number" ? x : 0)));
  return [lists.map((list, k) => viewOf(list, memory, places[k]!).slice()), copies];
}

const viewOf = (list: List, memory: WebAssembly.Memory, at: number): List => (list instanceof Float64Array ? new Float64Array(memory.buffer, at, list.length) : new Float32Array(memory.buffer, at, list.length));
const some = (type: Float64ArrayConstructor | Float32ArrayConstructor, n: number, seed: number): List => new type(n).map((_, k) => Math.sin(k * 1.7 + seed) * 3);

test("a block of a product of matrices, with edges, alone and added to others", async () => {
  for (const [dtype, type] of [["f64", Float64Array], ["f32", Float32Array]] as const) for (const [m, n, k] of [[4, 16, 9], [7, 21, 13], [1, 1, 1], [3, 5, 0]] as const) for (const first of [1, 0]) {
    const panel = dtype === "f64" ? 8 : 16, a = some(type, Math.ceil(m / 4) * 4 * k, 1), b = some(type, Math.ceil(n / panel) * panel * k, 2), c = some(type, m * (n + 3), 3), tile = new type(4 * panel);
    const [wasm, script] = await both(matmulKernel(dtype), [a, b, c, tile], [m, n, k, a, b, c, n + 3, tile, first]);
    assert.equal(wasm[2], script[2], `${dtype} ${m} x ${n} x ${k}, first ${first}`);
    const i = m - 1, j = n - 1, round = dtype === "f32" ? Math.fround : (x: number): number => x;
    let sum = 0;
    for (let p = 0; p < k; p++) sum = round(sum + round(a[(i - (i % 4)) * k + p * 4 + (i % 4)]! * b[(j - (j % panel)) * k + p * panel + (j % panel)]!));
    assert.is(script[2]![i * (n + 3) + j], first ? sum : round(c[i * (n + 3) + j]! + sum));
  }
});

test("stages of Fourier transforms, of any number of interleaved ones", async () => {
  for (const radix of [2, 3, 4, 5]) for (const [m, s] of [[1, 1], [3, 1], [2, 4], [5, 3]] as const) {
    const lists = ["xr", "xi", "yr", "yi", "wr", "wi"].map((_, k) => some(Float64Array, radix * m * s, k)), [wasm, script] = await both(stageKernel(radix), lists, [m, s, 1, ...lists]);
    assert.equal(wasm.slice(2, 4), script.slice(2, 4), `radix ${radix}, m ${m}, s ${s}`);
  }
});

test.run();
