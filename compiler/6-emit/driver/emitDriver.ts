// The driver: the program that every rank runs, as a readable JavaScript module. It holds the host program of the user with the array computations
// as calls of the runtime, and imports nothing but what the user's host code imports.
//
//   const [$1] = $rt.launch($nest_k0, [h, w], $cyclic_0, [], [$rt.integer(maxit, "maxit", "mandelbrot.ts:12:24")], "mandelbrot.ts:12:24");
//   const $2 = $rt.reshard($1, $root, "mandelbrot.ts:13:1");
//   $rt.effect("imshow", [$2], [{ colormap: "spectral" }], "mandelbrot.ts:13:1");
//
// Names that the compiler made contain `$`, so they never meet the user's.
import type { SourceMap } from "../../artifacts.ts";
import type { Monoid } from "../../ir/array.ts";
import { chainsOf } from "../../ir/chains.ts";
import { statementsIn } from "../../ir/blocks.ts";
import type { Result } from "../../ir/host.ts";
import type { LocalProgram } from "../../ir/spmd.ts";
import { emitMonoid } from "../js/emitMonoid.ts";
import type { Replaceable } from "../inPlace.ts";
import { heldReads } from "./heldReads.ts";
import { lastUses } from "./lastUses.ts";
import { createConstants, literal, variableOf } from "./literal.ts";
import { printBlock } from "./statements.ts";
import { spentSlots } from "./spent.ts";
import type { Writer } from "./writer.ts";
import { createWriter } from "./writer.ts";

export interface EmittedDriver {
  readonly text: string;
  /** To the user's files, which are named as spans name them. */
  readonly map: SourceMap;
}

/** `replaceable`: by a nest's name, inputs whose memory its outputs may have. */
export function emitDriver(program: LocalProgram, readFile: (path: string) => string | undefined, replaceable: ReadonlyMap<string, readonly Replaceable[]> = new Map()): EmittedDriver {
  const spent = spentSlots(program), writer = createWriter(`${program.name}.driver.js`, readFile);
  const constants = createConstants();
  let marks = 0;

  writer.line(undefined, `// What each rank of ${program.name} runs.`);
  for (const code of program.imports) writer.line(undefined, code);
  writer.line(undefined, "");
  writer.line(undefined, "export const driver = {");
  writer.indented(() => {
    writer.line(undefined, `params: ${literal(program.params.map(({ name, default: fallback }) => ({ name, default: fallback })))},`);
    writer.line(undefined, "async run($rt) {");
    writer.indented(() => {
      if (program.slots.length > 0) writer.line(undefined, `let ${program.slots.map((slot) => slot.name).join(", ")};`);
      printBlock(program.body, {
        program, constants, writer, replaceable, spent, held: heldReads(program), lastUses: lastUses(program), chains: new Map(chainsOf(program).map((chain) => [chain.statements[0], chain])), steps: new Set(),
        freshMark: () => `$m${++marks}`,
        combineText: (monoid: Monoid) => emitMonoid(monoid.fn, program.kernels),
      });
      writer.line(undefined, resultsText(program.results));
    });
    writer.line(undefined, "},");
  });
  writer.line(undefined, "};");
  printConstants(program, constants.definitions, writer);
  if (spent.slots.size > 0) {
    writer.line(undefined, "/** A slot is about to get a new value, for whose making the memory of the old one may be wanted. */");
    writer.line(undefined, "function $letGo($rt, old) {");
    writer.indented(() => writer.line(undefined, "if (old) $rt.release(old);"));
    writer.line(undefined, "}");
  }
  return writer.finish();
}

function resultsText(results: readonly Result[]): string {
  const fields = results.map((result) => {
    const value = result.kind === "array" ? variableOf(result.value) : result.kind === "slot" ? result.slot : result.variable;
    return result.name === value ? value : `${result.name}: ${value}`;
  });
  return fields.length === 0 ? "return {};" : `return { ${fields.join(", ")} };`;
}

/** `run` is called after the module has been read, so the constants may stand below it: the program comes first. */
function printConstants(program: LocalProgram, definitions: ReadonlyMap<string, string>, writer: Writer): void {
  writer.line(undefined, "");
  for (const [name, text] of definitions) writer.line(undefined, `const ${name} = ${text};`);
  if (![...statementsIn(program.body)].some((statement) => statement.kind === "write")) return;
  writer.line(undefined, "/** What a slot holds from now on; its old value is let go. */");
  writer.line(undefined, "function $assign($rt, old, array) {");
  writer.indented(() => {
    writer.line(undefined, "$rt.retain(array);");
    writer.line(undefined, "if (old) $rt.release(old);");
    writer.line(undefined, "return array;");
  });
  writer.line(undefined, "}");
}
