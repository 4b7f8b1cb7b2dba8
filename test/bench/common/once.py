# Runs a workload in Python `repeats` times and prints the line of figures: `once()` is measured, `check()` gives the number that all participants agree on.
import json, sys, time


def bench(once, check, barrier=lambda: None, first=True):
    seconds = []
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 5):
        barrier()
        start = time.perf_counter()
        once()
        barrier()
        seconds.append(time.perf_counter() - start)
    number = check()
    if first:
        print(json.dumps({"seconds": seconds, "check": float(number)}))
