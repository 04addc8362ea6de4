"""Times FiftyOne on the files that FormatsBench wrote. usage: formats_fiftyone.py FOLDER SAMPLES HOME

Prints one line an operation: name, then seconds of every run, separated by tabs.
"""
import os
import shutil
import sys
import time

folder, home = sys.argv[1], sys.argv[3]
os.makedirs(home, exist_ok=True)
os.environ["FIFTYONE_DATABASE_DIR"] = os.path.join(home, "db")
os.environ["FIFTYONE_DEFAULT_DATASET_DIR"] = os.path.join(home, "datasets")
os.environ["FIFTYONE_CONFIG_PATH"] = os.path.join(home, "config.json")
os.environ["FIFTYONE_DATABASE_VALIDATION"] = "false"
os.environ["FIFTYONE_DO_NOT_TRACK"] = "true"
os.environ["FIFTYONE_SHOW_PROGRESS_BARS"] = "false"

import logging

import fiftyone as fo

logging.getLogger("fiftyone").setLevel(logging.ERROR)
RUNS = 2


def say(name, seconds):
    print("\t".join([name] + [repr(s) for s in seconds]), flush=True)


def once(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def drop(name):
    if fo.dataset_exists(name):
        fo.delete_dataset(name)


def coco():
    drop("bench-coco")
    return once(lambda: fo.Dataset.from_dir(
        data_path=folder + "/data", labels_path=folder + "/labels.json", dataset_type=fo.types.COCODetectionDataset,
        name="bench-coco", label_field="predictions", label_types="detections"))


say("COCO import", [coco() for _ in range(RUNS)])
dataset = fo.load_dataset("bench-coco")
assert len(dataset) == int(sys.argv[2])
out = folder + "/theirs"


def exported(work):
    shutil.rmtree(out, ignore_errors=True)
    return once(work)


say("COCO export", [exported(lambda: dataset.export(
    labels_path=out + "/coco.json", dataset_type=fo.types.COCODetectionDataset, label_field="predictions")) for _ in range(RUNS)])
say("FiftyOneDataset export", [exported(lambda: dataset.export(
    export_dir=out, dataset_type=fo.types.FiftyOneDataset, export_media=False)) for _ in range(RUNS)])


def own():
    drop("bench-own")
    return once(lambda: fo.Dataset.from_dir(dataset_dir=out, dataset_type=fo.types.FiftyOneDataset, name="bench-own"))


say("FiftyOneDataset import", [own() for _ in range(RUNS)])
drop("bench-own")
drop("bench-coco")
