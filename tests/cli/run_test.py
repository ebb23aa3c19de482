# SPDX-License-Identifier: Apache-2.0
"""Programmes: every case run, one that fails named, nothing run twice."""

import json
import unittest

from command import CommandTest

HEADER = "id,number,section,title_en,title_nl,parties,case,track,status\n"
CASE = 'title = "Two zones"\nnetwork = "../../network"\n'


class RunTest(CommandTest):
    def programme(self, rows, toml='title = "A programme"\nchair = "NL"\nyear = 2026\nlanguages = ["en", "nl"]\n'):
        self.two_zones(buses="name,carrier,country\nNL,AC,NL\nBE,AC,BE\n")
        self.write({"programme.toml": toml, "commitments.csv": HEADER + rows, "cases/market/case.toml": CASE,
                    "cases/broken/case.toml": 'title = "Broken"\nnetwork = "nowhere"\n'}, folder=".")

    GOOD = ("market,1,power,One market,Eén markt,NL+BE,market,,under way\n"
            "friends,2,rest,Good neighbours,Goede buren,NL+BE,,a mood has no price,planned\n"
            "later,3,rest,Later,Later,NL,,,planned\n")


class Run(RunTest):
    def test_says_what_stands_of_each_commitment(self):
        self.programme(self.GOOD)
        self.check("run", 0, "run", ".", "--out", "out")
        document = json.loads((self.folder / "out" / "results.json").read_text(encoding="utf-8"))
        self.assertEqual((document["kind"], document["year"]), ("programme", 2026))
        self.assertEqual([c["state"] for c in document["commitments"]], ["modelled", "tracked", "not yet modelled"])
        market = document["commitments"][0]["result"]
        self.assertAlmostEqual(market["value_eur"], (20 + 15) * (50 - 10), places=6)
        self.assertAlmostEqual(sum(market["shares"]["shapley"].values()), market["value_eur"], places=6)
        self.assertNotIn("result", document["commitments"][1])

    def test_what_is_answered_is_not_run_again(self):
        self.programme(self.GOOD)
        first = self.run_program("run", ".", "--out", "out", "--quiet")
        self.assertEqual(first.returncode, 0, first.stderr)
        case = self.folder / "out-cases" / "market" / "results.json"
        before = (case.stat().st_mtime_ns, case.read_bytes(), (self.folder / "out" / "results.json").read_bytes())
        self.run_program("run", ".", "--out", "out", "--quiet")
        self.assertEqual(before, (case.stat().st_mtime_ns, case.read_bytes(),
                                  (self.folder / "out" / "results.json").read_bytes()))
        loads = self.folder / "network" / "loads-p_set.csv"
        loads.write_text(loads.read_text(encoding="utf-8").replace("90", "95"), encoding="utf-8")
        self.run_program("run", ".", "--out", "out", "--quiet")
        self.assertNotEqual(before[1], case.read_bytes())

    def test_one_case_fails_and_the_others_run(self):
        self.programme(self.GOOD + "broken,4,rest,Broken,Stuk,NL,broken,,planned\n")
        done = self.run_program("run", ".", "--out", "out")
        self.assertEqual(done.returncode, 2)
        self.assertIn("failed: error: case.toml:2:11", done.stdout)
        document = json.loads((self.folder / "out" / "results.json").read_text(encoding="utf-8"))
        self.assertIn("result", document["commitments"][0])
        self.assertEqual(document["commitments"][3]["issues"][0]["code"], "file_missing")

    def test_only_some(self):
        self.programme(self.GOOD)
        done = self.run_program("run", ".", "--out", "out", "--only", "friends", "--json")
        self.assertEqual([c["id"] for c in json.loads(done.stdout)["commitments"]], ["friends"])
        done = self.run_program("run", ".", "--out", "out", "--only", "markt")
        self.assertEqual(done.returncode, 1)
        self.assertIn('Did you mean "market"?', done.stderr)


class Wrong(RunTest):
    def test_everything_at_once(self):
        self.programme("market,1,power,One market,,NL+BE,market,no number,under way\n"
                       "market,3,rest,Again,Weer,NL,nowhere,,planned\n"
                       "up,3,rest,Up,Op,NL,../market,,planned\n", toml='title = ""\nyear = "soon"\nlangages = ["en"]\n'
                       'languages = ["en", "nl"]\n')
        self.check("run-wrong", 1, "check", ".")
        self.assertEqual(self.run_program("run", ".", "--out", "out").returncode, 1)
        self.assertFalse((self.folder / "out").exists())


if __name__ == "__main__":
    unittest.main()
