# SPDX-License-Identifier: Apache-2.0
"""What the commands do when all is well, and what they leave on the disk."""

import json
import signal
import subprocess
import time
import unittest
import xml.etree.ElementTree

from command import EXAMPLE, PROGRAM, TWO_ZONES, CommandTest


class Help(CommandTest):
    def test_of_the_program(self):
        self.check("help", 0, "--help")

    def test_of_each_command(self):
        for command in ("check", "explain", "solve", "cooperate", "run", "report", "share"):
            with self.subTest(command):
                self.check(f"help-{command}", 0, command, "--help")

    def test_version(self):
        done = self.run_program("--version")
        self.assertRegex(done.stdout, r"^proeftuin \d+\.\d+\.\d+\n$")
        self.assertEqual(done.returncode, 0)


class Check(CommandTest):
    def test_a_good_network(self):
        self.two_zones()
        self.check("check-good", 0, "check", "network")

    def test_the_example(self):
        self.assertEqual(self.run_program("check", str(EXAMPLE)).returncode, 0)


class Explain(CommandTest):
    def test_the_plan(self):
        self.two_zones()
        self.check("explain", 0, "explain", "network", "--solver", "clp")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["network"])

    def test_windows(self):
        self.two_zones()
        self.check("explain-windows", 0, "explain", "network", "--window", "1", "--solver", "clp")

    def test_as_json(self):
        self.two_zones()
        plan = json.loads(self.run_program("explain", "network", "--json").stdout)
        self.assertEqual((plan["schema_version"], plan["kind"]), (1, "explain"))
        for kind, total in (("columns", "columns"), ("rows", "rows")):
            counts = [family["count"] for family in plan["families"] if family["of"] == kind]
            self.assertEqual(sum(counts), plan["size"][total])


class Cooperate(CommandTest):
    # The link carries 20 MW of Belgium's nuclear power (10 EUR/MWh) to replace gas (50) in hour 1 and 15 MW in hour 2.
    WORTH = (20 + 15) * (50 - 10)

    def parties(self):
        self.two_zones(buses="name,carrier,country\nNL,AC,Netherlands\nBE,AC,Belgium\n")

    def test_values_outcomes_and_shares_agree(self):
        self.parties()
        done = self.run_program("cooperate", "network", "--json", "--out", "out")
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(done.stdout)
        self.assertEqual((result["schema_version"], result["kind"]), (1, "cooperate"))
        self.assertEqual(result["players"], ["Netherlands", "Belgium"])
        self.assertEqual((result["evaluated"], result["failed"]), (4, 0))
        value = result["values"][3]
        self.assertAlmostEqual(value, self.WORTH, places=6)
        self.assertLessEqual(result["lower"][3], value)
        self.assertGreaterEqual(result["upper"][3], value)
        for rule in ("shapley", "nucleolus"):
            self.assertAlmostEqual(sum(result["shares"][rule].values()), value, places=6)
            self.assertAlmostEqual(result["shares"][rule]["Belgium"], value / 2, places=6)
        self.assertAlmostEqual(sum(result["own"]), value, places=6)
        for coalition in result["coalitions"]:
            total = sum(party["total_eur"] for party in coalition["parties"])
            self.assertAlmostEqual(total, -coalition["cost_eur"], places=6)
        files = sorted(path.name for path in (self.folder / "out").iterdir()
                       if path.name != "report.html")  # a build may have no page
        self.assertEqual(files, ["borders.csv", "gains.svg", "outcomes.csv", "results.json", "shares.csv", "transfers.csv", "values.csv"])

    def test_a_column_that_is_not_there(self):
        self.parties()
        self.check("cooperate-no-column", 1, "cooperate", "network", "--party-of-bus", "land")

    def test_a_rule_that_is_not_there(self):
        self.parties()
        done = self.run_program("cooperate", "network", "--rules", "shapely")
        self.assertEqual(done.returncode, 1)
        self.assertIn('Did you mean "shapley"?', done.stderr)


class Solve(CommandTest):
    # Hour 1: BE makes 30 + 20 for NL at 10, NL 60 at 50. Hour 2: 45 + 15 (its limit), NL 75 at 50.
    TOTAL = 50 * 10 + 60 * 50 + 60 * 10 + 75 * 50

    def setUp(self):
        super().setUp()
        self.two_zones()

    def results(self, folder="network-results"):
        return json.loads((self.folder / folder / "results.json").read_text(encoding="utf-8"))

    def test_says_what_it_found(self):
        self.check("solve", 0, "solve", "network", "--solver", "clp")
        self.assert_nothing_left()

    def test_writes_results(self):
        done = self.run_program("solve", "network", "--out", "a/b/results", "--quiet")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        results = self.results("a/b/results")
        self.assertEqual(list(results)[:2], ["schema_version", "kind"])
        self.assertEqual((results["schema_version"], results["kind"], results["termination"]), (1, "solve", "optimal"))
        total = results["objective"] + results["objective_constant"]
        self.assertAlmostEqual(total, self.TOTAL, places=6)
        self.assertAlmostEqual(results["primal_bound"], self.TOTAL, places=5)
        self.assertAlmostEqual(results["dual_bound"], self.TOTAL, places=5)
        self.assertEqual(set(results["size"]), {"columns", "rows", "nonzeros", "integers"})
        for stage in ("read", "build", "solve", "write"):
            self.assertGreaterEqual(results["seconds"][stage], 0)
        self.assertGreater(results["peak_memory_mb"], 1)
        self.assertEqual(results["provenance"]["input"], "network")
        attributed = sum(row["operation_eur"] + row["investment_eur"] for row in results["costs"])
        self.assertAlmostEqual(attributed, self.TOTAL, places=5)
        for file in results["files"]:
            self.assertTrue((self.folder / "a/b/results" / file).exists(), file)

    def test_the_written_network_is_one(self):
        self.run_program("solve", "network", "--quiet")
        again = self.run_program("check", "network-results/network")
        self.assertEqual(again.returncode, 0, again.stdout)

    def test_the_picture_is_xml_and_the_same_every_time(self):
        pictures = []
        for folder in ("one", "two"):
            self.run_program("solve", "network", "--out", folder, "--quiet")
            pictures.append((self.folder / folder / "schedule.svg").read_bytes())
        self.assertEqual(*pictures)
        self.assertTrue(xml.etree.ElementTree.fromstring(pictures[0]).tag.endswith("svg"))

    def test_netcdf_on_request(self):
        self.run_program("solve", "network", "--quiet", "--format", "netcdf")
        self.assertEqual((self.folder / "network-results" / "network.nc").read_bytes()[:4], b"\x89HDF")

    def test_again_replaces_its_own_results(self):
        for _ in range(2):
            self.assertEqual(self.run_program("solve", "network", "--quiet").returncode, 0)
        self.assert_nothing_left()

    def test_json_is_results_and_nothing_else(self):
        done = self.run_program("solve", "network", "--json")
        self.assertEqual(json.loads(done.stdout)["termination"], "optimal")
        self.assertEqual(done.stderr, "")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["network"])

    def test_snapshots_by_position_and_by_label(self):
        for text in ("0:1", ":1", ":-1", "2030-01-01 00:00:2030-01-01 00:00", ":2030-01-01 00"):
            with self.subTest(text):
                done = self.run_program("solve", "network", "--json", "--snapshots=" + text)
                self.assertEqual(done.returncode, 0, done.stdout)
                self.assertAlmostEqual(json.loads(done.stdout)["total_cost"], 50 * 10 + 60 * 50, places=6)

    def test_windows(self):
        self.run_program("solve", "network", "--quiet", "--window", "1")
        results = self.results()
        self.assertEqual([window["kept"] for window in results["windows"]], [1, 1])
        self.assertAlmostEqual(results["total_cost"], self.TOTAL, places=6)

    def test_mps(self):
        self.run_program("solve", "network", "--quiet", "--write-mps", "problem.mps")
        text = (self.folder / "problem.mps").read_text()
        self.assertIn("ROWS", text)
        self.assertTrue(text.rstrip().endswith("ENDATA"))
        self.assert_nothing_left()

    def test_prices_that_are_not_unique_are_listed(self):
        # Demand in BE is exactly what BE makes and the link is shut: its price is anything from 10 up.
        self.two_zones(links=TWO_ZONES["links.csv"].replace("20,-1", "0,-1"),
                       loads_p_set=TWO_ZONES["loads-p_set.csv"].replace("80,30", "80,60"))
        self.run_program("solve", "network", "--quiet")
        listed = (self.folder / "network-results" / "prices_not_unique.csv").read_text()
        self.assertEqual(listed, "bus,snapshot\nBE,2030-01-01 00:00:00\n")
        self.assertEqual(self.results()["prices"]["not_unique"], 1)

    def test_no_answer_is_exit_code_2_and_in_the_results(self):
        self.two_zones(loads_p_set=TWO_ZONES["loads-p_set.csv"].replace(",90,45", ",190,30"))
        done = self.run_program("solve", "network", "--json")
        self.assertEqual(done.returncode, 2)
        results = json.loads(done.stdout)
        self.assertEqual(results["termination"], "infeasible")
        self.assertIsNone(results["objective"])
        missing = results["diagnosis"]["missing"]
        self.assertEqual([(entry["item"], entry["snapshot"]) for entry in missing], [("NL", "2030-01-01 01:00:00")])
        self.assertAlmostEqual(missing[0]["amount"], 190 - 100 - 20, places=5)


class Interrupted(CommandTest):
    def test_ctrl_c_ends_with_130_and_leaves_nothing(self):
        hours = range(24 * 365)
        stamp = [time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(1893456000 + 3600 * h)) for h in hours]
        self.write({
            **TWO_ZONES,
            "snapshots.csv": "snapshot,objective,stores,generators\n" + "".join(f"{s},1,1,1\n" for s in stamp),
            "loads-p_set.csv": "snapshot,NL demand,BE demand\n" + "".join(f"{s},{60 + h * 37 % 61},{20 + h * 53 % 31}\n"
                                                                       for h, s in zip(hours, stamp)),
            "storage_units.csv": "name,bus,p_nom,max_hours,efficiency_store,efficiency_dispatch\n"
                                 "a,NL,20,200,0.9,0.9\nb,BE,10,900,0.95,0.9\n",
        })
        process = subprocess.Popen([PROGRAM, "solve", "network"], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        deadline = time.monotonic() + 60
        while not list(self.folder.glob("*.partial-*")) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["network"])


if __name__ == "__main__":
    unittest.main()
