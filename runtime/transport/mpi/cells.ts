// Memory that MPI writes into, at addresses that never change: request handles and the frames of short messages. JavaScript's own small arrays may be moved by the collector.
import type { Mpi } from "./library.ts";

export interface Cells {
  /** A cell of 8 bytes: its address. */
  take(): number;
  give(cell: number): void;
  /** One more cell, for flags. */
  readonly flag: number;
  /** Whether the last `MPI_Test` with `flag` found its request done. */
  isSet(): boolean;
}

const perBlock = 8192;

export function createCells(mpi: Mpi): Cells {
  const blocks: ArrayBuffer[] = [], free: number[] = [];
  const grow = (): Int32Array => {
    const block = new ArrayBuffer(8 * perBlock), view = new Int32Array(block), start = mpi.address(view);
    blocks.push(block);
    for (let k = perBlock - 1; k > 0; k--) free.push(start + 8 * k);
    return view;
  };
  const first = grow(), flag = mpi.address(first);
  return {
    take() {
      if (free.length === 0) grow();
      return free.pop()!;
    },
    give: (cell) => void free.push(cell),
    flag,
    isSet: () => first[0] !== 0,
  };
}
