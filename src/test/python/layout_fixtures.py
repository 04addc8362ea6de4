"""Writes what scikit-learn and umap-learn say of painted vectors: principal components, and how trustworthy umap-learn's layouts are, for
ten seeds. Run with scikit-learn 1.9 and umap-learn 0.5.12:

    python layout_fixtures.py ../resources/dev/winnow/vectors
"""

import json
import sys
import warnings

import numpy as np
import umap
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness

warnings.filterwarnings("ignore")


def uniform(count, state):
    """A generator that both sides have: the minimal standard one of Park and Miller."""
    out = np.empty(count)
    for i in range(count):
        state = state * 48271 % 2147483647
        out[i] = state / 2147483647
    return out


def vectors(kind, n, d):
    noise = uniform(n * d * 4, 7).reshape(n, d, 4).sum(2) - 2
    if kind == "flat":
        rows = noise
    else:
        spread = {"clusters": 2.0, "overlapping": 0.7}[kind]
        centres = uniform(12 * d, 11).reshape(12, d) * 2 - 1
        rows = centres[np.arange(n) % 12] * spread + noise
    return rows.astype("f4")


def main(folder):
    out = {"pca": [], "umap": []}
    for kind, n, d in (("clusters", 300, 16), ("flat", 500, 32), ("flat", 120, 200), ("overlapping", 90, 3)):
        rows = vectors(kind, n, d)
        points = PCA(2, svd_solver="full").fit_transform(rows.astype("f8"))
        out["pca"].append({"kind": kind, "n": n, "d": d, "points": points.tolist()})
    for kind, n, d in (("clusters", 700, 24), ("overlapping", 700, 24), ("flat", 500, 16)):
        rows = vectors(kind, n, d)
        trust = []
        for seed in range(10):
            layout = umap.UMAP(metric="cosine", random_state=seed, n_jobs=1).fit_transform(rows)
            trust.append(float(trustworthiness(rows, layout, n_neighbors=15, metric="cosine")))
        print(kind, n, d, np.mean(trust), np.std(trust))
        out["umap"].append({"kind": kind, "n": n, "d": d, "trustworthiness": trust})
    with open(f"{folder}/layouts.json", "w") as file:
        json.dump(out, file)
        file.write("\n")


main(sys.argv[1])
