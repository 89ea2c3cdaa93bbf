#!/usr/bin/env python3
"""scikit-learn's MiniBatchDictionaryLearning until it stops by its own rule, and the time at which it was near the truth.

The folder holds raw float64 files: Y (N x n samples), W (m x n start) and A (m x n true atoms), row by row. Prints a line:
seconds until delta <= LIMIT (nan if never), seconds until the end, mini-batches, whether it stopped by its own rule, version;
and writes the last dictionary
into the folder as D. Time spent on measuring delta is not counted.
"""
import argparse
import os
import time
import warnings

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("folder")
parser.add_argument("--features", type=int, required=True)
parser.add_argument("--dtype", choices=["float32", "float64"], default="float64")
parser.add_argument("--limit", type=float, default=0.06)
parser.add_argument("--alpha", type=float, default=0.1, help="weight of the L1 norm of the codes")
parser.add_argument("--batch", type=int, default=2048, help="samples in a mini-batch")
parser.add_argument("--epochs", type=int, default=100, help="most passes over the samples")
parser.add_argument("--signed", action="store_true", help="codes of both signs; else they are not negative")
parser.add_argument("--threads", type=int, default=int(os.environ.get("OMP_NUM_THREADS", os.cpu_count())))
args = parser.parse_args()
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(args.threads)

import numpy as np
import sklearn
from scipy.optimize import linear_sum_assignment
from sklearn.decomposition import MiniBatchDictionaryLearning

warnings.filterwarnings("ignore")


def load(name):
    return np.fromfile(os.path.join(args.folder, name)).reshape(-1, args.features)


samples, start, truth = load("Y").astype(args.dtype), load("W").astype(args.dtype), load("A")


def delta(dictionary):
    """The greatest distance under the permutation of least sum: equal to the least greatest one where both are small."""
    rows = dictionary / np.maximum(np.linalg.norm(dictionary, axis=1, keepdims=True), 1e-300)
    products = np.abs(rows @ truth.T) if args.signed else rows @ truth.T
    found, true = linear_sum_assignment(-products)
    return np.sqrt(np.maximum(2 - 2 * products[found, true], 0)).max()


class Watch:
    """Stops the clock while it measures."""

    def __init__(self):
        self.reached = float("nan")
        self.batches = 0
        self.measuring = 0.0
        self.begin = time.perf_counter()

    def seconds(self):
        return time.perf_counter() - self.begin - self.measuring

    def __call__(self, state):
        now = self.seconds()
        self.batches += 1
        if np.isnan(self.reached):
            before = time.perf_counter()
            if delta(state["dictionary"]) <= args.limit:
                self.reached = now
            self.measuring += time.perf_counter() - before



def learner(epochs, callback):
    return MiniBatchDictionaryLearning(
        n_components=len(start), alpha=args.alpha, batch_size=args.batch, max_iter=epochs, fit_algorithm="cd",
        positive_code=not args.signed, dict_init=start, random_state=0, n_jobs=args.threads, callback=callback)


learner(1, None).fit(samples[: 2 * args.batch])
watch = Watch()
learned = learner(args.epochs, watch).fit(samples)
seconds = watch.seconds()
learned.components_.astype(np.float64).tofile(os.path.join(args.folder, "D"))
stopped = learned.n_steps_ < args.epochs * -(-len(samples) // args.batch)
print(watch.reached, seconds, learned.n_steps_, stopped, sklearn.__version__)
