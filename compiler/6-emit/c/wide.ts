// Wide code in its loops: groups of `interleave` vectors of neighbouring positions of the last axis, as long as elements are adjacent in memory and enough are
// left; scalar code does the rest. The same shapes as in WebAssembly (wasm/wide.ts):
//
//   any          groups; the last one overlaps the one before it, since storing an element twice does no harm (but where it is stored in an input's place)
//   sequence     groups of positions of the last axis, inside of which the leaf's own loop runs (so that partial results are vectors)
//   boundaries   groups of inner positions; the edges are left to the scalar code
//   leaf         whole rounds of the interleaved partial results, which are the lanes of the accumulators' vectors
//
// Where a lane throws, the scalar code goes on at the group's first position, and throws at the first position that does.
import { accumulatorFields } from "../../ir/lanes.ts";
import type { LaneBuffer, LaneCode, LaneExpression, LaneNest, LanePass } from "../../ir/lanes.ts";
import { bytesOf } from "../../ir/types.ts";
import { axisOf, isMapped, movementOf } from "../levels.ts";
import { visitExpressions } from "../../ir/laneWalks.ts";
import { replaceable } from "../inPlace.ts";
import { adjacentBuffers, edgesOf, type Edges } from "../edges.ts";
import type { VectorPlaces } from "./expressions.ts";
import { scalarExpression, vectorExpression } from "./expressions.ts";
import { farOutputs, farStore } from "./farStores.ts";
import type { PassLoops } from "./loops.ts";
import { endOf, positionName, strideName } from "./loops.ts";
import { distance, insideTest, pointerAt, pointerName, scalarPlaces, stored, vectorGather, vectorLoad, vectorStore } from "./memory.ts";
import type { StatementPrinter } from "./statements.ts";
import { printStatements } from "./statements.ts";
import type { CWriter } from "./writer.ts";
import { braces, declare, freshLabel, line, localName, scalarType, vectorType } from "./writer.ts";

/** Buffers that the pass touches element by element along the last axis. In a leaf's own loop, leaves are not. */

/** Once a pass: whether elements are adjacent. */
export function printWidePrologue(writer: CWriter, nest: LaneNest, pass: LanePass, code: LaneCode): void {
  const last = nest.ndim - 1;
  writer.widths.add(code.width);
  for (const local of code.locals) {
    if (!local.varying) declare(writer, localName(local.name), scalarType(local.type));
    else for (let u = 0; u < code.interleave; u++) declare(writer, localName(local.name, u), vectorType(local.type, code.width));
  }
  const tests = adjacentBuffers(nest, pass).map((b) => `${strideName(b.name, last)} == ${bytesOf[b.dtype]}`);
  line(writer, `${declare(writer, "adjacent$", "int")} = ${tests.length === 0 ? "1" : tests.join(" && ")};`);
}

function usesIndex(code: LaneCode, axis: number): boolean {
  let used = false;
  visitExpressions(code.body, (e) => (used ||= e.kind === "index" && e.axis === axis));
  return used;
}

/** An output that has an input's memory: what is stored must not be read again. */
const sameMemory = (nest: LaneNest): readonly string[] => replaceable(nest).map(({ input, output }) => `${nest.buffers[output]!.name}$base == ${nest.buffers[input]!.name}$base`);

/** Pointers and indices of the group that starts at the current position. */
function printGroup(writer: CWriter, nest: LaneNest, pass: LanePass, code: LaneCode, loops: PassLoops): void {
  const depth = loops.lastDepth, level = loops.levels[depth]!, position = positionName(level), { axis } = level;
  for (const buffer of adjacentBuffers(nest, pass)) {
    if (movementOf(buffer, level).kind === "none") continue;
    const { offset } = axisOf(buffer, axis)!, elements = isMapped(buffer, axis) ? `(${position} + ${offset})` : level.kind === "within" ? `(${position} - leaf$${axis})` : position;
    line(writer, `${declare(writer, pointerName(buffer, depth, depth), "char *")} = ${pointerAt(buffer, loops.levels, depth - 1)} + (i64)${elements} * ${bytesOf[buffer.dtype]};`);
  }
  if (!usesIndex(code, axis)) return;
  for (let u = 0; u < code.interleave; u++) line(writer, `${declare(writer, `index$${u}`, `i32x${code.width}`)} = i32x${code.width}_index(start$${axis} + (${position} + ${u * code.width}) * step$${axis}, step$${axis});`);
}

export interface WidePrinter extends StatementPrinter {
  value(e: LaneExpression, u: number): string;
}

/** Prints wide code inside the loops up to `depth`. `leave`: where it goes when a lane throws. */
export function widePrinter(writer: CWriter, nest: LaneNest, code: LaneCode, loops: PassLoops, depth: number, leave: string): WidePrinter {
  const last = nest.ndim - 1, { width, interleave } = code, wideDepth = loops.lastDepth, varying = new Set(code.locals.filter((l) => l.varying).map((l) => l.name));
  const each = Array.from({ length: interleave }, (_, u) => u), pointer = (b: LaneBuffer): string => pointerAt(b, loops.levels, depth, wideDepth), far = new Set(farOutputs(nest));
  const isVarying = (e: LaneExpression): boolean => {
    switch (e.kind) {
      case "const":
      case "capture": return false;
      case "local": return varying.has(e.name);
      case "load": return axisOf(nest.buffers[e.buffer]!, last)?.per === 1;
      case "index": return e.axis === last;
      case "read": return isVarying(e.position);
      case "unary": return e.op !== "any" && isVarying(e.operand);
      case "binary":
      case "compare":
      case "logical": return isVarying(e.left) || isVarying(e.right);
      case "select": return isVarying(e.test) || isVarying(e.then) || isVarying(e.else);
      case "intrinsic": return e.args.some(isVarying);
    }
  };
  const scalar = {
    ...scalarPlaces(nest, loops.levels, depth, wideDepth),
    any: (mask: LaneExpression): string => (isVarying(mask) ? `ANY_m${width}(${each.map((u) => value(mask, u)).join(" | ")})` : scalarExpression(scalar, mask)),
  };
  const places: VectorPlaces = {
    width, scalar, isVarying,
    load: (k, u) => {
      const b = nest.buffers[k]!, loaded = vectorLoad(b.dtype, width, pointer(b), u);
      // Along the last axis a group lies inside.
      const inside = b.boundary?.kind === "value" ? insideTest(b, (axis) => axis !== last) : undefined;
      return inside === undefined || b.boundary?.kind !== "value" ? loaded : `(${inside} ? ${loaded} : ${value(b.boundary.value, u)})`;
    },
    gather: (k, positions) => vectorGather(nest.buffers[k]!.dtype, width, `${nest.buffers[k]!.name}$base`, positions),
    neighbours: (k, positions) => { const { dtype, name } = nest.buffers[k]!; return vectorLoad(dtype, width, `${name}$base + ${distance(dtype, `(${positions})[0]`)}`, 0); },
    inStep: `step$${last} == 1`,
    index: (u) => `index$${u}`,
  };
  const value = (e: LaneExpression, u: number): string => vectorExpression(places, e, u);
  return {
    value,
    assign: (s) => {
      if (varying.has(s.target)) for (const u of each) line(writer, `${localName(s.target, u)} = ${value(s.value, u)};`);
      else line(writer, `${localName(s.target)} = ${scalarExpression(scalar, s.value)};`);
    },
    store: (s) => {
      const b = nest.buffers[s.buffer]!;
      if (far.has(b)) for (const u of each) line(writer, farStore(b, `${stored[b.dtype]}x${width}`, u === 0 ? pointer(b) : `${pointer(b)} + ${u * width * bytesOf[b.dtype]}`, value(s.value, u)));
      else for (const u of each) line(writer, vectorStore(b.dtype, width, pointer(b), u, value(s.value, u)));
    },
    test: (e) => scalarExpression(scalar, e),
    throws: (s) => line(writer, s.mask ? `if (${scalar.any(s.mask)}) goto ${leave};` : `goto ${leave};`),
  };
}

/** The level that walks the last axis: groups, then what is left, for which `scalar` prints a loop from the current position on. */
export function printWideLevel(writer: CWriter, nest: LaneNest, pass: LanePass, code: LaneCode, loops: PassLoops, inner: (leave: string) => void, scalar: (onTrip: (() => void) | undefined) => void): void {
  const depth = loops.lastDepth, level = loops.levels[depth]!, position = positionName(level), size = code.width * code.interleave, { axis } = level, leave = freshLabel(writer, "one_by_one");
  const edges = edgesOf(nest, pass), edged = edges !== undefined, { low, high } = edges ?? { low: 0, high: 0 }, from = declare(writer, `from$${axis}`, "i32"), limit = declare(writer, `limit$${axis}`, "i32");
  loops.enter(depth);
  line(writer, `${from} = ${edged ? `halo$${axis} ? ${position} : i32_max(${position}, ${low})` : position};`);
  line(writer, `${limit} = ${edged ? `(halo$${axis} ? ${endOf(level)} : i32_min(${endOf(level)}, count$${axis} - ${high}))` : endOf(level)} - ${size};`);
  line(writer, `${position} = ${from};`);
  braces(writer, `if (adjacent$ && ${position} <= ${limit})`, () => {
    braces(writer, "for (;;)", () => {
      printGroup(writer, nest, pass, code, loops);
      loops.print(depth + 1, () => inner(leave), depth);
      line(writer, `${position} += ${size};`, `if (${position} > ${limit}) {`, `  if (${[`${position} == ${limit} + ${size}`, ...sameMemory(nest)].join(" || ")}) break;`, `  ${position} = ${limit};`, "}");
    });
  });
  line(writer, `${leave}:;`);
  if (!edged) {
    loops.jump(depth);
    return scalar(undefined);
  }
  // The edges: from the start, over what the groups have done, to the end.
  const done = declare(writer, `done$${axis}`, "i32");
  line(writer, `${done} = ${position};`, `${position} = ${level.kind === "within" ? `leaf$${axis}` : "0"};`);
  loops.jump(depth);
  scalar(() => braces(writer, `if (${position} == ${from})`, () => {
    line(writer, `${position} = ${done};`);
    loops.jump(depth);
  }));
}

/**
 * Whole rounds of a leaf's partial results; leaves them in the arrays `part`. Where a group is smaller than a round, each partial result has a vector
 * of its own per group of the round. With `edges` it goes on from what `part` has, as long as positions are inner ones.
 */
export function printWideLeaf(writer: CWriter, nest: LaneNest, pass: LanePass, code: LaneCode, loops: PassLoops, part: (total: string) => string, edges?: Edges): void {
  const depth = loops.lastDepth, level = loops.levels[depth]!, position = positionName(level), { width } = code, size = width * code.interleave, { axis } = level, leave = freshLabel(writer, "one_by_one");
  const printer = widePrinter(writer, nest, code, loops, depth, leave), groups = pass.lanes / size, limit = declare(writer, `limit$${axis}`, "i32"), totals = accumulatorFields(pass);
  const each = totals.flatMap((a) => Array.from({ length: code.interleave }, (_, u) => ({ a, u })));
  /** The vector of a group of the round: the code's own where a round is one group. */
  const held = (total: string, u: number, group: number): string => (groups === 1 ? localName(total, u) : `${localName(total, u)}$${group}`);
  const before = ({ value, identity: { type } }: (typeof totals)[number], at: number): string => (type === "bool" ? `i32x${width}_toBool(LOAD(i32x${width}, ${part(value)} + ${at}))` : `LOAD(${vectorType(type, width)}, ${part(value)} + ${at})`);
  for (const { a, u } of each) for (let g = 0; g < groups; g++) line(writer, `${declare(writer, held(a.value, u, g), vectorType(a.identity.type, width))} = ${edges ? before(a, g * size + u * width) : printer.value(a.identity, u)};`);
  const inner = edges ? `(halo$${axis} ? ${endOf(level)} : i32_min(${endOf(level)}, count$${axis} - ${edges.high}))` : endOf(level);
  line(writer, `${limit} = adjacent$ ? ${position} + ((${inner} - ${position}) & ${-pass.lanes}) : ${position};`);
  braces(writer, `while (${position} < ${limit})`, () => {
    for (let g = 0; g < groups; g++) {
      printGroup(writer, nest, pass, code, loops);
      if (groups > 1) for (const { a, u } of each) line(writer, `${localName(a.value, u)} = ${held(a.value, u, g)};`);
      printStatements(writer, printer, code.body);
      if (groups > 1) for (const { a, u } of each) line(writer, `${held(a.value, u, g)} = ${localName(a.value, u)};`);
      line(writer, `${position} += ${size};`);
    }
  });
  line(writer, `${leave}:;`);
  for (const a of totals) for (let k = 0; k < pass.lanes; k += width) {
    const vector = held(a.value, Math.floor((k % size) / width), Math.floor(k / size));
    if (a.identity.type === "bool") line(writer, `STORE(i32x${width}, ${part(a.value)} + ${k}, i32x${width}_fromBool(${vector}));`);
    else line(writer, `STORE(${vectorType(a.identity.type, width)}, ${part(a.value)} + ${k}, ${vector});`);
  }
  loops.jump(depth);
}
