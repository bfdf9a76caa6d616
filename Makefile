# One command each: build, test, lint, demo, install. Every one does its own set-up.
PREFIX ?= /usr/local
RELEASE = .build/release/logarium
DEMO_DB = .build/demo.db

.PHONY: build test lint demo install soak clean setup

build: setup
	swift build -c release --product logarium

setup:
	.ci/setup

test:
	.ci/setup tests
	.ci/lint
	swift build --build-tests
	swift test --skip-build

lint:
	.ci/setup tests
	.ci/lint

demo: build
	examples/demo $(RELEASE) $(DEMO_DB)

soak: build
	.ci/setup tests
	.ci/soak $(RELEASE)

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/logarium

clean:
	rm -rf .build .venv
