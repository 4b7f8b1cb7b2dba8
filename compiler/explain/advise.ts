// What a plan costs that its user may not expect: warnings with the bytes, at the line that causes them.
//
//   while (...) { a = transpose(a); }             SPMD3001: ranks exchange 7.6 MiB on every trip of the loop
//   map(idx, (k) => read(b, k))                   SPMD3002: every rank gets the whole of b, 76.3 MiB; all that cannot do with less is named
//   distribute(a, "cols")                         SPMD3003: the hint costs 7.6 MiB that the compiler's own choice does not
//
// Bytes are for four ranks and the program's default params. What an effect takes (print, imshow, toArray) was asked for, and is not mentioned; what a hint moves is told as the hint's cost.
import { report } from "../diagnostics/catalogue/index.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { blocksOf, nodesIn, statementsIn } from "../ir/blocks.ts";
import type { Block, Statement } from "../ir/host.ts";
import { movesOf, outputsOf, usedBy } from "../ir/localUses.ts";
import type { SourceNames } from "../ir/sourceNames.ts";
import { noNames } from "../ir/sourceNames.ts";
import { showSpan } from "../ir/span.ts";
import type { Cause, LocalNode, LocalProgram } from "../ir/spmd.ts";
import { causesOf } from "../ir/spmd.ts";
import type { Span, ValueId } from "../ir/types.ts";
import type { KnownValues } from "./known.ts";
import { knownValues } from "./known.ts";
import { valueNames } from "./names.ts";
import { reasonsOf } from "./reasons.ts";
import { bytesText } from "./render.ts";
import type { Traffic } from "./traffic.ts";
import { exchangesOf, placedArrays, placedCall } from "./placedCalls.ts";
import { exchangeTraffic, moves, trafficOf } from "./traffic.ts";

const np = 4;
/** Less is not worth a word: a vector beside a matrix, a small table. */
const leastBytes = { exchanged: 4096, gathered: 2 ** 20 };
/** How often a loop is taken to run, as 3-distribute has it. */
const tripsOfLoop = 10;

type Reshard = Extract<LocalNode, { readonly kind: "reshard" }>;

/** A hint, and the program as it would be without it. */
export interface UnhintedPlan {
  readonly span: Span;
  readonly how: string;
  readonly local: LocalProgram;
}

export function advise(local: LocalProgram, unhinted: readonly UnhintedPlan[], said: SourceNames = noNames): readonly Diagnostic[] {
  const known = knownValues(local), names = valueNames(local, said), forEffects = takenByEffects(local), asked = askedFor(local), hints = new Set(unhinted.map(({ span }) => showSpan(span))), found: Diagnostic[] = [];
  const makers = new Map([...nodesIn(local.body)].flatMap((node) => outputsOf(node).map(({ value }) => [value, node] as const)));
  const nameOf = (value: ValueId): string => {
    const maker = makers.get(value), name = names.get(value) ?? "an array";
    return maker?.kind === "launch" || maker?.kind === "call" ? `${name} (${showSpan(maker.span)})` : name;
  };
  const visit = (block: Block<LocalNode>, loop: Span | undefined): void => {
    for (const s of block) {
      for (const node of s.kind === "array" ? movesOf(s.node) : []) {
        if (!moves(node) || forEffects.has(node.result.value)) continue;
        const causes = causesOf(node.cause).filter(({ span }) => !asked.has(showSpan(span)) && !hints.has(showSpan(span)));
        const told = exchanged(node, causes, loop, known) ?? gathered(node, causes, nameOf(node.input), known);
        if (told) found.push(told);
      }
      for (const inner of blocksOf(s)) visit(inner, isLoop(s) ? s.span : loop);
    }
  };
  visit(local.body, undefined);
  const total = weighed(local, known);
  for (const { span, how, local: without } of unhinted) {
    const more = total - weighed(without, knownValues(without));
    if (more >= leastBytes.exchanged) found.push(report("SPMD3003", span, { how, bytes: bytesText(more) }));
  }
  return found;
}

const isLoop = (s: Statement<LocalNode>): s is Extract<Statement<LocalNode>, { readonly kind: "while" | "forOf" }> => s.kind === "while" || s.kind === "forOf";

/** All to all, on every trip of a loop. */
function exchanged(node: Reshard, [cause, ...others]: readonly Cause[], loop: Span | undefined, known: KnownValues): Diagnostic | undefined {
  if (!cause || !loop || node.collective !== "alltoall") return undefined;
  const traffic = trafficOf(node, np, known, String);
  if (traffic.total !== undefined && traffic.total < leastBytes.exchanged) return undefined;
  return report("SPMD3001", cause.span, { bytes: textOf(traffic, "total"), loop: showSpan(loop), reason: reasonsOf(cause, others) });
}

/** Whole on every rank, and not only because the planner found it cheaper than parts. */
function gathered(node: Reshard, causes: readonly Cause[], name: string, known: KnownValues): Diagnostic | undefined {
  const [cause, ...others] = causes.filter(({ chosen }) => !chosen);
  if (!cause || (node.collective !== "allgather" && node.collective !== "bcast")) return undefined;
  const traffic = trafficOf(node, np, known, String);
  if (traffic.most === undefined ? node.result.type.shape.length < 2 : traffic.most < leastBytes.gathered) return undefined;
  return report("SPMD3002", cause.span, { name, bytes: textOf(traffic, "most"), reason: reasonsOf(cause, others) });
}

const textOf = (traffic: Traffic, which: "total" | "most"): string => {
  const bytes = traffic[which];
  return bytes === undefined ? `${traffic.formula.replace(/\$\d+/g, "")} bytes` : bytesText(bytes);
};

/** Values that only effects use. */
function takenByEffects(local: LocalProgram): ReadonlySet<ValueId> {
  const taken = new Set<ValueId>(), computed = new Set<ValueId>();
  for (const s of statementsIn(local.body)) for (const value of usedBy(s)) (s.kind === "effect" ? taken : computed).add(value);
  return new Set([...taken].filter((value) => !computed.has(value)));
}

/** Places of effects: they want arrays whole, and are meant to. */
const askedFor = (local: LocalProgram): ReadonlySet<string> => new Set([...statementsIn(local.body)].flatMap((s) => (s.kind === "effect" ? [showSpan(s.span)] : [])));

/** Bytes of all collectives whose extents are known, those that operators bring with them too; loops counted several times. */
function weighed(local: LocalProgram, known: KnownValues): number {
  const arrays = placedArrays(local);
  const bytesMoved = (node: LocalNode): number => {
    if (moves(node)) return trafficOf(node, np, known, String).total ?? 0;
    return node.kind === "call" ? exchangesOf(node, placedCall(node, arrays, np, known)).reduce((sum, exchange) => sum + (exchange.collective === "file" ? 0 : (exchangeTraffic(exchange, np, String).total ?? 0)), 0) : 0;
  };
  const visit = (block: Block<LocalNode>, weight: number): number =>
    block.reduce((sum, s) => {
      const own = s.kind === "array" ? weight * bytesMoved(s.node) : 0;
      return blocksOf(s).reduce((more, inner) => more + visit(inner, isLoop(s) ? weight * tripsOfLoop : weight), sum + own);
    }, 0);
  return visit(local.body, 1);
}
