// Scans in one pass. A scan is a launch that leaves prefixes inside leaves and the leaves' totals, a carry, and a launch that brings the carries to the prefixes. Where
// a rank can carry from leaf to leaf by itself, one kernel does all three, and the prefixes are never stored:
//
//   %5, %6 = launch a { scan }; %7 = carry %6; %3 = launch b { @add(%7, %5) }     ->     a$b { scan; prefix and carry are at hand; @add(carry, prefix) }
//
// The local program stays as it is: this is a second way to run those statements, with the same bits, for kernels that can (WebAssembly and machine code).
import { distributedAxes } from "./placement.ts";
import type { StepArgument } from "./array.ts";
import { blocksOf, statementsIn } from "./blocks.ts";
import type { Block, Statement } from "./host.ts";
import type { KernelFunction } from "./kernel.ts";
import { usedBy } from "./localUses.ts";
import type { Nest } from "./nest.ts";
import type { LocalCarry, LocalNode, LocalProgram } from "./spmd.ts";
import type { ValueId } from "./types.ts";
import { operationsOf } from "./work.ts";

type Launch = Extract<LocalNode, { readonly kind: "launch" }>;
type ArrayStatement = Statement<LocalNode> & { readonly kind: "array" };

export interface Chain {
  /** The statements, which follow each other: they are done where the first stands. */
  readonly statements: readonly [first: ArrayStatement, carry: ArrayStatement, finish: ArrayStatement];
  readonly first: Launch;
  readonly carry: LocalCarry;
  readonly finish: Launch;
  readonly nest: Nest;
  /** Which of the finishing launch's captures the nest takes besides the first's. */
  readonly finishCaptures: readonly number[];
  /** What the first launch computes may be computed twice: other ranks want the totals before. */
  readonly cheap: boolean;
}

/** Operations that cost less than to fetch an element from memory again. */
const mostOperations = 12;

export function chainsOf(program: LocalProgram): readonly Chain[] {
  const uses = new Map<ValueId, number>(), nests = new Map(program.nests.map((nest) => [nest.name, nest])), found: Chain[] = [];
  const count = (value: ValueId): void => void uses.set(value, (uses.get(value) ?? 0) + 1);
  for (const result of program.results) if (result.kind === "array") count(result.value);
  for (const s of statementsIn(program.body)) usedBy(s).forEach(count);
  const visit = (block: Block<LocalNode>): void => {
    block.forEach((s, k) => {
      blocksOf(s).forEach(visit);
      const chain = chainAt(block, k, nests, program.kernels, (value) => uses.get(value) ?? 0);
      if (chain) found.push(chain);
    });
  };
  visit(program.body);
  return found;
}

function chainAt(block: Block<LocalNode>, k: number, nests: ReadonlyMap<string, Nest>, functions: readonly KernelFunction[], uses: (value: ValueId) => number): Chain | undefined {
  const [one, two, three] = block.slice(k, k + 3);
  if (one?.kind !== "array" || two?.kind !== "array" || three?.kind !== "array") return undefined;
  const first = one.node, carry = two.node, finish = three.node;
  if (first.kind !== "launch" || carry.kind !== "carry" || finish.kind !== "launch") return undefined;
  const [prefixes, totals] = first.outputs.map(({ value }) => value), carries = carry.result.value, before = nests.get(first.nest)!, after = nests.get(finish.nest)!;
  if (first.outputs.length !== 2 || before.outputs[0]!.mode !== "scan" || carry.totals !== totals || uses(totals) !== 1) return undefined;
  if (uses(prefixes!) !== 1 || uses(carries) !== 1 || !finish.inputs.includes(prefixes!) || !finish.inputs.includes(carries)) return undefined;
  const { ndim } = before, last = ndim - 1, at = carry.placement;
  const goesOn = ndim === 1 ? at.kind !== "cyclic" : !carry.all && !distributedAxes(at).includes(last);
  const inPlace = [...before.inputs, ...after.inputs].every((input) => input.boundary === undefined && input.axes.every((a) => a.offset === 0));
  if (!goesOn || !inPlace || after.outputs.some((output) => output.mode !== "store") || JSON.stringify(first.placement) !== JSON.stringify(finish.placement)) return undefined;
  const merged = mergedNest(before, after, finish.inputs.indexOf(prefixes!), finish.inputs.indexOf(carries));
  if (!merged) return undefined;
  const { nest, captures } = merged;
  return {
    statements: [one, two, three], first, carry, finish, nest,
    finishCaptures: captures,
    cheap: before.steps.reduce((sum, step) => sum + operationsOf(step.fn, functions), 0) <= mostOperations,
  };
}

/** Undefined where the launches take one host variable as different types. */
function mergedNest(before: Nest, after: Nest, prefixes: number, carries: number): { readonly nest: Nest; readonly captures: readonly number[] } | undefined {
  const own = after.captures.flatMap((c, k) => (before.captures.some((other) => other.name === c.name) ? [] : [k]));
  const captureAt = (k: number): number => { const same = before.captures.findIndex((c) => c.name === after.captures[k]!.name); return same >= 0 ? same : before.captures.length + own.indexOf(k); };
  if (after.captures.some((c) => before.captures.some((other) => other.name === c.name && other.type !== c.type))) return undefined;
  const move = (arg: StepArgument): StepArgument => {
    if (arg.kind === "step") return { ...arg, step: arg.step + before.steps.length };
    if (arg.kind === "capture") return { ...arg, capture: captureAt(arg.capture) };
    return arg.kind === "element" ? { ...arg, input: arg.input + before.inputs.length } : arg;
  };
  const inputs = after.inputs.map((input, k) => (k === prefixes ? { ...input, carried: "prefix" as const } : k === carries ? { ...input, carried: "carry" as const } : input));
  const steps = after.steps.map((s) => ({ ...s, args: s.args.map(move), ...(s.reads ? { reads: s.reads.map((r) => ({ ...r, input: r.input + before.inputs.length })) } : {}) }));
  const stores = after.outputs.map((o) => ({ ...o, fields: o.fields.map((f) => ({ ...f, value: move(f.value) })) })), scan = before.outputs[0]!;
  if (scan.mode !== "scan") return undefined;
  return {
    captures: own,
    nest: { name: `${before.name}$${after.name}`, ndim: before.ndim, inputs: [...before.inputs, ...inputs], captures: [...before.captures, ...own.map((k) => after.captures[k]!)], steps: [...before.steps, ...steps], outputs: [...stores, { ...scan, carried: true }], span: before.span },
  };
}
