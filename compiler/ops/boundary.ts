// What a neighbour outside the array is: the `boundary` option of `stencil` and `shift`. "clamp": the nearest element; "wrap": the array repeated;
// "reflect": mirrored at the edge, the edge element not repeated; a value: that value.
import type { Attribute, Boundary } from "../ir/array.ts";
import type { ElementType } from "../ir/types.ts";
import { fieldsOf } from "../ir/types.ts";
import { boundaryPosition } from "../../runtime/abi.ts";
import { elementAt, elementFrom, throughElement } from "../reference/dense.ts";
import type { BoundaryValue, Element } from "../types/index.ts";
import type { CallFacts, Checked, Dense, ElementValue, Parameter } from "./defineOp.ts";
import { broken, isRecord, showElement } from "./elements.ts";
import { fitsDType, hostScalar } from "./scalars.ts";

const kinds = ["clamp", "wrap", "reflect"] as const;
type Kind = (typeof kinds)[number];

export interface BoundaryOptions<D extends Element> {
  /** "clamp" if not given. */
  readonly boundary?: Kind | BoundaryValue<D>;
}

export const boundaryParameter: Parameter = {
  kind: "options", name: "options", optional: true,
  fields: [{ kind: "choice", name: "boundary", values: kinds, optional: true, orScalar: true }],
};

const given = (attributes: { readonly [name: string]: unknown }): unknown => (attributes.options as { readonly boundary?: unknown } | undefined)?.boundary ?? "clamp";

/** The boundary that a call asks for. */
export function boundaryOf(attributes: { readonly [name: string]: unknown }): Boundary {
  const boundary = given(attributes) as Attribute, host = hostScalar(boundary);
  if (host !== undefined) return { kind: "value", value: { host } };
  return typeof boundary === "string" ? { kind: boundary as Kind } : { kind: "value", value: Number(boundary) };
}

/** A value stands for all fields of a record. */
export function boundaryFits(op: string, call: CallFacts, element: ElementType): (Checked & { readonly ok: false }) | undefined {
  const boundary = given(call.attributes) as Attribute;
  if (kinds.some((kind) => kind === boundary)) return undefined;
  return fieldsOf(element).every(([, dtype]) => fitsDType(boundary, isRecord(element) && dtype === "bool" ? "u8" : dtype)) ? undefined : broken("SPMD2010", { op, value: String(boundary), dtype: showElement(element) });
}

/** Reads an array at any position, one offset an axis. */
export function readerWithBoundary(a: Dense, attributes: { readonly [name: string]: unknown }): (index: readonly number[], offsets: readonly number[]) => ElementValue {
  const boundary = boundaryOf(attributes), outside = boundary.kind === "value" ? (boundary.value as number) : 0, beyond = throughElement(a.element, elementFrom(a.element, fieldsOf(a.element).map(() => outside)));
  return (index, offsets) => {
    let flat = 0;
    for (const [axis, extent] of a.shape.entries()) {
      const position = boundaryPosition(index[axis]! + (offsets[axis] ?? 0), extent, boundary.kind);
      if (position === undefined) return beyond;
      flat = flat * extent + position;
    }
    return elementAt(a, flat);
  };
}
