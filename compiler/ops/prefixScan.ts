// What `scanRows` and `scanAll` share.
//
//   scanRows a add   ->   loop over a's shape, a read straight, `scan` by add along axis 1
import type { Attribute } from "../ir/array.ts";
import { complex128 } from "../ir/types.ts";
import { accumulated, scanWhole } from "../reference/canonical.ts";
import { dense } from "../reference/dense.ts";
import type { OperatorDefinition } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { broken, isBroken, twoAxes } from "./elements.ts";
import { elementOf, loopOf, resultType, straightInputs } from "./form.ts";
import { foldFor, foldedElement, monoidFits, narrowWarnings } from "./reduction.ts";

export interface ScanOptions {
  /** Leaves the element itself out: the first prefix is the identity. */
  readonly exclusive?: boolean;
}

interface Fields {
  readonly exclusive?: Attribute;
}

/** The option `exclusive`, which is part of the program: a host value in its place is refused. */
export const exclusiveOf = (attributes: { readonly [name: string]: unknown }): Attribute => ((attributes.options ?? {}) as Fields).exclusive ?? false;

export function scan(name: string, { all }: { readonly all: boolean }, summary: string): OperatorDefinition {
  return defineOp({
    name,
    summary,
    parameters: [
      { kind: "array", name: "a" },
      { kind: "monoid", name: "m" },
      { kind: "options", name: "options", optional: true, fields: [{ kind: "scalar", name: "exclusive", optional: true, boolean: true }] },
      { kind: "element", name: "element", optional: true },
    ],
    gives: "array",
    records: true,
    check(call) {
      const a = call.inputs[0]!, refused = (all ? undefined : twoAxes(name, a)) ?? monoidFits(name, call.monoid, a.element), element = foldedElement(name, call);
      const exclusive = exclusiveOf(call.attributes);
      if (refused) return refused;
      if (typeof exclusive !== "boolean") return broken("SPMD2014", { op: name, option: "exclusive" });
      return isBroken(element) ? element : { ok: true, types: [{ element, shape: a.shape }], ...narrowWarnings(name, call) };
    },
    loop(op, typeOf) {
      const a = typeOf(op.inputs[0]!), axes = a.shape.map((_, axis) => axis).filter((axis) => all || axis === a.shape.length - 1);
      const output = { kind: "scan", result: op.results[0]!, type: resultType(op), fields: elementOf(0, a.element), monoid: op.monoid!, axes, exclusive: exclusiveOf(op.attributes) === true } as const;
      return { loop: loopOf(op, a.shape, { inputs: straightInputs(op, typeOf), outputs: [output] }), kernels: [] };
    },
    reference({ inputs: [a], monoid, attributes, types }) {
      const fold = foldFor(a!, monoid!), prefixes = scanWhole(accumulated(a!, fold), a!.shape, { all, exclusive: exclusiveOf(attributes) === true }, fold);
      return [dense(types[0]!.element, a!.shape, prefixes)];
    },
    samples: [
      { inputs: [{ element: "f64", ndim: 2 }], source: `${name}(a, add)` },
      { inputs: [{ element: "f32", ndim: 2 }], source: `${name}(a, add, { exclusive: true })` },
      { inputs: [{ element: "i32", ndim: 2 }], source: `${name}(a, max)` },
      { inputs: [{ element: "u8", ndim: 2 }], source: `${name}(a, add, "i32")` },
      { inputs: [{ element: "bool", ndim: 2 }], source: `${name}(a, xor, { exclusive: true })` },
      { inputs: [{ element: complex128, ndim: 2 }], source: `${name}(a, add, { exclusive: true })` },
      { inputs: [{ element: { x: "f32", n: "i16" }, ndim: 2 }], source: `${name}(a, monoid({ x: -Infinity, n: 0 }, (p, q) => (p.x > q.x ? p : q)))` },
      { inputs: [{ element: "u32", ndim: 2 }], source: `${name}(a, xor)` },
    ],
  });
}
