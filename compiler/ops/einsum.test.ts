import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { DType } from "../ir/types.ts";
import { complex128, complex64 } from "../ir/types.ts";
import { dense, eachPosition, flatten, plainData, sizeOf } from "../reference/dense.ts";
import { applied, list, refused, tame } from "./agreement.ts";
import type { Dense } from "./defineOp.ts";
import { einsum } from "./einsum.ts";
import { einsumPlan, parseSubscripts } from "./einsumPlan.ts";

const test = suite("ops: einsum");

const extents: Readonly<Record<string, number>> = { i: 3, j: 4, k: 5, l: 2, b: 2, m: 1 };

/** The definition: all letters at once. */
function slow(subscripts: string, inputs: readonly Dense[]): { readonly shape: number[]; readonly values: number[] } {
  const { inputs: operands, output } = parseSubscripts(subscripts)!, letters = [...new Set(operands.join(""))], shape = [...output].map((l) => extents[l]!), values = new Array<number>(sizeOf(shape)).fill(0);
  eachPosition(letters.map((l) => extents[l]!), (_, index) => {
    const at = (text: string): number[] => [...text].map((l) => index[letters.indexOf(l)]!);
    values[flatten(shape, at(output))]! += operands.reduce((product, text, k) => product * plainData(inputs[k]!)[flatten(inputs[k]!.shape, at(text))]!, 1);
  });
  return { shape, values };
}

const inputsOf = (subscripts: string, dtypes: readonly DType[]): Dense[] => parseSubscripts(subscripts)!.inputs.map((letters, k) => tame(dtypes[k % dtypes.length]!, [...letters].map((l) => extents[l]!)));

const all = ["ij->ij", "ij->ji", "ijk->kij", "ij->i", "ij->j", "ijk->j", "ijk->i", "ii->i", "iij->j", "i,j->ij", "ij,ij->ij", "ij,j->i", "ij,i->j", "ij,jk->ik", "ij,jk->ki", "ji,kj->ik", "ij,jk", "bij,bjk->bik", "bij,bkj->ibk",
  "ijk,jkl->il", "ijk,ij->k", "ijk,kl->il", "ij,kl->ik", "ij,jk,kl->il", "i,ij,j->i", "ij,ik,il->jkl", "ij,j,kj,b->bik", "ji , jk -> ik", "im,mj->ij", "iij,jk->ik", "kij,ij->k", "i->", "ijk->", "ii->", "i,i->", "ij,ij->", "ij,ji->", "i,j->", "ij,i->", "i,ij->", "ij,kl->", "i,j->j", "i,ij,j->", "ij,jk,ki->", "ij,ij,k->", "i,j,k,l->", "iij,j->"];

test("the definition", () => {
  for (const subscripts of all) for (const dtypes of [["f64"], ["f32"], ["i32"], ["i32", "f64"]] as const) {
    const inputs = inputsOf(subscripts, dtypes), got = applied(einsum, { inputs, attributes: { subscripts } }), wanted = slow(subscripts, inputs);
    assert.equal(got.shape, wanted.shape, subscripts);
    list(got).forEach((x, k) => assert.ok(Math.abs(x - wanted.values[k]!) <= 1e-5 * Math.abs(wanted.values[k]!), `${subscripts} of ${dtypes.join(", ")}: ${x}, not ${wanted.values[k]}`));
  }
});

test("small integers that are multiplied with f64 at last do not wrap on the way", () =>
  assert.equal(list(applied(einsum, { inputs: [dense("u8", [1, 2], [200, 200]), dense("u8", [2, 1], [200, 200]), dense("f64", [1, 1], [0.5])], attributes: { subscripts: "ij,jk,kl->il" } })), [40000]));

test("one number is not stored, and so does not wrap", () =>
  assert.equal(list(applied(einsum, { inputs: [dense("u8", [2], [200, 200]), dense("u8", [2], [200, 200])], attributes: { subscripts: "i,i->" } })), [80000]));

test("complex numbers", () => {
  const z = (shape: readonly number[], single = false): Dense => dense(single ? complex64 : complex128, shape, Array.from({ length: sizeOf(shape) }, (_, k) => ({ re: ((k * 7) % 5) - 2, im: ((k * 3) % 4) - 1 })));
  for (const subscripts of ["ij->ji", "ij->i", "ijk->j", "ii->i", "ii->", "ij->", "i,j->ij", "ij,ij->ij", "ij,j->i", "ij,jk->ki", "bij,bkj->ibk", "ijk,kl->il", "ij,jk,kl->il", "i,ij,j->i", "i,ij,j->", "ij,kl->", "ij,jk,ki->"]) for (const real of [-1, 0, 1]) {
    const operands = parseSubscripts(subscripts)!.inputs, inputs = operands.map((letters, k) => (k === real ? tame("f64", [...letters].map((l) => extents[l]!)) : z([...letters].map((l) => extents[l]!), k === 2)));
    if (inputs.every((x) => x.element === "f64")) continue;
    const got = applied(einsum, { inputs, attributes: { subscripts } }), wanted = slowComplex(subscripts, inputs);
    for (const field of ["re", "im"] as const) wanted[field].forEach((x, k) => assert.ok(Math.abs(x - got.data[field]![k]!) <= 1e-12 * (1 + Math.abs(x)), `${subscripts}: ${field} ${got.data[field]![k]}, not ${x}`));
  }
});

/** The definition of complex elements. */
function slowComplex(subscripts: string, inputs: readonly Dense[]): { readonly re: number[]; readonly im: number[] } {
  const { inputs: operands, output } = parseSubscripts(subscripts)!, letters = [...new Set(operands.join(""))], shape = [...output].map((l) => extents[l]!), re = new Array<number>(sizeOf(shape)).fill(0), im = [...re];
  eachPosition(letters.map((l) => extents[l]!), (_, index) => {
    const at = (text: string): number[] => [...text].map((l) => index[letters.indexOf(l)]!);
    let x = 1, y = 0;
    for (const [k, text] of operands.entries()) {
      const { data, shape: own } = inputs[k]!, place = flatten(own, at(text)), u = (data[""] ?? data.re)![place]!, v = data.im?.[place] ?? 0;
      [x, y] = [x * u - y * v, x * v + y * u];
    }
    re[flatten(shape, at(output))]! += x;
    im[flatten(shape, at(output))]! += y;
  });
  return { re, im };
}

test("products of matrices where there are some", () => {
  const kinds = (subscripts: string): string => einsumPlan(parseSubscripts(subscripts)!).map((s) => (s.kind === "loop" ? `${s.of.inputs.join(",")}->${s.of.output}` : "matmul")).join("; ");
  assert.is(kinds("ij,jk->ik"), "matmul");
  assert.is(kinds("ij,kj->ik"), "kj->jk; matmul");
  assert.is(kinds("bij,bj->bi"), "bij,bj->bi");
  assert.is(kinds("ij,ij->"), "ij,ij->");
  assert.is(kinds("ij,kl->"), "ij->; ,kl->");
  assert.is(kinds("ijk->i"), "ijk->ij; ij->i");
  assert.is(kinds("ij,jk,kl->il"), "matmul; matmul");
});

test("wrong calls", () => {
  const of = (subscripts: string, ...shapes: number[][]): string => refused(einsum, { inputs: shapes.map((shape) => tame("f64", shape)), attributes: { subscripts } });
  assert.match(of("ij,jk->ik", [3, 4], [5, 6]), /^SPMD2097 einsum: the axis j has the extents 4 and 5/);
  assert.match(of("ii", [3, 3]), /^SPMD2096 einsum: nothing is left of the axes in "ii"; for one number write "ii->"/);
  assert.match(of("ij->ik", [3, 4]), /the result's axis k is none of the arrays'/);
  assert.match(of("ij->ii", [3, 4]), /the result has an axis twice/);
  assert.match(of("i...->i", [3, 4]), /are not subscripts/);
  assert.match(of("ij,jk->ik", [3, 4]), /names 2 arrays, and there are 1/);
  assert.match(of("ijk->i", [3, 4]), /"ijk" for an array with 2 axes/);
});

test.run();
