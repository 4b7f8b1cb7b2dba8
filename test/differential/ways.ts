// All the ways to run one program: after every stage, on any number of ranks, by all kinds of kernels, uncompiled. `disagreement` says how one of them differs
// from the interpreter of the checked program, to the bit, or which text form loses something. Every stage's verifier is on.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as assert from "uvu/assert";
import { loadAssembler } from "../../compiler/6-emit/wasm/assembler.ts";
import type { Artifacts, EmittedKernels } from "../../compiler/artifacts.ts";
import { parseLanes, parseLocal, parsePlaced, parseProgram } from "../../compiler/ir/parse.ts";
import { printLanes, printLocal, printPlaced, printProgram } from "../../compiler/ir/print.ts";
import type { Interpreted, InterpretOptions } from "../../compiler/reference/interpret.ts";
import { interpret } from "../../compiler/reference/interpret.ts";
import { simulate } from "../../compiler/reference/simulate.ts";
import type { Driver, GlobalProgram, Kernels } from "../../runtime/abi.ts";
import { effects } from "../../runtime/effects/index.ts";
import { launchJob } from "../../runtime/launcher/launch.ts";
import { formatValues } from "../../runtime/platform.ts";
import { compiled, sourcesOfText } from "../support/compiled.ts";
import { difference } from "../support/difference.ts";
import { nativeTools } from "../support/nativeNests.ts";
import { runUncompiled } from "./uncompiled.ts";

export type Files = { readonly [file: string]: string };

const ranks = [1, 2, 3, 4, 7, 8];
const assembler = await loadAssembler(), tools = await nativeTools();
type Way = readonly [name: string, run: () => Interpreted | Promise<Interpreted>];

type Kind = "auto" | "native" | "wasm" | "js";

/** `jobs`: numbers of ranks that run as threads, besides, with those kinds of kernels. */
export async function disagreement(files: Files, jobs: readonly number[] = [], kindsOf: (np: number) => readonly Kind[] = () => ["auto"]): Promise<string | undefined> {
  // The C compiler takes its time: only where threads take theirs too.
  const native = jobs.length > 0 && typeof tools !== "string" ? { nativeCompiler: tools.compiler } : {};
  const made = (await compiled(sourcesOfText(files), jobs.length > 0 ? "bundle" : "emit", { kernels: "auto", assembler, ...native })) as Artifacts;
  const want = interpret(made.checked, options), lost = lostInText(made);
  if (lost) return lost;
  for (const [name, run] of [...inOneThread(files, made), ...inThreads(made, jobs, kindsOf)]) {
    const found = await tried(want, run);
    if (found) return `${name}: ${found}`;
  }
  return undefined;
}

async function tried(want: Interpreted, run: Way[1]): Promise<string | undefined> {
  try {
    return differences(want, await run());
  } catch (error) {
    return (error as Error).stack ?? String(error);
  }
}

function differences(want: Interpreted, got: Interpreted): string | undefined {
  for (const [name, value] of Object.entries(want.results)) {
    const found = difference(value, got.results[name]);
    if (found) return `${name} is ${found}`;
  }
  const line = want.printed.findIndex((text, k) => got.printed[k] !== text), at = line < 0 ? want.printed.length : line;
  return got.printed.length === want.printed.length && line < 0 ? undefined : `prints ${JSON.stringify(got.printed[at])} instead of ${JSON.stringify(want.printed[at])}`;
}

function inOneThread(files: Files, made: Artifacts): Way[] {
  const program = programOf(made);
  return [
    ["fused", () => interpret(made.fused, options)],
    ...ranks.map((np): Way => [`simulated, np ${np}`, () => simulate(made.local, np, options)]),
    ["JavaScript kernels", () => runJob(program, "", 1, "js")],
    ["WebAssembly kernels", () => runJob(program, "", 1, "wasm")],
    ...(program.kernels.native ? [["native kernels", () => runJob(program, "", 1, "native")] as const] : []),
    // Uncompiled, an f32 kernel may round later.
    ...(/"f32"/.test(Object.values(files).join("")) ? [] : [["uncompiled", () => runUncompiled(files)] as const]),
  ];
}

function inThreads(made: Artifacts, jobs: readonly number[], kindsOf: (np: number) => readonly Kind[]): Way[] {
  return jobs.flatMap((np) => kindsOf(np).map((kind): Way => [`${np} ranks, ${kind} kernels`, () => withBundle(made.bundle.text, (url) => runJob(programOf(made), url, np, kind))]));
}

/** What effects do in a program that runs. */
const options: InterpretOptions = {
  effect: (name, args, output) => effects[name]!.run(args, { line: output.line, format: formatValues, write: () => {}, show: () => false, program: "main", nextPicture: () => 0 }),
};

function lostInText({ checked, fused, placed, local, lanes }: Artifacts): string | undefined {
  try {
    returns(checked, printProgram, (text) => parseProgram(text) as typeof checked);
    returns(fused, printProgram, parseProgram);
    returns(placed, printPlaced, parsePlaced);
    returns(local, printLocal, parseLocal);
    returns(lanes, printLanes, parseLanes);
    return undefined;
  } catch (error) {
    return `text form: ${(error as Error).stack}`;
  }
}

function returns<T>(program: T, print: (program: T) => string, parse: (text: string) => T): void {
  const text = print(program), again = parse(text);
  assert.is(print(again), text);
  assert.equal(again, program);
}

/** The emitted modules, loaded. */
function programOf({ driver, kernels }: Artifacts): GlobalProgram {
  return { view: "global", name: "main", driver: (loaded(driver.text, ["driver"]) as { readonly driver: Driver }).driver, kernels: kernelsOf(kernels) };
}

const kernelsOf = ({ wasm, native, script }: EmittedKernels): Kernels => ({ ...(wasm ? { wasm } : {}), ...(native ? { native } : {}), ...(loaded(script.text, ["script", "failures"]) as Pick<Kernels, "script" | "failures">) });
const loaded = (text: string, names: readonly string[]): unknown => new Function(`"use strict";\n${text.replace(/^export /gm, "")}\nreturn { ${names.join(", ")} };`)();

async function runJob(program: GlobalProgram, url: string, np: number, kernels: Kind): Promise<Interpreted> {
  const texts: string[] = [], errors: string[] = [];
  const outcome = await launchJob(program, url, { np, kernels, collect: true, output: { stdout: (text) => void texts.push(text), stderr: (text) => void errors.push(text) } });
  if (outcome.status !== 0 || errors.length > 0) throw new Error(`status ${outcome.status}: ${errors.join("")} ${JSON.stringify(outcome.failures)}`);
  const printed = texts.join("");
  return { results: outcome.results ?? {}, printed: printed === "" ? [] : printed.replace(/\n$/, "").split("\n") };
}

async function withBundle<T>(text: string, run: (url: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(path.join(tmpdir(), "spmd-random-")), file = path.join(directory, "main.spmd.mjs");
  writeFileSync(file, text);
  try {
    return await run(pathToFileURL(file).href);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
