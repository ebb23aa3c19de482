# SPDX-License-Identifier: Apache-2.0
"""What the documents show is what the program prints: every ```console block of README.md and docs/guide is run.

A block is one command and its output. PROEFTUIN_GOLDEN=write puts the present output in: `make golden`.
"""

import json
import os
import re
import shlex
import subprocess
import unittest

from command import PROGRAM, SOURCE, CommandTest, masked

BLOCK = re.compile(r"```console\n\$ proeftuin ([^\n]*)\n(.*?)```", re.DOTALL)
DOCUMENTS = [SOURCE / "README.md", *sorted((SOURCE / "docs" / "guide").glob("*.md"))]


class Documents(CommandTest):
    def output(self, command):
        """Run where `data` is the repository's and anything may be written."""
        if not (self.folder / "data").exists():
            (self.folder / "data").symlink_to(SOURCE / "data")
        done = subprocess.run([PROGRAM, *shlex.split(command)], cwd=self.folder, capture_output=True, text=True,
                              timeout=120, check=False)
        return done.stdout + done.stderr

    def test_every_block_is_what_the_program_prints(self):
        blocks = 0
        for path in DOCUMENTS:
            text = path.read_text(encoding="utf-8")
            if os.environ.get("PROEFTUIN_GOLDEN") == "write":
                text = BLOCK.sub(lambda block: f"```console\n$ proeftuin {block[1]}\n{self.output(block[1])}```", text)
                path.write_text(text, encoding="utf-8")
            for command, shown in BLOCK.findall(text):
                with self.subTest(f"{path.name}: {command}"):
                    self.assertEqual(masked(shown), masked(self.output(command)))
                    blocks += 1
        self.assertGreater(blocks, 0)

    def test_every_option_of_solve_is_explained(self):
        guide = (SOURCE / "docs" / "guide" / "solve.md").read_text(encoding="utf-8")
        help_text = subprocess.run([PROGRAM, "solve", "--help"], capture_output=True, text=True, check=True).stdout
        for option in re.findall(r"^  (--[a-z-]+)", help_text, re.MULTILINE):
            self.assertIn(f"`{option}", guide)

    def test_every_field_of_the_results_is_explained(self):
        guide = (SOURCE / "docs" / "guide" / "results.md").read_text(encoding="utf-8")
        self.output("solve data/examples/five-zones --window 24 --quiet")
        results = json.loads((self.folder / "five-zones-results" / "results.json").read_text(encoding="utf-8"))

        def fields(value):
            if isinstance(value, dict):
                for name, inner in value.items():
                    yield name
                    yield from fields(inner)
            elif isinstance(value, list) and value:
                yield from fields(value[0])

        for name in fields(results):
            self.assertIn(f"`{name}`", guide)

    def test_the_picture_of_gains_says_what_the_table_says(self):
        picture = (SOURCE / "docs" / "gains.svg").read_text(encoding="utf-8")
        readme = (SOURCE / "README.md").read_text(encoding="utf-8")
        figures = re.search(r"<desc>(.*?)</desc>", picture)[1]
        for name, rule in (("at market prices", "without transfers"), ("Shapley", "shapley"), ("nucleolus", "nucleolus")):
            row = re.search(rf"^\| {name} \|(.*)\|$", readme, re.MULTILINE)[1]
            millions = [int(cell.replace(" ", "")) for cell in row.split("|")]
            drawn = [float(figure) for figure in re.findall(rf"{rule} (-?[0-9.]+)[,.]", figures)]
            self.assertEqual(len(millions), len(drawn))
            for million, billion in zip(millions, drawn):
                self.assertAlmostEqual(million / 1000, billion, delta=0.051 if billion >= 10 else 0.0051)

    def test_the_picture_is_the_example_solved(self):
        self.output("solve data/examples/five-zones --quiet")
        made = (self.folder / "five-zones-results" / "schedule.svg").read_text(encoding="utf-8")
        path = SOURCE / "docs" / "picture.svg"
        if os.environ.get("PROEFTUIN_GOLDEN") == "write":
            path.write_text(made, encoding="utf-8")
        # Flows and coordinates may move with the solver; what is drawn may not.
        kinds = [re.findall(r"<(\w+)", picture) for picture in (made, path.read_text(encoding="utf-8"))]
        self.assertEqual(sorted(set(kinds[0])), sorted(set(kinds[1])))
        titles = [re.search(r"<title>(.*)</title>", picture)[1] for picture in (made, path.read_text(encoding="utf-8"))]
        self.assertEqual(*titles)


if __name__ == "__main__":
    unittest.main()
