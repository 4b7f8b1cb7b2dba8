// Rank 0 knows something, and then everybody does.
import { MPI } from "spmd/mpi";

const comm = MPI.COMM_WORLD;
let data: { key1: number[]; key2: string[] } | null = null;
if (comm.rank === 0) data = { key1: [7, 2.72], key2: ["abc", "xyz"] };
data = comm.bcast(data, 0);
console.log(`bcast finished and data on rank ${comm.rank} is:`, data);
