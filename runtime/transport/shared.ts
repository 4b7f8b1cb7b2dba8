// What the ranks of a job share: made once by the launcher, passed to every rank, and structured-cloneable. Sizes follow np so that
// a job of 1024 ranks stays small: memory is reserved, but pages count only once somebody writes to them.

/** Opaque above the transport. */
export interface SharedState {
  readonly np: number;
  /** Ranks that can run at the same time: with more ranks than that, waiting ranks sleep at once instead of spinning. */
  readonly cores: number;
  /** Per rank: bell, sleep flag, what it waits for, what it is calling; and the job's end. */
  readonly control: SharedArrayBuffer;
  /** One ring for each ordered pair of ranks. */
  readonly rings: SharedArrayBuffer;
  readonly ringBytes: number;
  /** The board of all ranks. */
  readonly board: SharedArrayBuffer;
  /** One growable heap a rank: staged messages, boards of smaller communicators, windows. */
  readonly heaps: readonly SharedArrayBuffer[];
  /** One memory a rank, for its arrays: kernels import it as `env.memory`. */
  readonly memories: readonly WebAssembly.Memory[];
}
