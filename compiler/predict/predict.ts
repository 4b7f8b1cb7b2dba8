// The time of a plan on a machine of a file: of each kernel its slowest rank's share, of each collective LogGP's (collectiveTime.ts), summed up by loop.
//
//   heat on 1024 ranks      each trip of the loop at heat.ts:8:1     31 us: kernels 22 us, communication 9 us
//
// What a halo hides behind the interior's computation is not counted. What elements decide (iterations of a `while`, what an index names) is taken as even, as 3-distribute does.
import { exchangesOf, placedArrays, placedCall } from "../explain/placedCalls.ts";
import { knownValues } from "../explain/known.ts";
import type { KnownValues } from "../explain/known.ts";
import { exchangeTraffic, moves, trafficOf } from "../explain/traffic.ts";
import { blocksOf } from "../ir/blocks.ts";
import type { ArrayOp } from "../ir/array.ts";
import type { Block } from "../ir/host.ts";
import { distributedAxes, haloAlong } from "../ir/placement.ts";
import type { Placement } from "../ir/placement.ts";
import { largestShare } from "../ir/share.ts";
import { showSpan } from "../ir/span.ts";
import type { LocalNode, LocalProgram } from "../ir/spmd.ts";
import { bytesOf, fieldsOf } from "../ir/types.ts";
import type { Extent } from "../ir/types.ts";
import { workOfLoop } from "../ir/work.ts";
import type { Work } from "../ir/work.ts";
import { operators } from "../ops/index.ts";
import type { PlacedArray } from "../ops/exchange.ts";
import { collectiveTime, spreadOf } from "./collectiveTime.ts";
import type { MachineFile } from "./machineFile.ts";
import { tripsOf } from "./trips.ts";

/** Microseconds of what happens once, or on each trip of a loop. */
export interface PredictedPart {
  /** The loop's place; "": once. */
  readonly loop: string;
  readonly kernels_us: number;
  readonly communication_us: number;
  /** Of the communication, what computation hides: not in the sum. */
  readonly hidden_us: number;
  /** How often it happens in the whole program, where its text tells. */
  readonly trips: number | undefined;
}

export interface Prediction {
  readonly np: number;
  readonly nodes: number;
  readonly parts: readonly PredictedPart[];
  /** Of the whole program; undefined where it is not known how often a loop runs. */
  readonly total_us: number | undefined;
  /** Elements of the index spaces of the busiest part's kernels. */
  readonly points: number;
  /** Extents that are not known: what they belong to is not in the sum. */
  readonly unknown: readonly string[];
}

export interface PredictOptions {
  readonly np: number;
  readonly machine: MachineFile;
  readonly params?: { readonly [name: string]: unknown };
}

type Part = { -readonly [K in keyof PredictedPart]: PredictedPart[K] } & { points: number };

/** How much more a rank with dear elements has to do when blocks hold neighbours, and when elements are dealt out; see 3-distribute/machine.ts. */
const skew = { block: 2, cyclic: 1.05 };

export function predict(program: LocalProgram, { np, machine, params }: PredictOptions): Prediction {
  const known = knownValues(program, params), arrays = placedArrays(program), spread = spreadOf(np, machine), nests = new Map(program.nests.map((nest) => [nest.name, nest])), works = new Map<string, Work>(), unknown = new Set<string>();
  const parts = new Map<string, Part>();
  const partOf = (loop: string, trips: number | undefined): Part => {
    const found = parts.get(loop) ?? { loop, kernels_us: 0, communication_us: 0, hidden_us: 0, trips, points: 0 };
    parts.set(loop, found);
    return found;
  };
  const sizes = (shape: readonly Extent[]): readonly number[] => shape.map((extent) => {
    const size = typeof extent === "number" ? extent : known.get(extent);
    if (size === undefined) unknown.add(String(extent).replace(/\$\w*$/, ""));
    return size ?? 0;
  });
  const workOf = (name: string): Work => {
    let work = works.get(name);
    if (!work) works.set(name, (work = workOfLoop(nests.get(name)!, program.kernels)));
    return work;
  };
  // What a core reads and writes, when all that are at work do so.
  const perCore = Math.min(machine.core.bandwidth_GBps, machine.node.bandwidth_GBps / Math.min(machine.coresPerNode, spread.ranksPerNode));
  const held = ({ type, placement }: PlacedArray): number => sizes(type.shape).reduce((n, e) => n * e, 1) * largestShare(sizes(type.shape), placement, np) * fieldsOf(type.element).reduce((sum, [, dtype]) => sum + bytesOf[dtype], 0);
  /** What a rank reads and writes goes through memory, unless the caches hold all that the node's ranks do. */
  const streaming = (bytes: number): number => (bytes * spread.ranksPerNode <= (machine.node.cache_MB ?? 0) * 1e6 ? 0 : bytes / (perCore * 1e3));

  const launch = (node: Extract<LocalNode, { readonly kind: "launch" }>, part: Part): number => {
    const shape = sizes(node.shape), points = shape.reduce((n, e) => n * e, 1), { operations, uneven } = workOf(node.nest), at = node.placement;
    const share = Math.min(1, largestShare(shape, at, np) * (uneven && (at.kind === "block" || at.kind === "grid") ? skew.block : uneven && at.kind === "cyclic" ? skew.cyclic : 1));
    const own = machine.kernels?.[`${program.name}/${node.nest}`], touched = [...node.inputs.map((value) => arrays.get(value)!), ...node.outputs].reduce((sum, array) => sum + held(array), 0);
    part.points += points;
    return machine.core.launch_us + spread.crowd * Math.max(own ? (points * share * own.ns_per_point) / 1e3 : (points * share * operations) / machine.core.operations_per_us, streaming(touched) / spread.crowd);
  };
  const call = (node: Extract<LocalNode, { readonly kind: "call" }>, part: Part): number => {
    const placed = placedCall(node, arrays, np, known), op: ArrayOp = { kind: "op", op: node.op, results: node.results.map((r) => r.value), types: node.results.map((r) => r.type), inputs: node.inputs, attributes: node.attributes, span: node.span };
    for (const exchange of exchangesOf(node, placed)) {
      const { most } = exchangeTraffic(exchange, np, String);
      part.communication_us += collectiveTime(exchange.collective, most ?? 0, spread, machine).us;
    }
    const space = operators.get(node.op)?.library?.work?.(op, (value) => arrays.get(value)!.type), result = node.results[0];
    const computed = space && result ? (sizes(space).reduce((n, e) => n * e, 1) * largestShare(sizes(space), result.placement, np)) / machine.core.operations_per_us : 0;
    return machine.core.launch_us + spread.crowd * (computed + streaming([...placed.inputs, ...placed.results].reduce((sum, array) => sum + held(array), 0)));
  };
  /** A halo that was sent, until the kernel that needs it. */
  const walk = (block: Block<LocalNode>, loop: string, trips: number | undefined): void => {
    const part = partOf(loop, trips), pending: { us: number } = { us: 0 };
    for (const s of block) {
      if (s.kind === "array") {
        const { node } = s;
        if (node.kind === "launch") {
          const us = launch(node, part), hidden = Math.min(pending.us, Math.max(0, us - machine.core.launch_us));
          part.kernels_us += us;
          part.communication_us -= hidden;
          part.hidden_us += hidden;
          pending.us = 0;
        } else if (node.kind === "call") part.kernels_us += call(node, part);
        else if (moves(node)) {
          const { most } = trafficOf(node, np, known, String), { us, busy_us } = collectiveTime(node.collective, most ?? 0, spread, machine, node.kind === "reshard" ? haloMessages(node.result.placement) : 2);
          part.communication_us += us;
          if (node.collective === "halo") pending.us += us - busy_us;
        }
      }
      const inner = s.kind === "while" || s.kind === "forOf", own = inner ? tripsOf(s, program, known) : undefined;
      for (const body of blocksOf(s)) walk(body, inner ? showSpan(s.span) : loop, inner ? (own === undefined || trips === undefined ? undefined : own * trips) : trips);
    }
  };
  walk(program.body, "", 1);
  const found = [...parts.values()].filter((part) => part.kernels_us + part.communication_us > 0 || part.loop === "");
  const total = found.reduce<number | undefined>((sum, part) => (sum === undefined || part.trips === undefined ? undefined : sum + part.trips * (part.kernels_us + part.communication_us)), 0);
  return { np, nodes: spread.nodes, parts: found.map(({ points: _, ...part }) => part), total_us: total, points: Math.max(0, ...found.filter((part) => part === busiest(found)).map((part) => part.points)), unknown: [...unknown] };
}

/** How many neighbours a rank has in a halo's exchange. */
function haloMessages(to: Placement): number {
  const axes = distributedAxes(to).filter((axis) => haloAlong(to, axis) > 0).length;
  return Math.max(2, 2 * axes + (to.kind === "grid" && to.corners ? 4 : 0));
}

/** The innermost loop that takes longest: what is meant by a step. */
export function busiest<T extends PredictedPart>(parts: readonly T[]): T | undefined {
  const loops = parts.filter(({ loop }) => loop !== ""), time = (part: T): number => (part.kernels_us + part.communication_us) * (part.trips ?? 1);
  return (loops.length > 0 ? loops : parts).reduce<T | undefined>((most, part) => (most === undefined || time(part) > time(most) ? part : most), undefined);
}
