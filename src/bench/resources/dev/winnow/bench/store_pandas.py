"""Times pandas on the data that StoreBench wrote. usage: store_pandas.py FOLDER SAMPLES HOME

One frame of samples and one of labels, in memory; writing and reading is pickle, its fastest. Prints one line an operation: name,
then seconds of every run, separated by tabs.
"""
import os
import sys
import time

import numpy as np
import pandas as pd

folder, n = sys.argv[1], int(sys.argv[2])
CLASSES = ["Car", "Van", "Truck", "Pedestrian", "Person_sitting", "Cyclist", "Tram", "Misc"]


def say(name, seconds):
    print("\t".join([name] + [repr(s) for s in seconds]), flush=True)


def once(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def timed(name, work, runs=5):
    once(work)
    say(name, [once(work) for _ in range(runs)])


def load(name):
    return np.load(os.path.join(folder, name + ".npy"))


counts, boxes, labels, confidences, numbers = load("counts"), load("boxes"), load("labels"), load("confidences"), load("numbers")
rows = np.repeat(np.arange(n), counts)
samples = pd.DataFrame({"filepath": [f"img_{i:07d}.jpg" for i in range(n)], "uniqueness": numbers})
samples["tag"] = np.arange(n) % 4 == 0
objects = pd.DataFrame({
    "sample": rows,
    "label": pd.Categorical.from_codes(labels, CLASSES),
    "x": boxes[:, 0], "y": boxes[:, 1], "w": boxes[:, 2], "h": boxes[:, 3],
    "confidence": confidences,
})
file = os.path.join(folder, "pandas.pickle")


def write():
    with open(file, "wb") as out:
        pd.to_pickle((samples, objects), out)
        out.flush()
        os.fsync(out.fileno())


say("write everything", [once(write) for _ in range(3)])
say("read everything", [once(lambda: pd.read_pickle(file)) for _ in range(3)])
os.remove(file)
timed("match a number, count", lambda: (samples["uniqueness"] > 0.5).sum())
timed("match, sort, limit 50", lambda: samples[samples["uniqueness"] > 0.5].sort_values("uniqueness", ascending=False).head(50)["filepath"].tolist())
timed("match, sort, limit 100", lambda: samples[samples["uniqueness"] > 0.5].sort_values("uniqueness", ascending=False).head(100)["filepath"].tolist())
timed("matchTags, exists, count", lambda: (samples["tag"] & samples["uniqueness"].notna()).sum())
timed("filterLabels, count labels", lambda: (objects["confidence"] > 0.3).sum())
timed("countValues of label", lambda: objects["label"].value_counts())
timed("bounds of confidence", lambda: (objects["confidence"].min(), objects["confidence"].max()))
