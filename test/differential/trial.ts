// Whether a call would go well when the program runs, and which extents it gives: the operator's own reference, tried on arrays of zeros. Where extents or
// arguments are not known before, it is tried with several values, and all of them must go well. Where large integers do not go well, elements are indices:
// the largest that do are looked for among the extents.
import type { Attribute } from "../../compiler/ir/array.ts";
import type { ArrayType, Extent } from "../../compiler/ir/types.ts";
import { hostsOfAttribute } from "../../compiler/ir/traverse.ts";
import { fieldsOf, integerRange } from "../../compiler/ir/types.ts";
import type { CallFacts, Dense, ElementValue, OperatorDefinition } from "../../compiler/ops/defineOp.ts";
import { unknownExtent } from "../../compiler/ops/defineOp.ts";
import { allocate, elementFrom } from "../../compiler/reference/dense.ts";
import type { Kind } from "./expressions.ts";
import { kindOf, mostComputed } from "./scope.ts";
import type { Size } from "./scope.ts";

type Values = ReadonlyMap<string, number | boolean>;

export interface Trial {
  readonly sizes: readonly Size[];
  /** For each array: what its elements must be below, if they are indices. */
  readonly limits: readonly (number | undefined)[];
}

/** Undefined if the call could fail. */
export function trialOf(op: OperatorDefinition, facts: CallFacts, type: ArrayType, sizeOf: (extent: Extent) => Size, kindOfScalar: (name: string) => Kind | undefined): Trial | undefined {
  const hosts = hostsOfAttribute(facts.attributes), names = [...new Set([...facts.inputs.flatMap((t) => t.shape), ...type.shape, ...hosts].filter((e): e is string => typeof e === "string" && e !== unknownExtent))];
  const open = names.filter((name) => sizeOf(name).value === undefined);
  // Host scalars may be negative, extents not.
  const isExtent = (name: string): boolean => kindOfScalar(name) === undefined || sizeOf(name).value !== undefined;
  const trials = (open.length === 0 ? [0] : [0, 1, 2, 3, 4]).map((trial): Values => new Map(names.map((name): [string, number | boolean] => {
    const k = open.indexOf(name), known = sizeOf(name).value;
    if (kindOfScalar(name) === "boolean") return [name, trial % 2 === 0];
    return [name, known ?? [0, 2 + k, 1, isExtent(name) ? 5 - k : -2, sizeOf(name).most ?? mostComputed][trial]!];
  })));
  const shapes = trials.map((values) => tried(op, facts, type, values));
  if (shapes.includes(undefined)) return undefined;
  const limits = facts.inputs.map((_, k) => limitOf(op, facts, type, trials, k));
  if (limits.includes(0)) return undefined;
  // Extents may follow from the elements, too.
  const others = trials.map((values) => tried(op, facts, type, values, { fill: 1 })), found = [...shapes, ...others].flatMap((shape) => (shape ? [shape] : []));
  const sizes = type.shape.map((extent, axis): Size => {
    const values = new Set(found.map((shape) => shape[axis]!));
    return extent !== unknownExtent ? sizeOf(extent) : { extent, value: trials.length === 1 && values.size === 1 ? [...values][0] : undefined, most: Math.max(...values) };
  });
  return { sizes, limits };
}

/** 0 where there is one that cannot be told. */
function limitOf(op: OperatorDefinition, facts: CallFacts, type: ArrayType, trials: readonly Values[], input: number): number | undefined {
  const { element } = facts.inputs[input]!;
  if (typeof element !== "string" || kindOf(element) !== "integer") return undefined;
  const goesWell = (fill: number): boolean => trials.every((values) => tried(op, facts, type, values, { input, fill }));
  const [low, high] = integerRange[element]!;
  if (goesWell(low) && goesWell(high)) return undefined;
  const [values, ...others] = trials, numbers = [...facts.inputs.flatMap((t) => t.shape), ...leavesOf(facts.attributes)].map((e) => (typeof e === "number" ? e : Number(values!.get(e) ?? 0)));
  return (others.length === 0 ? [...new Set(numbers)].sort((a, b) => b - a).find((limit) => limit > 0 && limit <= high && goesWell(limit - 1)) : undefined) ?? 0;
}

function tried(op: OperatorDefinition, facts: CallFacts, type: ArrayType, values: Values, filled?: { readonly input?: number; readonly fill: number }): readonly number[] | undefined {
  const extent = (e: Extent): number => (typeof e === "number" ? e : Number(values.get(e) ?? 0)), { element } = type;
  const inputs = facts.inputs.map((t): Dense => allocate(t.element, t.shape.map(extent))), fill = filled?.input === undefined ? (filled?.fill ?? 0) : 0;
  const given = elementFrom(element, fieldsOf(element).map(([, dtype], k) => (dtype === "bool" || facts.kernelResults[k]?.type === "bool" ? fill !== 0 : fill)));
  if (filled) inputs.forEach((a, k) => (filled.input ?? k) === k && Object.values(a.data).forEach((data) => data.fill(filled.fill)));
  try {
    const [made] = op.reference({
      inputs, attributes: valueOf(facts.attributes, values) as { readonly [name: string]: unknown },
      types: [{ element, shape: type.shape.includes(unknownExtent) || op.library ? [] : type.shape.map(extent) }],
      ...(facts.kernelResults.length > 0 ? { kernel: () => given } : {}), ...(facts.monoid ? { monoid: { ...facts.monoid, combine: (a: ElementValue) => a } } : {}),
    });
    return made!.shape;
  } catch {
    return undefined;
  }
}

const isHost = (attribute: Attribute): attribute is { readonly host: string } => typeof attribute === "object" && attribute !== null && "host" in attribute;

/** The numbers and host names in an attribute. */
function leavesOf(attribute: Attribute): (number | string)[] {
  if (typeof attribute === "number") return [attribute];
  if (typeof attribute !== "object" || attribute === null) return [];
  return isHost(attribute) ? [attribute.host] : Object.values(attribute as { readonly [key: string]: Attribute }).flatMap(leavesOf);
}

/** An attribute with the values of host names in it. */
function valueOf(attribute: Attribute, values: Values): unknown {
  if (typeof attribute !== "object" || attribute === null) return attribute;
  if (isHost(attribute)) return values.get(attribute.host) ?? 1;
  if (Array.isArray(attribute)) return attribute.map((inner: Attribute) => valueOf(inner, values));
  return Object.fromEntries(Object.entries(attribute).map(([key, inner]) => [key, valueOf(inner as Attribute, values)]));
}
