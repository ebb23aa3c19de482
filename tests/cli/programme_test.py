# SPDX-License-Identifier: Apache-2.0
"""The bundled programme: 64 commitments in the letter's order, titles in four languages, known parties, cases that are there.

Standard library only; nothing is run.
"""

import csv
import re
import tomllib
import unittest

from command import SOURCE

PROGRAMME = SOURCE / "programmes" / "benelux-2026"
COLUMNS = ["id", "number", "section", "title_en", "title_nl", "title_fr", "title_de", "parties", "barriers", "who_gains", "case",
           "track", "method", "meaning", "status", "next_step", "page"]
SECTIONS = ["introduction", "1a", "1b", "1c", "2", "3"]
STATUSES = {"planned", "under way", "done", "continued"}
LANGUAGES = ["en", "nl", "fr", "de"]
LETTERS = {"en": "", "nl": "ëéèïóö", "fr": "àâçéèêëîïôûùœÀÉÈ", "de": "äöüßÄÖÜ"}
LINES_OF_THE_LETTER = 96
LONGEST_TITLE = 60
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def table(name):
    with open(PROGRAMME / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def titles(row):
    return {language: row[f"title_{language}"] for language in LANGUAGES}


def state(row):
    """What is known of a commitment's number; a row that claims two states has none."""
    if row["case"] and row["track"]:
        return None
    return "modelled" if row["case"] else "tracked" if row["track"] else "not yet modelled"


class Commitments(unittest.TestCase):
    def setUp(self):
        self.rows = table("commitments.csv")

    def test_there_are_64_in_the_letters_order(self):
        self.assertEqual(list(self.rows[0]), COLUMNS)
        self.assertEqual([row["number"] for row in self.rows], [str(number) for number in range(1, 65)])
        sections = [SECTIONS.index(row["section"]) for row in self.rows]
        self.assertEqual(sections, sorted(sections))

    def test_ids_are_unique_slugs(self):
        self.assertEqual(len({row["id"] for row in self.rows}), len(self.rows))
        for row in self.rows:
            with self.subTest(row["id"]):
                self.assertRegex(row["id"], rf"\A{SLUG.pattern}\Z")

    def test_passages_lie_in_the_letter_and_follow_each_other(self):
        begins = 1
        for row in self.rows:
            with self.subTest(row["id"]):
                first, last = (int(line) for line in row["page"].split("-"))
                self.assertLessEqual(begins, first)
                self.assertLessEqual(first, last)
                self.assertLessEqual(last, LINES_OF_THE_LETTER)
                begins = first

    def test_each_is_modelled_or_tracked_or_not_yet_modelled(self):
        for row in self.rows:
            with self.subTest(row["id"]):
                self.assertIsNotNone(state(row), "both a case and a reason to track it")
                self.assertEqual(row["method"] == "", state(row) == "tracked", "a method where a number is sensible")
                self.assertTrue(row["meaning"])
                self.assertIn(row["status"], STATUSES)

    def test_cases_are_there(self):
        for row in self.rows:
            with self.subTest(row["id"]):
                if row["case"]:
                    self.assertTrue((PROGRAMME / "cases" / row["case"] / "case.toml").is_file())

    def test_cells_are_clean(self):
        for row in self.rows:
            with self.subTest(row["id"]):
                for column, cell in row.items():
                    self.assertEqual(cell, cell.strip(), column)
                    self.assertNotRegex(cell, r"  |[\t\n\r\u00a0\ufffd]", column)
                for joined, mark in (("barriers", ";"), ("parties", "+")):
                    parts = row[joined].split(mark) if row[joined] else []
                    self.assertEqual(len(set(parts)), len(parts), joined)
                    self.assertTrue(all(part and part == part.strip() for part in parts), joined)


class Titles(unittest.TestCase):
    def test_each_commitment_has_one_in_every_language(self):
        for row in table("commitments.csv"):
            for language, title in titles(row).items():
                with self.subTest(f"{row['id']}, {language}"):
                    self.assertTrue(title)
                    self.assertLessEqual(len(title), LONGEST_TITLE)
                    self.assertEqual(title[0], title[0].upper())
                    self.assertNotRegex(title, r"[.;!?]\Z")

    def test_they_differ_between_languages_and_commitments(self):
        rows = table("commitments.csv")
        for row in rows:
            with self.subTest(row["id"]):
                self.assertEqual(len(set(titles(row).values())), len(LANGUAGES))
        for language in LANGUAGES:
            self.assertEqual(len({titles(row)[language] for row in rows}), len(rows))

    def test_they_are_spelt_with_their_languages_letters(self):
        """A stray accent betrays a title in the wrong column, or text that was decoded wrongly."""
        for row in table("commitments.csv"):
            for language, title in titles(row).items():
                with self.subTest(f"{row['id']}, {language}"):
                    self.assertRegex(title, rf"\A[A-Za-z0-9 ,()’{LETTERS[language]}-]+\Z")


class Parties(unittest.TestCase):
    def test_those_of_every_commitment_are_known_and_all_are_used(self):
        known, used = [party["id"] for party in table("parties.csv")], set()
        self.assertEqual(len(set(known)), len(known))
        for row in table("commitments.csv"):
            parties = row["parties"].split("+")
            self.assertLessEqual(set(parties), set(known), row["id"])
            used |= set(parties)
        self.assertEqual(used, set(known))

    def test_each_has_a_name_in_every_language(self):
        for party in table("parties.csv"):
            with self.subTest(party["id"]):
                self.assertIn(party["kind"], {"country", "region", "group", "institution"})
                self.assertTrue(all(party[f"name_{language}"] for language in LANGUAGES))


class Sections(unittest.TestCase):
    def test_they_are_those_of_commitments_in_the_letters_order(self):
        rows = table("sections.csv")
        self.assertEqual([row["id"] for row in rows], SECTIONS)
        self.assertEqual({row["section"] for row in table("commitments.csv")}, set(SECTIONS))
        for row in rows:
            with self.subTest(row["id"]):
                self.assertEqual(len(set(titles(row).values())), len(LANGUAGES))


class Programme(unittest.TestCase):
    def test_it_has_a_title_a_chair_a_year_and_the_languages_of_the_titles(self):
        programme = tomllib.loads((PROGRAMME / "programme.toml").read_text(encoding="utf-8"))
        self.assertEqual(set(programme), {"title", "title_nl", "title_fr", "title_de", "chair", "members", "year", "languages"})
        self.assertLessEqual(set(programme["members"]), {party["id"] for party in table("parties.csv")})
        self.assertIn(programme["chair"], {party["id"] for party in table("parties.csv")})
        self.assertEqual(programme["year"], 2026)
        self.assertEqual(programme["languages"], LANGUAGES)

    def test_the_readme_counts_what_the_table_holds(self):
        rows, text = table("commitments.csv"), (PROGRAMME / "README.md").read_text(encoding="utf-8")
        told = {name: int(count) for name, count in re.findall(r"^\| ([a-z ]+) \| (\d+) \|$", text, re.MULTILINE)}
        counted = {name: sum(state(row) == name for row in rows) for name in ("modelled", "tracked", "not yet modelled")}
        self.assertEqual(told, {**counted, "all": len(rows)})

    def test_the_readme_explains_every_column(self):
        text = (PROGRAMME / "README.md").read_text(encoding="utf-8")
        for column in COLUMNS:
            self.assertIn(f"`{column}`", text)

    def test_files_end_in_one_line_and_lines_in_no_blank(self):
        for name in ("programme.toml", "commitments.csv", "parties.csv", "sections.csv", "README.md"):
            with self.subTest(name):
                text = (PROGRAMME / name).read_bytes().decode("utf-8")
                self.assertTrue(text.endswith("\n") and not text.endswith("\n\n"))
                self.assertNotRegex(text, r"[ \t\r]\n")


if __name__ == "__main__":
    unittest.main()
