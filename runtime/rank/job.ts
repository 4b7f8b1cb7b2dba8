// What a rank is told when it starts and what it says when it ends: plain data that crosses threads.
import type { Site } from "../abi.ts";
import type { Choices } from "../collectives/select.ts";
import type { Whole } from "../effects/whole.ts";
import type { Observed, Observing } from "../trace/observe.ts";
import type { NativeFiles } from "../native/library.ts";
import type { SharedState } from "../transport/shared.ts";
import type { EndReason } from "../transport/transport.ts";

export interface Job {
  readonly rank: number;
  readonly np: number;
  /** Absent for one rank. */
  readonly shared?: SharedState;
  /** Compiled once by the launcher; kernels that neither it nor the machine code has are JavaScript. */
  readonly module?: WebAssembly.Module;
  /** Machine code, tried by the launcher. */
  readonly native?: NativeFiles;
  readonly params: { readonly [name: string]: number | string | boolean };
  readonly args: readonly string[];
  /** Standard error is a terminal. */
  readonly terminal: boolean;
  readonly print: boolean;
  readonly save?: string;
  readonly collect: boolean;
  /** Bytes that all ranks' arrays may take. */
  readonly memoryBytes?: number;
  /** How many bytes each rank uses (f64), for everybody to see. */
  readonly memoryUse: SharedArrayBuffer | ArrayBuffer;
  /** Correctness checks of communication. */
  readonly check: boolean;
  /** Algorithms of collectives that the environment forces. */
  readonly choices: Choices;
  readonly observing: Observing;
  /** The machine's name, for `Get_processor_name`. */
  readonly host: string;
}

export type RankEnd =
  | { readonly ok: true; readonly rank: number; readonly status: number; readonly results?: { readonly [name: string]: Whole | unknown }; readonly observed?: Observed | undefined }
  | { readonly ok: false; readonly failure: Failure; readonly observed?: Observed | undefined };

/** Why a rank did not reach its end. */
export type Failure =
  /** An error of the catalogue. */
  | { readonly kind: "spmd"; readonly rank: number; readonly code: string; readonly message: string; readonly help: string; readonly site: Site | undefined; readonly stack: string }
  /** The user's code (host or kernel) threw. */
  | { readonly kind: "throw"; readonly rank: number; readonly name: string; readonly message: string; readonly stack: string; readonly site: Site | undefined; readonly causes: readonly string[] }
  /** The job was ended by another rank or by a check of the communication layer. */
  | { readonly kind: "ended"; readonly rank: number; readonly reason: EndReason; readonly origin: number; readonly report: string; readonly status: number }
  /** The thread called process.exit, or crashed. */
  | { readonly kind: "exit"; readonly rank: number; readonly status: number }
  | { readonly kind: "crash"; readonly rank: number; readonly message: string };

/** What a rank posts beside its end: text as it is printed, a failure as soon as it is known, a picture for the page. */
export type RankMessage =
  | { readonly type: "print"; readonly rank: number; readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly type: "failed"; readonly failure: Failure; readonly observed?: Observed | undefined }
  | { readonly type: "picture"; readonly width: number; readonly height: number; readonly pixels: Uint8Array };
