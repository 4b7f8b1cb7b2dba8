// What a machine is measured with: small programs, each of which prints one line of figures, the least of several tries, which other work on the machine disturbs least.

/** Two ranks: half of a round trip, what a send takes of the sender, the distance of messages one after another, and long messages. */
export const messages = `import { MPI } from "spmd/mpi";
const comm = MPI.COMM_WORLD, rank = comm.rank, peer = 1 - rank, small = new Uint8Array(8), ack = new Uint8Array(1);
const least = (times: number, run: () => number): number => { let t = Infinity; for (let k = 0; k < times; k++) t = Math.min(t, run()); return t; };
function roundTrip(bytes: number, trips: number): number {
  const buffer = new Uint8Array(bytes), start = MPI.Wtime();
  for (let k = 0; k < trips; k++) {
    if (rank === 0) { comm.Send(buffer, { dest: peer }); comm.Recv(buffer, { source: peer }); }
    else { comm.Recv(buffer, { source: peer }); comm.Send(buffer, { dest: peer }); }
  }
  return (MPI.Wtime() - start) / trips;
}
/** Many messages one way; the receiver says when it has all of them. */
function burst(count: number): number {
  comm.Barrier();
  const start = MPI.Wtime();
  if (rank === 0) { for (let k = 0; k < count; k++) comm.Send(small, { dest: peer }); comm.Recv(ack, { source: peer }); }
  else { for (let k = 0; k < count; k++) comm.Recv(small, { source: peer }); comm.Send(ack, { dest: peer }); }
  return (MPI.Wtime() - start) / count;
}
/** What the sender is busy with: the receiver is not there yet. */
function sending(count: number): number {
  comm.Barrier();
  if (rank === 0) {
    const start = MPI.Wtime();
    for (let k = 0; k < count; k++) comm.Send(small, { dest: peer });
    const t = (MPI.Wtime() - start) / count;
    comm.Recv(ack, { source: peer });
    return t;
  }
  const until = MPI.Wtime() + 0.002;
  while (MPI.Wtime() < until);
  for (let k = 0; k < count; k++) comm.Recv(small, { source: peer });
  comm.Send(ack, { dest: peer });
  return 0;
}
roundTrip(8, 2000); burst(100); sending(16);
const half = least(1000, () => roundTrip(8, 20)) / 2, gap = least(200, () => burst(100)), overhead = least(60, () => sending(16)), large = 4 * 2 ** 20, long = least(30, () => roundTrip(large, 1)) / 2;
if (rank === 0) console.log(JSON.stringify({ half_us: half * 1e6, gap_us: gap * 1e6, overhead_us: overhead * 1e6, long_us: long * 1e6, bytes: large }));
`;

/** A barrier: of more ranks than cores somebody must be given a core first. */
export const waiting = `import { MPI } from "spmd/mpi";
const comm = MPI.COMM_WORLD;
let least = Infinity;
for (let k = 0; k < 100; k++) { const start = MPI.Wtime(); for (let b = 0; b < 20; b++) comm.Barrier(); least = Math.min(least, (MPI.Wtime() - start) / 20); }
const slowest = comm.allreduce(least, { op: MPI.MAX });
if (comm.rank === 0) console.log(JSON.stringify({ barrier_us: slowest * 1e6 }));
`;

/** One kernel an iteration over \`n\` elements: what follows is put into its body. */
const timed = (start: string, step: string, imports: string): string => `import { ${imports}, param, sum, wtime } from "spmd";
const n = param("n", 20000), times = param("times", 50), tries = param("tries", 20);
let least = Infinity;
${start}
for (let t = 0; t < tries; t++) {
  const begin = wtime();
  for (let k = 0; k < times; k++) { ${step} }
  least = Math.min(least, (wtime() - begin) / times);
}
console.log(JSON.stringify({ step_us: least * 1e6 }));
// What nobody asks for is not computed.
export const check = sum(a);
`;

/** Kernels of several kinds in the caches, for operations; \`launch\` has next to nothing to do; \`stream\` goes through memory. */
export const kernels = {
  polynomial: timed("let a = generate([n], (i) => i / 1e6);", "a = map(a, (x) => ((((x * 0.1 + 0.2) * x - 0.3) * x + 0.4) * x - 0.5) * x * 1e-3 + 0.25);", "generate, map"),
  stencil: timed("let a = generate([n], (i) => (i % 100) / 100);", 'a = stencil(a, (at) => 0.25 * at(-1) + 0.5 * at(0) + 0.25 * at(1));', "generate, stencil"),
  functions: timed("let a = generate([n], (i) => (i % 100) / 100);", "a = map(a, (x) => Math.exp(-x) * 0.5 + Math.sqrt(x + 1) * 0.1);", "generate, map"),
  launch: timed("let a = generate([n], (i) => i / 1e6);", "a = map(a, (x) => x * 0.5);", "generate, map"),
  stream: timed("const b = generate([n], (i) => i / 1e6), c = generate([n], (i) => i / 1e7); let a = generate([n], (i) => i * 0);", "a = zipWith(b, c, (x, y) => x + 3 * y + k * 1e-9);", "generate, zipWith"),
} as const;
