"""Compares what two runs of notebooks said: text/plain and printed text, cell by cell.

usage: compare_notebooks.py A.ipynb B.ipynb | A_DIR B_DIR     exit 1 at the first difference
       compare_notebooks.py --no-errors DIR                   exit 1 if any cell ended in an error
"""
import json
import pathlib
import sys


def outputs(path):
    said = []
    for cell in json.loads(pathlib.Path(path).read_text())["cells"]:
        if cell["cell_type"] != "code":
            continue
        own = []
        for output in cell["outputs"]:
            text = output.get("text") or output.get("data", {}).get("text/plain") or output.get("traceback") or ""
            text = text if isinstance(text, str) else "".join(text)
            kind = output.get("name") or output["output_type"]
            # One stream may arrive in several pieces; what was said is the same.
            if own and own[-1][0] == kind and kind in ("stdout", "stderr"):
                own[-1] = (kind, own[-1][1] + text)
            else:
                own.append((kind, text))
        said.append((cell.get("id"), own))
    return said


def notebooks(folder):
    root = pathlib.Path(folder)
    return sorted(p.relative_to(root) for p in root.rglob("*.ipynb"))


def same(a, b):
    one, two = outputs(a), outputs(b)
    if one == two:
        return True
    for x, y in zip(one, two):
        if x != y:
            print(f"{a} and {b} differ in cell {x[0]}:\n  {x[1]}\n  {y[1]}")
            return False
    print(f"{a} has {len(one)} code cells, {b} has {len(two)}")
    return False


def main(args):
    if args[0] == "--no-errors":
        errors = [
            f"{p}, cell {id}"
            for p in notebooks(args[1])
            for id, own in outputs(pathlib.Path(args[1]) / p)
            if any(kind == "error" for kind, _ in own)
        ]
        print(f"{len(notebooks(args[1]))} notebooks, {len(errors)} cells with errors", *errors, sep="\n  ")
        return 1 if errors else 0
    a, b = map(pathlib.Path, args)
    if a.is_file():
        ok = same(a, b)
        print("same" if ok else "different")
        return 0 if ok else 1
    pairs = notebooks(a)
    ok = all([same(a / p, b / p) for p in pairs])
    print(f"{len(pairs)} notebooks compared: {'the same' if ok else 'DIFFERENT'}")
    return 0 if ok and pairs else 1


sys.exit(main(sys.argv[1:]))
