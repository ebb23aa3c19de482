# SPDX-License-Identifier: Apache-2.0
"""The letter to parliament: its text, its figures, and whatever the folder of results may hold."""

import json
import os
import re
import shutil
import unittest

from command import GOLDEN, SOURCE
from programme_files import ROWS, ProgrammeTest

LETTER = GOLDEN.parent / "letter"


def masked(text):
    """Versions differ between builds."""
    return re.sub(r"(proeftuin|clp|highs) [0-9.]+\d", r"\1 #", text)


class ReportTest(ProgrammeTest):
    def results(self, **files):
        self.programme(**files)
        done = self.run_program("run", ".", "--out", "out", "--quiet")
        self.assertIn(done.returncode, (0, 2), done.stderr)

    def edit(self, change, path="out-cases/market/results.json"):
        file = self.folder / path
        document = json.loads(file.read_text(encoding="utf-8"))
        change(document)
        file.write_text(json.dumps(document, indent=1), encoding="utf-8")

    def letter(self, language="nl", *options):
        done = self.run_program("report", "out", "--letter", language, *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return (self.folder / "out" / f"letter-{language}.md").read_text(encoding="utf-8")

    def golden(self, name, text):
        path, text = LETTER / f"{name}.md", masked(text)
        if os.environ.get("PROEFTUIN_GOLDEN") == "write":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.assertTrue(path.exists(), f"{path} is missing; make golden writes it:\n{text}")
        self.assertEqual(text, path.read_text(encoding="utf-8"))


def with_more(document):
    """What a case with draws over its assumptions, borders and sources has beside the rest; the figures are made up."""
    spread = {"mean_eur": 1410, "low_eur": 1200, "high_eur": 1650}
    document["uncertainty"] = {
        "draws": 40, "failed_draws": 0, "seed": 1, "method": "latin hypercube", "distribution": "triangular", "windows": 4,
        "windows_per_draw": 2, "low_quantile": 0.1, "high_quantile": 0.9, "ranges": 3, "not_drawn": 1,
        "value": {**spread, "standard_error_eur": 25.5, "sampling_error_eur": 60.25},
        "values_low": [0, 0, 0, 1200], "values_high": [0, 0, 0, 1650],
        "own": {"NL": {"mean_eur": 0, "low_eur": -5, "high_eur": 8}, "BE": spread},
        "shares": {"shapley": {"NL": {"mean_eur": 705, "low_eur": 600, "high_eur": 825},
                               "BE": {"mean_eur": 705, "low_eur": 600, "high_eur": 825}}},
        "tornado": [{"id": "gas", "name": "Price of gas | hub", "unit": "EUR/MWh", "value": 50, "low": 40, "high": 65,
                     "source": "a-book", "grade": "assumption", "at_low_eur": -350, "at_high_eur": 525,
                     "own_at_low": {}, "own_at_high": {}}], "samples": []}
    document["coalitions"][0]["unserved_mwh"] = [0, 4250000]
    document["borders"] = [{"between": ["NL", "BE"], "components": ["Link BE-NL"], "capacity_mw": 20, "last_eur": 1400,
                            "last_lower_eur": 1400, "last_upper_eur": 1400, "first_eur": 1400, "shadow_eur_per_mw": 40.5}]
    document["sources"] = [{"id": "a-book", "title": "A book", "address": "https://example.org/a_b", "year": "2024",
                            "grade": "assumption", "note": ""}]
    document["grades"] = {"measured": 0, "official": 2, "study": 1, "assumption": 5}


class Letter(ReportTest):
    def test_its_text(self):
        self.results()
        self.edit(with_more)
        for language in ("nl", "en"):
            self.golden(f"letter-{language}", self.letter(language))

    def test_what_is_not_known_is_not_said(self):
        self.results()
        self.golden("letter-plain-en", self.letter("en"))

    def test_figures_are_those_of_the_results(self):
        self.results()
        text = self.letter("en").replace("\u00a0", " ")
        result = json.loads((self.folder / "out" / "results.json").read_text(encoding="utf-8"))["commitments"][0]["result"]
        self.assertIn(f"Value of all together: {result['value_eur']:,.0f} euros", text)
        for player, name in (("NL", "Netherlands"), ("BE", "Belgium")):
            row = f"| {name} | {result['own'][result['parties'].index(player)]:,.0f} | {result['shares']['shapley'][player]:,.0f} |"
            self.assertIn(row, text)
        for payment in result["transfers"]["shapley"]:
            self.assertIn(f"| {payment['amount_eur']:,.0f} euros |", text)

    def test_the_same_bytes_again_and_a_date_only_where_it_is_given(self):
        self.results()
        first = self.letter("nl")
        self.assertEqual(first, self.letter("nl"))
        self.assertNotIn("**Datum**", first)
        self.assertIn("**Datum**  30 juni 2026", self.letter("nl", "--date", "2026-06-30"))
        self.check("report-date", 1, "report", "out", "--letter", "nl", "--date", "2026-06-31")

    def test_a_case_that_failed_is_named(self):
        self.results(rows=ROWS + "lost,4,rest,Lost,Weg,NL,lost,,planned,Would say much.,\n", commitments__nl=None)
        text = self.letter("nl")
        self.assertIn("Berekening mislukt bij: 1.", text)
        self.assertIn("De case kon niet worden doorgerekend, dus er is geen getal:", text)
        self.assertIn("*Would say much.*", text)

    def test_barriers_as_players(self):
        shutil.copytree(SOURCE / "data" / "examples", self.folder / "cases")
        self.programme(ROWS.replace("NL+BE,market", "NL+BE,border-barriers"), commitments__nl=None)
        done = self.run_program("run", ".", "--out", "out", "--quiet")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.golden("letter-barriers-en", self.letter("en"))

    def test_a_pdf_or_what_is_missing(self):
        self.results()
        done = self.run_program("report", "out", "--letter", "nl", "--pdf", env={**os.environ, "PATH": str(self.folder)})
        self.assertEqual(done.returncode, 0)
        self.assertIn("apt-get install weasyprint", done.stderr)
        self.assertTrue((self.folder / "out" / "letter-nl.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>"))
        if shutil.which("weasyprint"):
            done = self.run_program("report", "out", "--letter", "nl", "--pdf", "--out", "mine.md")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertTrue((self.folder / "mine.pdf").read_bytes().startswith(b"%PDF-"))
        self.assert_nothing_left()


class Wrong(ReportTest):
    def test_language(self):
        self.results()
        self.check("report-language", 1, "report", "out", "--letter", "fr")
        self.check("report-no-language", 1, "report", "out", "--pdf")

    def test_folder(self):
        self.results()
        self.check("report-no-folder", 1, "report", "nowhere", "--letter", "nl")
        self.check("report-no-results", 1, "report", "network", "--letter", "nl")
        self.check("report-of-a-case", 1, "report", "out-cases/market", "--letter", "nl")

    def test_cases_that_are_gone_or_of_another_run(self):
        self.results()
        self.edit(lambda document: document["values"].__setitem__(-1, 7))
        self.check("report-other-run", 1, "report", "out", "--letter", "nl")
        shutil.rmtree(self.folder / "out-cases")
        self.check("report-no-cases", 1, "report", "out", "--letter", "nl")

    def test_a_file_that_was_cut_off(self):
        self.results()
        file = self.folder / "out" / "results.json"
        file.write_bytes(file.read_bytes()[:700])
        self.check("report-cut-off", 1, "report", "out", "--letter", "nl")

    def test_fields_of_another_kind_are_all_named(self):
        self.results()

        def change(document):
            document["languages"] = "nl"
            document["commitments"][0]["number"] = "one"
            document["commitments"][1]["titles"] = ["a"]
            del document["commitments"][2]["state"]
        self.edit(change, "out/results.json")
        self.check("report-fields", 1, "report", "out", "--letter", "nl")

    def test_no_change_of_a_file_makes_it_crash(self):
        self.results()
        self.edit(with_more)
        for path in ("out/results.json", "out-cases/market/results.json"):
            whole = (self.folder / path).read_bytes()
            document = json.loads(whole)
            for value in (None, "text", -3.5, [], {}, [None], {"a": None}, 1e300, True):
                for key in document:
                    (self.folder / path).write_text(json.dumps({**document, key: value}), encoding="utf-8")
                    done = self.run_program("report", "out", "--letter", "nl")
                    self.assertIn(done.returncode, (0, 1), f"{path}, {key} = {value}: {done.stderr}")
                    if value in (None, -3.5, [None]):
                        done = self.run_program("report", "out")  # the page; a build may have none
                        self.assertIn(done.returncode, (0, 1), f"{path}, {key} = {value}: {done.stderr}")
                for key in ("coalitions", "commitments"):
                    if document.get(key):
                        changed = [value, *document[key][1:]]
                        (self.folder / path).write_text(json.dumps({**document, key: changed}), encoding="utf-8")
                        for options in (["out", "--letter", "nl"], ["out"]):
                            self.assertIn(self.run_program("report", *options).returncode, (0, 1))
            for cut in range(0, len(whole), len(whole) // 25):
                (self.folder / path).write_bytes(whole[:cut] + whole[cut + 7:])
                self.assertIn(self.run_program("report", "out", "--letter", "nl").returncode, (0, 1))
            (self.folder / path).write_bytes(whole)


if __name__ == "__main__":
    unittest.main()
