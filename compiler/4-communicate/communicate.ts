// 4-communicate: the program that each rank runs. Loops become launches of nests, differences of placement become collectives.
//
//   %2 = loop [n, m] stencil of %1, run as block(0)     ->     %3 = halo of %1 (1 row from each neighbour);  %2 = launch stencil_0 over %3
//   const s = sum %2                                    ->     leaves = launch; %4 = combine leaves (allgather); const s = %4
//
// Then folds that are wanted at the same time share an exchange (`joinFolds`), and so do arrays that all ranks want (`joinMoves`), what reads a scan joins its last pass (`mergeLaunches`), and what will get a
// halo has room for it (`makeRoom`).
// Every collective comes from the table of `ir/reshard.ts` or from a fold, and says why it is there. A hint that asks for what is there already is nothing.
import { accumulatorOf } from "../ir/array.ts";
import type { ArrayNode, ArrayOp, Loop } from "../ir/array.ts";
import { nodesIn, statementsIn } from "../ir/blocks.ts";
import type { Block, Program, Statement } from "../ir/host.ts";
import { hostCodeOf, isControl } from "../ir/traverse.ts";
import { freshValues, reachedFunctions, resultsOf, throwing, typesOf } from "../ir/traverse.ts";
import type { KernelId } from "../ir/kernel.ts";
import type { Nest } from "../ir/nest.ts";
import type { Placed } from "../ir/placed.ts";
import { inputPlacements } from "../ir/placed.ts";
import type { Placement } from "../ir/placement.ts";
import { effectPlacement } from "../ir/placement.ts";
import { collectiveFor } from "../ir/reshard.ts";
import type { CallFold, Cause, LocalNode, LocalProgram, LocalValue } from "../ir/spmd.ts";
import type { ValueId } from "../ir/types.ts";
import type { EffectDefinition, OperatorDefinition } from "../ops/defineOp.ts";
import { effects as allEffects, operators as allOperators } from "../ops/index.ts";
import type { Needs } from "./causes.ts";
import { inputCause, moveCause, rulesTakeParts, withAllCauses } from "./causes.ts";
import { joinFolds } from "./joinFolds.ts";
import { joinMoves } from "./joinMoves.ts";
import { makeRoom } from "./makeRoom.ts";
import { mergeLaunches } from "./mergeLaunches.ts";
import { lowerLoop } from "./lowerLoop.ts";
import type { Lowering } from "./lowerLoop.ts";
import { newScopes } from "./scopes.ts";

export interface Language {
  readonly operators: ReadonlyMap<string, OperatorDefinition>;
  readonly effects: ReadonlyMap<string, EffectDefinition>;
}

export function communicate(placed: Placed, { operators, effects }: Language = { operators: allOperators, effects: allEffects }): LocalProgram {
  const { program, placements, slotPlacements } = placed, types = typesOf(program), fresh = freshValues(program);
  const scopes = newScopes(), nests: Nest[] = [], finishes = new Set<string>(), alias = new Map<ValueId, ValueId>();
  const why: Needs = { copies: new Map(), variables: new Map() }, variableOf = new Map<ValueId, string>();
  const named = (value: ValueId): ValueId => alias.get(value) ?? value;
  const emit = (node: LocalNode, defines: readonly LocalValue[]): void => scopes.emit({ kind: "array", node }, defines.map((d) => d.value));

  /** The value where it is needed; `cause` says why, if it has to move; `into`: the variable that it is written to. */
  const bring = (wanted: ValueId, to: Placement, cause: (from: Placement) => Cause, into?: string): ValueId => {
    const input = named(wanted), type = types.get(input)!, from = placements.get(input)!, collective = collectiveFor(from, to);
    const variable = variableOf.get(input);
    if (variable !== undefined && collective === "none") why.variables.set(variable, [...(why.variables.get(variable) ?? []), cause]);
    if (collective === "none" || type.shape.length === 0) return input;
    const copy = scopes.copy(input, to, () => {
      const value = fresh();
      return { value, node: { kind: "reshard", input, from, result: { value, type, placement: to }, collective, cause: cause(from) } };
    });
    why.copies.set(copy, [...(why.copies.get(copy) ?? []), { from, cause, ...(into === undefined ? {} : { into }) }]);
    return copy;
  };
  const ndimOf = (value: ValueId): number => types.get(value)!.shape.length;
  const lowering: Lowering = {
    functions: new Map(program.kernels.map((fn) => [fn.id, fn])),
    fresh,
    nestName: (ops, suffix) => [...new Set(ops.map((o) => o.op))].slice(0, 4).concat(suffix ?? [], String(nests.length)).join("_"),
    addNest: (nest, finishesScans) => {
      nests.push(nest);
      if (finishesScans) finishes.add(nest.name);
    },
    emit,
  };

  const loopNode = (loop: Loop): void => {
    const at = placed.loops.get(loop.outputs[0]!.result)!, wanted = inputPlacements(loop, at);
    lowerLoop(loop, at, loop.inputs.map(({ value }, k) => bring(value, wanted[k]!, (from) => inputCause(loop, k, at, from))), lowering);
  };
  const hintNode = (op: ArrayOp): void => {
    const input = named(op.inputs[0]!), value = op.results[0]!, from = placements.get(input)!, to = placements.get(value)!, collective = collectiveFor(from, to);
    if (collective === "none") return void alias.set(value, input);
    const result: LocalValue = { value, type: op.types[0]!, placement: to };
    emit({ kind: "reshard", input, from, result, collective, cause: moveCause(op, from, to, op.types[0]!.shape.length) }, [result]);
  };
  const libraryNode = (op: ArrayOp): void => {
    const rules = operators.get(op.op)?.library?.rules(op, (value) => types.get(value)!) ?? [], partsDo = rulesTakeParts(rules, op.inputs.map(ndimOf));
    const wanted = placed.calls.get(op.results[0]!)!, inputs = op.inputs.map((value, k) => bring(value, wanted[k]!, (from) => moveCause(op, from, wanted[k]!, ndimOf(value), partsDo)));
    const results = resultsOf(op).map((made): LocalValue => ({ ...made, placement: placements.get(made.value)! }));
    const fold: CallFold | undefined = op.monoid && { monoid: op.monoid, accumulator: accumulatorOf(types.get(op.inputs[0]!)!.element, op.monoid) };
    emit({ kind: "call", op: op.op, inputs, results, attributes: op.attributes, ...(fold ? { fold } : {}), span: op.span }, results);
  };
  const node = (n: ArrayNode): void => (n.kind === "loop" ? loopNode(n) : operators.get(n.op)?.placementHint ? hintNode(n) : libraryNode(n));

  const statement = (s: Statement<ArrayNode>): void => {
    switch (s.kind) {
      case "array":
        return node(s.node);
      case "read":
        variableOf.set(s.result, s.slot);
        return scopes.emit(s, [s.result]);
      case "write":
        return scopes.emit({ ...s, value: bring(s.value, slotPlacements[s.slot]!, (from) => moveCause({ op: `the variable ${s.slot}`, span: s.span }, from, slotPlacements[s.slot]!, ndimOf(s.value)), s.slot) });
      case "effect": {
        const wanted = effects.get(s.effect)?.placement ?? "replicated", toOf = (value: ValueId): Placement => effectPlacement(wanted, placements.get(named(value))!, ndimOf(value));
        return scopes.emit({ ...s, inputs: s.inputs.map((value) => bring(value, toOf(value), (from) => moveCause({ op: s.effect, span: s.span }, from, toOf(value), ndimOf(value)))) });
      }
      case "scalar":
      case "extent":
        return scopes.emit({ ...s, value: named(s.value) });
      default:
        return isControl(s) ? control(s) : scopes.emit(s);
    }
  };
  const inner = (block: Block<ArrayNode>, repeats: boolean): Block<LocalNode> => scopes.block(repeats, () => block.forEach(statement));
  const control = (s: Statement<ArrayNode> & { readonly kind: "if" | "while" | "forOf" | "block" }): void => {
    if (s.kind === "if") scopes.emit({ ...s, then: inner(s.then, false), else: inner(s.else, false) });
    else if (s.kind === "while") scopes.emit({ ...s, before: inner(s.before, true), body: inner(s.body, true), step: inner(s.step, true) });
    else scopes.emit({ ...s, body: inner(s.body, s.kind === "forOf") });
  };

  const lowered = withAllCauses(inner(program.body, false), why), throws = throwing(program.kernels), byName = new Map(nests.map((nest) => [nest.name, nest]));
  const joined = joinFolds(lowered, { isFixed: fixedNames(program), mayThrow: throws, nestMayThrow: (name) => nestFunctions(byName.get(name)!).some(throws) });
  const add = (nest: Omit<Nest, "name">, ops: Loop["ops"]): string => {
    const named = { ...nest, name: lowering.nestName(ops) };
    nests.push(named);
    byName.set(named.name, named);
    return named.name;
  };
  const merged = mergeLaunches(joined, { nests: byName, isFinish: (name) => finishes.has(name), mayThrow: (nest) => nestFunctions(nest).some(throws), results: new Set(program.results.flatMap((r) => (r.kind === "array" ? [named(r.value)] : []))), add });
  const body = makeRoom(joinMoves(merged), nests), launched = new Set([...nodesIn(body)].flatMap((n) => (n.kind === "launch" ? [n.nest] : []))), left = nests.filter((nest) => launched.has(nest.name));
  const called = [...statementsIn(body)].flatMap((s) => (s.kind === "array" && s.node.kind === "call" && s.node.fold ? [s.node.fold.monoid.fn] : []));
  const roots = [...called, ...left.flatMap(nestFunctions)];
  return {
    ...program,
    body,
    nests: left,
    slotPlacements,
    kernels: reachedFunctions(program.kernels, roots),
    results: program.results.map((r) => (r.kind === "array" ? { ...r, value: named(r.value) } : r)),
  };
}

/** Names that one statement alone gives a value: it never changes. */
function fixedNames({ body }: Program<ArrayNode>): (name: string) => boolean {
  const writers = new Map<string, number>();
  for (const s of statementsIn(body)) for (const name of new Set(hostCodeOf(s).flatMap((code) => code.writes))) writers.set(name, (writers.get(name) ?? 0) + 1);
  return (name) => (writers.get(name) ?? 0) <= 1;
}

/** The functions that a nest calls itself. */
const nestFunctions = (nest: Nest): readonly KernelId[] => [...nest.steps.map((s) => s.fn), ...nest.outputs.flatMap((o) => (o.mode === "store" ? [] : [o.monoid.fn]))];
