"""The same work by scikit-learn and umap-learn: lines of a name and seconds, on the wall and of the processors."""

import sys
import time
import warnings

import numpy as np
import umap
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors

warnings.filterwarnings("ignore")
folder, samples = sys.argv[1], int(sys.argv[2])
base = np.load(f"{folder}/base.npy")
asked = np.load(f"{folder}/queries.npy")


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def timed(name, work, runs=3):
    wall, used = [], []
    for _ in range(runs):
        begin, cpu = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - begin)
        used.append(time.process_time() - cpu)
    print(name, *wall, sep="\t", flush=True)
    print(name + ", processor", *used, sep="\t", flush=True)


def nearest(queries, rows, k):
    # Of vectors of length 1 the Euclidean order is the cosine order, and scikit-learn is fastest at it.
    return NearestNeighbors(n_neighbors=k, algorithm="brute").fit(unit(rows)).kneighbors(unit(queries))


few = base[:20_000]
timed(f"50 nearest of {len(asked)} queries", lambda: nearest(asked, base, min(50, len(base))))
timed(f"4 nearest of each of {len(few)}", lambda: nearest(few, few, 5))
timed(
    f"within 0.5 of {len(asked)} queries",
    lambda: NearestNeighbors(radius=1.0, algorithm="brute").fit(unit(base)).radius_neighbors(unit(asked)),
)
some = base[:10_000]
timed(f"principal components of {len(some)}", lambda: PCA(2).fit_transform(some))
laid_out = base[:2_000]
timed(
    f"UMAP of {len(laid_out)}",
    lambda: umap.UMAP(metric="cosine", random_state=51, n_jobs=1).fit_transform(laid_out),
)
