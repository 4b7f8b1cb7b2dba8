// Random programs of array operators with host control flow, made without TypeScript so that thousands are cheap: they test what 2-fuse to 4-communicate
// do to a program. The same seed gives the same program.
//
//   generate, map, zipWith, transpose, stencil, folds, scans, hints; scalars captured by later kernels; slots that loops update; prints in between
import { operators } from "../../compiler/ops/index.ts";
import type { ArrayOp, Attribute, KernelRef } from "../../compiler/ir/array.ts";
import type { Program } from "../../compiler/ir/host.ts";
import type { KernelExpression } from "../../compiler/ir/kernel.ts";
import type { DType, ScalarType, ValueId } from "../../compiler/ir/types.ts";
import { scalarOf } from "../../compiler/ir/types.ts";
import { hostCode, programBuilder, testSpan, x } from "../../compiler/reference/programBuilder.ts";
import type { ProgramBuilder } from "../../compiler/reference/programBuilder.ts";

export interface Random {
  /** 0 .. 1 */
  next(): number;
  pick<T>(list: readonly T[]): T;
}

/** mulberry32 */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, pick: (list) => list[Math.floor(next() * list.length)]! };
}

const deepest = 2;

export function randomArrayProgram(seed: number): Program<ArrayOp> {
  const random = randomOf(seed), { next, pick } = random, b = programBuilder(operators), slots: { readonly name: string; readonly of: ValueId }[] = [];
  // Arrays and host scalars that can be used where we are, outer blocks first.
  const scopes: { readonly arrays: ValueId[]; readonly scalars: string[] }[] = [{ arrays: [], scalars: [] }];
  const arrays = (): ValueId[] => scopes.flatMap((s) => s.arrays), scalars = (): string[] => scopes.flatMap((s) => s.scalars);
  const add = (value: ValueId): unknown => scopes.at(-1)!.arrays.push(value);
  const element = (v: ValueId): DType => b.typeOf(v).element as DType, shape = (v: ValueId): string => b.typeOf(v).shape.join();
  const alike = (v: ValueId): ValueId[] => arrays().filter((o) => shape(o) === shape(v));
  let names = 0;

  const kernel = (elements: readonly DType[], ndim: number, result: DType): KernelRef => {
    const indices = elements.length === 0 || next() < 0.4 ? ndim : 0, captures = scalars().length > 0 && next() < 0.4 ? [pick(scalars())] : [];
    const params = [...elements.map((d, k) => [`e${k}`, scalarOf(d)] as const), ...Array.from({ length: indices }, (_, k) => [`i${k}`, "int"] as const), ...captures.map((c) => [`captured_${c}`, "f64"] as const)];
    return b.kernel(params, body(random, params, result), { indices, captures });
  };
  const updateSlot = (): void => {
    const slot = pick(slots), action = next(), value = b.read(slot.name), fits = alike(slot.of).filter((v) => element(v) === element(slot.of));
    if (action < 0.4) b.write(slot.name, b.op("map", [value], { kernel: kernel([element(value)], b.typeOf(value).shape.length, element(value)), element: element(value) }));
    else if (action < 0.7 && fits.length > 0) b.write(slot.name, pick(fits));
    else add(value);
  };
  const control = (depth: number): void => {
    const inner = () => b.block(() => {
      scopes.push({ arrays: [], scalars: [] });
      for (let k = next() * 6; k >= 0; k--) step(depth + 1);
      scopes.pop();
    });
    const kind = next(), label = `l${++names}`, test = pick(["n", ...scalars()]);
    if (kind < 0.4) b.statement({ kind: "if", test: hostCode(`${test} < 2`, [test]), then: inner(), else: inner(), span: testSpan(1) });
    else if (kind < 0.8) b.statement({ kind: "forOf", label, binding: `t${names}`, iterable: hostCode("[1, 2]"), body: inner(), span: testSpan(1) });
    else b.statement({ kind: "block", label, body: inner(), span: testSpan(1) });
  };
  const step = (depth: number): void => {
    const all = arrays(), made = pick(["f64", "f64", "f32", "i32", "u8", "bool"] as const);
    if (depth < deepest && next() < 0.12) return control(depth);
    if (slots.length > 0 && next() < 0.2) return updateSlot();
    if (all.length === 0 || next() < 0.1) {
      const extents = pick([["n", "m"], ["n", "m"], ["m", "n"], ["n"]]);
      return void add(b.op("generate", [], { attributes: { shape: extents.map((host) => ({ host })) }, element: made, kernel: kernel([], extents.length, made) }));
    }
    const a = pick(all), own = element(a), ndim = b.typeOf(a).shape.length, logical = own === "bool";
    const makers: (() => unknown)[] = [
      () => add(b.op("map", [a], { kernel: kernel([own], ndim, made), element: made })),
      () => {
        const other = pick(alike(a));
        add(b.op("zipWith", [a, other], { kernel: kernel([own, element(other)], ndim, made), element: made }));
      },
      () => {
        const offsets = [0, 1].map(() => Array.from({ length: ndim }, () => Math.floor(next() * 5) - 2)), params = ["p", "q"].map((p) => [p, scalarOf(own)] as const);
        const boundary: Attribute = pick(["clamp", "wrap", "reflect", logical ? true : 1]);
        add(b.op("stencil", [a], { kernel: b.kernel(params, body(random, params, made), { offsets }), attributes: { options: { boundary } }, element: made }));
      },
      () => {
        const name = `s${++names}`;
        b.scalar(name, b.op(pick(["sum", "max", "min"]), [a]));
        b.host(`const ${name}c = Math.max(-9, Math.min(9, Number(${name}) || 0));`, [name], [`${name}c`]);
        scopes.at(-1)!.scalars.push(`${name}c`);
      },
      () => add(b.op("scanAll", [a], { monoid: logical ? "xor" : pick(["add", "max"]), attributes: { options: { exclusive: next() < 0.4 } } })),
      () => add(b.op("distribute", [a], { attributes: { how: pick(["rows", "cols", "cyclic", "replicated"]) } })),
      () => b.statement({ kind: "effect", effect: "print", name: null, inputs: [a], arguments: [hostCode("{ array: 0 }")], span: testSpan(1) }),
      () => b.host(`console.log(${pick(["n", ...scalars()])});`, ["n", ...scalars()]),
    ];
    if (ndim === 2) makers.push(() => add(b.op("transpose", [a])), () => add(b.op(pick(["reduceRows", "reduceCols", "scanRows"]), [a], { monoid: logical ? "or" : "add" })));
    if (depth === 0 && slots.length < 3) makers.push(() => newSlot(b, slots, a));
    pick(makers)();
  };

  b.host(`const n = $rt.param("n", 5), m = $rt.param("m", 3);`, [], ["n", "m"]);
  for (let k = 6 + next() * 20; k >= 0; k--) step(0);
  arrays().forEach((value, k) => next() < 0.5 && b.result(`r${k}`, value));
  const program = b.program();
  return { ...program, results: [...program.results, ...slots.map(({ name }) => ({ kind: "slot", name, slot: name }) as const)] };
}

function newSlot(b: ProgramBuilder, slots: { readonly name: string; readonly of: ValueId }[], value: ValueId): void {
  const name = `u${slots.length}`;
  slots.push({ name, of: value });
  b.slot(name, b.typeOf(value));
  b.write(name, value);
}

/** A small expression of all parameters, as the result's dtype wants it. */
function body({ next, pick }: Random, params: readonly (readonly [name: string, type: ScalarType])[], result: DType): KernelExpression {
  let value = x.number(Math.floor(next() * 7) - 3);
  for (const [name, type] of params) value = x.op(pick(["add", "sub", "mul", "add"]), value, type === "f64" ? x.local(name) : x.real(x.local(name, type)));
  if (result === "bool") return x.less(value, x.number(1));
  if (result === "f32") return { kind: "convert", type: "f32", operand: value };
  return result === "f64" ? value : { kind: "math", type: "int", fn: "floor", args: [value] };
}
