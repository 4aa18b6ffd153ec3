# Upkeep's workshop; `make help` lists what it can do.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

GOLANGCI_LINT_VERSION := v2.15.0
ACTIONLINT_VERSION := v1.7.12

# The binary, the tests and whatever tests build share one set of flags, so that
# nothing large (SQLite above all) is compiled twice; without cgo, as the image ships it.
export CGO_ENABLED := 0
export GOFLAGS := $(strip $(shell go env GOFLAGS) -trimpath)

# `upkeep version` reads the commit that go build stamps. Git may refuse to read
# a tree that belongs to someone else; then the build goes on without the stamp.
STAMP := -buildvcs=$(shell git rev-parse HEAD >/dev/null 2>&1 && echo true || echo false)

# Without symbols and debugger's tables: a third smaller, and its stack traces are as good.
LINK := -ldflags='-s -w'

# Where what is built goes.
BIN := bin

# What runs under the race detector in the fast tier: the packages that hold
# concurrency. Everywhere it would compile and run SQLite slowly for little.
CONCURRENT := ./app/... ./gate/... ./store/...

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## Build bin/upkeep
	go build $(STAMP) $(LINK) -o $(BIN)/upkeep .

.PHONY: demo
demo: build ## Play one upgrade's story over HTTP and keep serving (ARGS=--exit ends after the story)
	bin/upkeep demo $(ARGS)

.PHONY: test
test: format vet setup build chart ## The fast tier of everything, from a fresh clone in under 12 minutes; installs what it needs
	go test -vet=off -tags services -timeout 9m ./...
	CGO_ENABLED=1 go test -vet=off -race -timeout 5m $(CONCURRENT)
	bin/upkeep demo --exit

.PHONY: soak
soak: setup build ## The tests at full counts, then all of them under the race detector; takes an hour or more
	UPKEEP_SOAK=1 go test -vet=off -tags services -timeout 3h -count 1 ./...
	CGO_ENABLED=1 go test -vet=off -race -tags services -timeout 1h -count 1 ./...

.PHONY: bench
bench: setup ## Measure against bare net/http in the same run; prints a table, writes bench.json
	go run -tags services ./bench

.PHONY: golden
golden: ## Write the golden files anew; read the diff before you commit it
	go run . commands --format markdown > docs/commands.md
	go run . policy-schema --format markdown > docs/policy.md
	go run . policy-schema > docs/upkeep.schema.json
	go test $$(git grep -l 'flag.Bool("update"' -- '*_test.go' | xargs -n 1 dirname | sort -u | sed 's|^|./|') -update

.PHONY: lint
lint: ## Run golangci-lint and actionlint, and look for an untidy go.mod; not part of test, the first run compiles the linter for minutes
	go mod tidy -diff
	go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION) run
	go run github.com/rhysd/actionlint/cmd/actionlint@$(ACTIONLINT_VERSION)

.PHONY: format
format: ## Check that gofmt would change nothing
	@changed=$$(find . -name '*.go' -not -path '*/node_modules/*' -exec gofmt -l {} +); \
	if [ -n "$$changed" ]; then echo "gofmt would change:"; echo "$$changed"; exit 1; fi

.PHONY: vet
vet: ## Run go vet, without and with the tests that need services
	go vet ./...
	go vet -tags services ./...

.PHONY: npm
npm: ## Install GitHub's published schemas and example payloads below testdata/npm
	@scripts/test-setup.sh npm

.PHONY: setup
setup: ## Install what the tests need: npm packages, PostgreSQL, Chromium, a C compiler
	@scripts/test-setup.sh

.PHONY: chart
chart: ## Lint and render the Helm chart, by Helm's own Go module
	cd deploy/test && go test ./...

.PHONY: image
image: build ## Pack bin/image/rootfs.tar, the image's root file system, without a container engine; docker build makes the same
	scripts/image.sh $(BIN)/upkeep $(BIN)/image
