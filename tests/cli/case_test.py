# SPDX-License-Identifier: Apache-2.0
"""Case folders: what barriers cost, wrong cases, and runs that are killed and started again."""

import csv
import json
import os
import shutil
import signal
import subprocess
import time
import unittest

from command import EXAMPLE, PROGRAM, SOURCE, CommandTest

BARRIERS = SOURCE / "data" / "examples" / "border-barriers"

GOOD = {
    "case.toml": 'title = "Two zones"\nnetwork = "network"\n[question]\nplayers = "parties"\noutside = "today"\n',
    "parties.csv": "id,name\nBE,Belgium\nNL,Netherlands\n",
    "barriers.csv": "id,name,kind,between,components,effect,amount,unit\n"
                    "papers,Papers,legal,NL+BE,Link,limit,5,MW\n",
}


class CaseTest(CommandTest):
    def case(self, **changes):
        self.two_zones(buses="name,carrier,country\nNL,AC,NL\nBE,AC,BE\n")
        files = dict(GOOD)
        for name, content in changes.items():
            files["case.toml" if name == "case" else name + ".csv"] = content
        self.write({name: text for name, text in files.items() if text is not None}, folder=".")


class Barriers(CaseTest):
    def test_the_example(self):
        for example in (BARRIERS, EXAMPLE):
            shutil.copytree(example, self.folder / example.name)
        self.check("case-barriers", 0, "cooperate", BARRIERS.name, "--out", "out")

    def test_the_plan(self):
        for example in (BARRIERS, EXAMPLE):
            shutil.copytree(example, self.folder / example.name)
        self.check("case-explain", 0, "explain", BARRIERS.name, "--solver", "clp")
        plan = json.loads(self.run_program("explain", BARRIERS.name, "--json").stdout)
        self.assertEqual((plan["kind"], plan["coalitions"], plan["problems"]), ("explain", 16, 16))

    def test_the_tables_agree(self):
        done = self.run_program("cooperate", str(BARRIERS), "--json", "--out", "out")
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(done.stdout)
        self.assertEqual(result["players"], ["seventy", "line", "papers", "licence"])
        value = result["values"][-1]
        self.assertAlmostEqual(sum(barrier["all"]["shapley_eur"] for barrier in result["barriers"]), value, places=3)
        for barrier in result["barriers"]:
            parties = sum(party["shapley_eur"] for party in barrier["parties"].values())
            self.assertAlmostEqual(parties, barrier["all"]["shapley_eur"], places=3)
            self.assertAlmostEqual(result["shares"]["shapley"][barrier["id"]], barrier["all"]["shapley_eur"], places=3)
        with open(self.folder / "out" / "barriers.csv", encoding="utf-8") as table:
            rows = list(csv.DictReader(table))
        self.assertEqual(len(rows), 4 * (5 + 1))

    def test_lazily_they_cost_the_same(self):
        whole = json.loads(self.run_program("cooperate", str(BARRIERS), "--json").stdout)
        done = self.run_program("cooperate", str(BARRIERS), "--lazy", "--json", "--rules", "shapley,tau")
        self.assertEqual(done.returncode, 0, done.stderr)
        lazy = json.loads(done.stdout)
        gain = whole["values"][-1]
        self.assertAlmostEqual(lazy["values"][-1], gain, places=3)
        for barrier, share in whole["shares"]["shapley"].items():
            self.assertAlmostEqual(lazy["shares"]["shapley"][barrier], share, delta=1e-3 * gain)
        for value, lower, upper in zip(whole["values"], lazy["lower"], lazy["upper"]):
            self.assertLessEqual(lower, value + 1e-6 * gain)
            self.assertGreaterEqual(upper, value - 1e-6 * gain)
        self.assertIn("leave --lazy out", lazy["refused"]["tau"])

    def test_lazily_the_nucleolus_is_the_same(self):
        self.case(case='title = "Two zones"\nnetwork = "network"\n', barriers=None)
        whole = json.loads(self.run_program("cooperate", ".", "--json", "--rules", "nucleolus").stdout)
        lazy = json.loads(self.run_program("cooperate", ".", "--json", "--lazy", "--rules", "nucleolus").stdout)
        for party, share in whole["shares"]["nucleolus"].items():
            self.assertAlmostEqual(lazy["shares"]["nucleolus"][party], share, places=6)
        self.assertTrue(lazy["core"]["nucleolus"]["inside"])
        self.assertTrue(whole["core"]["nucleolus"]["inside"])

    def test_lazily_says_what_it_cannot(self):
        self.two_zones(buses="name,carrier,country\nNL,AC,NL\nBE,AC,BE\n",
                       links="name,bus0,bus1,p_nom,p_min_pu,committable\nBE-NL,BE,NL,20,0,True\n")
        done = self.run_program("cooperate", "network", "--lazy")
        self.assertEqual(done.returncode, 1)
        self.assertIn("Leave --lazy out", done.stderr)

    def test_today_the_parties_lift_them(self):
        self.case()
        done = self.run_program("cooperate", ".", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(done.stdout)
        self.assertEqual(result["players"], ["BE", "NL"])  # as parties.csv has them
        self.assertAlmostEqual(result["values"][3], (15 + 10) * (50 - 10), places=6)

    def test_the_command_line_goes_before_the_case(self):
        self.case()
        done = self.run_program("cooperate", ".", "--json", "--outside", "autarky", "--rules", "equal-surplus")
        result = json.loads(done.stdout)
        self.assertAlmostEqual(result["values"][3], (20 + 15) * (50 - 10), places=6)
        self.assertEqual(list(result["shares"]), ["equal-surplus"])


class Walk(CaseTest):
    """What the walk over coalitions says besides welfare."""

    def answer(self, **changes):
        self.case(**changes)
        done = self.run_program("cooperate", ".", "--json", "--out", "out", "--outside", "autarky")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_indicators_and_map(self):
        result = self.answer(parties="id,name,x,y\nBE,Belgium,4.5,50.7\nNL,Netherlands,,\n", barriers=None)
        self.assertEqual(result["map"]["parties"], [{"id": "BE", "name": "Belgium", "x": 4.5, "y": 50.7},
                                                    {"id": "NL", "name": "Netherlands", "x": None, "y": None}])
        crossing = result["map"]["crossings"][0]
        self.assertEqual((crossing["component"], {crossing["from"], crossing["to"]}), ("Link", {"BE", "NL"}))
        alone, together = result["coalitions"][0], result["coalitions"][3]
        self.assertEqual(alone["net_import_mwh"], [0, 0])
        self.assertAlmostEqual(sum(together["net_import_mwh"]), 0, places=9)
        moved = together["flow_mwh"][0] + together["flow_back_mwh"][0]
        self.assertAlmostEqual(moved * (50 - 10), result["values"][3], places=6)
        self.assertNotIn("unserved_mwh", together)

    def test_the_plan_names_the_borders(self):
        self.case(barriers=None, case=GOOD["case.toml"].replace('outside = "today"\n', ""))
        self.assertIn("borders     1, each closed alone", self.run_program("explain", ".").stdout)

    def test_the_border(self):
        result = self.answer(barriers=None)
        border = result["borders"][0]
        self.assertEqual(border["between"], ["BE", "NL"])
        for amount in ("last_eur", "first_eur"):
            self.assertAlmostEqual(border[amount], result["values"][3], places=6)
        self.assertLessEqual(border["last_lower_eur"], border["last_eur"])
        self.assertAlmostEqual(sum(border["last_parties"].values()), border["last_eur"], places=6)
        with open(self.folder / "out" / "borders.csv", encoding="utf-8") as table:
            rows = list(csv.DictReader(table))
        self.assertEqual([row["between"] for row in rows], ["BE+NL"])
        self.assertEqual(float(rows[0]["shadow_eur_per_mw"]), border["shadow_eur_per_mw"])

    def test_the_border_that_matters_most_is_said(self):
        done = self.run_program("cooperate", str(EXAMPLE), "--out", "out")
        self.assertIn("which border matters most: without LU-DE alone there is no optimum,\n"
                      "    closing BE-FR alone costs all ", done.stdout)

    def test_a_carrier_that_is_not_there(self):
        self.case(case=GOOD["case.toml"] + '[indicators]\nunserved = ["shedding"]\n')
        for command in ("check", "cooperate"):
            done = self.run_program(command, ".")
            self.assertEqual(done.returncode, 1)
            self.assertIn('no generator has the carrier "shedding"', done.stderr + done.stdout)
            self.assertIn("case.toml:7", done.stderr + done.stdout)

    def test_half_a_place(self):
        self.case(parties="id,name,x\nBE,Belgium,4.5\nNL,Netherlands,\n")
        done = self.run_program("check", ".")
        self.assertIn("the party has a place without y", done.stderr + done.stdout)


class Ranges(CaseTest):
    def test_a_figure_that_moves_the_answer_has_the_grade_of_its_weakest_source(self):
        self.case(sources="id,title,address,year,grade\nlaw,A law,https://example.org/law,2024,official\n"
                          "meter,A meter,https://example.org/meter,2024,measured\n",
                  barriers="id,name,kind,between,components,effect,amount,amount_low,amount_high,unit,source\n"
                           "papers,Papers,legal,NL+BE,Link,limit,5,4,8,MW,meter; law\n")
        done = self.run_program("cooperate", ".", "--draws", "3", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        (figure,) = json.loads(done.stdout)["uncertainty"]["tornado"]
        self.assertEqual((figure["source"], figure["grade"]), ("meter; law", "official"))


class WrongCases(CaseTest):
    def test_everything_at_once(self):
        self.case(case='title = 5\nnetwork = "nowhere"\nevaluator = "oracle"\n[question]\nplayer = "parties"\n'
                       'outside = "yesterday"\nwindow_h = 1.5\nrules = "shapley"\n',
                  parties="id,name\nBE,Belgium\nBE,Belgium\nA+B,Both\n",
                  barriers="id,name,kind,between,components,effect,amount,unit,source\n"
                           "a,A,leagl,NL+BE+LU,Link; carrier,limt,5,MW,book\n"
                           "b,B,legal,NL+BE,Link,limit,1.5,factor,book\n"
                           "c,C,legal,NL+BE,Link,charge,few,EUR,guess\n"
                           "d,D,legal,NL+BE,Link,forbid,3,,\n",
                  sources="id,title,address,year,grade\nbook,A book,,2020,official\nguess,A guess,,2020,assumption\n"
                          "spare,Nobody needs it,https://example.org,2020,read\n")
        self.check("case-wrong", 1, "check", ".")

    def test_what_does_not_fit_the_network(self):
        self.case(parties="id,name\nBE,Belgium\nNLD,Netherlands\n")
        self.check("case-parties", 1, "cooperate", ".")
        self.case(barriers="id,name,kind,between,components,effect,amount,unit\n"
                           "a,A,legal,NL+DE,Link,forbid,,\nb,B,legal,,Link; name=X*,forbid,,\n"
                           "c,C,legal,,Generator; carrier=gas,delay,2,h\n")
        self.check("case-barriers-wrong", 1, "cooperate", ".")

    def test_figures_without_a_source(self):
        self.case(sources="id,title,address,year,grade\nlaw,A law,https://example.org/law,2024,official\n",
                  prices="fuel,price\ngas,30\n", names="id,long\nNL,Netherlands\n",
                  barriers=GOOD["barriers.csv"].replace("unit\n", "unit,source\n").replace("MW\n", "MW,law\n"))
        done = self.run_program("check", ".")
        self.assertEqual(done.returncode, 1)
        self.assertIn("prices.csv", done.stdout)
        self.assertIn("no column 'source'", done.stdout)
        self.assertNotIn("names.csv", done.stdout)

    def test_no_toml(self):
        self.case(case='title = "Two zones\n')
        self.check("case-no-toml", 1, "cooperate", ".")

    def refused(self, *arguments):
        """What is said, within a short time, when a command refuses."""
        done = self.run_program(*arguments)
        self.assertEqual((done.returncode, done.stdout if arguments[0] != "check" else ""), (1, ""), done.stderr)
        return done.stderr + done.stdout

    def test_no_plain_file(self):
        for make in (lambda path: path.mkdir(), os.mkfifo, lambda path: path.symlink_to("/dev/zero")):
            self.case()
            path = self.folder / "case.toml"
            path.unlink()
            make(path)
            self.assertIn("case.toml: not a file that can be read", self.refused("check", "."))
            path.rmdir() if path.is_dir() else path.unlink()

    def test_keys_that_nest_without_end(self):
        for toml in (".".join(["a"] * 100_000) + " = 1\n", "[" + ".".join(["a"] * 100_000) + "]\n", "a = " + "[" * 100_000,
                     "a = " + "{a = " * 100_000):
            self.case(case=toml)
            self.assertIn("case.toml:1", self.refused("check", "."))

    def test_names_that_coalitions_cannot_be_written_with(self):
        self.case(parties=None)
        self.two_zones(buses="name,carrier,country\nNL,AC,N+L\nBE,AC,-\n")
        said = self.refused("cooperate", ".")
        self.assertIn('"N+L" cannot name a party', said)
        self.assertIn('"-" cannot name a party', said)

    def test_tables_without_rows_and_rules_that_are_none(self):
        self.case(parties="id,name\n", case=GOOD["case.toml"] + 'rules = ["shaply"]\n')
        said = self.refused("check", ".")
        self.assertIn("parties.csv: the table names no party", said)
        self.assertIn('(question.rules): there is no rule "shaply". Did you mean "shapley"?', said)

    def test_more_coalitions_than_memory(self):
        rows = "".join(f"b{i},B,legal,,Link,limit,{i},MW\n" for i in range(45))
        self.case(barriers=GOOD["barriers.csv"].splitlines()[0] + "\n" + rows,
                  case=GOOD["case.toml"].replace('"parties"', '"barriers"').replace('outside = "today"\n', ""))
        for command in ("explain", "cooperate"):
            self.assertIn("45 players have 2^45 coalitions", self.refused(command, "."))

    def test_a_file_where_the_journal_goes_is_left_alone(self):
        self.case()
        (self.folder / "out.journal").write_text("a diary")
        self.assertIn("this file is no journal; it is left alone", self.refused("cooperate", ".", "--out", "out"))
        self.assertEqual((self.folder / "out.journal").read_text(), "a diary")
        self.assertFalse((self.folder / "out").exists())

    def test_a_tolerance_that_is_no_number(self):
        self.case()
        for text in ("nan", "NaN", "0", "-1", "1e-9"):
            self.assertIn("--sample", self.refused("cooperate", ".", "--sample", text))

    def test_nothing_is_left_behind(self):
        self.case(parties="id,name\nBE,Belgium\nNLD,Netherlands\n")
        self.run_program("cooperate", ".", "--out", "out")
        self.assertFalse((self.folder / "out").exists())
        self.assertFalse((self.folder / "out.journal").exists())


class Killed(CommandTest):
    """Runs that end at a moment nobody chose."""

    ARGUMENTS = ("cooperate", str(EXAMPLE), "--window", "4", "--threads", "2", "--quiet", "--out")

    def results(self, folder):
        return {path.name: path.read_bytes() for path in sorted((self.folder / folder).iterdir())}

    def test_and_started_again_they_end_with_the_same_bytes(self):
        began = time.monotonic()
        first = self.run_program(*self.ARGUMENTS, "whole")
        took = time.monotonic() - began
        whole = self.results("whole")
        kept = []
        for attempt in range(6):
            with subprocess.Popen([PROGRAM, *self.ARGUMENTS, "killed"], cwd=self.folder, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL) as process:
                time.sleep(took * (attempt + 1) / 7)
                process.send_signal(signal.SIGKILL)
            journal = self.folder / "killed.journal"
            kept.append(journal.stat().st_size if journal.exists() else 0)
        last = self.run_program(*self.ARGUMENTS, "killed")
        self.assertEqual(last.returncode, first.returncode, last.stderr)
        self.assertEqual(self.results("killed"), whole)
        self.assertFalse((self.folder / "killed.journal").exists())
        self.assert_nothing_left()
        self.assertGreater(max(kept), 0, "no run was killed halfway")

    def test_two_at_once_are_refused(self):
        process = subprocess.Popen([PROGRAM, *self.ARGUMENTS, "out"], cwd=self.folder, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        try:
            journal = self.folder / "out.journal"
            for _ in range(400):
                if journal.exists() or process.poll() is not None:
                    break
                time.sleep(0.005)
            second = self.run_program(*self.ARGUMENTS, "out")
            if process.poll() is None:
                self.assertEqual(second.returncode, 1)
                self.assertIn("another run", second.stderr)
        finally:
            process.wait(timeout=60)


if __name__ == "__main__":
    unittest.main()
