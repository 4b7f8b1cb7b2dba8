// The plan of a program for people: where every value is, what was fused into every kernel, and what every collective moves, how often, and which line of
// the source is to blame. Data; `render.ts` makes it text.
import { blocksOf, nodesIn, statementsIn } from "../ir/blocks.ts";
import type { Block, Statement } from "../ir/host.ts";
import { foldsOf, movesOf, outputsOf } from "../ir/localUses.ts";
import { fitsRoom, hasHalo, isSpread, narrowerRoom, roomFor } from "../ir/placement.ts";
import type { Placement, Room } from "../ir/placement.ts";
import { largestShare } from "../ir/share.ts";
import type { SourceNames } from "../ir/sourceNames.ts";
import { noNames } from "../ir/sourceNames.ts";
import { showSpan } from "../ir/span.ts";
import type { LocalNode, LocalProgram } from "../ir/spmd.ts";
import { showElement } from "../ir/text/atoms.ts";
import type { ArrayType, Extent, Span, ValueId } from "../ir/types.ts";
import { bytesOf, fieldsOf } from "../ir/types.ts";
import { reasonsOf } from "./reasons.ts";
import type { KnownValues } from "./known.ts";
import { knownValues } from "./known.ts";
import type { Traffic } from "./traffic.ts";
import { valueNames } from "./names.ts";
import { exchangesOf, placedArrays, placedCall } from "./placedCalls.ts";
import { exchangeTraffic, moves, trafficOf } from "./traffic.ts";

export interface Explanation {
  readonly name: string;
  readonly np: number;
  readonly params: readonly { readonly name: string; readonly value: string }[];
  readonly values: readonly ExplainedValue[];
  readonly kernels: readonly ExplainedKernel[];
  readonly collectives: readonly ExplainedCollective[];
}

export interface ExplainedValue {
  readonly name: string;
  readonly type: string;
  readonly placement: string;
  /** Of the whole array; undefined where an extent is not known. */
  readonly bytes: number | undefined;
  /** Of the rank that has most of it. */
  readonly rankBytes: number | undefined;
  /** More than a rank's memory can have: how many ranks would do; 0: no number would. */
  readonly ranksNeeded?: number;
  /** Where it is made; a variable's value in several places. */
  readonly places: readonly string[];
}

/** A kernel; without a name an operator that is no loop. */
export interface ExplainedKernel {
  readonly name: string | undefined;
  readonly space: string;
  readonly placement: string;
  /** `op` as it was written, `does`: the operator that does its work there, if another. */
  readonly ops: readonly { readonly op: string; readonly does?: string; readonly place: string }[];
  readonly when: string;
}

export interface ExplainedCollective extends Traffic {
  readonly collective: string;
  readonly of: string;
  readonly reason: string;
  readonly place: string;
  /** "" for once, else the innermost loop: "each trip of the loop at heat.ts:8:1". */
  readonly when: string;
}

export interface ExplainOptions {
  readonly np: number;
  /** Parameters of the run. */
  readonly params?: { readonly [name: string]: unknown };
  /** Host variables whose value is known by other ways. */
  readonly known?: { readonly [variable: string]: number };
  /** What the source calls things. */
  readonly names?: SourceNames;
}

export function explain(program: LocalProgram, options: ExplainOptions): Explanation {
  const known: KnownValues = new Map([...knownValues(program, options.params), ...Object.entries(options.known ?? {})]);
  const said = options.names ?? noNames, names = valueNames(program, said), arrays = placedArrays(program), partial = partials(program), beside = besideTheirShard(program), show = extentNames(program, known, names), values: ExplainedValue[] = [], kernels: ExplainedKernel[] = [], collectives: ExplainedCollective[] = [];
  const visit = (block: Block<LocalNode>, when: string): void => {
    for (const s of block) {
      if (s.kind === "array") explainNode(s.node, when);
      for (const inner of blocksOf(s)) visit(inner, loopText(s) ?? when);
    }
  };
  const writtenOp = (op: string, span: Span): ExplainedKernel["ops"][number] => {
    const place = showSpan(span), written = said.operators.get(place) ?? op;
    return { op: written, ...(written === op ? {} : { does: op }), place };
  };
  const explainNode = (node: LocalNode, when: string): void => {
    const place = showSpan(node.kind === "launch" || node.kind === "call" ? node.span : node.cause.span);
    for (const { value, type, placement } of outputsOf(node)) {
      if (partial.has(value) || beside.has(value)) continue;
      const made = { name: names.get(value) ?? value, type: typeText(type, show), placement: placementText(placement, type.shape.length), bytes: bytesOfType(type, known), ...heldByRank(type, placement, options.np, known), places: [place] };
      const like = values.findIndex((v) => v.name === made.name && v.type === made.type && v.placement === made.placement);
      if (like < 0) values.push(made);
      else values[like] = { ...made, places: [...new Set([...values[like]!.places, place])] };
    }
    if (node.kind === "launch") kernels.push({ name: node.nest, space: spaceText(node.shape, show), placement: placementText(node.placement, node.shape.length), ops: node.ops.map(({ op, span }) => writtenOp(op, span)), when });
    if (node.kind === "call") {
      const call = placedCall(node, arrays, options.np, known), [result] = node.results;
      kernels.push({ name: undefined, space: result ? spaceText(result.type.shape, show) : "", placement: result ? placementText(result.placement, result.type.shape.length) : "", ops: [writtenOp(node.op, node.span)], when });
      for (const exchange of exchangesOf(node, call)) {
        const traffic = exchangeTraffic(exchange, options.np, show);
        if (traffic.total === 0 && options.np > 1) continue;
        collectives.push({ collective: exchange.collective, of: exchange.of.length === 0 ? "" : countedNames(exchange.of.map((k) => names.get(node.inputs[k]!) ?? node.inputs[k]!)), reason: `${node.op}: ${exchange.reason}`, place, when, ...traffic });
      }
    }
    if (moves(node)) {
      const moved = movesOf(node), of = (moved.length > 0 ? moved.map(({ input }) => input) : foldsOf(node).map((fold) => fold.result.value)).map((value) => names.get(value) ?? value);
      const reason = `${reasonsOf(node.cause, node.cause.others ?? [])}${node.kind === "reshard" && beside.has(node.result.value) ? "; no copy, and the interior is computed meanwhile" : ""}`;
      collectives.push({ collective: node.collective, of: countedNames(of), reason, place, when, ...trafficOf(node, options.np, known, show) });
    }
  };
  visit(program.body, "");
  const params = program.params.map(({ name, default: fallback }) => ({ name, value: String(options.params?.[name] ?? fallback) }));
  return { name: program.name, np: options.np, params, values, kernels, collectives };
}

/** Leaves, prefixes and totals, which only live until a fold is finished. */
function partials(program: LocalProgram): ReadonlySet<ValueId> {
  const found = new Set<ValueId>(), stores = new Map(program.nests.map((nest) => [nest.name, nest.outputs.flatMap((o) => (o.mode === "scan" ? [false, false] : [o.mode === "store"]))]));
  for (const node of nodesIn(program.body)) {
    if (node.kind === "launch") node.outputs.forEach(({ value }, k) => stores.get(node.nest)?.[k] || found.add(value));
    for (const fold of foldsOf(node)) if (fold.kind === "carry") found.add(fold.result.value);
  }
  return found;
}

/** Arrays with halos that are no copies: there is room for neighbours' elements beside the shard itself. */
function besideTheirShard(program: LocalProgram): ReadonlySet<ValueId> {
  const rooms = new Map<ValueId, Room | undefined>(), slots = new Map<string, Room | undefined>(), beside = new Set<ValueId>();
  for (const s of statementsIn(program.body)) {
    if (s.kind === "array") for (const { value, room } of outputsOf(s.node)) if (room !== undefined) rooms.set(value, room);
    if (s.kind === "write") slots.set(s.slot, slots.has(s.slot) ? narrowerRoom(slots.get(s.slot), rooms.get(s.value)) : rooms.get(s.value));
  }
  for (const s of statementsIn(program.body)) {
    if (s.kind === "read") rooms.set(s.result, slots.get(s.slot));
    if (s.kind !== "array" || s.node.kind !== "reshard" || s.node.collective !== "halo") continue;
    const { input, result: { value, placement } } = s.node;
    if (fitsRoom(rooms.get(input), roomFor(placement))) beside.add(value);
  }
  return beside;
}

/** "sum, max", "scanAll (2)" */
function countedNames(names: readonly string[]): string {
  return [...new Set(names)].map((name) => (names.filter((other) => other === name).length > 1 ? `${name} (${names.filter((other) => other === name).length})` : name)).join(", ");
}

const loopText = (s: Statement<LocalNode>): string | undefined => (s.kind === "while" || s.kind === "forOf" ? `each trip of the loop at ${showSpan(s.span)}` : undefined);

/** An extent as people know it: the number if it is known, else the user's name for it, or whose extent it is. */
type ShowExtent = (extent: Extent) => string;

function extentNames(program: LocalProgram, known: KnownValues, names: ReadonlyMap<ValueId, string>): ShowExtent {
  const taken = new Map<string, string>();
  for (const s of statementsIn(program.body)) if (s.kind === "extent") taken.set(s.name, `${names.get(s.value) ?? s.value}.shape[${s.axis}]`);
  return (extent) => String(typeof extent === "number" ? extent : (known.get(extent) ?? taken.get(extent) ?? extent.replace(/\$\d+$/, "")));
}

const spaceText = (shape: readonly Extent[], show: ShowExtent): string => (shape.length === 0 ? "one number" : shapeText(shape, show));
const shapeText = (shape: readonly Extent[], show: ShowExtent): string => `[${shape.map(show).join(", ")}]`;
const typeText = (type: ArrayType, show: ShowExtent): string => (type.shape.length === 0 ? (typeof type.element === "object" ? `one ${showElement(type.element)}` : `${type.element} number`.replace(/^bool number$/, "bool")) : `${showElement(type.element)} ${shapeText(type.shape, show)}`);

const bytesOfElement = (type: ArrayType): number => fieldsOf(type.element).reduce((sum, [, dtype]) => sum + bytesOf[dtype], 0);

function bytesOfType(type: ArrayType, known: KnownValues): number | undefined {
  const element = bytesOfElement(type);
  return type.shape.reduce<number | undefined>((product, extent) => {
    const value = typeof extent === "number" ? extent : known.get(extent);
    return product === undefined || value === undefined ? undefined : product * value;
  }, element);
}

/** What WebAssembly lets one memory have (runtime/memory/rankMemory.ts). */
const memoryOfRank = 2 ** 32, mostRanksTried = 2 ** 20;

function heldByRank(type: ArrayType, placement: Placement, np: number, known: KnownValues): Pick<ExplainedValue, "rankBytes" | "ranksNeeded"> {
  const whole = bytesOfType(type, known), shape = type.shape.map((extent) => (typeof extent === "number" ? extent : (known.get(extent) ?? 0)));
  if (whole === undefined) return { rankBytes: undefined };
  const held = (ranks: number): number => whole * largestShare(shape, placement, ranks), rankBytes = Math.round(held(np));
  if (rankBytes <= memoryOfRank) return { rankBytes };
  let ranks = 2 * np;
  while (ranks <= mostRanksTried && held(ranks) > memoryOfRank) ranks *= 2;
  return { rankBytes, ranksNeeded: ranks <= mostRanksTried && isSpread(placement) ? ranks : 0 };
}

/** In words: "rows in blocks", "columns dealt out in turn". */
export function placementText(placement: Placement, ndim: number): string {
  if (placement.kind === "replicated") return "on every rank";
  if (placement.kind === "root") return "on rank 0";
  const word = (axis: number): string => (ndim === 1 ? "elements" : axis === 0 ? "rows" : axis === ndim - 1 ? "columns" : `axis ${axis}`);
  if (placement.kind === "grid") return `${placement.axes.map(word).join(" and ")} in blocks${hasHalo(placement) ? ` with ${[...new Set(placement.halos)].join(" and ")} more on all sides (${placement.boundary?.kind})` : ""}`;
  const what = word(placement.axis);
  if (placement.kind === "cyclic") return `${what} dealt out in turn`;
  if (placement.kind === "window") return placement.step === 0 ? `one of the ${what} on every rank` : `the ${what} that each rank works on`;
  return `${what} in blocks${placement.halo > 0 ? ` with ${placement.halo} more on both sides (${placement.boundary?.kind})` : ""}`;
}
