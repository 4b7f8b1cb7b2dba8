// fromArray(values, shape, element): host values, the same on every rank, become an array of which each rank keeps its part.
//
//   fromArray([[1, 2], [3, 4]])                          f64 [2, 2]
//   fromArray(new Int16Array([1, 2, 3, 4]), [2, 2])      i16 [2, 2]
import type { DType } from "../../abi.ts";
import { showShape, showValue, spmdError } from "../../errors.ts";
import { elementCount } from "../../layout/shard.ts";
import { dtypeOfArray, isDType, newElements } from "../../memory/elements.ts";
import type { LibraryOperator } from "./index.ts";
import { keepPart } from "./part.ts";

export const fromArray: LibraryOperator = (store, { attributes, placements, site }) => {
  const { values } = attributes, refuse = (reason: string): never => {
    throw spmdError("SPMD2016", { op: "fromArray", reason }, site);
  };
  const facts = hostArray(values, refuse), shape = shapeOf(attributes.shape) ?? facts.shape, dtype = isDType(attributes.element) ? attributes.element : facts.dtype;
  if (elementCount(shape) !== facts.flat.length) throw spmdError("SPMD2012", { op: "fromArray", size: facts.flat.length, shape: showShape(shape) }, site);
  const data = newElements(dtype, facts.flat.length);
  for (let k = 0; k < data.length; k++) data[k] = dtype === "bool" ? Number(Boolean(facts.flat[k])) : Number(facts.flat[k]);
  return [keepPart(store, { element: dtype, shape, data: { "": data } }, placements[0] ?? { kind: "replicated" }, site)];
};

interface HostArray {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly flat: ArrayLike<number | boolean>;
}

function hostArray(values: unknown, refuse: (reason: string) => never): HostArray {
  const dtype = dtypeOfArray(values);
  if (dtype && ArrayBuffer.isView(values)) {
    const flat = values as unknown as ArrayLike<number>;
    return { dtype, shape: [flat.length], flat };
  }
  if (!Array.isArray(values)) return refuse(`${showValue(values)} is neither a typed array nor a list`);
  const shape: number[] = [], flat: (number | boolean)[] = [];
  for (let level: unknown = values; Array.isArray(level); level = level[0]) shape.push(level.length);
  const flatten = (value: unknown, depth: number): void => {
    if (Array.isArray(value)) {
      if (value.length !== shape[depth]) refuse(`its lists have different lengths: ${shape[depth] ?? "none"} and ${value.length}`);
      for (const item of value) flatten(item, depth + 1);
    } else if (depth === shape.length && (typeof value === "number" || typeof value === "boolean")) flat.push(value);
    else refuse(`${showValue(value)} stands where ${depth < shape.length ? `a list of ${shape[depth]!}` : "a number or boolean"} should`);
  };
  flatten(values, 0);
  return { dtype: flat.length > 0 && flat.every((value) => typeof value === "boolean") ? "bool" : "f64", shape, flat };
}

function shapeOf(shape: unknown): readonly number[] | undefined {
  return Array.isArray(shape) && shape.every((extent) => typeof extent === "number") ? shape : undefined;
}
