"""Search in Chinese by bigrams made here, one function for both databases.

PostgreSQL's own parsers and SQLite's trigram index both miss words of two characters. A text is stored as its tokens:
each Chinese run as single characters and overlapping pairs, each Latin or digit run whole, and pinyin initials as
pairs under a mark of their own. A query asks for all of its own tokens; Latin runs match as prefixes.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, bindparam, column, func, literal_column, select, table, text

_RUN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003134f]+|[^\W_㐀-鿿豈-﫿\U00020000-\U0003134f]+")
_INITIALS = "0py"
_LONGEST = 64


def _runs(value: str) -> list[str]:
    return _RUN.findall(value.lower())


def _chinese(run: str) -> bool:
    return run[0] >= "㐀" and not run[0].isdigit()


def _pairs(run: str) -> list[str]:
    return list(map(add, run, run[1:]))


@lru_cache(maxsize=4096)
def _stored(run: str) -> tuple[str, ...]:
    """The tokens of a run; names share many (小学, 镇中心小学)."""
    return (*run, *_pairs(run)) if _chinese(run) else (run,)


@lru_cache(maxsize=4096)
def _marked(letters: str) -> tuple[str, ...]:
    """The tokens of initials; names share them even more than runs."""
    return tuple([_INITIALS + pair for pair in (_pairs(letters) or letters)])


def tokens(texts: Iterable[str | None], initials: Iterable[str] = ()) -> str:
    """The stored form of `texts`, and of pinyin `initials`, as one blank-separated string."""
    found: list[str] = []
    for value in texts:
        if value and value.isascii() and value.isalnum():  # a code
            found.append(value.lower())
        elif value:
            for run in _RUN.findall(value.lower()):
                found += (run,) if run.isascii() else _stored(run)  # numbers are many, and would fill what is kept
    for letters in initials:
        if letters:
            found += _marked(letters)
    return " ".join(dict.fromkeys(found))


def _terms(query: str) -> list[list[str]]:
    """Per run its alternatives; in an alternative all tokens must match, one ending in `*` as a prefix."""
    terms: list[list[str]] = []
    for run in _runs(query[:_LONGEST]):
        if _chinese(run):
            terms += [[token] for token in (_pairs(run) or [run])]
        elif run.isascii() and run.isalpha() and len(run) > 1:
            terms.append([f"{run}*", "&".join(_INITIALS + pair for pair in _pairs(run))])
        else:
            terms.append([f"{run}*"])
    return terms


def tsquery(query: str) -> str:
    """`query` for PostgreSQL's `to_tsquery('simple', …)`; empty when nothing in it can be searched."""

    def one(alternative: str) -> str:
        return " & ".join(f"'{part[:-1]}':*" if part.endswith("*") else f"'{part}'" for part in alternative.split("&"))

    return " & ".join("(" + " | ".join(f"({one(a)})" for a in term) + ")" for term in _terms(query))


def ftsquery(query: str) -> str:
    """`query` for SQLite's FTS5 MATCH; empty when nothing in it can be searched."""

    def one(alternative: str) -> str:
        return " AND ".join(f'"{part[:-1]}"*' if part.endswith("*") else f'"{part}"' for part in alternative.split("&"))

    return " AND ".join("(" + " OR ".join(f"({one(a)})" for a in term) + ")" for term in _terms(query))


class SearchIndex:
    """The index over one token column: a GIN expression index, or an FTS5 table kept by triggers."""

    def __init__(self, name: str, tokens_column: str) -> None:
        self.table, self.column, self.fts = name, tokens_column, f"{name}_fts"

    def matches(self, dialect: str, stored: SQLColumnExpression[Any], query: str) -> ColumnElement[bool]:
        """The condition that a row matches `query`; a query with nothing to search for matches no row."""
        wanted = tsquery(query) if dialect == "postgresql" else ftsquery(query)
        if not wanted:
            return literal_column("1") == literal_column("0")
        if dialect == "postgresql":
            return func.to_tsvector(literal_column("'simple'"), stored).bool_op("@@")(
                func.to_tsquery(literal_column("'simple'"), wanted)
            )
        hits = table(self.fts, column("rowid"))
        rows = select(hits.c.rowid).where(text(f"{self.fts} MATCH :wanted").bindparams(bindparam("wanted", wanted)))
        return literal_column(f"{self.table}.rowid").in_(rows)

    def sqlite_ddl(self) -> list[str]:
        """The FTS5 table and the triggers that keep it, to be re-created after each batch migration."""
        name, fts, stored = self.table, self.fts, self.column
        insert = f"INSERT INTO {fts}(rowid, {stored}) VALUES (new.rowid, new.{stored});"
        remove = f"INSERT INTO {fts}({fts}, rowid, {stored}) VALUES ('delete', old.rowid, old.{stored});"
        return [
            f"DROP TABLE IF EXISTS {fts}",
            f"CREATE VIRTUAL TABLE {fts} USING fts5({stored}, content='{name}', tokenize='unicode61')",
            f"INSERT INTO {fts}({fts}) VALUES ('rebuild')",
            *(f"DROP TRIGGER IF EXISTS {fts}_{verb}" for verb in ("insert", "delete", "update")),
            f"CREATE TRIGGER {fts}_insert AFTER INSERT ON {name} BEGIN {insert} END",
            f"CREATE TRIGGER {fts}_delete AFTER DELETE ON {name} BEGIN {remove} END",
            f"CREATE TRIGGER {fts}_update AFTER UPDATE OF {stored} ON {name} BEGIN {remove} {insert} END",
        ]


INDEXES: dict[str, SearchIndex] = {}


def searchable(name: str, tokens_column: str = "search_tokens") -> SearchIndex:
    """Declare the search index of a table, beside its model; migrations read the declarations."""
    return INDEXES.setdefault(name, SearchIndex(name, tokens_column))
