// Wide code: groups of neighbouring positions along the last axis, where elements are adjacent in memory. What remains is done one by one.
//
//   any order    p = 0, 8, 16, ...; the last group is moved back to end with the row: some positions are computed twice, to the same bits.
//                (not where an output has an input's memory: what is left is done one by one). With neighbours outside the array, groups cover the inner positions; the edges are left to the scalar code.
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
import type { PassLoops } from "./loops.ts";
import { endOf, maximum, minimum, positionName } from "./loops.ts";
import { elementAddress, insideTest, placesAt, pointerAt, pointerName } from "./memory.ts";
import { scalarExpression } from "./scalar.ts";
import type { StatementPrinter } from "./statements.ts";
import { printStatements } from "./statements.ts";
import type { VectorPlaces } from "./vector.ts";
import { splat, vectorExpression, vectorLocal } from "./vector.ts";
import { vectorGather, vectorLoad, vectorStore } from "./vectorMemory.ts";
import type { FunctionWriter } from "./writer.ts";
import { declare, machineType, nested, temporary, watName, write } from "./writer.ts";

export const scalarLabel = "$one_by_one";

/** Buffers that the pass touches element by element along the last axis. In a leaf's own loop, leaves are not. */

/** Once a pass: whether elements are adjacent, and the lanes' distances from a group's index. */
export function printWidePrologue(writer: FunctionWriter, nest: LaneNest, pass: LanePass, code: LaneCode): void {
  const last = nest.ndim - 1;
  for (const local of code.locals) {
    if (!local.varying) declare(writer, local.name, machineType(local.type));
    else for (let u = 0; u < code.interleave; u++) declare(writer, `${local.name}.${u}`, "v128");
  }
  const tests = adjacentBuffers(nest, pass).map((b) => `(i32.eq (local.get ${watName(`${b.name}$s${last}`)}) (i32.const ${bytesOf[b.dtype]}))`);
  write(writer, `(local.set ${declare(writer, "adjacent$", "i32")} ${tests.length === 0 ? "(i32.const 1)" : tests.reduce((a, b) => `(i32.and ${a} ${b})`)})`);
  if (!usesIndex(code, last)) return;
  for (let u = 0; u < code.interleave; u++) {
    const lanes = Array.from({ length: 4 }, (_, k) => (code.width === 4 ? 4 * u + k : k % 2 === 0 ? 2 * u + k / 2 : 0));
    write(writer, `(local.set ${declare(writer, `lane$.${u}`, "v128")} (i32x4.mul (v128.const i32x4 ${lanes.join(" ")}) (i32x4.splat (local.get $step$${last}))))`);
  }
}

/** No output has an input's memory: what is stored may be read again. */
const differentMemory = (nest: LaneNest): readonly string[] => replaceable(nest).map(({ input, output }) => `(i32.ne (local.get ${watName(`${nest.buffers[output]!.name}$base`)}) (local.get ${watName(`${nest.buffers[input]!.name}$base`)}))`);

const usesIndex = (code: LaneCode, axis: number): boolean => {
  let used = false;
  visitExpressions(code.body, (e) => (used ||= e.kind === "index" && e.axis === axis));
  return used;
};

/** Addresses and indices of the group that starts at the current position. */
function printGroup(writer: FunctionWriter, nest: LaneNest, pass: LanePass, code: LaneCode, loops: PassLoops): void {
  const depth = loops.lastDepth, level = loops.levels[depth]!, position = `(local.get ${watName(positionName(level))})`, { axis } = level;
  for (const buffer of adjacentBuffers(nest, pass)) {
    if (movementOf(buffer, level).kind === "none") continue;
    const { offset } = axisOf(buffer, axis)!, mapped = isMapped(buffer, axis);
    const elements = mapped ? `(i32.add ${position} (i32.const ${offset}))` : level.kind === "within" ? `(i32.sub ${position} (local.get $leaf$${axis}))` : position;
    const bytes = bytesOf[buffer.dtype], distance = bytes === 1 ? elements : `(i32.shl ${elements} (i32.const ${Math.log2(bytes)}))`;
    write(writer, `(local.set ${declare(writer, pointerName(buffer, depth, depth), "i32")} (i32.add (local.get ${watName(pointerAt(buffer, loops.levels, depth - 1))}) ${distance}))`);
  }
  if (!usesIndex(code, axis)) return;
  const first = declare(writer, `first$${axis}`, "i32");
  write(writer, `(local.set ${first} (i32.add (local.get $start$${axis}) (i32.mul ${position} (local.get $step$${axis}))))`);
  for (let u = 0; u < code.interleave; u++) write(writer, `(local.set ${declare(writer, `index$.${u}`, "v128")} (i32x4.add (i32x4.splat (local.get ${first})) (local.get $lane$.${u})))`);
}

export interface WidePrinter extends StatementPrinter {
  value(e: LaneExpression, u: number): string;
}

/** Prints wide code inside the loops up to `depth`, for the group `ahead` positions after that of the addresses. */
export function widePrinter(writer: FunctionWriter, nest: LaneNest, code: LaneCode, loops: PassLoops, depth: number, ahead = 0): WidePrinter {
  const last = nest.ndim - 1, { width, interleave } = code, wideDepth = loops.lastDepth, varying = new Set(code.locals.filter((l) => l.varying).map((l) => l.name));
  const each = Array.from({ length: interleave }, (_, u) => u);
  const pointer = (b: LaneBuffer): string => `(local.get ${watName(pointerAt(b, loops.levels, depth, wideDepth))})`;
  const isVarying = (e: LaneExpression): boolean => {
    switch (e.kind) {
      case "const":
      case "capture": return false;
      case "local": return varying.has(e.name);
      case "load": return axisOf(nest.buffers[e.buffer]!, last)?.per === 1;
      case "read": return isVarying(e.position);
      case "index": return e.axis === last;
      case "unary": return e.op !== "any" && isVarying(e.operand);
      case "binary":
      case "compare":
      case "logical": return isVarying(e.left) || isVarying(e.right);
      case "select": return isVarying(e.test) || isVarying(e.then) || isVarying(e.else);
      case "intrinsic": return e.args.some(isVarying);
    }
  };
  const scalar = {
    ...placesAt(writer, nest, loops.levels, depth, wideDepth),
    any: (mask: LaneExpression): string => (isVarying(mask) ? `(v128.any_true ${each.map((u) => value(mask, u)).reduce((a, b) => `(v128.or ${a} ${b})`)})` : scalarExpression(writer, scalar, mask)),
  };
  const places: VectorPlaces = {
    width,
    scalar,
    isVarying,
    load: (k, u) => {
      const b = nest.buffers[k]!, loaded = vectorLoad(b.dtype, width, pointer(b), (ahead + u * width) * bytesOf[b.dtype]);
      // Along the last axis a group lies inside.
      const inside = b.boundary?.kind === "value" ? insideTest(b, (axis) => axis !== last) : undefined;
      return inside === undefined || b.boundary?.kind !== "value" ? loaded : `(select ${loaded} ${value(b.boundary.value, u)} ${inside})`;
    },
    gather: (k, position) => vectorGather(nest.buffers[k]!.dtype, width, (lane, first) => elementAddress(nest.buffers[k]!, position(lane, first))),
    neighbours: (k, position) => vectorLoad(nest.buffers[k]!.dtype, width, elementAddress(nest.buffers[k]!, position), 0),
    inStep: `(i32.eq (local.get $step$${last}) (i32.const 1))`,
    index: (u) => `(local.get $index$.${u})`,
  };
  const value = (e: LaneExpression, u: number): string => vectorExpression(writer, places, e, u);
  const hold = (v: string): readonly [string, string] => {
    if (v.startsWith("(local.get ")) return [v, v];
    const name = temporary(writer, "v128");
    return [`(local.tee ${name} ${v})`, `(local.get ${name})`];
  };
  return {
    value,
    assign: (s) => {
      if (varying.has(s.target)) for (const u of each) write(writer, `(local.set ${vectorLocal(s.target, u)} ${value(s.value, u)})`);
      else write(writer, `(local.set ${watName(s.target)} ${scalarExpression(writer, scalar, s.value)})`);
    },
    store: (s) => {
      const b = nest.buffers[s.buffer]!;
      for (const u of each) write(writer, vectorStore(b.dtype, width, pointer(b), (ahead + u * width) * bytesOf[b.dtype], value(s.value, u), hold));
    },
    test: (e) => scalarExpression(writer, scalar, e),
    throws: (s) => write(writer, s.mask ? `(br_if ${scalarLabel} ${scalar.any(s.mask)})` : `(br ${scalarLabel})`),
  };
}

/** The level that walks the last axis: groups, then what is left, for which `scalar` prints a loop from the current position on. */
export function printWideLevel(writer: FunctionWriter, nest: LaneNest, pass: LanePass, code: LaneCode, loops: PassLoops, inner: () => void, scalar: (skip: (() => void) | undefined) => void): void {
  const depth = loops.lastDepth, level = loops.levels[depth]!, name = watName(positionName(level)), position = `(local.get ${name})`, size = code.width * code.interleave, { axis } = level;
  const edges = edgesOf(nest, pass), edged = edges !== undefined;
  loops.enter(depth);
  const end = edged ? declare(writer, `inner$${axis}`, "i32") : "", limit = declare(writer, `limit$${axis}`, "i32"), from = declare(writer, `from$${axis}`, "i32");
  if (edged) {
    const { low, high } = edges, halo = `(local.get $halo$${axis})`;
    write(writer, `(local.set ${from} (select ${position} ${maximum(position, `(i32.const ${low})`)} ${halo}))`);
    write(writer, `(local.set ${end} (select ${endOf(level)} ${minimum(endOf(level), `(i32.sub (local.get $count$${axis}) (i32.const ${high}))`)} ${halo}))`);
  } else write(writer, `(local.set ${from} ${position})`);
  write(writer, `(local.set ${limit} (i32.sub ${edged ? `(local.get ${end})` : endOf(level)} (i32.const ${size})))`, `(local.set ${name} (local.get ${from}))`);
  nested(writer, `(block ${scalarLabel}`, () => {
    write(writer, `(br_if ${scalarLabel} (i32.eqz (local.get $adjacent$)))`, `(br_if ${scalarLabel} (i32.gt_s ${position} (local.get ${limit})))`);
    nested(writer, "(loop $groups", () => {
      printGroup(writer, nest, pass, code, loops);
      loops.print(depth + 1, inner, depth);
      write(writer, `(br_if $groups (i32.le_s (local.tee ${name} (i32.add ${position} (i32.const ${size}))) (local.get ${limit})))`);
      const some = [`(i32.lt_s ${position} (i32.add (local.get ${limit}) (i32.const ${size})))`, ...differentMemory(nest)].reduce((a, b) => `(i32.and ${a} ${b})`);
      nested(writer, `(if ${some}`, () => nested(writer, "(then", () => write(writer, `(local.set ${name} (local.get ${limit}))`, "(br $groups)")));
    });
  });
  if (!edged) {
    loops.jump(depth);
    return scalar(undefined);
  }
  // The edges: from the start, over what the groups have done, to the end.
  const done = declare(writer, `done$${axis}`, "i32");
  write(writer, `(local.set ${done} ${position})`, `(local.set ${name} ${level.kind === "within" ? `(local.get $leaf$${axis})` : "(i32.const 0)"})`);
  loops.jump(depth);
  scalar(() => nested(writer, `(if (i32.eq ${position} (local.get ${from}))`, () => nested(writer, "(then", () => {
    write(writer, `(local.set ${name} (local.get ${done}))`);
    loops.jump(depth);
  })));
}

/**
 * Whole rounds of a leaf's partial results; leaves them in `part`. Where a group is smaller than a round, each partial result has a vector of its own per
 * group of the round. With `edges` it goes on from what `part` has, as long as positions are inner ones.
 */
export function printWideLeaf(writer: FunctionWriter, nest: LaneNest, pass: LanePass, code: LaneCode, loops: PassLoops, part: (total: string, k: number) => string, edges?: Edges): void {
  const depth = loops.lastDepth, level = loops.levels[depth]!, name = watName(positionName(level)), position = `(local.get ${name})`, size = code.width * code.interleave, { axis } = level, limit = declare(writer, `limit$${axis}`, "i32");
  const printer = widePrinter(writer, nest, code, loops, depth), places = placesAt(writer, nest, loops.levels, -1), groups = pass.lanes / size;
  const each = accumulatorFields(pass).flatMap((a) => Array.from({ length: code.interleave }, (_, u) => ({ a, u })));
  /** The vector of a group of the round: the code's own where a round is one group. */
  const held = (total: string, u: number, group: number): string => (groups === 1 ? vectorLocal(total, u) : declare(writer, `${total}.${u}.${group}`, "v128"));
  const before = ({ value, identity: { type } }: (typeof each)[number]["a"], at: number): string => {
    const lanes = Array.from({ length: code.width }, (_, k) => `(local.get ${part(value, at + k)})`), shape = type === "f64" ? "f64x2" : type === "f32" ? "f32x4" : "i32x4";
    const vector = lanes.slice(1).reduce((v, lane, k) => `(${shape}.replace_lane ${type === "f64" ? k + 1 : ((k + 1) * 4) / code.width} ${v} ${lane})`, `(${shape}.splat ${lanes[0]})`);
    // Of two lanes each has 64 bits, all of which the mask covers.
    return type !== "bool" ? vector : code.width === 2 ? `(i64x2.ne (v128.and ${vector} (i64x2.splat (i64.const 0xffffffff))) (v128.const i64x2 0 0))` : `(i32x4.ne ${vector} (v128.const i64x2 0 0))`;
  };
  for (const { a, u } of each) for (let g = 0; g < groups; g++) write(writer, `(local.set ${held(a.value, u, g)} ${edges ? before(a, g * size + u * code.width) : splat(a.identity.type, code.width, scalarExpression(writer, places, a.identity))})`);
  nested(writer, `(block ${scalarLabel}`, () => {
    write(writer, `(br_if ${scalarLabel} (i32.eqz (local.get $adjacent$)))`);
    const inner = edges ? `(select ${endOf(level)} ${minimum(endOf(level), `(i32.sub (local.get $count$${axis}) (i32.const ${edges.high}))`)} (local.get $halo$${axis}))` : endOf(level);
    write(writer, `(local.set ${limit} (i32.add ${position} (i32.and (i32.sub ${inner} ${position}) (i32.const ${-pass.lanes}))))`);
    write(writer, `(br_if ${scalarLabel} (i32.ge_s ${position} (local.get ${limit})))`);
    const rounds = groups === 1 && code.body.every((s) => s.kind === "assign" || s.kind === "store") && code.body.length <= 4 ? 4 : 1;
    if (rounds > 1) printRounds(writer, nest, pass, code, loops, rounds, limit);
    nested(writer, "(loop $groups", () => {
      // Each group of the round works on its own partial results.
      for (let g = 0; g < groups; g++) {
        printGroup(writer, nest, pass, code, loops);
        if (groups > 1) for (const { a, u } of each) write(writer, `(local.set ${vectorLocal(a.value, u)} (local.get ${held(a.value, u, g)}))`);
        printStatements(writer, printer, code.body);
        if (groups > 1) for (const { a, u } of each) write(writer, `(local.set ${held(a.value, u, g)} (local.get ${vectorLocal(a.value, u)}))`);
        if (g + 1 < groups) write(writer, `(local.set ${name} (i32.add ${position} (i32.const ${size})))`);
      }
      write(writer, `(br_if $groups (i32.lt_s (local.tee ${name} (i32.add ${position} (i32.const ${size}))) (local.get ${limit})))`);
    });
  });
  for (const a of accumulatorFields(pass)) for (let k = 0; k < pass.lanes; k++) {
    const vector = `(local.get ${held(a.value, Math.floor((k % size) / code.width), Math.floor(k / size))})`, lane = k % code.width, type = a.identity.type;
    const extracted = type === "f64" ? `(f64x2.extract_lane ${lane} ${vector})` : `(${type === "f32" ? "f32x4" : "i32x4"}.extract_lane ${(4 / code.width) * lane} ${vector})`;
    write(writer, `(local.set ${part(a.value, k)} ${type === "bool" ? `(i32.and ${extracted} (i32.const 1))` : extracted})`);
  }
  loops.jump(depth);
}

/** As long as several groups are left of a leaf: short code spends more on moving on than on what it computes. Leaves where none is left. */
function printRounds(writer: FunctionWriter, nest: LaneNest, pass: LanePass, code: LaneCode, loops: PassLoops, rounds: number, limit: string): void {
  const depth = loops.lastDepth, level = loops.levels[depth]!, name = watName(positionName(level)), position = `(local.get ${name})`, size = code.width * code.interleave, several = rounds * size;
  const last = declare(writer, `several$${level.axis}`, "i32");
  write(writer, `(local.set ${last} (i32.sub (local.get ${limit}) (i32.const ${several})))`);
  nested(writer, `(if (i32.le_s ${position} (local.get ${last}))`, () => nested(writer, "(then", () => nested(writer, "(loop $rounds", () => {
    printGroup(writer, nest, pass, code, loops);
    for (let round = 0; round < rounds; round++) {
      if (round > 0 && usesIndex(code, level.axis)) for (let u = 0; u < code.interleave; u++) write(writer, `(local.set $index$.${u} (i32x4.add (local.get $index$.${u}) (i32x4.splat (i32.mul (local.get $step$${level.axis}) (i32.const ${size})))))`);
      printStatements(writer, widePrinter(writer, nest, code, loops, depth, round * size), code.body);
    }
    write(writer, `(br_if $rounds (i32.le_s (local.tee ${name} (i32.add ${position} (i32.const ${several}))) (local.get ${last})))`);
  })));
  write(writer, `(br_if ${scalarLabel} (i32.ge_s ${position} (local.get ${limit})))`);
}
