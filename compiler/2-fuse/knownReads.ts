// Reads at positions that are the loop's own, moved by a constant or in another order, need no whole array: what they read is an input like any other, so that it
// may be in blocks, with a halo or resharded, and the loop can be fused with the one that makes it.
//
//   map %1 { read(a, i - 1, j) }        ->   an input a[i0 - 1, i1]: a halo of one row
//   generate [m, n] { read(a, j, i) }   ->   an input a[i1, i0]
//   map %1 { read(a, k, j) }            ->   an input a view [$k, 0:]: one row
//
// The array's extents must be those of the loop's axes. Where the position is the loop's own the check of it goes; others stay, so what stands outside is never used.
import type { Access, Loop, LoopStep, Position, StepArgument, View } from "../ir/array.ts";
import type { KernelExpression, KernelFunction, KernelId, KernelLocal, KernelStatement } from "../ir/kernel.ts";
import { mapBody } from "../ir/mapKernel.ts";
import { expressionsOf, kernelExpressions, kernelStatements, reachedFunctions } from "../ir/traverse.ts";
import { dtypeOfField, scalarOf } from "../ir/types.ts";

type Read = KernelExpression & { readonly kind: "read" };

export interface WithInputs {
  readonly loop: Loop;
  readonly kernels: readonly KernelFunction[];
}

export function knownReads(loop: Loop, functions: ReadonlyMap<KernelId, KernelFunction>): WithInputs {
  const inputs = [...loop.inputs], kernels: KernelFunction[] = [];
  const steps = loop.steps.map((step): LoopStep => {
    const fn = functions.get(step.fn);
    if (!step.reads || !fn) return step;
    const found = inputsFor(loop, step, fn, [...functions.values()]);
    if (found.size === 0) return step;
    const params: KernelLocal[] = [], args: StepArgument[] = [], names = new Map<string, string>();
    for (const [key, { read, input, access, view }] of found) {
      const { type } = loop.inputs[input]!, dtype = dtypeOfField(type.element, read.field), name = `read$${params.length}`;
      names.set(key, name);
      params.push({ name, type: read.type, ...(scalarOf(dtype) === "int" ? { from: dtype } : {}) });
      args.push({ kind: "element", input: inputs.push({ value: loop.inputs[input]!.value, type, access, ...(view ? { view } : {}) }) - 1, field: read.field });
    }
    const left = step.reads.filter((r) => readsIn(fn).some((read) => read.input === r.array && !names.has(keyOf(read))) || calledReads(fn, [...functions.values()]).has(r.array));
    const id: KernelId = `${fn.id}$in${[...found.values()].map(({ read, access, view }) => `$${read.input}${view ? viewName(view) : ""}${access.axes.map((a) => `_${a.loop}${a.offset === 0 ? "" : `${a.offset < 0 ? "m" : "p"}${Math.abs(a.offset)}`}`).join("")}${read.field}`).join("")}`;
    const inside = ownPositions(loop, step, fn), replace = (e: KernelExpression): KernelExpression => (e.kind === "read" && names.has(keyOf(e)) ? { kind: "local", type: e.type, name: names.get(keyOf(e))! } : e);
    kernels.push({ ...fn, id, params: [...fn.params, ...params], body: withoutChecks(mapBody(fn.body, replace), inside) });
    const { reads: _, ...rest } = step;
    return { ...rest, fn: id, args: [...step.args, ...args], ...(left.length > 0 ? { reads: left } : {}) };
  });
  return kernels.length === 0 ? { loop, kernels } : { loop: dropWhole({ ...loop, inputs, steps }), kernels };
}

/** Whole inputs that no step reads any more. */
function dropWhole(loop: Loop): Loop {
  const used = new Set(loop.steps.flatMap((s) => s.reads?.map((r) => r.input) ?? [])), kept = loop.inputs.map((_, k) => k).filter((k) => !loop.inputs[k]!.access.whole || used.has(k));
  const at = (input: number): number => kept.indexOf(input), move = (arg: StepArgument): StepArgument => (arg.kind === "element" ? { ...arg, input: at(arg.input) } : arg);
  return {
    ...loop,
    inputs: kept.map((k) => loop.inputs[k]!),
    steps: loop.steps.map((s) => ({ ...s, args: s.args.map(move), ...(s.reads ? { reads: s.reads.map((r) => ({ ...r, input: at(r.input) })) } : {}) })),
    outputs: loop.outputs.map((o) => ({ ...o, fields: o.fields.map(move) })),
  };
}

const readsIn = (fn: KernelFunction): Read[] => [...kernelStatements(fn.body)].flatMap((s) => expressionsOf(s)).flatMap((e) => [...kernelExpressions(e)]).filter((e): e is Read => e.kind === "read");

/** Arrays that functions which this one calls read. */
const calledReads = (fn: KernelFunction, all: readonly KernelFunction[]): Set<number> => new Set(reachedFunctions(all, [fn.id]).filter((f) => f.id !== fn.id).flatMap((f) => readsIn(f).map((read) => read.input)));

const keyOf = (read: Read): string => JSON.stringify([read.input, read.field, read.indices.slice(1)]);

interface Place {
  readonly access: Access;
  readonly view?: View;
}

interface Found extends Place {
  readonly read: Read;
  readonly input: number;
}

const viewName = (view: View): string => view.map(({ from, step }) => (step !== 0 ? "_" : typeof from === "number" ? `_at${from}` : `_at${from.host}${from.plus < 0 ? "m" : "p"}${Math.abs(from.plus)}`)).join("");

/** Reads that can be inputs, each once; of arrays all of whose reads can, since else the whole array is needed anyway. */
function inputsFor(loop: Loop, step: LoopStep, fn: KernelFunction, all: readonly KernelFunction[]): Map<string, Found> {
  const found = new Map<string, Found>(), whole = calledReads(fn, all), reads = readsIn(fn), places: Places = { axisOf: axesOf(step, fn), positionOf: positionsOf(loop, step, fn) };
  for (const { array, input } of step.reads!) {
    const own = reads.filter((read) => read.input === array), accesses = own.map((read) => placeOfRead(read, loop.inputs[input]!.type.shape, loop.shape, places));
    if (whole.has(array) || accesses.includes(undefined)) continue;
    own.forEach((read, k) => found.set(keyOf(read), { read, input, ...accesses[k]! }));
  }
  return found;
}

/** Which axis of the loop a parameter is the position along. */
const axesOf = (step: LoopStep, fn: KernelFunction): ReadonlyMap<string, number> =>
  new Map(fn.params.flatMap((param, k): [string, number][] => {
    const arg = step.args[k];
    return arg?.kind === "index" ? [[param.name, arg.axis]] : [];
  }));

/** Parameters that are one number for the whole loop. */
const positionsOf = (loop: Loop, step: LoopStep, fn: KernelFunction): ReadonlyMap<string, Position> =>
  new Map(fn.params.flatMap((param, k): [string, Position][] => {
    const arg = step.args[k];
    return arg?.kind === "capture" ? [[param.name, { host: loop.captures[arg.capture]!, plus: 0 }]] : [];
  }));

interface Places {
  readonly axisOf: ReadonlyMap<string, number>;
  readonly positionOf: ReadonlyMap<string, Position>;
}

/** Along each axis the read stands at the loop's position, at a distance from it, or at one position for the whole loop. */
function placeOfRead(read: Read, shape: Loop["shape"], loop: Loop["shape"], { axisOf, positionOf }: Places): Place | undefined {
  const positions = read.indices.slice(1), fixed = positions.map((position) => fixedPosition(position, positionOf)), axes = positions.map((position, k) => (fixed[k] === undefined ? placeOf(position, axisOf) : undefined));
  if (positions.length !== shape.length || !axes.every((a, axis) => fixed[axis] !== undefined || (a !== undefined && loop[a.loop] === shape[axis]))) return undefined;
  const placed = axes.flatMap((a) => a ?? []), moved = placed.some((a) => a.offset !== 0);
  // The diagonal itself is walked; beside it, a position may be outside along one axis alone.
  if (moved && new Set(placed.map((a) => a.loop)).size < placed.length) return undefined;
  if (placed.length === positions.length) return { access: { axes: placed, ...(moved ? { boundary: { kind: "clamp" } } : {}) } };
  return moved ? undefined : { access: { axes: placed }, view: fixed.map((from) => (from === undefined ? { from: 0, step: 1 } : { from, step: 0 })) };
}

/** `3`, `k`, `k + 1`, `n - 1`. */
function fixedPosition(e: KernelExpression, positionOf: ReadonlyMap<string, Position>): Position | undefined {
  if (e.kind === "const") return typeof e.value === "number" && Number.isInteger(e.value) && e.value >= 0 ? e.value : undefined;
  if (e.kind === "local") return positionOf.get(e.name);
  if (e.kind !== "arithmetic" || (e.op !== "add" && e.op !== "sub") || e.right.kind !== "const" || !Number.isInteger(e.right.value)) return undefined;
  const base = fixedPosition(e.left, positionOf), plus = Number(e.right.value) * (e.op === "sub" ? -1 : 1);
  return typeof base === "object" ? { ...base, plus: base.plus + plus } : undefined;
}

/** `i`, `i + 1`, `1 + i`, `i - 1`. */
function placeOf(e: KernelExpression, axisOf: ReadonlyMap<string, number>): Access["axes"][number] | undefined {
  if (e.kind === "local") return axisOf.has(e.name) ? { loop: axisOf.get(e.name)!, offset: 0 } : undefined;
  if (e.kind !== "arithmetic" || (e.op !== "add" && e.op !== "sub")) return undefined;
  const [base, by] = e.right.kind === "const" ? [e.left, e.right] : e.op === "add" && e.left.kind === "const" ? [e.right, e.left] : [undefined, undefined];
  const place = base && placeOf(base, axisOf), offset = Number(by?.value) * (e.op === "sub" ? -1 : 1);
  return place && Number.isInteger(place.offset + offset) && Math.abs(place.offset + offset) < 2 ** 20 ? { loop: place.loop, offset: place.offset + offset } : undefined;
}

/** Tells that `position >= extent` never holds: the loop's own position against the extent that it runs over. */
function ownPositions(loop: Loop, step: LoopStep, fn: KernelFunction): (position: KernelExpression, extent: KernelExpression) => boolean {
  const axisOf = axesOf(step, fn);
  return (position, extent) => {
    const axis = position.kind === "local" ? axisOf.get(position.name) : undefined, size = axis === undefined ? undefined : loop.shape[axis];
    if (extent.kind === "const") return size === extent.value;
    const arg = extent.kind === "local" ? step.args[fn.params.findIndex((p) => p.name === extent.name)] : undefined;
    return size !== undefined && arg?.kind === "capture" && loop.captures[arg.capture] === size;
  };
}

/** Without `if (at < 0 || at >= extent) throw` where that cannot be. */
function withoutChecks(body: readonly KernelStatement[], inside: (position: KernelExpression, extent: KernelExpression) => boolean): KernelStatement[] {
  return body.flatMap((s): KernelStatement[] => {
    if (s.kind === "while") return [{ ...s, body: withoutChecks(s.body, inside), step: withoutChecks(s.step, inside) }];
    if (s.kind !== "if") return [s];
    const { test } = s, above = test.kind === "logical" && test.op === "or" ? test.right : undefined, below = test.kind === "logical" ? test.left : undefined;
    const isCheck = s.else.length === 0 && s.then.length === 1 && s.then[0]!.kind === "throw" && above?.kind === "compare" && above.op === "ge" && below?.kind === "compare" && below.op === "lt" && below.right.kind === "const" && below.right.value === 0;
    if (isCheck && inside(above.left, above.right) && JSON.stringify(below.left) === JSON.stringify(above.left)) return [];
    return [{ ...s, then: withoutChecks(s.then, inside), else: withoutChecks(s.else, inside) }];
  });
}
