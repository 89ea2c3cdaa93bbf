#!/usr/bin/env python3
"""A step of gradient descent of the tied autoencoder in PyTorch: products in place, or autograd."""
import common

args = common.arguments(["explicit", "autograd"])
import numpy as np
import torch

torch.set_num_threads(args.threads)
rows, atoms, threshold = common.load(args.case, args.dtype)
Y, W = torch.from_numpy(rows).t(), torch.from_numpy(atoms).t()  # samples and atoms are columns
samples = len(rows)
bias = torch.full((W.shape[1], 1), -threshold, dtype=W.dtype)


def explicit():
    with torch.no_grad():
        Z = torch.addmm(bias, W.t(), Y)
        mask = Z > 0
        X = Z.mul_(mask)
        R = torch.addmm(Y, W, X, alpha=-1)
        V = (W.t() @ R).mul_(mask)
        return (R @ X.t()).addmm_(Y, V.t()).div_(-samples)


def autograd():
    weights = W.detach().requires_grad_(True)
    loss = 0.5 / samples * ((Y - weights @ torch.relu(weights.t() @ Y + bias)) ** 2).sum()
    loss.backward()
    return weights.grad


gradient = explicit if args.variant == "explicit" else autograd


def step():
    global W
    g = gradient()
    with torch.no_grad():
        W = W - common.LEARNING_RATE * g
        W.div_(W.norm(dim=0))


if args.dump:
    gradient().t().contiguous().numpy().astype(np.float64).tofile(args.dump)
else:
    common.serve(step)
