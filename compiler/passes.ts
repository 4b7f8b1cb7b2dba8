// The passes: each stage's function with its name, what it takes and gives, and how its result is shown and verified. Their order is in `compile.ts`.
import type { Artifacts } from "./artifacts.ts";
import type { Assembler, NativeCompiler } from "./6-emit/kernels.ts";
import { bundle } from "./7-bundle/bundle.ts";
import { check } from "./1-check/check.ts";
import { checkTypes } from "./1-check/checkTypes.ts";
import type { ParseCache } from "./1-check/project.ts";
import { pathOf } from "./1-check/sources.ts";
import { hasErrors } from "./diagnostics/diagnostic.ts";
import { probe } from "./probe/probe.ts";
import { passesOf } from "./pass.ts";
import { communicate } from "./4-communicate/communicate.ts";
import { distribute, withoutHints } from "./3-distribute/distribute.ts";
import { typicalMachine } from "./3-distribute/machine.ts";
import type { Machine } from "./3-distribute/machine.ts";
import { knownValues } from "./explain/known.ts";
import { advise } from "./explain/advise.ts";
import { emitDriver } from "./6-emit/driver/emitDriver.ts";
import { replaceableIn } from "./6-emit/inPlace.ts";
import { emitKernels, emitNative } from "./6-emit/kernels.ts";
import { writtenKernels } from "./6-emit/written.ts";
import { fuse } from "./2-fuse/fuse.ts";
import { literalsOf } from "./ir/literals.ts";
import { nodesIn } from "./ir/blocks.ts";
import { chainsOf } from "./ir/chains.ts";
import type { NestModule } from "./ir/nest.ts";
import type { Extent } from "./ir/types.ts";
import { printLanes, printLocal, printPlaced, printProgram } from "./ir/print.ts";
import { vectorize } from "./5-vectorize/vectorize.ts";
import { verifyLanes, verifyLocal, verifyPlaced, verifyProgram } from "./ir/verify.ts";

export interface CompileOptions {
  /** Path of the prebuilt runtime, `dist/runtime.mjs`; `mpi.mjs` lies beside it. Only the bundle pass reads it. */
  readonly runtime: string;
  /** Makes WebAssembly of its text; loading wabt once is the caller's business. Not needed with `kernels: "js"`. */
  readonly assembler?: Assembler;
  /** Makes machine code of C; without it the bundle has none. */
  readonly nativeCompiler?: NativeCompiler;
  readonly kernels?: "auto" | "wasm" | "js" | "native";
  /** Vectors that kernels compute together; chosen by cost where absent. */
  readonly unroll?: number;
  readonly target?: "node" | "browser";
  readonly minify?: boolean;
  /** Packages that stay imports of the bundle. */
  readonly external?: readonly string[];
  /** Where the bundle will be written; names in its source map are relative to it. The entry's directory if absent. */
  readonly directory?: string;
  /** Of the product, for the bundle's first line. */
  readonly version?: string;
  /** Parsed files of an earlier compilation; see `1-check/project.ts`. */
  readonly cache?: ParseCache;
  /** Tries monoids on values: what no rule can tell. */
  readonly probe?: boolean;
  /** Codes of warnings that are not told. */
  readonly ignore?: readonly string[];
  /** Kernels do not check the positions that they `read`. */
  readonly unchecked?: boolean;
  /** Bytes of one array that a rank has room for. */
  readonly memory?: number;
  /** How many ranks the program will run on, as far as that is known: any number can run it, and many are worth a plan of their own. */
  readonly np?: number;
  /** Checks the program after each pass. */
  readonly verify?: boolean;
  /** The name of the last pass to run; all of them if absent. */
  readonly stopAfter?: string;
}

/** What placements are chosen for: sizes matter where memory is scarce, as params say by default. Few ranks get the plan of a typical number. */
const machineOf = (program: Artifacts["fused"], { memory, np = 1 }: CompileOptions): Machine => ({ ...typicalMachine, np: Math.max(typicalMachine.np, np), ...(memory === undefined ? {} : { memory, extents: knownValues(program) }) });

/** What becomes kernels: the program's nests, and scans in one pass. */
function kernelsOf(local: Artifacts["local"]): NestModule {
  const literals = literalsOf(local), constants = new Map<string, readonly (number | undefined)[]>();
  const chains = chainsOf(local), extents = new Map<string, readonly (number | undefined)[]>(), add = (name: string, shape: readonly Extent[], captures: readonly (string | number)[]): void => {
    const values = captures.map((c) => (typeof c === "number" ? c : literals.get(c)));
    constants.set(name, constants.get(name)?.map((value, k) => (Object.is(value, values[k]) ? value : undefined)) ?? values);
    const known = extents.get(name), own = shape.map((extent) => (typeof extent === "number" ? extent : undefined));
    extents.set(name, known ? known.map((extent, axis) => (extent === undefined || own[axis] === undefined ? undefined : Math.max(extent, own[axis]))) : own);
  };
  for (const node of nodesIn(local.body)) if (node.kind === "launch") add(node.nest, node.shape, node.captures);
  for (const { nest, finish } of chains) add(nest.name, finish.shape, []);
  return { nests: [...local.nests, ...chains.map(({ nest }) => nest)], functions: local.kernels, extents, constants };
}

const pass = passesOf<Artifacts, CompileOptions>();

export const checkPass = pass({
  name: "check", summary: "TypeScript becomes a host program of array operators, its lambdas kernels", needs: ["sources"], gives: ["checked", "names"],
  run: ({ sources }, { cache, unchecked = false, probe: tries }) => {
    const { program, diagnostics, names } = check(sources, { ...(cache ? { cache } : {}), unchecked });
    return { checked: program, names, diagnostics: tries && !hasErrors(diagnostics) ? [...diagnostics, ...probe(program)] : diagnostics };
  },
  show: ({ checked }) => printProgram(checked), verify: ({ checked }) => verifyProgram(checked),
});
export const fusePass = pass({
  name: "fuse", summary: "operators with a loop form become loops, neighbouring loops one", needs: ["checked"], gives: ["fused"],
  run: ({ checked }) => ({ fused: fuse(checked) }), show: ({ fused }) => printProgram(fused), verify: ({ fused }) => verifyProgram(fused),
});
export const distributePass = pass({
  name: "distribute", summary: "every value gets the placement of its elements on ranks", needs: ["fused"], gives: ["placed"],
  run: ({ fused }, options) => ({ placed: distribute(fused, undefined, machineOf(fused, options)) }), show: ({ placed }) => printPlaced(placed), verify: ({ placed }) => verifyPlaced(placed),
});
export const communicatePass = pass({
  name: "communicate", summary: "the rank-local program, its collectives explicit", needs: ["placed", "names"], gives: ["local"],
  run: ({ placed, names }, options) => {
    const local = communicate(placed), unhinted = withoutHints(placed.program, undefined, machineOf(placed.program, options)).map(({ span, how, placed: other }) => ({ span, how, local: communicate(other) }));
    return { local, diagnostics: advise(local, unhinted, names) };
  },
  show: ({ local }) => printLocal(local), verify: ({ local }) => verifyLocal(local),
});
export const vectorizePass = pass({
  name: "vectorize", summary: "loop nests become lanes: calls inlined, machine representations chosen", needs: ["local"], gives: ["lanes"],
  run: ({ local }, { unroll }) => ({ lanes: vectorize(kernelsOf(local), unroll === undefined ? {} : { interleave: unroll }) }), show: ({ lanes }) => printLanes(lanes), verify: ({ lanes }) => verifyLanes(lanes),
});
export const emitPass = pass({
  name: "emit", summary: "the driver as JavaScript, the kernels as WebAssembly, JavaScript and machine code", needs: ["sources", "local", "lanes"], gives: ["kernels", "driver"],
  run: async ({ sources, local, lanes }, { kernels, assembler, nativeCompiler, unroll }) => {
    if (kernels !== "js" && !assembler) throw new Error("WebAssembly kernels need an assembler");
    const readFile = (display: string): string | undefined => sources.readFile(pathOf(sources, display));
    const written = writtenKernels(local);
    // The C compiler works while the rest is made.
    const wider = nativeCompiler && vectorize(kernelsOf(local), { vectorBytes: nativeCompiler.vectorBytes, ...(unroll === undefined ? {} : { interleave: unroll }) }), native = wider && emitNative(wider, nativeCompiler, written);
    const others = emitKernels(lanes, readFile, kernels === "js" ? undefined : assembler, written), driver = emitDriver(local, readFile, replaceableIn(wider ? [lanes, wider] : [lanes]));
    return { kernels: { ...others, ...(await native) }, driver };
  },
  show: ({ kernels, driver }) => `${driver.text}\n${kernels.script.text}`,
});
export const bundlePass = pass({
  name: "bundle", summary: "one ES module with the runtime in it", needs: ["sources", "driver", "kernels"], gives: ["bundle"],
  run: async ({ sources, driver, kernels }, options) => ({ bundle: await bundle({ files: sources, options, program: { view: "global", driver, kernels } }) }), show: (made) => made.bundle.text,
});
export const typesPass = pass({
  name: "check", summary: "TypeScript's own errors", needs: ["sources"], gives: [],
  run: ({ sources }) => ({ diagnostics: checkTypes(sources) }), show: () => "",
});
export const localBundlePass = pass({
  name: "bundle", summary: "one ES module with the runtime in it", needs: ["sources"], gives: ["bundle"],
  run: async ({ sources }, options) => ({ bundle: await bundle({ files: sources, options, program: { view: "local" } }) }), show: (made) => made.bundle.text,
});
