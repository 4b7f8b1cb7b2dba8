// Whether a call would go well when the program runs, and which extents it gives: the operator's own reference, tried on arrays of zeros. Where extents or
// arguments are not known before, it is tried with several values, and all of them must go well.
import type { Attribute } from "../../compiler/ir/array.ts";
import type { ArrayType, Extent } from "../../compiler/ir/types.ts";
import { fieldsOf } from "../../compiler/ir/types.ts";
import type { CallFacts, Dense, ElementValue, OperatorDefinition } from "../../compiler/ops/defineOp.ts";
import { unknownExtent } from "../../compiler/ops/defineOp.ts";
import { allocate, elementFrom } from "../../compiler/reference/dense.ts";
import type { Kind } from "./expressions.ts";
import type { Size } from "./scope.ts";

type Values = ReadonlyMap<string, number | boolean>;

/** The extents of the result; undefined if the call could fail. */
export function resultSizes(op: OperatorDefinition, facts: CallFacts, type: ArrayType, sizeOf: (extent: Extent) => Size, kindOfScalar: (name: string) => Kind | undefined): readonly Size[] | undefined {
  const hosts = hostNames(facts.attributes), names = [...new Set([...facts.inputs.flatMap((t) => t.shape), ...type.shape, ...hosts].filter((e): e is string => typeof e === "string" && e !== unknownExtent))];
  const open = names.filter((name) => sizeOf(name).value === undefined);
  // Host scalars may be negative, extents not.
  const isExtent = (name: string): boolean => kindOfScalar(name) === undefined || sizeOf(name).value !== undefined;
  const trials = open.length === 0 ? [0] : [0, 1, 2, 3];
  const shapes = trials.map((trial) => {
    const values: Values = new Map(names.map((name): [string, number | boolean] => {
      const k = open.indexOf(name), known = sizeOf(name).value;
      if (kindOfScalar(name) === "boolean") return [name, trial % 2 === 0];
      return [name, known ?? [0, 2 + k, 1, isExtent(name) ? 5 - k : -2][trial]!];
    }));
    return tried(op, facts, type, values);
  });
  if (shapes.includes(undefined)) return undefined;
  return type.shape.map((extent, axis) => (extent !== unknownExtent ? sizeOf(extent) : { extent, value: trials.length === 1 ? shapes[0]![axis]! : undefined }));
}

function tried(op: OperatorDefinition, facts: CallFacts, type: ArrayType, values: Values): readonly number[] | undefined {
  const extent = (e: Extent): number => (typeof e === "number" ? e : Number(values.get(e) ?? 0)), { element } = type;
  const inputs = facts.inputs.map((t): Dense => allocate(t.element, t.shape.map(extent))), zero = elementFrom(element, fieldsOf(element).map(([, dtype]) => (dtype === "bool" ? false : 0)));
  try {
    const [made] = op.reference({
      inputs, attributes: valueOf(facts.attributes, values) as { readonly [name: string]: unknown },
      types: [{ element, shape: type.shape.includes(unknownExtent) || op.library ? [] : type.shape.map(extent) }],
      ...(facts.kernelResults.length > 0 ? { kernel: () => zero } : {}), ...(facts.monoid ? { monoid: { ...facts.monoid, combine: (a: ElementValue) => a } } : {}),
    });
    return made!.shape;
  } catch {
    return undefined;
  }
}

const isHost = (attribute: Attribute): attribute is { readonly host: string } => typeof attribute === "object" && attribute !== null && "host" in attribute;

function hostNames(attribute: Attribute): string[] {
  if (typeof attribute !== "object" || attribute === null) return [];
  return isHost(attribute) ? [attribute.host] : Object.values(attribute as { readonly [key: string]: Attribute }).flatMap(hostNames);
}

/** An attribute with the values of host names in it. */
function valueOf(attribute: Attribute, values: Values): unknown {
  if (typeof attribute !== "object" || attribute === null) return attribute;
  if (isHost(attribute)) return values.get(attribute.host) ?? 1;
  if (Array.isArray(attribute)) return attribute.map((inner: Attribute) => valueOf(inner, values));
  return Object.fromEntries(Object.entries(attribute).map(([key, inner]) => [key, valueOf(inner as Attribute, values)]));
}
