// Folds share exchanges: a reduction's or scan's message waits until its result is wanted, and all that wait then travel together.
//
//   %2 = combine %1 (allgather); scalar a = %2; %5 = launch ...; %6 = combine %5 (allgather); scalar b = %6; host `a / b`
//     ->   %5 = launch ...; %2, %6 = together { combine %1, combine %5 } by allgather; scalar a = %2; scalar b = %6; host `a / b`
//
// What only computes on a waiting result waits with it, so that later folds come first: launches, reshards, scalars, and constants that are plain arithmetic of
// what does not change. Other host code, effects, branches, loops and
// kernels that may throw keep their order, and end the wait if they need something that waits; branches, loops and the end of the block end it always.
// Every rank does so alike, since all run this one program.
import type { Block, Statement } from "../ir/host.ts";
import type { KernelId } from "../ir/kernel.ts";
import { foldsOf, inputsOf, outputsOf, usedBy } from "../ir/localUses.ts";
import { hostCodeOf, hostsOfAttribute, isControl, withBlocks } from "../ir/traverse.ts";
import type { View } from "../ir/array.ts";
import { hostsOfPlacement } from "../ir/placement.ts";
import type { Extent } from "../ir/types.ts";
import type { LocalFold, LocalNode } from "../ir/spmd.ts";
import { hostOf } from "../ir/view.ts";

export interface Kernels {
  /** Whether a host variable has one value for good, once it has one. */
  isFixed(name: string): boolean;
  /** Whether a nest, or a monoid, has a `throw`: then users see when it runs. */
  nestMayThrow(nest: string): boolean;
  mayThrow(fn: KernelId): boolean;
}

export function joinFolds(block: Block<LocalNode>, kernels: Kernels): Block<LocalNode> {
  const out: Statement<LocalNode>[] = [], pending: LocalFold[] = [], waiting: Statement<LocalNode>[] = [], names = new Set<string>();
  const wait = (s: Statement<LocalNode>): void => {
    waiting.push(s);
    definedBy(s).forEach((name) => names.add(name));
  };
  const flush = (): void => {
    if (pending.length === 0) return;
    out.push({ kind: "array", node: joined(pending) });
    const rest = [...waiting];
    pending.length = waiting.length = 0;
    names.clear();
    rest.forEach(place);
  };
  const place = (s: Statement<LocalNode>): void => {
    const needs = neededBy(s).some((name) => names.has(name));
    if (s.kind === "array" && isExchange(s.node) && !foldsOf(s.node).some((fold) => kernels.mayThrow(fold.monoid.fn)) && !needs) {
      pending.push(...foldsOf(s.node));
      outputsOf(s.node).forEach(({ value }) => names.add(value));
      return;
    }
    if (needs && canWait(s, kernels)) return wait(s);
    if (isControl(s) || s.kind === "break" || s.kind === "continue") while (pending.length > 0) flush();
    while (pending.length > 0 && neededBy(s).some((name) => names.has(name))) flush();
    out.push(isControl(s) ? withBlocks(s, (inner) => joinFolds(inner, kernels)) : s);
  };
  block.forEach(place);
  while (pending.length > 0) flush();
  return out;
}

function isExchange(node: LocalNode): boolean {
  return node.kind === "together" || ((node.kind === "combine" || node.kind === "carry") && node.collective !== "none");
}

/** It computes, and nobody sees when. */
function canWait(s: Statement<LocalNode>, kernels: Kernels): boolean {
  if (s.kind === "scalar" || s.kind === "extent") return true;
  if (s.kind === "host") return s.code.arithmetic === true && s.code.reads.every(kernels.isFixed);
  if (s.kind !== "array" || s.node.kind === "call") return false;
  if (s.node.kind === "launch") return !kernels.nestMayThrow(s.node.nest);
  return !foldsOf(s.node).some((fold) => kernels.mayThrow(fold.monoid.fn));
}

/** Values and host names that a statement needs; extents, attributes and boundaries among them. */
function neededBy(s: Statement<LocalNode>): readonly string[] {
  const code = hostCodeOf(s).flatMap(({ reads, writes }) => [...reads, ...writes]);
  if (s.kind !== "array") return [...usedBy(s), ...code];
  const { node } = s, shapes = [...outputsOf(node).map(({ type }) => type.shape), ...(node.kind === "launch" ? [node.shape] : foldsOf(node).map((fold) => fold.shape))];
  const named = node.kind === "launch" ? [...node.captures.filter((c) => typeof c === "string"), ...viewNames(node.views)] : node.kind === "call" ? hostsOfAttribute(node.attributes) : [];
  return [...inputsOf(node), ...shapes.flat().filter((extent: Extent) => typeof extent === "string"), ...named, ...outputsOf(node).flatMap(({ placement }) => hostsOfPlacement(placement))];
}

const viewNames = (views: readonly (View | undefined)[] = []): readonly string[] => views.flatMap((view) => view?.flatMap(({ from }) => hostOf(from)) ?? []);

function definedBy(s: Statement<LocalNode>): readonly string[] {
  if (s.kind === "scalar" || s.kind === "extent") return [s.name];
  if (s.kind === "host") return s.code.writes;
  return s.kind === "array" ? outputsOf(s.node).map(({ value }) => value) : [];
}

function joined(folds: readonly LocalFold[]): LocalNode {
  const [first, ...others] = folds;
  if (others.length === 0) return first!;
  const reasons = [...new Set(folds.map((fold) => fold.cause.reason))];
  return { kind: "together", folds: [...folds], collective: "allgather", cause: { span: first!.cause.span, reason: reasons.join("; ") } };
}
