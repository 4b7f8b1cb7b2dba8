# The measurements of communication.ranks.ts in Python with mpi4py: mpirun -np 2 python3 communication.py TIMES SIZE... Prints "what<TAB>microseconds".
import sys
from array import array
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size


def best(what, total, call, per=1):
    """The least of many short rounds, a call: between two turns of other programs."""
    rounds = 8 if total < 200 else 50
    n, least = max(4, int(total * 5 / rounds)), 1e9
    for _ in range(rounds):
        comm.Barrier()
        start = MPI.Wtime()
        for _ in range(n):
            call()
        least = min(least, (MPI.Wtime() - start) / n / per)
    if rank == 0:
        print(f"{what}\t{least * 1e6:.3f}", flush=True)


def ping_pong(send, receive):
    def call():
        if rank == 0:
            send()
            receive()
        elif rank == 1:
            receive()
            send()
    return call


times, other = int(sys.argv[1]), 1 - rank
a, b = array("d", [rank + 1]), array("d", [0])
best("MPI Barrier", times, comm.Barrier)
best("MPI Allreduce 8 B", times, lambda: comm.Allreduce(a, b))
best("MPI Bcast 8 B", times, lambda: comm.Bcast(b, 0))
best("MPI allreduce number", times / 10, lambda: comm.allreduce(rank))
best("MPI ping-pong 8 B", times, ping_pong(lambda: comm.Send(a, other, 1), lambda: comm.Recv(b, other, 1)), 2)
best("MPI ping-pong number", times / 10, ping_pong(lambda: comm.send(1.5, other, 1), lambda: comm.recv(source=other, tag=1)), 2)
for count in map(int, sys.argv[2:]):
    x, y, calls, part = array("d", bytes(count)), array("d", bytes(count)), min(times / 10, 1e8 / count), count // 8 // size
    sent, parts = memoryview(x)[:part], memoryview(y)[:part * size]
    best(f"MPI ping-pong {count} B", calls, ping_pong(lambda: comm.Send(x, other, 1), lambda: comm.Recv(y, other, 1)), 2)
    best(f"MPI Allreduce {count} B", calls, lambda: comm.Allreduce(x, y))
    best(f"MPI Bcast {count} B", calls, lambda: comm.Bcast(x, 0))
    best(f"MPI Alltoall {count} B", calls, lambda: comm.Alltoall(memoryview(x)[:part * size], parts))
    best(f"MPI Gather {count} B", calls, lambda: comm.Gather(sent, parts if rank == 0 else None, 0))
