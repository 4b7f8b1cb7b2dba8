import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseLocal } from "../ir/parse.ts";
import { explain } from "./explain.ts";
import { knownValues } from "./known.ts";
import { bytesText, renderExplanation } from "./render.ts";

const test = suite("explain");

const program = parseLocal(`program heat
param n = 64 at heat.ts:1:11
param tolerance = 0.5 at heat.ts:2:11
slot u: f64 [n$1, 100] at heat.ts:3:5
kernel @f(x: f64) -> f64 at heat.ts:5:1 {
  return x
}
kernel @max(a: f64, b: f64) -> f64 at :0:0 {
  return max:f64(a, b)
}
nest start 2d at heat.ts:3:9 {
  store 1 into f64
}
nest step 2d at heat.ts:6:9 {
  in0 = f64 (i0-1, i1)
  s0 = @f(in0) at heat.ts:6:9
  store s0.0 as f64 into f64
  leaf axis 1 s0.0 as f64 by max -Infinity @max in f64
}
place slot u block(0)
body {
  host \`const n = $rt.param("n", 64), half = n / 2, tolerance = $rt.param("tolerance", 0.5);\` ( -> n, half, tolerance) at heat.ts:1:1
  host \`const n$1 = $rt.extent(2 * half, "zeros: extent 0", "heat.ts:3:16");\` (half -> n$1) at heat.ts:3:16
  %1: f64 [n$1, 100] on block(0) room 1 = launch start [n$1, 100] on block(0) () with () of zeros at heat.ts:3:9 at heat.ts:3:9
  write u = %1 at heat.ts:3:5
  while L test \`r > tolerance\` (r, tolerance -> ) at heat.ts:5:8 first at heat.ts:5:1 {
    read %2 = u at heat.ts:6:9
    %3: f64 [n$1, 100] on block(0, halo 1 wrap) = reshard %2 from block(0) by halo because "stencil reads 1 row beyond each rank's rows" at heat.ts:6:9
    %4: f64 [n$1, 100] on block(0) room 1, %5: f64 [n$1, 100] on block(0) = launch step [n$1, 100] on block(0) (%3) with () of stencil at heat.ts:6:9, max at heat.ts:7:7 at heat.ts:7:7
    %6: f64 [] on replicated = combine %5 [n$1, 100] on block(0) axis 1 all by max -Infinity @max in f64, allgather because "max needs every rank's part" at heat.ts:7:7
    scalar $s1 = %6 at heat.ts:7:7
    write u = %4 at heat.ts:8:3
  }
  read %7 = u at heat.ts:9:8
  %8: f64 [n$1, 100] on root = reshard %7 from block(0) by gather because "imshow needs the whole array on rank 0" at heat.ts:9:1
  effect imshow(%8) at heat.ts:9:1
}
result u = slot u
`);

test("the whole plan, aligned", () => {
  assert.is(renderExplanation(explain(program, { np: 4 })), `heat on 4 ranks with n = 64, tolerance = 0.5

values
  u    f64 [64, 100]  rows in blocks  50.0 KiB  heat.ts:3:9, heat.ts:7:7
  max  f64 number     on every rank    8 bytes  heat.ts:7:7
  u    f64 [64, 100]  on rank 0       50.0 KiB  heat.ts:9:1

kernels
  once
    start  over [64, 100], rows in blocks
      runs  zeros  heat.ts:3:9
  each trip of the loop at heat.ts:5:1
    step  over [64, 100], rows in blocks
      fused  stencil  heat.ts:6:9
             max      heat.ts:7:7

communication
  each trip of the loop at heat.ts:5:1
    halo       u    6.3 KiB (at most 1.6 KiB a rank)    stencil reads 1 row beyond each rank's rows; no copy, and the interior is computed meanwhile (heat.ts:6:9)
    allgather  max  96 bytes (at most 24 bytes a rank)  max needs every rank's part (heat.ts:7:7)
  once
    gather  u  37.5 KiB  imshow needs the whole array on rank 0 (heat.ts:9:1)

3 operators in 2 kernels, 3 collectives: 6.3 KiB each trip of the loop at heat.ts:5:1, 37.5 KiB once
`);
});

test("bytes follow the parameters and the number of ranks", () => {
  const gathered = (np: number, n: number) => explain(program, { np, params: { n } }).collectives.at(-1)!;
  assert.is(gathered(4, 64).total, 64 * 100 * 8 * 0.75);
  assert.is(gathered(2, 10).total, 10 * 100 * 8 * 0.5);
  assert.is(gathered(1, 10).total, 0);
  assert.is(explain(program, { np: 4, known: { n$1: 8 } }).collectives.at(-1)!.total, 8 * 100 * 8 * 0.75);
  assert.match(renderExplanation(explain(program, { np: 1 })), "3 collectives; on one rank nothing moves");
});

test("an array that is too large for a rank: how many would do", () => {
  const large = (n: number, np: number): string => renderExplanation(explain(program, { np, params: { n } }));
  assert.match(large(20_000_000, 2), "too large: 7.8 GiB of u on one rank, which can have 4.0 GiB in all; 4 ranks or more would do");
  assert.match(large(20_000_000, 2), "14.9 GiB of u on one rank, which can have 4.0 GiB in all; it is on rank 0, and more ranks do not help");
  assert.not.match(large(20_000, 2), "too large");
});

test("what is not known stays a name", () => {
  const open = { ...program, params: [] };
  const plan = explain(open, { np: 4 });
  assert.equal(plan.collectives.map((c) => [c.total, c.formula]), [[undefined, "8·2·100 a rank"], [undefined, "a few numbers a rank"], [undefined, "8·n·100"]]);
  assert.match(renderExplanation(plan), "8·n·100 bytes");
  assert.match(renderExplanation(plan), "8·2·100 bytes a rank");
  assert.match(renderExplanation(plan), "f64 [n, 100]");
});

test("known values come from parameters and arithmetic, not from what changes", () => {
  const local = parseLocal(`program p
param n = 3 at p.ts:1:1
body {
  host \`const n = $rt.param("n", 3), m = Math.floor(n / 2) + 1, k = n * steps;\` ( -> n, m, k) at p.ts:1:1
  host \`let c = 5, d = 6;\` ( -> c, d) at p.ts:2:1
  host \`c = c + 1;\` (c -> c) at p.ts:3:1
  host \`const evil = process.exit(3);\` ( -> evil) at p.ts:4:1
}
`);
  assert.equal(Object.fromEntries(knownValues(local, { n: 7 })), { n: 7, m: 4, d: 6 });
});

test("units", () => {
  assert.equal([0, 1, 1023, 1024, 150 * 1024, 3 * 2 ** 20].map(bytesText), ["0 bytes", "1 byte", "1023 bytes", "1.0 KiB", "150 KiB", "3.0 MiB"]);
});

test.run();
