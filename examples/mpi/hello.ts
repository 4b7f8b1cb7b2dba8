// Who is there? Each rank says hello; their lines come in any order.
import { MPI } from "spmd/mpi";

const comm = MPI.COMM_WORLD, size = comm.Get_size(), rank = comm.Get_rank();
console.log(`Hello World! I am process ${rank} of ${size} on ${MPI.Get_processor_name()} with pid ${process.pid}.`);
