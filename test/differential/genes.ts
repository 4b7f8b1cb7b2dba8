// The decisions behind a random program, as lists of numbers that fast-check makes and shrinks. Reading them is total: any lists give a valid program, a
// list that has come to its end gives 0 for ever, and 0 is always the simplest decision. So a failure shrinks without ever leaving the language.
//
//   { choices: [812, 3], kernel: [40007], inner: [] }   ->   const a4 = map(a1, x => x * 2);
import fc from "fast-check";

/** One statement; `inner` are the statements inside it, if it has any. */
export interface Gene {
  readonly choices: readonly number[];
  /** For the kernel, if it has one: apart, so that there is something left for it. */
  readonly kernel: readonly number[];
  readonly inner: readonly Gene[];
}

export interface ProgramGene {
  /** Extents, dtypes, what is exported. */
  readonly head: readonly number[];
  /** Functions of numbers that kernels may call. */
  readonly functions: readonly (readonly number[])[];
  readonly body: readonly Gene[];
}

/** 0 .. count - 1. */
export type Choose = (count: number) => number;

/** Reads from the end of the list, since fast-check shortens lists at their beginning. */
export function chooser(choices: readonly number[]): Choose {
  let next = choices.length;
  return (count) => (next > 0 ? choices[--next]! % count : 0);
}

export const oneOf = <T>(choose: Choose, list: readonly T[]): T => list[choose(list.length)]!;
/** Never where there are no choices left. */
export const chance = (choose: Choose, percent: number): boolean => choose(100) >= 100 - percent;

/** One of the later ones rather than one of the first; the last is the simplest. */
export const recent = <T>(choose: Choose, list: readonly T[]): T => list[list.length - 1 - Math.min(choose(list.length), choose(list.length + 3))]!;

export function weighted<T>(choose: Choose, list: readonly (readonly [weight: number, value: T])[]): T {
  let at = choose(list.reduce((sum, [weight]) => sum + weight, 0));
  return (list.find(([weight]) => (at -= weight) < 0) ?? list[0]!)[1];
}

const numbers = (most: number): fc.Arbitrary<number[]> => fc.noBias(fc.array(fc.nat({ max: 65535 }), { maxLength: most, size: "max" }));
const genes = fc.letrec<{ gene: Gene; block: Gene[] }>((tie) => ({
  gene: fc.record({ choices: numbers(300), kernel: numbers(160), inner: fc.oneof({ maxDepth: 2, depthSize: "max" }, fc.constant<Gene[]>([]), tie("block")) }),
  block: fc.noBias(fc.array(tie("gene"), { maxLength: 4, size: "max" })),
}));

export const programGenes: fc.Arbitrary<ProgramGene> = fc.record({
  head: numbers(120),
  functions: fc.noBias(fc.array(numbers(150), { maxLength: 2, size: "max" })),
  body: fc.noBias(fc.array(genes.gene, { minLength: 1, maxLength: 13, size: "max" })),
});
