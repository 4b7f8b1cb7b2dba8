// What is computed from a scan is computed as the scan is finished: the launch that brings the carries to the prefixes takes in the one that reads its results
// at its own position, and what nobody else needs is never stored.
//
//   %7 = carry %6; %3 = launch { @add(%7, %5) }; %4 = launch { @f(%3) }     ->     %7 = carry %6; %4 = launch { s0 = @add(%7, %5); @f(s0) }
//
// 2-fuse has merged all else that can be: only here is it known that a scan ends in a pass of its own. The merged launch stands where the reader stood, so
// nothing before that may need the results; one that may throw stays alone.
import { statementsIn } from "../ir/blocks.ts";
import type { Block, Statement } from "../ir/host.ts";
import { inputsOf, usedBy } from "../ir/localUses.ts";
import type { Nest, NestInput, NestOutput } from "../ir/nest.ts";
import { samePlacement } from "../ir/placement.ts";
import type { LocalNode, LocalValue } from "../ir/spmd.ts";
import type { LoopStep, StepArgument } from "../ir/array.ts";
import { isControl, withBlocks } from "../ir/traverse.ts";
import type { ValueId } from "../ir/types.ts";

type Launch = Extract<LocalNode, { readonly kind: "launch" }>;

export interface Merging {
  readonly nests: ReadonlyMap<string, Nest>;
  /** Nests that finish scans. */
  isFinish(nest: string): boolean;
  mayThrow(nest: Nest): boolean;
  /** Values that the program gives as results. */
  readonly results: ReadonlySet<ValueId>;
  /** Adds a nest of these operators; gives its name. */
  add(nest: Omit<Nest, "name">, ops: Launch["ops"]): string;
}

export function mergeLaunches(body: Block<LocalNode>, merging: Merging): Block<LocalNode> {
  const uses = new Map<ValueId, number>();
  for (const value of merging.results) uses.set(value, 1);
  for (const s of statementsIn(body)) for (const value of new Set(usedBy(s))) uses.set(value, (uses.get(value) ?? 0) + 1);
  const inBlock = (block: Block<LocalNode>): Block<LocalNode> => {
    const out: Statement<LocalNode>[] = block.map((s) => (isControl(s) ? withBlocks(s, inBlock) : s));
    for (let k = 0; k < out.length; k++) {
      const finish = launchOf(out[k]!);
      if (!finish || !merging.isFinish(finish.nest)) continue;
      const made = new Set(finish.outputs.map(({ value }) => value)), at = out.findIndex((s, n) => n > k && [...statementsIn([s])].some((inner) => usedBy(inner).some((v) => made.has(v))));
      const reader = at < 0 ? undefined : launchOf(out[at]!);
      if (!reader || merging.isFinish(reader.nest)) continue;
      const merged = merge(finish, reader, merging, (value) => (uses.get(value) ?? 0) > Number(reader.inputs.includes(value)));
      if (!merged) continue;
      out[at] = { kind: "array", node: merged };
      out.splice(k--, 1);
    }
    return out;
  };
  return inBlock(body);
}

const launchOf = (s: Statement<LocalNode>): Launch | undefined => (s.kind === "array" && s.node.kind === "launch" ? s.node : undefined);

/** `needed`: by somebody else than the reader. Undefined if the two cannot be one. */
function merge(finish: Launch, reader: Launch, merging: Merging, needed: (value: ValueId) => boolean): Launch | undefined {
  const first = merging.nests.get(finish.nest)!, second = merging.nests.get(reader.nest)!;
  if (!samePlacement(finish.placement, reader.placement) || finish.shape.length !== reader.shape.length || finish.shape.some((extent, axis) => extent !== reader.shape[axis])) return undefined;
  if (merging.mayThrow(first) || first.captures.length > 0) return undefined;
  const source = (input: number): number => finish.outputs.findIndex(({ value }) => value === reader.inputs[input]);
  if (second.inputs.some((input, k) => source(k) >= 0 && (reader.views?.[k] || !readInPlace(input, first.ndim)))) return undefined;

  const own = second.inputs.flatMap((_, k) => (source(k) < 0 ? [k] : [])), inputAt = (k: number): number => first.inputs.length + own.indexOf(k);
  const move = (arg: StepArgument): StepArgument => {
    if (arg.kind === "step") return { ...arg, step: arg.step + first.steps.length };
    if (arg.kind !== "element") return arg;
    const from = source(arg.input);
    if (from < 0) return { ...arg, input: inputAt(arg.input) };
    // What a scan stores is a step's result: it is read as if it had been stored.
    const { fields } = second.inputs[arg.input]!, at = fields.findIndex((f) => f.field === arg.field), { value } = first.outputs[from]!.fields[at]!;
    return { ...value, dtype: fields[at]!.dtype } as StepArgument;
  };
  const steps = second.steps.map((s): LoopStep => ({ ...s, args: s.args.map(move), ...(s.reads ? { reads: s.reads.map((r) => ({ ...r, input: inputAt(r.input) })) } : {}) }));
  const kept = finish.outputs.flatMap((output, k): { readonly value: LocalValue; readonly nest: NestOutput }[] => (needed(output.value) ? [{ value: output, nest: first.outputs[k]! }] : []));
  const outputs = second.outputs.map((o): NestOutput => ({ ...o, fields: o.fields.map((f) => ({ ...f, value: move(f.value) })) })), ops = [...finish.ops, ...reader.ops];
  const nest = merging.add({ ndim: first.ndim, inputs: [...first.inputs, ...own.map((k) => second.inputs[k]!)], captures: second.captures, steps: [...first.steps, ...steps], outputs: [...kept.map((k) => k.nest), ...outputs], span: second.span }, ops);
  const views = reader.views ? { views: [...finish.inputs.map(() => undefined), ...own.map((k) => reader.views![k])] } : {};
  return { ...reader, nest, ops, inputs: [...finish.inputs, ...own.map((k) => reader.inputs[k]!)], ...views, outputs: [...kept.map((k) => k.value), ...reader.outputs] };
}

const readInPlace = ({ axes, boundary }: NestInput, ndim: number): boolean => !boundary && axes.length === ndim && axes.every((a, axis) => a.loop === axis && a.offset === 0 && a.per === 1);
