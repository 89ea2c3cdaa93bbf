"""What the peers share: the workloads, their data and the protocol of a step server.

The data are raw float64 files in the folder PERF_DATA: CASE.Y has N x n observations and CASE.W has m x n weights, both
row by row. `benchmarks/serve` writes them where they are missing.
"""
import argparse
import os
import statistics
import sys
import tempfile
import time

LEARNING_RATE = 0.01
# n features, m units, N samples, threshold lambda: the bias is -lambda, the activation ReLU
CASES = {
    "fig2": (784, 10, 10_000, 0.5),
    "sparse": (256, 512, 20_000, 0.85),
    "sparse50": (256, 512, 50_000, 0.85),
    "large": (768, 4096, 20_000, 0.8),
}


def arguments(variants):
    parser = argparse.ArgumentParser()
    parser.add_argument("case", choices=sorted(CASES))
    parser.add_argument("--dtype", choices=["float32", "float64"], default="float32")
    parser.add_argument("--variant", choices=variants, default=variants[0])
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--dump", help="write the first gradient as raw float64, m x n, and end")
    return parser.parse_args()


def load(case, dtype):
    """Returns observations and weights with a sample and an atom in each row, and lambda."""
    import numpy

    n, m, samples, threshold = CASES[case]
    folder = os.environ.get("PERF_DATA") or os.path.join(tempfile.gettempdir(), "autoencoder4j-bench")
    observations = numpy.fromfile(os.path.join(folder, case + ".Y")).reshape(samples, n)
    weights = numpy.fromfile(os.path.join(folder, case + ".W")).reshape(m, n)
    return observations.astype(dtype), weights.astype(dtype), threshold


def serve(step):
    """Prints "ready"; answers "step R" with the median seconds of R steps; ends at "quit"."""
    step()
    print("ready", flush=True)
    for line in sys.stdin:
        words = line.split()
        if words[:1] == ["quit"]:
            break
        seconds = []
        for _ in range(int(words[1]) if len(words) > 1 else 1):
            start = time.perf_counter()
            step()
            seconds.append(time.perf_counter() - start)
        print(statistics.median_high(seconds), flush=True)
