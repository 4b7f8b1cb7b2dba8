// Rank 0 has one value for each rank.
import { MPI } from "spmd/mpi";

const comm = MPI.COMM_WORLD;
const list = comm.rank === 0 ? Array.from({ length: comm.size }, (_, k) => (k + 1) ** 2) : null;
const data = comm.scatter(list, 0);
if (data !== (comm.rank + 1) ** 2) throw new Error("another rank's value came");
console.log(`data on rank ${comm.rank} is:`, data);
