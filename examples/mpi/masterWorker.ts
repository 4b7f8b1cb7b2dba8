// One rank hands out tasks, the others ask for the next as soon as they are done: ANY_SOURCE tells who asks, the tag what a message is.
import { MPI } from "spmd/mpi";

const task = 1, answer = 2, stop = 3, tasks = 20;
const comm = MPI.COMM_WORLD, status = new MPI.Status();

if (comm.size === 1) {
  console.log("sum of squares:", Array.from({ length: tasks }, (_, k) => k * k).reduce((a, b) => a + b, 0));
} else if (comm.rank === 0) {
  let sent = 0, sum = 0, working = 0;
  for (let r = 1; r < comm.size; r++) {
    if (sent < tasks) { comm.send(sent++, r, task); working++; } else comm.send(null, r, stop);
  }
  while (working > 0) {
    sum += comm.recv<number>({ source: MPI.ANY_SOURCE, tag: answer, status });
    if (sent < tasks) comm.send(sent++, status.source, task);
    else { comm.send(null, status.source, stop); working--; }
  }
  console.log("sum of squares:", sum);
} else {
  for (;;) {
    const k = comm.recv<number>({ source: 0, tag: MPI.ANY_TAG, status });
    if (status.tag === stop) break;
    comm.send(k * k, 0, answer);
  }
}
