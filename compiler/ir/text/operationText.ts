// Parts of array computations as text, shared by the global and the local view: monoids, accesses, steps and what a step is given.
//
//   add 0 @add_f64      (i0, i1-1) wrap      s0 = @f(in0, i1, c0, s1.0 as f32) at p.ts:3:4
import type { Access, Boundary, Identity, LoopStep, Monoid, Position, StepArgument, View, ViewAxis } from "../array.ts";
import { readAt, readConstant, readCount, readDtype, readKernelId, readName, readNumber, showAt, showConstant, showKernelId, showName, showNumber } from "./atoms.ts";
import type { Reader } from "./reader.ts";
import { listOf } from "./reader.ts";

export const showMonoid = (monoid: Monoid): string => `${showName(monoid.name)} ${showIdentity(monoid.identity)} ${showKernelId(monoid.fn)}${monoid.anyOrder ? " anyOrder" : ""}`;
export const readMonoid = (reader: Reader): Monoid => ({ name: readName(reader), identity: readIdentity(reader), fn: readKernelId(reader), ...(reader.accept("anyOrder") ? { anyOrder: true } : {}) });

const showIdentity = (identity: Identity): string => (typeof identity === "object" ? `{${Object.entries(identity).map(([field, value]) => `${showName(field)}: ${showConstant(value)}`).join(", ")}}` : showConstant(identity));
const readIdentity = (reader: Reader): Identity => (reader.at("{") ? Object.fromEntries(listOf(reader, "{", "}", (r) => {
  const field = readName(r);
  r.expect(":");
  return [field, readConstant(r)] as const;
})) : readConstant(reader));

/** What is stored or folded: `s0.0 as f64, s0.1 as f64`. */
export const showArguments = (fields: readonly StepArgument[]): string => fields.map(showArgument).join(", ");
export function readArguments(reader: Reader): StepArgument[] {
  const fields = [readArgument(reader)];
  while (reader.accept(",")) fields.push(readArgument(reader));
  return fields;
}

export function showBoundary(boundary: Boundary): string {
  if (boundary.kind !== "value") return boundary.kind;
  return `value ${typeof boundary.value === "number" ? showNumber(boundary.value) : `$${showName(boundary.value.host)}`}`;
}
export function readBoundary(reader: Reader): Boundary {
  for (const kind of ["clamp", "wrap", "reflect"] as const) if (reader.accept(kind)) return { kind };
  reader.expect("value");
  return { kind: "value", value: reader.match(/\$/) ? { host: readName(reader) } : readNumber(reader) };
}
/** There where a word of a boundary stands. */
export const readOptionalBoundary = (reader: Reader): { readonly boundary?: Boundary } => (["clamp", "wrap", "reflect", "value"].some((kind) => reader.at(kind)) ? { boundary: readBoundary(reader) } : {});

/** `i1`, `i1-2`, `i1+1/128`: along loop axis 1, moved, then divided. */
export const showAxis = ({ loop, offset, per = 1 }: { readonly loop: number; readonly offset: number; readonly per?: number }): string => `i${loop}${offset === 0 ? "" : offset > 0 ? `+${offset}` : offset}${per === 1 ? "" : `/${per}`}`;
export function readAxis(reader: Reader): { readonly loop: number; readonly offset: number; readonly per: number } {
  const match = reader.match(/i(\d+)([+-]\d+)?(?:\/(\d+))?/) ?? reader.fail("an axis, such as i0 or i1-1");
  return { loop: Number(match[1]), offset: Number(match[2] ?? 0), per: Number(match[3] ?? 1) };
}

export const showAccess = (access: Access): string => access.whole ? "whole" : `(${access.axes.map(showAxis).join(", ")})${access.boundary ? ` ${showBoundary(access.boundary)}` : ""}`;
export function readAccess(reader: Reader): Access {
  if (reader.accept("whole")) return { axes: [], whole: true };
  const axes = listOf(reader, "(", ")", readAxis).map(({ loop, offset }) => ({ loop, offset }));
  return { axes, ...readOptionalBoundary(reader) };
}

/** `[1:, $k+1:-1, $k]`: from a position on, by a step (if not 1); without a colon only the position. */
export const showView = (view: View): string => `[${view.map(({ from, step }) => `${showPosition(from)}${step === 0 ? "" : `:${step === 1 ? "" : step}`}`).join(", ")}]`;
const showPosition = (position: Position): string => (typeof position === "number" ? String(position) : `$${showName(position.host)}${position.plus === 0 ? "" : position.plus > 0 ? `+${position.plus}` : position.plus}`);
export const readView = (reader: Reader): View => listOf(reader, "[", "]", (r): ViewAxis => {
  const from = readPosition(r);
  return { from, step: r.match(/:/) ? Number(r.match(/-?\d+/)?.[0] ?? 1) : 0 };
});
function readPosition(reader: Reader): Position {
  if (!reader.match(/\$/)) return Number((reader.match(/-?\d+/) ?? reader.fail("a position"))[0]);
  return { host: readName(reader), plus: Number(reader.match(/[+-]\d+/)?.[0] ?? 0) };
}

export function showArgument(arg: StepArgument): string {
  switch (arg.kind) {
    case "element": return `in${arg.input}${arg.field === "" ? "" : `.${showName(arg.field)}`}`;
    case "index": return `i${arg.axis}`;
    case "capture": return `c${arg.capture}`;
    case "const": return showConstant(arg.value);
    case "step": return `s${arg.step}.${arg.result} as ${arg.dtype}`;
  }
}
export function readArgument(reader: Reader): StepArgument {
  const element = reader.match(/in(\d+)(\.?)/);
  if (element) return { kind: "element", input: Number(element[1]), field: element[2] === "." ? readName(reader) : "" };
  const step = reader.match(/s(\d+)\.(\d+)/);
  if (step) {
    reader.expect("as");
    return { kind: "step", step: Number(step[1]), result: Number(step[2]), dtype: readDtype(reader) };
  }
  const index = reader.match(/i(\d+)/);
  if (index) return { kind: "index", axis: Number(index[1]) };
  const capture = reader.match(/c(\d+)/);
  return capture ? { kind: "capture", capture: Number(capture[1]) } : { kind: "const", value: readConstant(reader) };
}

export const showStep = (step: LoopStep, k: number): string => `s${k} = ${showKernelId(step.fn)}(${step.args.map(showArgument).join(", ")})${step.reads ? ` reading (${step.reads.map(({ array, input }) => `${array}: in${input}`).join(", ")})` : ""}${showAt(step.span)}`;
export function readStep(reader: Reader): LoopStep {
  reader.match(/s\d+/) ?? reader.fail("a step");
  reader.expect("=");
  const fn = readKernelId(reader), args = listOf(reader, "(", ")", readArgument), reads = reader.accept("reading") ? { reads: listOf(reader, "(", ")", readRead) } : {};
  return { fn, args, ...reads, span: readAt(reader) };
}

function readRead(reader: Reader): { readonly array: number; readonly input: number } {
  const array = readCount(reader);
  reader.expect(":");
  return { array, input: Number((reader.match(/in(\d+)/) ?? reader.fail("an input"))[1]) };
}

/** The operators that a loop or launch was fused from: ` of map at p.ts:3:4, reduceAll at p.ts:5:6`. */
export const showOps = (ops: readonly { readonly op: string; readonly span: Parameters<typeof showAt>[0] }[]): string => (ops.length === 0 ? "" : ` of ${ops.map(({ op, span }) => `${showName(op)}${showAt(span)}`).join(", ")}`);
export function readOps(reader: Reader): { readonly op: string; readonly span: Parameters<typeof showAt>[0] }[] {
  const ops: { readonly op: string; readonly span: Parameters<typeof showAt>[0] }[] = [];
  if (reader.accept("of")) do ops.push({ op: readName(reader), span: readAt(reader) }); while (reader.accept(","));
  return ops;
}

export const readAxes = (reader: Reader): number[] => listOf(reader, "[", "]", readCount);
