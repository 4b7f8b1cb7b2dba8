// What a neighbour outside the array is: the `boundary` option of `stencil` and `shift`. "clamp": the nearest element; "wrap": the array repeated;
// "reflect": mirrored at the edge, the edge element not repeated; a value: that value.
import type { Attribute, Boundary } from "../ir/array.ts";
import type { DType } from "../ir/types.ts";
import { boundaryPosition } from "../../runtime/abi.ts";
import { loaded, plainData, plainDType, throughDType } from "../reference/dense.ts";
import type { Scalar } from "../types/index.ts";
import type { CallFacts, Checked, Dense, Parameter } from "./defineOp.ts";
import { broken } from "./elements.ts";
import { fitsDType, hostScalar } from "./scalars.ts";

const kinds = ["clamp", "wrap", "reflect"] as const;
type Kind = (typeof kinds)[number];

export interface BoundaryOptions<D extends DType> {
  /** "clamp" if not given. */
  readonly boundary?: Kind | Scalar<D>;
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

export function boundaryFits(op: string, call: CallFacts, dtype: DType): (Checked & { readonly ok: false }) | undefined {
  const boundary = given(call.attributes) as Attribute;
  if (kinds.some((kind) => kind === boundary)) return undefined;
  return fitsDType(boundary, dtype) ? undefined : broken("SPMD2010", { op, value: String(boundary), dtype });
}

/** Reads an array at any position, one offset an axis. */
export function readerWithBoundary(a: Dense, attributes: { readonly [name: string]: unknown }): (index: readonly number[], offsets: readonly number[]) => number | boolean {
  const boundary = boundaryOf(attributes), data = plainData(a), dtype = plainDType(a);
  return (index, offsets) => {
    let flat = 0;
    for (const [axis, extent] of a.shape.entries()) {
      const position = boundaryPosition(index[axis]! + (offsets[axis] ?? 0), extent, boundary.kind);
      if (position === undefined) return throughDType(dtype, boundary.kind === "value" ? (boundary.value as number) : 0);
      flat = flat * extent + position;
    }
    return loaded(dtype, data[flat]!);
  };
}
