"""Writes what scikit-learn and cleanlab say: the inertia of k-means, and label quality of painted boxes. Run with scikit-learn 1.9 and
cleanlab 2.9:

    python brain_fixtures.py ../resources/dev/winnow/brain
"""

import json
import sys

import numpy as np
from cleanlab.object_detection.rank import get_label_quality_scores
from sklearn.cluster import KMeans

CLASSES = ["Car", "Van", "Tram"]


def boxes(random, count):
    corner = random.uniform(0, 500, size=(count, 2))
    size = random.uniform(8, 120, size=(count, 2))
    return np.hstack([corner, corner + size]).round(1)


def image(random, number):
    labels = boxes(random, random.randint(0, 7))
    classes = random.randint(0, 3, len(labels))
    found, found_classes, scores = [], [], []
    for box, kind in zip(labels, classes):
        if random.rand() < 0.85:
            found.append((box + random.normal(0, [0, 1, 4, 15][random.randint(4)], 4)).round(1))
            found_classes.append(kind if random.rand() < 0.8 else random.randint(3))
            scores.append(round(random.beta(4, 1), 4))
    for box in boxes(random, random.randint(0, 4)):
        found.append(box)
        found_classes.append(random.randint(3))
        scores.append(round(random.choice([0.3, 0.96, 0.99]), 4))
    if number % 5 == 0 and len(labels):
        labels = np.vstack([labels, labels[0] + 0.1])
        classes = np.append(classes, (classes[0] + 1) % 3)
    return labels, classes, found, found_classes, scores


def main(folder):
    random = np.random.RandomState(5)
    images = [image(random, number) for number in range(40)]
    labels = [{"bboxes": l.reshape(-1, 4), "labels": c} for l, c, *_ in images]
    predictions = []
    for _, _, found, kinds, scores in images:
        by_class = [[], [], []]
        for box, kind, score in zip(found, kinds, scores):
            by_class[kind].append([*box, score])
        predictions.append(np.array([np.array(one, dtype=float).reshape(-1, 5) for one in by_class], dtype=object))
    quality = get_label_quality_scores(labels, predictions, verbose=False)
    out = {
        "images": [
            {
                "labels": [[*map(float, box), CLASSES[kind]] for box, kind in zip(l, c)],
                "predictions": [[*map(float, b), CLASSES[k], float(s)] for b, k, s in zip(f, fc, sc)],
            }
            for l, c, f, fc, sc in images
        ],
        "quality": quality.tolist(),
        "kmeans": [],
    }
    for n, d, k in ((300, 6, 5), (500, 16, 20)):
        rows = np.random.RandomState(n).normal(size=(n, d)).round(4)
        rows += (np.arange(n) % 7)[:, None] * (np.arange(d) % 3)
        fit = KMeans(k, n_init=50, random_state=0).fit(rows)
        out["kmeans"].append({"rows": rows.round(4).tolist(), "k": k, "inertia": float(fit.inertia_)})
    with open(f"{folder}/brain.json", "w") as file:
        json.dump(out, file)
        file.write("\n")
    print("quality", quality.min(), quality.max(), len(set(quality.round(6))))


main(sys.argv[1])
