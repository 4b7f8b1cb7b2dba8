// How a job is to be run: what `spmd run` hands to a bundle before importing it, and what a bundle that is run by itself reads from its own command line.
import type { Whole } from "../effects/whole.ts";
import type { Failure } from "../rank/job.ts";

export const kernelChoices = ["auto", "native", "wasm", "js"] as const;
export type KernelChoice = (typeof kernelChoices)[number];

/** What carries messages: threads of one process, processes of MPI, or nothing (one rank). */
export const transportChoices = ["threads", "mpi", "self"] as const;
export type TransportChoice = (typeof transportChoices)[number];

export interface RunOptions {
  readonly np: number;
  /** The number of ranks was said, and is no default. */
  readonly npSaid?: boolean;
  /** By default MPI where its launcher started this process, else threads. */
  readonly transport?: TransportChoice;
  /** Hosts that `--transport mpi` starts ranks on. */
  readonly hostfile?: string;
  /** The words that run this program again, after `node`: how `--transport mpi` starts its ranks. */
  readonly again?: readonly string[];
  /** `auto`: machine code if the bundle has it and it fits, else WebAssembly if it has that. */
  readonly kernels?: KernelChoice;
  /** Where koffi may be found, besides beside the bundle and in the current directory: a file or directory of a package that has it. */
  readonly packages?: string;
  /** Print the program's results. */
  readonly print?: boolean;
  /** Write every array result as NAME.npy and the others as results.json into this directory. */
  readonly save?: string;
  /** Put `[stdout:RANK] ` before every line. */
  readonly tagOutput?: boolean;
  /** End the job after so many seconds. */
  readonly timeout?: number;
  /** Correctness checks of communication; on if absent. */
  readonly check?: boolean;
  /** Tell at the end where the ranks' time went. */
  readonly profile?: boolean;
  /** Write a timeline of all ranks into this file. */
  readonly trace?: string;
  /** The environment, of which the runtime reads what forces algorithms (collectives/select.ts). */
  readonly environment?: { readonly [variable: string]: string | undefined };
  /** Program parameters as typed: `--name value`. */
  readonly params?: { readonly [name: string]: string | number | boolean };
  /** For message-passing programs: what they find in process.argv. */
  readonly args?: readonly string[];
  /** Explain the program's parameters instead of running it. */
  readonly help?: boolean;
  /** How the program is started, for its help and for usage errors: "spmd run mandelbrot.spmd.mjs". */
  readonly command?: string;
  /** The bundle's text, if its file may be gone by the time that something fails. */
  readonly source?: string;
  /** Called once every rank has loaded the bundle, before it runs: the file is not needed any more, and signals are the launcher's. */
  readonly loaded?: () => void;
  /** Hand the results to `ended`. */
  readonly collect?: boolean;
  /** Where output goes; the process's own if absent. */
  readonly output?: JobOutput;
  /** Called once when the job is over. Without it, the process ends with the job's status. */
  readonly ended?: (outcome: Outcome) => void;
}

export interface JobOutput {
  stdout(text: string): void;
  stderr(text: string): void;
}

export interface Outcome {
  /** The exit status. */
  readonly status: number;
  readonly failures: readonly Failure[];
  /** Present where threads may still run that nothing but the end of the process can stop: Node's own exit would wait for them. */
  readonly exit?: (status: number) => never;
  /** With `collect`: rank 0's view of the results. */
  readonly results?: { readonly [name: string]: Whole | unknown };
}

/** Where `spmd run` leaves the options: `globalThis[runKey] = options`, then `import(bundle)`. */
export const runKey = Symbol.for("spmd.run");

export function givenOptions(): RunOptions | undefined {
  const given: unknown = Reflect.get(globalThis, runKey);
  return typeof given === "object" && given !== null && "np" in given ? (given as RunOptions) : undefined;
}
