"""What the peers share: the workloads, their data and the protocol of a step server.

The data are raw float64 files in the folder PERF_DATA, row by row: CASE.Y has N x n observations and CASE.W has m x n
weights of the tied autoencoder; w2.X has n x d samples, w2.W and w2.A have m x d weights and w2.V has n x d directions of
the two-layer one; sphere.X has n x d samples for the limit kernels. `benchmarks/serve` writes them where they are missing.
"""
import argparse
import os
import statistics
import sys
import tempfile
import time

# n features, m units, N samples, threshold lambda: the bias is -lambda, the activation ReLU
TIED = {
    "fig2": (784, 10, 10_000, 0.5),
    "sparse": (256, 512, 20_000, 0.85),
    "sparse50": (256, 512, 50_000, 0.85),
    "large": (768, 4096, 20_000, 0.8),
}
TIED_RATE = 0.01
TWO_LAYER_RATE = 0.1
FEATURES = 784
OTHERS = ["w2weak", "w2joint", "ginf", "kmatvec", "eig"]


def arguments(variants):
    parser = argparse.ArgumentParser()
    parser.add_argument("case", choices=sorted(TIED) + OTHERS)
    parser.add_argument("--dtype", choices=["float32", "float64"], default="float32")
    parser.add_argument("--variant", choices=variants, default=variants[0])
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--dump", help="write what the first step computes as raw float64, and end")
    return parser.parse_args()


def read(name, columns, dtype):
    """Returns the rows of a file."""
    import numpy

    folder = os.environ.get("PERF_DATA") or os.path.join(tempfile.gettempdir(), "autoencoder4j-bench")
    return numpy.fromfile(os.path.join(folder, name)).reshape(-1, columns).astype(dtype)


def tied(case, dtype):
    """Returns observations and weights with a sample and an atom in each row, and lambda."""
    features, _, _, threshold = TIED[case]
    return read(case + ".Y", features, dtype), read(case + ".W", features, dtype), threshold


def two_layer(dtype):
    """Returns samples, encoder, decoder and a direction with a sample or a neuron in each row."""
    return [read("w2." + part, FEATURES, dtype) for part in "XWAV"]


def sphere(dtype):
    """Returns samples in rows."""
    return read("sphere.X", FEATURES, dtype)


def run(args, step, first):
    """Dumps what the first step computes, or serves."""
    import numpy

    if args.dump:
        numpy.ascontiguousarray(first(), dtype=numpy.float64).tofile(args.dump)
    else:
        serve(step)


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
