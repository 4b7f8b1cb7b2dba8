// A nest becomes passes of scalar lane code: loads, the inlined steps, stores and accumulators.
//
//   inputs f64; step s0 = @square(in0); store f64 s0; leaf f64 s0 by add
//     pass leaf of 128, 8 lanes { x = load in0; square_result = x * x; store out0 = square_result; total = total + square_result }
//
// Outputs that ask for the same order share a pass; stores go with the first of these, or alone in any order. Each pass computes the steps that
// its outputs need.
import { identityOf } from "../ir/array.ts";
import type { StepArgument } from "../ir/array.ts";
import type { KernelFunction, KernelId } from "../ir/kernel.ts";
import type { LaneAccumulator, LaneBuffer, LaneCode, LaneExpression, LanePass, LaneStatement, ThrowSite } from "../ir/lanes.ts";
import { laneTypeOf } from "../ir/lanes.ts";
import type { Nest, NestOutput } from "../ir/nest.ts";
import { scalarOf } from "../ir/types.ts";
import type { LeafShape } from "./buffers.ts";
import { leafShape, nestBuffers } from "./buffers.ts";
import { constantOf, convertLane, fromLoaded, laneOf, readBack, toStored, unary } from "../inline/convert.ts";
import { foldStatements } from "./fold.ts";
import { assignAll, inlineCall } from "../inline/inline.ts";
import type { Scope } from "../inline/scope.ts";
import { bind, freshLocal, functionOf, newScope } from "../inline/scope.ts";

/** A pass before integers are narrowed. */
export type ScalarPass = Omit<LanePass, "script" | "scalar" | "wide"> & { readonly code: LaneCode };

/** Names that emitted code has for itself. */
const reserved = ["Math", "fail", "buffers", "lanes", "words", "double", "highWord", "lowWord", "fromWords", "powerOfTwo"];

export interface LoweredNest {
  /** All names that the nest's code uses. */
  readonly names: Set<string>;
  readonly buffers: readonly LaneBuffer[];
  /** Names of the captured scalars, in order. */
  readonly captures: readonly string[];
  readonly passes: readonly ScalarPass[];
}

export function lowerNest(nest: Nest, functions: ReadonlyMap<KernelId, KernelFunction>, sites: ThrowSite[], constants: readonly (number | undefined)[] = []): LoweredNest {
  const layout = nestBuffers(nest);
  const captures = captureNames(nest, layout.buffers), names = new Set([...reserved, ...captures, ...layout.buffers.map((b) => b.name)]);
  const lowerPass = (outputs: readonly number[], leaf: LeafShape | undefined): ScalarPass => {
    const scope = newScope(functions, sites, names), body: LaneStatement[] = [], accumulators: LaneAccumulator[] = [];
    const carried = new Map<string, LaneExpression>(), valueOf = stepValues(nest, constants, scope, body, layout.inputBuffer, carried);
    // What is stored may need what a carried scan has at hand.
    const isCarried = (o: number): boolean => { const output = nest.outputs[o]!; return output.mode === "scan" && output.carried === true; };
    for (const o of outputs.filter(isCarried)) lowerCarried(nest, nest.outputs[o] as CarriedScan, layout.outputBuffer(o), scope, valueOf, body, accumulators, carried);
    for (const o of outputs.filter((k) => !isCarried(k))) lowerOutput(nest.outputs[o]!, layout.outputBuffer(o), scope, valueOf, body, accumulators);
    const code: LaneCode = { width: 1, interleave: 1, locals: scope.locals, row: [], body: foldStatements(body) };
    return { order: leaf?.order ?? "any", axis: leaf?.axis ?? Math.max(0, nest.ndim - 1), length: leaf?.length ?? 1, lanes: leaf?.lanes ?? 1, accumulators, code };
  };
  return { names, buffers: layout.buffers, captures, passes: groupOutputs(nest).map(({ outputs, leaf }) => lowerPass(outputs, leaf)) };
}

/** As the user named them. The printers' own names have a `$`, as the compiler's copies of variables do (`i$1`): here that is another letter. */
function captureNames(nest: Nest, buffers: readonly LaneBuffer[]): string[] {
  const taken = new Set([...reserved, ...buffers.map((b) => b.name)]);
  return nest.captures.map(({ name }) => {
    const plain = name.replaceAll("$", "_");
    let free = plain;
    for (let k = 2; taken.has(free); k++) free = `${plain}_${k}`;
    taken.add(free);
    return free;
  });
}

interface OutputGroup {
  readonly outputs: number[];
  readonly leaf: LeafShape | undefined;
}

function groupOutputs(nest: Nest): OutputGroup[] {
  const groups = new Map<string, OutputGroup>(), stores: number[] = [];
  nest.outputs.forEach((output, k) => {
    const leaf = leafShape(nest, output);
    if (!leaf) return void stores.push(k);
    const key = JSON.stringify(leaf), group = groups.get(key);
    if (group) group.outputs.push(k);
    else groups.set(key, { outputs: [k], leaf });
  });
  const [first, ...others] = groups.values();
  if (!first) return stores.length > 0 ? [{ outputs: stores, leaf: undefined }] : [];
  return [{ ...first, outputs: [...stores, ...first.outputs] }, ...others];
}

/** Values of step arguments, each computed once a pass, where it is first needed. */
function stepValues(nest: Nest, constants: readonly (number | undefined)[], scope: Scope, body: LaneStatement[], inputBuffer: (input: number, field: string) => number, carried: ReadonlyMap<string, LaneExpression>): (arg: StepArgument, name: string) => LaneExpression {
  const elements = new Map<number, LaneExpression>(), steps = new Map<number, readonly LaneExpression[]>(), readBacks = new Map<string, LaneExpression>();
  const resultsOf = (step: number): readonly LaneExpression[] => {
    const known = steps.get(step);
    if (known) return known;
    const { fn, args, reads } = nest.steps[step]!, called = functionOf(scope, fn);
    const values = args.map((a, k) => valueOf(a, called.params[k]!.name));
    const results = inlineCall(reads ? { ...scope, read: reader(reads) } : scope, fn, values, body).map((r, k) => bind(scope, nameOfResult(called, k), r, body));
    steps.set(step, results);
    return results;
  };
  const reader = (reads: readonly { readonly array: number; readonly input: number }[]) => (array: number, field: string, position: LaneExpression): LaneExpression => {
    const { input } = reads.find((r) => r.array === array)!, dtype = fieldDType(nest, input, field);
    return fromLoaded(dtype, { kind: "read", type: laneTypeOf(dtype), buffer: inputBuffer(input, field), position });
  };
  const valueOf = (arg: StepArgument, name: string): LaneExpression => {
    switch (arg.kind) {
      case "element": {
        const { carried: at } = nest.inputs[arg.input]!;
        if (at) return fromLoaded(fieldDType(nest, arg.input, arg.field), carried.get(`${at} ${arg.field}`)!);
        const buffer = inputBuffer(arg.input, arg.field), dtype = fieldDType(nest, arg.input, arg.field);
        const value = elements.get(buffer) ?? bind(scope, name, fromLoaded(dtype, { kind: "load", type: laneTypeOf(dtype), buffer }), body);
        elements.set(buffer, value);
        return value;
      }
      case "index":
        return unary("f64", "fromInt32", { kind: "index", type: "i32", axis: arg.axis });
      case "capture":
        return convertLane(constants[arg.capture] === undefined ? { kind: "capture", type: "f64", capture: arg.capture } : constantOf("f64", constants[arg.capture]!), laneOf[nest.captures[arg.capture]!.type]);
      case "const":
        return constantOf(typeof arg.value === "boolean" ? "bool" : "f64", arg.value);
      case "step": {
        const result = resultsOf(arg.step)[arg.result]!, key = `${arg.step} ${arg.result} ${arg.dtype}`;
        const value = readBacks.get(key) ?? bind(scope, name, readBack(arg.dtype, result), body);
        readBacks.set(key, value);
        return value;
      }
    }
  };
  return valueOf;
}

const nameOfResult = (fn: KernelFunction, k: number): string => fn.results[k]!.field || `${fn.id.slice(1).replace(/\W/g, "_")}_result`;

function fieldDType(nest: Nest, input: number, field: string) {
  const found = nest.inputs[input]!.fields.find((f) => f.field === field);
  if (!found) throw new Error(`nest ${nest.name} has no input ${input} field "${field}"`);
  return found.dtype;
}

type CarriedScan = NestOutput & { readonly mode: "scan" };

/** `carried` gets what the nest's inputs of this name mean: by their fields, prefixes and carries. */
function lowerCarried(nest: Nest, output: CarriedScan, state: number, scope: Scope, valueOf: (arg: StepArgument, name: string) => LaneExpression, body: LaneStatement[], accumulators: LaneAccumulator[], carried: Map<string, LaneExpression>): void {
  const { monoid, fields } = output, names = functionOf(scope, monoid.fn).results.map((r) => r.field), prefix = nest.inputs.find((input) => input.carried === "prefix")!.fields;
  const elements = fields.map(({ dtype, value }) => convertLane(valueOf(value, "element"), laneOf[scalarOf(dtype)]));
  const locals = (like: string) => fields.map(({ dtype }, k) => freshLocal(scope, names[k] ? `${like}.${names[k]}` : like, laneOf[scalarOf(dtype)]));
  const totals = locals("total"), left = locals("left"), right = locals("right"), carries = locals("carry"), combine: LaneStatement[] = [];
  const combined = (a: readonly LaneExpression[], b: readonly LaneExpression[], out: LaneStatement[]): void => {
    const values = inlineCall(scope, monoid.fn, [...a, ...b], out);
    assignAll(scope, totals.map((t) => t.name), values.map((value, k) => convertLane(value, totals[k]!.type)), out);
  };
  combined(left, right, combine);
  const before = output.exclusive ? locals("before") : totals;
  if (output.exclusive) before.forEach((b, k) => body.push({ kind: "assign", target: b.name, value: totals[k]! }));
  combined(totals, elements, body);
  prefix.forEach(({ field }, k) => carried.set(`prefix ${field}`, before[k]!).set(`carry ${field}`, carries[k]!));
  accumulators.push({
    fields: fields.map(({ dtype }, k) => ({ value: totals[k]!.name, identity: constantOf(scalarOf(dtype), identityOf(monoid.identity, names[k]!)), left: left[k]!.name, right: right[k]!.name, buffer: state + k, stored: toStored(dtype, totals[k]!) })),
    carry: carries.map(({ name }, k) => ({ local: name, state: state + k })),
    combine: foldStatements(combine),
  });
}

function lowerOutput(output: NestOutput, buffer: number, scope: Scope, valueOf: (arg: StepArgument, name: string) => LaneExpression, body: LaneStatement[], accumulators: LaneAccumulator[]): void {
  if (output.mode === "store") {
    output.fields.forEach(({ dtype, value }, k) => body.push({ kind: "store", buffer: buffer + k, value: toStored(dtype, valueOf(value, "stored")) }));
    return;
  }
  const { monoid, fields } = output, names = functionOf(scope, monoid.fn).results.map((r) => r.field);
  const elements = fields.map(({ dtype, value }) => convertLane(valueOf(value, "element"), laneOf[scalarOf(dtype)]));
  const locals = (like: string) => fields.map(({ dtype }, k) => freshLocal(scope, names[k] ? `${like}.${names[k]}` : like, laneOf[scalarOf(dtype)]));
  const totals = locals("total"), left = locals("left"), right = locals("right"), combine: LaneStatement[] = [];
  const combined = (a: readonly LaneExpression[], b: readonly LaneExpression[], out: LaneStatement[]): void => {
    const values = inlineCall(scope, monoid.fn, [...a, ...b], out);
    assignAll(scope, totals.map((t) => t.name), values.map((value, k) => convertLane(value, totals[k]!.type)), out);
  };
  const prefixes = fields.map(({ dtype }, k): LaneStatement => ({ kind: "store", buffer: buffer + k, value: toStored(dtype, totals[k]!) }));
  combined(left, right, combine);
  if (output.mode === "scan" && output.exclusive) body.push(...prefixes);
  combined(totals, elements, body);
  if (output.mode === "scan" && !output.exclusive) body.push(...prefixes);
  const leaves = output.mode === "scan" ? buffer + fields.length : buffer;
  accumulators.push({
    fields: fields.map(({ dtype }, k) => ({
      value: totals[k]!.name, identity: constantOf(scalarOf(dtype), identityOf(monoid.identity, names[k]!)), left: left[k]!.name, right: right[k]!.name, buffer: leaves + k, stored: toStored(dtype, totals[k]!),
    })),
    combine: foldStatements(combine),
  });
}
