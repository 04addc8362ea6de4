"""Reads with other libraries what Winnow wrote, says what they saw, and writes it again for Winnow to read.

python format_peers.py fiftyone|labels|again|readers FOLDER

FOLDER holds one folder a format. For each, facts/<peer>-<format>.json says what the peer saw: by picture the labels as
[class, x, y, w, h] in pixels. What the peer writes itself goes to back/<peer>-<format>.
"""

import json
import os
import sys
import time
import traceback

root = os.path.abspath(sys.argv[2])
os.makedirs(f"{root}/facts", exist_ok=True)


def say(peer, form, samples, **more):
    with open(f"{root}/facts/{peer}-{form}.json", "w") as f:
        json.dump({"samples": samples, **more}, f)
    print(f"{peer} read {form}: {len(samples)} pictures, {sum(len(v) for v in samples.values())} labels", flush=True)


def fiftyone():
    import fiftyone as fo
    from PIL import Image
    from pycocotools.coco import COCO

    t = fo.types

    def labels(sample, field):
        width, height = Image.open(sample.filepath).size
        found = sample[field].detections if field and sample[field] is not None else []
        return [
            [d.label, d.bounding_box[0] * width, d.bounding_box[1] * height, d.bounding_box[2] * width,
             d.bounding_box[3] * height] for d in found
        ]

    failed = []

    def read(form, *args, **kwargs):
        try:
            read_one(form, *args, **kwargs)
        except Exception:
            traceback.print_exc(limit=-3)
            failed.append(form)

    def read_one(form, kind, field="ground_truth", back=None, **where):
        dataset = fo.Dataset.from_dir(dataset_type=kind, **where, **({"label_field": field} if form not in ("fiftyone", "csv", "images") else {}))
        boxes = field if form not in ("csv", "classes", "images") else None
        samples = {os.path.basename(s.filepath): labels(s, boxes) for s in dataset}
        more = {}
        if form == "fiftyone":
            more["views"] = {v: dataset.load_saved_view(v).values("id") for v in dataset.list_saved_views()}
            more["tags"] = {os.path.basename(s.filepath): s.tags for s in dataset}
            more["vectors"] = {os.path.basename(s.filepath): [float(x) for x in s.embedding] for s in dataset}
            more["attributes"] = {
                os.path.basename(s.filepath): [d.get_field("truncated") if d.has_field("truncated") else None for d in s[field].detections]
                for s in dataset
            }
            more["others"] = {
                os.path.basename(s.filepath): [
                    [s.weather.label, s.weather.confidence],
                    [c.label for c in s.kinds.classifications],
                    [s.lanes.polylines[0].label, [list(map(list, p)) for p in s.lanes.polylines[0].points], s.lanes.polylines[0].closed],
                    [s.joints.keypoints[0].label, list(map(list, s.joints.keypoints[0].points))],
                    s.wet.value,
                ]
                for s in dataset
            }
            assert dataset.count_values("weather.label") == {"rain": len(dataset)}
            assert dataset.count("lanes.polylines") == len(dataset.filter_labels("joints", fo.ViewField("label") == "pole"))
            more["schema"] = sorted(dataset.get_field_schema(flat=True))
            more["info"] = dataset.info
            more["said"] = [
                dataset.description, dataset.tags, dataset.classes["ground_truth"], dataset.default_classes,
                {str(k): v for k, v in dataset.mask_targets["ground_truth"].items()},
                dataset.skeletons["joints"].labels, dataset.skeletons["joints"].edges,
                dataset.get_saved_view_info("high")["description"], dataset.get_saved_view_info("high")["color"],
            ]
        if form == "csv":
            more["values"] = {os.path.basename(s.filepath): [s["score"], s["n"], s["scene"]] for s in dataset}
        if form == "classes":
            more["values"] = {os.path.basename(s.filepath): s[field].label if s[field] else None for s in dataset}
        say("fiftyone", form, samples, **more)
        if form == "kitti":
            # FiftyOne 1.22.1 cannot write the lists that its own reader stores here (it calls tolist() on them).
            for sample in dataset.iter_samples(autosave=True):
                for detection in sample[field].detections:
                    detection["dimensions"] = detection["location"] = None
        if back:
            extra = {} if form == "fiftyone" else {"label_field": field}
            dataset.export(export_dir=f"{root}/back/fiftyone-{form}", dataset_type=back, **extra)

    read("fiftyone", t.FiftyOneDataset, back=t.FiftyOneDataset, dataset_dir=f"{root}/fiftyone")
    read("coco", t.COCODetectionDataset, back=t.COCODetectionDataset, dataset_dir=f"{root}/coco", label_types="detections")
    read("yolo5", t.YOLOv5Dataset, back=t.YOLOv5Dataset, dataset_dir=f"{root}/yolo5", split="val")
    read("yolo8", t.YOLOv5Dataset, dataset_dir=f"{root}/yolo8", yaml_path="data.yaml", split="val")
    read("voc", t.VOCDetectionDataset, back=t.VOCDetectionDataset, data_path=f"{root}/voc/JPEGImages", labels_path=f"{root}/voc/Annotations")
    read("kitti", t.KITTIDetectionDataset, back=t.KITTIDetectionDataset, data_path=f"{root}/kitti/image_2", labels_path=f"{root}/kitti/label_2")
    read("classes", t.ImageClassificationDirectoryTree, back=t.ImageClassificationDirectoryTree, dataset_dir=f"{root}/classes")
    read("csv", t.CSVDataset, data_path=f"{root}/csv", labels_path=f"{root}/csv/labels.csv",
         fields={"score": float, "n": int, "scene": str})
    read("images", t.ImageDirectory, dataset_dir=f"{root}/images")

    coco = COCO(f"{root}/coco/labels.json")
    names = {c["id"]: c["name"] for c in coco.loadCats(coco.getCatIds())}
    say("pycocotools", "coco", {
        os.path.basename(image["file_name"]): [
            [names[a["category_id"]], *a["bbox"]] for a in coco.loadAnns(coco.getAnnIds(imgIds=[image["id"]]))
        ] for image in coco.loadImgs(coco.getImgIds())
    }, first=min(coco.getCatIds() + coco.getImgIds() + coco.getAnnIds()))
    if failed:
        sys.exit(f"not read: {failed}")


def labels():
    """Every type of label that Winnow has: what FiftyOne sees of it, and what FiftyOne writes with labels of its own beside."""
    import fiftyone as fo
    import numpy as np

    dataset = fo.Dataset.from_dir(dataset_type=fo.types.FiftyOneDataset, dataset_dir=f"{root}/labels")
    sample = dataset.first()
    facts = {
        "weather": [sample.weather.label, sample.weather.confidence, [float(x) for x in sample.weather.logits]],
        "kinds": [c.label for c in sample.kinds.classifications],
        "lanes": [[list(map(list, shape)) for shape in p.points] for p in sample.lanes.polylines],
        "joints": [[list(map(list, k.points)), k.confidence] for k in sample.joints.keypoints],
        "wet": [sample.wet.value, sample.wet.confidence],
        "stay": [[t.label, t.support] for t in sample.stay.detections],
        "road": list(sample.road.get_mask().shape),
        "heat": [list(sample.heat.get_map().shape), sample.heat.range],
        "place": sample.place.point,
        "area": sample.area.polygon,
        "attributes": [sample.weather.annotator, sample.wet.tags],
    }
    with open(f"{root}/facts/labels.json", "w") as f:
        json.dump(facts, f)
    sample["fo_weather"] = fo.Classification(label="sunny", confidence=0.9, logits=np.array([0.1, 0.2]), source="fo")
    sample["fo_kinds"] = fo.Classifications(classifications=[fo.Classification(label="a", logits=np.array([1, 2.5], np.float32))])
    sample["fo_lanes"] = fo.Polylines(polylines=[fo.Polyline(points=[[(0, 0), (0.5, 0.5)]], closed=True, filled=True, lanes=2)])
    sample["fo_joints"] = fo.Keypoints(
        keypoints=[fo.Keypoint(label="k", points=[(0.1, 0.2), (float("nan"), float("nan"))], confidence=[0.5, 0.25], index=3)]
    )
    sample["fo_wet"] = fo.Regression(value=3.5, confidence=0.5)
    sample["fo_road"] = fo.Segmentation(mask=np.arange(12, dtype=np.uint8).reshape(3, 4))
    sample["fo_heat"] = fo.Heatmap(map=np.ones((2, 2), np.float32))
    sample["fo_place"] = fo.GeoLocation(
        point=[8.4, 49.0], line=[[1.0, 2.0], [3.0, 4.0]],
        polygon=[[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 0.0]], [[1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [1.0, 1.0]]],
    )
    sample["fo_places"] = fo.GeoLocations(points=[[1.0, 2.0]])
    sample["fo_one"] = fo.Detection(label="Car", bounding_box=[0.1, 0.1, 0.2, 0.2])
    sample.save()
    dataset.add_dynamic_sample_fields()
    dataset.export(export_dir=f"{root}/back/labels", dataset_type=fo.types.FiftyOneDataset)


def again():
    """What FiftyOne wrote and Winnow read and wrote again is the same to FiftyOne."""
    import fiftyone as fo

    def document(folder):
        dataset = fo.Dataset.from_dir(dataset_type=fo.types.FiftyOneDataset, dataset_dir=folder)
        sample = dataset.first()
        assert sample.fo_road.mask.tolist() == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]
        schema = {name: str(field) for name, field in dataset.get_field_schema(flat=True).items()}
        return schema, {name: sample[name].to_dict() for name in sample.field_names if isinstance(sample[name], fo.Label)}

    (schema, before), (schema_again, after) = document(f"{root}/back/labels"), document(f"{root}/again")
    assert before.keys() == after.keys() and len(before) > 18, (before.keys(), after.keys())
    for name in before:
        # A file is where the folder is; a number is the same with and without a point.
        one, two = (json.dumps(d[name], default=str, sort_keys=True).replace(f, "") for d, f in
                    ((before, f"{root}/back/labels/"), (after, f"{root}/again/")))
        assert json.loads(one) == json.loads(two), (name, one, two)
    assert schema == schema_again, {k for k in schema.items() ^ schema_again.items()}


def readers():
    import supervision as sv

    def told(form, dataset):
        samples = {}
        for path, _, found in dataset:
            samples[os.path.basename(path)] = [
                [dataset.classes[c], float(x1), float(y1), float(x2 - x1), float(y2 - y1)]
                for (x1, y1, x2, y2), c in zip(found.xyxy, found.class_id)
            ]
        say("supervision", form, samples)

    y5 = sv.DetectionDataset.from_yolo(f"{root}/yolo5/images/val", f"{root}/yolo5/labels/val", f"{root}/yolo5/dataset.yaml")
    told("yolo5", y5)
    told("yolo8", sv.DetectionDataset.from_yolo(f"{root}/yolo8/val/images", f"{root}/yolo8/val/labels", f"{root}/yolo8/data.yaml"))
    voc = sv.DetectionDataset.from_pascal_voc(f"{root}/voc/JPEGImages", f"{root}/voc/Annotations")
    told("voc", voc)
    told("coco", sv.DetectionDataset.from_coco(f"{root}/coco/data", f"{root}/coco/labels.json"))
    back = f"{root}/back/supervision-"
    y5.as_yolo(f"{back}yolo5/images", f"{back}yolo5/labels", f"{back}yolo5/data.yaml")
    voc.as_pascal_voc(f"{back}voc/JPEGImages", f"{back}voc/Annotations")
    y5.as_coco(f"{back}coco/data", f"{back}coco/labels.json")


start = time.time()
{"fiftyone": fiftyone, "labels": labels, "again": again, "readers": readers}[sys.argv[1]]()
print(f"{sys.argv[1]}: {time.time() - start:.1f} s")
