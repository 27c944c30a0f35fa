# Two commands do everything on a fresh machine with a Swift 6.1+ toolchain: make demo, make test.

FLAGS := -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error
RELEASE := .build/release/dray
# So many tests at once: each may hold a store, a home and processes of its own.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH := 12

.PHONY: demo test check lint build release install-packages crashtest histories bench fuzz clean

demo: release  ## Try it: the main job against the built-in sandbox.
	@PATH="$(CURDIR)/.build/release:$$PATH" ./demo.sh

test: release  ## Every test.
	DRAY_BINARY="$(CURDIR)/$(RELEASE)" swift test $(FLAGS)

check: install-packages lint build schema-check docs-check test  ## What CI runs.

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Benches Fuzz

build: install-packages
	swift build --build-tests $(FLAGS)

release: install-packages
	swift build -c release --product dray --explicit-target-dependency-import-check error

schema-check: release  ## The sandbox's schema and every document sent, against the official schema.
	@.ci/schema-check $(RELEASE)

docs-check: build  ## Every declaration that leaves its room is documented.
	@.ci/docs-check

crashtest: release  ## Kills the release binary at every counted system call. Takes a while.
	DRAY_BINARY="$(CURDIR)/$(RELEASE)" DRAY_CRASH=all swift test $(FLAGS) --filter Crash

histories: release  ## 2,000 order histories at random, exported with kills, against the test's own books.
	DRAY_BINARY="$(CURDIR)/$(RELEASE)" DRAY_HISTORIES=2000 swift test $(FLAGS) --filter HistoriesTests

bench: release  ## Writes docs/benchmarks.md. Takes minutes; never part of CI.
	swift build -c release --product dray-decode --explicit-target-dependency-import-check error
	Benches/run

fuzz: install-packages  ## Mutated bytes for every reader, ten minutes each. Never part of CI.
	@Fuzz/run

install-packages:
	@.ci/packages

clean:
	rm -rf .build
