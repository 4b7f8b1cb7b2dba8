// One nest as a JavaScript function: typed arrays and numbers in, loops over local positions with running element offsets.
//
//   function k(buffers, count$0, start$0, step$0, extent$0, in0$base, in0$s0, out0$base, out0$s0) {
//     const [in0, out0] = buffers;
//     for (let p$0 = 0, in0$p0 = in0$base, out0$p0 = out0$base; p$0 < count$0; p$0++, in0$p0 += in0$s0, out0$p0 += out0$s0) {
//       const x = in0[in0$p0];
//       out0[out0$p0] = x * x;
import { accumulatorFields } from "../../ir/lanes.ts";
import type { LaneAccumulator, LaneAccumulatorField, LaneBuffer, LaneExpression, LaneNest, LanePass, LaneType, ThrowSite } from "../../ir/lanes.ts";
import type { Level, Movement } from "../levels.ts";
import { axisOf, constantOffsets, isMapped, levelsOf, movementOf, rowDepth } from "../levels.ts";
import { visitExpressions } from "../../ir/laneWalks.ts";
import { bytesOf } from "../../ir/types.ts";
import { buffersOf } from "../visit.ts";
import type { Script, ScriptPlaces } from "./expressions.ts";
import { scriptExpression } from "./expressions.ts";
import type { ScriptBody } from "./statements.ts";
import { printBody } from "./statements.ts";
import type { ScriptWriter } from "./writer.ts";
import { braces, line } from "./writer.ts";

export function printScriptNest(writer: ScriptWriter, nest: LaneNest, sites: readonly ThrowSite[]): void {
  const axes = Array.from({ length: nest.ndim }, (_, axis) => axis);
  const parameters = [
    "buffers",
    ...axes.flatMap((a) => [`count$${a}`, `start$${a}`, `step$${a}`, `extent$${a}`]),
    ...nest.buffers.flatMap((b) => [`${b.name}$base`, ...axes.map((a) => `${b.name}$s${a}`)]),
    ...nest.captures,
  ];
  writer.span = nest.span;
  braces(writer, `function ${nest.name}(${parameters.join(", ")})`, () => {
    if (nest.buffers.length > 0) line(writer, `const [${nest.buffers.map((b) => b.name).join(", ")}] = buffers;`);
    for (const b of nest.buffers) for (const { loop, offset } of constantOffsets(b)) line(writer, `${b.name}$base += ${offset} * ${b.name}$s${loop};`);
    for (const pass of nest.passes) nest.passes.length > 1 ? braces(writer, "", () => printPass(writer, nest, pass, sites)) : printPass(writer, nest, pass, sites);
  });
  writer.span = undefined;
}

/** The variable that holds a buffer's element offset inside the levels up to `depth`. */
function offsetAt(buffer: LaneBuffer, levels: readonly Level[], depth: number): string {
  for (let d = depth; d >= 0; d--) if (movementOf(buffer, levels[d]!).kind !== "none") return `${buffer.name}$p${d}`;
  return `${buffer.name}$base`;
}

const insideFlag = (buffer: LaneBuffer, axis: number): string => `${buffer.name}$inside${axis}`;

function placesAt(nest: LaneNest, levels: readonly Level[], depth: number): ScriptPlaces {
  const places: ScriptPlaces = {
    load: (k): Script => {
      const b = nest.buffers[k]!, element = `${b.name}[${offsetAt(b, levels, depth)}]`;
      const loaded: Script = b.dtype === "bool" ? { text: `${element} !== 0`, level: 9 } : { text: element, level: 20 };
      const flags = b.axes.filter((a) => isMapped(b, a.loop)).map((a) => insideFlag(b, a.loop));
      if (b.boundary?.kind !== "value" || flags.length === 0) return loaded;
      const outside = scriptExpression(places, b.boundary.value);
      return { text: `(${flags.join(" && ")} ? ${loaded.text} : ${b.dtype === "u32" ? `(${outside}) >>> 0` : outside})`, level: 20 };
    },
    read: (k, position) => {
      // A rank can have so many elements of one byte that a computed position needs all 32 bits.
      const b = nest.buffers[k]!, inside = position.level > 12 ? position.text : `(${position.text})`, element = `${b.name}[${b.name}$base + ${bytesOf[b.dtype] === 1 && position.level < 20 ? `(${inside} >>> 0)` : inside}]`;
      return b.dtype === "bool" ? { text: `${element} !== 0`, level: 9 } : { text: element, level: 20 };
    },
    unsigned: (k) => nest.buffers[k]!.dtype === "u32",
    index: (axis) => `i$${axis}`,
    capture: (k) => nest.captures[k]!,
  };
  return places;
}

function printPass(writer: ScriptWriter, nest: LaneNest, pass: LanePass, sites: readonly ThrowSite[]): void {
  const levels = levelsOf(nest, pass), buffers = buffersOf(nest, pass), code = pass.script, row = rowDepth(nest, levels), leafDepth = levels.length - 1;
  const indices = new Set<number>();
  visitExpressions([...code.row, ...code.body], (e) => e.kind === "index" && indices.add(e.axis));
  const declared = new Set<string>(), locals = new Map(code.locals.map((l) => [l.name, l])), facts: ScriptBody["facts"] = new WeakMap();
  const body = (depth: number): ScriptBody => {
    const places = placesAt(nest, levels, depth);
    return { places, sites, declared, locals, facts, store: (b, value) => storeText(nest, levels, depth, b, value) };
  };
  const totals = accumulatorFields(pass), typeOf = (a: LaneAccumulatorField): LaneType => code.locals.find((l) => l.name === a.value)!.type;
  const constant = (e: LaneExpression): string => scriptExpression(placesAt(nest, levels, -1), e);
  const storeTotals = (depth: number): void => {
    for (const a of totals) line(writer, `${storeText(nest, levels, depth, a.buffer, a.stored)};`);
  };
  if (pass.order === "leaf") for (const a of totals) line(writer, `const ${a.value}$lanes = ${laneArray(typeOf(a), pass.lanes)};`);
  const loopAt = (depth: number): void => {
    if (depth === row) printBody(writer, body(-1), code.row);
    const level = levels[depth];
    if (!level) return printInner(depth - 1);
    const accumulates = depth === leafDepth && pass.order !== "any";
    if (accumulates) startLeaf();
    braces(writer, loopHead(buffers, levels, depth, indices), () => {
      locate(writer, buffers, levels, depth);
      loopAt(depth + 1);
    });
    if (accumulates) endLeaf(depth - 1);
  };
  const startLeaf = (): void => {
    for (const a of totals) {
      if (pass.order === "leaf") line(writer, `${a.value}$lanes.fill(${Number(a.identity.kind === "const" ? a.identity.value : 0)});`);
      else line(writer, `let ${a.value} = ${constant(a.identity)};`);
      if (pass.order === "sequence") declared.add(a.value);
    }
  };
  const printInner = (depth: number): void => {
    if (pass.order !== "leaf") return printBody(writer, { ...body(depth), declared: new Set(declared) }, code.body);
    const lane = `p$${pass.axis} & ${pass.lanes - 1}`, inner = new Set([...declared, ...totals.map((a) => a.value)]);
    for (const a of totals) line(writer, `let ${a.value} = ${a.value}$lanes[${lane}]${typeOf(a) === "bool" ? " !== 0" : ""};`);
    printBody(writer, { ...body(depth), declared: inner }, code.body);
    for (const a of totals) line(writer, `${a.value}$lanes[${lane}] = ${a.value};`);
  };
  const endLeaf = (depth: number): void => {
    if (pass.order === "leaf") for (const a of pass.accumulators) printHalving(writer, pass, a, typeOf, { ...body(-1), declared: new Set(a.fields.flatMap((f) => [f.left, f.right, f.value])) });
    storeTotals(depth);
  };
  loopAt(0);
}

/** Partial results become one: k with k + lanes/2, then k with k + lanes/4, ... */
function printHalving(writer: ScriptWriter, pass: LanePass, { fields, combine }: LaneAccumulator, typeOf: (a: LaneAccumulatorField) => LaneType, body: ScriptBody): void {
  const lane = (a: LaneAccumulatorField, k: string): string => `${a.value}$lanes[${k}]${typeOf(a) === "bool" ? " !== 0" : ""}`;
  for (const a of fields) line(writer, `let ${a.value} = ${typeOf(a) === "bool" ? "false" : "0"};`);
  braces(writer, `for (let half$ = ${pass.lanes / 2}; half$ > 0; half$ >>= 1)`, () =>
    braces(writer, "for (let k$ = 0; k$ < half$; k$++)", () => {
      for (const a of fields) line(writer, `const ${a.left} = ${lane(a, "k$")}, ${a.right} = ${lane(a, "k$ + half$")};`);
      printBody(writer, body, combine);
      for (const a of fields) line(writer, `${a.value}$lanes[k$] = ${a.value};`);
    }),
  );
}

const laneArray = (type: LaneType, lanes: number): string => `new ${type === "f32" ? "Float32Array" : type === "bool" ? "Uint8Array" : "Float64Array"}(${lanes})`;

function storeText(nest: LaneNest, levels: readonly Level[], depth: number, k: number, value: LaneExpression): string {
  const b = nest.buffers[k]!;
  // A typed array wraps integers by itself.
  const stored = b.dtype !== "f64" && b.dtype !== "f32" && b.dtype !== "bool" && value.kind === "unary" && (value.op === "toInt32" || value.op === "truncate") ? value.operand : value;
  return `${b.name}[${offsetAt(b, levels, depth)}] = ${scriptExpression(placesAt(nest, levels, depth), stored)}`;
}

/** Moves buffers whose offset runs; the others are placed at the start of the body. */
function loopHead(buffers: readonly LaneBuffer[], levels: readonly Level[], depth: number, indices: ReadonlySet<number>): string {
  const level = levels[depth]!, { axis, kind, length } = level, p = kind === "leaves" ? `leaf$${axis}` : `p$${axis}`;
  const moving = buffers.map((b) => [b, movementOf(b, level)] as const).filter((m): m is readonly [LaneBuffer, Movement & { kind: "running" }] => m[1].kind === "running");
  const from = kind === "within" ? `leaf$${axis}` : "0", end = kind === "within" ? `end$${axis}` : `count$${axis}`;
  const index = kind !== "leaves" && indices.has(axis);
  const start = [
    `${p} = ${from}`,
    ...(kind === "within" ? [`${end} = Math.min(${from} + ${length}, count$${axis})`] : []),
    ...(index ? [`i$${axis} = start$${axis}${kind === "within" ? ` + ${from} * step$${axis}` : ""}`] : []),
    ...moving.map(([b]) => `${b.name}$p${depth} = ${offsetAt(b, levels, depth - 1)}`),
  ];
  const next = [
    kind === "leaves" ? `${p} += ${length}` : `${p}++`,
    ...(index ? [`i$${axis} += step$${axis}`] : []),
    ...moving.map(([b, m]) => `${b.name}$p${depth} += ${m.strides === 1 ? "" : `${m.strides} * `}${b.name}$s${axis}`),
  ];
  return `for (let ${start.join(", ")}; ${p} < ${end}; ${next.join(", ")})`;
}

function locate(writer: ScriptWriter, buffers: readonly LaneBuffer[], levels: readonly Level[], depth: number): void {
  const { axis } = levels[depth]!;
  for (const b of buffers) {
    if (movementOf(b, levels[depth]!).kind !== "computed") continue;
    const { offset, per } = axisOf(b, axis)!, position = offset === 0 ? `p$${axis}` : `p$${axis} ${offset < 0 ? "-" : "+"} ${Math.abs(offset)}`;
    let at = position;
    if (isMapped(b, axis)) {
      const kind = b.boundary!.kind === "value" ? "clamp" : b.boundary!.kind;
      if (b.boundary!.kind === "value") line(writer, `const ${insideFlag(b, axis)} = inside(${position}, count$${axis}, extent$${axis});`);
      at = `${kind}(${position}, count$${axis}, extent$${axis})`;
    }
    line(writer, `const ${b.name}$p${depth} = ${offsetAt(b, levels, depth - 1)} + ${per > 1 ? `Math.floor((${at}) / ${per})` : at === position && offset !== 0 ? `(${at})` : at} * ${b.name}$s${axis};`);
  }
}
