"""Metrics of sparse autoencoders with NumPy and SciPy, from their formulas; 20 random cases.

metrics_numpy.py FOLDER   writes sae_metrics.json (golden files of autoencoder-core) and direction_agreement.json (of
                          autoencoder-theory) into FOLDER
"""
import json
import os
import sys

import numpy as np
from scipy.optimize import linear_sum_assignment


def sparse(random, rows, columns):
    codes = np.round(random.normal(size=(rows, columns)), 2) * (random.random((rows, columns)) < random.uniform(0.1, 0.6))
    codes[:, random.integers(columns)] = 0
    return codes + 0.0


def reconstruction(y, z):
    lengths = np.linalg.norm(y, axis=1) * np.linalg.norm(z, axis=1)
    products = (y * z).sum(axis=1)
    cosines = np.divide(products, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return {"loss": ((y - z) ** 2).sum(axis=1).mean() / 2,
            "fvu": ((y - z) ** 2).sum() / ((y - y.mean(axis=0)) ** 2).sum(),
            "cosine": cosines.mean(), "bias": (z ** 2).sum() / products.sum()}


def firing(codes, bins):
    density = (codes != 0).mean(axis=0)
    decades = max(1, int(np.ceil(np.log10(len(codes)))))
    edges = np.linspace(-decades, 0, decades * bins + 1)
    counts, _ = np.histogram(np.log10(density[density > 0]), edges)
    return {"l0": (codes != 0).sum(axis=1).mean(), "dead": int((density == 0).sum()), "density": density.tolist(),
            "edges": edges.tolist(), "histogram": counts.tolist()}


def agreement(codes, truth, feature_of):
    precision, recall, f1 = [], [], []
    for i, j in enumerate(feature_of):
        fires = codes[:, i] != 0
        active = truth[:, j] != 0 if j >= 0 else np.zeros(len(codes), bool)
        tp, fp, fn = (fires & active).sum(), (fires & ~active).sum(), (~fires & active).sum()
        p = tp / (tp + fp) if tp + fp else 0.0
        r = tp / (tp + fn) if tp + fn else 0.0
        precision.append(p)
        recall.append(r)
        f1.append(2 * p * r / (p + r) if p + r else 0.0)
    return {"precision": precision, "recall": recall, "f1": f1}


def directions(w, a):
    def unit(x):
        lengths = np.linalg.norm(x, axis=0)
        return np.divide(x, lengths, out=np.zeros_like(x), where=lengths > 0)
    c = np.abs(unit(w).T @ unit(a))
    rows, columns = linear_sum_assignment(c, maximize=True)
    feature_of = np.full(w.shape[1], -1)
    feature_of[rows] = columns
    return {"mcc": c[rows, columns].mean(), "mmcs": c.max(axis=0).mean(),
            "uniqueness": len(set(c.argmax(axis=1))) / w.shape[1], "feature_of": feature_of.tolist()}


def main(folder):
    random = np.random.default_rng(20)
    metric_cases, direction_cases = [], []
    for number in range(20):
        n, m, features, rows = (int(random.integers(low, high)) for low, high in ((2, 6), (2, 9), (2, 9), (3, 25)))
        y = np.round(random.normal(size=(rows, n)) + random.normal(size=n), 2)
        z = np.round(0.8 * y + 0.3 * random.normal(size=(rows, n)), 2)
        z[0] = 0
        codes, truth = sparse(random, rows, m), sparse(random, rows, features)
        feature_of = random.integers(-1, features, size=m).tolist()
        bins = int(random.integers(1, 5))
        metric_cases.append({
            "y": y.tolist(), "z": z.tolist(), "codes": codes.tolist(), "truth": truth.tolist(), "feature_of": feature_of,
            "features": features, "bins": bins, "reconstruction": reconstruction(y, z), "firing": firing(codes, bins),
            "agreement": agreement(codes, truth, feature_of)})
        w = np.round(random.normal(size=(n, m)), 2)
        a = np.round(random.normal(size=(n, features)), 2)
        if number % 5 == 0:
            w[:, 0] = 0
        direction_cases.append({"w": w.tolist(), "a": a.tolist(), **directions(w, a)})
    for name, cases in (("sae_metrics", metric_cases), ("direction_agreement", direction_cases)):
        with open(os.path.join(folder, name + ".json"), "w") as out:
            lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
            out.write('{"tolerance_abs_rel": 1e-12, "cases": [\n' + lines + "\n]}\n")


if __name__ == "__main__":
    main(sys.argv[1])
