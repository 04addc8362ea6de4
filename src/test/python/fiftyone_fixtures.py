"""Makes the FiftyOneDataset fixtures that every build reads, with the real FiftyOne 1.22.1 (python fiftyone_fixtures.py OUT).

Beside each exported dataset stands facts.json: what FiftyOne itself says of it. Pictures are generated here.
"""

import datetime
import json
import os
import shutil
import sys

import fiftyone as fo
import numpy as np
from fiftyone import ViewField as F
from PIL import Image

out = os.path.abspath(sys.argv[1])
assert fo.__version__ == "1.22.1", fo.__version__


def pictures(folder, count):
    os.makedirs(folder, exist_ok=True)
    paths = []
    for i in range(count):
        image = Image.new("RGB", (64, 32), (40 * i, 90, 160))
        image.paste((220, 30, 30), (8, 8, 24, 20))
        paths.append(f"{folder}/{i}.png")
        image.save(paths[-1])
    return paths


def facts(dataset, views):
    samples = []
    group_field = dataset.group_field
    for sample in dataset.select_group_slices(dataset.group_slices) if group_field else dataset:
        truth = sample["ground_truth"]
        samples.append(
            {
                "id": sample.id,
                "name": os.path.basename(sample.filepath),
                "tags": sample.tags,
                "group": sample[group_field].id if group_field else None,
                "slice": sample[group_field].name if group_field else None,
                "labels": None
                if truth is None
                else [
                    {"id": d.id, "label": d.label, "box": d.bounding_box, "confidence": d.confidence, "tags": d.tags}
                    for d in truth.detections
                ],
            }
        )
    return {"samples": samples, "views": {v: dataset.load_saved_view(v).values("id") for v in views}}


def export(dataset, name, views=(), **kwargs):
    shutil.rmtree(f"{out}/{name}", ignore_errors=True)
    dataset.export(export_dir=f"{out}/{name}", dataset_type=fo.types.FiftyOneDataset, **kwargs)
    with open(f"{out}/{name}/facts.json", "w") as f:
        json.dump(facts(dataset, views), f, indent=1)


def every_kind(paths):
    dataset = fo.Dataset()
    samples = []
    for i, path in enumerate(paths):
        sample = fo.Sample(filepath=path, tags=["first", "night"][:i])
        sample["ground_truth"] = fo.Detections(
            detections=[
                fo.Detection(
                    label=["Car", "Van"][k % 2],
                    bounding_box=[0.125, 0.25, 0.25, 0.375 / (k + 1)],
                    tags=["checked"] if k else [],
                    occluded=k,
                    truncated=0.25 * k,
                    crowd=bool(k),
                    index=k,
                    annotator="ann",
                    corners=[1.5, 2.5],
                    seen=datetime.datetime(2024, 1, 2, 3, 4, 5),
                    mask=np.ones((3, 4), dtype=bool) if k else None,
                )
                for k in range(i + 1)
            ]
        )
        sample["predictions"] = fo.Detections(
            detections=[fo.Detection(label="Car", bounding_box=[0.12, 0.25, 0.25, 0.37], confidence=0.5 + i / 8)]
        )
        sample["weather"] = fo.Classification(label="sunny", confidence=0.9, logits=np.array([0.1, 0.2]))
        sample["embedding"] = np.arange(4, dtype=np.float32) / 2 + i
        sample["doubles"] = np.array([0.1, 0.2])
        sample["uniqueness"] = 0.5 * i
        sample["views_n"] = 2**40 + i
        sample["golden"] = bool(i)
        sample["scene"] = "städtisch \u2028 \"x\""
        sample["taken"] = datetime.datetime(2024, 1, 2, 3, 4, 5, 678000)
        sample["day"] = datetime.date(2024, 1, 2)
        sample["words"] = ["x", "y"]
        sample["numbers"] = [1, 2]
        sample["notes"] = {"a": 1, "b": [1.5, None]}
        sample["lanes"] = fo.Polylines(
            polylines=[fo.Polyline(label="lane", points=[[(0, 0), (0.5, 0.5)]], closed=False, filled=False)]
        )
        sample["joints"] = fo.Keypoints(
            keypoints=[fo.Keypoint(label="k", points=[(0.1, 0.2), (float("nan"), float("nan"))])]
        )
        sample["road"] = fo.Segmentation(mask=np.zeros((4, 4), np.uint8))
        sample["heat"] = fo.Heatmap(map=np.ones((2, 2)), range=[0, 1])
        sample["steer"] = fo.Regression(value=3.5)
        sample["place"] = fo.GeoLocation(point=[8.4, 49.0])
        samples.append(sample)
    bare = fo.Sample(filepath=f"{os.path.dirname(paths[0])}/bare.png")
    shutil.copy(paths[0], bare.filepath)
    dataset.add_samples(samples + [bare])
    dataset.add_dynamic_sample_fields()
    dataset.compute_metadata()
    dataset.info = {"classes": ["Car", "Van"], "licence": {"name": "CC0"}}
    dataset.default_classes = ["Car", "Van"]
    dataset.mask_targets = {"road": {1: "road"}}
    dataset.description = "one of each kind"
    dataset.evaluate_detections("predictions", gt_field="ground_truth", eval_key="eval")
    dataset.save_view("best", dataset.match(F("uniqueness") > 0.2).sort_by("uniqueness", reverse=True).limit(2))
    dataset.save_view(
        "sure_cars", dataset.filter_labels("predictions", (F("confidence") > 0.6) & (F("label") == "Car"))
    )
    dataset.save_view("tagged", dataset.match_tags("night").exists("weather"))
    dataset.save_view("many", dataset.match(F("ground_truth.detections").length() > 1))
    dataset.save_view("vans", dataset.match(F("ground_truth.detections.label").contains(["Van", "Truck"])).skip(1))
    dataset.save_view("no_weather", dataset.exists("weather", False))
    dataset.save_view("mapped", dataset.map_labels("ground_truth", {"Car": "Auto"}))
    return dataset


def grouped(paths):
    dataset = fo.Dataset()
    dataset.add_group_field("scene_group", default="left")
    samples = []
    for i in range(0, len(paths) - 1, 2):
        group = fo.Group()
        for path, name in ((paths[i], "left"), (paths[i + 1], "right")):
            sample = fo.Sample(filepath=path, scene_group=group.element(name))
            sample["ground_truth"] = fo.Detections(
                detections=[fo.Detection(label=name, bounding_box=[0.125, 0.25, 0.25, 0.375])]
            )
            samples.append(sample)
    dataset.add_samples(samples)
    return dataset


work = f"{out}/.pictures"
plain = every_kind(pictures(f"{work}/plain", 3))
export(plain, "plain", ["best", "sure_cars", "tagged", "many", "vans", "no_weather"])
export(plain.select_fields(["ground_truth"]).clone(), "dirs", use_dirs=True)
group = grouped(pictures(f"{work}/group", 4))
export(group, "group")
shutil.rmtree(work)
