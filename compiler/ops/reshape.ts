// reshape(a, shape): the same elements in row-major order under other extents; one of them may be -1: what is left.
import { flatPart, shardParts } from "../../runtime/abi.ts";
import type { Attribute } from "../ir/array.ts";
import type { Extent } from "../ir/types.ts";
import { block, replicated } from "../ir/placement.ts";
import { sizeOf } from "../reference/dense.ts";
import type { Element, NDArray, Reshaped, Shape } from "../types/index.ts";
import type { Rule } from "./defineOp.ts";
import { defineOp, unknownExtent } from "./defineOp.ts";
import { broken, fault, fine, isBroken, namedShape, showExtents } from "./elements.ts";
import type { PlacedArray } from "./exchange.ts";
import { elementBytes, isSpread, sizesOf, wholeBytes, wholeFormula } from "./exchange.ts";
import { aligns } from "./rearrange.ts";

export interface ReshapeCall {
  <D extends Element, const S extends Shape>(a: NDArray<D, Shape>, shape: S): NDArray<D, Reshaped<S>>;
}

export const reshape = defineOp({
  name: "reshape",
  summary: "the same elements in row-major order under other extents",
  parameters: [{ kind: "array", name: "a" }, { kind: "shape", name: "shape" }],
  gives: "array",
  records: true,
  check({ inputs: [a], attributes }) {
    const list = attributes.shape as readonly Attribute[], open = list.indexOf(-1), named = namedShape("reshape", list.map((e, k) => (k === open ? 1 : e)));
    if (isBroken(named)) return named;
    const size = product(a!.shape), others = product(named), fits = typeof size !== "number" || typeof others !== "number" || (open < 0 ? size === others : others > 0 && size % others === 0);
    if (!fits) return broken("SPMD2012", { op: "reshape", size, shape: showExtents(named.map((e, k) => (k === open ? -1 : e))) });
    return fine(a!.element, named.map((e, k) => (k !== open ? e : typeof size === "number" && typeof others === "number" ? size / others : left(a!.shape, named.filter((_, n) => n !== open)))));
  },
  library: {
    rules(op) {
      const blocks = op.types[0]!.shape.length === 0 ? [] : aligns.flatMap((from) => aligns.map((to): Rule => ({ inputs: [block(0, from)], outputs: [block(0, to)] })));
      return [...blocks, { inputs: [replicated], outputs: [replicated] }];
    },
    // In row-major order a part is one range of elements, before and after.
    exchanges(call) {
      const [a] = call.inputs, [result] = call.results;
      if (!isSpread(a!)) return [];
      const partOf = (array: PlacedArray, rank: number) => flatPart(sizesOf(array, call), shardParts(sizesOf(array, call), array.placement, rank, call.np));
      return [{
        collective: "exchange", of: [0], reason: "blocks of the new shape end elsewhere", known: "exactly", formula: wholeFormula(a!),
        received(rank) {
          if (Number.isNaN(wholeBytes(a!, call) + wholeBytes(result!, call))) return NaN;
          const had = partOf(a!, rank), has = partOf(result!, rank), kept = Math.max(0, Math.min(had.start + had.count, has.start + has.count) - Math.max(had.start, has.start));
          return elementBytes(a!) * (has.count - kept);
        },
      }];
    },
  },
  reference({ inputs: [a], attributes }) {
    const size = sizeOf(a!.shape), given = attributes.shape as readonly number[], others = sizeOf(given.filter((e) => e !== -1)), shape = given.map((e) => (e === -1 ? size / others : e));
    if (sizeOf(shape) !== size || shape.some((e) => !Number.isInteger(e) || e < 0)) throw fault("SPMD2012", { op: "reshape", size, shape: showExtents(given) });
    return [{ ...a!, shape }];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 2 }], source: "reshape(a, [-1])" },
    { inputs: [{ element: "i32", ndim: 1 }], source: "reshape(concat(a, a), [2, -1])" },
    { inputs: [{ element: "bool", ndim: 3 }], source: "reshape(a, [a.shape[1], a.shape[0] * a.shape[2]])" },
    { inputs: [{ element: "f32", ndim: 2 }], source: "reshape(a, [a.shape[0], 1, a.shape[1], 1])" },
  ],
});

/** The product of extents, where all are literal or one is 0. */
function product(shape: readonly Extent[]): Extent {
  if (shape.includes(0)) return 0;
  return shape.every((e) => typeof e === "number") ? sizeOf(shape as readonly number[]) : unknownExtent;
}

/** What an open extent is where the others are some of the array's own: [n, m] as [n, -1, 1] leaves m. */
function left(own: readonly Extent[], others: readonly Extent[]): Extent {
  const rest = [...own];
  for (const extent of others) {
    if (extent === 1) continue;
    const at = rest.indexOf(extent);
    if (at < 0 || extent === 0) return unknownExtent;
    rest.splice(at, 1);
  }
  return rest.includes(0) ? unknownExtent : product(rest.length === 1 ? [] : rest) === 1 ? rest[0] ?? 1 : product(rest);
}
