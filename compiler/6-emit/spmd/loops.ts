// A launch as the loops that a person would write over the rank's own rows.
//
//   // generate (m.ts:13:18)
//   const [firstRow, rows] = share(h);
//   const C = new Int32Array(rows * w);
//   for (let i = 0; i < rows; i++) {
//     for (let j = 0; j < w; j++) {
//       C[i * w + j] = escapeTime(x1 + j * dx, y1 + (firstRow + i) * dy);
//     }
//   }
//
// Reductions and scans are written plainly; the compiled program combines in the canonical order.
import { identityOf } from "../../ir/array.ts";
import type { Identity, Monoid, Position, StepArgument, View } from "../../ir/array.ts";
import type { KernelFunction, KernelId } from "../../ir/kernel.ts";
import type { Nest, NestInput } from "../../ir/nest.ts";
import { showSpan } from "../../ir/span.ts";
import type { LocalNode, LocalValue } from "../../ir/spmd.ts";
import { showConstant } from "../../ir/text/atoms.ts";
import type { Lines } from "../../ir/text/lines.ts";
import { braced, line } from "../../ir/text/lines.ts";
import { distributedAxes, haloAlong } from "../../ir/placement.ts";
import type { Placement } from "../../ir/placement.ts";
import type { ArrayType, DType, ElementType } from "../../ir/types.ts";
import { fieldsOf } from "../../ir/types.ts";
import type { Source } from "./kernelSource.ts";
import { atom, expressionSource, identifierOf, onlyExpression } from "./kernelSource.ts";
import type { Naming } from "./naming.ts";
import type { Declared, Share } from "./shares.ts";
import { shareOf } from "./shares.ts";

export type Launch = Extract<LocalNode, { readonly kind: "launch" }>;

export const typedArrays: Readonly<Record<DType, string>> = { f64: "Float64Array", f32: "Float32Array", i32: "Int32Array", u32: "Uint32Array", i16: "Int16Array", u16: "Uint16Array", i8: "Int8Array", u8: "Uint8Array", bool: "Uint8Array" };

interface LoopScope {
  readonly launch: Launch;
  readonly nest: Nest;
  readonly functions: ReadonlyMap<KernelId, KernelFunction>;
  readonly naming: Naming;
  readonly shares: readonly Share[];
  /** The loop variables. */
  readonly positions: readonly string[];
}

export function launchLines(launch: Launch, nest: Nest, functions: ReadonlyMap<KernelId, KernelFunction>, naming: Naming, declared: Declared): Lines {
  const shares = launch.shape.map((_, axis) => shareOf(launch.shape, axis, launch.placement, naming, declared));
  const used = new Set([...launch.captures.map(String), ...launch.shape.map((extent) => naming.host(extent))]);
  const positions = [..."ijklpq"].filter((name) => !used.has(name)).slice(0, nest.ndim);
  const scope: LoopScope = { launch, nest, functions, naming, shares, positions };
  const body = bodyLines(scope);
  const loops = positions.reduceRight<Lines>((inner, position, axis) => braced(`for (let ${position} = 0; ${position} < ${shares[axis]!.count}; ${position}++)`, [...(axis === nest.ndim - 1 ? [] : runningLines(scope, axis)), ...inner]), body);
  return [
    ...line(`// ${launch.ops.map(({ op, span }) => `${op} (${showSpan(span)})`).join(", ")}`),
    ...shares.flatMap(({ declaration }) => (declaration === undefined ? [] : line(declaration))),
    ...bufferLines(scope),
    ...loops,
  ];
}

/** What is folded, as one element: of records an object. */
export const identitySource = (identity: Identity): string => (typeof identity === "object" ? `{ ${Object.entries(identity).map(([field, value]) => `${field}: ${showConstant(value)}`).join(", ")} }` : showConstant(identity));

/** `x`, or the same of each field: `{ re: x.re, im: x.im }`. */
export const fieldwise = (element: ElementType, source: (field: string, dtype: DType) => string): string => (typeof element === "string" ? source("", element) : `{ ${fieldsOf(element).map(([field, dtype]) => `${field}: ${source(field, dtype)}`).join(", ")} }`);

/** Each nest output with its value; a scan's second value are its totals. */
function outputsWithValues({ nest, launch }: LoopScope): readonly { readonly output: Nest["outputs"][number]; readonly value: LocalValue; readonly totals?: LocalValue }[] {
  let next = 0;
  return nest.outputs.map((output) => {
    const value = launch.outputs[next++]!;
    return output.mode === "scan" ? { output, value, totals: launch.outputs[next++]! } : { output, value };
  });
}

function bufferLines(scope: LoopScope): Lines {
  const { naming, shares } = scope, size = shares.map(({ count }) => count).join(" * ") || "1";
  const allocate = (element: ElementType, length: string, after = ""): string => fieldwise(element, (_, dtype) => `new ${typedArrays[dtype]}(${length})${after}`);
  return outputsWithValues(scope).flatMap(({ output, value, totals }): Lines => {
    const name = naming.value(value.value);
    const { element } = value.type;
    if (output.mode === "store") return line(`const ${name} = ${allocate(element, size)};`);
    const identity = identitySource(output.monoid.identity);
    if (output.mode === "scan") return [...line(`const ${name} = ${allocate(element, size)};`), ...(naming.carryOf(totals!.value)?.all === false ? [] : line(`let ${naming.value(totals!.value)} = ${identity};`))];
    const rest = shares.filter((_, axis) => axis !== output.axis);
    if (naming.combineOf(value.value)?.all !== false || rest.length === 0) return line(`let ${name} = ${identity};`);
    const length = rest.map(({ count }) => count).join(" * ");
    return line(`const ${name} = ${fieldwise(element, (field, dtype) => `${allocate(dtype, length)}${identityOf(output.monoid.identity, field) === 0 ? "" : `.fill(${showConstant(identityOf(output.monoid.identity, field))})`}`)};`);
  });
}

/** Prefixes along rows start anew in each row. */
function runningLines(scope: LoopScope, axis: number): Lines {
  if (axis !== scope.nest.ndim - 2) return [];
  return outputsWithValues(scope).flatMap(({ output, totals }) => (output.mode === "scan" && scope.naming.carryOf(totals!.value)?.all === false ? line(`let ${scope.naming.value(totals!.value)} = ${identitySource(output.monoid.identity)};`) : []));
}

function bodyLines(scope: LoopScope): Lines {
  const { nest, naming, positions, shares } = scope;
  const uses = new Map<string, number>();
  const count = (arg: StepArgument): void => void (arg.kind === "step" && uses.set(`${arg.step}`, (uses.get(`${arg.step}`) ?? 0) + 1));
  for (const step of nest.steps) step.args.forEach((arg) => (count(arg), count(arg)));
  for (const output of nest.outputs) output.fields.forEach(({ value }) => count(value));
  const steps: Source[] = [], lines: Lines[] = [];
  nest.steps.forEach((step, k) => {
    const fn = scope.functions.get(step.fn)!, args = step.args.map((arg) => argumentSource(arg, scope, steps)), whole = onlyExpression(fn);
    const made = whole ? expressionSource(whole, (name) => args[fn.params.findIndex((param) => param.name === name)] ?? atom(identifierOf(name))) : atom(`${identifierOf(fn.id)}(${args.map(({ text }) => text).join(", ")})`);
    if ((uses.get(`${k}`) ?? 0) <= 1) return void steps.push(made);
    lines.push(line(`const v${k} = ${made.text};`));
    steps.push(atom(`v${k}`));
  });
  const here = flat(positions.map((position) => position), shares.map((share) => share.count));
  for (const { output, value, totals } of outputsWithValues(scope)) {
    const name = naming.value(value.value);
    const { element } = value.type, values = output.fields.map((field) => argumentSource(field.value, scope, steps)), names = fieldsOf(element).map(([field]) => (field === "" ? "" : `.${field}`));
    if (output.mode === "store") values.forEach((source, k) => lines.push(line(`${name}${names[k]!}[${here}] = ${source.text};`)));
    else if (output.mode === "leaf") {
      const rest = positions.filter((_, axis) => axis !== output.axis), all = naming.combineOf(value.value)?.all !== false || rest.length === 0;
      const at = all ? "" : `[${flat(rest, shares.filter((_, axis) => axis !== output.axis).map(({ count: extent }) => extent))}]`;
      lines.push(line(accumulate(element, (field) => `${name}${field === "" ? "" : `.${field}`}${at}`, all ? name : undefined, output.monoid, values)));
    } else {
      const running = naming.value(totals!.value), add = line(accumulate(element, (field) => `${running}${field === "" ? "" : `.${field}`}`, running, output.monoid, values)), store = names.flatMap((field) => line(`${name}${field}[${here}] = ${running}${field};`));
      lines.push(...(output.exclusive ? [store, add] : [add, store]));
    }
  }
  return lines.flat();
}

/** Row-major position of indices in extents. */
export function flat(indices: readonly string[], extents: readonly string[]): string {
  const wrapped = (text: string): string => (/^[\w$.]+(\([^()]*\))?$/.test(text) ? text : `(${text})`);
  return indices.reduce((text, index, axis) => (axis === 0 ? index : `${axis === 1 ? wrapped(text) : `(${text})`} * ${extents[axis]} + ${index}`), indices.length === 0 ? "0" : "");
}

function argumentSource(arg: StepArgument, scope: LoopScope, steps: readonly Source[]): Source {
  switch (arg.kind) {
    case "const": return atom(showConstant(arg.value));
    case "capture": {
      const capture = scope.launch.captures[arg.capture]!;
      return atom(typeof capture === "number" ? showConstant(capture) : scope.naming.host(capture));
    }
    case "index": {
      const text = scope.shares[arg.axis]!.global(scope.positions[arg.axis]!);
      return { text, level: text.includes(" ") ? 11 : 20 };
    }
    case "step": {
      const source = steps[arg.step]!, field = scope.functions.get(scope.nest.steps[arg.step]!.fn)!.results[arg.result]?.field ?? "";
      return field === "" ? source : atom(`${source.text}.${field}`);
    }
    case "element": return elementSource(arg, scope);
  }
}

function elementSource(arg: StepArgument & { readonly kind: "element" }, scope: LoopScope): Source {
  const { launch, nest, naming, positions } = scope;
  const value = launch.inputs[arg.input]!, input: NestInput = nest.inputs[arg.input]!, facts = naming.facts(value), name = naming.value(value);
  // What goes before a leaf: one number a rank, or one a row; where nothing is exchanged, nothing goes before.
  if (input.axes.some((axis) => axis.per > 1)) return atom(arg.field === "" ? name : `${name}.${arg.field}`);
  const placement = facts?.placement, indices: string[] = [], extents: string[] = [], view = launch.views?.[arg.input];
  if (view && facts) return viewSource(view, name, arg.field, input, facts, scope);
  let guard: string | undefined;
  input.axes.forEach(({ loop, offset }, axis) => {
    const extent = naming.host(facts?.type.shape[axis] ?? launch.shape[loop]!), own = placement !== undefined && (distributedAxes(placement).includes(axis) || (placement.kind === "window" && placement.axis === axis));
    const halo = own ? haloAlong(placement, axis) : 0, moved = moveBy(own ? positions[loop]! : scope.shares[loop]!.global(positions[loop]!), offset + halo);
    extents.push(own ? (halo > 0 ? `(${scope.shares[loop]!.count} + ${2 * halo})` : scope.shares[loop]!.count) : extent);
    if (own || offset === 0 || !input.boundary) return void indices.push(moved);
    if (input.boundary.kind === "value") guard = `${moved} >= 0 && ${moved} < ${extent}`;
    indices.push(input.boundary.kind === "wrap" ? `(${moved} + ${extent}) % ${extent}` : input.boundary.kind === "value" ? moved : `${input.boundary.kind}(${moved}, ${extent})`);
  });
  const text = `${name}${arg.field === "" ? "" : `.${arg.field}`}[${flat(indices, extents)}]`;
  if (guard === undefined || input.boundary?.kind !== "value") return atom(text);
  return { text: `${guard} ? ${text} : ${typeof input.boundary.value === "number" ? showConstant(input.boundary.value) : input.boundary.value.host}`, level: 2 };
}

/** `in[(1 + i) * m + k]`: the element of part of an array. */
function viewSource(view: View, name: string, field: string, input: NestInput, { type, placement }: { readonly type: ArrayType; readonly placement: Placement }, { naming, shares, positions }: LoopScope): Source {
  const indices: string[] = [], extents: string[] = [];
  let walked = 0;
  view.forEach(({ from, step }, axis) => {
    const own = "axis" in placement && placement.axis === axis, loop = step === 0 ? undefined : input.axes[walked++]!.loop, length = naming.host(type.shape[axis]!);
    if (loop === undefined) {
      indices.push(own ? "0" : positionSource(from, naming));
      extents.push(own ? "1" : length);
    } else if (placement.kind === "window" && own) {
      const { count } = shares[loop]!, before = typeof from === "number" && typeof placement.from === "number" ? from - placement.from : 0, by = Math.abs(step), at = step < 0 ? `(${count} - 1 - ${positions[loop]!})` : positions[loop]!;
      indices.push(moveBy(by === 1 ? at : `${by} * ${at}`, before));
      extents.push(`(${by === 1 ? count : `${by} * (${count} - 1) + 1`}${placement.more > 0 || by > 1 ? ` + ${placement.more}` : ""})`);
    } else {
      const at = own ? positions[loop]! : shares[loop]!.global(positions[loop]!), steps = step === 1 ? at : `${step} * ${/ /.test(at) ? `(${at})` : at}`;
      indices.push(from === 0 ? steps : `${positionSource(from, naming)} + ${steps}`);
      extents.push(own ? shares[loop]!.count : length);
    }
  });
  return atom(`${name}${field === "" ? "" : `.${field}`}[${flat(indices, extents)}]`);
}

export const positionSource = (position: Position, naming: Naming): string => (typeof position === "number" ? String(position) : moveBy(naming.host(position.host), position.plus));

const moveBy = (position: string, offset: number): string => (offset === 0 ? position : `${position} ${offset < 0 ? "-" : "+"} ${Math.abs(offset)}`);

/** `part`: the place of a field. `whole`: of the element, where its fields lie together. */
function accumulate(element: ElementType, part: (field: string) => string, whole: string | undefined, monoid: Monoid, values: readonly Source[]): string {
  const texts = values.map(({ text }) => text), parts = fieldsOf(element).map(([field]) => part(field));
  if (typeof element !== "string") return `${whole ?? `(${fieldwise(element, part)}`} = ${identifierOf(monoid.fn)}(${[...parts, ...texts].join(", ")})${whole === undefined ? ")" : ""};`;
  const marks: Readonly<Record<string, string>> = { add: "+=", mul: "*=", and: element === "bool" ? "&&=" : "&=", or: element === "bool" ? "||=" : "|=", xor: "^=" };
  const mark = marks[monoid.name], [target] = parts;
  if (mark) return `${target!} ${mark} ${texts[0]!};`;
  return `${target!} = ${monoid.name === "min" || monoid.name === "max" ? `Math.${monoid.name}` : identifierOf(monoid.fn)}(${target!}, ${texts[0]!});`;
}
