// A message from rank 0 to rank 1, three times: any value; a typed array with its datatype; a typed array whose datatype is found from it.
import { MPI } from "spmd/mpi";

const comm = MPI.COMM_WORLD, { rank } = comm;

if (rank === 0) {
  comm.send({ a: 7, b: 3.14 }, { dest: 1, tag: 11 });
} else if (rank === 1) {
  console.log(comm.recv({ source: 0, tag: 11 }));
}

if (rank === 0) {
  const data = Int32Array.from({ length: 10 }, (_, k) => k);
  comm.Send([data, MPI.INT], { dest: 1, tag: 77 });
} else if (rank === 1) {
  const data = new Int32Array(10);
  comm.Recv([data, MPI.INT], { source: 0, tag: 77 });
  console.log(`[${data.join(" ")}]`);
}

if (rank === 0) {
  const data = Float64Array.from({ length: 10 }, (_, k) => k);
  comm.Send(data, { dest: 1, tag: 13 });
} else if (rank === 1) {
  const data = new Float64Array(10);
  comm.Recv(data, { source: 0, tag: 13 });
  console.log(`[${data.join(" ")}]`);
}
