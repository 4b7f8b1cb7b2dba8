// The Mandelbrot set, rows in blocks: a scan tells each rank its first row, a Gatherv with a datatype for rows brings them together.
import { MPI } from "spmd/mpi";

function mandelbrot(cx: number, cy: number, maxit: number): number {
  let x = 0, y = 0, it = 0;
  while (x * x + y * y < 4 && it < maxit) {
    [x, y] = [x * x - y * y + cx, 2 * x * y + cy];
    it++;
  }
  return it;
}

const [x1, x2, y1, y2] = [-2, 1, -1, 1], [w, h] = [250, 200], maxit = 127;
const comm = MPI.COMM_WORLD, { size, rank } = comm;

// Rows of this rank, and the first of them.
const rows = Math.floor(h / size) + (h % size > rank ? 1 : 0);
const start = comm.scan(rows) - rows;

const mine = new Int32Array(rows * w), dx = (x2 - x1) / w, dy = (y2 - y1) / h;
for (let i = 0; i < rows; i++) {
  const y = y1 + (i + start) * dy;
  for (let j = 0; j < w; j++) mine[i * w + j] = mandelbrot(x1 + j * dx, y, maxit);
}

const counts = comm.gather(rows, 0), all = rank === 0 ? new Int32Array(h * w) : null;
const rowtype = MPI.INT.Create_contiguous(w).Commit();
comm.Gatherv({ sendbuf: [mine, MPI.INT], recvbuf: [all, [counts ?? [], null], rowtype], root: 0 });
rowtype.Free();

if (all) console.log(`${h} x ${w}, sum ${all.reduce((a, b) => a + b, 0)}`);
export const C = all;
