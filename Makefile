# What there is to type. A plain Debian machine needs Python 3.11 or newer, make and git; the rest is fetched.
#
#   make demo    the site on this machine, with a replayed campaign   FRESH=1 starts over, PRESET= and PORT= choose
#   make test    format, lint, types, contracts, the suite on SQLite and on PostgreSQL   ARGS="tests/cases -x" narrows
#   make soak    the same with the long versions of the long tests
#   make up      the site for real   DATABASE_URL= chooses PostgreSQL, PORT= the port
#   make lint    format, lint, types, contracts only
#   make pictures   take the pictures of README and docs anew, from a replay
#   make words   gather the sentences people read into the translation catalogues

PRESET ?= nanguan
PORT ?= 8000
BIN := .venv/bin

.PHONY: help demo test soak up lint words pictures
.DEFAULT_GOAL := help

help:
	@sed -n 's/^#   //p' Makefile

demo:
	@sh tools/bootstrap.sh run
	@$(BIN)/python -m tools.port demo $(PORT)
	@$(BIN)/zhuqi demo --preset $(PRESET) $(if $(filter-out 0,$(FRESH)),--fresh) --port $(PORT)

up:
	@sh tools/bootstrap.sh run
	@$(BIN)/python -m tools.port up $(PORT)
	@$(BIN)/zhuqi migrate
	@$(BIN)/zhuqi work & worker=$$!; trap 'kill $$worker 2>/dev/null' EXIT INT TERM; $(BIN)/zhuqi serve --port $(PORT)

test:
	@sh tools/bootstrap.sh dev
	@$(BIN)/python -m tools.test $(ARGS)

soak:
	@sh tools/bootstrap.sh dev
	@ZHUQI_SOAK=1 $(BIN)/python -m tools.test $(ARGS)

lint:
	@sh tools/bootstrap.sh dev
	@$(BIN)/python -m tools.test --lint

words:
	@sh tools/bootstrap.sh dev
	@$(BIN)/python tools/words.py

pictures:
	@sh tools/bootstrap.sh dev
	@$(BIN)/python -m tools.pictures
