import numpy as np
from mpi4py import MPI
from once import bench

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size

n, found = 20_000_000, [0.0]


def once():
    x = (np.arange(n * rank // size, n * (rank + 1) // size) + 0.5) / n
    found[0] = comm.allreduce(np.sum(4 / (1 + x * x))) / n


bench(once, lambda: found[0], comm.Barrier, rank == 0)
