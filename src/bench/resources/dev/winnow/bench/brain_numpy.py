"""The published methods in NumPy and scikit-learn: lines of a name and seconds, on the wall and of the processors."""

import sys
import time

import numpy as np
from sklearn.metrics.pairwise import cosine_distances
from sklearn.neighbors import NearestNeighbors

folder, samples = sys.argv[1], int(sys.argv[2])
base = np.load(f"{folder}/base.npy")


def timed(name, work, runs=3, scale=1.0):
    wall, used = [], []
    for _ in range(runs):
        begin, cpu = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - begin) * scale)
        used.append((time.process_time() - cpu) * scale)
    print(name, *wall, sep="\t", flush=True)
    print(name + ", processor", *used, sep="\t", flush=True)


def uniqueness():
    rows = base - base.mean(axis=0)
    if len(rows) <= 15_000:
        distances = cosine_distances(rows)
        np.fill_diagonal(distances, np.nan)
        found = np.take_along_axis(distances, np.argpartition(distances, range(4), axis=1)[:, :4], axis=1)
    else:
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        found, _ = NearestNeighbors(n_neighbors=4).fit(rows).kneighbors()
    score = found[:, 1:] @ [0.6, 0.3, 0.1]
    return score / score.max()


def zcore(draws):
    columns = np.ascontiguousarray(base.T.astype("f8"))
    random = np.random.RandomState(51)
    low, middle, high = columns.min(1), np.median(columns, 1), columns.max(1)
    score = np.zeros(len(base))
    begin, cpu = time.perf_counter(), time.process_time()
    for _ in range(draws):
        dims = random.choice(len(columns), 2, replace=False)
        part = columns[dims]
        point = random.triangular(low[dims], middle[dims], high[dims])
        covering = np.abs(part - point[:, None]).sum(0).argmin()
        score[covering] += 1
        distance = np.abs(part - part[:, covering : covering + 1]).sum(0)
        distance[covering] = np.inf
        count = min(1000, len(base) - 1)
        near = np.argpartition(distance, count - 1)[:count]
        weight = distance[near].min() / distance[near]
        weight **= 4
        score[near] -= weight / weight.sum()
    return (time.perf_counter() - begin) / draws, (time.process_time() - cpu) / draws


timed("uniqueness as FiftyOne's", uniqueness, 1 if samples > 15_000 else 3)
times = [zcore(max(200, min(4000, 8_000_000 // samples))) for _ in range(3)]
print("ZCore, one draw", *[wall for wall, _ in times], sep="\t")
print("ZCore, one draw, processor", *[used for _, used in times], sep="\t")
