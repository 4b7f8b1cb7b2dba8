// The sum of the ranks: at rank 0, and everywhere.
import { MPI } from "spmd/mpi";

const comm = MPI.COMM_WORLD;
const atRoot = comm.reduce(comm.rank, MPI.SUM, 0), everywhere = comm.allreduce(comm.rank);
if (comm.rank === 0 && atRoot !== everywhere) throw new Error("the two sums differ");
console.log(everywhere);
