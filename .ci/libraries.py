"""Writes the list of the libraries that Winnow runs on, from the build's SBOM (target/bom.json), and refuses licences that we do not ship.

python3 .ci/libraries.py target/bom.json > src/main/resources/META-INF/LIBRARIES.txt
"""
import json
import sys

SHIPPED = {"Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "EPL-2.0", "MPL-2.0", "Unicode-3.0"}
SAID = {  # what a POM calls a licence that has a name of its own
    "Mozilla Public License version 2.0": "MPL-2.0",
    "Unicode/ICU License": "Unicode-3.0",
}
READ = {  # licences read in the project itself, where its POM's name is taken for another
    "org.jline": "BSD-3-Clause",
}
NATIVES = """
Native libraries inside these jars, with the licences of what was linked in:
  openblas (linux-x86_64 and its kin)     OpenBLAS BSD-3-Clause; libgfortran and libgcc_s GPL-3.0 with the GCC runtime library
                                          exception; libquadmath LGPL-2.1, a library of its own beside the others
  nd4j-native (linux-x86_64 and its kin)  libnd4j Apache-2.0; libgomp GPL-3.0 with the GCC runtime library exception
  sqlite-jdbc                             SQLite, public domain
  jline-native                            BSD-3-Clause
The part of the App that a browser loads lists its own libraries in NOTICES.txt beside it.
"""

rows, refused = [], []
for part in json.load(open(sys.argv[1]))["components"]:
    names = [entry.get("expression") or entry["license"].get("id") or entry["license"]["name"] for entry in part.get("licenses", [])]
    names = [SAID.get(name, name) for name in names]
    if part["group"] in READ:
        names = [READ[part["group"]]]
    chosen = next((name for name in names if name in SHIPPED), None)
    origin = f'{part["group"]}:{part["name"]}:{part["version"]}'
    if chosen is None:
        refused.append(f"{origin}: {names or 'no licence named'}")
        continue
    offered = f" (offered: {', '.join(names)})" if len(names) > 1 else ""
    rows.append(f"{origin:75} {chosen}{offered}")
if refused:
    sys.exit("Licences that we do not ship, or have not read:\n" + "\n".join(refused))
print("The libraries that Winnow runs on, all from Maven Central, with their licences.\n")
print("\n".join(sorted(set(rows))))
print(NATIVES, end="")
