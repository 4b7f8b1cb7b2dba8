// Rank 0 knows something, and then everybody does.
import { MPI } from "spmd/mpi";

const comm = MPI.COMM_WORLD;
type Facts = { key1: (number | { re: number; im: number })[]; key2: string[] };
let data: Facts | null = null;
if (comm.rank === 0) data = { key1: [7, 2.72, { re: 2, im: 3 }], key2: ["abc", "xyz"] };
data = comm.bcast(data, 0);
console.log(`bcast finished and data on rank ${comm.rank} is:`, data);
