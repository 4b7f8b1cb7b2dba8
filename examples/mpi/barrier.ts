// Ranks take turns, a barrier between two turns.
import { MPI } from "spmd/mpi";

const comm = MPI.COMM_WORLD;
for (let turn = 0; turn < comm.size; turn++) {
  if (comm.rank === turn) console.log("Hello from proc:", comm.rank);
  comm.Barrier();
}
