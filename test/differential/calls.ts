// Random calls of operators, made from what the operators say of themselves: their parameters tell which arguments to write, their typing rules which of
// them fit and what comes out. An operator that is added to the table joins by that; one whose arguments no rule describes (host values, files) by its samples.
import type { Attribute } from "../../compiler/ir/array.ts";
import type { DType, Extent } from "../../compiler/ir/types.ts";
import type { CallFacts, OperatorDefinition, Parameter } from "../../compiler/ops/defineOp.ts";
import { givesScalar } from "../../compiler/ops/defineOp.ts";
import { accepts, builtinMonoid, monoidNames } from "../../compiler/ops/monoid.ts";
import type { Kind, Leaf } from "./expressions.ts";
import { chance, oneOf, recent, weighted } from "./genes.ts";
import type { Choose } from "./genes.ts";
import { functionBody } from "./kernels.ts";
import { elementCount, fresh, hostTerms, kindOf, mostComputed, sameShape, typeText } from "./scope.ts";
import type { ArrayVariable, Scope, Size } from "./scope.ts";
import { trialOf } from "./trial.ts";

/** What a call gives. */
export type Given =
  | { readonly gives: "array"; readonly element: DType; readonly shape: readonly Size[] }
  | { readonly gives: "scalar"; readonly kind: Kind };

export type Call = Given & { readonly text: string };

/** No array has more elements. */
export const mostElements = 700;

const hasHost = (parameter: Parameter): boolean => parameter.kind === "host" || (parameter.kind === "options" && parameter.fields.some(hasHost));
export const canBeCalled = (op: OperatorDefinition): boolean => !op.parameters.some(hasHost);
export const takesArrays = (op: OperatorDefinition): boolean => op.parameters.some((p) => p.kind === "array");

/** `first`: what the first array must be. Undefined where no arguments were found that fit. */
export function operatorCall(scope: Scope, choose: Choose, op: OperatorDefinition, first?: ArrayVariable, fits: (given: Given) => boolean = () => true): Call | undefined {
  const candidates = first ? [first] : takesArrays(op) ? firstArrays(scope, choose) : [undefined];
  for (const [attempt, candidate] of candidates.slice(0, 12).entries()) {
    const draft = draftOf(scope, choose, op, candidate, attempt), call = draft && finish(scope, op, draft, fits);
    if (call) return call;
  }
  return undefined;
}

/** Some array, then the others from the last to the first, then each as another dtype. */
function firstArrays({ arrays, writing }: Scope, choose: Choose): ArrayVariable[] {
  if (arrays.length === 0) return [];
  const chosen = recent(choose, arrays), others = arrays.filter((a) => a !== chosen).reverse(), dtypes = [...writing.dtypes, "bool" as const];
  return [chosen, ...others, ...dtypes.map((element) => castOf(chosen, element))];
}

const castOf = (a: ArrayVariable, element: DType): ArrayVariable => (a.element === element ? a : { ...a, element, text: `cast(${a.text}, "${element}")`, assignable: false });
const asInput = (a: ArrayVariable): Argument => ({ text: a.text, input: a });

interface Argument {
  /** A kernel is written when its result's dtype is known. */
  readonly text: string | undefined;
  readonly input?: ArrayVariable;
  readonly attribute?: Attribute;
  /** Host variables among it, by the kind of their values. */
  readonly hosts?: readonly Kind[];
}

interface Draft {
  readonly arguments: readonly { readonly parameter: Parameter; readonly argument: Argument }[];
  readonly facts: CallFacts;
}

function draftOf(scope: Scope, choose: Choose, op: OperatorDefinition, first: ArrayVariable | undefined, attempt: number): Draft | undefined {
  const args: { parameter: Parameter; argument: Argument }[] = [], inputs: ArrayVariable[] = [], attributes: { [name: string]: Attribute } = {};
  let element: DType | undefined, monoid: CallFacts["monoid"], boolean = false, left: Parameter["kind"] | undefined;
  for (const parameter of op.parameters) {
    // Of several that are alike the last ones are left out.
    if ("optional" in parameter && parameter.optional && (left === parameter.kind || !chance(choose, parameter.kind === "element" ? 30 : 50))) {
      left = parameter.kind;
      continue;
    }
    const argument = argumentOf({ scope, choose, inputs, first, attempt }, parameter);
    if (!argument) return undefined;
    args.push({ parameter, argument });
    if (argument.input) inputs.push(argument.input);
    if (argument.attribute !== undefined && parameter.kind !== "monoid") attributes[parameter.name] = argument.attribute;
    if (parameter.kind === "element") element = argument.attribute as DType;
    if (parameter.kind === "monoid") monoid = argument.attribute as unknown as CallFacts["monoid"] & {};
    if (parameter.kind === "kernel" || parameter.kind === "neighbours") boolean = ("result" in parameter && parameter.result === "boolean") || chance(choose, 20);
  }
  // Booleans are not stored as numbers.
  const hasKernel = args.some(({ parameter: { kind } }) => kind === "kernel" || kind === "neighbours");
  if (element !== undefined && hasKernel) boolean = element === "bool";
  const booleans = args.some(({ argument }) => argument.hosts?.includes("boolean"));
  const facts: CallFacts = {
    inputs: inputs.map(({ element: e, shape }) => ({ element: e, shape: shape.map((s) => s.extent) })), attributes, element,
    kernelResults: hasKernel ? [{ field: "", type: boolean ? "bool" : "f64" }] : [], ...(monoid ? { monoid } : {}), ...(booleans ? { declared: { element: "bool", shape: [] } } : {}),
  };
  return { arguments: args, facts };
}

interface Drafting {
  readonly scope: Scope;
  readonly choose: Choose;
  /** The arrays so far. */
  readonly inputs: readonly ArrayVariable[];
  readonly first: ArrayVariable | undefined;
  /** How many have failed. */
  readonly attempt: number;
}

function argumentOf(drafting: Drafting, parameter: Parameter): Argument | undefined {
  const { scope, choose, inputs, first, attempt } = drafting;
  switch (parameter.kind) {
    case "array": {
      if (inputs.length === 0) return first && asInput(first);
      if (parameter.orScalar && chance(choose, 40)) return scalarArgument(scope, choose);
      // Most operators want arrays of one shape; some others of another dtype, or another number of axes.
      const beside = scope.arrays.filter((a) => sameShape(a.shape, inputs[0]!.shape)), anywhere = beside.length === 0 || chance(choose, 20), other = anywhere ? recent(choose, scope.arrays) : recent(choose, beside);
      return asInput(attempt % 3 === 2 || chance(choose, 15) ? castOf(other, oneOf(choose, [...scope.writing.dtypes, "bool", "i32"])) : other);
    }
    case "kernel":
    case "neighbours":
      return { text: undefined };
    case "monoid":
      return inputs[0] && monoidArgument(choose, inputs[0].element);
    case "shape": {
      const shape = randomShape(scope, choose);
      return { text: `[${shape.map((s) => s.extent).join(", ")}]`, attribute: shape.map(asAttribute) };
    }
    case "extent": {
      const size = oneOf(choose, scope.sizes);
      return { text: String(size.extent), attribute: asAttribute(size) };
    }
    case "element": {
      const element = oneOf(choose, scope.writing.dtypes);
      return { text: `"${element}"`, attribute: element };
    }
    case "scalar":
      return scalarArgument(scope, choose, parameter);
    case "choice": {
      if (parameter.orScalar && chance(choose, 35)) return scalarArgument(scope, choose);
      if (parameter.orFields && chance(choose, 35)) return fieldsArgument(drafting, parameter.orFields);
      const word = oneOf(choose, parameter.values);
      return { text: `"${word}"`, attribute: word };
    }
    case "integers": {
      const list = integersFor(choose, inputs[0]?.shape.length ?? 1);
      return { text: `[${list.join(", ")}]`, attribute: list };
    }
    case "numbers":
      return numbersArgument(scope, choose, inputs[0]?.shape.length ?? 1, attempt);
    case "options":
      return fieldsArgument(drafting, parameter.fields);
    case "host":
      return undefined;
  }
}

function fieldsArgument(drafting: Drafting, parameters: readonly Parameter[]): Argument {
  const fields = parameters.flatMap((field) => {
    const argument = "optional" in field && field.optional && chance(drafting.choose, 20) ? undefined : argumentOf(drafting, field);
    return argument ? [{ field, argument }] : [];
  });
  return {
    text: fields.length === 0 ? "{}" : `{ ${fields.map(({ field, argument }) => `${field.name}: ${argument.text}`).join(", ")} }`,
    attribute: Object.fromEntries(fields.map(({ field, argument }) => [field.name, argument.attribute!])), hosts: fields.flatMap(({ argument }) => argument.hosts ?? []),
  };
}

const asAttribute = ({ extent }: Size): Attribute => (typeof extent === "number" ? extent : { host: extent });

function scalarArgument({ scalars }: Scope, choose: Choose, { integer, boolean }: { readonly integer?: true; readonly boolean?: true } = {}): Argument {
  const hosts = scalars.filter((s) => (integer ? s.kind === "integer" : !boolean || s.kind === "boolean"));
  if (hosts.length > 0 && chance(choose, 40)) {
    const { text, kind } = recent(choose, hosts);
    return { text, attribute: { host: text }, hosts: [kind] };
  }
  const value = weighted<number | boolean>(choose, boolean ? [[1, true], [1, false]] : integer ? [[3, 1], [2, 0], [2, 3], [1, -2]] : [[3, 1], [2, 0], [2, 3], [2, 0.5], [1, -2], [1, -0.75], [2, true], [2, false]]);
  return { text: String(value), attribute: value };
}

/** Distances along the axes, or an order of the axes. */
function integersFor(choose: Choose, ndim: number): number[] {
  if (chance(choose, 60)) return Array.from({ length: ndim }, () => distance(choose));
  const left = Array.from({ length: ndim }, (_, axis) => axis);
  return Array.from({ length: ndim }, () => left.splice(choose(left.length), 1)[0]!);
}

/** One number an axis, a pair an axis, or a few for one axis. */
function numbersArgument(scope: Scope, choose: Choose, ndim: number, attempt: number): Argument {
  const texts: string[] = [], isSmall = (name: string): boolean => (scope.sizes.find((size) => size.extent === name)?.value ?? 0) <= mostComputed;
  // Numbers that may say how often something is repeated.
  const integers = scope.scalars.filter((s) => s.kind === "integer" && isSmall(s.text));
  const number = (least: number): Attribute => {
    const host = integers.length > 0 && chance(choose, 12) ? recent(choose, integers).text : undefined, value = least + choose(4 - 2 * least);
    texts.push(host ?? String(value));
    return host ? { host } : value;
  };
  const end = (): Attribute => (chance(choose, 25) ? (texts.push("null"), null) : number(-3));
  const form = (choose(3) + attempt) % 3, at = (from: number, count: number): string => `[${texts.slice(from, from + count).join(", ")}]`;
  const list: Attribute[] = form === 0 ? Array.from({ length: choose(4) }, end) : form === 1 ? Array.from({ length: ndim }, () => number(0)) : Array.from({ length: ndim }, () => [number(0), number(0)]);
  const text = form === 2 ? `[${list.map((_, k) => at(2 * k, 2)).join(", ")}]` : at(0, list.length);
  return { text, attribute: list, hosts: texts.filter((t) => integers.some((s) => s.text === t)).map((): Kind => "integer") };
}

const distance = (choose: Choose): number => weighted(choose, [[4, 0], [5, 1], [5, -1], [2, 2], [2, -2], [1, -3], [1, 7], [1, -130]]);

const asLambda: Readonly<Record<string, string>> = {
  add: "(a, b) => a + b", mul: "(a, b) => a * b", min: "(a, b) => Math.min(a, b)", max: "(a, b) => Math.max(a, b)", and: "(a, b) => a && b", or: "(a, b) => a || b", xor: "(a, b) => a !== b",
};

/** Besides the built-in ones, lambdas that are recognised, and monoids of the program's own. */
function monoidArgument(choose: Choose, dtype: DType): Argument {
  const custom = dtype === "bool" ? ["monoid(false, (a, b) => a !== b)", "monoid(true, (a, b) => a === b)"]
    : ["monoid(0, (a, b) => a + b)", "monoid(-Infinity, (a, b) => (a > b ? a : b))", "monoid(0, (a, b) => { const s = a + b; return s - Math.floor(s / 7) * 7; })", "monoid(1, (a, b) => a * b % 1009)", ...(kindOf(dtype) === "integer" ? [] : ["monoid(0, (a, b) => Math.hypot(a, b))"])];
  const text = chance(choose, 15) ? oneOf(choose, custom) : undefined;
  if (text) return { text, attribute: { name: "custom", identity: /^monoid\((true|false)/.test(text) ? text.startsWith("monoid(true") : 0 } };
  const name = oneOf(choose, monoidNames.filter((n) => accepts(n, dtype))), { monoid } = builtinMonoid(name, dtype), logical = ["and", "or", "xor"].includes(name);
  return { text: chance(choose, 15) && logical === (dtype === "bool") ? asLambda[name] : name, attribute: { name, identity: monoid.identity } };
}

/** What the call gives, with its kernel written; undefined if the operator refuses its arguments or they would fail when the program runs. */
function finish(scope: Scope, op: OperatorDefinition, { arguments: args, facts }: Draft, fits: (given: Given) => boolean): Call | undefined {
  const checked = op.check(facts);
  if (!checked.ok) return undefined;
  const sizeOf = (extent: Extent): Size => (typeof extent === "number" ? { extent, value: extent } : allSizes(scope).find((s) => s.extent === extent) ?? { extent, value: undefined });
  if (!(checked.equal ?? []).every(([a, b]) => sameShape(a.map(sizeOf), b.map(sizeOf)))) return undefined;
  const { element, shape } = checked.types[0]!;
  if (typeof element !== "string") return undefined;
  const hosts = args.flatMap(({ argument }) => argument.hosts ?? []), elements = [...facts.inputs.map((t) => t.element), element], integers = elements.some((e) => typeof e === "string" && kindOf(e) === "integer");
  // Beside a kernel a host value stands for an element of the arrays, else for one of the result; where integers are around it must be one.
  const wanted = (facts.kernelResults.length > 0 ? elements[0] : element) === "bool" ? "boolean" : "number";
  if (hosts.some((kind) => (kind === "integer" ? "number" : kind) !== wanted || (integers && kind === "number"))) return undefined;
  const trial = trialOf(op, facts, checked.types[0]!, sizeOf, (name) => scope.scalars.find((l) => l.text === name)?.kind);
  if (!trial || elementCount(trial.sizes) > mostElements) return undefined;
  const given: Given = givesScalar(op, trial.sizes) ? { gives: "scalar", kind: element === "bool" ? "boolean" : "number" } : { gives: "array", element, shape: trial.sizes };
  if (!fits(given)) return undefined;
  const result = facts.kernelResults[0]?.type === "bool" ? "boolean" : kindOf(element), ndim = (facts.inputs[0]?.shape ?? shape).length;
  const texts = args.map(({ parameter, argument }) => indexText(args.flatMap(({ argument: a }) => (a.input ? [a] : [])).indexOf(argument), argument, trial.limits) ?? kernelText(scope, parameter, facts, result, ndim));
  return { ...given, text: `${op.name}(${texts.join(", ")})` };
}

/** An array whose elements are indices has small ones. */
function indexText(input: number, { text }: Argument, limits: readonly (number | undefined)[]): string | undefined {
  const limit = input < 0 ? undefined : limits[input];
  return limit === undefined ? text : `map(${text!}, x => Math.abs(x) % ${limit})`;
}

const allSizes = ({ sizes, arrays }: Scope): Size[] => [...sizes, ...arrays.flatMap((a) => a.shape)];

function kernelText(scope: Scope, parameter: Parameter, facts: CallFacts, result: Kind, ndim: number): string {
  const choose = scope.kernels, dtypes = facts.inputs.map((t) => t.element as DType), positions = ["i", "j", "k", "l", "m", "n"].slice(0, choose(ndim + 1)).map((text): Leaf => ({ text, kind: "integer" }));
  const elements = parameter.kind === "kernel" && !parameter.elements ? [] : dtypes.map((dtype, k): Leaf => ({ text: "xyzw"[k]!, kind: kindOf(dtype), assignable: true }));
  const named = parameter.kind === "kernel" && chance(choose, 12) ? namedKernel(scope, choose, elements, ndim, result) : undefined;
  if (named) return named;
  const near = parameter.kind === "neighbours" ? Array.from({ length: 1 + choose(4) }, (): Leaf => ({ text: `at(${Array.from({ length: ndim }, () => distance(choose)).join(", ")})`, kind: kindOf(dtypes[0]!) })) : undefined;
  const terms = { ...hostTerms(scope, choose), exact: false, fresh: (prefix: string) => fresh(scope, prefix) };
  // Captures first: what comes later is taken more often.
  const { text } = functionBody({ ...terms, leaves: [...scope.scalars.map((s) => ({ ...s, assignable: false })), ...positions, ...(near ?? elements)] }, result);
  return `(${[...(near ? [{ text: "at" }] : elements), ...positions].map((p) => p.text).join(", ")}) => ${text}`;
}

/** A function of the program by its name, where what it gets are the elements and the positions after them. */
function namedKernel(scope: Scope, choose: Choose, elements: readonly Leaf[], ndim: number, result: Kind): string | undefined {
  const given = [...elements.map((e) => e.kind), ...Array.from({ length: ndim }, (): Kind => "integer")];
  const fitting = scope.writing.functions.filter((f) => (f.result === result || (f.result === "integer" && result === "number")) && f.params.length >= elements.length && f.params.length <= given.length
    && f.params.every((p, k) => p === given[k] || (p === "number" && given[k] === "integer")));
  return fitting.length === 0 ? undefined : oneOf(choose, fitting).name;
}

/** 1 to 4 axes; a long one is the last, mostly. */
export function randomShape({ sizes }: Scope, choose: Choose): Size[] {
  const ndim = weighted(choose, [[5, 1], [7, 2], [2, 3], [1, 4]] as const), shape: Size[] = [];
  for (let axis = 0; axis < ndim; axis++) {
    const room = Math.max(1, mostElements / Math.max(1, elementCount(shape)));
    const fitting = sizes.filter((s) => (s.value ?? mostComputed) <= (axis < ndim - 1 && !chance(choose, 15) ? Math.min(room / 2, 20) : room));
    shape.push(fitting.length > 0 ? oneOf(choose, fitting) : { extent: 1, value: 1 });
  }
  return shape;
}

/** A function that is one of the operator's own samples, with its call; undefined where no arrays fit. */
export function sampleCall(scope: Scope, choose: Choose, op: OperatorDefinition): { readonly declaration: string; readonly call: string } | undefined {
  const samples = op.samples ?? [];
  if (samples.length === 0) return undefined;
  const { inputs, source } = oneOf(choose, samples), found: ArrayVariable[] = [], name = fresh(scope, "sample");
  for (const { element, ndim } of inputs) {
    if (typeof element !== "string") return undefined;
    const beside = scope.arrays.filter((a) => a.shape.length === ndim && (found.length === 0 || sameShape(a.shape, found[0]!.shape)));
    if (beside.length === 0) return undefined;
    const a = recent(choose, beside);
    found.push(a.element === element ? a : { ...a, element, text: `cast(${a.text}, "${element}")` });
  }
  const params = found.map(({ element, shape }, k) => `${"abcd"[k]!}: ${typeText({ element, shape: shape.map((_, axis) => ({ extent: `${axis}`, value: undefined })) })}`);
  return { declaration: `function ${name}(${params.join(", ")}) { return ${source}; }`, call: `${name}(${found.map((a) => a.text).join(", ")})` };
}
