# SPDX-License-Identifier: Apache-2.0
#
# Finds HiGHS in PROEFTUIN_HIGHS_PREFIX, where tools/install_highs.sh puts it, or on the system: sets highs_FOUND,
# highs_VERSION and makes the target highs::highs. Used by the build and by consumers of the installed package. HiGHS's own CMake configuration is
# not used: that of Debian 13's libhighs-dev 1.10.0 names a file of its build machine, upstream's 1.10 a stray "/include".

if(DEFINED ENV{PROEFTUIN_CACHE})
    set(proeftuin_cache "$ENV{PROEFTUIN_CACHE}")
elseif(DEFINED ENV{XDG_CACHE_HOME})
    set(proeftuin_cache "$ENV{XDG_CACHE_HOME}/proeftuin")
else()
    set(proeftuin_cache "$ENV{HOME}/.cache/proeftuin")
endif()
file(GLOB proeftuin_highs_prefixes "${proeftuin_cache}/highs-[0-9]*")
list(PREPEND proeftuin_highs_prefixes ${PROEFTUIN_HIGHS_PREFIX})
find_path(PROEFTUIN_HIGHS_INCLUDE Highs.h HINTS ${proeftuin_highs_prefixes} PATH_SUFFIXES include/highs highs)
find_library(PROEFTUIN_HIGHS_LIBRARY highs HINTS ${proeftuin_highs_prefixes} PATH_SUFFIXES lib)

set(highs_FOUND FALSE)
if(PROEFTUIN_HIGHS_INCLUDE AND PROEFTUIN_HIGHS_LIBRARY)
    set(highs_FOUND TRUE)
    file(STRINGS "${PROEFTUIN_HIGHS_INCLUDE}/HConfig.h" proeftuin_highs_lines REGEX "HIGHS_VERSION_(MAJOR|MINOR|PATCH) +[0-9]+")
    string(REGEX MATCHALL " [0-9]+" highs_VERSION "${proeftuin_highs_lines}")
    string(REPLACE ";" "." highs_VERSION "${highs_VERSION}")
    string(REPLACE " " "" highs_VERSION "${highs_VERSION}")
    if(NOT TARGET highs::highs)
        add_library(highs::highs UNKNOWN IMPORTED)
        set_target_properties(highs::highs PROPERTIES
            IMPORTED_LOCATION "${PROEFTUIN_HIGHS_LIBRARY}"
            INTERFACE_INCLUDE_DIRECTORIES "${PROEFTUIN_HIGHS_INCLUDE}"
            INTERFACE_LINK_LIBRARIES Threads::Threads)
    endif()
endif()
