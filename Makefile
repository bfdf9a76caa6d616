# One command each: build, extension, test, lint, simulate, bench, profile, demo, man, install. Every one does its own set-up.
PREFIX ?= /usr/local
SHARE = $(PREFIX)/share
RELEASE = .build/release/logarium
DEMO_DB = .build/demo.db

.PHONY: build extension simulate test lint bench bench-scale profile demo install man soak clean setup

build: setup
	swift build -c release --product logarium

# SQLite's loadable extension with the same functions: .build/release/logarium.so
extension: setup
	swift build -c release --product LogariumExtension
	.ci/extension release

# Repeats the simulations behind docs/statistics.md 3.2 and 3.5; fails where a frequency departs from the stated one.
simulate: setup
	swift build -c release --product simulate
	.build/release/simulate

setup:
	.ci/setup

test:
	.ci/setup tests
	.ci/lint
	swift build --build-tests
	.venv/bin/python .ci/portable .build/debug/logarium
	.ci/report .build/debug/logarium
	swift test --skip-build

lint:
	.ci/setup tests
	.ci/lint

demo: build
	examples/demo $(RELEASE) $(DEMO_DB)
	$(RELEASE) report --db $(DEMO_DB) -o report.html
	examples/figures $(RELEASE) $(DEMO_DB) .build/figures

soak: build
	.ci/setup tests
	.ci/soak $(RELEASE)
	.ci/report $(RELEASE) large

# Against DuckDB, pandas, Python and C on the same work; the table is kept in .build/bench/result.md.
bench: build
	.ci/bench/run $(RELEASE)

# The same work at 1 M and at 20 M responses: twenty minutes and 9 GB of disk.
bench-scale: build
	python3 .ci/bench/scale.py $(RELEASE)

profile: build
	.ci/bench/profile $(RELEASE)

# The program, what shells complete, and a man page.
install: build man
	install -Dm 755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/logarium
	install -Dm 644 .build/share/logarium.bash $(DESTDIR)$(SHARE)/bash-completion/completions/logarium
	install -Dm 644 .build/share/_logarium $(DESTDIR)$(SHARE)/zsh/site-functions/_logarium
	install -Dm 644 .build/share/logarium.fish $(DESTDIR)$(SHARE)/fish/vendor_completions.d/logarium.fish
	install -Dm 644 .build/share/logarium.1 $(DESTDIR)$(SHARE)/man/man1/logarium.1

man: build
	install -d .build/share
	swift package generate-manual >/dev/null
	cp .build/plugins/GenerateManual/outputs/logarium/logarium.1 .build/share/logarium.1
	$(RELEASE) --generate-completion-script bash >.build/share/logarium.bash
	$(RELEASE) --generate-completion-script zsh >.build/share/_logarium
	$(RELEASE) --generate-completion-script fish >.build/share/logarium.fish

clean:
	rm -rf .build .venv .venv-bench
