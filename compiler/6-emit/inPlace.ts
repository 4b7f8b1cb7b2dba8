// Where an output may have the memory of an input that nobody wants any more: at each position the kernel reads the input there and nowhere else, and reads it
// before it stores the output.
//
//   out0[i] = in0[i] + a * in1[i]         out0 may be in0, or in1
//   out0[i] = in0[i] - in0[i - 1]         it may not
//
// The runtime knows whether anybody wants the input (`launch`). A kernel that may throw keeps its inputs: when lanes throw, its positions are computed once more.
// For the same reason wide code must not compute positions twice then, as its last group does elsewhere: printers ask whether the addresses are the same.
import type { LaneBuffer, LaneCode, LaneExpression, LaneModule, LaneNest, LaneStatement } from "../ir/lanes.ts";
import { visitExpressions } from "../ir/laneWalks.ts";

/** Numbers of buffers. */
export interface Replaceable {
  readonly input: number;
  readonly output: number;
}

export function replaceable(nest: LaneNest): readonly Replaceable[] {
  const [pass, ...others] = nest.passes;
  if (!pass || others.length > 0) return [];
  const codes = [pass.script, pass.scalar, ...(pass.wide ? [pass.wide] : [])];
  if (codes.some((code) => throws([...code.row, ...code.body]))) return [];
  return nest.buffers.flatMap((to, output) => {
    if (to.role !== "output" || !isWalked(to, nest.ndim)) return [];
    return nest.buffers.flatMap((from, input) => (from.role === "input" && from.dtype === to.dtype && isWalked(from, nest.ndim) && codes.every((code) => readsFirst(code, input, output)) ? [{ input, output }] : []));
  });
}

/** By the nest's name, where its inputs and outputs have one buffer each: in all forms that the nest's kernel has. */
export function replaceableIn(modules: readonly LaneModule[]): ReadonlyMap<string, readonly Replaceable[]> {
  const [first, ...others] = modules.map(({ nests }) => new Map(nests.map((nest) => [nest.name, replaceable(nest)])));
  return new Map([...(first ?? [])].map(([name, pairs]) => [name, pairs.filter((pair) => others.every((other) => other.get(name)?.some((p) => p.input === pair.input && p.output === pair.output)))]));
}

/** The element at the loop's own position. */
const isWalked = ({ axes, boundary }: LaneBuffer, ndim: number): boolean => boundary === undefined && axes.length === ndim && axes.every((a, axis) => a.loop === axis && a.offset === 0 && a.per === 1);

function throws(statements: readonly LaneStatement[]): boolean {
  return statements.some((s) => s.kind === "throw" || innerOf(s).some(throws));
}

/** No load of the input after a store of the output, as the statements stand; a loop might come back. */
function readsFirst(code: LaneCode, input: number, output: number): boolean {
  let stored = false, fine = true;
  const touches = (e: LaneExpression): void => {
    if (e.kind === "read" && e.buffer === input) fine = false;
    if (e.kind === "load" && e.buffer === input && stored) fine = false;
  };
  const walk = (statements: readonly LaneStatement[], looping: boolean): void => {
    for (const s of statements) {
      const inner = innerOf(s);
      if (s.kind === "if" || s.kind === "while") visitExpressions([{ kind: "if", test: s.test, then: [], else: [] }], touches);
      else if (inner.length === 0) visitExpressions([s], touches);
      inner.forEach((list) => walk(list, looping || s.kind === "while"));
      if (s.kind === "store" && s.buffer === output) {
        stored = true;
        if (looping) fine = false;
      }
    }
  };
  walk([...code.row, ...code.body], false);
  return fine;
}

function innerOf(s: LaneStatement): readonly (readonly LaneStatement[])[] {
  switch (s.kind) {
    case "if": return [s.then, s.else];
    case "while": return [s.before, s.body, s.step];
    case "block": return [s.body];
    default: return [];
  }
}
