// Kernels that operators bring along: the same bits from WebAssembly, JavaScript and C.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { sameEverywhere } from "../../test/support/libraryKernels.ts";
import { routine } from "../ir/routine.ts";
import { stageKernel } from "./fftKernel.ts";
import { matmulKernel } from "./matmulKernel.ts";

const test = suite("ops: written kernels");
const some = <T extends Float64Array | Float32Array>(type: new (n: number) => T, n: number, seed: number): T => new type(n).map((_, k) => Math.sin(k * 1.7 + seed) * 3) as T;

test("a block of a product of matrices, with edges, alone and added to others", async () => {
  for (const [dtype, type] of [["f64", Float64Array], ["f32", Float32Array]] as const) for (const [m, n, k] of [[4, 16, 9], [7, 21, 13], [1, 1, 1], [3, 5, 0], [17, 40, 5]] as const) for (const first of [1, 0]) {
    const panel = dtype === "f64" ? 8 : 16, a = some<Float64Array | Float32Array>(type, Math.ceil(m / 4) * 4 * k, 1), b = some<Float64Array | Float32Array>(type, Math.ceil(n / panel) * panel * k, 2), before = some<Float64Array | Float32Array>(type, m * (n + 3), 3);
    const product = await sameEverywhere([matmulKernel(dtype)], (call) => {
      const c = before.slice();
      call(`matmul_${dtype}`, m, n, k, a.slice(), b.slice(), c, n + 3, new type(4 * panel), first);
      return c;
    });
    const i = m - 1, j = n - 1, round = dtype === "f32" ? Math.fround : (x: number): number => x;
    let sum = 0;
    for (let p = 0; p < k; p++) sum = round(sum + round(a[(i - (i % 4)) * k + p * 4 + (i % 4)]! * b[(j - (j % panel)) * k + p * panel + (j % panel)]!));
    assert.is(product[i * (n + 3) + j], first ? sum : round(before[i * (n + 3) + j]! + sum), `${dtype} ${m} x ${n} x ${k}, first ${first}`);
  }
});

test("stages of Fourier transforms, of any number of interleaved ones", async () => {
  for (const radix of [2, 3, 4, 5]) for (const [m, s, first, count] of [[1, 1, 0, 1], [3, 1, 0, 3], [2, 4, 0, 2], [5, 3, 0, 5], [5, 3, 2, 2]] as const) {
    const lists = (): Float64Array[] => ["xr", "xi", "yr", "yi", "wr", "wi"].map((_, k) => some(Float64Array, radix * m * s, k));
    const found = await sameEverywhere([stageKernel(radix)], (call) => {
      const [xr, xi, yr, yi, wr, wi] = lists() as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
      call(`fft_${radix}`, count, s, 1, first, m * s, xr.slice(first * s), xi.slice(first * s), yr, yi, wr, wi);
      return [yr, yi];
    });
    if (first === 0) continue;
    const all = await sameEverywhere([stageKernel(radix)], (call) => {
      const [xr, xi, yr, yi, wr, wi] = lists();
      call(`fft_${radix}`, m, s, 1, 0, m * s, xr!, xi!, yr!, yi!, wr!, wi!);
      return [yr!, yi!];
    });
    for (const part of [0, 1] as const) assert.equal([...found[part]!.slice(0, radix * s * count)], [...all[part]!.slice(radix * s * first, radix * s * (first + count))], "some of them");
  }
});

test("routines: every operator and statement", async () => {
  const integers = ["+", "-", "*", "&", "|", "^", "<<", ">>", ">>>", "==", "!=", "<", "<=", ">", ">=", "<u", "<=u", ">u", ">=u"], reals = ["+", "-", "*", "/"], comparisons = ["==", "!=", "<", "<=", ">", ">="];
  const kernel = routine("all", ["n", "m"], { x: "i32", y: "u32", bytes: "i8", halves: "u16", f: "f64", g: "f32", i: "i32", d: "f64", s: "f32", wide: "f64", narrow: "f32", out8: "u8", out16: "i16", flags: "bool" }, `
    q = 0
    for k = 0 to n { for l = 0 to n {
      ${integers.map((op, at) => `i[${integers.length} * q + ${at}] = x[k] ${op} y[l]`).join("; ")}
      ${reals.map((op, at) => `d[${reals.length} * q + ${at}] = f[k] ${op} f[l]; s[${reals.length} * q + ${at}] = g[k] ${op} g[l]`).join("; ")}
      ${comparisons.map((op, at) => `flags[${comparisons.length} * q + ${at}] = (f[k] ${op} f[l]) + 0 * (g[k] ${op} 0.5)`).join("; ")}
      out8[q] = select(f[k] < 1e0, bytes[k] * 3, ~halves[l])
      wide[q] = f64(x[k]) + f64(g[l]); narrow[q] = f32(x[k]) + f32(f[l])
      if x[k] & 1 { out16[q] = halves[k] + bytes[l] } else { out16[q] = -1; w = 3; while w > 0 { out16[q] = out16[q] - w; w = w - 1 } }
      q = q + 1
      if q >= m { return }
    } }`);
  const n = 7, size = n * n;
  const results = await sameEverywhere([kernel], (call) => {
    const outs = [new Int32Array(19 * size), new Float64Array(4 * size), new Float32Array(4 * size), new Float64Array(size), new Float32Array(size), new Uint8Array(size), new Int16Array(size), new Uint8Array(6 * size)];
    call("all", n, size - 2, Int32Array.of(0, 1, -1, 7, 2 ** 31 - 1, -(2 ** 31), 12345), Uint32Array.of(0, 1, 2 ** 32 - 1, 5, 31, 2 ** 31, 77), Int8Array.of(0, -128, 127, 5, -5, 1, 99), Uint16Array.of(0, 65535, 32768, 7, 9, 1, 2),
      Float64Array.of(0, -0, NaN, 1.5, -Infinity, 1e-310, 3), Float32Array.of(0.1, -0, NaN, 1.5, Infinity, 1e-40, 3), ...outs);
    return outs.map((list) => Array.from(list, (x) => (Object.is(x, -0) ? "-0" : String(x))));
  });
  const i = results[0]!.map(Number);
  // 7 and 2^32 - 1: the sum, the difference and the product wrap; as unsigned 7 is less, as signed it is not.
  assert.equal(i.slice(19 * (3 * n + 2), 19 * (3 * n + 3)), [6, 8, -7, 7, -1, -8, -2147483648, 0, 0, 0, 1, 0, 0, 1, 1, 1, 1, 0, 0]);
  assert.equal(i.slice(19 * (size - 2)), new Array(38).fill(0), "it returns");
});

test("routines say what is wrong with their text", () => {
  assert.throws(() => routine("r", ["n"], {}, "x = y"), "routine r: y has no value yet");
  assert.throws(() => routine("r", ["n"], {}, "n = 1"), "n is the caller's");
  assert.throws(() => routine("r", [], { a: "f64" }, "x = 1; x = a[0]"), "i32 and f64");
  assert.throws(() => routine("r", [], {}, "for k = 0 to 3 { x = 1"), "no name");
});

test.run();
