# SPDX-License-Identifier: Apache-2.0
"""Programmes: every case run, one that fails named, nothing run twice, nothing lost when a run is killed."""

import json
import os
import signal
import subprocess
import time
import unittest

from command import PROGRAM
from programme_files import CASE, DUTCH, PARTIES, ROWS, TOML, ProgrammeTest

BROKEN = 'title = "Broken"\nnetwork = "nowhere"\n'


class RunTest(ProgrammeTest):
    def document(self, folder="out"):
        return json.loads((self.folder / folder / "results.json").read_text(encoding="utf-8"))


class Run(RunTest):
    def test_says_what_stands_of_each_commitment(self):
        self.programme()
        self.check("run", 0, "run", ".", "--out", "out")
        document = self.document()
        self.assertEqual((document["kind"], document["year"]), ("programme", 2026))
        self.assertEqual([c["state"] for c in document["commitments"]], ["modelled", "tracked", "not yet modelled"])
        market = document["commitments"][0]["result"]
        self.assertAlmostEqual(market["value_eur"], (20 + 15) * (50 - 10), places=6)
        self.assertAlmostEqual(sum(market["shares"]["shapley"].values()), market["value_eur"], places=6)
        self.assertIn("uncertainty", market)
        self.assertNotIn("result", document["commitments"][1])

    def test_carries_parties_sections_titles_and_texts(self):
        self.programme()
        document = json.loads(self.run_program("run", ".", "--out", "out", "--json").stdout)
        self.assertEqual(document["titles"], {"en": "A programme", "nl": "Een programma"})
        self.assertEqual(document["parties"][1], {"id": "BE", "kind": "country", "names": {"en": "Belgium", "nl": "België"}})
        self.assertEqual([s["id"] for s in document["sections"]], ["power", "rest"])
        self.assertEqual(document["cases"], [{"name": "market", "title": "Two zones"}])
        self.assertEqual(document["commitments"][1]["texts"]["nl"]["track"], "een stemming heeft geen prijs")

    def test_what_is_answered_is_not_run_again(self):
        self.programme()
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

    def test_cases_that_are_broken_or_not_there_are_named_and_the_others_run(self):
        self.programme(ROWS + "broken,4,rest,Broken,Stuk,NL,broken,,planned,,\nlost,5,rest,Lost,Weg,NL,lost,,planned,,\n",
                       commitments__nl=None)
        self.write({"cases/broken/case.toml": BROKEN}, folder=".")
        self.check("run-failed", 2, "run", ".", "--out", "out", "--threads", "1")
        commitments = self.document()["commitments"]
        self.assertIn("result", commitments[0])
        self.assertEqual([commitments[i]["issues"][0]["code"] for i in (3, 4)], ["file_missing", "file_missing"])
        self.assertEqual(commitments[4]["state"], "modelled")

    def test_two_commitments_share_a_case(self):
        self.programme(ROWS + "again,4,power,Again,Weer,NL+BE,market,,planned,,\n", commitments__nl=None)
        done = self.run_program("run", ".", "--out", "out")
        self.assertIn("[1/1] 1 One market ...", done.stderr)
        commitments = self.document()["commitments"]
        self.assertEqual(commitments[0]["result"], commitments[3]["result"])
        self.assertEqual(len(self.document()["cases"]), 1)

    def test_the_same_bytes_for_any_number_of_threads(self):
        rows = ROWS + "".join(f"m{n},{n},power,M {n},M {n},NL+BE,m{n},,planned,,\n" for n in range(4, 8))
        self.programme(rows, commitments__nl=None)
        for n in range(4, 8):
            self.write({f"cases/m{n}/case.toml": CASE.replace("Two", f"{n} two")}, folder=".")
        done = [self.run_program("run", ".", "--out", f"out{threads}", "--threads", str(threads)) for threads in (1, 2, 3)]
        self.assertEqual([d.returncode for d in done], [0, 0, 0])
        self.assertEqual(len({(self.folder / f"out{n}" / "results.json").read_bytes() for n in (1, 2, 3)}), 1)
        for case in ("market", "m4", "m7"):
            self.assertEqual(len({(self.folder / f"out{n}-cases" / case / "results.json").read_bytes()
                                  for n in (1, 2, 3)}), 1)

    def test_only_some(self):
        self.programme()
        done = self.run_program("run", ".", "--out", "out", "--only", "friends", "--json")
        self.assertEqual([c["id"] for c in json.loads(done.stdout)["commitments"]], ["friends"])
        done = self.run_program("run", ".", "--out", "out", "--only", "markt")
        self.assertEqual(done.returncode, 1)
        self.assertIn('Did you mean "market"?', done.stderr)


class Include(RunTest):
    OTHER_TOML = TOML.replace("A programme", "Another").replace("Een programma", "Een ander")
    OTHER_ROWS = "trade,1,power,Trade,Handel,NL+BE,trade,,planned,,\n"

    def other(self, toml=OTHER_TOML, rows=OTHER_ROWS, folder="other"):
        self.programme(rows, toml, folder=folder, commitments__nl=None)
        self.write({"cases/trade/case.toml": CASE.replace("../../", "../../../")}, folder=folder)

    def test_commitments_of_others_join(self):
        self.other()
        self.programme(toml=TOML + 'include = ["other"]\n')
        done = self.run_program("run", ".", "--out", "out")
        self.assertEqual(done.returncode, 0, done.stderr)
        document = self.document()
        trade = document["commitments"][3]
        self.assertEqual((trade["id"], trade["number"], trade["programme"], trade["section"]),
                         ("trade", 1, "other", "other/power"))
        self.assertEqual([s["id"] for s in document["sections"]], ["power", "rest", "other/power", "other/rest"])
        self.assertIn("result", trade)
        self.assertEqual(document["included"], [{"name": "other", "titles": {"en": "Another", "nl": "Een ander"}}])

    def test_a_circle_is_named_whole(self):
        self.other(toml=self.OTHER_TOML + 'include = ["../third"]\n')
        self.other(toml=self.OTHER_TOML + 'include = ["../mine"]\n', rows=self.OTHER_ROWS.replace("trade", "third"),
                   folder="third")
        self.programme(toml=TOML + 'include = ["../other"]\n', folder="mine")
        self.check("run-circle", 1, "run", "mine", "--out", "out")
        self.assertFalse((self.folder / "out").exists())

    def test_one_that_is_not_there_and_ids_twice(self):
        self.other(rows=self.OTHER_ROWS.replace("trade,1", "market,1"))
        self.programme(toml=TOML + 'include = ["other", "nowhere"]\n')
        self.check("run-include-wrong", 1, "check", ".")
        self.assertEqual(self.run_program("run", ".", "--out", "out").returncode, 1)

    def test_one_that_two_include_is_there_once(self):
        self.other()
        self.other(toml=self.OTHER_TOML + 'include = ["../other"]\n', rows="far,1,power,Far,Ver,NL,,,planned,,\n",
                   folder="third")
        self.programme(toml=TOML + 'include = ["other", "third"]\n')
        done = self.run_program("check", ".")
        self.assertEqual(done.returncode, 0, done.stdout)


class Wrong(RunTest):
    def test_everything_at_once(self):
        self.programme("market,1,power,One market,,NL+BE,market,no number,under way,,\n"
                       "market,3,rest,Again,Weer,NL,nowhere,,plannd,,\n"
                       "up,3,rst,Up,Op,NL+XX,../market,,planned,,\n"
                       "broken,4,rest,Broken,Stuk,NL,broken,,planned,,\n",
                       toml='title = ""\nyear = "soon"\nlangages = ["en"]\nlanguages = ["en", "nl"]\nchair = "UK"\n',
                       sections="id,title_en,title_nl\npower,Power,\nrest,The rest,De rest\nrest,Again,Weer\n",
                       parties=PARTIES.replace("BE,country", "BE,contry"))
        self.write({"cases/broken/case.toml": BROKEN}, folder=".")
        self.check("run-wrong", 1, "check", ".")
        self.assertEqual(self.run_program("run", ".", "--out", "out").returncode, 1)
        self.assertFalse((self.folder / "out").exists())

    def test_translations_that_do_not_fit(self):
        self.programme(commitments__nl=DUTCH.replace("Meer handel", "").replace("later,", "latr,")
                       .replace("friends,,,", "friends,een drempel,,"))
        self.check("run-translations", 1, "check", ".")

    def test_what_may_be_left_out_is_a_warning(self):
        self.programme(toml=TOML.replace('title_nl = "Een programma"\n', ""), commitments__nl=None, parties=None,
                       sections=None, commitments__fr=DUTCH)
        self.check("run-warnings", 0, "check", ".")
        self.write({"cases/market/sources.csv": "id,title,address,year,grade\nnobody,A book,https://example.org,2024,study\n"},
                   folder=".")
        done = self.run_program("check", ".")
        self.assertEqual(done.returncode, 0)
        self.assertIn('cases/market/sources.csv: no figure refers to source "nobody"', done.stdout)


class Killed(RunTest):
    """A run that is killed at any moment and started again leaves the bytes of one that was not."""

    def setUp(self):
        super().setUp()
        self.programme("one,1,power,One,Eén,NL+BE,one,,planned,,\ntwo,2,power,Two,Twee,NL+BE,two,,planned,,\n"
                       "market,3,power,Market,Markt,NL+BE,market,,planned,,\n", commitments__nl=None)
        self.ring(zones=8, hours=192)
        for name, rules, window in (("one", "shapley", 48), ("two", "nucleolus", 192)):
            self.write({f"cases/{name}/case.toml": f'title = "{name}"\nnetwork = "../../ring"\n'
                        f'[question]\nrules = ["{rules}"]\nwindow_h = {window}\n'}, folder=".")

    def ring(self, zones, hours):
        """Zones in a ring, each with a cheap and a dear plant, storage and a demand of its own."""
        names = [f"Z{z}" for z in range(zones)]
        times = [f"2030-01-{1 + h // 24:02} {h % 24:02}:00:00" for h in range(hours)]
        load = [",".join(str(60 + (7 * h + 13 * z * z) % 50) for z in range(zones)) for h in range(hours)]
        self.write({
            "network.csv": "name,pypsa_version\nRing,1.0.0\n",
            "snapshots.csv": "snapshot,objective,stores,generators\n" + "".join(f"{t},1,1,1\n" for t in times),
            "buses.csv": "name,carrier,country\n" + "".join(f"{n},AC,{n}\n" for n in names),
            "carriers.csv": "name\nAC\ncheap\ndear\nwater\n",
            "generators.csv": "name,bus,carrier,p_nom,marginal_cost\n" + "".join(
                f"{n} {kind},{n},{kind},{size},{cost + 3 * z}\n" for z, n in enumerate(names)
                for kind, size, cost in (("cheap", 50 + 11 * z, 5), ("dear", 200, 70))),
            "storage_units.csv": "name,bus,carrier,p_nom,max_hours,efficiency_store,cyclic_state_of_charge\n" + "".join(
                f"{n} lake,{n},water,20,6,0.8,True\n" for n in names),
            "loads.csv": "name,bus\n" + "".join(f"{n} demand,{n}\n" for n in names),
            "loads-p_set.csv": "snapshot," + ",".join(f"{n} demand" for n in names) + "\n"
                               + "".join(f"{t},{row}\n" for t, row in zip(times, load)),
            "links.csv": "name,bus0,bus1,p_nom,p_min_pu\n" + "".join(
                f"{n}-{names[(z + 1) % zones]},{n},{names[(z + 1) % zones]},30,-1\n" for z, n in enumerate(names)),
        }, folder="ring")

    def start(self, out):
        return subprocess.Popen([PROGRAM, "run", ".", "--out", out, "--threads", "2", "--quiet"], cwd=self.folder,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def bytes_of(self, out):
        paths = [self.folder / out / "results.json"]
        paths += [self.folder / f"{out}-cases" / case / "results.json" for case in ("one", "two", "market")]
        return [path.read_bytes() for path in paths]

    def test_at_several_moments(self):
        begun = time.monotonic()
        with self.start("whole") as process:
            process.communicate()
            self.assertEqual(process.returncode, 0)
        took = time.monotonic() - begun
        wanted = self.bytes_of("whole")
        for number in (signal.SIGKILL, signal.SIGINT):
            out = f"killed-{number}"
            for part in (0.2, 0.35, 0.5, 0.65, 0.8, 0.95):
                with self.start(out) as process:
                    time.sleep(part * took)
                    if process.poll() is None:
                        os.kill(process.pid, number)
                    process.communicate()
                    self.assertIn(process.returncode, (0, -number, 128 + number))
            with self.start(out) as process:
                process.communicate()
                self.assertEqual(process.returncode, 0)
            self.assertEqual(self.bytes_of(out), wanted)
        self.assert_nothing_left()


if __name__ == "__main__":
    unittest.main()
