# SPDX-License-Identifier: Apache-2.0
#
# Everything found, in one place. What a consumer of the installed package needs is repeated in
# proeftuin-config.cmake.in; the rest is used by the command line, the tests or the benchmarks only.

find_package(Threads REQUIRED)
find_package(tl-expected REQUIRED)
find_package(fmt REQUIRED)
find_package(Coin REQUIRED COMPONENTS clp coinutils osi osi-clp cgl cbc)
find_package(netCDF REQUIRED)
find_package(FastFloat REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(Eigen3 REQUIRED NO_MODULE)
find_package(CLI11 REQUIRED)

# The system's Python, which sees Debian's python3-* packages, rather than another one found on the path.
find_program(PROEFTUIN_PYTHON python3 HINTS /usr/bin)
set(Python3_EXECUTABLE "${PROEFTUIN_PYTHON}")
find_package(Python3 REQUIRED COMPONENTS Interpreter)

if(PROEFTUIN_WITH_HIGHS)
    include(ProeftuinHighs)
endif()
if(highs_FOUND)
    message(STATUS "HiGHS ${highs_VERSION}: ${PROEFTUIN_HIGHS_LIBRARY}")
else()
    message(STATUS "HiGHS not found: CLP alone is used (tools/install_highs.sh installs it)")
endif()

if(PROEFTUIN_WITH_PAGE)
    find_program(PROEFTUIN_NODE node)
    find_program(PROEFTUIN_NPM npm)
    if(NOT PROEFTUIN_NODE OR NOT PROEFTUIN_NPM OR NOT EXISTS "${PROJECT_SOURCE_DIR}/web/build.mjs")
        message(STATUS "Node.js or npm not found: no page, report.html is not written")
        set(PROEFTUIN_WITH_PAGE OFF)
    endif()
endif()

if(PROEFTUIN_BUILD_TESTS)
    find_package(GTest REQUIRED)
    find_package(rapidcheck REQUIRED)
    include(GoogleTest)
endif()
if(PROEFTUIN_BUILD_BENCH)
    find_package(benchmark REQUIRED)
endif()
