#!/usr/bin/env python3
"""A step of gradient descent of the tied autoencoder as it is written in NumPy: five products of matrices."""
import os

import common

args = common.arguments(["products"])
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(args.threads)
import numpy as np

rows, atoms, threshold = common.load(args.case, args.dtype)
Y, W = rows.T, np.asfortranarray(atoms.T)  # samples and atoms are columns
bias = -rows.dtype.type(threshold)
rate = rows.dtype.type(common.LEARNING_RATE)
samples = rows.dtype.type(len(rows))


def gradient():
    Z = W.T @ Y + bias
    mask = Z > 0
    X = Z * mask
    R = Y - W @ X
    return -(R @ X.T + Y @ ((W.T @ R) * mask).T) / samples


def step():
    global W
    W = W - rate * gradient()
    W = W / np.linalg.norm(W, axis=0)


if args.dump:
    np.ascontiguousarray(gradient().T, dtype=np.float64).tofile(args.dump)
else:
    common.serve(step)
