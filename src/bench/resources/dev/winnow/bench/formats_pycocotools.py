"""Times pycocotools on the file that FormatsBench wrote: loading and indexing alone. usage: formats_pycocotools.py FOLDER SAMPLES HOME"""
import contextlib
import os
import sys
import time

from pycocotools.coco import COCO


def once():
    begin = time.perf_counter()
    with open(os.devnull, "w") as quiet, contextlib.redirect_stdout(quiet):
        COCO(sys.argv[1] + "/labels.json")
    return time.perf_counter() - begin


print("\t".join(["COCO import"] + [repr(once()) for _ in range(3)]))
