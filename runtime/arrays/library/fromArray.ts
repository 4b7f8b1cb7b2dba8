// fromArray(values, shape, element): host values, the same on every rank, become an array of which each rank keeps its part.
//
//   fromArray([[1, 2], [3, 4]])                          f64 [2, 2]
//   fromArray(new Int16Array([1, 2, 3, 4]), [2, 2])      i16 [2, 2]
//   fromArray([{ re: 1, im: 0 }, { re: 0, im: 1 }])      { re: f64, im: f64 } [2]
//   fromArray({ re: new Float32Array(9), im: new Float32Array(9) }, [3, 3])
import type { DType, ElementType } from "../../abi.ts";
import { showShape, showValue, spmdError } from "../../errors.ts";
import { elementCount } from "../../layout/shard.ts";
import { dtypeOfArray, fieldsOf, isDType, newElements, showElement, type ElementArray } from "../../memory/elements.ts";
import type { LibraryOperator } from "./index.ts";
import { keepPart } from "./part.ts";

export const fromArray: LibraryOperator = (store, { attributes, placements, site }) => {
  const { values } = attributes, refuse = (reason: string): never => {
    throw spmdError("SPMD2016", { op: "fromArray", reason }, site);
  };
  const facts = hostArray(values, refuse), shape = shapeOf(attributes.shape) ?? emptyShape(facts, Number(attributes.axes ?? 0)), element = elementOf(attributes.element) ?? elementOfFields(facts.fields), data: { [field: string]: ElementArray } = {};
  for (const [field, dtype] of fieldsOf(element)) {
    const flat = facts.fields.get(field)?.flat ?? (facts.size > 0 ? refuse(`its elements have no field ${field === "" ? "less value" : field}; ${showElement(element)} is wanted`) : []);
    if (elementCount(shape) !== flat.length) throw spmdError("SPMD2012", { op: "fromArray", size: flat.length, shape: showShape(shape) }, site);
    const to = (data[field] = newElements(dtype, flat.length));
    for (let k = 0; k < to.length; k++) to[k] = dtype === "bool" ? Number(Boolean(flat[k])) : Number(flat[k]);
  }
  return [keepPart(store, { element, shape, data }, placements[0] ?? { kind: "replicated" }, site)];
};

/** Lists without elements have as many axes as the program says. */
const emptyShape = ({ shape, size }: HostArray, axes: number): readonly number[] => (size > 0 ? shape : [...shape, ...Array.from({ length: Math.max(0, axes - shape.length) }, () => 0)]);

interface HostArray {
  readonly shape: readonly number[];
  readonly size: number;
  /** One list a field; "" of plain numbers and booleans. */
  readonly fields: ReadonlyMap<string, { readonly dtype: DType; readonly flat: ArrayLike<number | boolean> }>;
}

function hostArray(values: unknown, refuse: (reason: string) => never): HostArray {
  const dtype = dtypeOfArray(values);
  if (dtype) {
    const flat = values as ArrayLike<number>;
    return { shape: [flat.length], size: flat.length, fields: new Map([["", { dtype, flat }]]) };
  }
  if (Array.isArray(values)) return nested(values, refuse);
  if (typeof values !== "object" || values === null) return refuse(`${showValue(values)} is neither a typed array nor a list`);
  const lists = Object.entries(values).map(([field, list]) => [field, { dtype: dtypeOfArray(list) ?? refuse(`its field ${field} is ${showValue(list)}, not a typed array`), flat: list as ArrayLike<number> }] as const), [first] = lists;
  const other = lists.find(([, { flat }]) => flat.length !== first![1].flat.length);
  if (!first || other) return refuse(other ? `its fields have different lengths: ${first![1].flat.length} and ${other[1].flat.length}` : "it has no fields");
  return { shape: [first[1].flat.length], size: first[1].flat.length, fields: new Map(lists) };
}

function nested(values: readonly unknown[], refuse: (reason: string) => never): HostArray {
  const shape: number[] = [], lists = new Map<string, (number | boolean)[]>();
  let size = 0;
  for (let level: unknown = values; Array.isArray(level); level = level[0]) shape.push(level.length);
  const add = (field: string, value: unknown): void => {
    const list = lists.get(field) ?? [];
    if ((typeof value !== "number" && typeof value !== "boolean") || list.length !== size) refuse(`${showValue(value)} stands where a number or boolean should`);
    list.push(value as number | boolean);
    lists.set(field, list);
  };
  const flatten = (value: unknown, depth: number): void => {
    if (Array.isArray(value)) {
      if (value.length !== shape[depth]) refuse(`its lists have different lengths: ${shape[depth] ?? "none"} and ${value.length}`);
      for (const item of value) flatten(item, depth + 1);
      return;
    }
    if (depth < shape.length) refuse(`${showValue(value)} stands where a list of ${shape[depth]!} should`);
    for (const [field, part] of typeof value === "object" && value !== null ? Object.entries(value) : [["", value] as const]) add(field, part);
    size++;
    if ([...lists.values()].some((list) => list.length !== size)) refuse(`its elements have different fields: ${showValue(value)}`);
  };
  flatten(values, 0);
  const fields = lists.size > 0 ? [...lists] : [["", []] as const];
  return { shape, size, fields: new Map(fields.map(([field, flat]) => [field, { dtype: flat.length > 0 && flat.every((value) => typeof value === "boolean") ? "bool" : "f64", flat }])) };
}

const elementOfFields = (fields: HostArray["fields"]): ElementType => fields.get("")?.dtype ?? Object.fromEntries([...fields].map(([field, { dtype }]) => [field, dtype]));

/** The elements that a call names. */
function elementOf(value: unknown): ElementType | undefined {
  if (isDType(value)) return value;
  return typeof value === "object" && value !== null && Object.values(value).every(isDType) ? (value as ElementType) : undefined;
}

function shapeOf(shape: unknown): readonly number[] | undefined {
  return Array.isArray(shape) && shape.every((extent) => typeof extent === "number") ? shape : undefined;
}
