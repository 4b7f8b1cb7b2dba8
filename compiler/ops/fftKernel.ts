// One stage of a Fourier transform (Stockham's, which needs no reordering): butterflies of one radix r over s interleaved transforms of length n = r m.
//
//   y[q + s (r p + k)] = w^(p k) * sum over j of x[q + s (p + j m)] * exp(-2 pi i j k / r)          for p below m, q below s, w = exp(-2 pi i / n)
//
// The next stage has length m and r s interleaved transforms. A kernel does `count` of the p, from `first` on, so that a rank which has some of them does those
// (runtime/arrays/library/spreadFourier.ts). A butterfly is a list of additions and multiplications; the kernels' texts are printed from it, and
// the reference computes it, so that all do the same.
import { nativeSymbol } from "../../runtime/abi.ts";
import type { Routine } from "../ir/routine.ts";
import { routine } from "../ir/routine.ts";
import type { DType } from "../ir/types.ts";
import type { WrittenKernel } from "../ir/written.ts";

/** `left op right`: names of earlier values, or numbers. `x0r` is the real part of input 0, `w1i` the imaginary part of the root w^p, `y0r` a result. */
interface Operation {
  readonly name: string;
  readonly op: "add" | "sub" | "mul";
  readonly left: string;
  readonly right: string | number;
}

const sin60 = 0.8660254037844386, cos72 = 0.30901699437494745, sin72 = 0.9510565162951535, cos144 = -0.8090169943749475, sin144 = 0.5877852522924731;

/** The operations of a radix. */
export function butterfly(radix: number): readonly Operation[] {
  const list: Operation[] = [];
  const put = (name: string, op: Operation["op"], left: string, right: string | number): string => {
    list.push({ name, op, left, right });
    return name;
  };
  let temporaries = 0;
  const fresh = (): string => `t${temporaries++}`;
  type Complex = readonly [re: string, im: string];
  const add = (a: Complex, b: Complex): Complex => [put(fresh(), "add", a[0], b[0]), put(fresh(), "add", a[1], b[1])];
  const sub = (a: Complex, b: Complex): Complex => [put(fresh(), "sub", a[0], b[0]), put(fresh(), "sub", a[1], b[1])];
  const scaled = (a: Complex, by: number): Complex => [put(fresh(), "mul", a[0], by), put(fresh(), "mul", a[1], by)];
  /** a - i b and a + i b. */
  const turned = (a: Complex, b: Complex): readonly [Complex, Complex] => [
    [put(fresh(), "add", a[0], b[1]), put(fresh(), "sub", a[1], b[0])],
    [put(fresh(), "sub", a[0], b[1]), put(fresh(), "add", a[1], b[0])],
  ];
  const x = Array.from({ length: radix }, (_, j): Complex => [`x${j}r`, `x${j}i`]);
  const sums = ((): readonly Complex[] => {
    if (radix === 2) return [add(x[0]!, x[1]!), sub(x[0]!, x[1]!)];
    if (radix === 4) {
      const a = add(x[0]!, x[2]!), b = sub(x[0]!, x[2]!), c = add(x[1]!, x[3]!), [d, e] = turned(b, sub(x[1]!, x[3]!));
      return [add(a, c), d, sub(a, c), e];
    }
    if (radix === 3) {
      const t = add(x[1]!, x[2]!), middle = sub(x[0]!, scaled(t, 0.5)), [a, b] = turned(middle, scaled(sub(x[1]!, x[2]!), sin60));
      return [add(x[0]!, t), a, b];
    }
    const t = add(x[1]!, x[4]!), u = add(x[2]!, x[3]!), v = sub(x[1]!, x[4]!), w = sub(x[2]!, x[3]!);
    const one = add(x[0]!, add(scaled(t, cos72), scaled(u, cos144))), two = add(x[0]!, add(scaled(t, cos144), scaled(u, cos72)));
    const [a, d] = turned(one, add(scaled(v, sin72), scaled(w, sin144))), [b, c] = turned(two, sub(scaled(v, sin144), scaled(w, sin72)));
    return [add(x[0]!, add(t, u)), a, b, c, d];
  })();
  sums.forEach(([re, im], k) => {
    if (k === 0) {
      put("y0r", "mul", re, 1);
      put("y0i", "mul", im, 1);
      return;
    }
    put(`y${k}r`, "sub", put(fresh(), "mul", re, `w${k}r`), put(fresh(), "mul", im, `w${k}i`));
    put(`y${k}i`, "add", put(fresh(), "mul", re, `w${k}i`), put(fresh(), "mul", im, `w${k}r`));
  });
  return list;
}

/** For the reference: the results' real and imaginary parts by turns, of such inputs and roots. */
export function computeButterfly(operations: readonly Operation[], radix: number, x: readonly number[], w: readonly number[]): readonly number[] {
  const values = new Map<string, number>();
  x.forEach((value, k) => values.set(`x${k >> 1}${k % 2 === 0 ? "r" : "i"}`, value));
  w.forEach((value, k) => values.set(`w${(k >> 1) + 1}${k % 2 === 0 ? "r" : "i"}`, value));
  for (const { name, op, left, right } of operations) {
    const a = values.get(left)!, b = typeof right === "number" ? right : values.get(right)!;
    values.set(name, op === "add" ? a + b : op === "sub" ? a - b : a * b);
  }
  return Array.from({ length: 2 * radix }, (_, k) => values.get(`y${k >> 1}${k % 2 === 0 ? "r" : "i"}`)!);
}

/** Numbers: count, s, the distance of roots (a table of the whole length's), first, the distance of a butterfly's inputs (m s where all p are there); buffers, as of the first p: x re, x im, y re, y im, roots re, roots im. */
export function stageKernel(radix: number): WrittenKernel {
  const name = `fft_${radix}`, operations = butterfly(radix);
  return { kind: "written", name, wat: wat(name, radix, operations), script: script(name, radix, operations), c: cText(nativeSymbol(name), radix, operations) };
}

const parts = ["r", "i"] as const;
const numbersTo = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

function script(name: string, radix: number, operations: readonly Operation[]): string {
  const sign = { add: "+", sub: "-", mul: "*" }, all = numbersTo(radix), roots = all.slice(1);
  return `function ${name}([xr, xi, yr, yi, wr, wi], count, s, step, first, jump, xr$0, xi$0, yr$0, yi$0, wr$0, wi$0) {
  for (let p = 0; p < count; p++) {
    const ${roots.flatMap((k) => parts.map((part) => `w${k}${part} = w${part}[w${part}$0 + (first + p) * step * ${k}]`)).join(", ")};
    for (let q = 0; q < s; q++) {
      const at = q + s * p, to = q + s * p * ${radix};
      const ${all.flatMap((j) => parts.map((part) => `x${j}${part} = x${part}[x${part}$0 + at + ${j} * jump]`)).join(", ")};
      const ${operations.map(({ name: to, op, left, right }) => (op === "mul" && right === 1 ? `${to} = ${left}` : `${to} = ${left} ${sign[op]} ${right}`)).join(", ")};
      ${all.flatMap((k) => parts.map((part) => `y${part}[y${part}$0 + to + ${k} * s] = y${k}${part};`)).join(" ")}
    }
  }
}`;
}

/** Vectors of 8, which the compiler cuts into what the machine has, then what is left of s. */
function cText(symbol: string, radix: number, operations: readonly Operation[]): string {
  const sign = { add: "+", sub: "-", mul: "*" }, all = numbersTo(radix), roots = all.slice(1);
  const body = (type: string): string => {
    const at = (buffer: string, place: string): string => (type === "f64" ? `${buffer}[${place}]` : `*(${type} *)(${buffer} + ${place})`);
    return `const ${type} ${all.flatMap((j) => parts.map((part) => `x${j}${part} = ${at(`x${part}`, `q + ${j} * jump`)}`)).join(", ")};
      const ${type} ${operations.map(({ name, op, left, right }) => (op === "mul" && right === 1 ? `${name} = ${left}` : `${name} = ${left} ${sign[op]} ${right}`)).join(", ")};
      ${all.flatMap((k) => parts.map((part) => `${at(`y${part}`, `q + ${k} * s`)} = y${k}${part};`)).join(" ")}`;
  };
  return `typedef f64 ${symbol}_v __attribute__((vector_size(64), aligned(8), may_alias));
int ${symbol}(char *memory, f64 *numbers) {
  const long count = (long)numbers[0], s = (long)numbers[1], step = (long)numbers[2], first = (long)numbers[3], jump = (long)numbers[4];
  ${["xr", "xi", "yr", "yi", "wr", "wi"].map((buffer, k) => `${buffer.startsWith("y") ? "" : "const "}f64 *${buffer} = (f64 *)(memory + (long)numbers[${5 + k}]);`).join("\n  ")}
  for (long p = 0; p < count; p++, xr += s, xi += s, yr += ${radix} * s, yi += ${radix} * s) {
    const f64 ${roots.flatMap((k) => parts.map((part) => `w${k}${part} = w${part}[(first + p) * step * ${k}]`)).join(", ")};
    long q = 0;
    for (; q + 8 <= s; q += 8) {
      ${body(`${symbol}_v`)}
    }
    for (; q < s; q++) {
      ${body("f64")}
    }
  }
  return -1;
}`;
}

function wat(name: string, radix: number, operations: readonly Operation[]): string {
  const all = numbersTo(radix), roots = all.slice(1), get = (local: string): string => `(local.get $${local})`;
  // Vectors first, then what is left of s, one by one: the same operations on other locals.
  const body = (v: "" | "v"): string => {
    const T = v ? "f64x2" : "f64", operand = (x: string | number): string => (typeof x === "string" ? get(v + x) : v ? `(v128.const f64x2 ${x} ${x})` : `(f64.const ${x})`);
    const load = v ? "v128.load" : "f64.load", store = v ? "v128.store" : "f64.store";
    return [
      ...all.flatMap((j) => parts.map((part) => `(local.set $${v}x${j}${part} (${load} (i32.add ${get(`x${part}at`)} (i32.mul ${get("jump")} (i32.const ${j})))))`)),
      ...operations.map(({ name: to, op, left, right }) => `(local.set $${v}${to} ${op === "mul" && right === 1 ? operand(left) : `(${T}.${op} ${operand(left)} ${operand(right)})`})`),
      ...all.flatMap((k) => parts.map((part) => `(${store} (i32.add ${get(`y${part}at`)} (i32.mul ${get("line")} (i32.const ${k}))) ${get(`${v}y${k}${part}`)})`)),
      ...["x", "y"].flatMap((buffer) => parts.map((part) => `(local.set $${buffer}${part}at (i32.add ${get(`${buffer}${part}at`)} (i32.const ${v ? 16 : 8})))`)),
      `(local.set $q (i32.sub ${get("q")} (i32.const ${v ? 2 : 1})))`,
    ].join("\n            ");
  };
  const values = [...new Set([...all.flatMap((j) => parts.map((part) => `x${j}${part}`)), ...operations.map((o) => o.name)])];
  const rootLocals = roots.flatMap((k) => parts.map((part) => `w${k}${part}`));
  return `  (func $${name} (export "${name}") (param $count i32) (param $s i32) (param $step i32) (param $first i32) (param $jump i32) (param $xr i32) (param $xi i32) (param $yr i32) (param $yi i32) (param $wr i32) (param $wi i32)
    (local $p i32) (local $q i32) (local $line i32) (local $at i32) ${["xrat", "xiat", "yrat", "yiat"].map((l) => `(local $${l} i32)`).join(" ")}
    ${[...values, ...rootLocals].map((l) => `(local $${l} f64)`).join(" ")}
    ${[...values, ...rootLocals].map((l) => `(local $v${l} v128)`).join(" ")}
    (local.set $line (i32.mul ${get("s")} (i32.const 8)))
    (local.set $jump (i32.mul ${get("jump")} (i32.const 8)))
    (block $done (loop $next
      (br_if $done (i32.ge_s ${get("p")} ${get("count")}))
      ${roots.flatMap((k) => parts.map((part) => `(local.set $w${k}${part} (f64.load (i32.add ${get(`w${part}`)} (i32.mul (i32.mul (i32.add ${get("first")} ${get("p")}) ${get("step")}) (i32.const ${8 * k})))))
      (local.set $vw${k}${part} (f64x2.splat ${get(`w${k}${part}`)}))`)).join("\n      ")}
      (local.set $at (i32.mul ${get("line")} ${get("p")}))
      ${parts.map((part) => `(local.set $x${part}at (i32.add ${get(`x${part}`)} ${get("at")})) (local.set $y${part}at (i32.add ${get(`y${part}`)} (i32.mul ${get("at")} (i32.const ${radix}))))`).join("\n      ")}
      (local.set $q ${get("s")})
      (block $vectorsDone (loop $vectors
            (br_if $vectorsDone (i32.lt_s ${get("q")} (i32.const 2)))
            ${body("v")}
            (br $vectors)))
      (if ${get("q")} (then
            ${body("")}))
      (local.set $p (i32.add ${get("p")} (i32.const 1)))
      (br $next))))`;
}

/** Lines of an array, element k of each at `starts[line] + k * step`, side by side as the stages take them: element k of line l of `lines` at `k * lines + l`. */
export function takeLines(dtype: DType): Routine {
  // The bits of u32 are read as signed.
  const element = dtype === "u32" ? "f64(from[at]  >>> 1) * 2 + f64(from[at] & 1)" : "f64(from[at])";
  return routine(`fft_take_${dtype}`, ["lines", "n", "step"], { from: dtype, starts: "i32", to: "f64" }, `
    q = 0
    for k = 0 to n { for l = 0 to lines { at = starts[l] + k * step; to[q] = ${element}; q = q + 1 } }`);
}

/** And back, times a factor. */
export function putLines(dtype: "f64" | "f32"): Routine {
  return routine(`fft_put_${dtype}`, ["lines", "n", "step"], { from: "f64", starts: "i32", factor: "f64", to: dtype }, `
    q = 0; by = factor[0]
    for k = 0 to n { for l = 0 to lines { to[starts[l] + k * step] = ${dtype}(from[q] * by); q = q + 1 } }`);
}
