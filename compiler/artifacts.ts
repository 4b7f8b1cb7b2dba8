// What the passes make of a program, one artifact after another. Each is plain data of its own level; none is changed by a later pass.
import type { Bundle } from "./7-bundle/bundle.ts";
import type { EmittedDriver } from "./6-emit/driver/emitDriver.ts";
import type { Sources } from "./1-check/sources.ts";
import type { ArrayNode, ArrayOp } from "./ir/array.ts";
import type { NativeKernels } from "../runtime/abi.ts";
import type { Program } from "./ir/host.ts";
import type { LaneModule } from "./ir/lanes.ts";
import type { Placed } from "./ir/placed.ts";
import type { SourceNames } from "./ir/sourceNames.ts";
import type { LocalProgram } from "./ir/spmd.ts";

export interface Artifacts {
  readonly sources: Sources;
  readonly checked: Program<ArrayOp>;
  readonly names: SourceNames;
  readonly fused: Program<ArrayNode>;
  readonly placed: Placed;
  readonly local: LocalProgram;
  readonly lanes: LaneModule;
  readonly kernels: EmittedKernels;
  readonly driver: EmittedDriver;
  readonly bundle: Bundle;
}

/** The kernels of a program, once for each machine that may run them. */
export interface EmittedKernels {
  /** WebAssembly as text and assembled; absent with `kernels: "js"`. */
  readonly wat?: string;
  readonly wasm?: Uint8Array;
  /** C and the machine code made of it; with a native compiler only. */
  readonly c?: string;
  readonly native?: NativeKernels;
  /** A module exporting `script` and `failures`, as `Kernels` of `runtime/abi.ts` has them, with its source map. */
  readonly script: { readonly text: string; readonly map: SourceMap };
}

/** A version 3 source map. */
export interface SourceMap {
  readonly version: 3;
  readonly sources: readonly (string | null)[];
  readonly sourcesContent?: readonly (string | null)[];
  readonly names: readonly string[];
  readonly mappings: string;
  readonly file?: string | null | undefined;
}
