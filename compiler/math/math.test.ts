// Every function against exact values (seeded arguments over the ranges that matter), and ECMAScript's special cases against the engine's own.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fixedPoint } from "../../test/support/fixedPoint.ts";
import { mathFunctions } from "./index.ts";

const test = suite("math");
const f = fixedPoint(300);
const inverse = (x: bigint): bigint => f.divide(f.one, x);
const exact: { readonly [name: string]: (x: bigint, y: bigint) => bigint } = {
  exp: f.exp,
  expm1: (x) => f.exp(x) - f.one,
  log: f.log,
  log1p: (x) => f.log(f.one + x),
  log2: (x) => f.divide(f.log(x), f.log(2n * f.one)),
  log10: (x) => f.divide(f.log(x), f.log(10n * f.one)),
  pow: (x, y) => f.exp(f.multiply(y, f.log(x))),
  sin: f.sin,
  cos: f.cos,
  tan: (x) => f.divide(f.sin(x), f.cos(x)),
  atan: f.atan,
  atan2: (y, x) => f.atan(f.divide(y, x)),
  asin: (x) => f.atan(f.divide(x, f.sqrt(f.one - f.multiply(x, x)))),
  acos: (x) => f.pi / 2n - f.atan(f.divide(x, f.sqrt(f.one - f.multiply(x, x)))),
  sinh: (x) => (f.exp(x) - inverse(f.exp(x))) / 2n,
  cosh: (x) => (f.exp(x) + inverse(f.exp(x))) / 2n,
  tanh: (x) => f.divide(f.exp(2n * x) - f.one, f.exp(2n * x) + f.one),
  cbrt: (x) => f.exp(f.log(x) / 3n),
  hypot: (x, y) => f.sqrt(f.multiply(x, x) + f.multiply(y, y)),
};

/** A deterministic stream of numbers in [0, 1). */
function stream(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

/** Arguments where each function's result is representable in the reference's 300 bits. */
function argument(name: string, next: () => number): readonly [number, number] {
  const near = (scale: number): number => (next() - 0.5) * 2 * scale;
  const spread = (): number => 2 ** ((next() - 0.5) * 40) * (0.5 + next());
  switch (name) {
    case "exp": case "expm1": case "sinh": case "cosh": case "tanh": return [next() < 0.5 ? near(1) : near(60), 0];
    case "log": case "log2": case "log10": case "cbrt": return [next() < 0.3 ? 1 + near(0.3) : spread(), 0];
    case "log1p": return [next() < 0.5 ? near(0.6) : spread(), 0];
    case "pow": return next() < 0.5 ? [1 + near(0.5), near(80)] : [spread(), near(3)];
    case "asin": case "acos": return [near(1), 0];
    case "atan2": case "hypot": return [spread(), spread()];
    case "atan": return [next() < 0.5 ? near(2) : near(1e6), 0];
    default: return [next() < 0.5 ? near(4) : next() < 0.5 ? near(1e5) : near(1e12), 0];
  }
}

for (const [name, compute] of Object.entries(mathFunctions)) {
  test(`${name}: at most 1 ulp`, () => {
    const next = stream(20261125);
    let worst = 0, at = "";
    for (let k = 0; k < 400; k++) {
      const [x, y] = argument(name, next), result = compute(x, y);
      const off = f.ulps(result, exact[name]!(f.of(x), f.of(y)));
      if (off > worst) [worst, at] = [off, `${name}(${x}, ${y}) = ${result}`];
    }
    assert.ok(worst <= 1, `${worst} ulp: ${at}`);
  });
}

test("sin and cos of the largest doubles", () => {
  const wide = fixedPoint(1400);
  for (const x of [1e22, 2 ** 1023, 1.7976931348623157e308, 6381956970095103 * 2 ** 797, 123456789e100]) {
    const exactly = wide.of(x);
    assert.ok(wide.ulps(mathFunctions["sin"]!(x, 0), wide.sin(exactly)) <= 1, `sin ${x}`);
    assert.ok(wide.ulps(mathFunctions["cos"]!(x, 0), wide.cos(exactly)) <= 1, `cos ${x}`);
  }
});

test("special cases are ECMAScript's", () => {
  const values = [0, -0, 1, -1, 0.5, -0.5, 2, 3, -3, 5e-324, -5e-324, 1e308, 1.7976931348623157e308, -1.7976931348623157e308, Infinity, -Infinity, NaN];
  const engine = Math as unknown as { readonly [name: string]: (x: number, y: number) => number };
  for (const [name, compute] of Object.entries(mathFunctions))
    for (const x of values)
      for (const y of ["pow", "atan2", "hypot"].includes(name) ? values : [0]) {
        const ours = compute(x, y), theirs = compute.length === 1 ? engine[name]!(x, 0) : engine[name]!(x, y);
        const same = Object.is(ours, theirs) || (Number.isFinite(ours) && ours !== 0 && Math.abs(ours - theirs) <= 1e-15 * Math.abs(theirs));
        assert.ok(same, `${name}(${Object.is(x, -0) ? "-0" : x}, ${Object.is(y, -0) ? "-0" : y}) = ${ours}, the engine says ${theirs}`);
      }
});

test("exact where people expect it", () => {
  for (let k = -300; k <= 300; k += 7) assert.is(mathFunctions["log2"]!(2 ** k, 0), k);
  for (let k = 0; k <= 22; k++) assert.is(mathFunctions["log10"]!(10 ** k, 0), k);
  for (let k = 1; k < 2000; k++) assert.is(mathFunctions["cbrt"]!(k * k * k, 0), k);
  assert.is(mathFunctions["pow"]!(3, 33), 5559060566555523);
  assert.is(mathFunctions["hypot"]!(3 * 2 ** 700, 4 * 2 ** 700), 5 * 2 ** 700);
});

test.run();
