// A token goes round the ring and collects the ranks it passes.
import { MPI } from "spmd/mpi";

const comm = MPI.COMM_WORLD, { rank, size } = comm;
let token: number[] = [];
if (rank > 0) token = comm.recv<number[]>({ source: rank - 1 });
comm.send([...token, rank], { dest: (rank + 1) % size });
if (rank === 0) console.log("passed:", comm.recv<number[]>({ source: size - 1 }));
