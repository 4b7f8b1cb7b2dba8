// `spmd/mpi`: message passing in mpi4py's spelling.
//
//   import { MPI } from "spmd/mpi";
//   const comm = MPI.COMM_WORLD;
//   if (comm.rank === 0) comm.send({ a: 7, b: 3.14 }, { dest: 1, tag: 11 });
//   else if (comm.rank === 1) console.log(comm.recv({ source: 0, tag: 11 }));
export * as MPI from "./mpi/index.ts";
export * as default from "./mpi/index.ts";
