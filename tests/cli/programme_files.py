# SPDX-License-Identifier: Apache-2.0
"""A small programme of two zones for tests: one commitment is modelled, one tracked, one neither."""

from command import CommandTest

HEADER = "id,number,section,title_en,title_nl,parties,case,track,status,meaning,next_step\n"
ROWS = ("market,1,power,One market,Eén markt,NL+BE,market,,under way,Says what two hours of trade are worth.,More trade\n"
        "friends,2,rest,Good neighbours,Goede buren,NL+BE,,a mood has no price,planned,,\n"
        "later,3,rest,Later,Later,NL,,,planned,,In autumn\n")
TOML = ('title = "A programme"\ntitle_nl = "Een programma"\nchair = "NL"\nmembers = ["NL", "BE"]\nyear = 2026\n'
        'languages = ["en", "nl"]\n')
CASE = 'title = "Two zones"\nnetwork = "../../network"\n'
PARTIES = "id,kind,name_en,name_nl\nNL,country,Netherlands,Nederland\nBE,country,Belgium,België\n"
SECTIONS = "id,title_en,title_nl\npower,Power,Stroom\nrest,The rest,De rest\n"
DUTCH = ("id,barriers,who_gains,track,method,meaning,next_step\nmarket,,,,,Zegt wat twee uur handel waard is.,Meer handel\n"
         "friends,,,een stemming heeft geen prijs,,,\nlater,,,,,,In het najaar\n")


class ProgrammeTest(CommandTest):
    def programme(self, rows=ROWS, toml=TOML, folder=".", **files):
        """Writes it; files replaced or added: sections="..." replaces sections.csv, None leaves one out."""
        self.two_zones(buses="name,carrier,country\nNL,AC,NL\nBE,AC,BE\n")
        content = {"programme.toml": toml, "commitments.csv": HEADER + rows, "commitments.nl.csv": DUTCH,
                   "parties.csv": PARTIES, "sections.csv": SECTIONS, "cases/market/case.toml": CASE}
        content.update({name.replace("__", ".") + ".csv": text for name, text in files.items()})
        self.write({name: text for name, text in content.items() if text is not None}, folder=folder)
