// How long does nothing take?
import { MPI } from "spmd/mpi";

const start = MPI.Wtime(), end = MPI.Wtime();
console.log(`time elapsed is: ${(end - start).toExponential(6)}`);
