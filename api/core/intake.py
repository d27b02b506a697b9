"""How a domain says what its rows look like on their way in, and how they are taken.

`exchange` reads files, checks cells by the fields of a `RowSpec`, and hands typed rows to its `take` chunk by chunk, in
a transaction that it owns. What a row means is the domain's affair; which file it came from is not.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from api.core.context import Context
from api.core.errors import ErrorSpec
from api.core.keys import KeyStore
from api.core.tabular import Words

if TYPE_CHECKING:
    from polars import DataFrame


class CellKind(StrEnum):
    """What a cell holds, and as what Python value `take` gets it."""

    TEXT = "text"  # str, trimmed, Unicode NFC
    CODE = "code"  # str: digits and letters whose leading zeros count
    INTEGER = "integer"  # int
    DECIMAL = "decimal"  # str in canonical decimal form: '1234.50' with `places` 2
    BOOLEAN = "boolean"  # bool
    DATE = "date"  # str, ISO 8601
    MOMENT = "moment"  # str, ISO 8601 with the offset of this house's zone where the cell names none
    CHOICE = "choice"  # str, the stored value
    LIST = "list"  # list[str]
    REFERENCE = "reference"  # str, as given in the scheme that the import names for this field


@dataclass(frozen=True, slots=True)
class Field:
    """One column that may come in. `name` is the machine name, that of the JSON API where there is one.

    `aliases` are further headings under which it is sent. `required`: of a row that makes something new. `choices` gives
    for each stored value the words it is known by, Chinese and English first. A reference names the type of row it
    `refers_to` and the `schemes` it may be given in, the usual one first. `personal` values are never repeated in a
    report.
    """

    name: str
    heading: Words
    kind: CellKind = CellKind.TEXT
    aliases: tuple[str, ...] = ()
    required: bool = False
    longest: int = 200
    pattern: str | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    places: int = 0
    choices: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    refers_to: str | None = None
    schemes: tuple[str, ...] = ()
    personal: bool = False
    example: str = ""
    note: Words = ("", "")


class Mode(StrEnum):
    """What an import may do."""

    UPSERT = "upsert"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class Action(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DELETED = "deleted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class How:
    """How rows are to be taken. `scheme` identifies the row itself: one of the spec's `keys`, or `ext:<source>`.

    `references` gives the scheme of each reference field. Without `write` everything is judged and nothing is changed.
    `clear`: a blank cell of a frame empties its field (rows say so by themselves, see `Row`).
    """

    mode: Mode
    scheme: str
    references: Mapping[str, str]
    write: bool
    clear: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row whose cells are sound. A field that is absent stays as it is (or is not known); None clears it."""

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of record of a tree, as a workbook holds it: one row for each.

    `into` says where they go in the record above them: `topics`, and below those `topics/voices`; with `one` there is at
    most one for each. The first fields of a sheet say which record that is: those that the sheet above calls its `keys`.
    A name with dots (`minutes.text`) is a field of an object inside.
    """

    name: str
    title: Words
    fields: tuple[Field, ...]
    into: str = ""
    keys: tuple[str, ...] = ()
    one: bool = False

    def field(self, name: str) -> Field:
        """The field of that name. Errors: KeyError."""
        return next(found for found in self.fields if found.name == name)


@dataclass(frozen=True, slots=True)
class Tree:
    """How rows look that are whole documents with lists inside them. `take` gets each as JSON in the value `TREE`.

    `sheets`: how a workbook holds them, the records themselves first. `lists`: the names under which a document holds
    many. `known_by`: where in a record those fields stand that identify it, the first of several that there is.
    """

    sheets: tuple[Sheet, ...] = ()
    lists: tuple[str, ...] = ()
    known_by: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)


TREE = "tree"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: where, why, and what may have been meant. In a tree `field` is a pointer (`/topics/0`)."""

    field: str | None
    spec: ErrorSpec
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: a line of the manifest that the ledger keeps the digest of.

    `key` is the natural key, shown in results; never personal. `before` is what undoing needs, as JSON. `document_hash`
    is that of the object's canonical document after the change, for kinds that the ledger verifies.
    """

    row: int
    action: Action
    id: UUID | None = None
    key: str | None = None
    revision_before: int | None = None
    revision: int | None = None
    before: Mapping[str, Any] | None = None
    document_hash: str | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the rows of a frame that were taken by the column, and the `rest`, which is to be taken row by row.

    `done` has a row for each of them in their order: `row`, `action`, `id` (32 hex digits), `key`, `revision_before`,
    `revision` and `document_hash`.
    """

    done: DataFrame
    rest: DataFrame


Conceal = Callable[[KeyStore, Mapping[str, Any]], dict[str, Any]]
Take = Callable[[Context, Sequence[Row], How], list[Outcome]]
Prepare = Callable[[Context, "DataFrame", How], "DataFrame | None"]
TakePrepared = Callable[[Context, "DataFrame", "DataFrame", How], Taken]
Undo = Callable[[Context, Sequence[Outcome]], list[Outcome]]


@dataclass(frozen=True, slots=True)
class ByColumn:
    """How rows are taken whole columns at a time: those that `take` would certainly accept, with the same effect.

    `prepare` only reads, for many rows at once and before the transaction of any: it gives the rows that will probably
    be taken, under their numbers in `row`, with whatever is made of them; None where there is none. `take` gets some
    of these rows, as they follow each other, and what was prepared for any; it looks again at all that may have changed. A type whose rows refer to
    rows of its own has none: what is taken here is not told to the rows after it.
    """

    prepare: Prepare
    take: TakePrepared


@dataclass(frozen=True, slots=True)
class RowSpec:
    """A type of row that can be imported.

    `object_type` is that of the ledger. `keys` are the schemes by which a row says what it is, the usual one first; each
    is a field of that name, `id`, or `ext` for ids of other systems (field `external_id`). `after` names types that have
    to be there before, `is_a` those as which its rows can be referred to as well: a school is a unit.
    `take` gets rows in order, gives an outcome for each, writes only within reach and only the good
    ones, with a constant number of statements; it writes no ledger event: whoever calls it writes one for the chunk.
    `key_fields` names the fields that together are the key of a scheme, where it takes more than the one of its name.
    `conceal` is called on the values of a row before they are kept anywhere: it puts what may not be kept (an identity
    number) in a form that may be, and that `take` understands; a file of such rows is not kept once it has been read.
    `by_column` may take rows before `take` gets the rest, so that many cost less.
    `tree`: a row is a whole document; what stands in it is judged by `take`.
    `own_only`: what was brought in is there for who brought it in, and for nobody else who may bring in such rows.
    `undo` takes applied outcomes back, where the object is still at `revision`; others it refuses. Without it, an import
    of this type cannot be rolled back.
    """

    name: str
    object_type: str
    title: Words
    fields: tuple[Field, ...]
    keys: tuple[str, ...]
    permission: str
    take: Take
    by_column: ByColumn | None = None
    undo: Undo | None = None
    after: tuple[str, ...] = ()
    is_a: tuple[str, ...] = ()
    modes: frozenset[Mode] = frozenset({Mode.UPSERT, Mode.CREATE, Mode.UPDATE})
    key_fields: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    conceal: Conceal | None = None
    tree: Tree | None = None
    own_only: bool = False

    def field(self, name: str) -> Field:
        """The field of that name. Errors: KeyError."""
        return next(found for found in self.fields if found.name == name)
