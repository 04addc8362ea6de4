"""Writes tide.json: the kind of error that tidecv 1.0.1 finds for each prediction of the sets of coco_sets.json without crowds.

usage: pip install tidecv==1.0.1 pycocotools==2.0.11 && python tide_fixture.py ../resources/coco_sets.json ../resources/tide.json

By set, "kinds": by prediction its kind, empty for a true positive; "missed": the objects, counted from 0, that no prediction explains.
"""
import json
import sys

from tidecv import TIDE, Data
from tidecv.quantify import TIDERun

NAMES = {"BoxError": "loc", "ClassError": "cls", "DuplicateError": "dupe", "BackgroundError": "bkg", "OtherError": "both"}
with open(sys.argv[1]) as file:
    sets = json.load(file)
found = {}
for name, one in sets.items():
    scores = [f[6] for f in one["found"]]
    if any(t[7] for t in one["truth"]) or len(set(scores)) < len(scores):
        continue  # crowds are explained too there, and equal scores have no order
    if max([f[0] for f in one["found"]].count(image) for image in range(1, len(one["images"]) + 1)) > 100:
        continue  # it looks at the best 100 of an image only
    truth, predictions = Data("truth"), Data("predictions")
    for image in range(1, len(one["images"]) + 1):
        truth.add_image(image, str(image))
    for t in one["truth"]:
        truth.add_ground_truth(t[0], t[1], t[2:6])
    for f in one["found"]:
        predictions.add_detection(f[0], f[1], f[6], f[2:6])
    run = TIDERun(truth, predictions, 0.5, 0.1, TIDE.BOX, 100)
    kinds = [""] * len(one["found"])
    missed = []
    for error in run.errors:
        kind = type(error).__name__
        if kind == "MissedError":
            missed.append(error.gt["_id"])
        else:
            kinds[error.pred["_id"]] = NAMES[kind]
    found[name] = {"kinds": kinds, "missed": sorted(missed)}
    print(name, {k: kinds.count(k) for k in sorted(set(kinds))}, len(missed))
with open(sys.argv[2], "w") as file:
    json.dump(found, file, separators=(",", ":"))
    file.write("\n")
