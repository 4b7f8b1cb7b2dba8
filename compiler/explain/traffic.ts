// How many bytes a collective moves: exactly, by the same arithmetic as the runtime, where the extents are known; else as a function of them.
import { contributionSize, lineOf, messageElements, shareSize, sharesRows, widthOf } from "../../runtime/abi.ts";
import type { Placement } from "../ir/placement.ts";
import { distributedAxes, evaluatedPlacement } from "../ir/placement.ts";
import type { LocalNode } from "../ir/spmd.ts";
import type { Extent } from "../ir/types.ts";
import { bytesOf, fieldsOf } from "../ir/types.ts";
import type { Exchange } from "../ops/exchange.ts";
import type { KnownValues } from "./known.ts";

export interface Traffic {
  /** Received by all ranks together, and by the one that receives most; undefined where an extent is not known. */
  readonly total: number | undefined;
  readonly most: number | undefined;
  /** The whole, in terms of the extents: `4·h·w`. */
  readonly formula: string;
  /** Where elements decide: what an even spread of them gives, or the most there can be. */
  readonly known?: "about" | "at most";
}

export type Communication = Extract<LocalNode, { readonly kind: "reshard" | "combine" | "carry" | "together" | "moves" }>;

type Simple = Exclude<Communication, { readonly kind: "together" | "moves" }>;

export const moves = (node: LocalNode): node is Communication => node.kind !== "launch" && node.kind !== "call" && node.collective !== "none" && node.collective !== "slice";

export function trafficOf(node: Communication, np: number, known: KnownValues, host: (name: Extent) => string): Traffic {
  if (node.kind === "together" || node.kind === "moves") {
    const parts = (node.kind === "moves" ? node.moves : node.folds).map((part) => trafficOf(part, np, known, host));
    const sum = (part: (traffic: Traffic) => number | undefined): number | undefined => parts.reduce<number | undefined>((total, traffic) => (total === undefined || part(traffic) === undefined ? undefined : total + part(traffic)!), 0);
    return { total: sum((t) => t.total), most: sum((t) => t.most), formula: [...new Set(parts.map((t) => t.formula))].join(" + ") };
  }
  const shape = (node.kind === "reshard" ? node.result.type.shape : node.shape).map((extent) => (typeof extent === "number" ? extent : known.get(extent)));
  const formula = formulaOf(node, host);
  if (shape.some((extent) => extent === undefined) || (node.kind === "reshard" && node.result.placement.kind === "window" && typeof node.result.placement.extent === "object" && !known.has(node.result.placement.extent.host))) return { total: undefined, most: undefined, formula };
  const received = receivedBy(node, shape as number[], np, known);
  return { total: Math.round((received.reduce((sum, bytes) => sum + bytes, 0) * np) / received.length), most: Math.max(0, ...received), formula };
}

/** What an operator says of itself. */
export function exchangeTraffic(exchange: Exchange, np: number, host: (name: Extent) => string): Traffic {
  const received = sampled(np).map((rank) => exchange.received(rank)), whole = (received.reduce((sum, bytes) => sum + bytes, 0) * np) / received.length, isKnown = !Number.isNaN(whole);
  return { total: isKnown ? Math.round(whole) : undefined, most: isKnown ? Math.round(Math.max(0, ...received)) : undefined, formula: times(...exchange.formula.map((factor) => (factor === "np" ? "np" : host(factor)))), ...(exchange.known === "exactly" ? {} : { known: exchange.known }) };
}

/** All ranks, or of very many some: the first, the last and others at equal distances stand for them. */
function sampled(np: number): readonly number[] {
  const few = 64;
  return Array.from({ length: Math.min(np, few) }, (_, k) => (np <= few ? k : Math.round((k * (np - 1)) / (few - 1))));
}

const times = (...factors: readonly string[]): string => factors.filter((factor) => factor !== "1").join("·") || "1";

/** Bytes that each rank receives: of those that are looked at. */
function receivedBy(node: Simple, shape: readonly number[], np: number, known: KnownValues): readonly number[] {
  const ranks = Array.from({ length: np }, (_, rank) => rank);
  if (node.kind === "reshard") {
    const bytes = elementBytes(node), move = { shape, from: resolved(node.from, known), to: resolved(node.result.placement, known) };
    if (move.from.kind === "root" && move.to.kind === "replicated") return sampled(np).map((rank) => (rank === 0 ? 0 : bytes * shape.reduce((product, extent) => product * extent, 1)));
    return (move.to.kind === "root" ? ranks : sampled(np)).map((receiver) => move.to.kind === "root" && receiver > 0 ? 0 : ranks.reduce((sum, sender) => sum + (sender === receiver ? 0 : bytes * messageElements(move, sender, receiver, np)), 0));
  }
  const space = { shape, placement: node.placement, axis: node.kind === "combine" ? node.axis : shape.length - 1, all: node.all, accumulator: node.accumulator, ...(node.monoid.anyOrder ? { anyOrder: true as const } : {}) };
  const sizes = ranks.map((rank) => 8 * contributionSize(space, rank, np)), all = sizes.reduce((sum, bytes) => sum + bytes, 0);
  // In a grid the parts of rows come together before.
  const shared = (rank: number): number => (sharesRows(space, np) ? lineOf(space, rank, np).reduce((sum, sender) => sum + (sender === rank ? 0 : 8 * shareSize(space, sender, rank, np, widthOf(space))), 0) : 0);
  return sizes.map((bytes, rank) => all - bytes + shared(rank));
}

const elementBytes = (node: Extract<Communication, { readonly kind: "reshard" }>): number => fieldsOf(node.result.type.element).reduce((sum, [, dtype]) => sum + bytesOf[dtype], 0);

/** How much a boundary's value is, or where a window begins, does not matter here, but it must be a number. */
function resolved(placement: Placement, known: KnownValues): Placement {
  return evaluatedPlacement(placement, (host) => known.get(host) ?? 0);
}

function formulaOf(node: Simple, host: (name: Extent) => string): string {
  if (node.kind !== "reshard") return node.all && node.shape.length > 0 ? "a few numbers a rank" : times("8", ...node.shape.filter((_, axis) => node.kind === "carry" || axis !== node.axis).map(host), "np");
  const { shape } = node.result.type, to = node.result.placement, bytes = String(elementBytes(node));
  if (node.collective === "halo" && to.kind === "grid") return `${times(bytes, "2")}·(${distributedAxes(to).flatMap((along, k) => (to.halos[k] === 0 ? [] : [`${times(String(to.halos[k]), ...shape.filter((_, axis) => axis !== along).map(host))}/${k === 0 ? "columns of ranks" : "rows of ranks"}`])).join(" + ")}) a rank`;
  if (node.collective === "halo" && to.kind === "block") return `${times(bytes, String(2 * to.halo), ...shape.filter((_, axis) => axis !== to.axis).map(host))} a rank`;
  if (to.kind === "window" && to.step === 0) return times(bytes, ...shape.filter((_, axis) => axis !== to.axis).map(host), "np");
  if (node.collective === "shift") return `a part of ${times(bytes, ...shape.map(host))}`;
  return times(bytes, ...shape.map(host), ...(to.kind === "replicated" ? ["np"] : []));
}
