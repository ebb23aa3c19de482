# SPDX-License-Identifier: Apache-2.0
#
# Short names. Each target installs what it needs first (Debian 12 or 13; nothing to do when it is there).

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
JOBS ?= $(shell nproc)
export JOBS

.PHONY: build deps deps-tests deps-all configure test golden demo check asan tsan fuzz bench format clean

build: configure
	cmake --build --preset release --parallel $(JOBS)

deps:
	@tools/install_deps.sh

deps-tests:
	@tools/install_deps.sh --tests

deps-all:
	@tools/install_deps.sh --all

configure: deps
	@mkdir -p build; prefix="$$(tools/install_highs.sh)"; \
	cmake --preset release -DPROEFTUIN_HIGHS_PREFIX="$$prefix" >build/configure.log 2>&1 || { cat build/configure.log; exit 1; }; \
	grep HiGHS build/configure.log

test: deps-tests build
	ctest --preset release --parallel $(JOBS) --progress

# The golden texts and the documents' examples as the program has them now; read the diff.
golden: configure
	cmake --build --preset release --parallel $(JOBS) --target proeftuin
	tools/golden build/release/apps/proeftuin/proeftuin

demo: configure
	cmake --build --preset release --parallel $(JOBS) --target proeftuin
	tools/demo.sh build/release/apps/proeftuin/proeftuin

check: deps-all
	tools/check

asan tsan: deps-tests
	@tools/install_highs.sh >/dev/null
	cmake --preset $@
	cmake --build --preset $@ --parallel $(JOBS)
	ctest --preset $@ --parallel $(JOBS) --progress

fuzz: deps-all
	tools/fuzz.sh 60

bench: deps-all configure
	cmake --preset release -DPROEFTUIN_BUILD_BENCH=ON
	cmake --build --preset release --parallel $(JOBS)
	@for bench in build/release/bench/*_bench; do [ ! -x "$$bench" ] || "$$bench"; done

format: deps-all
	git ls-files '*.hpp' '*.cpp' | xargs clang-format-19 -i

clean:
	rm -rf build
