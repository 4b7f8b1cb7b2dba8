// Every rank has a value, and rank 0 gets them all. The barrier keeps the lines before the gather before it.
import { MPI } from "spmd/mpi";

const comm = MPI.COMM_WORLD;
const data = (comm.rank + 1) ** 2;
console.log("before gather, data on rank", comm.rank, "is:", data);
comm.Barrier();
const all = comm.gather(data, 0);
if (comm.rank === 0) all!.forEach((value, k) => { if (value !== (k + 1) ** 2) throw new Error("not in rank order"); });
else if (all !== null) throw new Error("only the root gets values");
console.log("data on rank:", comm.rank, "is:", all);
