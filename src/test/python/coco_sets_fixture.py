"""Writes coco_sets.json: random and adversarial sets of boxes, and the statistics that pycocotools 2.0.11 finds for them.

usage: pip install pycocotools==2.0.11 numpy==2.4.6 && python coco_sets_fixture.py ../resources/coco_sets.json [NAME=FOLDER …]

A FOLDER holds labels.json and res.json, a set that somebody reported; "NAME, all crowds" is the same with every object a crowd.

Each set: images [width, height], truth [image, class, x, y, w, h, area, iscrowd], found [image, class, x, y, w, h, score];
images and classes count from 1. Statistics: AP, AP50, AP75, AP small, medium, large, AR1, AR10, AR100, AR small, medium, large,
class by class ("classwise"), over all classes ("agnostic"), and with at most 1, 3 and 7 detections ("few").
"""
import contextlib
import io
import json
import random
import sys

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

sets = {}


def random_set(name, seed, images=25, classes=3, crowd=0.0, side=(300, 600), whole=False, ties=False, boxes=(0, 8),
               sizes=(4, 150), own_area=False, noise=(1, 3, 12)):
    draw = random.Random(seed)
    number = (lambda a, b: draw.randint(a, b)) if whole else (lambda a, b: round(draw.uniform(a, b), 2))
    shapes, truth, found = [], [], []
    for image in range(1, images + 1):
        width, height = draw.randint(*side), draw.randint(*side)
        shapes.append([width, height])
        for _ in range(draw.randint(*boxes)):
            w, h = number(*sizes), number(*sizes)
            x, y = number(0, int(width - w)), number(0, int(height - h))
            kind = draw.randint(1, classes)
            area = round(w * h * draw.uniform(0.3, 1), 3) if own_area else w * h
            truth.append([image, kind, x, y, w, h, area, int(draw.random() < crowd)])
            for _ in range(draw.choice([0, 1, 1, 1, 2])):
                seen = kind if draw.random() < 0.85 else draw.randint(1, classes)
                wobble = draw.choice(noise)
                b = [max(0, v + (draw.randint(-wobble, wobble) if whole else round(draw.uniform(-wobble, wobble), 2))) for v in (x, y, w, h)]
                b = [round(v, 2) for v in b]
                b[2], b[3] = max(1, min(b[2], width - b[0])), max(1, min(b[3], height - b[1]))
                if b[0] + b[2] <= width and b[1] + b[3] <= height:
                    found.append([image, seen, *[round(v, 2) for v in b], 0])
        for _ in range(draw.randint(0, 3)):
            w, h = number(*sizes), number(*sizes)
            found.append([image, draw.randint(1, classes), number(0, int(width - w)), number(0, int(height - h)), w, h, 0])
    for one in found:
        one[6] = draw.randint(1, 9) / 10 if ties else round(draw.random(), 6)
    sets[name] = {"images": shapes, "classes": classes, "truth": truth, "found": found}


random_set("plain", 1)
random_set("whole pixels", 2, whole=True)
random_set("equal scores", 3, ties=True)
random_set("crowds", 4, crowd=0.25)
random_set("crowds and equal scores", 5, crowd=0.4, ties=True, whole=True)
random_set("areas of outlines", 6, own_area=True, crowd=0.1)
random_set("small objects", 7, sizes=(4, 40), noise=(1, 2))
random_set("one class", 8, classes=1)
random_set("many classes, few objects", 9, classes=20, images=15)
random_set("more than 100 detections an image", 10, images=2, classes=1, boxes=(110, 130), side=(900, 1000), sizes=(5, 60))
random_set("one image", 11, images=1, boxes=(5, 12))
random_set("crowded and near", 12, images=10, boxes=(8, 15), side=(200, 220), sizes=(30, 90), noise=(2, 6, 20))

# Overlaps exactly at a threshold, sizes exactly at a border, recall exactly at a point.
truth = [[1, 1, 0, 100 * i, 100, 100, 10000, 0] for i in range(4)]
found = [[1, 1, 0, 100 * i, 100, h, 0.9 - i / 10] for i, h in enumerate([50, 75, 90, 95])]
truth += [[2, 1, 0, 0, 32, 32, 1024, 0], [2, 1, 100, 100, 96, 96, 9216, 0], [2, 1, 200, 300, 32, 33, 1056, 0]]
found += [[2, 1, 0, 0, 32, 32, 0.5], [2, 1, 100, 100, 96, 96, 0.4], [2, 1, 300, 10, 32, 32, 0.45], [2, 1, 300, 300, 96, 97, 0.44]]
sets["at the borders"] = {"images": [[400, 400], [400, 400]], "classes": 1, "truth": truth, "found": found}
truth, found = [], []
for i in range(100):
    truth.append([1 + i // 20, 1 + i % 2, 10 * (i % 20), 10 * (i % 7), 8, 8, 64, 0])
    if i % 3:
        found.append([1 + i // 20, 1 + i % 2, 10 * (i % 20), 10 * (i % 7), 8, 8, round(1 - i / 200, 3)])
    if i % 4 == 0:
        found.append([1 + i // 20, 1 + i % 2, 10 * (i % 20), 80 + 10 * (i % 7), 8, 8, round(0.99 - i / 200, 3)])
sets["fifty objects a class"] = {"images": [[210, 160]] * 5, "classes": 2, "truth": truth, "found": found}
truth = [[1, 1, 0, 0, 100, 100, 10000, 1], [2, 1, 10, 10, 50, 50, 2500, 1]]
found = [[1, 1, 0, 0, 40, 40, 0.9], [1, 1, 50, 50, 40, 40, 0.8], [2, 1, 10, 10, 50, 50, 0.7]]
sets["nothing but crowds"] = {"images": [[100, 100]] * 2, "classes": 1, "truth": truth, "found": found}
truth = [[1, 1, 0, 0, 50, 50, 2500, 0], [1, 2, 50, 50, 50, 50, 2500, 0]]
found = [[1, 3, 0, 0, 50, 50, 0.9], [1, 2, 50, 50, 50, 50, 0.8], [1, 2, 50, 50, 50, 50, 0.8]]
sets["classes of one side only, an exact copy"] = {"images": [[100, 100]], "classes": 3, "truth": truth, "found": found}
sets["an object, a crowd over it, and both found"] = {
    "images": [[100, 100]], "classes": 2,
    "truth": [[1, 1, 0, 0, 100, 100, 10000, 1], [1, 1, 20, 20, 40, 40, 1600, 0]],
    "found": [[1, 1, 22, 20, 40, 40, 0.6], [1, 1, 0, 0, 30, 30, 0.9], [1, 2, 0, 0, 100, 100, 0.8], [1, 1, 20, 20, 40, 41, 0.5]],
}

for argument in sys.argv[2:]:
    name, folder = argument.split("=")
    with open(f"{folder}/labels.json") as labels, open(f"{folder}/res.json") as results:
        labels, results = json.load(labels), json.load(results)
    image = {one["id"]: i + 1 for i, one in enumerate(labels["images"])}
    by_name = sorted(labels["categories"], key=lambda one: one["name"])
    kind = {one["id"]: i + 1 for i, one in enumerate(by_name)}
    sets[name] = {
        "images": [[one["width"], one["height"]] for one in labels["images"]],
        "classes": len(kind),
        "truth": [[image[a["image_id"]], kind[a["category_id"]], *a["bbox"], a["area"], a.get("iscrowd", 0)] for a in labels["annotations"]],
        "found": [[image[a["image_id"]], kind[a["category_id"]], *a["bbox"], a["score"]] for a in results],
    }
    if any(one[7] for one in sets[name]["truth"]):
        sets[name + ", all crowds"] = {**sets[name], "truth": [[*one[:7], 1] for one in sets[name]["truth"]]}


def mean(values):
    values = values[values > -1]
    return float(np.mean(values)) if values.size else -1.0


def statistics(evaluation):
    p, r = evaluation.eval["precision"], evaluation.eval["recall"]  # [iou, recall, class, area, max], [iou, class, area, max]
    ap = lambda area, iou=slice(None): mean(p[iou, :, :, area, -1])
    return [ap(0), ap(0, slice(0, 1)), ap(0, slice(5, 6)), ap(1), ap(2), ap(3),
            mean(r[:, :, 0, 0]), mean(r[:, :, 0, 1]), mean(r[:, :, 0, 2]),
            mean(r[:, :, 1, 2]), mean(r[:, :, 2, 2]), mean(r[:, :, 3, 2])]


def evaluated(one, use_cats, most):
    coco = COCO()
    coco.dataset = {
        "images": [{"id": i + 1, "width": w, "height": h} for i, (w, h) in enumerate(one["images"])],
        "annotations": [{"id": i + 1, "image_id": t[0], "category_id": t[1], "bbox": t[2:6], "area": t[6], "iscrowd": t[7]}
                        for i, t in enumerate(one["truth"])],
        "categories": [{"id": i, "name": f"c{i:02d}"} for i in range(1, one["classes"] + 1)],
        "info": {},
    }
    coco.createIndex()
    results = coco.loadRes([{"image_id": f[0], "category_id": f[1], "bbox": f[2:6], "score": f[6]} for f in one["found"]])
    evaluation = COCOeval(coco, results, "bbox")
    evaluation.params.useCats = use_cats
    evaluation.params.maxDets = most
    evaluation.evaluate()
    evaluation.accumulate()
    found = statistics(evaluation)
    if most == [1, 10, 100] and use_cats:
        evaluation.summarize()
        assert np.allclose(evaluation.stats, found, rtol=0, atol=1e-15), (evaluation.stats, found)
    return found


for name, one in sets.items():
    with contextlib.redirect_stdout(io.StringIO()):
        one["classwise"] = evaluated(one, 1, [1, 10, 100])
        one["agnostic"] = evaluated(one, 0, [1, 10, 100])
        one["few"] = evaluated(one, 1, [1, 3, 7])
    print(f"{name}: {len(one['truth'])} objects, {len(one['found'])} predictions, AP {one['classwise'][0]:.6f}")
with open(sys.argv[1], "w") as out:
    json.dump(sets, out, separators=(",", ":"))
    out.write("\n")
