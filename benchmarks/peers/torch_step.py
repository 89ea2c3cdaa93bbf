#!/usr/bin/env python3
"""The workloads in PyTorch: products in place, or autograd where there is a loss. Samples and neurons are columns."""
import common

args = common.arguments(["explicit", "autograd"])
import numpy as np
import torch

torch.set_num_threads(args.threads)
explicitly = args.variant == "explicit"


def columns(rows):
    return torch.from_numpy(rows).t()


def tied():
    """Gradient descent of the tied autoencoder."""
    rows, atoms, threshold = common.tied(args.case, args.dtype)
    Y, W = columns(rows), columns(atoms)
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

    gradient = explicit if explicitly else autograd

    def step():
        nonlocal W
        g = gradient()
        with torch.no_grad():
            W = W - common.TIED_RATE * g
            W.div_(W.norm(dim=0))

    return step, lambda: gradient().t()


def two_layer(joint):
    """Gradient descent of the two-layer autoencoder; the explicit steps add to the weights in place."""
    X, W, A, _ = (columns(rows) for rows in common.two_layer(args.dtype))
    scale, rate = W.numel() ** -0.5, common.TWO_LAYER_RATE
    if not explicitly:
        W.requires_grad_(True)
        A.requires_grad_(joint)

    def explicit(W, A):
        with torch.no_grad():
            P = W.t() @ X
            mask = P > 0
            H = P.mul_(mask)
            R = torch.addmm(X, A, H, alpha=scale, beta=-1)
            D = (A.t() @ R).mul_(mask)
            if joint:
                A.addmm_(R, H.t(), alpha=-rate * scale)
            W.addmm_(X, D.t(), alpha=-rate * scale)

    def autograd(W, A):
        W.grad = A.grad = None
        loss = 0.5 * ((scale * (A @ torch.relu(W.t() @ X)) - X) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            if joint:
                A.sub_(A.grad, alpha=rate)
            W.sub_(W.grad, alpha=rate)

    def first():
        """The gradient by the change of the weights, for float64."""
        before = W.detach().clone()
        step()
        return (before.double() - W.detach().double()).t() / rate

    step = (lambda: explicit(W, A)) if explicitly else (lambda: autograd(W, A))
    return step, first


def limit_kernels():
    """G_inf and H_inf."""
    X = columns(common.sphere(args.dtype))

    def kernels():
        with torch.no_grad():
            C = (X.t() @ X).clamp_(-1, 1)
            C.fill_diagonal_(1)
            T = torch.pi - torch.arccos(C)
            T.mul_(C)
            return T / (2 * torch.pi), (T + torch.sqrt(1 - C * C)) / (2 * torch.pi)

    return kernels, lambda: torch.vstack(kernels())


def kernel_product():
    """K(0) times a vector."""
    X, W, A, V = (columns(rows) for rows in common.two_layer(args.dtype))
    mask = W.t() @ X > 0
    H = (W.t() @ X) * mask
    share = 1 / W.shape[1]
    gram = (H.t() @ H) * share

    def product():
        with torch.no_grad():
            S = (A.t() @ V).mul_(mask)
            T = ((S @ X.t()) @ X).mul_(mask)
            return (A @ T).mul_(share).addmm_(V, gram)

    return product, lambda: product().t()


def eigenvalues():
    """The spectrum of G_inf by LAPACK."""
    G = limit_kernels()[0]()[0]
    return lambda: torch.linalg.eigvalsh(G), lambda: torch.linalg.eigvalsh(G)[[0, -1]]


WORKLOADS = {
    "w2weak": lambda: two_layer(False),
    "w2joint": lambda: two_layer(True),
    "ginf": limit_kernels,
    "kmatvec": kernel_product,
    "eig": eigenvalues,
}
step, first = WORKLOADS.get(args.case, tied)()
common.run(args, step, lambda: first().contiguous().numpy().astype(np.float64))
