// spmdc check --probe: tries what no compiler can prove, that the functions users give to monoids are associative, and that their identities are. Small values first, so
// that a counterexample is one a person can follow; then random ones, always the same.
//
//   monoid(0, (a, b) => a + 2 * b)      f(f(0, 0), 1) is 2, but f(0, f(0, 1)) is 4
//
// Rounding is forgiven: sums of floating-point numbers are associative up to it.
import { report } from "../diagnostics/catalogue/index.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ArrayOp, Monoid } from "../ir/array.ts";
import { accumulatorOf, identityOf } from "../ir/array.ts";
import { statementsIn } from "../ir/blocks.ts";
import type { Program } from "../ir/host.ts";
import { showSpan } from "../ir/span.ts";
import type { DType, ElementType, ValueId } from "../ir/types.ts";
import { fieldsOf, integerRange } from "../ir/types.ts";
import { typesOf } from "../ir/traverse.ts";
import type { KernelValue } from "../reference/evaluate.ts";
import { kernelEvaluator } from "../reference/evaluate.ts";

type Element = readonly KernelValue[];

const randomTriples = 3000, smallest = 6, mostSmallTriples = 1000;
/** A loop that runs longer does so on values it was not made for. */
const mostTrips = 10_000;
/** Of so many values that it does not end on nothing more is learned. */
const mostEndless = 20;
/** Relative to the largest of the values. */
const forgiven = { f64: 1e-9, f32: 1e-4 };

/** A diagnostic for each place whose monoid breaks a law. Monoids of the language keep them. */
export function probe(program: Program<ArrayOp>): readonly Diagnostic[] {
  const types = typesOf(program), told = new Set<string>(), found: Diagnostic[] = [];
  for (const s of statementsIn(program.body)) {
    if (s.kind !== "array" || s.node.monoid?.name !== "custom") continue;
    const { node } = s, place = showSpan(node.span), element = types.get(node.inputs[0] as ValueId)!.element;
    if (told.has(place)) continue;
    told.add(place);
    const problem = broken(program, node.monoid!, element);
    if (problem) found.push(report(problem.code, node.span, { op: node.op, ...problem.values }));
  }
  return found;
}

interface Problem {
  readonly code: "SPMD2056" | "SPMD2057";
  readonly values: { readonly [name: string]: string };
}

function broken(program: Program<ArrayOp>, monoid: Monoid, element: ElementType): Problem | undefined {
  const fields = fieldsOf(element), accumulators = fieldsOf(accumulatorOf(element, monoid)), names = fields.map(([field]) => field), trips = { left: mostTrips, endless: 0 };
  const evaluate = kernelEvaluator(program.kernels, undefined, () => {
    if (trips.left-- > 0) return;
    trips.endless++;
    throw new Error("too many trips");
  });
  /** Undefined: the function throws, or does not end, on these. */
  const f = (a: Element | undefined, b: Element | undefined): Element | undefined => {
    if (!a || !b || trips.endless > mostEndless) return undefined;
    trips.left = mostTrips;
    try {
      return evaluate(monoid.fn, [...a, ...b]);
    } catch {
      return undefined;
    }
  };
  const text = (a: Element): string => (names[0] === "" ? valueText(a[0]!) : `{ ${names.map((name, k) => `${name}: ${valueText(a[k]!)}`).join(", ")} }`);
  const same = (a: Element | undefined, b: Element | undefined, of: readonly Element[]): boolean => !a || !b || a.every((value, k) => close(value, b[k]!, accumulators[k]![1], of.map((x) => x[k]!)));
  const identity: Element = names.map((name) => identityOf(monoid.identity, name)), isBoolean = identity.map((value) => typeof value === "boolean");
  const triples = triplesOf(fields.map(([, dtype]) => dtype), isBoolean);
  for (const [a] of triples) for (const result of [f(identity, a), f(a, identity)]) {
    if (!same(result, a, [a, identity])) return { code: "SPMD2057", values: { identity: text(identity), element: text(a), result: text(result!), call: result === f(identity, a) || same(result, f(identity, a), [a]) ? `f(${text(identity)}, ${text(a)})` : `f(${text(a)}, ${text(identity)})` } };
  }
  for (const [a, b, c] of triples) {
    const ab = f(a, b), bc = f(b, c), left = f(ab, c), right = f(a, bc);
    if (!same(left, right, [a, b, c, ...(ab ? [ab] : []), ...(bc ? [bc] : [])])) return { code: "SPMD2056", values: { left: `f(f(${text(a)}, ${text(b)}), ${text(c)})`, leftResult: text(left!), right: `f(${text(a)}, f(${text(b)}, ${text(c)}))`, rightResult: text(right!) } };
  }
  return undefined;
}

const valueText = (value: KernelValue): string => (Object.is(value, -0) ? "-0" : String(value));

function close(a: KernelValue, b: KernelValue, dtype: DType, of: readonly KernelValue[]): boolean {
  if (typeof a === "boolean" || typeof b === "boolean") return a === b;
  if (Object.is(a, b) || a === b) return true;
  // Beyond 2^53 integers round, too, and infinities have lost what they were made of.
  const size = Math.max(1e-300, ...[a, b, ...of.map(Number)].map(Math.abs));
  return !Number.isFinite(size) || Math.abs(a - b) <= size * (dtype === "f32" ? forgiven.f32 : forgiven.f64);
}

/** All triples of a few small elements, as far as they are not too many, then random ones. */
function triplesOf(dtypes: readonly DType[], isBoolean: readonly boolean[]): readonly (readonly [Element, Element, Element])[] {
  const small = (k: number): readonly KernelValue[] => (isBoolean[k] ? [false, true] : dtypes[k] === "bool" ? [0, 1] : (dtypes[k]!.startsWith("u") ? [0, 1, 2, 3, 5, 7] : [0, 1, 2, -1, 3, -2]).slice(0, smallest));
  const elements = dtypes.reduce<Element[]>((found, _, k) => found.flatMap((before) => small(k).map((value) => [...before, value])), [[]]), random = generator(1);
  const pick = (): Element => dtypes.map((dtype, k) => randomValue(dtype, isBoolean[k]!, random)), choose = (): Element => elements[Math.floor(random() * elements.length)]!;
  const all = elements.length ** 3 <= mostSmallTriples ? elements.flatMap((a) => elements.flatMap((b) => elements.map((c) => [a, b, c] as const))) : Array.from({ length: mostSmallTriples }, () => [choose(), choose(), choose()] as const);
  return [...all, ...Array.from({ length: randomTriples }, () => [pick(), pick(), pick()] as const)];
}

function randomValue(dtype: DType, isBoolean: boolean, random: () => number): KernelValue {
  if (isBoolean) return random() < 0.5;
  if (dtype === "bool") return Math.floor(random() * 2);
  const range = integerRange[dtype];
  if (range) return Math.max(range[0], Math.min(range[1], Math.round((random() - (range[0] < 0 ? 0.5 : 0)) * 10 ** (1 + Math.floor(random() * 4)))));
  const value = random() < 0.5 ? Math.round((random() - 0.5) * 40) : (random() - 0.5) * 10 ** Math.floor(random() * 4);
  return dtype === "f32" ? Math.fround(value) : value;
}

/** Numbers from 0 to 1, the same in every run (Marsaglia's xorshift of 32 bits). */
function generator(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
