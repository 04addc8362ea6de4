"""Runs the sixty cells, and then the edits out of order, through real clients: nbclient, nbconvert and jupyter console.

usage: python clients.py [nbclient] [nbconvert] [console]     in an environment with jupyter_console, nbconvert and the kernel installed
(versions that were used: nbclient 0.11.0, nbconvert 7.17.1, jupyter-console 6.6.3, jupyter_client 8.10.0)
"""
import json
import os
import subprocess
import sys
import tempfile
import time

import nbformat
from nbclient import NotebookClient

from sixty_cells import CELLS, EDITS, agrees, notebook, said, sequence


def compare(name, outputs, expected):
    wrong = [
        f"  {source!r}\n    expected {want[:200]!r}\n    said     {said(got)[:200]!r}"
        for got, (source, want) in zip(outputs, expected, strict=True)
        if not agrees(got, want)
    ]
    print(f"{name}: {len(expected) - len(wrong)} of {len(expected)} cells say what they must")
    print("\n".join(wrong), end="\n" if wrong else "")
    return not wrong


def nbclient():
    """Cell by cell, as a front end that runs what a person clicks on: in order, then edited and out of order."""
    book = nbformat.from_dict(notebook(CELLS))
    client = NotebookClient(book, timeout=120)
    outputs = []
    with client.setup_kernel():
        for index in range(len(CELLS)):
            client.execute_cell(book.cells[index], index)
            outputs.append(book.cells[index].outputs)
        for index, source, _ in EDITS:
            cell = book.cells[index]
            cell.source = source if source is not None else cell.source
            client.execute_cell(cell, index)
            outputs.append(cell.outputs)
    return compare("nbclient", outputs, sequence())


def nbconvert():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "sixty.ipynb")
        with open(path, "w") as file:
            json.dump(notebook(sequence()), file)
        subprocess.run(
            [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace", path],
            check=True, stderr=subprocess.PIPE,
        )
        outputs = [cell.outputs for cell in nbformat.read(path, as_version=4).cells]
        html = subprocess.run(
            [sys.executable, "-m", "nbconvert", "--to", "html", "--stdout", path],
            check=True, capture_output=True,
        ).stdout.decode()
    drawn = "data:image/png;base64," in html and "Grüße 😀" in html
    print(f"nbconvert: the report {'has' if drawn else 'LACKS'} the picture and the text")
    return compare("nbconvert", outputs, sequence()) and drawn


def console():
    """A terminal without cursor control takes one line a cell, so text blocks stay out and other lines are joined.

    It shows what is printed and then `Out[n]: ` before a value, and cannot change what it has shown."""
    asked = [(" ".join(source.split("\n")), want) for source, want in sequence() if '"""' not in source]
    asked = [(source, want) for source, want in asked if source != "block.lines().count()" and "updateDisplay" not in source]
    lines = "".join(source + "\n" for source, _ in asked)
    environment = dict(os.environ, JUPYTER_CONSOLE_TEST="1", PYTHONUNBUFFERED="1")
    started = time.time()
    ran = subprocess.run(
        [sys.executable, "-m", "jupyter_console", "--kernel", "winnow", "--simple-prompt",
         "--ZMQTerminalInteractiveShell.confirm_exit=False"],
        input=lines.encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, timeout=300,
    )
    out = ran.stdout.decode().replace("\r\n", "\n")
    missing, at = [], 0
    for source, want in asked:
        for line in want.removeprefix("ERROR").split("\n"):
            if line.strip():
                said_whole = line.strip().split("\r")[0]
                pieces = [said_whole] if said_whole in out[at:] else said_whole.rsplit(" ", 1)
                found = at
                for piece in pieces:
                    found = out.find(piece, found) if found >= 0 else -1
                if found < 0:
                    missing.append(f"  {source!r}: {line!r}")
                else:
                    at = found
    print(f"jupyter console: exit {ran.returncode} after {time.time() - started:.1f} s, "
          f"{len(missing)} expected lines missing from {len(out.splitlines())}")
    print("\n".join(missing[:10]), end="\n" if missing else "")
    if missing:
        print(out[-3000:])
    return not missing and ran.returncode == 0


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["nbclient", "nbconvert", "console"]
    results = [{"nbclient": nbclient, "nbconvert": nbconvert, "console": console}[name]() for name in wanted]
    sys.exit(0 if all(results) else 1)
