.PHONY: help demo build check test format clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Three short stories, no keys, no network
	./sidestep demo

build: ## Builds what ./sidestep runs
	./sidestep build

check: ## Everything that CI runs: build, static checks, tests, format, demo
	.ci/run

test: ## The tests alone
	mvn -B test

format: ## Formats the sources
	JAVA_HOME=$$(bin/find-jdk) mvn -q -B spotless:apply

clean: ## Removes what was built
	mvn -q -B clean
