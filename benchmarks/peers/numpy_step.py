#!/usr/bin/env python3
"""The workloads as they are written in NumPy. Samples, atoms and neurons are columns."""
import os

import common

args = common.arguments(["products"])
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(args.threads)
import numpy as np


def tied():
    """Gradient descent of the tied autoencoder: five products of matrices."""
    rows, atoms, threshold = common.tied(args.case, args.dtype)
    Y, W = rows.T, np.asfortranarray(atoms.T)
    bias = -rows.dtype.type(threshold)
    rate, samples = rows.dtype.type(common.TIED_RATE), rows.dtype.type(len(rows))

    def gradient():
        Z = W.T @ Y + bias
        mask = Z > 0
        X = Z * mask
        R = Y - W @ X
        return -(R @ X.T + Y @ ((W.T @ R) * mask).T) / samples

    def step():
        nonlocal W
        W = W - rate * gradient()
        W = W / np.linalg.norm(W, axis=0)

    return step, lambda: gradient().T


def two_layer(joint):
    """Gradient descent of the two-layer autoencoder."""
    X, W, A, _ = (np.asfortranarray(rows.T) for rows in common.two_layer(args.dtype))
    scale, rate = X.dtype.type((W.size) ** -0.5), X.dtype.type(common.TWO_LAYER_RATE)

    def gradients():
        P = W.T @ X
        mask = P > 0
        H = P * mask
        R = scale * (A @ H) - X
        encoder = X @ (scale * ((A.T @ R) * mask)).T
        return encoder, scale * (R @ H.T) if joint else None

    def step():
        nonlocal W, A
        encoder, decoder = gradients()
        if joint:
            A = A - rate * decoder
        W = W - rate * encoder

    return step, lambda: gradients()[0].T


def limit_kernels():
    """G_inf and H_inf."""
    X = common.sphere(args.dtype).T

    def kernels():
        C = np.clip(X.T @ X, -1, 1)
        np.fill_diagonal(C, 1)
        T = C * (np.pi - np.arccos(C))
        return T / (2 * np.pi), (T + np.sqrt(1 - C * C)) / (2 * np.pi)

    return kernels, lambda: np.vstack(kernels())


def kernel_product():
    """K(0) times a vector."""
    X, W, A, V = (np.asfortranarray(rows.T) for rows in common.two_layer(args.dtype))
    mask = W.T @ X > 0
    H = (W.T @ X) * mask
    share = X.dtype.type(1 / W.shape[1])
    gram = (H.T @ H) * share

    def product():
        S = (A.T @ V) * mask
        T = ((S @ X.T) @ X) * mask
        return share * (A @ T) + V @ gram

    return product, lambda: product().T


def eigenvalues():
    """The spectrum of G_inf by LAPACK."""
    G = np.split(limit_kernels()[1](), 2)[0]
    return lambda: np.linalg.eigvalsh(G), lambda: np.linalg.eigvalsh(G)[[0, -1]]


WORKLOADS = {
    "w2weak": lambda: two_layer(False),
    "w2joint": lambda: two_layer(True),
    "ginf": limit_kernels,
    "kmatvec": kernel_product,
    "eig": eigenvalues,
}
common.run(args, *WORKLOADS.get(args.case, tied)())
