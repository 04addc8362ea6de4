"""Writes coco_eval.json: random truth and predictions, and what pycocotools 2.0.11 says of them.

usage: pip install pycocotools==2.0.11 numpy==2.4.6 && python coco_fixture.py ../resources/coco_eval.json
"""
import contextlib
import io
import json
import random
import sys

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

SIDE = 1000
CLASSES = ["Car", "Cyclist", "Pedestrian", "Tram", "Van"]
draw = random.Random(7)


def box():
    w, h = draw.randint(20, 300), draw.randint(20, 300)
    return [draw.randint(0, SIDE - w), draw.randint(0, SIDE - h), w, h]


def near(b, wobble):
    x, y, w, h = (v + draw.randint(-wobble, wobble) for v in b)
    x, y = max(0, x), max(0, y)
    return [x, y, max(5, min(w, SIDE - x)), max(5, min(h, SIDE - y))]


truth, found = [], []
for image in range(1, 61):
    for _ in range(draw.randint(0, 11)):
        kind = draw.choices(range(5), [8, 1, 3, 1, 2])[0]
        b = box()
        truth.append({"image_id": image, "category_id": kind + 1, "bbox": b, "area": b[2] * b[3], "iscrowd": 0, "id": len(truth) + 1})
        for _ in range(draw.choices([0, 1, 2], [3, 6, 1])[0]):
            seen = kind if draw.random() < 0.85 else draw.randrange(5)
            found.append({"image_id": image, "category_id": seen + 1, "bbox": near(b, draw.choice([2, 8, 25])), "score": 0})
    for _ in range(draw.randint(0, 4)):
        found.append({"image_id": image, "category_id": draw.randint(1, 5), "bbox": box(), "score": 0})
# No two scores are equal: how ties are broken is nobody's standard.
scores = draw.sample(range(1, 100000), len(found))
for one, score in zip(found, scores):
    one["score"] = score / 100000

with contextlib.redirect_stdout(io.StringIO()):
    coco = COCO()
    coco.dataset = {
        "images": [{"id": i, "width": SIDE, "height": SIDE} for i in range(1, 61)],
        "annotations": truth,
        "categories": [{"id": i + 1, "name": name} for i, name in enumerate(CLASSES)],
    }
    coco.createIndex()
    evaluation = COCOeval(coco, coco.loadRes([dict(one) for one in found]), "bbox")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
precision = evaluation.eval["precision"][:, :, :, 0, 2]  # [iou, recall, class], all areas, 100 detections
row = lambda one: [one["image_id"], one["category_id"], *one["bbox"], *([one["score"]] if "score" in one else [])]
with open(sys.argv[1], "w") as out:
    json.dump(
        {
            "side": SIDE,
            "classes": CLASSES,
            "truth": [row(one) for one in truth],
            "predictions": [row(one) for one in found],
            "map": evaluation.stats[0],
            "map50": evaluation.stats[1],
            "map75": evaluation.stats[2],
            "ap50": {name: float(np.mean(precision[0, :, i])) for i, name in enumerate(CLASSES)},
        },
        out,
    )
    out.write("\n")
print(f"{len(truth)} objects, {len(found)} predictions, mAP {evaluation.stats[0]:.6f}, mAP50 {evaluation.stats[1]:.6f}")
