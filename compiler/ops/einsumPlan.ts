// How a sum of products over named axes is computed: as loops and products of matrices, from its subscripts alone, so that a program and the reference do the same.
//
//   ij,jk->ik      one product of matrices
//   bij,bj->bi     one loop over b, i, j that adds up j
//   ij,kj->ik      kj becomes jk, then a product of matrices
//   ijk->i         add up k, then j
//   ij,ij->        one loop that adds up all
export interface Subscripts {
  readonly inputs: readonly string[];
  readonly output: string;
}

/** Inputs: numbers below the operands' count are those, the others are results of earlier steps. */
export type EinsumStep =
  /** Over the letters of the output and those that are summed: one at most, or all. */
  | { readonly kind: "loop"; readonly of: Subscripts; readonly inputs: readonly number[] }
  /** [batch, left, shared] times [batch, shared, right]. */
  | { readonly kind: "matmul"; readonly inputs: readonly [number, number]; readonly output: string; readonly batch: number; readonly shared: number };

/** The parts of "ij,jk->ik"; without "->" the letters that stand once, in alphabetical order. Undefined: not subscripts. */
export function parseSubscripts(text: string): Subscripts | undefined {
  const match = /^([A-Za-z]*(?:,[A-Za-z]*)*)(?:->([A-Za-z]*))?$/.exec(text.replaceAll(" ", ""));
  if (!match) return undefined;
  const inputs = match[1]!.split(","), letters = [...inputs.join("")];
  return { inputs, output: match[2] ?? [...new Set(letters)].filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter)).sort().join("") };
}

export const lettersOf = (...texts: readonly string[]): string => [...new Set(texts.join(""))].join("");
const within = (letters: string, other: string): string => [...letters].filter((letter) => other.includes(letter)).join("");
const without = (letters: string, other: string): string => [...letters].filter((letter) => !other.includes(letter)).join("");

/** The letters of a loop's axes, in order, and which of these are summed: one comes last where the first operand ends with it, else first. */
export function loopLetters({ inputs, output }: Subscripts): { readonly letters: string; readonly summed: readonly number[] | undefined } {
  const summed = without(lettersOf(...inputs), output);
  if (summed === "") return { letters: output, summed: undefined };
  if (output === "") return { letters: summed, summed: Array.from(summed, (_, axis) => axis) };
  return inputs[0]!.endsWith(summed) ? { letters: output + summed, summed: [output.length] } : { letters: summed + output, summed: [0] };
}

export function einsumPlan({ inputs: operands, output }: Subscripts): readonly EinsumStep[] {
  const steps: EinsumStep[] = [];
  /** Where an operand stands, and its letters. */
  interface Operand { readonly at: number; readonly letters: string }
  const loop = (inputs: readonly Operand[], to: string): Operand => {
    steps.push({ kind: "loop", of: { inputs: inputs.map((x) => x.letters), output: to }, inputs: inputs.map((x) => x.at) });
    return { at: operands.length + steps.length - 1, letters: to };
  };
  /** Letters that nobody needs are added up: all of them at once, or one at a time, from the last. */
  const summed = (x: Operand, needed: string): Operand => {
    const gone = without(lettersOf(x.letters), needed);
    if (gone === "") return x;
    return summed(loop([x], within(x.letters, needed) === "" ? "" : without(lettersOf(x.letters), gone.at(-1)!)), needed);
  };
  const arranged = (x: Operand, letters: string): Operand => (x.letters === letters ? x : loop([x], letters));
  const product = (first: Operand, second: Operand, needed: string): Operand => {
    // A factor that is one number already is multiplied with the elements of the other, not with their sum: a loop has an axis.
    const a = summed(first, second.letters + needed), b = a.letters === "" && needed === "" ? second : summed(second, first.letters + needed), left = within(without(lettersOf(a.letters), b.letters), needed), right = within(without(lettersOf(b.letters), a.letters), needed);
    const both = within(lettersOf(a.letters), b.letters), batch = within(both, needed), shared = without(both, needed);
    if (shared === "" || needed === "" || (shared.length === 1 && (left === "" || right === ""))) return loop([a, b], needed);
    const x = arranged(a, batch + left + shared), y = arranged(b, batch + shared + right), result = batch + left + right;
    steps.push({ kind: "matmul", inputs: [x.at, y.at], output: result, batch: batch.length, shared: shared.length });
    return { at: operands.length + steps.length - 1, letters: result };
  };
  const all = operands.map((letters, at): Operand => ({ at, letters }));
  const last = all.slice(1).reduce((x, next, k) => {
    const rest = operands.slice(k + 2).join(""), letters = lettersOf(x.letters, next.letters), needed = rest === "" ? output : within(letters, output + rest);
    return product(x, next, needed);
  }, all[0]!);
  arranged(summed(last, output), output);
  if (steps.length === 0) loop([all[0]!], output);
  return steps;
}
