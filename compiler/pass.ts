// What a pass is, and how a list of them is run: each takes what it needs of the artifacts made so far and adds what it gives. A pass is pure;
// its name is the word of `spmdc dump --after NAME` and of `--timing`. Nothing here knows a particular pass; `compile.ts` holds the list.
//
//   [check, fuse, distribute]   {sources} -> {sources, checked} -> {sources, checked, fused} -> {..., placed}
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { CompileError, hasErrors } from "./diagnostics/diagnostic.ts";

export interface Pass<Artifacts, Options> {
  readonly name: string;
  /** One sentence, for `spmdc dump --help`. */
  readonly summary: string;
  readonly needs: readonly (keyof Artifacts)[];
  readonly gives: readonly (keyof Artifacts)[];
  run(have: Partial<Artifacts>, options: Options): Promise<Partial<Artifacts> & Said>;
  /** The pass's result as text. */
  show(have: Partial<Artifacts>): string;
  /** What is wrong with the pass's result, one sentence each: mistakes of the compiler, never of the user. */
  verify(have: Partial<Artifacts>): readonly string[];
}

/** What a pass has to say to the user beside its result. An error ends compilation after the pass. */
export interface Said {
  readonly diagnostics?: readonly Diagnostic[];
}

/** A pass as it is written: `Needs` and `Gives` follow from the two lists, so that `run` cannot use what it did not ask for. */
export interface PassDefinition<Artifacts, Options, Needs extends keyof Artifacts, Gives extends keyof Artifacts> {
  readonly name: string;
  readonly summary: string;
  readonly needs: readonly Needs[];
  readonly gives: readonly Gives[];
  run(have: Pick<Artifacts, Needs>, options: Options): (Pick<Artifacts, Gives> & Said) | Promise<Pick<Artifacts, Gives> & Said>;
  show(have: Pick<Artifacts, Gives>): string;
  verify?(have: Pick<Artifacts, Needs | Gives>): readonly string[];
}

/** `passesOf<Artifacts, Options>()` gives the function that turns a definition into a pass. */
export function passesOf<Artifacts, Options>() {
  return <Needs extends keyof Artifacts, Gives extends keyof Artifacts>(definition: PassDefinition<Artifacts, Options, Needs, Gives>): Pass<Artifacts, Options> => ({
    ...definition,
    run: async (have, options) => definition.run(pick(have, definition.needs), options) as Promise<Partial<Artifacts> & Said>,
    show: (have) => definition.show(pick(have, definition.gives)),
    verify: (have) => definition.verify?.(pick(have, [...definition.needs, ...definition.gives])) ?? [],
  });
}

function pick<Artifacts, Keys extends keyof Artifacts>(have: Partial<Artifacts>, keys: readonly Keys[]): Pick<Artifacts, Keys> {
  for (const key of keys) if (have[key] === undefined) throw new Error(`${String(key)} has not been made`);
  return have as Pick<Artifacts, Keys>;
}

/** "`first` runs before `then`, because ...": what the needs alone do not say. */
export interface Order {
  readonly first: string;
  readonly then: string;
  readonly because: string;
}

/** Throws unless every pass has what it needs from `given` or an earlier pass, names are unique, and the reasons are obeyed. Returns the passes. */
export function checkOrder<Artifacts, Options>(passes: readonly Pass<Artifacts, Options>[], given: readonly (keyof Artifacts)[], reasons: readonly Order[]): readonly Pass<Artifacts, Options>[] {
  const made = new Set(given), position = new Map<string, number>();
  for (const pass of passes) {
    if (position.has(pass.name)) throw new Error(`two passes are named ${pass.name}`);
    position.set(pass.name, position.size);
    for (const need of pass.needs) if (!made.has(need)) throw new Error(`pass ${pass.name} needs ${String(need)}, which no earlier pass gives`);
    for (const gift of pass.gives) made.add(gift);
  }
  for (const { first, then, because } of reasons) {
    const a = position.get(first), b = position.get(then);
    if (a === undefined || b === undefined) throw new Error(`the order names an unknown pass: ${a === undefined ? first : then}`);
    if (a >= b) throw new Error(`pass ${first} must run before ${then}: ${because}`);
  }
  return passes;
}

export interface PassRun<Artifacts> {
  readonly artifacts: Partial<Artifacts>;
  readonly diagnostics: readonly Diagnostic[];
  readonly timing: readonly { readonly pass: string; readonly ms: number }[];
}

/** Runs passes in order until one reports an error or `stopAfter` is done. With `verify`, a result that breaks the rules of its level throws an `Error`. */
export async function runPasses<Artifacts, Options>(passes: readonly Pass<Artifacts, Options>[], given: Partial<Artifacts>, options: Options, how: { readonly verify: boolean; readonly stopAfter?: string | undefined }): Promise<PassRun<Artifacts>> {
  let artifacts = given;
  const diagnostics: Diagnostic[] = [], timing: { pass: string; ms: number }[] = [];
  for (const pass of passes) {
    const start = performance.now();
    try {
      const { diagnostics: said = [], ...made } = await pass.run(artifacts, options);
      artifacts = { ...artifacts, ...made } as Partial<Artifacts>;
      diagnostics.push(...said);
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      diagnostics.push(...error.diagnostics);
    }
    timing.push({ pass: pass.name, ms: performance.now() - start });
    if (hasErrors(diagnostics)) break;
    if (how.verify) {
      const wrong = pass.verify(artifacts);
      if (wrong.length > 0) throw new Error(`after ${pass.name}:\n${wrong.map((sentence) => `  ${sentence}`).join("\n")}\n${pass.show(artifacts)}`);
    }
    if (pass.name === how.stopAfter) break;
  }
  return { artifacts, diagnostics, timing };
}
