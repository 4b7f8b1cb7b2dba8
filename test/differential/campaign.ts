// Many random programs, several of them compiled as one: a start-up for each is what takes the time. A program that fails is tried alone and shrunk; then its
// text is the error. Programs that fail only together are reported as the fewest that do.
import fc from "fast-check";
import { programGenes } from "./genes.ts";
import type { ProgramGene } from "./genes.ts";
import { filesOf, moduleOf } from "./program.ts";
import { disagreement } from "./ways.ts";
import type { Files } from "./ways.ts";

/** Program number k is made from the seed + k alone. */
export const geneOf = (seed: number): ProgramGene => fc.sample(programGenes, { seed, numRuns: 1 })[0]!;
const single = (gene: ProgramGene): Files => filesOf([moduleOf(gene)]);
const together = (genes: readonly ProgramGene[]): Files => filesOf(genes.map((gene, k) => moduleOf(gene, `p${k}_`)));

async function failureOf(files: Files, jobs: readonly number[]): Promise<string | undefined> {
  try {
    return await disagreement(files, jobs);
  } catch (error) {
    return (error as Error).stack ?? String(error);
  }
}

/** Throws what is wrong with the programs of these seeds. `shrinkMs`: how long to look for a simpler program. */
export async function check(seeds: readonly number[], jobs: readonly number[], shrinkMs: number): Promise<void> {
  const genes = seeds.map(geneOf), failure = await failureOf(together(genes), jobs);
  if (!failure) return;
  for (const seed of seeds) if (await failureOf(single(geneOf(seed)), jobs)) throw new Error(await shrunk(seed, jobs, shrinkMs));
  let fewest = seeds;
  for (const seed of seeds) {
    const others = fewest.filter((s) => s !== seed);
    if (await failureOf(together(others.map(geneOf)), jobs)) fewest = others;
  }
  const files = together(fewest.map(geneOf));
  throw new Error(`seeds ${fewest.join(", ")}, only together: ${(await failureOf(files, jobs)) ?? failure}\n${Object.entries(files).map(([name, text]) => `// ${name}\n${text}`).join("\n")}`);
}

/** The simplest failing program that was found, with what is wrong with it. */
export async function shrunk(seed: number, jobs: readonly number[], shrinkMs: number): Promise<string> {
  const property = fc.asyncProperty(programGenes, async (gene) => {
    const failure = await failureOf(single(gene), jobs);
    if (failure) throw new Error(failure);
  });
  const { counterexample, errorInstance, numShrinks } = await fc.check(property, { seed, numRuns: 1, interruptAfterTimeLimit: shrinkMs });
  const gene = counterexample?.[0] ?? geneOf(seed);
  return `SPMD_SEED=${seed} SPMD_PROGRAMS=1, after ${numShrinks} steps of shrinking: ${errorInstance instanceof Error ? errorInstance.message : "not seen again"}\n${moduleOf(gene).text}`;
}
