// A counter that lives on rank 0 and that every rank advances, while rank 0 does nothing for it: one-sided communication. Each number is drawn once.
import { MPI } from "spmd/mpi";

const comm = MPI.COMM_WORLD, win = MPI.Win.Allocate(comm.rank === 0 ? 4 : 0, 4);
const draw = (): number => {
  const before = new Int32Array(1);
  win.Lock(0, MPI.LOCK_SHARED);
  win.Fetch_and_op(Int32Array.of(1), before, 0, 0, MPI.SUM);
  win.Unlock(0);
  return before[0]!;
};

const mine = [draw(), draw(), draw()], all = comm.gather(mine, 0);
if (all) console.log("drawn:", all.flat().sort((a, b) => a - b));
win.Free();
