// One nest as one exported function: parameters as `runtime/abi.ts` says, then its passes one after another.
//
// A leaf's interleaved partial results are the locals total$0 .. total$7. The scalar code always works on total$0; after each element they
// move up by one place, so that element k meets partial result k modulo 8 without any being chosen by a branch.
import { accumulatorFields } from "../../ir/lanes.ts";
import type { LaneAccumulatorField, LaneNest, LanePass } from "../../ir/lanes.ts";
import { printCarryOfLeaf, printCarryOfRow } from "./carry.ts";
import type { PassLoops } from "./loops.ts";
import { maximum, passLoops, printPrologue } from "./loops.ts";
import { placesAt } from "./memory.ts";
import { scalarExpression } from "./scalar.ts";
import type { StatementPrinter } from "./statements.ts";
import { printStatements } from "./statements.ts";
import type { FunctionWriter } from "./writer.ts";
import { edgesOf } from "../edges.ts";
import { printWideLeaf, printWideLevel, printWidePrologue, widePrinter } from "./wide.ts";
import { declare, machineType, nested, newWriter, watName, write } from "./writer.ts";

export interface PrintedNest {
  readonly text: string;
  readonly routines: ReadonlySet<string>;
}

export function printNest(nest: LaneNest): PrintedNest {
  const writer = newWriter();
  writer.depth = 2;
  printPrologue(writer, nest);
  for (const pass of nest.passes) printPass(writer, nest, pass);
  const axes = Array.from({ length: nest.ndim }, (_, axis) => axis);
  const parameters = [
    ...axes.map((a) => `(param $count$${a} i32) (param $start$${a} i32) (param $step$${a} i32) (param $extent$${a} i32)`),
    ...nest.buffers.map((b) => [`(param ${watName(`${b.name}$base`)} i32)`, ...axes.map((a) => `(param ${watName(`${b.name}$s${a}`)} i32)`)].join(" ")),
    ...(nest.captures.length > 0 ? [nest.captures.map((c) => `(param ${watName(c)} f64)`).join(" ")] : []),
  ];
  const buffers = nest.buffers.map((b) => `${b.name}: ${b.role} ${b.dtype}`).join(", ");
  const lines = [
    `  ;; ${nest.name}, ${nest.span.file}:${nest.span.line}:${nest.span.column}${buffers ? `; ${buffers}` : ""}`,
    `  (func ${watName(nest.name)} (export "${nest.name}")`,
    ...parameters.map((p) => `    ${p}`),
    ...[...writer.locals].map(([name, type]) => `    (local ${watName(name)} ${type})`),
    ...writer.lines,
  ];
  return { text: `${lines.join("\n")}\n  )`, routines: writer.routines };
}

/** Prints scalar code where the position is inside the loops up to `depth`. */
export function scalarPrinter(writer: FunctionWriter, nest: LaneNest, loops: Pick<PassLoops, "levels">, depth: number): StatementPrinter {
  const places = placesAt(writer, nest, loops.levels, depth);
  return {
    assign: (s) => write(writer, `(local.set ${watName(s.target)} ${scalarExpression(writer, places, s.value)})`),
    store: (s) => write(writer, places.store(s.buffer, scalarExpression(writer, places, s.value))),
    test: (e) => scalarExpression(writer, places, e),
    throws: (s) => {
      const values = Array.from({ length: 4 }, (_, k) => (s.values[k] ? scalarExpression(writer, places, s.values[k]) : "(f64.const 0)"));
      write(writer, `(call $fail (i32.const ${s.site}) ${values.join(" ")})`, "(unreachable)");
    },
  };
}

function printPass(writer: FunctionWriter, nest: LaneNest, pass: LanePass): void {
  const { wide } = pass, totals = accumulatorFields(pass), order = pass.order === "any" ? "elements in any order" : pass.order === "leaf" ? `leaves of ${pass.length} along axis ${pass.axis}, ${pass.lanes} interleaved partial results` : `leaves of ${pass.length} along axis ${pass.axis}, elements in order`;
  write(writer, `;; ${order}${wide ? `; ${wide.interleave} x ${wide.width} at a time` : ""}`);
  for (const local of pass.scalar.locals) declare(writer, local.name, machineType(local.type));
  if (wide) printWidePrologue(writer, nest, pass, wide);
  const scalarBody = (depth: number): void => printStatements(writer, scalarPrinter(writer, nest, loops, depth), pass.scalar.body);
  const carries = pass.accumulators.some((a) => a.carry), accumulates = (depth: number): boolean => pass.order !== "any" && depth === loops.levels.length - 1;
  const loops: PassLoops = passLoops(writer, nest, pass, (depth) => printStatements(writer, scalarPrinter(writer, nest, loops, depth), wide?.row ?? []), (depth, loop, inner, wideDepth) => {
    if (accumulates(depth)) {
      if (pass.order === "leaf") printLeaf(writer, nest, pass, loops, depth, () => scalarBody(depth));
      else inOrder(depth, loop, wideDepth);
    } else if (wide && depth === loops.lastDepth && wideDepth === Infinity) {
      const groupBody = (): void => printStatements(writer, widePrinter(writer, nest, wide, loops, loops.levels.length - 1), wide.body);
      printWideLevel(writer, nest, pass, wide, loops, groupBody, (skip) => loops.walk(depth, inner, Infinity, skip));
    } else {
      if (carries && depth === loops.levels.length - 2) printCarryOfRow(writer, nest, pass, scalarPrinter(writer, nest, loops, depth - 1));
      loop();
    }
  });
  const inOrder = (depth: number, loop: () => void, wideDepth: number): void => {
    const grouped = wide && wideDepth !== Infinity ? widePrinter(writer, nest, wide, loops, depth - 1) : undefined, places = placesAt(writer, nest, loops.levels, depth - 1);
    for (const a of totals) {
      if (grouped) grouped.assign({ kind: "assign", target: a.value, value: a.identity });
      else write(writer, `(local.set ${watName(a.value)} ${scalarExpression(writer, places, a.identity)})`);
    }
    loop();
    if (carries) return printCarryOfLeaf(writer, nest, pass, scalarPrinter(writer, nest, loops, depth - 1));
    for (const a of totals) {
      if (grouped) grouped.store({ kind: "store", buffer: a.buffer, value: a.stored });
      else write(writer, places.store(a.buffer, scalarExpression(writer, places, a.stored)));
    }
  };
  if (pass.order !== "any" && loops.levels.length === 0) return inOrder(0, () => scalarBody(-1), Infinity);
  loops.print(0, () => scalarBody(loops.levels.length - 1));
}

/** One leaf of the last axis: whole rounds by wide code, the rest one element at a time; then the partial results become one. */
function printLeaf(writer: FunctionWriter, nest: LaneNest, pass: LanePass, loops: PassLoops, depth: number, body: () => void): void {
  const { axis, lanes } = pass, totals = accumulatorFields(pass), position = `(local.get $p$${axis})`, rounded = declare(writer, `rounded$${axis}`, "i32"), places = placesAt(writer, nest, loops.levels, depth - 1);
  const typeOf = (total: string) => machineType(pass.scalar.locals.find((l) => l.name === total)!.type);
  const part = (total: string, k: number): string => declare(writer, `${total}$${k}`, typeOf(total));
  loops.enter(depth);
  const edges = pass.wide && edgesOf(nest, pass);
  if (pass.wide && !edges) printWideLeaf(writer, nest, pass, pass.wide, loops, part);
  else for (const a of totals) for (let k = 0; k < lanes; k++) write(writer, `(local.set ${part(a.value, k)} ${scalarExpression(writer, places, a.identity)})`);
  // A whole number of rounds brings every partial result back to its place.
  const round = (end: string): string => `(i32.add (local.get $leaf$${axis}) (i32.and (i32.add (i32.sub ${end} (local.get $leaf$${axis})) (i32.const ${lanes - 1})) (i32.const ${-lanes})))`;
  const oneByOne = (): void => nested(writer, `(if (i32.lt_s ${position} (local.get ${rounded}))`, () => nested(writer, "(then", () => nested(writer, `(loop $round$${axis}`, () => {
    nested(writer, `(if (i32.lt_s ${position} (local.get $end$${axis}))`, () =>
      nested(writer, "(then", () => {
        loops.locate(depth);
        for (const a of totals) write(writer, `(local.set ${watName(a.value)} (local.get ${part(a.value, 0)}))`);
        body();
        for (const a of totals) write(writer, `(local.set ${part(a.value, 0)} (local.get ${watName(a.value)}))`);
        loops.advance(depth);
      }),
    );
    for (const a of totals) {
      write(writer, `(local.set ${watName(a.value)} (local.get ${part(a.value, 0)}))`);
      for (let k = 0; k + 1 < lanes; k++) write(writer, `(local.set ${part(a.value, k)} (local.get ${part(a.value, k + 1)}))`);
      write(writer, `(local.set ${part(a.value, lanes - 1)} (local.get ${watName(a.value)}))`);
    }
    write(writer, `(br_if $round$${axis} (i32.lt_s (local.tee $p$${axis} (i32.add ${position} (i32.const 1))) (local.get ${rounded})))`);
  })));
  const end = `(local.get $end$${axis})`;
  if (!pass.wide || !edges) {
    write(writer, `(local.set ${rounded} ${round(end)})`);
    oneByOne();
  } else {
    // Whole rounds with positions at the edge, then those of inner positions by wide code, then the rest.
    const low = `(select (local.get $leaf$${axis}) ${maximum(`(i32.const ${edges.low})`, `(local.get $leaf$${axis})`)} (local.get $halo$${axis}))`;
    write(writer, `(local.set ${rounded} ${round(low)})`);
    nested(writer, `(block $rounds$${axis}`, () => nested(writer, `(loop $parts$${axis}`, () => {
      oneByOne();
      write(writer, `(br_if $rounds$${axis} (i32.ge_s (local.get ${rounded}) ${end}))`);
      printWideLeaf(writer, nest, pass, pass.wide!, loops, part, edges);
      write(writer, `(local.set ${rounded} ${round(end)})`, `(br $parts$${axis})`);
    }));
  }
  printHalving(writer, pass, (a, k) => part(a.value, k));
  for (const a of totals) write(writer, places.store(a.buffer, scalarExpression(writer, places, a.stored)));
}

/** Partial results become one: k with k + lanes/2, then k with k + lanes/4, ... */
export function printHalving(writer: FunctionWriter, pass: LanePass, part: (a: LaneAccumulatorField, k: number) => string): void {
  const printer = scalarPrinter(writer, { name: "", ndim: 0, buffers: [], captures: [], passes: [], span: { file: "", line: 0, column: 0 } }, { levels: [] }, -1);
  for (const { fields, combine } of pass.accumulators) {
    for (let half = pass.lanes / 2; half >= 1; half /= 2) {
      for (let k = 0; k < half; k++) {
        for (const a of fields) write(writer, `(local.set ${watName(a.left)} (local.get ${part(a, k)}))`, `(local.set ${watName(a.right)} (local.get ${part(a, k + half)}))`);
        printStatements(writer, printer, combine);
        if (half > 1) for (const a of fields) write(writer, `(local.set ${part(a, k)} (local.get ${watName(a.value)}))`);
      }
    }
  }
}
