# SPDX-License-Identifier: Apache-2.0
"""Everything a user may get wrong, each with its message as a golden text and exit code 1."""

import unittest

from command import TWO_ZONES, CommandTest


class WrongInput(CommandTest):
    def test_path_with_a_typo(self):
        self.two_zones()
        self.check("path-typo", 1, "solve", "netwrok")

    def test_path_that_is_nowhere_near(self):
        self.check("path-missing", 1, "check", "somewhere/else.nc")

    def test_empty_folder(self):
        (self.folder / "network").mkdir()
        self.check("empty-folder", 1, "check", "network")

    def test_wrong_delimiter(self):
        self.two_zones(generators=TWO_ZONES["generators.csv"].replace(",", ";"))
        self.check("wrong-delimiter", 1, "check", "network")

    def test_text_in_a_number_column(self):
        self.two_zones(generators=TWO_ZONES["generators.csv"].replace("gas,100", "gas,plenty"))
        self.check("text-for-number", 1, "check", "network")

    def test_unknown_bus(self):
        self.two_zones(generators=TWO_ZONES["generators.csv"].replace("gas,NL", "gas,NLL"))
        self.check("unknown-bus", 1, "solve", "network")

    def test_duplicate_name(self):
        self.two_zones(buses=TWO_ZONES["buses.csv"] + "NL,AC\n")
        self.check("duplicate-name", 1, "check", "network")

    def test_snapshot_mismatch(self):
        self.two_zones(loads_p_set=TWO_ZONES["loads-p_set.csv"].replace("01 01:00", "02 01:00"))
        self.check("snapshot-mismatch", 1, "check", "network")

    def test_cost_that_is_not_a_number(self):
        self.two_zones(generators=TWO_ZONES["generators.csv"].replace("100,50", "100,nan"))
        self.check("nan-cost", 1, "check", "network")

    def test_crossed_bounds(self):
        self.two_zones(generators=TWO_ZONES["generators.csv"].replace("marginal_cost", "marginal_cost,p_min_pu")
                       .replace("100,50", "100,50,1.5").replace("60,10", "60,10,0"))
        self.check("crossed-bounds", 1, "check", "network")

    def test_corrupt_netcdf(self):
        self.write({"network.nc": b"\x89HDF\r\n\x1a\n" + b"not really" * 50}, folder=".")
        self.check("corrupt-netcdf", 1, "check", "network.nc")

    def test_file_that_is_no_network(self):
        self.write({"notes.txt": "hello\n"}, folder=".")
        self.check("no-network", 1, "check", "notes.txt")

    def test_many_problems_at_once_in_the_order_of_files_and_lines(self):
        self.two_zones(generators="name,bus,carrier,p_nom,marginal_cost\nNL gas,XX,gas,100,50\nBE nuclear,BE,nuclear,sixty,nan\n",
                       loads="name,bus\nNL demand,NL\nBE demand,BEE\n")
        self.check("many-problems", 1, "check", "network")


class WrongOptions(CommandTest):
    def setUp(self):
        super().setUp()
        self.two_zones()

    def test_unknown_option(self):
        self.check("unknown-option", 1, "solve", "network", "--windw", "24")

    def test_unknown_command(self):
        self.check("unknown-command", 1, "slove", "network")

    def test_no_command(self):
        self.check("no-command", 1)

    def test_no_path(self):
        self.check("no-path", 1, "solve")

    def test_overlap_not_less_than_window(self):
        self.check("overlap", 1, "solve", "network", "--window", "24", "--overlap", "24")

    def test_overlap_without_window(self):
        self.check("overlap-alone", 1, "solve", "network", "--overlap", "24")

    def test_snapshots_that_are_not_there(self):
        self.check("snapshots", 1, "solve", "network", "--snapshots", "2031-01-01:2031-02-01")

    def test_losses(self):
        self.check("losses", 1, "solve", "network", "--transmission-losses", "tangent")

    def test_risk_without_scenarios(self):
        self.check("risk", 1, "solve", "network", "--risk", "0.5,0.9")

    def test_number_that_is_none(self):
        self.check("bad-number", 1, "solve", "network", "--mip-gap", "small")

    def test_solver_name(self):
        self.check("bad-solver", 1, "solve", "network", "--solver", "gurobi")


class WrongPlaceForResults(CommandTest):
    def setUp(self):
        super().setUp()
        self.two_zones()

    def test_a_file(self):
        self.write({"results": "mine\n"}, folder=".")
        self.check("out-is-a-file", 1, "solve", "network", "--out", "results")

    def test_below_a_file(self):
        self.write({"file": "mine\n"}, folder=".")
        self.check("out-unwritable", 1, "solve", "network", "--out", "file/results")

    def test_a_folder_that_is_not_ours(self):
        self.write({"thesis.tex": "mine\n"}, folder="precious")
        self.check("out-not-ours", 1, "solve", "network", "--out", "precious")
        self.assertEqual((self.folder / "precious" / "thesis.tex").read_text(), "mine\n")

    def test_the_folder_of_the_input(self):
        self.check("out-is-the-input", 1, "solve", "network", "--out", "network")
        self.assert_nothing_left()


class NoAnswer(CommandTest):
    def test_infeasible(self):
        self.two_zones(loads_p_set=TWO_ZONES["loads-p_set.csv"].replace(",90,45", ",190,30"))
        self.check("infeasible", 2, "solve", "network", "--solver", "clp", "--out", "results")
        self.assert_nothing_left()

    def test_unbounded(self):
        self.two_zones(generators="name,bus,p_nom,p_nom_extendable,capital_cost,marginal_cost\n"
                                  "NL gas,NL,100,False,0,50\nBE mint,BE,0,True,-1,0\n")
        self.check("unbounded", 2, "solve", "network", "--solver", "clp", "--out", "results")
        self.assert_nothing_left()

    def test_unsupported_feature_is_named(self):
        self.two_zones(global_constraints="name,type,carrier_attribute,sense,constant\n"
                                          "mine,my_own_constraint,co2_emissions,<=,5\n")
        self.check("unsupported", 1, "solve", "network", "--solver", "clp")


class AsJson(CommandTest):
    def test_a_refusal(self):
        self.two_zones(generators=TWO_ZONES["generators.csv"].replace("gas,NL", "gas,NLL"))
        self.check("refusal-json", 1, "solve", "network", "--json")

    def test_a_wrong_command_line(self):
        self.check("option-json", 1, "solve", "network", "--window", "0", "--json")


if __name__ == "__main__":
    unittest.main()
