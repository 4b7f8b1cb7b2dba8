// Uncompiled programs: an operator as a function that users call. It reads its arguments as 1-check reads them, applies the operator's typing rule to the
// shapes at hand, and computes its reference meaning at once.
//
//   const map: MapCall = eager(mapOp);      map(a, x => x + 1)   ->   check f64[3] -> f64[3];  reference  ->  a new array
//
// Errors are the compiler's own sentences, thrown where the user's call stands.
import { assignArguments } from "../ops/arguments.ts";
import { givesScalar } from "../ops/defineOp.ts";
import { usageOf } from "../ops/usage.ts";
import type { CallFacts, Dense, DType, ElementValue, Neighbours, OperatorDefinition, Parameter, ReferenceCall } from "../ops/defineOp.ts";
import { isFault, isInteger, isRecord, worded } from "../ops/elements.ts";
import { conversions } from "../ops/hostFunctions.ts";
import type { Attribute } from "../ir/array.ts";
import type { KernelResult } from "../ir/kernel.ts";
import type { ElementType } from "../ir/types.ts";
import { fieldsOf, namedElements } from "../ir/types.ts";
import { allocate, elementAt, scalarOfDense, sizeOf } from "./dense.ts";
import { denseOf, handleOf } from "./handle.ts";
import { isMonoidValue, monoidOf } from "./plainMonoid.ts";
import { userError } from "./userError.ts";

type Kernel = NonNullable<ReferenceCall["kernel"]>;
type Called = (...args: never[]) => unknown;

/** What operators need of the machine. */
export type EagerServices = Pick<ReferenceCall, "readNpy" | "readCsv">;

export function eager<Call extends Called>(op: OperatorDefinition, services: EagerServices = {}): Call {
  const call = (...args: readonly unknown[]): unknown => run(op, args, services, call);
  return call as unknown as Call;
}

function run(op: OperatorDefinition, args: readonly unknown[], services: EagerServices, called: Called): unknown {
  const read = readArguments(op, args, called);
  if (op.library && read.inputs.length === 0) return finish(op, atCall(called, () => op.reference({ ...services, inputs: read.inputs, attributes: read.attributes, types: [] })));
  const monoid = read.monoid === undefined ? undefined : monoidOf(read.monoid, read.inputs[0]!.element);
  if (read.monoid !== undefined && !monoid) throw userError(worded("SPMD2050", {}), called);
  const sample = read.kernel && firstResult(op, read, read.kernel);
  const facts: CallFacts = {
    inputs: read.inputs,
    // Values are their own attributes here: nothing waits for a later time.
    attributes: read.attributes as { readonly [name: string]: Attribute },
    // A kernel that has no element to show its result with gives what the call says.
    kernelResults: read.kernel ? resultsOf(sample === undefined && read.element === "bool" ? true : sample) : [],
    element: read.element,
    ...(monoid ? { monoid } : {}),
  };
  const checked = op.check(facts);
  if (!checked.ok) throw userError(checked, called);
  const types = checked.types as ReferenceCall["types"];
  return finish(op, atCall(called, () => op.reference({
    inputs: read.inputs,
    attributes: read.attributes,
    types,
    ...(read.kernel ? { kernel: storable(op, read.kernel, types[0]!.element, called) } : {}),
    ...(monoid ? { monoid: monoid as NonNullable<ReferenceCall["monoid"]> } : {}),
  })));
}

/** What a kernel gives, as far as one value shows. */
const resultsOf = (sample: unknown): readonly KernelResult[] =>
  typeof sample === "object" && sample !== null ? Object.entries(sample).map(([field, value]) => ({ field, type: typeof value === "boolean" ? "bool" : "f64" })) : [{ field: "", type: typeof sample === "boolean" ? "bool" : "f64" }];

const finish = (op: OperatorDefinition, results: readonly Dense[]): unknown => (givesScalar(op, results[0]!.shape) ? scalarOfDense(results[0]!) : handleOf(results[0]!));

/** What only the data could tell is the user's to mend too. */
function atCall<T>(called: Called, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (isFault(error)) throw userError(error, called);
    if (error instanceof RangeError && /array length|allocation failed/i.test(error.message)) throw userError({ code: "SPMD5001", message: "out of memory: an array has more elements than one process can hold", help: "make the arrays smaller, or run the program compiled, on several ranks" }, called);
    throw error;
  }
}

interface Read {
  readonly inputs: readonly Dense[];
  readonly attributes: { readonly [name: string]: unknown };
  readonly kernel: Kernel | undefined;
  readonly monoid: unknown;
  readonly element: ElementType | undefined;
}

/** The elements that an argument names. */
function elementOf(value: unknown): ElementType | undefined {
  if (typeof value === "string") return Object.hasOwn(namedElements, value) ? namedElements[value] : undefined;
  if (typeof value !== "object" || value === null || Array.isArray(value) || denseOf(value)) return undefined;
  const fields = Object.entries(value);
  return fields.length > 0 && fields.every(([, dtype]) => conversions.some((d) => d === dtype)) ? (value as ElementType) : undefined;
}
const isScalar = (value: unknown): boolean => typeof value === "number" || typeof value === "boolean";

const isOptions = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value) && denseOf(value) === undefined && elementOf(value) === undefined;

function fits(parameter: Parameter, value: unknown): boolean {
  switch (parameter.kind) {
    case "array":
      return denseOf(value) !== undefined || (parameter.orScalar === true && isScalar(value));
    case "kernel":
    case "neighbours":
      return typeof value === "function";
    case "monoid":
      return isMonoidValue(value);
    case "shape":
      return Array.isArray(value) && value.every((extent) => typeof extent === "number");
    case "integers":
      return Array.isArray(value) && value.every(Number.isInteger);
    case "numbers":
      return Array.isArray(value) && value.every((item) => item === null || Number.isInteger(item) || fits(parameter, item));
    case "extent":
      return typeof value === "number";
    case "element":
      return elementOf(value) !== undefined;
    case "scalar":
      return isScalar(value) || typeof value === "string";
    case "choice":
      return parameter.values.some((word) => word === value) || (parameter.orScalar === true && isScalar(value)) || (parameter.orFields !== undefined && isOptions(value));
    case "host":
      return true;
    case "options":
      return isOptions(value);
  }
}

const wanted: Readonly<Record<Parameter["kind"], string>> = {
  array: "an array made by spmd", kernel: "a function", neighbours: "a function", monoid: "a monoid such as add", shape: "a list of extents", integers: "a list of integers", numbers: "a list of integers",
  extent: "an extent", element: "a dtype such as \"f64\"", scalar: "a number or boolean", choice: "one of its words", host: "a value", options: "an object of options",
};

function readArguments(op: OperatorDefinition, args: readonly unknown[], called: Called): Read {
  // A trailing `undefined` is an argument left out.
  const given = args.slice(0, args.findLastIndex((arg) => arg !== undefined) + 1);
  const assigned = assignArguments(op.parameters, given, fits);
  if (!assigned.ok) throw userError(worded("SPMD2015", { op: op.name, usage: usageOf(op), what: assigned.parameter ? `'${assigned.parameter.name}' is missing: ${wanted[assigned.parameter.kind]}` : `argument ${assigned.at + 1} fits none of its parameters` }), called);
  const inputs: Dense[] = [], attributes: { [name: string]: unknown } = {};
  let kernel: Kernel | undefined, monoid: unknown, element: ElementType | undefined;
  for (const parameter of op.parameters) {
    if (!assigned.of.has(parameter.name)) continue;
    const value = assigned.of.get(parameter.name), array = parameter.kind === "array" ? denseOf(value) : undefined;
    if (!fits(parameter, value)) throw userError(worded("SPMD2015", { op: op.name, usage: usageOf(op), what: `'${parameter.name}' must be ${wanted[parameter.kind]}` }), called);
    if (array) inputs.push(array);
    else if (parameter.kind === "kernel" || parameter.kind === "neighbours") kernel = value as Kernel;
    else if (parameter.kind === "monoid") monoid = value;
    else attributes[parameter.name] = parameter.kind === "element" ? (element = elementOf(value)) : parameter.kind === "options" ? withElements(parameter.fields, value as { readonly [name: string]: unknown }) : value;
  }
  return { inputs, attributes, kernel: kernel && withPositions(kernel, inputs.length), monoid, element };
}

/** Options, with the elements that they name. */
const withElements = (fields: readonly Parameter[], options: { readonly [name: string]: unknown }): { readonly [name: string]: unknown } =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [name, fields.some((f) => f.name === name && f.kind === "element") ? (elementOf(value) ?? value) : value]));

/** JavaScript's own functions, such as Math.max, would take positions for elements. */
function withPositions(kernel: Kernel, elements: number): Kernel {
  return Function.prototype.toString.call(kernel).includes("[native code]") ? (...args) => kernel(...args.slice(0, elements)) : kernel;
}

/** What the kernel gives for the first elements, or for zeros where there are none: whether it computes booleans. */
function firstResult(op: OperatorDefinition, read: Read, kernel: Kernel): unknown {
  const first = read.inputs.map((a) => (sizeOf(a.shape) > 0 ? elementAt(a, 0) : elementAt(allocate(a.element, []), 0))), shape = read.inputs[0]?.shape ?? (read.attributes.shape as readonly number[]);
  const at: Neighbours = () => first[0]!, empty = shape.includes(0);
  const elements = op.parameters.some((p) => p.kind === "neighbours") ? [at] : first;
  try {
    return kernel(...elements, ...shape.map(() => 0));
  } catch (error) {
    if (empty) return undefined;
    throw error;
  }
}

/** The kernel, with a check of what a typed array would silently change. */
function storable(op: OperatorDefinition, kernel: Kernel, result: ElementType, called: Called): Kernel {
  // What a kernel asks of the elements is not stored.
  const element = op.parameters.some((p) => p.kind === "kernel" && p.result === "boolean") ? "bool" : result;
  const fields = fieldsOf(element), check = (value: unknown, dtype: DType): void => {
    if (typeof value !== "number" && typeof value !== "boolean") throw userError(worded("SPMD2015", { op: op.name, usage: usageOf(op), what: `the kernel gave ${typeof value === "object" ? JSON.stringify(value) : String(value)}, neither a number nor a boolean` }), called);
    if (isInteger(dtype) && Number.isFinite(value) && !Number.isInteger(value)) throw userError(worded("SPMD2010", { op: op.name, value: String(value), dtype }), called);
  };
  return (...args) => {
    const value: unknown = kernel(...args);
    if (isRecord(element) && (typeof value !== "object" || value === null || fields.some(([field]) => !(field in value)))) {
      throw userError(worded("SPMD2015", { op: op.name, usage: usageOf(op), what: `the kernel gave ${JSON.stringify(value)}, not an object with the fields ${fields.map(([field]) => field).join(", ")}` }), called);
    }
    for (const [field, dtype] of fields) check(field === "" ? value : (value as { readonly [field: string]: unknown })[field], dtype);
    return value as ElementValue;
  };
}
