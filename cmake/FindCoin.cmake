# SPDX-License-Identifier: Apache-2.0
#
# COIN-OR's libraries have pkg-config files but no CMake ones. Each component (clp, coinutils, osi, osi-clp, cgl, cbc)
# becomes a target Coin::<component>. Installed beside the package configuration so that consumers find it too.

find_package(PkgConfig QUIET)
foreach(component IN LISTS Coin_FIND_COMPONENTS)
    if(PkgConfig_FOUND)
        pkg_check_modules(Coin_${component} QUIET IMPORTED_TARGET ${component})
    endif()
    if(Coin_${component}_FOUND)
        if(NOT TARGET Coin::${component})
            add_library(Coin::${component} INTERFACE IMPORTED)
            target_link_libraries(Coin::${component} INTERFACE PkgConfig::Coin_${component})
        endif()
        set(Coin_VERSION "${Coin_${component}_VERSION}")
    endif()
endforeach()

include(FindPackageHandleStandardArgs)
list(GET Coin_FIND_COMPONENTS 0 Coin_first)
find_package_handle_standard_args(
    Coin
    REQUIRED_VARS Coin_${Coin_first}_FOUND
    HANDLE_COMPONENTS)
