// Everything that a kernel may contain, one construct a line: the lowered kernel and the JavaScript function give the same bits.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ElementType } from "../../ir/types.ts";
import { disagreement } from "./agreement.ts";
import type { Asked } from "./agreement.ts";
import { fixtures } from "./fixture.ts";

const test = suite("kernel language");
const f64: Asked = { elements: ["f64"] }, two: Asked = { elements: ["f64", "f64"] }, int: Asked = { elements: ["i32"] }, ints: Asked = { elements: ["i32", "i32"] };
const complex: ElementType = { re: "f64", im: "f64" };

const programs: readonly (readonly [body: string, asked: Asked])[] = [
  // arithmetic
  ["(x: number, y: number) => x + y * 2 - x / y", two],
  ["(x: number, y: number) => x % y", two],
  ["(x: number, y: number) => x % y", ints],
  ["(x: number, y: number) => -x - +y", two],
  ["(x: number, y: number) => -x * y", ints],
  ["(x: number) => -(x - x)", int],
  ["(x: number) => x ** 2 + 1", f64],
  ["(x: number, y: number) => x / y", ints],
  ["(x: number) => x + 0.1 + .5e-3 + 0x10 + 1_000 - 0b11", f64],
  // comparisons and truth
  ["(x: number, y: number) => x < y", two],
  ["(x: number, y: number) => x <= y || x > 3 && y >= 1 || x === y", two],
  ["(x: number, y: number) => x == y ? x != 2 : y !== 2", two],
  ["(x: number) => x ? 1 : 2", f64],
  ["(x: number) => !x", f64],
  ["(x: number) => !!x && x < 3", f64],
  ["(x: number, y: number) => x && y", two],
  ["(x: number, y: number) => x || y", two],
  ["(x: number) => x || 1.5", int],
  ["(x: boolean, y: boolean) => x && !y || x === y", { elements: ["bool", "bool"] }],
  ["(x: boolean, y: boolean) => x !== y", { elements: ["bool", "bool"] }],
  ["(x: boolean) => x ? 1 : 0", { elements: ["bool"] }],
  ["(x: boolean, y: number) => Number(x) + y", { elements: ["bool", "f64"] }],
  ["(x: boolean) => +x", { elements: ["bool"] }],
  ["(x: number, y: number) => x < 0 ? y < 0 ? 3 : 2 : y < 0 ? 1 : 0", two],
  // bits
  ["(x: number, y: number) => (x & y) ^ (x | 7) + ~y", ints],
  ["(x: number, y: number) => (x << y) + (x >> y) - (x >>> y)", ints],
  ["(x: number) => x | 0", f64],
  ["(x: number) => x >>> 0", f64],
  ["(x: number) => x >> 1", f64],
  ["(x: number, y: number) => x & y", two],
  ["(x: number) => ~~x", f64],
  ["(x: number) => ~x ^ 5", f64],
  // functions
  ["(x: number) => Math.abs(x) + Math.sqrt(x)", f64],
  ["(x: number) => Math.sqrt(x)", int],
  ["(x: number) => Math.floor(x) - Math.ceil(x / 2)", f64],
  ["(x: number) => Math.round(x)", f64],
  ["(x: number) => Math.trunc(x / 3)", f64],
  ["(x: number) => Math.sign(x)", f64],
  ["(x: number) => Math.sign(x) + Math.abs(x)", int],
  ["(x: number) => Math.round(x) + Math.floor(-x)", int],
  ["(x: number, y: number) => Math.max(x, y)", two],
  ["(x: number, y: number) => Math.min(x, y, 3)", two],
  ["(x: number, y: number) => Math.min(x, y) - Math.max(x)", ints],
  ["() => Math.max() < Math.min()", f64],
  ["(x: number) => Math.fround(x) + 0.1", f64],
  ["(x: number, y: number) => Math.imul(x, y) + Math.clz32(x)", two],
  ["(x: number, y: number) => Math.imul(x, y)", ints],
  ["(x: number) => Number.isNaN(x) || !Number.isFinite(x)", f64],
  ["(x: number) => Number.isInteger(x)", f64],
  ["(x: number) => Number.isInteger(x % 0)", int],
  ["(x: number) => Number.isSafeInteger(x)", f64],
  ["(x: number) => isNaN(x) || isFinite(x)", f64],
  ["(x: number) => Math.PI * x + Math.E - Number.EPSILON + Number.MAX_SAFE_INTEGER", f64],
  ["(x: number) => x < Infinity ? NaN : -Infinity", f64],
  ["(x: number) => Boolean(x)", f64],
  ["(x: number) => Math.hypot(x)", f64],
  // variables
  ["(x: number) => { const a = x + 1, b = a * 2; let c = a; c += b; c -= 1; c *= 3; c /= 7; return c }", f64],
  ["(x: number) => { let n = 5; n %= 3; n <<= 2; n |= 1; n &= 13; n ^= x; n >>= 1; n >>>= 1; return n }", int],
  ["(x: number) => { let n = x; n **= 2; return n }", f64],
  ["(x: number) => { let t = x > 0; t &&= x < 2; t ||= x > 5; return t }", f64],
  ["(x: number, y: number) => { let a = x, b = y; [a, b] = [b, a]; return a - b * 2 }", two],
  ["(x: number, y: number) => { let a = x, b = y, c = 1; [a, b, c] = [b + c, a + c, a + b]; return a - b * c }", two],
  ["(x: number, y: number) => { let [a, b] = [x, y]; [a, b] = [a + b, a - b]; [, a] = [1, b]; return a }", two],
  ["(x: number) => { let a = x; const b = a++; const c = ++a; return a + b * 3 + c * 7 + a-- - --a }", f64],
  ["(x: number) => { let a = x; return a + a++ + a * (a += 2) + a }", f64],
  ["(x: number) => { let a = 1, b = a = x; return a + b }", f64],
  ["(x: number) => { let a = 1; return x > 0 ? (a = 5, a * x) + a : a }", f64],
  ["(x: number) => { let n = 0; x > 0 && n++; x > 1 || (n += 10); return n }", f64],
  ["(x: number) => { let n = 0; const t = n++ < 1 && ++n > 1 || n-- > 7; return t ? n : -n }", f64],
  ["(x: number) => { x = x * 2; x++; return x }", f64],
  ["(x: number) => { x /= 2; return x }", int],
  ["(x: number) => { var y = x; { var z = y + 1 } return y * z }", f64],
  // control
  ["(x: number) => { if (x < 0) return -x; else if (x > 2) { return x - 1 } return 0 }", f64],
  ["(x: number) => { let s = 0; for (let k = 0; k < 5; k++) s += k * x; return s }", f64],
  ["(x: number) => { let s = 0; for (let k = 0, m = 9; k < m; k++, m--) { if (k === 2) continue; if (m < 4) break; s += x / (k + 1) } return s }", f64],
  ["(x: number) => { let n = 0; while (n < 10 && n * x < 20) n++; return n }", f64],
  ["(x: number) => { let n = 0; while (n++ < 7) { if (n === 3) continue; if (n > x) break } return n }", f64],
  ["(x: number) => { let n = 0; do { n += 2; if (n === 4) continue; if (n > x) break } while (n++ < 9); return n }", f64],
  ["(x: number) => { let n = 0; for (;;) { n++; if (n > x || !(n < 9)) return n } }", f64],
  ["(x: number) => { let n = 0; outer: for (let i = 0; i < 4; i++) { for (let j = 0; j < 4; j++) { if (j > x) continue outer; if (i * j > 5) break outer; n += i * 10 + j } } return n }", f64],
  ["(x: number) => { let n = 1; block: { if (x > 0) break block; n = 2; if (x < -1) break block; n = 3 } return n }", f64],
  ["(x: number) => { let n = 0; while (true) { while (n < 5) { n++; if (n === x) return n * 100 } break } return n }", f64],
  ["(x: number) => { switch (x) { case 0: return 10; case 1: case 2: return 20; default: return 30 } }", f64],
  ["(x: number) => { let n = 0; switch (x) { case 0: n = 1; break; case 1: if (n === 0) { n = 7; break } n = 8; break; case 2: n = 3 } return n }", f64],
  ["(x: number) => { let n = 0; switch (x) { case 0: n += 1; case 1: n += 10; break; default: n += 100; case 2: n += 1000 } return n }", f64],
  ["(x: number) => { let n = 0; for (let k = 0; k < 3; k++) { switch (k) { case 1: continue; case 2: if (x > 0) break; n += 5 } n += k + 1 } return n }", f64],
  ["(x: number) => { switch (true) { case x < 0: return 1; case x > 2: return 2 } return 3 }", f64],
  ["(x: number) => { if (x > 1e6) throw new RangeError(`too big: ${x} after ${x / 2}`); return x }", f64],
  ["(x: number) => { if (!(x < 7)) throw new Error(\"no\"); return x }", f64],
  // types of variables are found by rounds
  ["(x: number) => { let a = 0, b = 0; for (let k = 0; k < 4; k++) { b = a; a = x } return b }", f64],
  ["(x: number) => { let a = 0, b = 1, c = 2; for (let k = 0; k < 5; k++) { a = b; b = c; c = c / 2 + x } return a }", int],
  ["(x: number) => { let best; if (x > 0) best = x; else best = 0.5; return best }", int],
  // records
  ["(z: { re: number; im: number }) => z.re * z.re + z.im * z.im", { elements: [complex] }],
  ["({ re, im }: { re: number; im: number }) => ({ re: -im, im: re })", { elements: [complex] }],
  ["(z: { re: number; im: number }) => { let w = { re: 0, im: 0 }; for (let k = 0; k < 3; k++) w = { re: w.re * w.re - w.im * w.im + z.re, im: 2 * w.re * w.im + z.im }; return w }", { elements: [complex] }],
  ["(x: number, y: number) => { let p = { a: x, b: y }; p = { a: p.b, b: p.a }; const { a, b: c } = p; return a - 3 * c }", two],
  ["(x: number, y: number) => { const p = { x, y }, q = { ...p, y: 5, z: 1 }; return q.x + q.y * q.z }", two],
  ["(x: number, y: number) => { const p = x > y ? { a: x, b: 1 } : { a: y, b: 0.5 }; return p.a * p.b }", two],
  ["(x: number, y: number) => { let a = 0, b = 0; ({ a, b } = { a: x, b: y }); ({ a: b, b: a } = { a, b }); return a - 2 * b }", two],
  ["(x: number) => { const t = [x, x + 1] as const; return t[0] * t[1] }", f64],
  ["(x: number, y: number) => { const p = { in: { a: x }, b: y }; const { in: { a }, b } = p; return p.in.a + a * b }", two],
  ["(x: number, y: number) => x < y ? { lo: x, hi: y } : { lo: y, hi: x }", two],
  // indices
  ["(x: number, i: number, j: number) => x * i + j", { elements: ["f64"], indices: 2 }],
  ["(x: number, i: number, _j: number) => i % 2 === 0 ? x : -x", { elements: ["f64"], indices: 2 }],
  ["(x: number, i: number) => { i += 1; return x + i }", { elements: ["i32"], indices: 2 }],
  // wrapping and rounding functions of the language
  ["(x: number) => i32(x) + u8(x) * i16(x) - u32(x) + i8(x) + u16(x)", f64],
  ["(x: number) => f32(x) * f32(0.1) + 0.1", f64],
  ["(x: number) => f64(f32(x)) / 3", f64],
  ["(x: number) => bool(x)", f64],
  // single precision where JavaScript's result is the same
  ["(x: number) => f32(x * 2)", { elements: ["f32"] }],
  ["(x: number) => x < 0.1 || x === 1e300", { elements: ["f32"] }],
  ["(x: number, n: number) => x + n * 0.1", { elements: ["f32", "i32"] }],
  ["(x: number, y: number) => x * y", { elements: ["f32", "f64"] }],
  ["(x: number) => Math.floor(x)", { elements: ["f32"] }],
  ["(x: number) => -Math.abs(x)", { elements: ["f32"] }],
  // TypeScript's own
  ["(x: number) => (x as number)! + (<number>x satisfies number)", f64],
  ["function (x: number): number { return x + 1 }", f64],
  ["function named(x: number) { ; return (x, x * 2) }", f64],
];

const all = fixtures(programs.map(([body]) => `import { i32, u8, i16, u32, i8, u16, f32, f64, bool } from "spmd";\nexport const kernel = ${body};`));
for (const [k, [body, asked]] of programs.entries()) {
  test(body, () => {
    assert.is(disagreement(all[k]!, asked), undefined);
  });
}

const modules: readonly (readonly [name: string, files: string | { readonly [file: string]: string }, asked: Asked])[] = [
  ["functions, with defaults and early returns", `
    function clamp(x: number, lo = 0, hi = 1) { if (x < lo) return lo; if (x > hi) return hi; return x }
    const scale = (x: number, by: number = clamp(3)) => x * by;
    export const kernel = (x: number) => scale(clamp(x)) + clamp(x, -1, 2) + scale(x, 2);`, f64],
  ["functions of records", `
    interface Complex { re: number; im: number }
    function times(a: Complex, b: Complex): Complex { return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re } }
    const size = ({ re, im }: Complex) => re * re + im * im;
    function square(z: Complex) { return times(z, z) }
    export const kernel = (x: number, y: number) => { let z: Complex = { re: x, im: y }; let n = 0; while (n < 5 && size(z) < 4) { z = square(z); n++ } return n + size(times(z, { re: 0, im: 1 })) };`, two],
  ["lists of fixed length", `
    function both(x: number): [number, number] { return x > 0 ? [x, 1] : [-x, 2] }
    export const kernel = (x: number) => { const [a, k] = both(x); let [p, q] = [a, k]; [p, q] = both(q - p); return p * 10 + q + both(x)[1] };`, f64],
  ["a function that only throws", `
    function check(x: number, most: number) { if (x > most) throw new RangeError(\`\${x} is above \${most}\`); if (x < -1e6) return; }
    export const kernel = (x: number) => { check(x, 1000); return x / 2 };`, f64],
  ["calls behind tests", `
    function f(x: number) { if (x < 0) throw new RangeError(\`negative \${x}\`); return x }
    function g(x: number) { return { a: f(x), b: 2 } }
    export const kernel = (x: number) => { const z = x >= 0 ? g(x) : { a: 0, b: 0 }; return x > 0 && g(x).a > 1 || x < 0 || f(x) === 3 ? z.a + z.b : 7 };`, f64],
  ["other files, namespaces and renamed imports", {
    "main.ts": `import { halve as h, limit } from "./lib.ts"; import * as lib from "./lib.ts"; export { limit };
      export const kernel = (x: number) => h(x) + lib.twice(x) * lib.three + (lib.inner.deep ? 1 : 0) + (x < limit ? 1 : 0);`,
    "lib.ts": `export const three = 3; export const limit = Number("5"); export function halve(x: number) { return x / 2 } export const twice = (x: number) => halve(x) * 4; export namespace inner { export const deep = true }`,
  }, f64],
  ["captured scalars, objects of scalars and enums", `
    export const config = { scale: 2.5, deep: { on: true }, c: { re: -0.8, im: 0.2 } };
    export let k = Number("3"); export const flag = k > 2; enum Mode { Off, On = 5 }
    const size = (z: { re: number; im: number }) => z.re * z.re + z.im;
    export const kernel = (x: number) => x * config.scale + (config.deep.on ? k : 0) + (flag ? Mode.On : Mode.Off) + size(config.c);`, { ...f64, captured: {} }],
  ["a user's own Math", `
    const Math = { max: 3 };
    function sqrt(x: number) { return x + 1 }
    export const own = Math.max;
    export const kernel = (x: number) => sqrt(x) + own;`, f64],
  ["functions of Math under other names", `
    const { sqrt, PI, max: most } = Math; const floor = Math.floor;
    export const kernel = (x: number) => most(sqrt(x), floor(x)) * PI;`, f64],
  ["a built-in as the kernel", "export const kernel = Math.sqrt;", f64],
  ["a built-in of any number of arguments as the kernel", "export const kernel = Math.max;", { elements: ["f64", "f64"], indices: 1 }],
  ["a function by name, used twice", `
    export function helper(x: number): number { let s = 0; for (let k = 0; k < 3; k++) s = s * x + once(k); return s }
    const once = (k: number) => k / 2;
    export const kernel = helper;`, f64],
  ["an overloaded function", `
    function f(x: number): number; function f(x: number, y: number): number;
    function f(x: number, y = 2): number { return x * y }
    export const kernel = (x: number) => f(x) + f(x, 3);`, f64],
  ["shadowed names", `
    export const kernel = (x: number) => { let t = x; { let t = 2; t += x; x = t } for (let t = 0; t < 2; t++) x += t; return t + x };`, f64],
  ["destructured parameters with parts left out", `
    function f({ a, b = 7 }: { a: number; b?: number }, [p, , q]: readonly [number, number, number]) { a += 1; return a * b + p - q }
    export const kernel = (x: number, y: number) => f({ a: x }, [y, 1, 2]) + f({ a: y, b: x }, [1, 2, 3]);`, two],
];

const several = fixtures(modules.map(([, files]) => files));
for (const [k, [name, , asked]] of modules.entries()) {
  test(name, () => {
    assert.is(disagreement(several[k]!, asked), undefined);
  });
}

test.run();
