"""Writes the fixtures of ZCore: what NumPy's RandomState draws, and scores by the method's description (arXiv 2411.15349), written here
independently of the Java. Run with NumPy 2.x:  python zcore_fixtures.py ../resources/dev/winnow/brain
"""

import json
import sys

import numpy as np


def draws(rows, count, random):
    low, middle, high = rows.min(0), np.median(rows, 0), rows.max(0)
    for _ in range(count):
        dims = random.choice(rows.shape[1], 2, replace=False)
        yield dims, [random.triangular(low[d], middle[d], high[d]) for d in dims]


def scores(rows, points, neighbours, epsilon, start):
    total = start.copy()
    for dims, point in points:
        part = rows[:, dims]
        covering = np.abs(part - point).sum(1).argmin()
        total[covering] += 1
        distance = np.abs(part - part[covering]).sum(1)
        distance[covering] = np.inf
        order = np.argsort(distance, kind="stable")[: min(neighbours, len(rows) - 1)]
        if not epsilon and distance[order[0]] == 0:
            total[order[0]] -= 1
            continue
        weight = 1 / (distance[order] ** 4 + epsilon)
        total[order] -= weight / weight.sum()
    return total


def scaled(values):
    return (values - values.min()) / (values.max() - values.min())


def main(folder):
    tutorial_rows = np.array([[((7 * i + 13 * j) % 17) / 17 + 0.01 * i for j in range(8)] for i in range(10)])
    random = np.random.RandomState(42)
    start = random.uniform(0, 1, 10)
    tutorial = scaled(scores(tutorial_rows, draws(tutorial_rows, 500, random), 50, 1e-8, start))

    rows = np.random.RandomState(7).normal(size=(1100, 6)).round(4)
    rows[40] = rows[41]
    points = list(draws(rows, 400, np.random.RandomState(3)))
    raw = scores(rows, points, 1000, 0, np.zeros(len(rows)))
    published = scaled(raw + np.random.RandomState(4).uniform(0, 1, len(rows)))

    cases = np.random.RandomState(11).uniform(-3, 3, size=(1000, 3))
    cases.sort(axis=1)
    random = np.random.RandomState(12)
    triangular = [random.triangular(*case) for case in cases]

    with open(f"{folder}/zcore.json", "w") as out:
        json.dump(
            {
                "tutorial": tutorial.tolist(),
                "rows": rows.tolist(),
                "raw": raw.tolist(),
                "published": published.tolist(),
                "triangularCases": cases.tolist(),
                "triangular": triangular,
            },
            out,
        )
        out.write("\n")


main(sys.argv[1])
