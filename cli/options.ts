// The one table of flags: every command takes its flags from here, help texts and error messages come from here, and nothing else reads the
// command line or the environment.
import { maxRanks } from "../runtime/launcher/arguments.ts";
import { kernelChoices, transportChoices } from "../runtime/launcher/options.ts";

export type Flag =
  | { readonly kind: "switch"; readonly help: string; readonly short?: string }
  | { readonly kind: "text"; readonly value: string; readonly help: string; readonly short?: string }
  | { readonly kind: "choice"; readonly values: readonly string[]; readonly help: string }
  /** A number from `low` to `high`; whole unless `fraction`. */
  | { readonly kind: "number"; readonly value: string; readonly low: number; readonly high: number; readonly fraction?: true; readonly help: string };

export const flags = {
  np: { kind: "number", value: "N", low: 1, high: maxRanks, help: "number of ranks (also -n N, --np N)" },
  transport: { kind: "choice", values: transportChoices, help: "what carries messages; default threads, or mpi where mpirun, mpiexec or srun started this process. mpi starts mpirun (SPMD_MPIRUN names another, SPMD_LIBMPI the library)" },
  hostfile: { kind: "text", value: "FILE", help: "with --transport mpi: the hosts to run on, one a line" },
  nps: { kind: "text", value: "N,N,...", help: "numbers of ranks (also -n, --np); default 1,2,4" },
  runs: { kind: "number", value: "N", low: 1, high: 1000, help: "runs on each number of ranks, of which the least time counts; default 5" },
  calibrate: { kind: "text", value: "FILE", help: "measure this machine and write what `explain --machine` needs" },
  kernels: { kind: "choice", values: kernelChoices, help: "kernel backend; auto is native where a C compiler and koffi are there, else wasm" },
  unchecked: { kind: "switch", help: "kernels built now do not check the positions of `read`; a wrong one gives any number or ends the job" },
  "fast-math": { kind: "switch", help: "machine code built now may fuse a multiplication with an addition: faster, but the last bits then depend on the kernels and the number of ranks. WebAssembly and JavaScript compute as ever" },
  unroll: { kind: "choice", values: ["1", "2", "4"], help: "vectors that kernels compute together; chosen for each kernel by what it keeps in registers where absent" },
  memory: { kind: "number", value: "MIB", low: 0.001, high: 2 ** 40, fraction: true, help: "place arrays so that a rank has no more than so many MiB of one, where that can be, whatever it costs; sizes are those of the params' defaults on 8 ranks" },
  out: { kind: "text", value: "FILE", short: "o", help: "where to write the bundle; default NAME.spmd.mjs in the current directory" },
  target: { kind: "choice", values: ["node", "browser"], help: "where the bundle shall run; default node (such a bundle runs in browsers too, larger)" },
  minify: { kind: "switch", help: "make the bundle small" },
  watch: { kind: "switch", help: "do it again whenever a file of the program changes" },
  emit: { kind: "choice", values: ["ir", "spmd", "wat", "c", "js"], help: "print what the compiler made instead: its IR, the rank-local program, WebAssembly text, C, JavaScript" },
  after: { kind: "text", value: "PASS", help: "the pass whose result to print" },
  ignore: { kind: "text", value: "CODE,...", help: "leave warnings with these codes out, such as SPMD3001" },
  probe: { kind: "switch", help: "try the functions of monoids on values: are they associative?" },
  json: { kind: "switch", help: "print data (JSON) instead of text" },
  machine: { kind: "text", value: "FILE", help: "predict times on the machine that this JSON file describes" },
  grows: { kind: "text", value: "PARAM", help: "the param that grows with the ranks in weak scaling; found by trying unless named" },
  html: { kind: "text", value: "FILE", help: "write a page with the plan, and with a machine the scaling" },
  svg: { kind: "text", value: "FILE", help: "write a picture of the predicted scaling" },
  timing: { kind: "switch", help: "print how long each part of the build took" },
  verify: { kind: "switch", help: "check the program after each pass (always done in the tests)" },
  print: { kind: "switch", help: "print the program's results (its exported constants)" },
  save: { kind: "text", value: "DIR", help: "write every array result as DIR/NAME.npy and the other results to DIR/results.json" },
  "tag-output": { kind: "switch", help: "put [stdout:RANK] before every printed line" },
  timeout: { kind: "number", value: "S", low: 0.001, high: 2_000_000, fraction: true, help: "end the job with an error after S seconds" },
  check: { kind: "choice", values: ["on", "off"], help: "correctness checks of communication (mismatches, leaks, buffers in use); default on: about 20 ns a blocking call, 0.3 us a request, 2 us a fence" },
  profile: { kind: "switch", help: "tell at the end where each rank's time and memory went (on standard error)" },
  trace: { kind: "text", value: "FILE.json", help: "write a timeline of all ranks' calls, kernels and messages; opens in ui.perfetto.dev" },
  serial: { kind: "switch", help: "run the program uncompiled, with the reference meaning" },
  help: { kind: "switch", short: "h", help: "this text" },
} as const satisfies { readonly [name: string]: Flag };

/** The variables of the environment: the runtime reads those that force the algorithm of a collective (SPMD_ALLREDUCE=ring; runtime/collectives/select.ts has the table). */
export const environment = (): { readonly [variable: string]: string | undefined } => process.env;

export type FlagName = keyof typeof flags;

/** What a flag's value is in a command. */
type Value<F extends Flag> = F extends { kind: "switch" } ? boolean : F extends { kind: "number" } ? number : F extends { kind: "choice"; values: readonly (infer V)[] } ? V : string;
export type FlagValues = { readonly [N in FlagName]?: Value<(typeof flags)[N]> };
