# SPDX-License-Identifier: Apache-2.0
#
# proeftuin_module(<name> [PUBLIC <target>...] [PRIVATE <target>...] [DEFINITIONS <definition>...])
#
# Makes one module of the folder it is called from:
#   *.hpp, *.cpp             static library proeftuin_<name>, alias proeftuin::<name>, installed and exported
#   *_test.hpp, *_test.cpp   test executable <name>_test, which sees the private dependencies too
# The call is the module's dependency statement; files are found by themselves.

# Designated initialisers leave members at their defaults on purpose: no -Wmissing-field-initializers. Clang reports
# libstdc++ 12's own use of get_temporary_buffer in std::stable_sort as ours: no -Wdeprecated-declarations there.
set(PROEFTUIN_WARNINGS -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
                       -Wno-missing-field-initializers $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)

function(proeftuin_module name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "PUBLIC;PRIVATE;DEFINITIONS")
    file(GLOB headers CONFIGURE_DEPENDS *.hpp)
    file(GLOB sources CONFIGURE_DEPENDS *.cpp)
    set(tests ${sources})
    list(FILTER headers EXCLUDE REGEX "_test\\.hpp$")
    list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
    list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

    set(target proeftuin_${name})
    if(sources)
        add_library(${target} STATIC ${sources})
        target_compile_options(${target} PRIVATE ${PROEFTUIN_WARNINGS} -ffp-contract=off)
        target_compile_definitions(${target} PRIVATE ${arg_DEFINITIONS})
        target_link_libraries(${target} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
        set(scope PUBLIC)
    else() # nothing to compile yet
        add_library(${target} INTERFACE)
        target_link_libraries(${target} INTERFACE ${arg_PUBLIC})
        set(scope INTERFACE)
    endif()
    add_library(proeftuin::${name} ALIAS ${target})
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
    target_compile_features(${target} ${scope} cxx_std_20)
    target_sources(${target} ${scope} FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/src" FILES ${headers})
    install(
        TARGETS ${target}
        EXPORT proeftuin
        ARCHIVE COMPONENT library
        FILE_SET HEADERS COMPONENT library)
    set_property(GLOBAL APPEND PROPERTY PROEFTUIN_MODULES ${target})

    if(PROEFTUIN_BUILD_TESTS AND tests)
        proeftuin_test(${name}_test SOURCES ${tests} LINK proeftuin::${name} ${arg_PRIVATE})
        target_compile_definitions(${name}_test PRIVATE ${arg_DEFINITIONS})
    endif()
endfunction()

# A GoogleTest executable with every test its own ctest entry. tests/support is on the include path.
function(proeftuin_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
    add_executable(${name} ${arg_SOURCES})
    target_compile_options(${name} PRIVATE ${PROEFTUIN_WARNINGS})
    target_compile_definitions(${name} PRIVATE PROEFTUIN_SOURCE_FOLDER="${PROJECT_SOURCE_DIR}")
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
    target_link_libraries(${name} PRIVATE ${arg_LINK} GTest::gtest_main GTest::gmock rapidcheck)
    # a fixed seed for RapidCheck: a run is the same every time; fewer cases where each takes ten times as long
    set(random "seed=2026")
    if(CMAKE_CXX_FLAGS MATCHES "-fsanitize")
        string(APPEND random " max_success=20")
    endif()
    gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
                         PROPERTIES TIMEOUT 600 ENVIRONMENT "RC_PARAMS=${random}")
endfunction()
