// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proeftuin/study/programme.hpp"

namespace proeftuin::study {

// The tables of one programme folder. Places have the names of the files alone; problems go to `issues`, of which some are
// warnings: a table that is not there, a translation of what has no original.

/// parties.csv (id, kind, name_LANGUAGE). Without the file: those that commitments name, by their ids.
void read_programme_parties(Programme& programme, const std::vector<std::pair<std::string, Place>>& named,
                            Issues& issues);

/// sections.csv (id, title_LANGUAGE). Without the file: those that commitments name, by their ids.
void read_sections(Programme& programme, const std::vector<std::pair<std::string, Place>>& named, Issues& issues);

/// commitments.LANGUAGE.csv for every language but "en".
void read_translations(Programme& programme, Issues& issues);

}  // namespace proeftuin::study
