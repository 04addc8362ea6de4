"""Times FiftyOne on the data that StoreBench wrote. usage: store_fiftyone.py FOLDER SAMPLES HOME

Prints one line an operation: name, then seconds of every run, separated by tabs. A dataset that an earlier run built from the same
data is used again, with the times its building took. The first run of a query warms up and is not printed.
"""
import json
import os
import sys
import time

folder, n, home = sys.argv[1], int(sys.argv[2]), sys.argv[3]
os.makedirs(home, exist_ok=True)
os.environ["FIFTYONE_DATABASE_DIR"] = os.path.join(home, "db")
os.environ["FIFTYONE_DEFAULT_DATASET_DIR"] = os.path.join(home, "datasets")
os.environ["FIFTYONE_CONFIG_PATH"] = os.path.join(home, "config.json")
os.environ["FIFTYONE_DATABASE_VALIDATION"] = "false"
os.environ["FIFTYONE_DO_NOT_TRACK"] = "true"
os.environ["FIFTYONE_SHOW_PROGRESS_BARS"] = "false"

import fiftyone as fo
import numpy as np
from fiftyone import ViewField as F

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


counts, boxes, labels, confidences = load("counts"), load("boxes").tolist(), load("labels"), load("confidences").tolist()
numbers = load("numbers").tolist()
name = f"winnow-bench-{n}"
times = os.path.join(home, name + ".json")
fo.list_datasets()
if not (fo.dataset_exists(name) and os.path.exists(times)):
    if fo.dataset_exists(name):
        fo.delete_dataset(name)
    dataset = fo.Dataset(name, persistent=True)
    made, added, box = 0.0, 0.0, 0
    for begin in range(0, n, 20000):
        start = time.perf_counter()
        samples = []
        for i in range(begin, min(n, begin + 20000)):
            detections = [
                fo.Detection(label=CLASSES[labels[j]], bounding_box=boxes[j], confidence=confidences[j])
                for j in range(box, box + counts[i])
            ]
            box += counts[i]
            samples.append(fo.Sample(filepath=f"/nowhere/img_{i:07d}.jpg", predictions=fo.Detections(detections=detections)))
        made += time.perf_counter() - start
        start = time.perf_counter()
        dataset.add_samples(samples)
        added += time.perf_counter() - start
    with open(times, "w") as file:
        json.dump({"make": made, "add": added}, file)
with open(times) as file:
    built = json.load(file)
say("make samples", [built["make"]])
say("add samples", [built["add"]])
say("open and count", [once(lambda: len(fo.load_dataset(name))) for _ in range(5)])
dataset = fo.load_dataset(name)
ids = dataset.values("id")
timed("values of id", lambda: dataset.values("id"))
quarter = [ids[i] for i in np.random.default_rng(7).permutation(n)[: n // 4]]
for tag in dataset.distinct("tags"):
    dataset.untag_samples(tag)
say("tag a quarter of the samples by id", [once(lambda: dataset.select(quarter).tag_samples(f"batch:{i}")) for i in range(5)])
say("set one number a sample", [once(lambda: dataset.set_values("uniqueness", numbers)) for _ in range(5)])
timed("match, sort, limit 50", lambda: dataset.match(F("uniqueness") > 0.5).sort_by("uniqueness", reverse=True).limit(50).values("id"))
timed("matchTags, exists, count", lambda: len(dataset.match_tags("batch:0").exists("predictions")))
timed("filterLabels, count labels", lambda: dataset.filter_labels("predictions", F("confidence") > 0.3).count("predictions.detections"))
timed("countValues of label", lambda: dataset.count_values("predictions.detections.label"))
timed("bounds of confidence", lambda: dataset.bounds("predictions.detections.confidence"))
some = min(n, 2000)
seconds = [once(lambda: sum(len(s.predictions.detections) for s in dataset.limit(some))) * n / some for _ in range(3)]
say("iterate all samples and labels", seconds)
first = dataset.first()


def save(i):
    first.predictions.detections[0].confidence = 0.5 + i / 100
    first.save()


say("change one label and save", [once(lambda: save(i)) for i in range(10)])
