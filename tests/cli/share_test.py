# SPDX-License-Identifier: Apache-2.0
"""proeftuin share: what it prints and writes, and everything a user may get wrong in a table."""

import csv
import json
import subprocess
import unittest

from command import PROGRAM, SOURCE, CommandTest

TOWNS = "coalition,value\n-,0\nA,12\nB,10\nC,20\nA+B,14\nA+C,21\nB+C,16\nA+B+C,19\n"
VOTES = "member,votes,source\npass if,60 %,made up\nA,4,made up\nB,2,made up\nC,1.5,made up\n"


class Share(CommandTest):
    def game(self, content=TOWNS, name="towns.csv"):
        self.write({name: content}, folder=".")

    def test_every_rule(self):
        self.game()
        self.check("share-all", 0, "share", "towns.csv", "--costs", "--unions", "A+B", "--graph", "A-B,B-C", "--weights", "A=2",
                   "--own", "A=13,B=0,C=6")

    def test_votes(self):
        self.game(VOTES, "votes.csv")
        self.check("share-votes", 0, "share", "votes.csv", "--unions", "B+C", "--rules", "nucleolus")

    def test_intervals(self):
        self.game("coalition,value,lower,upper\nA,0,0,0\nB,0,0,0\nC,0,0,0\nA+B,6,5,7\nA+C,6,5,9\nB+C,6,5,7\nA+B+C,10,9,12\n")
        self.check("share-intervals", 0, "share", "towns.csv", "--rules", "shapley,nucleolus")

    def test_missing_values(self):
        self.game("coalition,value,lower,upper,status\nA,1,1,1,optimal\nB,2,2,2,optimal\nC,0,0,0,optimal\nA+B,,,,infeasible\n"
                  "A+C,4,4,4,optimal\nB+C,,,,limit\nA+B+C,10,9,11,optimal\n")
        self.check("share-missing-values", 0, "share", "towns.csv", "--own", "A=5,B=3,C=2", "--graph", "A-C,C-B")
        self.check("share-missing-rule", 2, "share", "towns.csv", "--rules", "shapley,equal-split")

    def test_missing_values_in_json(self):
        self.game("coalition,value\nA,1\nB,2\nA+B,\n")
        done = self.run_program("share", "towns.csv", "--json")
        results = json.loads(done.stdout)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(results["values"], [0, 1, 2, None])
        self.assertEqual(results["evaluated"], 3)
        self.assertIsNone(results["total"])
        self.assertIsNone(results["game"]["superadditive"]["holds"])
        self.assertEqual(results["warnings"][0]["code"], "solver_failed")
        self.assertIn("A+B", results["rules"]["equal-split"]["refused"])

    def test_bounds_of_every_rule(self):
        self.game("coalition,value,lower,upper\nA,1,0.9,1.1\nB,2,1.9,2.1\nC,1,0.9,1\nA+B,5,4.9,5.1\nA+C,4,4,4.2\nB+C,5,5,5.1\n"
                  "A+B+C,10,9.5,10.5\n")
        self.check("share-bounds-of-rules", 0, "share", "towns.csv", "--own", "A=5,B=3,C=2")
        done = self.run_program("share", "towns.csv", "--json", "--own", "A=5,B=3,C=2")
        rules = json.loads(done.stdout)["rules"]
        for name, rule in rules.items():
            if "refused" not in rule:
                self.assertTrue("lower" in rule or "no_bounds" in rule, name)
        self.assertLess(rules["nucleolus"]["largest_excess_lower"], rules["nucleolus"]["largest_excess"])

    def test_costs_with_bounds(self):
        self.game("coalition,value,lower,upper\nA,12,11,13\nB,10,10,10\nC,20,19,20\nA+B,14,14,15\nA+C,21,21,21\nB+C,16,16,16\n"
                  "A+B+C,19,18,19\n")
        self.check("share-cost-bounds", 0, "share", "towns.csv", "--costs", "--rules", "proportional,pnbd,scrb", "--own", "A=13,B=0,C=6")

    def test_values_of_cooperate(self):
        self.game("coalition,value_eur,lower_eur,upper_eur,status,iterations\n-,0,0,0,optimal,3\nA,0,0,0,optimal,4\nB,0,0,0,optimal,2\n"
                  "A+B,6,6,6,optimal,9\n")
        done = self.run_program("share", "towns.csv", "--json", "--rules", "shapley")
        self.assertEqual(json.loads(done.stdout)["shares"]["shapley"], {"A": 3, "B": 3})

    def test_production(self):
        self.game("resource,product x,product y,player A,player B,player C\nprofit,68,52,,,\nlabour,4,5,4,6,60\nmaterial,6,2,33,39,0\n",
                  "plant.csv")
        self.check("share-production", 0, "share", "plant.csv", "--rules", "shapley,nucleolus,owen-point,aumann-shapley")

    def test_costs_of_demands(self):
        self.game("resource,sense,product well,product import,everybody,player A,player B,source\ncost,,1,3,,,,made up\n"
                  "water delivered,>=,1,1,,6,12,made up\nwell capacity,<=,1,,10,,,made up\n", "water.csv")
        self.check("share-demands", 0, "share", "water.csv", "--rules", "shapley,aumann-shapley")
        done = self.run_program("share", "water.csv", "--rules", "aumann-shapley", "--json")
        pieces = json.loads(done.stdout)["rules"]["aumann-shapley"]["pieces"]
        self.assertEqual([piece["prices"] for piece in pieces], [[1, 0], [3, -2]])

    def test_demands_that_some_cannot_meet(self):
        self.game("resource,sense,product water,player A,player B\ncost,,2,,\ndemand,>=,1,5,1\nwell,,1,8,\n", "wells.csv")
        self.check("share-cannot-meet", 0, "share", "wells.csv", "--rules", "all")

    def test_prices_that_are_not_unique(self):
        self.game("resource,product pair,player L,player R\nprofit,1,,\nleft,1,1,0\nright,1,0,1\n", "gloves.csv")
        self.check("share-not-unique", 0, "share", "gloves.csv", "--rules", "owen-point,aumann-shapley")

    def test_files(self):
        self.game()
        self.write({"own.csv": "player,own\nA,13\nB,0\nC,6\n", "unions.csv": "player,union\nA,west\nB,west\nC,east\n"}, folder=".")
        done = self.run_program("share", "towns.csv", "--costs", "--own", "own.csv", "--unions", "unions.csv", "--rules", "owen,shapley",
                                "--out", "results", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        results = json.loads((self.folder / "results" / "results.json").read_text(encoding="utf-8"))
        self.assertEqual(results, json.loads(done.stdout))
        self.assertEqual(results["kind"], "share")
        self.assertEqual(results["players"], ["A", "B", "C"])
        self.assertEqual(results["values"], [0, 0, 0, 8, 0, 11, 14, 23])
        self.assertEqual(results["evaluated"], 8)
        with (self.folder / "results" / "shares.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([row["rule"] for row in rows], ["owen"] * 3 + ["shapley"] * 3)
        for row in rows:
            self.assertAlmostEqual(float(row["share_eur"]), results["shares"][row["rule"]][row["party"]])
            self.assertAlmostEqual(float(row["transfer_eur"]), float(row["share_eur"]) - float(row["own_eur"]))
        self.assertAlmostEqual(sum(float(row["transfer_eur"]) for row in rows[:3]), 0)
        self.assert_nothing_left()

    def test_a_rule_without_an_answer_that_was_asked_for(self):
        self.game()
        self.check("share-refused", 2, "share", "towns.csv", "--rules", "owen,shapley")


class WrongTables(CommandTest):
    def refuse(self, golden, content, *options):
        self.write({"game.csv": content}, folder=".")
        self.check(golden, 1, "share", "game.csv", *options)

    def test_everything_at_once(self):
        self.refuse("share-wrong", "coalition,value\nA,1\nB,two\nC,inf\nA+B,3\nB+A,4\nA+D,5\nA++C,6\nA+A,7\nA+C,1e300\nB+C\n")

    def test_missing_coalitions(self):
        self.refuse("share-missing", "coalition,value\n" + "".join(f"P{i},1\n" for i in range(5)) + "P0+P1,2\n")

    def test_bound_without_a_value(self):
        self.refuse("share-bound-alone", "coalition,value,lower,upper\nA,,1,\nB,nan,1,2\nA+B,1,,2\n")

    def test_production(self):
        self.refuse("share-wrong-production", "resource,product x,player A,player A+B,size,player A,sense\nprofit,1,,,,,\n")
        self.refuse("share-wrong-amounts", "resource,product x,player A,sense\nprofit,,2,\ncost,1,,\nlabour,1e99,x,=\nlabour,1,2\n,1,2,<=\n")
        self.refuse("share-no-profit", "resource,product x,player A\nlabour,1,5\n")
        self.refuse("share-unbounded", "resource,product x,player A\nprofit,1,\nlabour,0,5\n")
        self.refuse("share-profit-as-costs", "resource,product x,player A\nprofit,1,\nlabour,1,5\n", "--costs")

    def test_votes_too_many_for_values(self):
        members = "".join(f"M{i},1,made up\n" for i in range(30))
        self.write({"game.csv": "member,votes,source\npass if,17,made up\n" + members}, folder=".")
        command = f"ulimit -v 4000000; exec '{PROGRAM}' share game.csv --rules nucleolus"
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, capture_output=True, text=True, check=False)
        if "Sanitizer failed to allocate" in done.stderr:
            self.skipTest("a sanitizer's shadow memory does not fit below a limit of memory")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("each of the 2^30 sets of members, 8.59 GB of memory; 4.1 GB are available", done.stderr)
        self.assertIn("the power indices are counted without", done.stderr)

    def test_too_large(self):
        self.refuse("share-too-large", "coalition,value\n" + "".join(f"P{i},1\n" for i in range(45)))

    def test_unknown_column(self):
        self.refuse("share-columns", "coalition,values,lower\nA,1,0\n")

    def test_no_player(self):
        self.refuse("share-no-player", "coalition,value\nA+B,1\n")

    def test_empty(self):
        self.refuse("share-empty", "")

    def test_bounds(self):
        self.refuse("share-bounds", "coalition,value,lower,upper\n-,1,0,0\nA,1,2,3\n")

    def test_unknown_rule_and_players(self):
        self.refuse("share-options", TOWNS, "--rules", "shaply,nucleolus", "--unions", "A+X,B+A", "--graph", "A-Y,C-C,AB", "--weights", "A=-1,B=much",
                    "--own", "A=1,B=2")

    def test_own_that_does_not_add_up(self):
        self.refuse("share-own", TOWNS, "--own", "A=1,B=2,C=3")

    def test_votes(self):
        self.refuse("share-wrong-votes", "member,votes,states\npass if,65 %,many\nA,4,1\nA,x,1\nB,3\nC,-1,10%\n")

    def test_votes_without_a_quota(self):
        self.refuse("share-no-quota", "member,votes\nA,4\n")

    def test_no_file(self):
        self.check("share-no-file", 1, "share", str("nowhere.csv"))

    def test_refusal_in_json(self):
        self.write({"game.csv": "coalition,value\nA,x\n"}, folder=".")
        done = self.run_program("share", "game.csv", "--json")
        document = json.loads(done.stdout)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(document["kind"], "error")
        self.assertEqual(document["issues"][0]["code"], "text_for_number")
        self.assertEqual(document["issues"][0]["where"], "game.csv:2:3")


class Voting(CommandTest):
    def test_every_bundled_council_has_sources(self):
        for path in sorted((SOURCE / "data" / "voting").glob("*.csv")):
            with self.subTest(path.name), path.open(encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    self.assertTrue(row["grade"] in {"measured", "official", "study", "assumption"}, row)
                    self.assertTrue(row["source"] or row["member"] == "pass if", row)


if __name__ == "__main__":
    unittest.main()
