// One nest as one exported C function: int NAME(char *memory, f64 *numbers). `numbers` holds the arguments in the order of `runtime/abi.ts`; buffers' bases are
// byte addresses in `memory`. It returns -1, or where a kernel throws the number of the site, with the site's values in numbers[0..3].
import { nativeSymbol } from "../../../runtime/abi.ts";
import { accumulatorFields } from "../../ir/lanes.ts";
import type { LaneNest, LanePass } from "../../ir/lanes.ts";
import { printCarryOfLeaf, printCarryOfRow } from "./carry.ts";
import type { Level } from "../levels.ts";
import { scalarExpression } from "./expressions.ts";
import { printFar, printFence } from "./farStores.ts";
import type { PassLoops } from "./loops.ts";
import { passLoops, positionName, printPrologue } from "./loops.ts";
import { pointerAt, scalarPlaces, scalarStore } from "./memory.ts";
import type { StatementPrinter } from "./statements.ts";
import { printStatements } from "./statements.ts";
import { edgesOf } from "../edges.ts";
import { printWideLeaf, printWideLevel, printWidePrologue, widePrinter } from "./wide.ts";
import type { CWriter } from "./writer.ts";
import { braces, cIdentifier, declare, line, localName, newCWriter, scalarType } from "./writer.ts";

export interface PrintedNest {
  readonly text: string;
  /** Numbers of lanes of its vectors. */
  readonly widths: ReadonlySet<number>;
}

export function printNest(given: LaneNest): PrintedNest {
  const nest = { ...given, buffers: given.buffers.map((b) => ({ ...b, name: cIdentifier(b.name) })) }, widths = new Set<number>(), lines: string[] = [];
  const writer: CWriter = { ...newCWriter(), widths, depth: 1 };
  printPrologue(writer, nest);
  printFar(writer, nest);
  let labels = 0;
  for (const pass of nest.passes) {
    const inner: CWriter = { ...newCWriter(), widths, depth: 2, labels };
    printPass(inner, nest, pass);
    ({ labels } = inner);
    // All variables are 0 at first, as WebAssembly's are.
    const variables = [...inner.variables].map(([name, type]) => `    ${type}${type.endsWith("*") ? "" : " "}${name}${/x\d+$/.test(type) || /^m\d+$/.test(type) ? ` = ${type}_of(0)` : " = 0"};`);
    lines.push("  {", ...variables, ...inner.lines, "  }");
  }
  const buffers = nest.buffers.map((b) => `${b.name}: ${b.role} ${b.dtype}`).join(", ");
  return { text: [`/* ${`${nest.name}, ${nest.span.file}:${nest.span.line}:${nest.span.column}${buffers ? `; ${buffers}` : ""}`.replace(/\*\//g, "")} */`, `int ${nativeSymbol(nest.name)}(char *memory, f64 *numbers) {`, ...writer.lines, ...lines, ...printFence(nest), "  return -1;", "}"].join("\n"), widths };
}

/** Prints scalar code inside the loops up to `depth`. */
export function scalarPrinter(writer: CWriter, nest: Pick<LaneNest, "buffers" | "captures">, levels: readonly Level[], depth: number): StatementPrinter {
  const places = scalarPlaces(nest, levels, depth);
  return {
    assign: (s) => line(writer, `${localName(s.target)} = ${scalarExpression(places, s.value)};`),
    store: (s) => line(writer, scalarStore(nest.buffers[s.buffer]!.dtype, pointerAt(nest.buffers[s.buffer]!, levels, depth), scalarExpression(places, s.value))),
    test: (e) => scalarExpression(places, e),
    throws: (s) => line(writer, ...s.values.map((value, k) => `numbers[${k}] = ${scalarExpression(places, value)};`), `return ${s.site};`),
  };
}

function printPass(writer: CWriter, nest: LaneNest, pass: LanePass): void {
  const { wide } = pass, totals = accumulatorFields(pass);
  for (const local of pass.scalar.locals) declare(writer, localName(local.name), scalarType(local.type));
  if (wide) printWidePrologue(writer, nest, pass, wide);
  const scalarBody = (depth: number): void => printStatements(writer, scalarPrinter(writer, nest, loops.levels, depth), pass.scalar.body);
  const carries = pass.accumulators.some((a) => a.carry), accumulates = (depth: number): boolean => pass.order !== "any" && depth === loops.levels.length - 1;
  let group = "";
  const loops: PassLoops = passLoops(writer, nest, pass, (depth) => printStatements(writer, scalarPrinter(writer, nest, loops.levels, depth), wide?.row ?? []), (depth, loop, inner, wideDepth) => {
    if (accumulates(depth)) {
      if (pass.order === "leaf") printLeaf(writer, nest, pass, loops, depth, () => scalarBody(depth));
      else inOrder(depth, loop, wideDepth);
    } else if (wide && depth === loops.lastDepth && wideDepth === Infinity) {
      const groupBody = (): void => printStatements(writer, widePrinter(writer, nest, wide, loops, loops.levels.length - 1, group), wide.body);
      printWideLevel(writer, nest, pass, wide, loops, (leave) => { group = leave; groupBody(); }, (onTrip) => loops.walk(depth, inner, Infinity, onTrip));
    } else {
      if (carries && depth === loops.levels.length - 2) printCarryOfRow(writer, nest, pass, scalarPrinter(writer, nest, loops.levels, depth - 1));
      loop();
    }
  });
  const inOrder = (depth: number, loop: () => void, wideDepth: number): void => {
    const printer = wide && wideDepth !== Infinity ? widePrinter(writer, nest, wide, loops, depth - 1, group) : scalarPrinter(writer, nest, loops.levels, depth - 1);
    for (const a of totals) printer.assign({ kind: "assign", target: a.value, value: a.identity });
    loop();
    if (carries) return printCarryOfLeaf(writer, nest, pass, scalarPrinter(writer, nest, loops.levels, depth - 1));
    for (const a of totals) printer.store({ kind: "store", buffer: a.buffer, value: a.stored });
  };
  if (pass.order !== "any" && loops.levels.length === 0) return inOrder(0, () => scalarBody(-1), Infinity);
  loops.print(0, () => scalarBody(loops.levels.length - 1));
}

/** One leaf of the last axis: whole rounds by wide code, the rest one element at a time, each into its own partial result; then these become one. */
function printLeaf(writer: CWriter, nest: LaneNest, pass: LanePass, loops: PassLoops, depth: number, body: () => void): void {
  const { axis, lanes } = pass, totals = accumulatorFields(pass), position = positionName(loops.levels[depth]!), places = scalarPlaces(nest, loops.levels, depth - 1);
  const typeOf = (total: string): string => scalarType(pass.scalar.locals.find((l) => l.name === total)!.type), part = (total: string): string => `${localName(total)}$part`;
  braces(writer, "", () => {
    for (const a of totals) line(writer, `${typeOf(a.value)} ${part(a.value)}[${lanes}];`);
    loops.enter(depth);
    const edges = pass.wide && edgesOf(nest, pass);
    if (pass.wide && !edges) printWideLeaf(writer, nest, pass, pass.wide, loops, part);
    else for (const a of totals) line(writer, `for (int k = 0; k < ${lanes}; k++) ${part(a.value)}[k] = ${scalarExpression(places, a.identity)};`);
    // Positions count from the leaf's first.
    const own = `(${position} - leaf$${axis}) & ${lanes - 1}`, oneByOne = (end: string): void => braces(writer, `while (${position} < ${end})`, () => {
      loops.locate(depth);
      for (const a of totals) line(writer, `${localName(a.value)} = ${part(a.value)}[${own}];`);
      body();
      for (const a of totals) line(writer, `${part(a.value)}[${own}] = ${localName(a.value)};`);
      loops.advance(depth);
      line(writer, `${position}++;`);
    });
    if (!pass.wide || !edges) oneByOne(`end$${axis}`);
    else {
      // Whole rounds with positions at the edge, then those of inner positions by wide code, then the rest.
      const stop = declare(writer, `stop$${axis}`, "i32");
      line(writer, `${stop} = halo$${axis} ? leaf$${axis} : i32_min(end$${axis}, leaf$${axis} + ((i32_max(${edges.low} - leaf$${axis}, 0) + ${lanes - 1}) & ${-lanes}));`);
      braces(writer, "for (;;)", () => {
        oneByOne(stop);
        line(writer, `if (${stop} == end$${axis}) break;`);
        printWideLeaf(writer, nest, pass, pass.wide!, loops, part, edges);
        line(writer, `${stop} = end$${axis};`);
      });
    }
    // k with k + lanes/2, then k with k + lanes/4, ...
    const printer = scalarPrinter(writer, { buffers: [], captures: [] }, [], -1);
    for (const { fields, combine } of pass.accumulators) {
      for (let half = lanes / 2; half >= 1; half /= 2) braces(writer, `for (int k = 0; k < ${half}; k++)`, () => {
        for (const a of fields) line(writer, `${localName(a.left)} = ${part(a.value)}[k];`, `${localName(a.right)} = ${part(a.value)}[k + ${half}];`);
        printStatements(writer, printer, combine);
        for (const a of fields) line(writer, `${part(a.value)}[k] = ${localName(a.value)};`);
      });
    }
    for (const a of totals) line(writer, scalarStore(nest.buffers[a.buffer]!.dtype, pointerAt(nest.buffers[a.buffer]!, loops.levels, depth - 1), scalarExpression(places, a.stored)));
  });
}
