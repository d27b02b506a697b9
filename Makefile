# Every command of the project. Each sets up what it needs first and does only what has changed.
SHELL := bash
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help run test lint bench soak openapi pins python node-modules

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: ## start Qinglian with a demo county: http://127.0.0.1:8000
	@scripts/run.sh

test: ## every test, on SQLite and PostgreSQL, with vitest and the browser journeys
	@scripts/test.sh

lint: python node-modules ## style, types, floors, contract, README
	@scripts/lint.sh

bench: python ## measure against the limit of the machine: make bench [ONLY=house]
	@scripts/postgres.sh && python -m tests.bench $(if $(ONLY),--only $(ONLY))

soak: python ## long faults and deep fuzzing
	@scripts/soak.sh

openapi: python node-modules ## write the contract, the access matrix and the SPA's client anew
	@qinglian openapi && qinglian access-matrix && qinglian check-rules
	@cd frontend && ../scripts/node.sh npm run --silent client

pins: python ## raise the pinned packages within the bounds of pyproject.toml
	@scripts/pins.sh

python:
	@scripts/python.sh dev

node-modules: python
	@scripts/spa.sh modules
