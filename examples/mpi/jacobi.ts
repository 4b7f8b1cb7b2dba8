// Jacobi's iteration for the heat equation on a grid of ranks: each exchanges its rim with its neighbours by Sendrecv, where a neighbour beyond the edge is PROC_NULL and the
// call does nothing. Columns of the rim are a datatype, not a copy.
import { MPI } from "spmd/mpi";

const n = 32, comm = MPI.COMM_WORLD, dims = MPI.Compute_dims(comm.size, 2), cart = comm.Create_cart(dims, [false, false]);
const [rows, cols] = [0, 1].map(axis => { const [at, of] = [cart.coords[axis]!, dims[axis]!]; return Math.floor((n * (at + 1)) / of) - Math.floor((n * at) / of); }) as [number, number];
const width = cols + 2, column = MPI.DOUBLE.Create_vector(rows, 1, width).Commit();
let grid = new Float64Array((rows + 2) * width), next = grid.slice();
// The upper edge of the whole plate is hot.
const [up, down] = cart.Shift(0, 1), [left, right] = cart.Shift(1, 1);
if (up === MPI.PROC_NULL) { grid.fill(100, 0, width); next.fill(100, 0, width); }

const change = new Float64Array(1);
let steps = 0;
do {
  const row = (i: number): MPI.BufferSpec => grid.subarray(i * width, (i + 1) * width), col = (j: number): MPI.BufferSpec => [grid.subarray(width + j), 1, column];
  cart.Sendrecv(row(1), up, 0, row(rows + 1), down, 0);
  cart.Sendrecv(row(rows), down, 0, row(0), up, 0);
  cart.Sendrecv(col(1), left, 0, col(cols + 1), right, 0);
  cart.Sendrecv(col(cols), right, 0, col(0), left, 0);
  let largest = 0;
  for (let i = 1; i <= rows; i++)
    for (let j = 1; j <= cols; j++) {
      const k = i * width + j;
      next[k] = 0.25 * (grid[k - 1]! + grid[k + 1]! + grid[k - width]! + grid[k + width]!);
      largest = Math.max(largest, Math.abs(next[k]! - grid[k]!));
    }
  [grid, next] = [next, grid];
  cart.Allreduce(Float64Array.of(largest), change, MPI.MAX);
  steps++;
} while (change[0]! > 0.01);

if (cart.rank === 0) console.log(`${steps} steps, the last changed nothing by more than ${change[0]!.toFixed(4)}`);
column.Free();
cart.Free();
