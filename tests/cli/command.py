# SPDX-License-Identifier: Apache-2.0
"""Running the command line in a folder of its own, and golden texts of what it says.

A golden text holds the command, its exit code and both outputs. What differs from run to run (seconds, memory, the solver's
iterations, the size of a rounding error) is replaced by '#'. PROEFTUIN_GOLDEN=write rewrites the texts: `make golden`.
"""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
GOLDEN = SOURCE / "tests" / "golden" / "cli"
PROGRAM = os.environ.get("PROEFTUIN_PROGRAM", str(SOURCE / "build" / "release" / "apps" / "proeftuin" / "proeftuin"))
EXAMPLE = SOURCE / "data" / "examples" / "five-zones"

MASKS = [
    (r"(seconds +).*", r"\1#"),
    (r"(effort +).*", r"\1#"),
    (r"(memory +about) .*", r"\1 # MB"),
    (r"relative gap [-+0-9.e]+", "relative gap #"),
    (r"[0-9.]+ [MGT]B are available", "# GB are available"),
    (r", report\.html", ""),  # a build may have no page
]

TWO_ZONES = {
    "network.csv": "name,pypsa_version\nTwo zones,1.0.0\n",
    "snapshots.csv": "snapshot,objective,stores,generators\n2030-01-01 00:00:00,1,1,1\n2030-01-01 01:00:00,1,1,1\n",
    "buses.csv": "name,carrier\nNL,AC\nBE,AC\n",
    "carriers.csv": "name\nAC\nnuclear\ngas\n",
    "generators.csv": "name,bus,carrier,p_nom,marginal_cost\nNL gas,NL,gas,100,50\nBE nuclear,BE,nuclear,60,10\n",
    "loads.csv": "name,bus\nNL demand,NL\nBE demand,BE\n",
    "loads-p_set.csv": "snapshot,NL demand,BE demand\n2030-01-01 00:00:00,80,30\n2030-01-01 01:00:00,90,45\n",
    "links.csv": "name,bus0,bus1,p_nom,p_min_pu\nBE-NL,BE,NL,20,-1\n",
}


def masked(text):
    for pattern, replacement in MASKS:
        text = re.sub(pattern, replacement, text)
    return text


class CommandTest(unittest.TestCase):
    """Every test runs in an empty folder; paths in messages are relative to it."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="proeftuin-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, files, folder="network"):
        for name, content in files.items():
            path = self.folder / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                path.write_text(content, encoding="utf-8")

    def two_zones(self, **changes):
        """The small network, with files replaced: generators="..." replaces generators.csv, `loads_p_set` loads-p_set.csv."""
        files = dict(TWO_ZONES)
        for name, content in changes.items():
            files[name.replace("_p_", "-p_") + ".csv"] = content
        self.write(files)

    def run_program(self, *arguments, **options):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, timeout=120, check=False,
                              text=True, **options)

    def check(self, golden, exit_code, *arguments):
        """Runs, compares with the golden text, returns what was printed on standard output."""
        done = self.run_program(*arguments)
        parts = ["$ proeftuin " + " ".join(f"'{a}'" if " " in a else a for a in arguments), done.stdout.rstrip("\n"),
                 done.stderr.rstrip("\n"), f"exit code {done.returncode}"]
        text = masked("\n".join(part for part in parts if part) + "\n")
        path = GOLDEN / f"{golden}.txt"
        if os.environ.get("PROEFTUIN_GOLDEN") == "write":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.assertTrue(path.exists(), f"{path} is missing; make golden writes it:\n{text}")
        self.assertEqual(text, path.read_text(encoding="utf-8"))
        self.assertEqual(done.returncode, exit_code)
        return done.stdout

    def assert_nothing_left(self):
        left = [path.name for path in self.folder.rglob("*") if ".partial-" in path.name or path.name.endswith(".old")]
        self.assertEqual(left, [])
