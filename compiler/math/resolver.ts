// Functions of `Math` out of the lowered library, each with the functions that it needs. The library is text (lowered.ts); of its functions only those
// that a program needs are parsed.
//
//   mathResolver()("sin")  ->  [@math$sin, @math$reduceByQuarterTurns, @math$twoSum, ...]
import type { KernelFunction, KernelId } from "../ir/kernel.ts";
import { parseKernel } from "../ir/parse.ts";
import { expressionsOf, kernelExpressions, kernelStatements } from "../ir/traverse.ts";
import { mathText } from "./lowered.ts";

export const mathId = (name: string): KernelId => `@math$${name}`;

export type MathResolver = (name: string) => readonly KernelFunction[] | undefined;

/** One a run of the compiler: it remembers what it has parsed. */
export function mathResolver(text: string = mathText): MathResolver {
  const sections = new Map<string, string>(), parsed = new Map<KernelId, KernelFunction>();
  const functionOf = (id: KernelId): KernelFunction | undefined => {
    if (sections.size === 0) for (const section of text.split(/\n(?=kernel )/)) sections.set(/^kernel (@[^\s(]+)/.exec(section)?.[1] ?? "", section);
    const section = sections.get(id), known = parsed.get(id) ?? (section === undefined ? undefined : parseKernel(section));
    if (known) parsed.set(id, known);
    return known;
  };
  return (name) => {
    const found = new Map<KernelId, KernelFunction>();
    const visit = (id: KernelId): void => {
      const fn = found.has(id) ? undefined : functionOf(id);
      if (!fn) return;
      found.set(id, fn);
      for (const called of calledBy(fn)) visit(called);
    };
    visit(mathId(name));
    return found.size > 0 ? [...found.values()] : undefined;
  };
}

function* calledBy(fn: KernelFunction): Generator<KernelId> {
  for (const s of kernelStatements(fn.body)) {
    if (s.kind === "callRecord") yield s.fn;
    for (const e of expressionsOf(s)) for (const part of kernelExpressions(e)) if (part.kind === "call") yield part.fn;
  }
}
