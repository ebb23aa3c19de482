# SPDX-License-Identifier: Apache-2.0
#
# The package "proeftuin": find_package(proeftuin) and link proeftuin::proeftuin, or one module such as proeftuin::lp.

include(CMakePackageConfigHelpers)

set(proeftuin_package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/proeftuin")
install(TARGETS proeftuin_all EXPORT proeftuin COMPONENT library)
install(
    EXPORT proeftuin
    NAMESPACE proeftuin::
    FILE proeftuin-targets.cmake
    DESTINATION "${proeftuin_package_folder}"
    COMPONENT library)
configure_package_config_file(
    "${PROJECT_SOURCE_DIR}/cmake/proeftuin-config.cmake.in" "${PROJECT_BINARY_DIR}/proeftuin-config.cmake"
    INSTALL_DESTINATION "${proeftuin_package_folder}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/proeftuin-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(
    FILES "${PROJECT_BINARY_DIR}/proeftuin-config.cmake" "${PROJECT_BINARY_DIR}/proeftuin-config-version.cmake"
          "${PROJECT_SOURCE_DIR}/cmake/FindCoin.cmake" "${PROJECT_SOURCE_DIR}/cmake/ProeftuinHighs.cmake"
    DESTINATION "${proeftuin_package_folder}"
    COMPONENT library)
if(TARGET proeftuin)
    install(TARGETS proeftuin RUNTIME COMPONENT cli)
endif()
