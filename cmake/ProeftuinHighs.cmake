# SPDX-License-Identifier: Apache-2.0
#
# Finds HiGHS on the system, in PROEFTUIN_HIGHS_PREFIX, or where tools/install_highs.sh puts it: sets highs_FOUND, and
# target highs::highs. Used by the build and by consumers of the installed package.

if(DEFINED ENV{PROEFTUIN_CACHE})
    set(proeftuin_cache "$ENV{PROEFTUIN_CACHE}")
elseif(DEFINED ENV{XDG_CACHE_HOME})
    set(proeftuin_cache "$ENV{XDG_CACHE_HOME}/proeftuin")
else()
    set(proeftuin_cache "$ENV{HOME}/.cache/proeftuin")
endif()
file(GLOB proeftuin_highs_prefixes "${proeftuin_cache}/highs-[0-9]*")
find_package(highs CONFIG QUIET HINTS ${PROEFTUIN_HIGHS_PREFIX} ${proeftuin_highs_prefixes})

# HiGHS 1.10 exports a stray "/include", which CMake refuses where there is no such folder.
if(highs_FOUND)
    get_target_property(proeftuin_highs_includes highs::highs INTERFACE_INCLUDE_DIRECTORIES)
    set(proeftuin_highs_present)
    foreach(folder IN LISTS proeftuin_highs_includes)
        if(IS_DIRECTORY "${folder}")
            list(APPEND proeftuin_highs_present "${folder}")
        endif()
    endforeach()
    set_target_properties(highs::highs PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${proeftuin_highs_present}")
endif()
