// Operators become what they are made of: a composite its simpler operators, and every operator with a loop form a loop of its own, ready to be
// merged. Library operators and placement hints stay as they are.
//
//   %2 = mean %1        ->   %3 = loop { reduce %1 by add };  %2 = loop [] { %3 / n }
//
// Functions that several operators bring under one name are one function.
import type { ArrayNode, ArrayOp, Loop, StepArgument } from "../ir/array.ts";
import type { Block, Program, Statement } from "../ir/host.ts";
import type { KernelFunction, KernelId } from "../ir/kernel.ts";
import { freshValues, isControl, resultsOf, typesOf, withBlocks } from "../ir/traverse.ts";
import type { ArrayType, ValueId } from "../ir/types.ts";
import { knownReads } from "./knownReads.ts";
import { plainScans } from "./plainScans.ts";
import { splitFolds } from "./splitFolds.ts";
import type { OperatorDefinition } from "../ops/defineOp.ts";

export function expandOps(program: Program<ArrayOp>, operators: ReadonlyMap<string, OperatorDefinition>): Program<ArrayNode> {
  const types = typesOf(program), fresh = freshValues(program);
  const kernels = new Map<KernelId, KernelFunction>(program.kernels.map((fn) => [fn.id, fn]));
  const typeOf = (value: ValueId): ArrayType => {
    const type = types.get(value);
    if (!type) throw new Error(`${value} is used before it is defined`);
    return type;
  };
  const take = (functions: readonly KernelFunction[]): void => functions.forEach((fn) => kernels.has(fn.id) || kernels.set(fn.id, fn));

  const expandOp = (op: ArrayOp): readonly ArrayNode[] => {
    for (const { value, type } of resultsOf(op)) types.set(value, type);
    const definition = operators.get(op.op);
    if (!definition) throw new Error(`there is no operator ${op.op}`);
    const expansion = definition.expand?.(op, typeOf, fresh);
    if (expansion) {
      take(expansion.kernels);
      for (const inner of expansion.ops) for (const { value, type } of resultsOf(inner)) types.set(value, type);
      return expansion.ops.flatMap(expandOp);
    }
    const form = definition.placementHint ? undefined : definition.loop?.(op, typeOf);
    if (form) {
      take(form.kernels);
      const loop = withUniqueCaptures(withReads(form.loop, op, typeOf)), known = knownReads(loop, kernels);
      take(known.kernels);
      const plain = plainScans(known.loop);
      take(plain.kernels);
      return splitFolds(plain.loop, fresh);
    }
    return [op];
  };
  const expandBlock = (block: Block<ArrayOp>): Block<ArrayNode> =>
    block.flatMap((s): readonly Statement<ArrayNode>[] => {
      if (s.kind === "array") return expandOp(s.node).map((node) => ({ kind: "array", node }));
      return [isControl(s) ? withBlocks(s, expandBlock) : s];
    });
  const body = expandBlock(program.body);
  return { ...program, body, kernels: [...kernels.values()] };
}

/** The arrays that an operator's kernel reads at positions of its own become whole inputs of its loop. */
function withReads(loop: Loop, { kernel }: ArrayOp, typeOf: (value: ValueId) => ArrayType): Loop {
  const given = kernel?.reads;
  if (!kernel || !given) return loop;
  const inputs = given.map(({ value }) => ({ value, type: typeOf(value), access: { axes: [], whole: true } as const }));
  const reads = given.map(({ array }, k) => ({ array, input: loop.inputs.length + k }));
  return { ...loop, inputs: [...loop.inputs, ...inputs], steps: loop.steps.map((step) => (step.fn === kernel.fn ? { ...step, reads } : step)) };
}

/** Two captures of a kernel may be one host variable: extents that are known to be equal. */
function withUniqueCaptures(loop: Loop): Loop {
  const captures = [...new Set(loop.captures)];
  if (captures.length === loop.captures.length) return loop;
  const move = (arg: StepArgument): StepArgument => (arg.kind === "capture" ? { ...arg, capture: captures.indexOf(loop.captures[arg.capture]!) } : arg);
  return { ...loop, captures, steps: loop.steps.map((s) => ({ ...s, args: s.args.map(move) })), outputs: loop.outputs.map((o) => ({ ...o, fields: o.fields.map(move) })) };
}
