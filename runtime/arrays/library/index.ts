// Operators that are no loops, by name: each makes this rank's part of its results. One file an operator; adding one is a line here.
import type { CallFold, Placement, Site } from "../../abi.ts";
import type { Communicator } from "../../communicator/communicator.ts";
import type { CallKernel } from "../kernels.ts";
import type { ArrayStore, StoredArray } from "../store.ts";
import { compress, gather, histogram } from "./byIndex.ts";
import { argsort, sort, topk } from "./order.ts";
import { concat, pad, reshape, slice, tile } from "./move.ts";
import { fromArray } from "./fromArray.ts";
import { fft, ifft } from "./fourier.ts";
import { matmul } from "./matmul.ts";
import { readCsv } from "./readCsv.ts";
import { readNpy } from "./readNpy.ts";
import { scatter } from "./scatter.ts";

export interface LibraryCall {
  readonly inputs: readonly StoredArray[];
  readonly attributes: { readonly [name: string]: unknown };
  /** Where the results must be, one each. */
  readonly placements: readonly Placement[];
  readonly site: Site;
  readonly comm: Communicator;
  /** Kernels that the operator wrote itself (compiler/ir/written.ts). */
  readonly kernel: CallKernel;
  readonly fold?: CallFold;
}

export type LibraryOperator = (store: ArrayStore, call: LibraryCall) => StoredArray[];

export const library: { readonly [name: string]: LibraryOperator } = { argsort, compress, concat, fft, fromArray, gather, histogram, ifft, matmul, pad, readCsv, readNpy, reshape, scatter, slice, sort, tile, topk };
